import Domain

/// Finds the phrases of query and record that met, to show them side by side.
struct EvidenceFinder {
  private let query: Query
  private let record: Offer
  private let phrasing: Phrasing
  private let weigher: Weigher
  private var found: [Meeting] = []

  /// Words of the query and words of the record that mean the same.
  struct Meeting {
    let asked: Range<Int>
    let askedPart: Int
    let offered: Range<Int>
    let offeredPart: Int
    /// The concept that the query names.
    let concept: Int?
    /// The words of the record that name the concept; more may have met around them.
    let core: Range<Int>?
    /// The concept that the record names; another one where the meeting is indirect.
    let offeredConcept: Int?
    let isIndirect: Bool
    let weight: Double
  }

  /// What of the query the concepts of the records so far are met in, and where it has its words;
  /// one query, many records.
  struct Kinships {
    /// By concept one more than the place in `related`; 0 where it is not met, -1 where that is
    /// not known yet.
    fileprivate var known: ContiguousArray<Int32>
    fileprivate var related: ContiguousArray<Related> = []
    /// The concepts one step broader than those that the query names, each with the unit.
    fileprivate let broader: [(concept: Int, unit: Int)]
    fileprivate let words: AskedWords

    init(_ query: Query, _ weigher: Weigher) {
      let lexicon = weigher.lexicon
      words = AskedWords(query) { EvidenceFinder.tells($0, weigher.model) }
      known = ContiguousArray(repeating: -1, count: lexicon.concepts.count)
      broader = query.concepts.indices.flatMap { unit in
        query.concepts[unit].relative != nil
          ? []
          : lexicon.ancestors[query.concepts[unit].concept].prefix { $0.level == 1 }
            .map { ($0.concept, unit) }
      }
    }
  }

  /// More would not be read.
  private static let limit = 5

  /// Share of the weightiest below which a meeting is not shown.
  private static let faint = 0.2

  /// A broader concept with more cases than this says too little of each of them for a meeting
  /// between it and one of them.
  private static let narrow = 48

  /// The weightiest meetings; no phrase of either side is used twice.
  static func meetings(
    query: Query, _ asked: Phrasing, record: Offer, weigher: Weigher, _ kinships: inout Kinships
  ) -> [Meeting] {
    var finder = EvidenceFinder(query: query, record: record, phrasing: asked, weigher: weigher)
    finder.findConcepts(&kinships)
    finder.findRuns(kinships.words)
    return finder.chosen()
  }

  private init(
    query: Query, record: Offer, phrasing: Phrasing, weigher: Weigher
  ) {
    self.query = query
    self.record = record
    self.phrasing = phrasing
    self.weigher = weigher
  }

  /// Whether a member tells what is needed or offered: who owns a problem and which plan it rests
  /// on does not.
  private func tells(_ field: MemberField) -> Bool { Self.tells(field, weigher.model) }

  private static func tells(_ field: MemberField, _ model: TextModel) -> Bool {
    switch field {
    case .owner, .grounds, .code: false
    default: model.boost(field) > 0
    }
  }

  private mutating func findConcepts(_ kinships: inout Kinships) {
    for mention in record.mentions where tells(record.parts[mention.part].field) {
      if kinships.known[mention.concept] < 0 {
        let related = related(mention.concept, kinships.broader)
        if let related { kinships.related.append(related) }
        kinships.known[mention.concept] = related == nil ? 0 : Int32(kinships.related.count)
      }
      let place = Int(kinships.known[mention.concept]) - 1
      guard place >= 0 else { continue }
      let related = kinships.related[place]
      let source = query.reading.mentions[related.mention]
      found.append(
        Meeting(
          asked: source.tokens, askedPart: source.part, offered: mention.tokens,
          offeredPart: mention.part, concept: source.concept, core: mention.tokens,
          offeredConcept: mention.concept, isIndirect: source.concept != mention.concept,
          weight: related.weight * weigher.model.boost(record.parts[mention.part].field)))
    }
  }

  /// A mention of the query in which a concept of the record is met.
  fileprivate typealias Related = (mention: Int, weight: Double)

  /// The concept itself where the query names it, else one of which it is a case, near or far, one
  /// that is a single step narrower, or one to which it or what it is a case of is related.
  ///
  /// Two cases of the same broader concept have not met: coffee is no evidence for pepper.
  private func related(
    _ offered: Int, _ broader: [(concept: Int, unit: Int)]
  ) -> Related? {
    let own = Int(query.conceptAt[offered])
    if own >= 0, query.concepts[own].relative == nil,
      let mention = telling(query.concepts[own].mentions)
    {
      return (mention, query.concepts[own].weight)
    }
    var best: (related: Related, unit: Int)?
    func consider(_ unit: Int, _ share: Double) {
      guard unit >= 0 else { return }
      let asked = query.concepts[unit].relative ?? unit
      guard let mention = telling(query.concepts[asked].mentions) else { return }
      let weight = query.concepts[unit].weight * share
      guard weight > 0 else { return }
      let (most, first) = (best?.related.weight ?? 0, best?.unit ?? .max)
      if weight > most || weight == most && unit < first { best = ((mention, weight), unit) }
    }
    consider(own, 1)
    let lexicon = weigher.lexicon
    for ancestor in lexicon.ancestors[offered] where lexicon.cases[ancestor.concept] <= Self.narrow
    {
      consider(Int(query.conceptAt[ancestor.concept]), weigher.share(ancestor.level))
    }
    if lexicon.cases[offered] <= Self.narrow {
      // What is broader than something that is only related is too far away.
      for step in broader where step.concept == offered { consider(step.unit, weigher.share(1)) }
    }
    return best?.related
  }

