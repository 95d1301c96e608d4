/// Letters and digits that are made to look like Latin ones: other shapes of the same letter, such as
/// full width, mathematical, circled, and letters of other scripts that cannot be told from them.
///
/// The former are those that Unicode's form KC makes the same (UAX #15) or that carry a stroke or a
/// hook, told by their names in the Unicode Character Database; the latter are `Confusables`.
package enum Lookalikes {
  /// The text with such letters and digits as plain ones; everything else stays.
  package static func plain(_ text: String) -> String {
    if text.unicodeScalars.allSatisfy(isUsual) { return text }
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if isUsual(scalar) {
        scalars.append(scalar)
      } else {
        scalars.append(contentsOf: (plain(scalar) ?? String(scalar)).unicodeScalars)
      }
    }
    return String(scalars)
  }

  /// A digit of any shape that stands on the line, as a plain one; nil for anything else. What is
  /// raised or lowered marks a note or a power.
  package static func digit(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    guard let value = number(scalar), value <= 9, let name = scalar.properties.name,
      scalar.properties.numericType != .numeric || name.contains("DIGIT"),
      !name.hasPrefix("SUPERSCRIPT"), !name.hasPrefix("SUBSCRIPT")
    else { return nil }
    return Unicode.Scalar(0x30 + UInt32(value))
  }

  /// The whole number below a hundred that a sign stands for by itself, of whatever shape and
  /// script: raised, circled, roman.
  package static func number(_ scalar: Unicode.Scalar) -> Int? {
    // The letters of most texts.
    if (0xC0..<0x370).contains(scalar.value) || (0x1E00...0x1EFF).contains(scalar.value) {
      return nil
    }
    guard scalar.properties.numericType != nil, let value = scalar.properties.numericValue,
      value >= 0, value < 100, value == value.rounded()
    else { return nil }
    return Int(value)
  }

  /// Latin letters as they are written, Vietnamese ones among them, and marks.
  private static func isUsual(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case ..<0xC0, 0x300..<0x370, 0x1E00...0x1EFF: true
    case ..<0x250: usual[Int(scalar.value) - 0xC0]
    default: false
    }
  }

  /// Whether a letter of the Latin ranges is one with marks that folding takes off.
  private static let usual: [Bool] = (0xC0..<0x250).map { (value: UInt32) in
    Unicode.Scalar(value).map { Folding.fold(String($0)).utf8.count == 1 } ?? true
  }

  /// Digits and letters of which one is written for the other on purpose, or that look alike beside
  /// others: those of a class become the same. Takes and gives folded letters and digits.
  package static func skeleton(_ letters: String) -> String {
    var result: [UInt8] = []
    for byte in letters.utf8 {
      let sign = classes[byte] ?? byte
      switch (result.last, sign) {
      case (UInt8(ascii: "r"), UInt8(ascii: "n")): result[result.count - 1] = UInt8(ascii: "m")
      case (UInt8(ascii: "v"), UInt8(ascii: "v")): result[result.count - 1] = UInt8(ascii: "w")
      case (UInt8(ascii: "c"), UInt8(ascii: "l")): result[result.count - 1] = UInt8(ascii: "d")
      default: result.append(sign)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static let classes: [UInt8: UInt8] = Dictionary(
    uniqueKeysWithValues: zip("0123456789iq".utf8, "olzeasgtbglg".utf8))

  private static func plain(_ scalar: Unicode.Scalar) -> String? {
    if let letter = Confusables.latin(scalar) { return String(letter) }
    if let digit = digit(scalar) { return String(digit) }
    guard let name = scalar.properties.name else { return nil }
    let words = name.split(separator: " ")
    guard let last = words.last else { return nil }
    if words.contains("LIGATURE"), words.contains("LATIN") { return last.lowercased() }
    // DIGIT and NUMBER names: circled ten and more.
    if name.hasPrefix("CIRCLED NUMBER") || name.hasPrefix("PARENTHESIZED NUMBER"),
      let value = scalar.properties.numericValue
    {
      return String(Int(value))
    }
    guard isShapeOfLatin(words) else { return nil }
    // What follows is a stroke, a hook or the like: those that are marks are taken apart elsewhere.
    let shape = words.prefix { $0 != "WITH" }.last.map { String($0) } ?? ""
    // A mathematical letter of Greek looks like the Latin one as well, or is read like it.
    let letter = shape.count == 1 ? shape : greekNames[shape]
    guard let letter else { return nil }
    return words.contains("CAPITAL") ? letter : letter.lowercased()
  }

  private static func isShapeOfLatin(_ words: [Substring]) -> Bool {
    words.contains(where: kinds.contains)
      && words.contains { $0 == "CAPITAL" || $0 == "SMALL" || $0 == "LETTER" }
  }

  private static let kinds: Set<Substring> = [
    "LATIN", "GREEK", "MATHEMATICAL", "DOUBLE-STRUCK", "SCRIPT", "BLACK-LETTER", "SQUARED",
    "CIRCLED", "INDICATOR",
  ]

  private static let greekNames = [
    "ALPHA": "A", "BETA": "B", "GAMMA": "G", "DELTA": "D", "EPSILON": "E", "ZETA": "Z",
    "ETA": "H", "IOTA": "I", "KAPPA": "K", "LAMDA": "L", "MU": "M", "NU": "N", "OMICRON": "O",
    "PI": "P", "RHO": "P", "SIGMA": "S", "TAU": "T", "UPSILON": "Y", "CHI": "X",
  ]
}
