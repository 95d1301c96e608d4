import Domain

/// The first look at every record: an upper bound of what it is worth for the query's words, word
/// pairs and concepts, straight from the postings.
///
/// What says little of each of many records is left out at first; `rest` bounds what it could add.
struct Retrieval {
  /// A record of the index.
  struct Candidate {
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

  /// The postings of a word or a concept of one part, with the most that an impact of 1 is worth.
  private struct List {
    let part: Int
    let number: Int
    let isConcept: Bool
    let weight: UInt32
    let count: Int

    /// The most that the list can add to a record.
    var most: UInt32 { weight * 127 }
  }

  /// By part and record.
  private(set) var sums: [ContiguousArray<UInt32>]
  /// The most that what was left out adds to any record.
  private(set) var rest: UInt32 = 0
  private let index: Index
  private var leftOut: [List] = []

  /// Steps to one unit of weight; more would not fit the sums of a long query.
  private static let steps = 64.0
  /// Share of what can be reached that lists may be worth together to be left out at first.
  private static let negligible = 0.06
  /// Shorter lists are not worth leaving out.
  private static let shortList = 256

  init(_ query: Query, _ words: [QueryWords], in index: Index) {
    self.index = index
    sums = index.parts.map { ContiguousArray(repeating: 0, count: $0.segment.records.count) }
    let lists = Self.lists(query, words, index)
    var allowance = Self.whole(query.reachable * Self.negligible) * 127
    // What costs most for what it says goes first.
    let byWorth = lists.indices.sorted {
      let (left, right) = (
        UInt64(lists[$0].weight) * UInt64(lists[$1].count),
        UInt64(lists[$1].weight) * UInt64(lists[$0].count)
      )
      return left == right ? $0 < $1 : left < right
    }
    var rests = [UInt32](repeating: 0, count: index.parts.count)
    var taken = [Bool](repeating: true, count: lists.count)
    for number in byWorth where lists[number].count >= Self.shortList {
      let list = lists[number]
      if rests[list.part] + list.most <= allowance {
        rests[list.part] += list.most
        taken[number] = false
        leftOut.append(list)
      }
    }
    allowance = 0
    rest = rests.max() ?? 0
    for number in lists.indices where taken[number] { add(lists[number]) }
  }

  /// Adds what was left out at first.
  mutating func complete() {
    for list in leftOut { add(list) }
    leftOut = []
    rest = 0
  }

  /// The text weight that a sum stands for, with what was left out.
  func weight(_ sum: UInt32) -> Double { Double(sum + rest) / (127 * Self.steps) }

  /// The records with the highest sums, about so many; `isWanted` is asked of the best only.
  func best(_ count: Int, isWanted: (Candidate) -> Bool) -> [Candidate] {
    var leaders = Leaders<(sum: UInt32, candidate: Candidate)>(limit: count) {
      if $0.sum != $1.sum { return $0.sum > $1.sum }
      return ($0.candidate.part, $0.candidate.record) < ($1.candidate.part, $1.candidate.record)
    }
    var floor: UInt32 = 0
    for part in sums.indices {
      let sums = sums[part]
      for record in sums.indices where sums[record] > floor {
        let candidate = Candidate(part: part, record: record)
        guard isWanted(candidate) else { continue }
        leaders.insert((sums[record], candidate))
        if leaders.isFull { floor = leaders.worst?.sum ?? 0 }
      }
    }
    return leaders.sorted().map(\.candidate)
  }

  private static func whole(_ weight: Double) -> UInt32 {
    UInt32((max(0, weight) * steps).rounded(.up))
  }

  private static func lists(
    _ query: Query, _ words: [QueryWords], _ index: Index
  ) -> [List] {
    var lists: [List] = []
    for (part, words) in words.enumerated() {
      let segment = index.parts[part].segment
      func add(_ number: Int, isConcept: Bool, _ weight: Double) {
        let postings = isConcept ? segment.conceptPostings : segment.wordPostings
        let count = postings.count(number)
        guard weight > 0, count > 0 else { return }
        lists.append(
          List(
            part: part, number: number, isConcept: isConcept, weight: whole(weight), count: count))
      }
      for met in words.met where met.unit >= 0 {
        add(met.word, isConcept: false, query.words.units[Int(met.unit)].weight + met.pairs)
      }
      for unit in query.concepts { add(unit.concept, isConcept: true, unit.weight) }
    }
    return lists
  }

  private mutating func add(_ list: List) {
    let segment = index.parts[list.part].segment
    Self.add(
      list.isConcept ? segment.conceptPostings : segment.wordPostings, list.number, list.weight,
      to: &sums[list.part])
  }

  private static func add(
    _ postings: borrowing Postings, _ list: Int, _ weight: UInt32,
    to sums: inout ContiguousArray<UInt32>
  ) {
    postings.forEach(list) { sums[$0] &+= weight &* UInt32($1 & ~Postings.inName) }
  }
}