  /// The mention in the weightiest member.
  private func telling(_ mentions: [Int]) -> Int? {
    var best: (mention: Int, boost: Double)?
    for mention in mentions {
      let part = query.reading.parts[query.reading.mentions[mention].part]
      let boost = weigher.model.boost(part.field)
      if tells(part.field), boost > best?.boost ?? 0 { best = (mention, boost) }
    }
    return best?.mention
  }

  private mutating func findRuns(_ words: AskedWords) {
    for (number, part) in record.parts.enumerated() where tells(part.field) {
      var position = part.words.lowerBound
      while position < part.words.upperBound {
        guard record.words[position].unit >= 0, let asked = longestRun(position, part, words) else {
          position += 1
          continue
        }
        let end = position + asked.count
        let askedPart = words.part(of: asked.lowerBound)
        if let run = phrase(asked, position, askedPart, part) {
          let first = position + run.lowerBound - asked.lowerBound
          let offered = first..<first + run.count
          let (words, pairs) = weights(offered)
          found.append(
            Meeting(
              asked: run, askedPart: askedPart, offered: offered, offeredPart: number,
              concept: nil, core: nil, offeredConcept: nil, isIndirect: false,
              weight: (words + pairs) * weigher.model.boost(part.field)))
        }
        position = end
      }
    }
  }

  /// What of a run can be shown: whole words, without plain ones at either end; nil where too
  /// little is left.
  private func phrase(
    _ asked: Range<Int>, _ start: Int, _ askedPart: Int, _ part: Offer.Part
  ) -> Range<Int>? {
    let shift = start - asked.lowerBound
    let isForeign = part.script == .foreign || query.reading.parts[askedPart].script == .foreign
    // Most runs are a single syllable, which is seldom a word by itself.
    if asked.count == 1, !isWord(start, isForeign) { return nil }
    var (first, last) = (asked.lowerBound, asked.upperBound)
    while first < last, record.isWholePlainWord(first + shift, part) { first += 1 }
    while first < last, record.isWholePlainWord(last - 1 + shift, part) { last -= 1 }
    guard first < last, phrasing.isEdge(first) || record.isEdge(first + shift, part),
      phrasing.isEdge(last) || record.isEdge(last + shift, part)
    else { return nil }
    // Halves of a word: a syllable is seldom a word by itself, a foreign word is.
    var halves = 0
    for position in first..<last where !record.isPlain(position + shift, part) {
      halves += isWord(position + shift, isForeign) ? 2 : 1
      if halves >= 2 { return first..<last }
    }
    return nil
  }

  /// Whether a word of the record is one by itself.
  private func isWord(_ position: Int, _ isForeign: Bool) -> Bool {
    let traits = record.words[position].traits
    return traits.contains(.long)
      && (isForeign ? traits.contains(.capitals) : !traits.contains(.syllable))
  }

  /// The longest stretch of the query, and of these the first, that the record's words from there
  /// on repeat.
  private func longestRun(
    _ position: Int, _ part: Offer.Part, _ words: AskedWords
  ) -> Range<Int>? {
    var best: Range<Int>?
    for place in words.places(of: record.words[position].unit) {
      var length = 1
      while position + length < part.words.upperBound {
        let word = record.words[position + length]
        guard word.unit >= 0, !word.traits.contains(.parted),
          words.continues(at: place + length, with: word.unit)
        else { break }
        length += 1
      }
      if length > (best?.count ?? 0) { best = place..<place + length }
    }
    return best
  }

  private func weights(_ run: Range<Int>) -> (Double, Double) {
    var words = 0.0
    var pairs = 0.0
    for position in run {
      let unit = Int(record.words[position].unit)
      if unit >= 0 { words += query.words.units[unit].weight }
      guard position + 1 < run.upperBound else { continue }
      let (own, next) = (record.name(position), record.name(position + 1))
      if let pair = query.pairs.find(
        key: Key.pair(own.key, next.key), folded: Key.pair(own.folded, next.folded))
      {
        pairs += query.pairs.units[pair].weight
      }
    }
    return (words, pairs)
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
      if !isTold { result.append(meeting) }
    }
    return result
  }

  /// A run of words that holds a concept on both sides is called by the concept's name.
  private func named(_ run: Meeting) -> Meeting {
    guard run.concept == nil else { return run }
    var heaviest: Meeting?
    for other in found
    where other.concept != nil && !other.isIndirect && run.asked.contains(other.asked)
      && run.offered.contains(other.offered) && other.weight > heaviest?.weight ?? -1
    {
      heaviest = other
    }
    guard let concept = heaviest else { return run }
    return Meeting(
      asked: run.asked, askedPart: run.askedPart, offered: run.offered,
      offeredPart: run.offeredPart, concept: concept.concept, core: concept.core,
      offeredConcept: concept.offeredConcept, isIndirect: false, weight: run.weight + concept.weight
    )
  }
}
