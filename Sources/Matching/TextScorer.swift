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
    var all: ContiguousArray<Double>
    var past: ContiguousArray<Double>

    init(_ count: Int) {
      all = ContiguousArray(repeating: 0, count: count)
      past = all
    }

    mutating func clear() {
      for unit in all.indices {
        all[unit] = 0
        past[unit] = 0
      }
    }

    mutating func add(_ unit: Int, _ frequency: Double, past isPast: Bool) {
      all[unit] += frequency
      if isPast { past[unit] += frequency }
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
    words.clear()
    pairs.clear()
    concepts.clear()
    let copied = CopiedText(record, query)
    for part in record.parts {
      let boost = weigher.model.boost(part.field)
      let isPast = part.field == .pastProjects
      var previous: Int?
      for position in part.tokens {
        let token = record.tokens[position]
        guard token.carriesMeaning, !copied.contains(position) else {
          previous = nil
          continue
        }
        guard let word = query.words.find(token, part.script) else {
          previous = nil
          continue
        }
        words.add(word, boost, past: isPast || pastWords[word])
        if let previous, !token.traits.contains(.opens),
          let pair = query.pairs.find(record.tokens[previous], token, part.script)
        {
          pairs.add(pair, boost, past: isPast || pastPairs[pair])
        }
        previous = position
      }
    }
    let codes = addConcepts(record, copied)
    return sum(record, codes)
  }

  private mutating func addConcepts(
    _ record: Reading, _ copied: CopiedText
  ) -> (CodeSet<Field>, CodeSet<Technology>) {
    var fields: CodeSet<Field> = []
    var technologies: CodeSet<Technology> = []
    for mention in record.mentions where !copied.contains(mention.tokens.lowerBound) {
      let part = record.parts[mention.part]
      let boost = weigher.model.boost(part.field)
      let isPast = part.field == .pastProjects
      let concept = weigher.lexicon.concepts[mention.concept]
      if let field = concept.field { fields.insert(field) }
      if let technology = concept.technology { technologies.insert(technology) }
      meet(mention.concept, boost, isPast)
      for ancestor in weigher.lexicon.ancestors[mention.concept] {
        meet(ancestor.concept, boost * weigher.share(ancestor.level), isPast)
      }
    }
    return (fields, technologies)
  }

  private mutating func meet(_ concept: Int, _ frequency: Double, _ isPast: Bool) {
    let unit = Int(query.conceptAt[concept])
    guard unit >= 0 else { return }
    concepts.add(unit, frequency, past: isPast || pastConcepts[unit])
  }

  private func sum(
    _ record: Reading, _ codes: (CodeSet<Field>, CodeSet<Technology>)
  ) -> Measure {
    let length = weigher.lengthNorm(record)
    let breadth = weigher.breadthNorm(record)
    var all = 0.0
    var past = 0.0
    func add(_ frequencies: Frequencies, _ norm: Double, _ weight: (Int) -> Double) {
      for unit in frequencies.all.indices where frequencies.all[unit] > 0 {
        all += weight(unit) * weigher.saturated(frequencies.all[unit], norm)
        if frequencies.past[unit] > 0 {
          past += weight(unit) * weigher.saturated(frequencies.past[unit], norm)
        }
      }
    }
    add(words, length) { query.words.units[$0].weight }
    add(pairs, length) { query.pairs.units[$0].weight }
    add(concepts, breadth) { query.concepts[$0].weight }
    return Measure(
      capability: share(all), trackRecord: share(past), fields: codes.0,
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

/// Where a record repeats the query word for word over a long stretch: text that was pasted in
/// proves nothing.
struct CopiedText {
  private var copied: Set<Int> = []

  init(_ record: Reading, _ query: Query) {
    guard !query.runs.isEmpty else { return }
    for part in record.parts where part.tokens.count >= Query.runLength {
      for start in part.tokens.lowerBound...(part.tokens.upperBound - Query.runLength)
      where query.runs[Query.run(record.tokens, start)] != nil {
        copied.formUnion(start..<start + Query.runLength)
      }
    }
  }

  /// Whether the word at that position belongs to pasted text.
  func contains(_ position: Int) -> Bool { !copied.isEmpty && copied.contains(position) }
}
