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
  private let pastWords: [Bool]
  private let pastPairs: [Bool]
  private let pastConcepts: [Bool]
  private var words: Frequencies
  private var pairs: Frequencies
  private var concepts: Frequencies
  private var reach: ConceptReach
  private var passage = Passage()
  private var copied = CopiedText()

  /// How often the units of one kind occur in the record at hand.
  private struct Frequencies {
    private(set) var all: ContiguousArray<Double>
    private(set) var past: ContiguousArray<Double>
    /// The units that occur, in the order in which they are met.
    private(set) var met: ContiguousArray<Int> = []

    init(_ count: Int) {
      all = ContiguousArray(repeating: 0, count: count)
      past = all
    }

    mutating func clear() {
      for unit in met {
        all[unit] = 0
        past[unit] = 0
      }
      met.removeAll(keepingCapacity: true)
    }

    @inline(__always)
    mutating func add(_ unit: Int, _ frequency: Double, past isPast: Bool) {
      if all[unit] == 0 { met.append(unit) }
      all[unit] += frequency
      if isPast { past[unit] += frequency }
    }
  }

  init(query: Query, reader: Reader, weigher: Weigher) {
    self.query = query
    self.reader = reader
    self.weigher = weigher
    words = Frequencies(query.words.units.count)
    pairs = Frequencies(query.pairs.units.count)
    concepts = Frequencies(query.concepts.count)
    reach = ConceptReach(conceptCount: weigher.lexicon.concepts.count)
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
    words.clear()
    pairs.clear()
    concepts.clear()
    passage.read(record, of: segment, met)
    copied.find(in: passage, query, met)
    for part in passage.parts {
      let boost = weigher.model.boost(part.field)
      let isPast = part.field == .pastProjects
      var previous: Int?
      for position in part.words {
        let place = passage.words[position]
        guard place.met >= 0, place.carriesMeaning, !copied.contains(position) else {
          previous = nil
          continue
        }
        let own = met.met[Int(place.met)]
        guard own.unit >= 0 else {
          previous = nil
          continue
        }
        let word = Int(own.unit)
        words.add(word, boost, past: isPast || pastWords[word])
        if let previous, !place.opens {
          let before = met.met[previous]
          if let pair = query.pairs.find(
            key: Key.pair(before.key, own.key), folded: Key.pair(before.folded, own.folded))
          {
            pairs.add(pair, boost, past: isPast || pastPairs[pair])
          }
        }
        previous = Int(place.met)
      }
    }
    addConcepts()
    return sum(segment.records.facts[record])
  }

  private mutating func addConcepts() {
    for mention in passage.mentions where !copied.contains(mention.word) {
      let field = passage.parts[mention.part].field
      let boost = weigher.model.boost(field)
      let isPast = field == .pastProjects
      for way in reach.units(from: mention.concept, query, weigher) {
        concepts.add(way.unit, boost * way.share, past: isPast || pastConcepts[way.unit])
      }
    }
  }

  private func sum(_ facts: Facts) -> Measure {
    let length = weigher.lengthNorm(words: passage.meaningCount)
    let breadth = weigher.breadthNorm(concepts: passage.conceptCount)
    var all = 0.0
    var past = 0.0
    func add(_ frequencies: Frequencies, _ norm: Double, _ weight: (Int) -> Double) {
      for unit in frequencies.met {
        all += weight(unit) * weigher.saturated(frequencies.all[unit], norm)
        if frequencies.past[unit] > 0 {
          past += weight(unit) * weigher.saturated(frequencies.past[unit], norm)
        }
      }
    }
    add(words, length) { query.words.units[$0].weight }
    add(pairs, length) { query.pairs.units[$0].weight }
    add(concepts, breadth) { query.concepts[$0].weight }
    // What was pasted in implies nothing.
    let codes =
      copied.isEmpty
      ? facts.implied
      : reader.impliedCodes(passage.mentions.lazy.filter { !copied.contains($0.word) }.map(\.concept))
    return Measure(
      capability: share(all), trackRecord: share(past), fields: codes.fields,
      technologies: codes.technologies)
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

/// The concept units of a query that the mention of a concept counts for: its own and those of the
/// broader concepts; worked out once for each concept that occurs.
struct ConceptReach {
  private var ranges: ContiguousArray<Range<Int>?>
  private var ways: ContiguousArray<(unit: Int, share: Double)> = []

  init(conceptCount: Int) { ranges = ContiguousArray(repeating: nil, count: conceptCount) }

  mutating func units(
    from concept: Int, _ query: Query, _ weigher: Weigher
  ) -> ContiguousArray<(unit: Int, share: Double)>.SubSequence {
    if let known = ranges[concept] { return ways[known] }
    let start = ways.count
    func add(_ concept: Int, _ share: Double) {
      let unit = Int(query.conceptAt[concept])
      if unit >= 0 { ways.append((unit, share)) }
    }
    add(concept, 1)
    for ancestor in weigher.lexicon.ancestors[concept] {
      add(ancestor.concept, weigher.share(ancestor.level))
    }
    ranges[concept] = start..<ways.count
    return ways[start...]
  }
}

/// Where a record repeats the query word for word over a long stretch: text that was pasted in
/// proves nothing.
struct CopiedText {
  private var copied: Set<Int> = []

  var isEmpty: Bool { copied.isEmpty }

  /// Looks for runs of words of the query; few records have eight of its words in a row at all.
  mutating func find(in passage: Passage, _ query: Query, _ met: QueryWords) {
    if !copied.isEmpty { copied.removeAll() }
    guard !query.runs.isEmpty else { return }
    for part in passage.parts {
      var length = 0
      for position in part.words {
        length = passage.words[position].met >= 0 ? length + 1 : 0
        guard length >= Query.runLength else { continue }
        let run = position - Query.runLength + 1...position
        let hash = run.reduce(Key.seed) {
          Key.pair($0, met.met[Int(passage.words[$1].met)].folded)
        }
        if query.runs[hash] != nil { copied.formUnion(run) }
      }
    }
  }

  /// Whether the word at that position belongs to pasted text.
  func contains(_ position: Int) -> Bool { !copied.isEmpty && copied.contains(position) }
}
