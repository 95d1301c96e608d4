/// What makes an Office Open XML file (ECMA-376) more than a document: macros, programs inside it,
/// and templates that are fetched from elsewhere.
///
/// Told by the names of its parts, by how they begin, by the list of their types and by how they
/// refer to each other, since a part may have any name. Archives among the parts, such as the
/// workbook behind a chart, are looked at likewise.
struct ActiveOfficeFile {
  /// Bytes that the lists of types and relations may have together; those of real files are far
  /// smaller.
  private static let mostListed = 4_000_000
  /// Bytes that the archives in it may have together.
  private static let mostPackages = 60_000_000
  /// How deep an archive may lie in others.
  private static let deepest = 3

  private let unpacker: Unpacker
  private var leftOfLists = mostListed
  private var leftOfPackages = mostPackages

  /// Looks at one file.
  init(_ unpacker: Unpacker) { self.unpacker = unpacker }

  /// Throws `.active` for a part that acts, or whose list says that one does; `.closed` for a list
  /// or an archive that cannot be read, so that nothing can be said of the file.
  mutating func look(
    at archive: ArchiveDirectory, _ bytes: [UInt8], depth: Int = 0
  ) throws(FileType.Refusal) {
    if let part = archive.names.first(where: Self.isActive) { throw .active(part: part) }
    for entry in archive.entries {
      let name = entry.name.lowercased()
      let isTypes = name == "[content_types].xml"
      if isTypes || name.hasSuffix(".rels") {
        try lookAtList(entry, isTypes: isTypes, archive, bytes)
        continue
      }
      guard ArchiveDirectory.methods.contains(entry.method) else {
        throw .closed(found: "\(entry.name): \(entry.method)", accepted: "0, 8")
      }
      let beginning = archive.beginning(of: entry, in: bytes, unpacker)
      if Self.beginnings.contains(where: { beginning.starts(with: $0) }) {
        throw .active(part: entry.name)
      }
      guard beginning.starts(with: ArchiveDirectory.beginning) else { continue }
      leftOfPackages -= entry.unpacked
      guard leftOfPackages >= 0 else {
        throw .tooLarge(
          entry.name, Self.mostPackages - leftOfPackages, most: Self.mostPackages)
      }
      let closed = FileType.Refusal.closed(found: entry.name, accepted: "ZIP")
      guard depth < Self.deepest, let content = archive.content(of: entry, in: bytes, unpacker)
      else { throw closed }
      let package: ArchiveDirectory
      do { package = try ArchiveDirectory(content) } catch { throw closed }
      try look(at: package, content, depth: depth + 1)
    }
  }

  private mutating func lookAtList(
    _ entry: ArchiveDirectory.Entry, isTypes: Bool, _ archive: ArchiveDirectory, _ bytes: [UInt8]
  ) throws(FileType.Refusal) {
    leftOfLists -= entry.unpacked
    guard leftOfLists >= 0 else {
      throw .tooLarge(entry.name, Self.mostListed - leftOfLists, most: Self.mostListed)
    }
    guard let content = archive.content(of: entry, in: bytes, unpacker),
      let text = Self.text(content)
    else { throw .closed(found: entry.name, accepted: "XML (UTF-8, ISO/IEC 29500-2)") }
    if isTypes ? Self.types.contains(where: { text.contains($0) }) : Self.refersToActive(text) {
      throw .active(part: entry.name)
    }
  }

  /// Compound files (MS-CFB), in which OLE objects, macros and older office files are kept, and RTF,
  /// which holds such objects.
  private static let beginnings: [[UInt8]] = [
    [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], Array("{\\rt".utf8),
  ]
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
  private static let fetched = [
    "/attachedtemplate", "/oleobject", "/frame", "/subdocument", "/package", "/afchunk",
  ]

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
