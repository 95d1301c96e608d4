package import Domain

/// In which order hits come.
package enum SearchOrder: Sendable, Hashable {
  /// By how well they meet the words.
  case relevance
  /// Problems by their publication, the newest first.
  case newest
  /// Problems by their deadline at a moment: those to come, the nearest first, then those that have
  /// passed, the last first, then those without any.
  case deadline(at: Instant)
  /// By name, as a Vietnamese dictionary orders.
  case name

  /// Seconds beyond every time that is taken (31 December 9999).
  private static let horizon: Int64 = 1 << 38
  /// How many bytes of a sort key a rank holds.
  private static let keyBytes = 7

  /// The place of a record in whole units, the greater the further ahead; names go by the beginning
  /// of their key, and need the whole of it where that is the same.
  func rank(score: Int, _ records: RecordTable, _ record: Int) -> Int {
    switch self {
    case .relevance: return score
    case .newest:
      return records.facts[record].publishedAt.map { Int($0.seconds) + 1 } ?? 0
    case .deadline(let now):
      guard let deadline = records.facts[record].deadline else { return 0 }
      return deadline < now
        ? Int(deadline.seconds) + 1 : Int(2 * Self.horizon - deadline.seconds)
    case .name: return records.nameRanks[record]
    }
  }

  /// The rank of a name by the beginning of its sort key.
  static func rank(ofName key: ArraySlice<UInt8>) -> Int {
    var prefix = 0
    for byte in key.prefix(keyBytes) { prefix = prefix << 8 | Int(byte) }
    prefix <<= 8 * (keyBytes - min(key.count, keyBytes))
    return 1 << (8 * keyBytes) - 1 - prefix
  }
}

extension Snapshot {
  /// How many organisations are in each commune of a province, by the commune's code; communes
  /// without any are left out.
  package func organisationCounts(byCommuneOf province: String) -> [String: Int] {
    let number = Tags.number(province)
    var counts: [Int32: Int] = [:]
    for part in organisations.parts {
      let records = part.segment.records
      for record in 0..<records.count
      where records.tags[record].province == number && part.live.contains(record) {
        if let commune = records.facts[record].commune { counts[commune, default: 0] += 1 }
      }
    }
    return Dictionary(
      uniqueKeysWithValues: counts.map { number, count in
        let digits = String(number)
        return (String(repeating: "0", count: max(0, 5 - digits.utf8.count)) + digits, count)
      })
  }
}
