/// The kinds of files that the register takes, told by their content and not by their name.
package enum FileType: String, Sendable, CaseIterable {
  case pdf = "application/pdf"
  case docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
  case xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
  case png = "image/png"
  case jpeg = "image/jpeg"

  /// The extensions under which such a file is known, the usual one first.
  package var extensions: [String] {
    switch self {
    case .pdf: ["pdf"]
    case .docx: ["docx"]
    case .xlsx: ["xlsx"]
    case .png: ["png"]
    case .jpeg: ["jpg", "jpeg"]
    }
  }

  /// Why some bytes are not taken.
  package enum Refusal: Error, Sendable, Equatable {
    /// They are no file of a known kind, or a damaged one.
    case unknown
    /// An office file that holds macros, embedded programs or the like, or a PDF that acts.
    case active(part: String)
    /// They are kept so that nobody can tell whether they act, or would unpack to too much: what was
    /// found, and what is taken.
    case closed(found: String, accepted: String)

    static func tooLarge(_ part: String, _ count: Int, most: Int) -> Self {
      .closed(found: "\(part): \(count) B", accepted: "≤ \(most) B")
    }
  }

  /// What some bytes are.
  ///
  /// Looks at magic numbers and at the outline of the format (chunks, segments, directory of the
  /// archive), so that a file that merely begins like one is refused. It does not decode pictures,
  /// and unpacks only what tells of active parts; looking for malicious content is the scan
  /// command's work.
  package static func recognise(
    _ bytes: [UInt8], unpackingBy unpacker: Unpacker
  ) throws(Refusal) -> FileType {
    if bytes.starts(with: "%PDF-".utf8) {
      guard isPDF(bytes) else { throw .unknown }
      switch ActivePDF.look(in: bytes, unpacker) {
      case .nothing: return .pdf
      case .active(let name): throw .active(part: name)
      case .closed(let found, let accepted): throw .closed(found: found, accepted: accepted)
      }
    }
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
      guard isPNG(bytes) else { throw .unknown }
      return .png
    }
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
      guard isJPEG(bytes) else { throw .unknown }
      return .jpeg
    }
    guard bytes.starts(with: ArchiveDirectory.beginning) else { throw .unknown }
    return try officeType(of: ArchiveDirectory(bytes), bytes, unpacker)
  }

  /// ISO 32000: a version in the first line, `startxref` and `%%EOF` at the end.
  private static func isPDF(_ bytes: [UInt8]) -> Bool {
    guard bytes.count > 32, bytes[5] == UInt8(ascii: "1") || bytes[5] == UInt8(ascii: "2"),
      bytes[6] == UInt8(ascii: ".")
    else { return false }
    let end = bytes.suffix(2048)
    return end.firstRange(of: "startxref".utf8) != nil && end.firstRange(of: "%%EOF".utf8) != nil
  }

  /// RFC 2083: a signature, then chunks from IHDR to IEND, and nothing after them.
  private static func isPNG(_ bytes: [UInt8]) -> Bool {
    guard bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) else {
      return false
    }
    var position = 8
    var isFirst = true
    while position + 12 <= bytes.count {
      let length = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
      let name = String(decoding: bytes[position + 4..<position + 8], as: UTF8.self)
      if isFirst, name != "IHDR" || length != 13 { return false }
      isFirst = false
      position += 12 + length
      if name == "IEND" { return length == 0 && position == bytes.count }
    }
    return false
  }

  /// ITU-T T.81: segments from SOI to a scan, and EOI at the end (cameras pad it with zeros).
  private static func isJPEG(_ bytes: [UInt8]) -> Bool {
    guard let last = bytes.lastIndex(where: { $0 != 0 }), last > 3, bytes[last] == 0xD9,
      bytes[last - 1] == 0xFF
    else { return false }
    var position = 2
    var hasFrame = false
    while position + 4 <= last, bytes[position] == 0xFF {
      let marker = bytes[position + 1]
      let length = Int(bytes[position + 2]) << 8 | Int(bytes[position + 3])
      switch marker {
      case 0xFF:
        position += 1
        continue
      case 0xDA: return hasFrame
      case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF: hasFrame = true
      case 0x01, 0xD0...0xD9: return false
      default: break
      }
      guard length >= 2 else { return false }
      position += 2 + length
    }
    return false
  }

  /// Office Open XML (ECMA-376) is an archive with `[Content_Types].xml` and one main part.
  private static func officeType(
    of archive: ArchiveDirectory, _ bytes: [UInt8], _ unpacker: Unpacker
  ) throws(Refusal) -> FileType {
    let names = Set(archive.names.map { $0.lowercased() })
    guard names.contains("[content_types].xml"), names.contains("_rels/.rels") else {
      throw .unknown
    }
    var look = ActiveOfficeFile(unpacker)
    try look.look(at: archive, bytes)
    switch (names.contains("word/document.xml"), names.contains("xl/workbook.xml")) {
    case (true, false): return .docx
    case (false, true): return .xlsx
    default: throw .unknown
    }
  }
}
