/// Letters and digits that are made to look like Latin ones: other shapes of the same letter, such as
/// full width, mathematical, circled, and letters of other scripts that cannot be told from them.
///
/// The former are those that Unicode's form KC makes the same (UAX #15), told by their names in the
/// Unicode Character Database; the latter are of Greek and Cyrillic (UTS #39 calls them confusable).
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
    guard let type = scalar.properties.numericType, type != .numeric,
      let value = scalar.properties.numericValue, (0...9).contains(value)
    else { return nil }
    let name = scalar.properties.name ?? ""
    guard type == .decimal || !(name.hasPrefix("SUPERSCRIPT") || name.hasPrefix("SUBSCRIPT"))
    else { return nil }
    return Unicode.Scalar(0x30 + UInt32(value))
  }

  /// Latin letters as they are written, Vietnamese ones among them, and marks.
  private static func isUsual(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x250 || (0x300..<0x370).contains(scalar.value)
      || (0x1E00...0x1EFF).contains(scalar.value)
  }

  private static func plain(_ scalar: Unicode.Scalar) -> String? {
    if let letter = otherScripts[scalar] { return String(letter) }
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
    // A mathematical letter of Greek looks like the Latin one as well.
    let letter = last.count == 1 ? String(last) : greekNames[String(last)]
    guard let letter else { return nil }
    return words.contains("CAPITAL") ? letter : letter.lowercased()
  }

  private static func isShapeOfLatin(_ words: [Substring]) -> Bool {
    let kinds: Set<Substring> = [
      "LATIN", "MATHEMATICAL", "DOUBLE-STRUCK", "SCRIPT", "BLACK-LETTER", "SQUARED", "CIRCLED",
      "INDICATOR",
    ]
    return words.contains(where: kinds.contains)
      && words.contains { $0 == "CAPITAL" || $0 == "SMALL" || $0 == "LETTER" }
      && !words.contains("WITH")
  }

  private static let greekNames = [
    "ALPHA": "A", "BETA": "B", "EPSILON": "E", "ZETA": "Z", "ETA": "H", "IOTA": "I", "KAPPA": "K",
    "MU": "M", "NU": "N", "OMICRON": "O", "RHO": "P", "TAU": "T", "UPSILON": "Y", "CHI": "X",
  ]

  private static let otherScripts: [Unicode.Scalar: Character] = Dictionary(
    uniqueKeysWithValues: zip(
      // Greek, Cyrillic, and roman numerals of one letter.
      "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαεηικνορτυχϲϳ".unicodeScalars
        + "АВЕЅІЈКМНОРСТУХҮԚԜаеѕіјкмнорстухԁһԛԝӏүвг".unicodeScalars
        + "ⅠⅤⅩⅬⅭⅮⅯⅰⅴⅹⅼⅽⅾⅿ".unicodeScalars,
      "ABEZHIKMNOPTYXaenikvoptuxcj"
        + "ABESIJKMHOPCTYXYQWaesijkmhopctyxdhqwlybr" + "IVXLCDMivxlcdm"))
}
