import Domain

/// Goes through the postings of one part of an index and finds the records that meet every group.
///
/// Records are followed from the first group on, so that nothing is done for those that do not
/// meet it.
struct SearchScan {
  /// How many groups each record has met so far, in their order.
  private var met: ContiguousArray<UInt8>
  /// Sum of the groups before the current one, where there are several, and the best of the
  /// current one.
  private var sums: ContiguousArray<UInt32>
  private var best: ContiguousArray<UInt16>
  private var followed: ContiguousArray<UInt16> = []
  private let groupCount: Int

  /// The most a group can be worth.
  static let groupMost: UInt32 = 256 * 255

  init(_ part: Index.Part, _ number: Int, _ terms: SearchTerms) {
    let count = part.segment.records.count
    met = ContiguousArray(repeating: 0, count: count)
    groupCount = terms.groups.count
    best = ContiguousArray(repeating: 0, count: groupCount > 0 ? count : 0)
    sums = ContiguousArray(repeating: 0, count: groupCount > 1 ? count : 0)
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

  /// The records that meet every group; all of them where there is none.
  var found: ContiguousArray<UInt16> {
    if groupCount == 0 {
      return ContiguousArray(met.indices.lazy.map { UInt16(truncatingIfNeeded: $0) })
    }
    var found = followed
    if groupCount > 1 { found.removeAll { met[Int($0)] != UInt8(groupCount) } }
    return found
  }

  /// What a record that was found is worth.
  @inline(__always)
  func worth(_ record: Int) -> UInt32 {
    switch groupCount {
    case 0: 0
    case 1: UInt32(best[record])
    default: sums[record] + UInt32(best[record])
    }
  }

  private mutating func add(
    _ postings: Postings, _ list: Int, _ quality: UInt32, group: UInt8
  ) {
    let entries = postings.entries(list)
    let records = postings.records.span.extracting(entries)
    let impacts = postings.impacts.span.extracting(entries)
    if group == 0 {
      Self.begin(records, impacts, quality, &met, &best, &followed)
    } else {
      Self.goOn(records, impacts, quality, group, &met, &best, &sums)
    }
  }

  /// A later group: only what has met those before counts.
  private static func goOn(
    _ records: borrowing Span<UInt16>, _ impacts: borrowing Span<UInt8>, _ quality: UInt32,
    _ group: UInt8, _ met: inout ContiguousArray<UInt8>, _ best: inout ContiguousArray<UInt16>,
    _ sums: inout ContiguousArray<UInt32>
  ) {
    var met = met.mutableSpan
    var best = best.mutableSpan
    var sums = sums.mutableSpan
    for place in records.indices {
      let record = Int(records[place])
      let reached = met[record]
      if reached < group || reached > group + 1 { continue }
      let worth = worth(impacts[place], quality)
      if reached == group {
        met[record] = group + 1
        sums[record] &+= UInt32(best[record])
        best[record] = worth
      } else {
        best[record] = max(best[record], worth)
      }
    }
  }

  /// The first group: whatever meets it is followed.
  private static func begin(
    _ records: borrowing Span<UInt16>, _ impacts: borrowing Span<UInt8>, _ quality: UInt32,
    _ met: inout ContiguousArray<UInt8>, _ best: inout ContiguousArray<UInt16>,
    _ followed: inout ContiguousArray<UInt16>
  ) {
    followed.reserveCapacity(followed.count + records.count)
    var met = met.mutableSpan
    var best = best.mutableSpan
    for place in records.indices {
      let record = Int(records[place])
      if met[record] == 0 {
        met[record] = 1
        followed.append(records[place])
      }
      best[record] = max(best[record], worth(impacts[place], quality))
    }
  }

  /// A word in the name is worth more than any elsewhere.
  @inline(__always)
  private static func worth(_ impact: UInt8, _ quality: UInt32) -> UInt16 {
    let worth = UInt32(impact & ~Postings.inName) + (impact & Postings.inName != 0 ? 128 : 0)
    return UInt16(truncatingIfNeeded: quality &* worth)
  }

  @inline(__always)
  private mutating func mark(_ record: Int, _ worth: UInt16, group: UInt8) {
    if met[record] == group {
      if group == 0 { followed.append(UInt16(truncatingIfNeeded: record)) }
      met[record] = group + 1
      if group > 0 { sums[record] &+= UInt32(best[record]) }
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
    var least = ContiguousArray<UInt16>(repeating: .max, count: count)
    var here = ContiguousArray<UInt16>(repeating: 0, count: count)
    var followed: ContiguousArray<UInt16> = []
    // The shortest first, as with the groups.
    let lengths = words.map { $0.reduce(0) { $0 + postings.count($1.place.word) } }
    let order = words.indices.sorted { (lengths[$0], $0) < (lengths[$1], $1) }
    for (place, word) in order.enumerated() {
      let step = UInt8(truncatingIfNeeded: place)
      for alternative in words[word] {
        let entries = postings.entries(alternative.place.word)
        let records = postings.records.span.extracting(entries)
        let impacts = postings.impacts.span.extracting(entries)
        for place in records.indices {
          let record = Int(records[place])
          if reached[record] == step, met[record] >= group {
            if step == 0 { followed.append(records[place]) }
            if step > 0 { least[record] = min(least[record], here[record]) }
            reached[record] = step + 1
            here[record] = Self.worth(impacts[place], alternative.quality)
          } else if reached[record] == step + 1 {
            // Of several words that stand for one the best counts.
            here[record] = max(here[record], Self.worth(impacts[place], alternative.quality))
          }
        }
      }
    }
    for record in followed where reached[Int(record)] == UInt8(truncatingIfNeeded: words.count) {
      mark(Int(record), min(least[Int(record)], here[Int(record)]), group: group)
    }
  }
}
