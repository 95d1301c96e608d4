/// A Vietnamese tax code (mã số thuế): 10 digits, or 13 where the last three number a branch.
///
/// The tenth digit checks the first nine: Σ dᵢ·(31,29,23,19,17,13,7,5,3), c = 10 − Σ mod 11
/// (the rule of the tax authority, as python-stdnum's `vn.mst` records it). The first digits
/// name the tax office of first registration and never the place of the firm.
package struct TaxCode: Sendable, Hashable {
  /// Ten digits, or ten digits, a hyphen and three digits.
  package let text: String

  /// Why a text is no tax code.
  package enum Failure: Error, Sendable, Equatable {
    case length(digits: Int)
    case character(String)
    case serial
    case checkDigit(expected: Int?)
    case branch
  }

  /// Reads a tax code written with or without spaces, dots and hyphens; `ignoringCheckDigit` for
  /// one that an officer takes although its check digit is wrong.
  package init(_ written: String, ignoringCheckDigit: Bool = false) throws(Failure) {
    let separators: Set<Character> = [" ", ".", "-", "\u{2013}"]
    var digits: [Int] = []
    for character in written where !separators.contains(character) {
      guard character.isASCII, let digit = character.wholeNumberValue else {
        throw .character(String(character))
      }
      digits.append(digit)
    }
    guard digits.count == 10 || digits.count == 13 else { throw .length(digits: digits.count) }
    guard digits[2..<9].contains(where: { $0 != 0 }) else { throw .serial }
    let expected = Self.checkDigit(of: digits)
    guard ignoringCheckDigit || digits[9] == expected else { throw .checkDigit(expected: expected) }
    guard digits.count == 10 || digits[10...] != [0, 0, 0] else { throw .branch }
    let all = digits.map(String.init).joined()
    text = digits.count == 10 ? all : all.prefix(10) + "-" + all.suffix(3)
  }

  /// The check digit for the first nine digits; nil where the rule gives 10, which no code has.
  package static func checkDigit(of digits: [Int]) -> Int? {
    let weights = [31, 29, 23, 19, 17, 13, 7, 5, 3]
    let sum = zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 }
    let digit = 10 - sum % 11
    return digit == 10 ? nil : digit
  }

  /// The code of the enterprise that a branch belongs to.
  package var parent: String { String(text.prefix(10)) }
}
