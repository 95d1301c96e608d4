import Domain

/// Finds the phrases of query and record that met, to show them side by side.
struct EvidenceFinder {
  private let query: Query
  private let record: Reading
  private let weigher: Weigher
  private var found: [Meeting] = []

  /// Words of the query and words of the record that mean the same.
  struct Meeting {
    let asked: Range<Int>
    let askedPart: Int
    let offered: Range<Int>
    let offeredPart: Int
    let concept: Int?
    let isIndirect: Bool
    let weight: Double
  }

  /// More would not be read.
  private static let limit = 5

  /// Share of the weightiest below which a meeting is not shown.
  private static let faint = 0.2

  /// The weightiest meetings; no phrase of either side is used twice.
  static func meetings(query: Query, record: Reading, weigher: Weigher) -> [Meeting] {
    var finder = EvidenceFinder(query: query, record: record, weigher: weigher)
    finder.findConcepts()
    finder.findRuns()
    return finder.chosen()
  }

  private init(query: Query, record: Reading, weigher: Weigher) {
    self.query = query
    self.record = record
    self.weigher = weigher
  }

  private mutating func findConcepts() {
    var known: [Int: (mention: Int, concept: Int, share: Double)?] = [:]
    for mention in record.mentions {
      let boost = weigher.model.boost(record.parts[mention.part].field)
      let common = known[mention.concept] ?? common(mention.concept)
      known[mention.concept] = .some(common)
      guard boost > 0, let common else { continue }
      let unit = Int(query.conceptAt[common.concept])
      guard unit >= 0 else { continue }
      let source = query.reading.mentions[common.mention]
      found.append(
        Meeting(
          asked: source.tokens, askedPart: source.part, offered: mention.tokens,
          offeredPart: mention.part, concept: common.concept, isIndirect: common.share < 1,
          weight: query.concepts[unit].weight * boost * common.share))
    }
  }

  /// The nearest concept that a concept of the record shares with one the query names: itself,
  /// one of the two, or one that both are cases of.
  private func common(_ offered: Int) -> (mention: Int, concept: Int, share: Double)? {
    var best: (mention: Int, concept: Int, share: Double)?
    let kin = kin(offered)
    for unit in query.concepts {
      guard let mention = unit.mentions.first else { continue }
      let others = self.kin(unit.concept)
      for (concept, level) in kin {
        guard let other = others.first(where: { $0.concept == concept }) else { continue }
        let share = weigher.share(level + other.level)
        if share > best?.share ?? 0 { best = (mention, concept, share) }
      }
    }
    return best
  }

  private func kin(_ concept: Int) -> [(concept: Int, level: Int)] {
    [(concept, 0)] + weigher.lexicon.ancestors[concept].map { ($0.concept, $0.level) }
  }

  private mutating func findRuns() {
    for (number, part) in record.parts.enumerated() {
      let boost = weigher.model.boost(part.field)
      guard boost > 0 else { continue }
      var position = part.tokens.lowerBound
      while position < part.tokens.upperBound {
        if let asked = longestRun(position, part), let askedPart = askedPart(asked) {
          let (words, pairs) = weights(position..<position + asked.count, part)
          // A lone syllable says little by itself; it serves only where nothing else is there.
          let weight = asked.count > 1 ? words + pairs : words * 0.1
          found.append(
            Meeting(
              asked: asked, askedPart: askedPart,
              offered: position..<position + asked.count, offeredPart: number, concept: nil,
              isIndirect: false, weight: weight * boost))
          position += asked.count
        } else {
          position += 1
        }
      }
    }
  }

  private func longestRun(_ position: Int, _ part: Reading.Part) -> Range<Int>? {
    guard let unit = unit(position, part) else { return nil }
    var best: Range<Int>?
    for place in query.words.units[unit].places {
      guard let askedPart = askedPart(place..<place + 1) else { continue }
      let end = query.reading.parts[askedPart].tokens.upperBound
      var length = 1
      while place + length < end, position + length < part.tokens.upperBound,
        let next = self.unit(position + length, part),
        query.words.units[next].places.contains(place + length)
      {
        length += 1
      }
      if length > (best?.count ?? 0) { best = place..<place + length }
    }
    return best
  }

  private func unit(_ position: Int, _ part: Reading.Part) -> Int? {
    let token = record.tokens[position]
    return token.carriesMeaning ? query.words.find(token, part.script) : nil
  }

  private func weights(_ run: Range<Int>, _ part: Reading.Part) -> (Double, Double) {
    var words = 0.0
    var pairs = 0.0
    for position in run {
      if let unit = unit(position, part) { words += query.words.units[unit].weight }
      guard position + 1 < run.upperBound else { continue }
      if let pair = query.pairs.find(
        record.tokens[position], record.tokens[position + 1], part.script)
      {
        pairs += query.pairs.units[pair].weight
      }
    }
    return (words, pairs)
  }

  private func askedPart(_ tokens: Range<Int>) -> Int? {
    query.reading.parts.firstIndex {
      $0.tokens.lowerBound <= tokens.lowerBound && tokens.upperBound <= $0.tokens.upperBound
    }
  }

  private func chosen() -> [Meeting] {
    let ordered = found.map(named).sorted {
      $0.weight == $1.weight
        ? ($0.offered.lowerBound, $0.offered.count) < ($1.offered.lowerBound, $1.offered.count)
        : $0.weight > $1.weight
    }
    var result: [Meeting] = []
    // Faint kinship beside plain agreement would only puzzle the reader.
    let least = (ordered.first?.weight ?? 0) * Self.faint
    for meeting in ordered where result.count < Self.limit && meeting.weight >= least {
      let isTold = result.contains {
        $0.offered.overlaps(meeting.offered) || $0.asked.overlaps(meeting.asked)
          || ($0.concept != nil && $0.concept == meeting.concept)
      }
      let isFiller = meeting.concept == nil && meeting.offered.count == 1 && result.count >= 2
      if !isTold, !isFiller { result.append(meeting) }
    }
    return result
  }

  /// A run of words that holds a concept on both sides is called by the concept's name.
  private func named(_ run: Meeting) -> Meeting {
    guard run.concept == nil else { return run }
    let within = found.filter {
      $0.concept != nil && !$0.isIndirect && run.asked.contains($0.asked)
        && run.offered.contains($0.offered)
    }
    guard let concept = within.max(by: { $0.weight < $1.weight }) else { return run }
    return Meeting(
      asked: run.asked, askedPart: run.askedPart, offered: run.offered,
      offeredPart: run.offeredPart, concept: concept.concept, isIndirect: false,
      weight: run.weight + concept.weight)
  }
}
