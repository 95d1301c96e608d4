/// How far two words are apart in slips of the fingers: a letter too many, too few or wrong, or two
/// neighbours swapped (optimal string alignment).
enum TypingDistance {
  /// Whether at most so many slips lead from one word to the other.
  static func isWithin(_ limit: Int, _ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard abs(left.count - right.count) <= limit else { return false }
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in 0..<left.count {
      var current = [row + 1]
      current.reserveCapacity(right.count + 1)
      for column in 0..<right.count {
        var best = min(
          last[column] + (left[row] == right[column] ? 0 : 1), last[column + 1] + 1,
          current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = min(best, beforeLast[column - 1] + 1)
        }
        current.append(best)
      }
      if let least = current.min(), least > limit { return false }
      beforeLast = last
      last = current
    }
    return (last.last ?? 0) <= limit
  }
}
