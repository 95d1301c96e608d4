/// Whole numbers as people write them.
package enum VietnameseNumber {
  /// Points, commas and spaces group only between groups of three digits; before `triệu` and `tỷ`,
  /// or `million` and `billion`, a comma or point may also mark decimals.
  package static func read(_ text: String) -> JSON? {
    let folded = Folding.fold(Folding.nfc(text))
    for (unit, factor) in units {
      for ending in [unit, unit + " dong", unit + " vnd"] where folded.hasSuffix(ending) {
        return scaled(folded.dropLast(ending.count).trimmed, by: Int64(factor))
      }
    }
    for ending in [" dong", " vnd", " d", "đ", "₫"] where folded.hasSuffix(ending) {
      return whole(folded.dropLast(ending.count).trimmed).map(JSON.integer)
    }
    return whole(folded).map(JSON.integer)
  }

  private static let units = [
    ("trieu", 1_000_000), ("million", 1_000_000), ("ty", 1_000_000_000), ("ti", 1_000_000_000),
    ("billion", 1_000_000_000),
  ]

  private static func whole(_ text: String) -> Int64? {
    if let plain = Int64(text) { return plain }
    let groups = text.split(omittingEmptySubsequences: false) { ".,\u{A0} ".contains($0) }
    guard let first = groups.first, (1...3).contains(first.count),
      groups.dropFirst().allSatisfy({ $0.count == 3 })
    else { return nil }
    return Int64(groups.joined())
  }

  private static func scaled(_ text: String, by factor: Int64) -> JSON? {
    let parts = text.split(omittingEmptySubsequences: false) { $0 == "," || $0 == "." }
    if parts.count == 2, let units = Int64(parts[0]), (1...2).contains(parts[1].count),
      let rest = Int64(parts[1])
    {
      let part = rest * (factor / (parts[1].count == 1 ? 10 : 100))
      return units.multipliedReportingOverflow(by: factor).overflow
        ? nil : .integer(units * factor + part)
    }
    guard let units = whole(text), !units.multipliedReportingOverflow(by: factor).overflow else {
      return nil
    }
    return .integer(units * factor)
  }
}
