import Domain

extension Seeded {
  /// A text of any characters, with more than their share of troublesome ones.
  mutating func text(_ length: ClosedRange<Int> = 0...12) -> String {
    let troublesome: [Unicode.Scalar] = [
      "\"", "\\", "/", "\0", "\u{8}", "\n", "\r", "\t", "\u{1F}", "\u{7F}", "đ", "ắ", "ƀ",
      "\u{301}",
      "\u{FEFF}", "\u{2028}", "😀", "\u{10FFFF}", "~",
    ]
    var scalars = String.UnicodeScalarView()
    for _ in 0..<number(length) {
      if chance(30) {
        scalars.append(pick(troublesome))
      } else if let scalar = Unicode.Scalar(UInt32(number(0x20...0x1EFF))) {
        scalars.append(scalar)
      }
    }
    return String(scalars)
  }

  /// A JSON value in the form in which the parser gives it.
  mutating func json(depth: Int) -> JSON {
    switch number(0...(depth > 0 ? 7 : 5)) {
    case 0: return .null
    case 1: return .bool(chance(50))
    case 2: return .integer(Int64(bitPattern: next()))
    case 3: return .integer(Int64(number(-1000...1000)))
    case 4:
      let value = Double(bitPattern: next())
      if !value.isFinite || value.rounded() == value { return .number(0.1) }
      return .number(value)
    case 5: return .string(text())
    case 6:
      var elements: [JSON] = []
      for _ in 0..<number(0...4) { elements.append(json(depth: depth - 1)) }
      return .array(elements)
    default:
      var members: [(String, JSON)] = []
      for _ in 0..<number(0...4) { members.append((text(), json(depth: depth - 1))) }
      return .object(JSONObject(members))
    }
  }
}
