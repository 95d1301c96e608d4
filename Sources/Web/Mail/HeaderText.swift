private import FoundationEssentials

import Domain

/// Text as it stands in the header of a message.
enum HeaderText {
  /// The text as encoded words (RFC 2047), or bare where it is short plain ASCII. Control
  /// characters, line ends among them, become spaces, so no text can begin a field of its own.
  static func encoded(_ text: String) -> String {
    let clean = oneLine(text)
    if isPlain(clean) { return clean }
    var words: [String] = []
    var chunk: [UInt8] = []
    for character in clean.unicodeScalars {
      let bytes = Array(String(character).utf8)
      // 39 bytes are 52 characters of base64, which with the frame and the field's name stay
      // within the 76 that a line with encoded words may have.
      if chunk.count + bytes.count > 39 {
        words.append(word(chunk))
        chunk = []
      }
      chunk += bytes
    }
    if !chunk.isEmpty { words.append(word(chunk)) }
    return words.joined(separator: "\r\n ")
  }

  /// A mailbox with its name.
  static func mailbox(_ mailbox: Mailbox) -> String {
    guard let name = mailbox.name else { return mailbox.address }
    let address = "<\(mailbox.address)>"
    let phrase = encoded(name)
    let last = phrase.utf8.split(separator: UInt8(ascii: "\n")).last?.count ?? 0
    return phrase + (last + address.utf8.count > 65 ? "\r\n " : " ") + address
  }

  /// A moment (RFC 5322 §3.3), in Vietnam's time.
  static func date(_ instant: Instant) -> String {
    let local = instant + 7 * 3600
    let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let text = local.description
    let parts = text.prefix(10).split(separator: "-")
    guard parts.count == 3, let month = Int(parts[1]), months.indices.contains(month - 1) else {
      return text
    }
    // 1970-01-01 was a Thursday.
    let weekday = days[Int(local.seconds / 86_400 % 7)]
    return "\(weekday), \(parts[2]) \(months[month - 1]) \(parts[0]) "
      + "\(text.dropFirst(11).prefix(8)) +0700"
  }

  /// The text without control characters and runs of white space.
  static func oneLine(_ text: String) -> String {
    let scalars = text.unicodeScalars.map { scalar -> Character in
      switch scalar.value {
      case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029: " "
      default: Character(scalar)
      }
    }
    return String(scalars).split(separator: " ").joined(separator: " ")
  }

  /// Letters, digits, spaces and marks that mean nothing in any header field, few enough for one
  /// line.
  private static func isPlain(_ text: String) -> Bool {
    text.utf8.count <= 60
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: " "), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }

  private static func word(_ bytes: [UInt8]) -> String {
    "=?UTF-8?B?" + Data(bytes).base64EncodedString() + "?="
  }
}
