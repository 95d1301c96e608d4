/// Finds the word somebody may have meant.
package enum Suggestion {
  /// The candidate nearest to what was typed, or nil when none is near.
  ///
  /// One edit is forgiven for every three letters, one at least; the beginning of a candidate
  /// counts as near. Of equally near candidates the first wins.
  package static func nearest(to typed: String, among candidates: [String]) -> String? {
    let word = Array(typed.lowercased())
    guard !word.isEmpty else { return nil }
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
      let distance = distance(word, Array(candidate.lowercased()))
      let allowed = max(1, max(word.count, candidate.count) / 3)
      if distance <= allowed, distance < best?.distance ?? .max, distance < candidate.count {
        best = (candidate, distance)
      }
    }
    if let best { return best.candidate }
    return word.count < 2 ? nil : candidates.first { $0.lowercased().hasPrefix(typed.lowercased()) }
  }

  /// How many insertions, deletions, substitutions and swaps of neighbours separate two words
  /// (optimal string alignment).
  package static func distance(_ first: String, _ second: String) -> Int {
    distance(Array(first), Array(second))
  }

  private static func distance(_ first: [Character], _ second: [Character]) -> Int {
    guard !first.isEmpty, !second.isEmpty else { return max(first.count, second.count) }
    var beforeLast: [Int] = []
    var last = Array(0...second.count)
    for (row, left) in first.enumerated() {
      var current = [row + 1]
      for (column, right) in second.enumerated() {
        var cost = min(
          last[column + 1] + 1, current[column] + 1, last[column] + (left == right ? 0 : 1))
        if row > 0, column > 0, left == second[column - 1], right == first[row - 1] {
          cost = min(cost, beforeLast[column - 1] + 1)
        }
        current.append(cost)
      }
      beforeLast = last
      last = current
    }
    return last[second.count]
  }
}
