/// The form of a `Host` value: a name or address with an optional port (RFC 9110 §7.2).
package enum HostName {
  /// Whether text may be taken as a host. Only letters, digits, `.`, `-`, `_`, one port and an
  /// IPv6 address in brackets pass, so that a link made of it cannot lead astray.
  package static func isValid(_ text: String) -> Bool {
    guard !text.isEmpty, text.utf8.count <= 255 else { return false }
    var rest = Substring(text)
    if rest.first == "[" {
      guard let close = rest.firstIndex(of: "]") else { return false }
      let address = rest[rest.index(after: rest.startIndex)..<close]
      guard !address.isEmpty,
        address.utf8.allSatisfy({ isHexadecimal($0) || $0 == UInt8(ascii: ":") || $0 == 0x2E })
      else { return false }
      rest = rest[rest.index(after: close)...]
    } else {
      let end = rest.firstIndex(of: ":") ?? rest.endIndex
      let name = rest[..<end]
      guard !name.isEmpty, name.utf8.allSatisfy(isNameByte) else { return false }
      rest = rest[end...]
    }
    guard !rest.isEmpty else { return true }
    guard rest.first == ":" else { return false }
    return UInt16(rest.dropFirst()) != nil && rest.dropFirst().utf8.allSatisfy(isDigit)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    let lower = byte | 0x20
    return isDigit(byte) || (lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "f"))
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    let lower = byte | 0x20
    return isDigit(byte) || (lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z"))
      || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }
}
