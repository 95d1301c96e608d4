import Domain

/// Goes through the postings of one part of an index and finds the records that meet every group.
///
/// Records are followed from the first group on, so that nothing is done for those that do not
/// meet it.
struct SearchScan {
  /// A record with what it is worth.
  typealias Found = (record: Int, sum: UInt32)

  /// How many groups each record has met so far, in their order.
  private var met: ContiguousArray<UInt8>
  /// Sum of the groups before the current one, and the best of the current one.
  private var sums: ContiguousArray<UInt32>
  private var best: ContiguousArray<UInt32>
  private var followed: ContiguousArray<UInt16> = []
  private let groupCount: Int

  /// The most a group can be worth.
  static let groupMost: UInt32 = 256 * 255

  init(_ part: Index.Part, _ number: Int, _ terms: SearchTerms) {
    let count = part.segment.records.count
    met = ContiguousArray(repeating: 0, count: count)
    sums = ContiguousArray(repeating: 0, count: count)
    best = sums
    groupCount = terms.groups.count
    for (place, group) in terms.groups.enumerated() {
      if let concept = group.concept {
        add(part.segment.conceptPostings, concept, 230, group: UInt8(place))
      }
      let words = group.words.map { $0.filter { $0.place.part == number } }
      if words.count == 1 {
        for word in words[0] {
          add(part.segment.wordPostings, word.place.word, word.quality, group: UInt8(place))
        }
      } else if !words.isEmpty, words.allSatisfy({ !$0.isEmpty }) {
        addAll(words, part.segment.wordPostings, count, group: UInt8(place))
      }
    }
  }

  /// Goes through the records that meet every group; all of them where there is none.
  func forEach(_ body: (Found) -> Void) {
    if groupCount == 0 {
      for record in met.indices { body((record, 0)) }
      return
    }
    for record in followed where met[Int(record)] == UInt8(groupCount) {
      body((Int(record), sums[Int(record)] + best[Int(record)]))
    }
  }

  private mutating func add(
    _ postings: Postings, _ list: Int, _ quality: UInt32, group: UInt8
  ) {
    postings.forEach(list) { mark($0, quality &* Self.worth($1), group: group) }
  }

  /// A word in the name is worth more than any elsewhere.
  @inline(__always)
  private static func worth(_ impact: UInt8) -> UInt32 {
    UInt32(impact & ~Postings.inName) + (impact & Postings.inName != 0 ? 128 : 0)
  }

  @inline(__always)
  private mutating func mark(_ record: Int, _ worth: UInt32, group: UInt8) {
    if met[record] == group {
      if group == 0 { followed.append(UInt16(truncatingIfNeeded: record)) }
      met[record] = group + 1
      sums[record] &+= best[record]
      best[record] = worth
    } else if met[record] == group + 1 {
      best[record] = max(best[record], worth)
    }
  }

  /// Records that have every word of a group.
  private mutating func addAll(
    _ words: [[SearchTerms.Word]], _ postings: Postings, _ count: Int, group: UInt8
  ) {
    var reached = ContiguousArray<UInt8>(repeating: 0, count: count)
    var least = ContiguousArray<UInt32>(repeating: .max, count: count)
    var here = ContiguousArray<UInt32>(repeating: 0, count: count)
    var followed: ContiguousArray<UInt16> = []
    for (place, alternatives) in words.enumerated() {
      let step = UInt8(truncatingIfNeeded: place)
      for word in alternatives {
        postings.forEach(word.place.word) { record, impact in
          let worth = word.quality &* Self.worth(impact)
          if reached[record] == step, met[record] >= group {
            if step == 0 { followed.append(UInt16(truncatingIfNeeded: record)) }
            if step > 0 { least[record] = min(least[record], here[record]) }
            reached[record] = step + 1
            here[record] = worth
          } else if reached[record] == step + 1 {
            // Of several words that stand for one the best counts.
            here[record] = max(here[record], worth)
          }
        }
      }
    }
    for record in followed where reached[Int(record)] == UInt8(truncatingIfNeeded: words.count) {
      mark(Int(record), min(least[Int(record)], here[Int(record)]), group: group)
    }
  }
}
