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
