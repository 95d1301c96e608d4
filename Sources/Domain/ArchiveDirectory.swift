/// The directory at the end of a ZIP archive (APPNOTE.TXT 6.3, §4.3), read without unpacking.
struct ArchiveDirectory: Sendable {
  /// One part as the directory has it.
  struct Entry: Sendable {
    let name: String
    /// 0 for stored, 8 for DEFLATE.
    let method: Int
    let packed: Int
    let unpacked: Int
    /// Where its content begins.
    let start: Int
  }

  /// The parts, in the order of the directory.
  let entries: [Entry]

  /// Their names.
  var names: [String] { entries.map(\.name) }

  /// The ways of packing that are understood, all that office files may use (ISO/IEC 29500-2).
  static let methods = [0, 8]
  /// With what an archive begins that has a part.
  static let beginning: [UInt8] = [0x50, 0x4B, 0x03, 0x04]

  private static let mostParts = 10_000
  /// Bytes that the parts may have together once unpacked; beyond it an archive is a bomb.
  private static let mostUnpacked = 400_000_000
  private static let mostUnpackedPart = 200_000_000
  /// How many times its packed size a part may have; DEFLATE reaches little more.
  private static let mostRatio = 1000

  /// Reads the directory.
  ///
  /// Throws `.unknown` where there is none, where it does not agree with what precedes the parts,
  /// where a part is encrypted, is named outside the archive or twice, or where parts share bytes;
  /// `.closed` where the whole would unpack to more than 400 MB, a part to more than 200 MB or to a
  /// thousand times of what it is.
  init(_ bytes: [UInt8]) throws(FileType.Refusal) {
    func number(_ position: Int, _ length: Int) -> Int {
      guard position >= 0, position + length <= bytes.count else { return -1 }
      return (0..<length).reduce(0) { $0 | Int(bytes[position + $1]) << (8 * $1) }
    }
    guard let end = Self.end(of: bytes) else { throw .unknown }
    let count = number(end + 10, 2)
    let size = number(end + 12, 4)
    var position = number(end + 16, 4)
    guard number(end + 4, 2) == 0, number(end + 6, 2) == 0, number(end + 8, 2) == count,
      (1...Self.mostParts).contains(count), position + size == end
    else { throw .unknown }
    var entries: [Entry] = []
    var seen: Set<String> = []
    var (packed, unpacked) = (0, 0)
    for _ in 0..<count {
      guard number(position, 4) == 0x0201_4B50, number(position + 8, 2) & 1 == 0 else {
        throw .unknown
      }
      let length = number(position + 28, 2)
      let next = position + 46 + length + number(position + 30, 2) + number(position + 32, 2)
      let local = number(position + 42, 4)
      guard next <= end, length > 0, number(local, 4) == 0x0403_4B50,
        number(local + 8, 2) == number(position + 10, 2), number(local + 26, 2) == length,
        local + 30 + length <= position,
        bytes[(position + 46)..<(position + 46 + length)].elementsEqual(
          bytes[(local + 30)..<(local + 30 + length)]),
        let name = String(
          validating: bytes[(position + 46)..<(position + 46 + length)], as: UTF8.self),
        Self.isInside(name), seen.insert(name.lowercased()).inserted
      else { throw .unknown }
      let entry = Entry(
        name: name, method: number(position + 10, 2), packed: number(position + 20, 4),
        unpacked: number(position + 24, 4),
        start: local + 30 + length + number(local + 28, 2))
      guard entry.start + entry.packed <= bytes.count else { throw .unknown }
      let most = min(Self.mostUnpackedPart, max(1_000_000, Self.mostRatio * (entry.packed + 1) - 1))
      guard entry.unpacked <= most else { throw .tooLarge(name, entry.unpacked, most: most) }
      packed += entry.packed
      unpacked += entry.unpacked
      entries.append(entry)
      position = next
    }
    guard position == end, packed <= bytes.count else { throw .unknown }
    guard unpacked <= Self.mostUnpacked else {
      throw .tooLarge("ZIP", unpacked, most: Self.mostUnpacked)
    }
    self.entries = entries
  }

  /// The first bytes of a part, as far as they can be read.
  func beginning(of entry: Entry, in bytes: [UInt8], _ unpacker: Unpacker) -> [UInt8] {
    let packed = bytes[entry.start..<entry.start + entry.packed]
    return entry.method == 8 ? unpacker.deflate(packed, 8).bytes : Array(packed.prefix(8))
  }

  /// The content of a part; nil where it is packed in an unusual way, damaged, or not as long as the
  /// directory says.
  func content(of entry: Entry, in bytes: [UInt8], _ unpacker: Unpacker) -> [UInt8]? {
    let packed = bytes[entry.start..<entry.start + entry.packed]
    switch entry.method {
    case 0: return packed.count == entry.unpacked ? Array(packed) : nil
    case 8:
      let found = unpacker.deflate(packed, entry.unpacked)
      return found.isWhole && found.bytes.count == entry.unpacked ? found.bytes : nil
    default: return nil
    }
  }

  /// Where the end record begins; its comment must reach exactly to the end of the bytes.
  private static func end(of bytes: [UInt8]) -> Int? {
    guard bytes.count >= 22 else { return nil }
    for position in stride(from: bytes.count - 22, through: max(0, bytes.count - 65_557), by: -1)
    where bytes[position] == 0x50 && bytes[position + 1] == 0x4B && bytes[position + 2] == 5
      && bytes[position + 3] == 6
    {
      let comment = Int(bytes[position + 20]) | Int(bytes[position + 21]) << 8
      if position + 22 + comment == bytes.count { return position }
    }
    return nil
  }

  private static func isInside(_ name: String) -> Bool {
    !name.hasPrefix("/") && !name.contains("\\") && !name.unicodeScalars.contains("\0")
      && !name.split(separator: "/").contains("..")
  }
}
