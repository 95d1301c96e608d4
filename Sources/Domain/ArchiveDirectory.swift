/// The directory at the end of a ZIP archive (APPNOTE.TXT 6.3, §4.3), read without unpacking.
struct ArchiveDirectory: Sendable {
  /// The names of the parts, in the order of the directory.
  let names: [String]

  private static let mostParts = 10_000
  /// Bytes that the parts may have together once unpacked; beyond it an archive is a bomb.
  private static let mostUnpacked = 400_000_000

  /// Reads the directory.
  ///
  /// nil where there is none, where it does not agree with what precedes the parts, where a part is
  /// encrypted, is named outside the archive or twice, or where the whole would unpack to more
  /// than 400 MB.
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
    var names: [String] = []
    var seen: Set<String> = []
    var unpacked = 0
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
      unpacked += number(position + 24, 4)
      names.append(name)
      position = next
    }
    guard position == end, unpacked <= Self.mostUnpacked else { return nil }
    self.names = names
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
