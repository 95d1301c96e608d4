extension JSON {
  /// This value as JSON text in UTF-8, on one line, members in their order.
  package var compact: String {
    var text = ""
    write(to: &text, indentation: nil, level: 0)
    return text
  }

  /// This value as JSON text for people: two spaces per level.
  package var pretty: String {
    var text = ""
    write(to: &text, indentation: "  ", level: 0)
    return text
  }

  private func write(to text: inout String, indentation: String?, level: Int) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .number(let value): text += value.isFinite ? Self.shortest(value) : "null"
    case .string(let value): Self.write(value, to: &text)
    case .array(let elements):
      Self.write("[", "]", elements, to: &text, indentation, level) { element, text in
        element.write(to: &text, indentation: indentation, level: level + 1)
      }
    case .object(let object):
      Self.write("{", "}", object.members, to: &text, indentation, level) { member, text in
        Self.write(member.name, to: &text)
        text += indentation == nil ? ":" : ": "
        member.value.write(to: &text, indentation: indentation, level: level + 1)
      }
    }
  }

  private static func write<Element>(
    _ open: String, _ close: String, _ elements: [Element], to text: inout String,
    _ indentation: String?, _ level: Int, _ body: (Element, inout String) -> Void
  ) {
    text += open
    for (index, element) in elements.enumerated() {
      if index > 0 { text += "," }
      if let indentation {
        text += "\n" + String(repeating: indentation, count: level + 1)
      }
      body(element, &text)
    }
    if let indentation, !elements.isEmpty {
      text += "\n" + String(repeating: indentation, count: level)
    }
    text += close
  }

  private static func shortest(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") && abs(value) < 0x1p53 ? String(text.dropLast(2)) : text
  }

  private static func write(_ value: String, to text: inout String) {
    text += "\""
    var plain = value.utf8.startIndex
    for index in value.utf8.indices {
      let byte = value.utf8[index]
      guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
        continue
      }
      text += value[plain..<index]
      text += escape(byte)
      plain = value.utf8.index(after: index)
    }
    text += value[plain...]
    text += "\""
  }

  private static func escape(_ byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "\""): "\\\""
    case UInt8(ascii: "\\"): "\\\\"
    case 0x0A: "\\n"
    case 0x0D: "\\r"
    case 0x09: "\\t"
    default: "\\u00" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16)
    }
  }
}
