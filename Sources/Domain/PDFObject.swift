/// One object of a PDF, looked through for what acts and for a stream that holds further objects.
///
/// Read as leniently as by those who show such files: what closes nothing is passed over, and what
/// acts counts wherever it stands in the object.
struct PDFObject {
  /// A stream that holds objects (ISO 32000-1, 7.5.7).
  struct ObjectStream {
    /// Where its bytes begin.
    let start: Int
    /// Whether they are packed with Flate.
    let isPacked: Bool
    /// How many objects it holds, and where the first of them begins.
    let count: Int
    let first: Int
  }

  /// The first name that makes a file act.
  private(set) var action: PDFTokens.Name?
  /// Whether it says how the file is encrypted.
  private(set) var isEncrypted = false
  /// The stream that follows it, where that holds objects.
  private(set) var stream: ObjectStream?
  /// What keeps such a stream from being looked into.
  private(set) var hindrance: String?
  /// Where looking ended.
  private(set) var end = 0

  /// Looks through the object whose value begins at a place.
  init(in bytes: [UInt8], at start: Int, to end: Int) {
    var tokens = PDFTokens(bytes, from: start, to: end)
    // What is open, and whether it is a dictionary.
    var open: [Bool] = []
    var dictionary = StreamDictionary()
    var token = PDFTokens.Token.end
    repeat {
      token = tokens.next()
      switch token {
      case .name(let name?): note(name, &dictionary)
      case .closeDictionary where open.last == true: open.removeLast()
      case .closeArray where open.last == false: open.removeLast()
      // Readers do not agree on what follows.
      case .stream where dictionary.holdsObjects: hindrance = "/ObjStm"
      default: break
      }
      if open.first == true { dictionary.add(token, isOwn: open.count == 1) }
      switch token {
      case .openDictionary: open.append(true)
      case .openArray: open.append(false)
      default: break
      }
    } while !open.isEmpty && token != .end
    if token == .closeDictionary, dictionary.holdsObjects, tokens.next() == .stream {
      dictionary.end()
      switch dictionary.objects(in: bytes, behind: tokens.place) {
      case .stream(let found): stream = found
      case .hindered(let by): hindrance = by
      }
    }
    self.end = tokens.place
  }

  private mutating func note(_ name: PDFTokens.Name, _ dictionary: inout StreamDictionary) {
    switch name {
    case .javaScript, .js, .onInstantiate, .launch: action = action ?? name
    case .encrypt: isEncrypted = true
    // Readers do not ask for the type; no other stream has a first object.
    case .objectStream, .first: dictionary.holdsObjects = true
    default: break
    }
  }
}

/// What the dictionary of a stream says of how it is packed.
private struct StreamDictionary {
  enum Objects {
    case stream(PDFObject.ObjectStream)
    case hindered(by: String)
  }

  /// Whether it speaks of objects, at any depth.
  var holdsObjects = false
  private var values: [PDFTokens.Name: [PDFTokens.Token]] = [:]
  private var key: PDFTokens.Name?
  private var value: [PDFTokens.Token] = []
  private var awaitsValue = false
  /// A key that stands there twice, of which readers do not take the same.
  private var repeated: PDFTokens.Name?

  private static func isKey(_ name: PDFTokens.Name) -> Bool {
    switch name {
    case .count, .first, .filter, .parameters, .file, .fileFilter, .fileParameters,
      .shortParameters:
      true
    default: false
    }
  }

  /// Tokens of a value that are looked at; what is longer is taken for unusual.
  private static let longest = 16

  /// Takes the next token, which stands in the dictionary itself or deeper.
  mutating func add(_ token: PDFTokens.Token, isOwn: Bool) {
    if isOwn, !awaitsValue, case .name(let name) = token {
      end()
      if let name, Self.isKey(name) { key = name }
      awaitsValue = true
      return
    }
    awaitsValue = false
    if key != nil, value.count < Self.longest { value.append(token) }
  }

  /// Takes what was read last as the value of its key.
  mutating func end() {
    guard let key else { return }
    if values.updateValue(value, forKey: key) != nil { repeated = key }
    self.key = nil
    value.removeAll(keepingCapacity: true)
  }

  /// The objects in the stream behind the word, where they are kept as files keep them: whole
  /// numbers, packed with Flate once or not at all.
  func objects(in bytes: [UInt8], behind word: Int) -> Objects {
    for name in [PDFTokens.Name.file, .fileFilter, .fileParameters, .shortParameters] {
      if values[name] != nil { return hindered(by: name) }
    }
    if let repeated { return hindered(by: repeated) }
    guard case .number(let count)? = only(.count) else { return hindered(by: .count) }
    guard case .number(let first)? = only(.first) else { return hindered(by: .first) }
    guard let isPacked else { return hindered(by: .filter) }
    guard changesNothing(values[.parameters] ?? []) else { return hindered(by: .parameters) }
    // CR, LF or both; what else there may be, readers do not agree on.
    var start = word
    if start < bytes.count, bytes[start] == 0x0D { start += 1 }
    if start < bytes.count, bytes[start] == 0x0A { start += 1 }
    guard start > word else { return .hindered(by: "/ObjStm") }
    return .stream(
      PDFObject.ObjectStream(start: start, isPacked: isPacked, count: count, first: first))
  }

  private func hindered(by name: PDFTokens.Name) -> Objects {
    .hindered(by: "/ObjStm /\(name.rawValue)")
  }

  private func only(_ name: PDFTokens.Name) -> PDFTokens.Token? {
    guard let value = values[name], value.count == 1 else { return nil }
    return value[0]
  }

  /// nil where it is packed otherwise.
  private var isPacked: Bool? {
    switch values[.filter] ?? [] {
    case [], [.null], [.openArray, .closeArray]: false
    case [.name(.flate)], [.openArray, .name(.flate), .closeArray]: true
    default: nil
    }
  }

  /// Whether parameters leave what was unpacked as it is.
  private func changesNothing(_ parameters: [PDFTokens.Token]) -> Bool {
    guard parameters.count < Self.longest, !parameters.contains(.word) else { return false }
    return parameters.indices.allSatisfy { index in
      parameters[index] != .name(.predictor)
        || (index + 1 < parameters.count && parameters[index + 1] == .number(1))
    }
  }
}
