import Domain
import FoundationEssentials
import Testing

@Suite struct JSONParserTests {
  struct Accepted: Sendable {
    let text: String
    let value: JSON

    init(_ text: String, _ value: JSON) {
      self.text = text
      self.value = value
    }
  }

  static let accepted: [Accepted] = [
    Accepted("null", .null), Accepted("true", true), Accepted(" false ", false),
    Accepted("0", 0), Accepted("-0", 0), Accepted("-1", -1), Accepted("1e2", 100),
    Accepted("1E+2", 100), Accepted("1.0", 1), Accepted("1.5", 1.5), Accepted("-1.25e-2", -0.0125),
    Accepted("9223372036854775807", .integer(.max)),
    Accepted("-9223372036854775808", .integer(.min)),
    Accepted("9223372036854775808", .number(9_223_372_036_854_775_808)),
    Accepted("9007199254740993", .integer(9_007_199_254_740_993)),
    Accepted("0.1", .number(0.1)), Accepted("5e-324", .number(.leastNonzeroMagnitude)),
    Accepted("1e-400", 0),
    Accepted("\"\"", ""), Accepted("\"Đắk Lắk\"", "Đắk Lắk"), Accepted("\"\\u0111\"", "đ"),
    Accepted(#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{C}\n\r\t")),
    Accepted(#""\ud83d\ude00""#, "😀"), Accepted(#""\uD83D\uDE00x""#, "😀x"),
    Accepted(#""\u0000""#, "\0"), Accepted("\"\u{7F}\"", "\u{7F}"),
    Accepted("\"\u{2028}\u{2029}\"", "\u{2028}\u{2029}"), Accepted(#""\uFFFF""#, "\u{FFFF}"),
    Accepted("[]", []), Accepted("[ ]", []), Accepted("{}", [:]), Accepted("{ }", [:]),
    Accepted("[1,[2,[]],{}]", [1, [2, []], [:]]),
    Accepted("\t\r\n {\"a\" : [ 1 , null ] , \"\" : {} }\n", ["a": [1, nil], "": [:]]),
    Accepted("{\"a\":1,\"A\":2}", ["a": 1, "A": 2]),
    Accepted("\u{FEFF}[1]", [1]),
  ]

  @Test(arguments: accepted) func accepts(_ row: Accepted) throws {
    #expect(try JSONParser.parse(row.text) == row.value)
  }

  struct Refused: Sendable {
    let text: String
    let reason: JSONSyntaxError.Reason
    let line: Int
    let column: Int
    let found: String?

    init(
      _ text: String, _ reason: JSONSyntaxError.Reason, _ line: Int, _ column: Int,
      _ found: String? = nil
    ) {
      self.text = text
      self.reason = reason
      self.line = line
      self.column = column
      self.found = found
    }
  }

  static let refused: [Refused] = [
    Refused("", .unexpectedEnd, 1, 1), Refused("  \n ", .unexpectedEnd, 2, 2),
    Refused("[1,]", .unexpectedCharacter, 1, 4, "]"),
    Refused("[,1]", .unexpectedCharacter, 1, 2, ","),
    Refused("[1 2]", .unexpectedCharacter, 1, 4, "2"),
    Refused("[1", .unexpectedEnd, 1, 3), Refused("[1,", .unexpectedEnd, 1, 4),
    Refused("]", .unexpectedCharacter, 1, 1, "]"),
    Refused("{\"a\":1,}", .unexpectedCharacter, 1, 8, "}"),
    Refused("{\"a\" 1}", .unexpectedCharacter, 1, 6, "1"),
    Refused("{\"a\":}", .unexpectedCharacter, 1, 6, "}"),
    Refused("{", .unexpectedEnd, 1, 2), Refused("{\"a\"", .unexpectedEnd, 1, 5),
    Refused("{\"a\":", .unexpectedEnd, 1, 6), Refused("{\"a\":1", .unexpectedEnd, 1, 7),
    Refused("{a:1}", .unexpectedCharacter, 1, 2, "a"),
    Refused("{'a':1}", .unexpectedCharacter, 1, 2, "'"),
    Refused("{1:1}", .unexpectedCharacter, 1, 2, "1"),
    Refused("nul", .unexpectedCharacter, 1, 1, "n"),
    Refused("TRUE", .unexpectedCharacter, 1, 1, "T"),
    Refused("truex", .unexpectedCharacter, 1, 5, "x"),
    Refused("NaN", .unexpectedCharacter, 1, 1, "N"),
    Refused("Infinity", .unexpectedCharacter, 1, 1, "I"),
    Refused("+1", .unexpectedCharacter, 1, 1, "+"), Refused(".5", .unexpectedCharacter, 1, 1, "."),
    Refused("01", .badNumber, 1, 1), Refused("-01", .badNumber, 1, 1),
    Refused("-", .badNumber, 1, 1), Refused("--1", .badNumber, 1, 1),
    Refused("[1.]", .badNumber, 1, 2), Refused("[1.e1]", .badNumber, 1, 2),
    Refused("1e", .badNumber, 1, 1), Refused("1e+", .badNumber, 1, 1),
    Refused("1e400", .badNumber, 1, 1, "1e400"),
    Refused("0x1", .unexpectedCharacter, 1, 2, "x"),
    Refused("1_000", .unexpectedCharacter, 1, 2, "_"),
    Refused("1 2", .unexpectedCharacter, 1, 3, "2"),
    Refused("// note\n1", .unexpectedCharacter, 1, 1, "/"),
    Refused("\u{C}1", .unexpectedCharacter, 1, 1), Refused("\u{A0}1", .unexpectedCharacter, 1, 1),
    Refused("1\0", .unexpectedCharacter, 1, 2),
    Refused("\"abc", .unexpectedEnd, 1, 5), Refused("\"abc\\", .unexpectedEnd, 1, 5),
    Refused("\"a\nb\"", .controlCharacter, 1, 3), Refused("\"a\tb\"", .controlCharacter, 1, 3),
    Refused("\"\0\"", .controlCharacter, 1, 2), Refused("\"\u{1F}\"", .controlCharacter, 1, 2),
    Refused(#""\x""#, .badEscape, 1, 2), Refused(#""\U0041""#, .badEscape, 1, 2),
    Refused(#""\u12g4""#, .badEscape, 1, 2), Refused(#""\u12""#, .badEscape, 1, 2),
    Refused(#""\u+123""#, .badEscape, 1, 2),
    Refused(#""\ud800""#, .badEscape, 1, 2), Refused(#""\udc00""#, .badEscape, 1, 2),
    Refused(#""ab\ud800\u0041""#, .badEscape, 1, 4),
    Refused(#""\ud800\n""#, .badEscape, 1, 2), Refused(#""\ude00\ud83d""#, .badEscape, 1, 2),
    Refused("{\"a\":1,\"a\":2}", .duplicateMember, 1, 8, "a"),
    Refused(#"{"a":1,"\u0061":2}"#, .duplicateMember, 1, 8, "a"),
    Refused("[{},\n {\"b\":{\"x\":1, \"x\":1}}]", .duplicateMember, 2, 15, "x"),
    Refused("\n\n  [1,\n 2,,]", .unexpectedCharacter, 4, 4, ","),
    Refused("{\r\n\"a\": tru\r\n}", .unexpectedCharacter, 2, 6, "t"),
  ]

  @Test(arguments: refused) func refuses(_ row: Refused) {
    let error = #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(row.text) }
    #expect(error?.reason == row.reason)
    #expect(error?.line == row.line)
    #expect(error?.column == row.column)
    #expect(error?.found == row.found)
  }

  @Test(
    arguments: [
      [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
      [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0x22, 0xE1, 0xBA, 0x22],
      [0x22, 0x80, 0x5C, 0x6E, 0x22],
    ] as [[UInt8]])
  func refusesTextThatIsNotUTF8(_ bytes: [UInt8]) {
    let error = #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(bytes) }
    #expect(error?.reason == .notUTF8)
  }

  @Test(arguments: [[0xFF], [0x31, 0xC3], [0xC3, 0xA9], [0x00]] as [[UInt8]])
  func refusesOtherBytesOutsideStrings(_ bytes: [UInt8]) {
    #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(bytes) }
  }

  @Test(arguments: [("[", "]"), ("{\"a\":", "}")])
  func nestsSixtyFourDeepAndNoDeeper(_ pair: (String, String)) throws {
    func nested(_ depth: Int) -> String {
      String(repeating: pair.0, count: depth) + "1" + String(repeating: pair.1, count: depth)
    }
    #expect(try JSONParser.parse(nested(64)).compact == nested(64))
    let error = #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(nested(65)) }
    #expect(error?.reason == .tooDeep)
    let abyss = String(repeating: pair.0, count: 1_000_000)
    #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(abyss) }
  }

  @Test func depthIsCountedAlongOnePathOnly() throws {
    let text = "[" + Array(repeating: "[[]]", count: 200).joined(separator: ",") + "]"
    #expect(try JSONParser.parse(text).elements?.count == 200)
  }

  @Test func whatItWritesItReadsBack() throws {
    var random = Seeded(1)
    for _ in 0..<400 {
      let value = random.json(depth: 4)
      #expect(try JSONParser.parse(value.compact) == value)
      #expect(try JSONParser.parse(value.pretty) == value)
      #expect(try JSONParser.parse(value.pretty).compact == value.compact)
    }
  }

  @Test(arguments: ["9007199254740993.0", "1.2e16", "-9007199254740994.0", "1e300", "-0.0"])
  func whatItReadsStaysTheSameWhenWritten(_ text: String) throws {
    let value = try JSONParser.parse(text)
    #expect(try JSONParser.parse(value.compact) == value)
  }

  @Test func theToolchainsDecoderAgrees() throws {
    var random = Seeded(2)
    var texts = Self.accepted.map(\.text).filter { !$0.hasPrefix("\u{FEFF}") }
    for _ in 0..<200 { texts.append(random.json(depth: 3).pretty) }
    for text in texts {
      let ours = try JSONParser.parse(text)
      let theirs = try JSONDecoder().decode(Decoded.self, from: Data(text.utf8))
      #expect(theirs.agrees(with: ours), "\(text)")
    }
  }
}

/// Any JSON value, as the toolchain's decoder sees it.
private enum Decoded: Decodable {
  case null
  case bool(Bool)
  case integer(Int64)
  case number(Double)
  case string(String)
  case array([Decoded])
  case object([String: Decoded])

  init(from decoder: any Decoder) throws {
    let box = try decoder.singleValueContainer()
    if box.decodeNil() {
      self = .null
    } else if let value = try? box.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? box.decode(Int64.self) {
      self = .integer(value)
    } else if let value = try? box.decode(Double.self) {
      self = .number(value)
    } else if let value = try? box.decode(String.self) {
      self = .string(value)
    } else if let value = try? box.decode([Decoded].self) {
      self = .array(value)
    } else {
      self = .object(try box.decode([String: Decoded].self))
    }
  }

  func agrees(with json: JSON) -> Bool {
    switch (self, json) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.integer(let left), .integer(let right)): left == right
    case (.number(let left), .number(let right)): left == right
    case (.integer(let left), .number(let right)): Double(left) == right
    case (.number(let left), .integer(let right)): left == Double(right)
    case (.string(let left), .string(let right)): Array(left.utf8) == Array(right.utf8)
    case (.array(let left), .array(let right)):
      left.count == right.count && zip(left, right).allSatisfy { $0.agrees(with: $1) }
    case (.object(let left), .object(let right)):
      left.count == right.members.count
        && right.members.allSatisfy { left[$0.name]?.agrees(with: $0.value) ?? false }
    default: false
    }
  }
}
