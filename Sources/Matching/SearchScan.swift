import Domain

/// Goes through one part of an index and finds the records that meet every group.
struct SearchScan {
  /// For each record how many groups it has met so far, in their order.
  private var met: ContiguousArray<UInt16>
  /// Sum of the groups before the current one, and the best of the current one.
  private var sums: ContiguousArray<UInt32>
  private var best: ContiguousArray<UInt32>
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
        add(part.segment.conceptPostings, concept, 230, group: place)
      }
      let words = group.words.map { $0.filter { $0.place.part == number } }
      if words.count == 1 {
        for word in words[0] {
          add(part.segment.wordPostings, word.place.word, word.quality, group: place)
        }
      } else if !words.isEmpty, words.allSatisfy({ !$0.isEmpty }) {
        addAll(words, part.segment.wordPostings, count, group: place)
      }
    }
  }

  /// What a record is worth; nil where it does not meet every group.
  func sum(_ record: Int) -> UInt32? {
    met[record] == UInt16(groupCount) ? sums[record] + best[record] : nil
  }

  private mutating func add(_ postings: Postings, _ list: Int, _ quality: UInt32, group: Int) {
    postings.forEach(list) { mark($0, quality * worth($1), group: group) }
  }

  /// A word in the name is worth more than any elsewhere.
  private func worth(_ impact: UInt8) -> UInt32 {
    UInt32(impact & ~Postings.inName) + (impact & Postings.inName != 0 ? 128 : 0)
  }

  private mutating func mark(_ record: Int, _ worth: UInt32, group: Int) {
    if met[record] == UInt16(group) {
      met[record] += 1
      sums[record] += best[record]
      best[record] = worth
    } else if met[record] == UInt16(group + 1) {
      best[record] = max(best[record], worth)
    }
  }

  /// Records that have every word of a group.
  private mutating func addAll(
    _ words: [[SearchTerms.Word]], _ postings: Postings, _ count: Int, group: Int
  ) {
    var reached = ContiguousArray<UInt16>(repeating: 0, count: count)
    var least = ContiguousArray<UInt32>(repeating: .max, count: count)
    for (place, alternatives) in words.enumerated() {
      var here: [(record: Int, worth: UInt32)] = []
      for word in alternatives {
        postings.forEach(word.place.word) { record, impact in
          guard reached[record] == place || reached[record] == place + 1 else { return }
          reached[record] = UInt16(place + 1)
          here.append((record, word.quality * worth(impact)))
        }
      }
      for (record, worth) in here { least[record] = min(least[record], worth) }
    }
    for record in 0..<count where reached[record] == UInt16(words.count) {
      mark(record, least[record], group: group)
    }
  }
}
