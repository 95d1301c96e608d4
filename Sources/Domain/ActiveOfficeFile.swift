/// What makes an Office Open XML file (ECMA-376) more than a document: macros, programs inside it,
/// and templates that are fetched from elsewhere.
///
/// Told by the names of its parts, by the list of their types and by how they refer to each other,
/// since a part may have any name.
enum ActiveOfficeFile {
  /// Bytes that the lists of types and relations may have together; those of real files are far
  /// smaller.
  private static let mostUnpacked = 4_000_000

  /// What was found.
  enum Finding: Equatable {
    case nothing
    /// A part that acts, or whose list says that one does.
    case active(part: String)
    /// A list that cannot be read, so that nothing can be said of the file.
    case unreadable
  }

  /// Looks at the names of the parts, then at what the lists say.
  static func look(
    at archive: ArchiveDirectory, _ bytes: [UInt8], _ unpacker: Unpacker
  ) -> Finding {
    if let part = archive.names.first(where: isActive) { return .active(part: part) }
    var left = mostUnpacked
    for entry in archive.entries {
      let name = entry.name.lowercased()
      let isTypes = name == "[content_types].xml"
      guard isTypes || name.hasSuffix(".rels") else { continue }
      left -= entry.unpacked
      guard left >= 0, let content = archive.content(of: entry, in: bytes, unpacker),
        let text = text(content)
      else { return .unreadable }
      if isTypes ? types.contains(where: { text.contains($0) }) : refersToActive(text) {
        return .active(part: entry.name)
      }
    }
    return .nothing
  }

  private static let names = ["vbaproject", "vbadata", "macrosheets/", "activex/", "oleobject"]
  private static let programs: Set<Substring> = [
    "bat", "cmd", "com", "dll", "exe", "hta", "jar", "js", "jse", "lnk", "msi", "ps1", "scr", "sh",
    "vbe", "vbs", "wsf",
  ]
  /// The parts that are neither XML nor a picture and do nothing.
  private static let quiet = ["printersettings", "customproperty"]

  private static func isActive(_ name: String) -> Bool {
    let name = name.lowercased()
    if names.contains(where: { name.contains($0) }) { return true }
    guard let ending = name.split(separator: ".").last, ending.count < name.count else {
      return false
    }
    if programs.contains(ending) { return true }
    return ending == "bin" && !quiet.contains { name.contains($0) }
  }

  private static let types = ["macroenabled", "vbaproject", "vbadata", "activex", "oleobject"]
  private static let relations = [
    "/vbaproject", "/wordvbadata", "/xlmacrosheet", "/xlintlmacrosheet", "/oleobject", "/control",
    "/activexcontrolbinary",
  ]
  /// Fetched and taken in when the file is opened.
  private static let fetched = ["/attachedtemplate", "/oleobject", "/frame", "/subdocument"]

  private static func refersToActive(_ text: String) -> Bool {
    text.split(separator: "<").contains { element in
      guard element.hasPrefix("relationship") || element.contains(":relationship") else {
        return false
      }
      let quote = element.replacing("'", with: "\"")
      if relations.contains(where: { quote.contains($0 + "\"") }) { return true }
      return quote.contains("\"external\"") && fetched.contains { quote.contains($0 + "\"") }
    }
  }

  /// The text of a list in lower case, its numeric references resolved. nil for what is not UTF-8
  /// or declares entities, which these lists must not (ECMA-376-2).
  private static func text(_ bytes: [UInt8]) -> String? {
    guard let text = String(validating: bytes, as: UTF8.self)?.lowercased(),
      !text.contains("<!doctype"), !text.contains("<!entity"), !text.contains("\0")
    else { return nil }
    guard text.contains("&#") else { return text }
    var result = ""
    var rest = Substring(text)
    while let start = rest.firstRange(of: "&#") {
      result += rest[..<start.lowerBound]
      rest = rest[start.upperBound...]
      guard let end = rest.firstIndex(of: ";") else { return nil }
      let isHex = rest.hasPrefix("x")
      let digits = rest[..<end].dropFirst(isHex ? 1 : 0)
      guard let value = UInt32(digits, radix: isHex ? 16 : 10), let scalar = Unicode.Scalar(value)
      else { return nil }
      result.unicodeScalars.append(scalar)
      rest = rest[rest.index(after: end)...]
    }
    return (result + rest).lowercased()
  }
}
