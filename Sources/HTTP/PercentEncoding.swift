/// Percent-encoding (RFC 3986 §2.1), decoded strictly.
package enum PercentEncoding {
  /// Why text cannot be decoded. Offsets count bytes of the encoded text from 0.
  package enum Failure: Error, Equatable, Sendable {
    /// A `%` is not followed by two hexadecimal digits.
    case badEscape(offset: Int)
    /// The decoded bytes are not UTF-8.
    case notUTF8
    /// The decoded text holds a control character (U+0000-001F, U+007F-009F).
    case controlCharacter
  }

  /// What `+` stands for.
  package enum Plus: Sendable {
    /// Itself, as in a path.
    case literal
    /// A space, as in a query and in form data.
    case space
  }

  /// Decodes bytes to text.
  ///
  /// - Parameters:
  ///   - bytes: the encoded text.
  ///   - plus: what `+` stands for.
  ///   - allowingLineBreaks: whether tab, CR and LF are taken, as form fields need them.
  /// - Returns: the decoded text.
  /// - Throws: ``Failure`` at the first thing that is wrong; nothing is repaired, because a repaired
  ///   text may mean something else to the next program.
  package static func decode(
    _ bytes: some Collection<UInt8>, plus: Plus = .literal, allowingLineBreaks: Bool = false
  ) throws(Failure) -> String {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var offset = 0
    var index = bytes.startIndex
    while index != bytes.endIndex {
      let byte = bytes[index]
      bytes.formIndex(after: &index)
      if byte == UInt8(ascii: "%") {
        guard index != bytes.endIndex, let high = digit(bytes[index]) else {
          throw .badEscape(offset: offset)
        }
        bytes.formIndex(after: &index)
        guard index != bytes.endIndex, let low = digit(bytes[index]) else {
          throw .badEscape(offset: offset)
        }
        bytes.formIndex(after: &index)
        decoded.append(high << 4 | low)
        offset += 3
      } else {
        decoded.append(plus == .space && byte == UInt8(ascii: "+") ? 0x20 : byte)
        offset += 1
      }
    }
    guard let text = String(validating: decoded, as: UTF8.self) else { throw .notUTF8 }
    for scalar in text.unicodeScalars where isControl(scalar) {
      let isLineBreak = scalar == "\n" || scalar == "\r" || scalar == "\t"
      guard allowingLineBreaks && isLineBreak else { throw .controlCharacter }
    }
    return text
  }

  /// Encodes text for one path segment or one query value: all bytes but the unreserved
  /// characters of RFC 3986 §2.3 become `%XX`.
  package static func encode(_ text: String) -> String {
    var encoded: [UInt8] = []
    encoded.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      if isUnreserved(byte) {
        encoded.append(byte)
      } else {
        encoded.append(UInt8(ascii: "%"))
        encoded.append(hexadecimal[Int(byte >> 4)])
        encoded.append(hexadecimal[Int(byte & 15)])
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }

  private static let hexadecimal = Array("0123456789ABCDEF".utf8)

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      true
    default: false
    }
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
