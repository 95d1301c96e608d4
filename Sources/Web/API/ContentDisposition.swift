import HTTP

/// How the name of a file travels in a header (RFC 6266, RFC 8187).
enum ContentDisposition {
  /// The value that has a browser save a file under a name: the name itself in UTF-8, and for old
  /// clients one whose other characters are replaced.
  static func attachment(_ name: String) -> String {
    let plain = String(
      name.unicodeScalars.map { scalar in
        (0x20..<0x7F).contains(scalar.value) && scalar != "\"" && scalar != "\\"
          ? Character(scalar) : "_"
      })
    let encoded = name.utf8.map { byte in
      isAttributeCharacter(byte)
        ? String(Unicode.Scalar(byte))
        : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }.joined()
    return "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(encoded)"
  }

  /// The file name in a value; nil where there is none that can be read.
  static func fileName(_ value: String) -> String? {
    var plain: String?
    for part in value.split(separator: ";").dropFirst() {
      let halves = part.split(separator: "=", maxSplits: 1)
      guard halves.count == 2 else { continue }
      let text = halves[1].drop { $0 == " " }
      switch halves[0].filter({ $0 != " " }).lowercased() {
      case "filename*":
        guard text.lowercased().hasPrefix("utf-8'"),
          let encoded = text.split(separator: "'", omittingEmptySubsequences: false).last,
          let name = try? PercentEncoding.decode(encoded.utf8)
        else { continue }
        return name
      case "filename": plain = String(text.filter { $0 != "\"" })
      default: continue
      }
    }
    return plain
  }

  /// attr-char of RFC 8187 §3.2.1.
  private static func isAttributeCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$&+-.^_`|~".utf8.contains(byte)
    }
  }
}
