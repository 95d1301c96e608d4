import Domain

/// The smallest sound files of each kind.
enum SampleFiles {
  static func bytes(_ type: FileType) -> [UInt8] {
    switch type {
    case .pdf:
      Array("%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\nstartxref\n9\n%%EOF\n".utf8)
    case .png:
      [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        + chunk("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]) + chunk("IDAT", [1, 2, 3])
        + chunk("IEND", [])
    case .jpeg:
      [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC0, 0, 5, 8, 0, 1, 0xFF, 0xDA, 0, 3, 1, 9, 9]
        + [9, 0xFF, 0xD9, 0, 0]
    case .docx: archive(["[Content_Types].xml", "_rels/.rels", "word/document.xml"])
    case .xlsx: archive(["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"])
    }
  }

  /// An archive of parts that are not compressed, each with some text.
  static func archive(
    _ names: [String], unpacked: Int? = nil, flags: Int = 0, text: String = "<x/>"
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    var directory: [UInt8] = []
    for name in names {
      let (name, content) = (Array(name.utf8), Array(text.utf8))
      let start = bytes.count
      let middle =
        little(flags, 2) + little(0, 10) + little(content.count, 4)
        + little(unpacked ?? content.count, 4) + little(name.count, 2) + little(0, 2)
      bytes += little(0x0403_4B50, 4) + little(20, 2) + middle + name + content
      directory +=
        little(0x0201_4B50, 4) + little(20, 2) + little(20, 2) + middle + little(0, 10)
        + little(start, 4) + name
    }
    let end =
      little(0x0605_4B50, 4) + little(0, 4) + little(names.count, 2) + little(names.count, 2)
      + little(directory.count, 4) + little(bytes.count, 4) + little(0, 2)
    return bytes + directory + end
  }

  /// An office file with these packed parts beside those that every document has.
  static func document(
    _ packed: [(name: String, part: PackedSamples.Packed)],
    stored more: [(name: String, method: Int, length: Int, content: [UInt8])] = []
  ) -> [UInt8] {
    let stored =
      ["[Content_Types].xml", "_rels/.rels", "word/document.xml"].filter { name in
        !packed.contains { $0.name == name }
      }.map { (name: $0, method: 0, length: 4, content: Array("<x/>".utf8)) } + more
    var bytes: [UInt8] = []
    var directory: [UInt8] = []
    let parts =
      stored
      + packed.map {
        (name: $0.name, method: 8, length: $0.part.length, content: $0.part.bytes)
      }
    for part in parts {
      let name = Array(part.name.utf8)
      let start = bytes.count
      let middle =
        little(0, 2) + little(part.method, 2) + little(0, 8) + little(part.content.count, 4)
        + little(part.length, 4) + little(name.count, 2) + little(0, 2)
      bytes += little(0x0403_4B50, 4) + little(20, 2) + middle + name + part.content
      directory +=
        little(0x0201_4B50, 4) + little(20, 2) + little(20, 2) + middle + little(0, 10)
        + little(start, 4) + name
    }
    let end =
      little(0x0605_4B50, 4) + little(0, 4) + little(parts.count, 2) + little(parts.count, 2)
      + little(directory.count, 4) + little(bytes.count, 4) + little(0, 2)
    return bytes + directory + end
  }

  /// A PDF with an object stream.
  static func pdf(objects: PackedSamples.Packed, named name: String = "ObjStm") -> [UInt8] {
    Array("%PDF-1.7\n1 0 obj\n<</Type/\(name)/N 1/First 4/Filter/FlateDecode>>\nstream\n".utf8)
      + objects.bytes + Array("\nendstream\nendobj\nstartxref\n9\n%%EOF\n".utf8)
  }

  /// A PDF with these objects, each with its words.
  static func pdf(_ parts: String...) -> [UInt8] {
    Array(("%PDF-1.7\n" + parts.joined(separator: "\n") + "\nstartxref\n9\n%%EOF\n").utf8)
  }

  /// A PDF whose first object is a stream with this dictionary.
  static func pdf(_ dictionary: String, stream: [UInt8], end: String = "\n") -> [UInt8] {
    Array("%PDF-1.7\n1 0 obj\n\(dictionary)stream\(end)".utf8) + stream
      + Array("\nendstream\nendobj\nstartxref\n9\n%%EOF\n".utf8)
  }

  /// At most 65,535 bytes in one block of DEFLATE (RFC 1951, 3.2.4) that packs nothing.
  static func packed(_ content: [UInt8], method: Int = 8) -> [UInt8] {
    guard method == 8 else { return content }
    return [1] + little(content.count, 2) + little(~content.count & 0xFFFF, 2) + content
  }

  /// The same in the frame of zlib.
  static func zlib(_ content: [UInt8]) -> [UInt8] {
    [0x78, 0x01] + packed(content) + [0, 0, 0, 0]
  }

  private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
    [0, 0, 0, UInt8(content.count)] + Array(name.utf8) + content + [0, 0, 0, 0]
  }

  private static func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
