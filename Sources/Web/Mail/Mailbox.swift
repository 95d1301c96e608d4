import Domain

/// An address of e-mail with what its owner is called.
///
/// Addresses are plain: ASCII, without quoting or comments, so that nothing written in one can end
/// a header field or add a recipient.
package struct Mailbox: Sendable, Equatable {
  /// What the owner is called; nil for the bare address.
  package let name: String?
  /// Such as `an@example.vn`.
  package let address: String

  /// A mailbox; nil where the address is none.
  package init?(name: String? = nil, address: String) {
    guard Self.isAddress(address) else { return nil }
    self.name = name.flatMap { $0.trimmed.isEmpty ? nil : $0.trimmed }
    self.address = address
  }

  /// Reads `an@example.vn` or `Sở KH&CN <an@example.vn>`.
  package init?(_ text: String) {
    let text = text.trimmed
    guard text.hasSuffix(">"), let open = text.lastIndex(of: "<") else {
      self.init(address: text)
      return
    }
    self.init(
      name: String(text[..<open]),
      address: String(text[text.index(after: open)...].dropLast()))
  }

  /// What follows the `@`.
  package var domain: String { String(address[address.index(after: at)...]) }

  private var at: String.Index { address.lastIndex(of: "@") ?? address.startIndex }

  private static func isAddress(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, text.utf8.count <= 254 else { return false }
    let (local, domain) = (parts[0].utf8, parts[1].utf8)
    return (1...64).contains(local.count) && local.allSatisfy(isAtom)
      && local.first != UInt8(ascii: "-")
      && (1...253).contains(domain.count) && domain.allSatisfy(isDomain)
      && domain.first != UInt8(ascii: ".") && domain.last != UInt8(ascii: ".")
  }

  private static func isDomain(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
  }

  private static func isAtom(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || ".!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
