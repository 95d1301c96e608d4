/// The name that a file is kept and handed out under, whatever name it came with.
package enum FileName {
  /// The most characters of a name.
  package static let longest = 150

  /// A name that is safe on any system and shows as what it is.
  ///
  /// Normal form C; only what follows the last slash or backslash; no control, format or bidi
  /// character (they can show `exe.pdf` for `fdp.exe`), no character that a file system forbids, no
  /// dot or space at either end; at most 150 characters; and an extension of its type.
  package static func safe(_ name: String, for type: FileType) -> String {
    let last = Folding.nfc(name).split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
    var scalars = String.UnicodeScalarView()
    for scalar in last.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
        .paragraphSeparator:
        continue
      case .spaceSeparator: if scalars.last != " " { scalars.append(" ") }
      default: scalars.append(forbidden.contains(scalar) ? "_" : scalar)
      }
    }
    var stem = String(scalars)
    var ending = type.extensions[0]
    for candidate in type.extensions where stem.lowercased().hasSuffix("." + candidate) {
      ending = String(stem.suffix(candidate.count))
      stem.removeLast(candidate.count + 1)
    }
    stem = trimmed(trimmed(stem).prefix(longest - ending.count - 1))
    return (stem.isEmpty ? "tep" : stem) + "." + ending
  }

  private static let forbidden: Set<Unicode.Scalar> = ["<", ">", ":", "\"", "|", "?", "*", "%"]

  private static func trimmed(_ text: some StringProtocol) -> String {
    let isEdge: (Character) -> Bool = { $0 == "." || $0 == " " }
    var rest = text.drop(while: isEdge)[...]
    while let last = rest.last, isEdge(last) { rest.removeLast() }
    return String(rest)
  }
}
