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
  private let reader: Reader
  private let weigher: Weigher
  private let weights: (words: [Double], pairs: [Double], concepts: [Double])
  private let pastWords: [Bool]
  private let pastPairs: [Bool]
  private let pastConcepts: [Bool]
  private var words: Frequencies
  private var pairs: Frequencies
  private var concepts: Frequencies
  private var reach: ConceptReach
  private var passage = Passage()
  private var padding = Padding()
  private var borrowing: Borrowing

  /// Words that an answer may well share with any query.
  private static let fewWords = 28.0
  /// The excess from which stretches made of the query's words are left out; a copy of which every
  /// third word was changed has 1.3 and, by chance, a little less.
  private static let copied = 1.1

  /// How often the units of one kind occur in the record at hand.
  private struct Frequencies {
    private var counts: ContiguousArray<Count>
    /// The units that occur, in the order in which they are met.
    private(set) var met: ContiguousArray<Int> = []

    /// How often one unit occurs, in all and in past projects.
    private struct Count {
      var all = Frequency()
      var past = 0.0
    }

    init(_ count: Int) { counts = ContiguousArray(repeating: Count(), count: count) }

    subscript(_ unit: Int) -> (all: Double, past: Double) {
      (counts[unit].all.sum, counts[unit].past)
    }

    mutating func clear() {
      for unit in met { counts[unit] = Count() }
      met.removeAll(keepingCapacity: true)
    }

    @inline(__always)
    mutating func add(
      _ unit: Int, _ amount: Double, in field: MemberField, past isPast: Bool
    ) {
      if counts[unit].all.sum == 0 { met.append(unit) }
      var own = counts.mutableSpan
      let added = own[unit].all.add(amount, in: field)
      if isPast { own[unit].past += added }
    }
  }

  init(query: Query, reader: Reader, weigher: Weigher) {
    self.query = query
    self.reader = reader
    self.weigher = weigher
    words = Frequencies(query.words.units.count)
    pairs = Frequencies(query.pairs.units.count)
    concepts = Frequencies(query.concepts.count)
    weights = (
      query.words.units.map(\.weight), query.pairs.units.map(\.weight),
      query.concepts.map(\.weight)
    )
    borrowing = Borrowing(query)
    reach = ConceptReach(query, weigher)
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

  /// Compares the query with a record of a segment.
  mutating func measure(_ record: Int, of segment: Segment, _ met: QueryWords) -> Measure {
    passage.read(record, of: segment, met)
    padding.findRuns(in: passage, query, met)
    count(met)
    borrowing.read(passage, meeting: words.met.count, of: query, without: padding)
    let unborne = borrowing.unborne
    let isExcessive = excess > Self.copied
    if isExcessive { padding.addStretches(of: passage) }
    padding.add(unborne)
    if isExcessive || !unborne.isEmpty { count(met) }
    return sum(segment.records.facts[record])
  }

  /// How many times more of the query's words the record uses than an answer would. A query of few
  /// words may well be met in all of them.
  private var excess: Double {
    let limit = Double(query.words.units.count) * weigher.model.coverageLimit
    return Double(words.met.count) / max(limit, Self.fewWords)
  }

  private mutating func count(_ met: QueryWords) {
    words.clear()
    pairs.clear()
    concepts.clear()
    for part in passage.parts {
      let boost = weigher.model.boost(part.field)
      let isPast = part.field == .pastProjects
      var previous: QueryWords.Met?
      for position in part.words {
        let place = passage.words[position]
        guard place.unit >= 0, !padding.contains(position) else {
          previous = nil
          continue
        }
        let own = met.met[Int(place.met)]
        let word = Int(place.unit)
        words.add(word, boost, in: part.field, past: isPast || pastWords[word])
        if let previous, !place.opens,
          let pair = query.pairs.find(
            key: Key.pair(previous.key, own.key), folded: Key.pair(previous.folded, own.folded))
        {
          pairs.add(pair, boost, in: part.field, past: isPast || pastPairs[pair])
        }
        previous = own
      }
    }
    for mention in passage.mentions where !padding.contains(mention.word) {
      let field = passage.parts[mention.part].field
      let boost = weigher.model.boost(field)
      let isPast = field == .pastProjects
      for place in reach.ways(from: mention.concept) {
        let way = reach[place]
        concepts.add(
          way.unit, boost * way.share, in: field,
          past: isPast || pastConcepts[way.unit])
      }
    }
  }

  private func sum(_ facts: Facts) -> Measure {
    let (length, breadth) = norms
    var all = 0.0
    var past = 0.0
    func add(_ frequencies: borrowing Frequencies, _ norm: Double, _ weights: [Double]) {
      for unit in frequencies.met {
        let frequency = frequencies[unit]
        all += weights[unit] * weigher.saturated(frequency.all, norm)
        if frequency.past > 0 { past += weights[unit] * weigher.saturated(frequency.past, norm) }
      }
    }
    add(words, length, weights.words)
    add(pairs, length, weights.pairs)
    add(concepts, breadth, weights.concepts)
    // Who uses nearly every word of the query in scattered places speaks of everything; who says
    // little else has done nothing.
    let factor = max(1, excess) * borrowing.doubt
    let discount = factor * factor * factor
    // What was pasted in implies nothing.
    let codes =
      padding.isEmpty
      ? facts.implied
      : reader.impliedCodes(
        passage.mentions.lazy.filter { !padding.contains($0.word) }.map(\.concept))
    return Measure(
      capability: share(all / discount), trackRecord: share(past / discount),
      fields: codes.fields, technologies: codes.technologies)
  }

  /// What the record's length and breadth leave of its words and concepts; padding counts neither
  /// for the record nor against it.
  private var norms: (length: Double, breadth: Double) {
    if padding.isEmpty {
      return (
        weigher.lengthNorm(words: passage.tellingCount),
        weigher.breadthNorm(concepts: passage.conceptCount)
      )
    }
    let telling = (0..<passage.wordCount).reduce(0) {
      $0 + (passage.words[$1].isTelling && !padding.contains($1) ? 1 : 0)
    }
    let concepts = Set(
      passage.mentions.lazy.filter { !padding.contains($0.word) }.map(\.concept)
    ).count
    return (weigher.lengthNorm(words: telling), weigher.breadthNorm(concepts: concepts))
  }

  /// A long query is never met in full; what counts is the part of its heaviest units, with
  /// falling returns.
  func share(_ sum: Double) -> Double {
    guard query.reachable > 0 else { return 0 }
    let half = weigher.model.halfway
    let part = min(1, sum / query.reachable)
    return part * (1 + half) / (part + half)
  }
}
