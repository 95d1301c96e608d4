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
  }

  let document: Document
  let reading: Reading
  private(set) var words = UnitTable()
  private(set) var pairs = UnitTable()
  private(set) var concepts: [ConceptUnit] = []
  /// What a record could reach that says all that matters.
  private(set) var reachable = 0.0
  /// The unit of each concept, -1 for none.
  private(set) var conceptAt: ContiguousArray<Int32>
  /// Runs of eight words, by which copied text is seen.
  private(set) var runs = KeyTable()

  /// Eight words in a row are hardly said twice by chance.
  static let runLength = 8

  init(_ document: Document, reader: Reader, index: Index, weigher: Weigher) {
    self.document = document
    var reading = Reading()
    reader.read(document.text, from: 0, members: document.members, into: &reading)
    self.reading = reading
    conceptAt = ContiguousArray(repeating: -1, count: reader.lexicon.concepts.count)
    collectUnits(weigher.model)
    collectConcepts(weigher)
    weigh(index, weigher.model)
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

  private mutating func weigh(_ index: Index, _ model: TextModel) {
    let count = index.count
    func saturated(_ weight: Double) -> Double { 2 * weight / (weight + 1) }
    let rarity = words.units.map { unit in
      Logarithm.inverseFrequency(frequency(unit, index), of: count)
    }
    words.weigh { saturated($1.weight) * rarity[$0] * model.wordWeight }
    pairs.weigh { _, unit in
      let both = [unit.places[0], unit.places[0] + 1].map { place in
        words.find(reading.tokens[place], unit.script).map { rarity[$0] } ?? 0
      }
      return saturated(unit.weight) * (both[0] + both[1]) / 2 * model.pairWeight
    }
    for unit in concepts.indices {
      let inverse = Logarithm.inverseFrequency(
        index.frequency(concept: concepts[unit].concept), of: count)
      concepts[unit].weight = saturated(concepts[unit].weight) * inverse * model.conceptWeight
    }
    let heaviest =
      (words.units.map(\.weight) + pairs.units.map(\.weight) + concepts.map(\.weight))
      .sorted(by: >)
    reachable = heaviest.prefix(model.reachableUnits).reduce(0, +)
  }

  private func frequency(_ unit: Unit, _ index: Index) -> Int {
    index.words(like: reading.tokens[unit.places[0]], unit.script, in: reading)
      .reduce(0) { $0 + index.frequency($1) }
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
