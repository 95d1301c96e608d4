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

  private static let mostParts = 10_000
  /// Bytes that the parts may have together once unpacked; beyond it an archive is a bomb.
  private static let mostUnpacked = 400_000_000
  private static let mostUnpackedPart = 200_000_000
  /// How many times its packed size a part may have; DEFLATE reaches little more.
  private static let mostRatio = 1000

  /// Reads the directory.
  ///
  /// nil where there is none, where it does not agree with what precedes the parts, where a part is
  /// encrypted, is named outside the archive or twice, where parts share bytes, or where the whole
  /// would unpack to more than 400 MB, a part to more than 200 MB or to a thousand times of what it
  /// is.
  init?(_ bytes: [UInt8]) {
    func number(_ position: Int, _ length: Int) -> Int {
      guard position >= 0, position + length <= bytes.count else { return -1 }
      return (0..<length).reduce(0) { $0 | Int(bytes[position + $1]) << (8 * $1) }
    }
    guard let end = Self.end(of: bytes) else { return nil }
    let count = number(end + 10, 2)
    let size = number(end + 12, 4)
    var position = number(end + 16, 4)
    guard number(end + 4, 2) == 0, number(end + 6, 2) == 0, number(end + 8, 2) == count,
      (1...Self.mostParts).contains(count), position + size == end
    else { return nil }
    var entries: [Entry] = []
    var seen: Set<String> = []
    var (packed, unpacked) = (0, 0)
    for _ in 0..<count {
      guard number(position, 4) == 0x0201_4B50, number(position + 8, 2) & 1 == 0 else { return nil }
      let length = number(position + 28, 2)
      let next = position + 46 + length + number(position + 30, 2) + number(position + 32, 2)
      let local = number(position + 42, 4)
      guard next <= end, length > 0, number(local, 4) == 0x0403_4B50,
        number(local + 26, 2) == length, local + 30 + length <= position,
        bytes[(position + 46)..<(position + 46 + length)].elementsEqual(
          bytes[(local + 30)..<(local + 30 + length)]),
        let name = String(
          validating: bytes[(position + 46)..<(position + 46 + length)], as: UTF8.self),
        Self.isInside(name), seen.insert(name.lowercased()).inserted
      else { return nil }
      let entry = Entry(
        name: name, method: number(position + 10, 2), packed: number(position + 20, 4),
        unpacked: number(position + 24, 4),
        start: local + 30 + length + number(local + 28, 2))
      guard entry.start + entry.packed <= bytes.count, entry.unpacked <= Self.mostUnpackedPart,
        entry.unpacked <= 1_000_000 || entry.unpacked / Self.mostRatio <= entry.packed
      else { return nil }
      packed += entry.packed
      unpacked += entry.unpacked
      entries.append(entry)
      position = next
    }
    guard position == end, packed <= bytes.count, unpacked <= Self.mostUnpacked else { return nil }
    self.entries = entries
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
