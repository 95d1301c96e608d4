import Domain

/// Compares the query with one record word by word: single words, word pairs and concepts, each
/// saturating, in all texts and in what the organisation has done before.
struct TextScorer {
  /// What the comparison found.
  struct Measure {
    /// 0 to 1: how much of what matters the record speaks of.
    let capability: Double
    /// 0 to 1: the same for past projects alone.
    let trackRecord: Double
    /// Sectors and technologies that the record's concepts imply.
    let fields: CodeSet<Field>
    let technologies: CodeSet<Technology>
  }

  private let query: Query
  private let weigher: Weigher
  private let pastWords: [Bool]
  private let pastPairs: [Bool]
  private let pastConcepts: [Bool]
  private var words: Frequencies
  private var pairs: Frequencies
  private var concepts: Frequencies

  /// How often the units of one kind occur in the record at hand.
  private struct Frequencies {
    private var all: ContiguousArray<Frequency>
    private var past: ContiguousArray<Double>

    init(_ count: Int) {
      all = ContiguousArray(repeating: Frequency(), count: count)
      past = ContiguousArray(repeating: 0, count: count)
    }

    var indices: Range<Int> { all.indices }
    /// How many units occur at all.
    var met: Int { all.count { $0.sum > 0 } }

    subscript(_ unit: Int) -> (all: Double, past: Double) { (all[unit].sum, past[unit]) }

    mutating func clear() {
      for unit in all.indices {
        all[unit] = Frequency()
        past[unit] = 0
      }
    }

    mutating func add(
      _ unit: Int, _ amount: Double, in field: MemberField, past isPast: Bool
    ) {
      let added = all[unit].add(amount, in: field)
      if isPast { past[unit] += added }
    }
  }

  init(query: Query, weigher: Weigher) {
    self.query = query
    self.weigher = weigher
    words = Frequencies(query.words.units.count)
    pairs = Frequencies(query.pairs.units.count)
    concepts = Frequencies(query.concepts.count)
    let past = query.reading.parts.filter { $0.field == .pastProjects }.map(\.tokens)
    func isPast(_ places: [Int]) -> Bool {
      places.contains { place in past.contains { $0.contains(place) } }
    }
    pastWords = query.words.units.map { isPast($0.places) }
    pastPairs = query.pairs.units.map { isPast($0.places) }
    pastConcepts = query.concepts.map { unit in
      isPast(unit.mentions.map { query.reading.mentions[$0].tokens.lowerBound })
    }
  }

  /// Compares the query with a record that has been read.
  mutating func measure(_ record: Reading) -> Measure {
    var padding = Padding(record, query)
    var codes = count(record, padding)
    if excess > 1 {
      padding.addStretches(of: record, query)
      codes = count(record, padding)
    }
    return sum(record, padding, codes)
  }

  /// How many times more of the query's words the record uses than an answer would. A query of few
  /// words may well be met in all of them.
  private var excess: Double {
    let limit = Double(query.words.units.count) * weigher.model.coverageLimit
    return Double(words.met) / max(limit, Self.fewWords)
  }

  /// Words that an answer may well share with any query.
  private static let fewWords = 20.0

  private mutating func count(
    _ record: Reading, _ padding: Padding
  ) -> (CodeSet<Field>, CodeSet<Technology>) {
    words.clear()
    pairs.clear()
    concepts.clear()
    for part in record.parts {
      let boost = weigher.model.boost(part.field)
      let isPast = part.field == .pastProjects
      var previous: Int?
      for position in part.tokens {
        let token = record.tokens[position]
        guard token.carriesMeaning, !padding.contains(position) else {
          previous = nil
          continue
        }
        guard let word = query.words.find(token, part.script) else {
          previous = nil
          continue
        }
        words.add(word, boost, in: part.field, past: isPast || pastWords[word])
        if let previous, !token.traits.contains(.opens),
          let pair = query.pairs.find(record.tokens[previous], token, part.script)
        {
          pairs.add(pair, boost, in: part.field, past: isPast || pastPairs[pair])
        }
        previous = position
      }
    }
    return addConcepts(record, padding)
  }

  private mutating func addConcepts(
    _ record: Reading, _ padding: Padding
  ) -> (CodeSet<Field>, CodeSet<Technology>) {
    var fields: CodeSet<Field> = []
    var technologies: CodeSet<Technology> = []
    for mention in record.mentions where !padding.contains(mention.tokens.lowerBound) {
      let part = record.parts[mention.part]
      let boost = weigher.model.boost(part.field)
      let concept = weigher.lexicon.concepts[mention.concept]
      if let field = concept.field { fields.insert(field) }
      if let technology = concept.technology { technologies.insert(technology) }
      meet(mention.concept, boost, part.field)
      for ancestor in weigher.lexicon.ancestors[mention.concept] {
        meet(ancestor.concept, boost * weigher.share(ancestor.level), part.field)
      }
    }
    return (fields, technologies)
  }

  private mutating func meet(
    _ concept: Int, _ frequency: Double, _ field: MemberField
  ) {
    let unit = Int(query.conceptAt[concept])
    guard unit >= 0 else { return }
    concepts.add(
      unit, frequency, in: field,
      past: field == .pastProjects || pastConcepts[unit])
  }

  private func sum(
    _ record: Reading, _ padding: Padding, _ codes: (CodeSet<Field>, CodeSet<Technology>)
  ) -> Measure {
    let length = weigher.lengthNorm(record, without: padding)
    let breadth = weigher.breadthNorm(record, without: padding)
    var all = 0.0
    var past = 0.0
    func add(_ frequencies: Frequencies, _ norm: Double, _ weight: (Int) -> Double) {
      for unit in frequencies.indices {
        let frequency = frequencies[unit]
        guard frequency.all > 0 else { continue }
        all += weight(unit) * weigher.saturated(frequency.all, norm)
        if frequency.past > 0 { past += weight(unit) * weigher.saturated(frequency.past, norm) }
      }
    }
    add(words, length) { query.words.units[$0].weight }
    add(pairs, length) { query.pairs.units[$0].weight }
    add(concepts, breadth) { query.concepts[$0].weight }
    // Who uses nearly every word of the query in scattered places speaks of everything.
    let excess = max(1, excess)
    let discount = excess * excess * excess
    return Measure(
      capability: share(all / discount), trackRecord: share(past / discount), fields: codes.0,
      technologies: codes.1)
  }

  /// A long query is never met in full; what counts is the part of its heaviest units, with
  /// falling returns.
  private func share(_ sum: Double) -> Double {
    guard query.reachable > 0 else { return 0 }
    let half = weigher.model.halfway
    let part = min(1, sum / query.reachable)
    return part * (1 + half) / (part + half)
  }
}
