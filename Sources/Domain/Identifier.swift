/// The opaque identifier of one kind of record; the type keeps kinds from being mixed up.
///
/// Identifiers are random, so that nobody can tell from one how many others there are.
package struct ID<Record>: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The text that stands in URLs, files and the database.
  package let text: String

  /// Takes over a text that already is an identifier.
  package init(_ text: String) { self.text = text }

  /// Makes a new identifier of 16 characters from 80 random bits.
  package init(random bytes: [UInt8]) {
    let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")
    var text = ""
    var buffer: UInt32 = 0
    var bits = 0
    for byte in bytes.prefix(10) {
      buffer = buffer << 8 | UInt32(byte)
      bits += 8
      while bits >= 5 {
        bits -= 5
        text.append(alphabet[Int(buffer >> UInt32(bits) & 31)])
      }
      buffer &= 31
    }
    self.text = text
  }

  package var description: String { text }

  package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}
