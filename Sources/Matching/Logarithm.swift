/// The natural logarithm, computed the same on every machine.
///
/// Scores must not depend on the C library's rounding, and this target links nothing but the
/// standard library.
enum Logarithm {
  /// ln x for x > 0, to about ten digits: exponent times ln 2, the rest by the series of artanh.
  static func natural(_ x: Double) -> Double {
    let mantissa = x.significand
    let t = (mantissa - 1) / (mantissa + 1)
    let square = t * t
    var power = t
    var sum = 0.0
    for step in 0..<12 {
      sum += power / Double(2 * step + 1)
      power *= square
    }
    return Double(x.exponent) * 0.693_147_180_559_945_3 + 2 * sum
  }

  /// How much a word says that occurs in so many of so many records (BM25's inverse frequency).
  ///
  /// Counts are rounded to four binary digits, so that one more record, which has nothing to do
  /// with a query, leaves the weights of its words as they are.
  static func inverseFrequency(_ frequency: Int, of count: Int) -> Double {
    let all = Double(coarse(max(count, frequency)))
    let some = Double(min(coarse(frequency), coarse(max(count, frequency))))
    return natural(1 + (all - some + 0.5) / (some + 0.5))
  }

  static func coarse(_ count: Int) -> Int {
    guard count >= 16 else { return count }
    let shift = Int.bitWidth - count.leadingZeroBitCount - 4
    return (count >> shift) << shift
  }
}
