/// Shares of a whole in whole hundredths that sum to the whole as it is shown.
enum Shares {
  /// Hundredths for parts, each 0 to 1, that are shown beside each other and sum to those of
  /// `whole`; none shows more than its `most`.
  ///
  /// What rounding down leaves over goes to those that lost most by it, so that the numbers that
  /// people add up are the number they read as the whole.
  static func hundredths(of parts: [Double], in whole: Int, most: [Int]? = nil) -> [Int] {
    let exact = parts.map { max(0, $0) * 100 }
    // A sum of decimals may stand a hair below the whole number that is meant.
    var shown = exact.map { Int(($0 + 1e-9).rounded(.down)) }
    let room = most ?? parts.map { _ in Int.max }
    var left = whole - shown.reduce(0, +)
    let byLoss = exact.indices.sorted {
      (exact[$1] - Double(shown[$1]), $0) < (exact[$0] - Double(shown[$0]), $1)
    }
    while left > 0 {
      let before = left
      for index in byLoss where left > 0 && shown[index] < room[index] {
        shown[index] += 1
        left -= 1
      }
      guard left < before else { break }
    }
    return shown
  }

  /// A share in whole hundredths, as a score is shown.
  static func hundredths(_ share: Double) -> Int { Int((share * 100).rounded()) }
}
