/// What a reader sees of a text, whatever stands in it that is not seen.
enum VisibleText {
  /// The text as it stands, and as it is read where marks of direction turn it around or tags of
  /// HTML are left out, each once.
  static func readings(of text: String) -> [String] {
    let scalars = text.unicodeScalars
    var readings = [text]
    if scalars.contains("\u{202E}") { readings.append(turned(text)) }
    if scalars.contains("<") { readings += readings.map(withoutTags) }
    return readings
  }

  /// Whether nobody sees a sign: joiners, marks of direction, selectors of a variant, and marks
  /// around or over the sign before it that change nothing about what it is.
  static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value >= 0xAD else { return false }
    switch scalar.properties.generalCategory {
    case .format, .enclosingMark: return true
    default: return scalar.properties.isDefaultIgnorableCodePoint
    }
  }

  /// What an override from right to left (UAX #9) shows turned around, up to the end of its line.
  private static func turned(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var turned: [Unicode.Scalar]?
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\u{202E}" where turned == nil: turned = []
      case "\u{202C}", "\n":
        result.append(contentsOf: turned?.reversed() ?? [])
        turned = nil
        result.append(scalar)
      default:
        if turned == nil { result.append(scalar) } else { turned?.append(scalar) }
      }
    }
    result.append(contentsOf: turned?.reversed() ?? [])
    return String(result)
  }

  /// Longer than any tag that is written by hand.
  private static let longestTag = 200

  private static func withoutTags(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    var index = 0
    while index < scalars.count {
      if let end = tagEnd(scalars, index) {
        index = end
      } else {
        result.append(scalars[index])
        index += 1
      }
    }
    return String(result)
  }

  /// Behind a tag that begins here; a sign for less is followed by neither letter nor slash.
  private static func tagEnd(_ scalars: [Unicode.Scalar], _ start: Int) -> Int? {
    guard scalars[start] == "<", start + 1 < scalars.count,
      scalars[start + 1] == "/" || scalars[start + 1] == "!"
        || scalars[start + 1].properties.isAlphabetic
    else { return nil }
    let inside = scalars[(start + 1)...].prefix(longestTag)
    guard let end = inside.firstIndex(where: { $0 == ">" || $0 == "<" }), scalars[end] == ">"
    else { return nil }
    return end + 1
  }
}
