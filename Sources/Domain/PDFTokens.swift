/// What stands in a PDF (ISO 32000-1, 7.2 and 7.3), read token by token from some place on.
///
/// Strings and comments are passed over as a whole, so that what they say is taken for nothing else.
struct PDFTokens {
  /// The names that tell what acts, and what a stream holds and how it is packed.
  enum Name: String, CaseIterable {
    case javaScript = "JavaScript"
    case js = "JS"
    case onInstantiate = "OnInstantiate"
    case launch = "Launch"
    case encrypt = "Encrypt"
    case objectStream = "ObjStm"
    case count = "N"
    case first = "First"
    case filter = "Filter"
    case flate = "FlateDecode"
    case parameters = "DecodeParms"
    case predictor = "Predictor"
    /// Streams that lie in another file, and their filters.
    case file = "F"
    case fileFilter = "FFilter"
    case fileParameters = "FDecodeParms"
    /// The parameters, as some readers take them too.
    case shortParameters = "DP"
  }

  enum Token: Equatable {
    /// nil for any other name.
    case name(Name?)
    case number(Int)
    case string
    case openDictionary
    case closeDictionary
    case openArray
    case closeArray
    case null
    /// The word before the bytes of a stream.
    case stream
    /// Any other word, and numbers that are not whole.
    case word
    case end
  }

  private let bytes: [UInt8]
  private let end: Int
  /// Where the next token is looked for.
  private(set) var place: Int

  init(_ bytes: [UInt8], from start: Int, to end: Int) {
    self.bytes = bytes
    place = min(max(0, start), end)
    self.end = end
  }

  /// The next token; `.end` for ever where there is none.
  mutating func next() -> Token {
    skipBlanks()
    guard place < end else { return .end }
    let byte = bytes[place]
    place += 1
    switch byte {
    case UInt8(ascii: "/"): return .name(name())
    case UInt8(ascii: "("):
      skipString()
      return .string
    case UInt8(ascii: "<"):
      if takes(UInt8(ascii: "<")) { return .openDictionary }
      while place < end, bytes[place] != UInt8(ascii: ">") { place += 1 }
      place = min(end, place + 1)
      return .string
    case UInt8(ascii: ">"): return takes(UInt8(ascii: ">")) ? .closeDictionary : .word
    case UInt8(ascii: "["): return .openArray
    case UInt8(ascii: "]"): return .closeArray
    default: return Self.endsWord(byte) ? .word : word(from: place - 1)
    }
  }

  private mutating func takes(_ byte: UInt8) -> Bool {
    guard place < end, bytes[place] == byte else { return false }
    place += 1
    return true
  }

  private mutating func skipBlanks() {
    while place < end {
      let byte = bytes[place]
      if byte == UInt8(ascii: "%") {
        while place < end, bytes[place] != 0x0A, bytes[place] != 0x0D { place += 1 }
      } else if Self.isBlank(byte) {
        place += 1
      } else {
        return
      }
    }
  }

  private mutating func skipString() {
    var depth = 1
    while place < end, depth > 0 {
      switch bytes[place] {
      case UInt8(ascii: "\\"): place += 1
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"): depth -= 1
      default: break
      }
      place += 1
    }
    place = min(place, end)
  }

  private mutating func word(from start: Int) -> Token {
    skipRegular()
    let text = bytes[start..<place]
    switch bytes[start] {
    case 0x30...0x39:
      guard text.count <= 18, text.allSatisfy({ (0x30...0x39).contains($0) }) else { return .word }
      return .number(text.reduce(0) { $0 * 10 + Int($1 - 0x30) })
    case UInt8(ascii: "n"): return text.elementsEqual("null".utf8) ? .null : .word
    case UInt8(ascii: "s"): return text.elementsEqual("stream".utf8) ? .stream : .word
    default: return .word
    }
  }

  private mutating func skipRegular() {
    while place < end, !Self.endsWord(bytes[place]) { place += 1 }
  }

  /// A name may spell any sign as `#` and two hexadecimal digits (7.3.5).
  private mutating func name() -> Name? {
    let start = place
    skipRegular()
    guard place > start, place - start <= 3 * Self.longestName, Self.begins(bytes[start]) else {
      return nil
    }
    var name: [UInt8] = []
    var index = start
    while index < place {
      if bytes[index] == UInt8(ascii: "#"), index + 2 < place,
        let high = Hexadecimal.digit(bytes[index + 1]),
        let low = Hexadecimal.digit(bytes[index + 2])
      {
        name.append(high << 4 | low)
        index += 3
      } else {
        name.append(bytes[index])
        index += 1
      }
    }
    return Self.names.first { $0.bytes == name }?.name
  }

  private static let names = Name.allCases.map { (bytes: Array($0.rawValue.utf8), name: $0) }
  private static let longestName = names.reduce(0) { max($0, $1.bytes.count) }

  /// Whether one of the names may begin so; spares most others the comparison.
  private static func begins(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "#"), UInt8(ascii: "D"), UInt8(ascii: "E"), UInt8(ascii: "F"),
      UInt8(ascii: "J"), UInt8(ascii: "L"), UInt8(ascii: "N"), UInt8(ascii: "O"),
      UInt8(ascii: "P"):
      true
    default: false
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    switch byte {
    case 0, 9, 10, 12, 13, 32: true
    default: false
    }
  }

  /// Whether a byte ends a word.
  static func endsWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0, 9, 10, 12, 13, 32, UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "<"),
      UInt8(ascii: ">"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"),
      UInt8(ascii: "}"), UInt8(ascii: "/"), UInt8(ascii: "%"):
      true
    default: false
    }
  }
}
