/// Where and why a text is not JSON.
package struct JSONSyntaxError: Error, Sendable, Equatable {
  /// What was wrong, as a stable key.
  package enum Reason: String, Sendable {
    case unexpectedEnd = "unexpected_end"
    case unexpectedCharacter = "unexpected_character"
    case badEscape = "bad_escape"
    case badNumber = "bad_number"
    case controlCharacter = "control_character"
    case duplicateMember = "duplicate_member"
    case notUTF8 = "not_utf8"
    case tooDeep = "too_deep"
    case tooManyMembers = "too_many_members"
  }

  /// What was wrong.
  package let reason: Reason
  /// Line of the fault, from 1.
  package let line: Int
  /// Byte within the line, from 1.
  package let column: Int
  /// The member name or character that was found, where it helps.
  package let found: String?
}

/// A strict JSON reader (RFC 8259).
///
/// The toolchain's own decoder takes trailing commas, drops a repeated member silently and
/// does not say where a fault is; a register that promises to lose nothing needs all three.
package struct JSONParser {
  /// Nesting that is accepted; deeper texts are refused before they can use up the stack.
  package static let depthLimit = 64

  /// Members of one object that are accepted; no record has nearly as many, and looking a member up
  /// goes through them in order.
  package static let memberLimit = 1000

  private let bytes: [UInt8]
  private let mostMembers: Int
  private var position = 0
  private var depth = 0

  /// Parses one JSON text; what is baked into the program may have more members than what comes
  /// from outside.
  /// - Throws: `JSONSyntaxError` with line and column.
  package static func parse(
    _ bytes: [UInt8], memberLimit: Int = memberLimit
  ) throws(JSONSyntaxError) -> JSON {
    var parser = JSONParser(bytes: bytes, memberLimit: memberLimit)
    let value = try parser.document()
    return value
  }

  /// Parses one JSON text.
  /// - Throws: `JSONSyntaxError` with line and column.
  package static func parse(_ text: String) throws(JSONSyntaxError) -> JSON {
    try parse(Array(text.utf8))
  }

  private init(bytes: [UInt8], memberLimit: Int) {
    self.bytes = bytes
    mostMembers = memberLimit
  }

  private mutating func document() throws(JSONSyntaxError) -> JSON {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    let result = try value()
    skipWhitespace()
    guard position == bytes.count else { throw unexpected() }
    return result
  }

  private mutating func value() throws(JSONSyntaxError) -> JSON {
    skipWhitespace()
    guard position < bytes.count else { throw fault(.unexpectedEnd) }
    switch bytes[position] {
    case UInt8(ascii: "{"):
      return try nested { parser throws(JSONSyntaxError) in try parser.object() }
    case UInt8(ascii: "["):
      return try nested { parser throws(JSONSyntaxError) in try parser.array() }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: throw unexpected()
    }
  }

  private mutating func nested(
    _ body: (inout JSONParser) throws(JSONSyntaxError) -> JSON
  ) throws(JSONSyntaxError) -> JSON {
    guard depth < Self.depthLimit else { throw fault(.tooDeep) }
    depth += 1
    defer { depth -= 1 }
    position += 1
    return try body(&self)
  }

  private mutating func object() throws(JSONSyntaxError) -> JSON {
    var result = JSONObject()
    var names: Set<String> = []
    if take(UInt8(ascii: "}")) { return .object(result) }
    repeat {
      skipWhitespace()
      guard position < bytes.count else { throw fault(.unexpectedEnd) }
      guard bytes[position] == UInt8(ascii: "\"") else { throw unexpected() }
      let start = position
      let name = try string()
      guard names.insert(name).inserted else {
        position = start
        throw fault(.duplicateMember, found: name)
      }
      guard names.count <= mostMembers else { throw fault(.tooManyMembers) }
      guard take(UInt8(ascii: ":")) else { throw unexpected() }
      result.append(name, try value())
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw unexpected() }
    return .object(result)
  }

  private mutating func array() throws(JSONSyntaxError) -> JSON {
    var result: [JSON] = []
    if take(UInt8(ascii: "]")) { return .array(result) }
    repeat { result.append(try value()) } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw unexpected() }
    return .array(result)
  }

  private mutating func literal(_ word: String, _ value: JSON) throws(JSONSyntaxError) -> JSON {
    guard bytes[position...].starts(with: word.utf8) else { throw unexpected() }
    position += word.utf8.count
    return value
  }

  private mutating func number() throws(JSONSyntaxError) -> JSON {
    let start = position
    if bytes[position] == UInt8(ascii: "-") { position += 1 }
    let integerStart = position
    skipDigits()
    let leadingZero = position > integerStart + 1 && bytes[integerStart] == UInt8(ascii: "0")
    guard position > integerStart, !leadingZero else {
      position = start
      throw fault(.badNumber)
    }
    var whole = true
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      position += 1
      whole = false
      try requireDigits(from: start)
    }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      whole = false
      if position < bytes.count, [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(bytes[position]) {
        position += 1
      }
      try requireDigits(from: start)
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if whole, let exact = Int64(text) { return .integer(exact) }
    guard let approximate = Double(text), approximate.isFinite else {
      position = start
      throw fault(.badNumber, found: String(text.prefix(40)))
    }
    if let exact = Int64(exactly: approximate), abs(approximate) < 0x1p53 { return .integer(exact) }
    return .number(approximate)
  }

  private mutating func requireDigits(from start: Int) throws(JSONSyntaxError) {
    let before = position
    skipDigits()
    guard position > before else {
      position = start
      throw fault(.badNumber)
    }
  }

  private mutating func skipDigits() {
    while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position])
    {
      position += 1
    }
  }

  private mutating func string() throws(JSONSyntaxError) -> String {
    position += 1
    var start = position
    var text = ""
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        text += try utf8(start..<position)
        position += 1
        return text
      case UInt8(ascii: "\\"):
        text += try utf8(start..<position)
        text.unicodeScalars.append(try escape())
        start = position
      case 0..<0x20: throw fault(.controlCharacter)
      default: position += 1
      }
    }
    throw fault(.unexpectedEnd)
  }

  private func utf8(_ range: Range<Int>) throws(JSONSyntaxError) -> String {
    guard let text = String(validating: bytes[range], as: UTF8.self) else { throw fault(.notUTF8) }
    return text
  }

  private mutating func escape() throws(JSONSyntaxError) -> Unicode.Scalar {
    guard position + 1 < bytes.count else { throw fault(.unexpectedEnd) }
    let letter = bytes[position + 1]
    if letter != UInt8(ascii: "u") {
      let escapes: [UInt8: Unicode.Scalar] = [
        UInt8(ascii: "\""): "\"", UInt8(ascii: "\\"): "\\", UInt8(ascii: "/"): "/",
        UInt8(ascii: "b"): "\u{8}", UInt8(ascii: "f"): "\u{C}", UInt8(ascii: "n"): "\n",
        UInt8(ascii: "r"): "\r", UInt8(ascii: "t"): "\t",
      ]
      guard let scalar = escapes[letter] else { throw fault(.badEscape) }
      position += 2
      return scalar
    }
    let start = position
    let first = try hexadecimal()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard UTF16.isLeadSurrogate(first), bytes[position...].starts(with: "\\u".utf8) else {
      position = start
      throw fault(.badEscape)
    }
    let second = try hexadecimal()
    guard UTF16.isTrailSurrogate(second) else {
      position = start
      throw fault(.badEscape)
    }
    let value = 0x10000 + (UInt32(first - 0xD800) << 10) + UInt32(second - 0xDC00)
    return Unicode.Scalar(value) ?? "\u{FFFD}"
  }

  private mutating func hexadecimal() throws(JSONSyntaxError) -> UInt16 {
    let digits = bytes[min(position + 2, bytes.count)..<min(position + 6, bytes.count)]
    guard digits.count == 4,
      digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw fault(.badEscape) }
    position += 6
    return unit
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipWhitespace()
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipWhitespace() {
    while position < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) {
      position += 1
    }
  }

  private func unexpected() -> JSONSyntaxError {
    guard position < bytes.count else { return fault(.unexpectedEnd) }
    let byte = bytes[position]
    return fault(
      .unexpectedCharacter,
      found: byte < 0x80 && byte > 0x20 ? String(Unicode.Scalar(byte)) : nil)
  }

  private func fault(_ reason: JSONSyntaxError.Reason, found: String? = nil) -> JSONSyntaxError {
    let before = bytes[..<min(position, bytes.count)]
    let line = before.count { $0 == 0x0A } + 1
    let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    return JSONSyntaxError(
      reason: reason, line: line, column: before.count - lineStart + 1, found: found)
  }
}
