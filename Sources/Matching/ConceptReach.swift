/// The concept units of a query that the mention of a concept counts for: its own and those of the
/// broader concepts; worked out once for each concept that occurs.
///
/// What the query asks for and what is related to that are met by one mention once, in the way that
/// is worth most: else a narrower concept could count more than the one that is asked for.
struct ConceptReach {
  /// Where the ways of each concept end and how many there are; an end of 0 is not worked out yet.
  private var known: ContiguousArray<(end: UInt32, count: UInt32)>
  /// The first one is none.
  private var ways: ContiguousArray<(unit: Int, share: Double)> = [(-1, 0)]

  init(conceptCount: Int) { known = ContiguousArray(repeating: (0, 0), count: conceptCount) }

  mutating func units(
    from concept: Int, _ query: Query, _ weigher: Weigher
  ) -> ContiguousArray<(unit: Int, share: Double)>.SubSequence {
    let (end, count) = known[concept]
    if end > 0 { return ways[Int(end - count)..<Int(end)] }
    let start = ways.count
    func add(_ concept: Int, _ share: Double) {
      let unit = Int(query.conceptAt[concept])
      guard unit >= 0 else { return }
      func asked(_ unit: Int) -> Int { query.concepts[unit].relative ?? unit }
      func worth(_ way: (unit: Int, share: Double)) -> Double {
        query.concepts[way.unit].weight * way.share
      }
      if let place = ways[start...].firstIndex(where: { asked($0.unit) == asked(unit) }) {
        if worth((unit, share)) > worth(ways[place]) { ways[place] = (unit, share) }
      } else {
        ways.append((unit, share))
      }
    }
    add(concept, 1)
    for ancestor in weigher.lexicon.ancestors[concept] {
      add(ancestor.concept, weigher.share(ancestor.level))
    }
    known[concept] = (UInt32(ways.count), UInt32(ways.count - start))
    return ways[start...]
  }
}
