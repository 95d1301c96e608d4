/// The concept units of a query that the mention of a concept counts for: its own and those of the
/// broader concepts; worked out once for each concept that occurs.
///
/// What the query asks for and what is related to that are met by one mention once, in the way that
/// is worth most: else a narrower concept could count more than the one that is asked for.
struct ConceptReach {
  /// A unit and how much of a mention counts for it.
  typealias Way = (unit: Int, share: Double)

  /// Where the ways of each concept end and how many there are; an end of 0 is not worked out yet.
  private var known: ContiguousArray<(end: UInt32, count: UInt32)>
  /// The first one is none.
  private var ways: ContiguousArray<Way> = [(-1, 0)]
  private let conceptAt: ContiguousArray<Int32>
  /// By unit: the one that the query asks for, which it is or is related to, and its weight.
  private let units: ContiguousArray<(asked: Int, weight: Double)>
  private let weigher: Weigher

  init(_ query: Query, _ weigher: Weigher) {
    self.weigher = weigher
    conceptAt = query.conceptAt
    units = ContiguousArray(
      query.concepts.enumerated().lazy.map { ($1.relative ?? $0, $1.weight) })
    known = ContiguousArray(repeating: (0, 0), count: query.conceptAt.count)
  }

  subscript(place: Int) -> Way { ways[place] }

  /// The places of the ways from a concept.
  mutating func ways(from concept: Int) -> Range<Int> {
    let (end, count) = known[concept]
    if end > 0 { return Int(end - count)..<Int(end) }
    let start = ways.count
    add(concept, 1, from: start)
    for ancestor in weigher.lexicon.ancestors[concept] {
      add(ancestor.concept, weigher.share(ancestor.level), from: start)
    }
    known[concept] = (UInt32(ways.count), UInt32(ways.count - start))
    return start..<ways.count
  }

  private mutating func add(_ concept: Int, _ share: Double, from start: Int) {
    let unit = Int(conceptAt[concept])
    guard unit >= 0 else { return }
    let way = (unit: unit, share: share)
    guard
      let place = ways[start...].firstIndex(where: { units[$0.unit].asked == units[unit].asked })
    else { return ways.append(way) }
    if worth(way) > worth(ways[place]) { ways[place] = way }
  }

  private func worth(_ way: Way) -> Double { units[way.unit].weight * way.share }
}
