import Domain

/// Finds the records worth a closer look: the sums of what each is worth for the query's words and
/// concepts, straight from the postings.
///
/// All sums are of whole numbers, so that neither the order of adding nor the cut of the index
/// into parts can change them.
enum Retrieval {
  /// A record of the index with its sum.
  struct Candidate {
    let sum: UInt32
    let part: Int
    let record: Int
  }

  /// What a record may be in the result.
  enum Standing {
    case eligible
    /// Relevant or not, a hard limit bars it; it is listed with the reason.
    case barred
    /// It is not asked for at all.
    case outside
  }

  /// How many of the barred are kept.
  static let barredLimit = 20

  /// The best records by their sums, ties by identifier.
  static func candidates(
    for query: Query, in index: Index, limit: Int, standing: (Facts) -> Standing
  ) -> (eligible: [Candidate], barred: [Candidate]) {
    func precedes(_ left: Candidate, _ right: Candidate) -> Bool {
      if left.sum != right.sum { return left.sum > right.sum }
      return index.parts[left.part].segment.records.idBytes(left.record)
        .lexicographicallyPrecedes(index.parts[right.part].segment.records.idBytes(right.record))
    }
    var eligible = Leaders(limit: limit, by: precedes)
    var barred = Leaders(limit: barredLimit, by: precedes)
    let words = weightedWords(query, index)
    for (number, part) in index.parts.enumerated() {
      let sums = sums(part.segment, words[number], query)
      for record in sums.indices where sums[record] > 0 {
        let candidate = Candidate(sum: sums[record], part: number, record: record)
        guard eligible.admits(candidate), part.live.contains(record) else { continue }
        switch standing(part.segment.records.facts[record]) {
        case .eligible: eligible.insert(candidate)
        case .barred: barred.insert(candidate)
        case .outside: break
        }
      }
    }
    // What is barred counts only as far as it would have been among the best.
    let worst = eligible.isFull ? eligible.worst : nil
    return (
      eligible.sorted(), barred.sorted().filter { one in worst.map { precedes(one, $0) } ?? true }
    )
  }

  /// Sixty-four steps to one unit of weight; more would not fit the sums of a long query.
  private static func whole(_ weight: Double) -> UInt32 { UInt32(max(0, weight) * 64 + 0.5) }

  private static func weightedWords(
    _ query: Query, _ index: Index
  ) -> [[(word: Int, weight: UInt32)]] {
    var result: [[(word: Int, weight: UInt32)]] = index.parts.map { _ in [] }
    var taken: Set<UInt64> = []
    let heaviestFirst = query.words.units.indices.sorted {
      let (left, right) = (query.words.units[$0].weight, query.words.units[$1].weight)
      return left == right ? $0 < $1 : left > right
    }
    for unit in heaviestFirst {
      let unit = query.words.units[unit]
      let weight = whole(unit.weight)
      guard weight > 0 else { continue }
      for place in index.words(
        like: query.reading.tokens[unit.places[0]], unit.script, in: query.reading)
      where taken.insert(UInt64(place.part) << 32 | UInt64(place.word)).inserted {
        result[place.part].append((place.word, weight))
      }
    }
    return result
  }

  private static func sums(
    _ segment: Segment, _ words: [(word: Int, weight: UInt32)], _ query: Query
  ) -> ContiguousArray<UInt32> {
    var sums = ContiguousArray<UInt32>(repeating: 0, count: segment.records.count)
    for (word, weight) in words { add(segment.wordPostings, word, weight, to: &sums) }
    for unit in query.concepts {
      let weight = whole(unit.weight)
      if weight > 0 { add(segment.conceptPostings, unit.concept, weight, to: &sums) }
    }
    return sums
  }

  private static func add(
    _ postings: borrowing Postings, _ list: Int, _ weight: UInt32,
    to sums: inout ContiguousArray<UInt32>
  ) {
    postings.forEach(list) { sums[$0] &+= weight &* UInt32($1 & ~Postings.inName) }
  }
}
