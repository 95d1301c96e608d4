import Domain

/// The asking side of a match, ready to be compared with records: its words, word pairs and
/// concepts, each with the weight it has in this register.
struct Query {
  /// A word, or two in sequence.
  struct Unit {
    var weight: Double
    /// Words of the query where it starts.
    var places: [Int]
    let script: Script
  }

  /// A concept that the query names or implies.
  struct ConceptUnit {
    let concept: Int
    var weight: Double
    /// Positions among the mentions; empty where it is only implied by a narrower one.
    var mentions: [Int]
    /// The unit of the query to which this one is only related.
    var relative: Int?
  }

  let document: Document
  let reading: Reading
  private(set) var words: UnitTable
  private(set) var pairs: UnitTable
  private(set) var concepts: [ConceptUnit] = []
  /// For each word half of what the pairs are worth that it stands in.
  private(set) var pairWeights: [Double] = []
  /// What a record could reach that says all that matters.
  private(set) var reachable = 0.0
  /// The unit of each concept, -1 for none.
  private(set) var conceptAt: ContiguousArray<Int32>
  /// The words of the index that each word unit may stand for.
  private(set) var dictionaryWords: [[Index.WordPlace]] = []
  /// Runs of eight words, by which copied text is seen.
  private(set) var runs: KeyTable

  /// Eight words in a row are hardly said twice by chance.
  static let runLength = 8

  init(_ document: Document, reader: Reader, index: Index, weigher: Weigher) {
    self.document = document
    var reading = Reading()
    reader.read(document.text, from: 0, members: document.members, into: &reading)
    self.reading = reading
    words = UnitTable(capacity: reading.tokens.count)
    pairs = UnitTable(capacity: reading.tokens.count)
    runs = KeyTable(capacity: reading.tokens.count)
    conceptAt = ContiguousArray(repeating: -1, count: reader.lexicon.concepts.count)
    collectUnits(weigher.model)
    collectConcepts(weigher)
    weigh(index, weigher)
    collectRuns()
  }

  private mutating func collectUnits(_ model: TextModel) {
    for part in reading.parts {
      let boost = model.boost(part.field)
      guard boost > 0 else { continue }
      for position in part.tokens {
        let token = reading.tokens[position]
        guard token.carriesMeaning else { continue }
        words.add(Identity(token, part.script), boost, position)
        guard position + 1 < part.tokens.upperBound else { continue }
        let next = reading.tokens[position + 1]
        guard next.carriesMeaning, !next.traits.contains(.opens) else { continue }
        pairs.add(Identity(token, next, part.script), boost, position)
      }
    }
  }

  private mutating func collectConcepts(_ weigher: Weigher) {
    func add(_ concept: Int, _ weight: Double, _ mention: Int?) {
      if conceptAt[concept] < 0 {
        conceptAt[concept] = Int32(concepts.count)
        concepts.append(ConceptUnit(concept: concept, weight: 0, mentions: []))
      }
      let unit = Int(conceptAt[concept])
      concepts[unit].weight += weight
      if let mention { concepts[unit].mentions.append(mention) }
    }
    for (number, mention) in reading.mentions.enumerated() {
      let boost = weigher.model.boost(reading.parts[mention.part].field)
      guard boost > 0 else { continue }
      add(mention.concept, boost, number)
      for ancestor in weigher.lexicon.ancestors[mention.concept] {
        add(ancestor.concept, boost * weigher.share(ancestor.level), nil)
      }
    }
  }

  private mutating func weigh(_ index: Index, _ weigher: Weigher) {
    let model = weigher.model
    dictionaryWords = words.units.map {
      index.words(like: reading.tokens[$0.places[0]], $0.script, in: reading)
    }
    let wordCounts = dictionaryWords.map { $0.reduce(0) { $0 + index.frequency($1) } }
    let conceptCounts = concepts.map { index.frequency(concept: $0.concept) }
    // Rarity is measured against the query's most frequent unit, not against the size of the
    // register: a record that has nothing to do with the query cannot change any order.
    let most = max(wordCounts.max() ?? 0, conceptCounts.max() ?? 0)
    func saturated(_ weight: Double) -> Double { 2 * weight / (weight + 1) }
    let rarity = wordCounts.map { Logarithm.inverseFrequency($0, of: most) }
    words.weigh { saturated($1.weight) * rarity[$0] * model.wordWeight }
    pairs.weigh { _, unit in
      func own(_ place: Int) -> Double {
        words.find(reading.tokens[place], unit.script).map { rarity[$0] } ?? 0
      }
      let both = own(unit.places[0]) + own(unit.places[0] + 1)
      return saturated(unit.weight) * both / 2 * model.pairWeight
    }
    pairWeights = Array(repeating: 0, count: words.units.count)
    for unit in pairs.units {
      for place in [unit.places[0], unit.places[0] + 1] {
        if let word = words.find(reading.tokens[place], unit.script) {
          pairWeights[word] += unit.weight / 2
        }
      }
    }
    for unit in concepts.indices {
      concepts[unit].weight =
        saturated(concepts[unit].weight) * model.conceptWeight
        * Logarithm.inverseFrequency(conceptCounts[unit], of: most)
    }
    let heaviest =
      (words.units.map(\.weight) + pairs.units.map(\.weight) + concepts.map(\.weight))
      .sorted(by: >)
    reachable = heaviest.prefix(model.reachableUnits).reduce(0, +)
    collectRelatives(weigher)
  }

  /// What is related to a concept that the query names speaks for it in part. It adds nothing to
  /// what can be reached, so that a need without relatives is not easier to meet.
  private mutating func collectRelatives(_ weigher: Weigher) {
    guard weigher.model.relatedShare > 0 else { return }
    for unit in concepts.indices where !concepts[unit].mentions.isEmpty {
      let weight = concepts[unit].weight * weigher.model.relatedShare
      for relative in weigher.lexicon.relatives[concepts[unit].concept] {
        if conceptAt[relative] < 0 {
          conceptAt[relative] = Int32(concepts.count)
          concepts.append(ConceptUnit(concept: relative, weight: 0, mentions: []))
        }
        let target = Int(conceptAt[relative])
        guard concepts[target].mentions.isEmpty, concepts[target].weight < weight else { continue }
        concepts[target].weight = weight
        concepts[target].relative = unit
      }
    }
  }

  private mutating func collectRuns() {
    for part in reading.parts where part.tokens.count >= Self.runLength {
      for start in part.tokens.lowerBound...(part.tokens.upperBound - Self.runLength) {
        runs.set(Self.run(reading.tokens, start), 0)
      }
    }
  }

  /// The identity of the eight words from there on.
  static func run(_ tokens: ContiguousArray<Token>, _ start: Int) -> UInt64 {
    var hash = Key.seed
    for position in start..<start + runLength { hash = Key.pair(hash, tokens[position].folded) }
    return hash
  }
}
