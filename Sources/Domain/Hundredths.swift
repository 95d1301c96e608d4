/// A number with two decimals, counted in hundredths, so that sums and comparisons are exact.
package struct Hundredths: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// How many hundredths.
  package let count: Int

  /// So many hundredths.
  package init(_ count: Int) { self.count = count }

  /// Nothing.
  package static let zero = Hundredths(0)

  /// The quotient of two whole numbers in hundredths, a half rounded up; nothing where there is
  /// nothing to divide by. Neither may be negative.
  package init(_ dividend: Int, over divisor: Int) {
    count = divisor > 0 ? (dividend * 200 + divisor) / (divisor * 2) : 0
  }

  package static func < (left: Self, right: Self) -> Bool { left.count < right.count }

  package static func + (left: Self, right: Self) -> Self { Self(left.count + right.count) }

  /// With a point and no more decimals than needed, such as `7.5`.
  package var description: String {
    let (whole, rest) = (count / 100, abs(count % 100))
    if rest == 0 { return String(whole) }
    let digits = rest < 10 ? "0\(rest)" : String(rest)
    return "\(whole)." + (digits.hasSuffix("0") ? String(digits.prefix(1)) : digits)
  }

  /// The number as it stands in the API.
  package var json: JSON {
    count % 100 == 0 ? .integer(Int64(count / 100)) : .number(Double(count) / 100)
  }

  /// Reads what `json` gives: a number of at most two decimals that is not negative; nil for
  /// anything else.
  package init?(_ json: JSON) {
    switch json {
    case .integer(let whole):
      guard (0...1_000_000).contains(whole) else { return nil }
      count = Int(whole) * 100
    case .number(let number):
      guard number.isFinite, (0...1_000_000).contains(number) else { return nil }
      let hundredths = (number * 100).rounded()
      // What was written with two decimals is the nearest double to them, and nothing else is.
      guard hundredths / 100 == number else { return nil }
      count = Int(hundredths)
    case .null, .bool, .string, .array, .object: return nil
    }
  }

  /// The mean, a half of a hundredth rounded up; nil of none.
  package static func mean(of numbers: [Hundredths]) -> Hundredths? {
    guard !numbers.isEmpty else { return nil }
    let sum = numbers.reduce(0) { $0 + $1.count }
    return Hundredths((sum * 2 + numbers.count) / (numbers.count * 2))
  }

  /// The standard deviation of all of them (not of a sample), rounded like the mean; nil of none.
  package static func deviation(of numbers: [Hundredths]) -> Hundredths? {
    guard !numbers.isEmpty else { return nil }
    let n = numbers.count
    let sum = numbers.reduce(0) { $0 + $1.count }
    let squares = numbers.reduce(0) { $0 + $1.count * $1.count }
    // √V / n with V = n·Σx² − (Σx)², in whole numbers: the largest k with (2k − 1)·n ≤ √(4·V).
    let root = squareRoot(4 * (n * squares - sum * sum))
    return Hundredths((root / n + 1) / 2)
  }

  /// The largest whole number whose square is not larger (Newton's method).
  private static func squareRoot(_ number: Int) -> Int {
    guard number > 1 else { return max(number, 0) }
    var root = number
    var next = (root + 1) / 2
    while next < root {
      root = next
      next = (root + number / root) / 2
    }
    return root
  }
}
