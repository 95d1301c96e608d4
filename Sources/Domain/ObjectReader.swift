/// Collects everything that is wrong with an input, and everything understood differently.
package final class FaultLog {
  /// The broken rules, in the order in which they were met.
  package private(set) var faults: [Fault] = []
  /// What was understood differently from how it was written.
  package private(set) var notes: [Note] = []

  /// An empty log.
  package init() {}

  /// Adds a broken rule.
  package func add(_ fault: Fault) { faults.append(fault) }

  /// Adds a note.
  package func add(_ note: Note) { notes.append(note) }

  /// - Throws: `DomainError.invalid` with all faults, if there are any.
  package func check() throws(DomainError) {
    if !faults.isEmpty { throw .invalid(faults) }
  }
}

/// Reads the members of one JSON object into typed values, noting each fault and going on.
///
/// A null means the same as a missing member. Text is normalised to NFC and trimmed.
package struct ObjectReader {
  /// Where faults go.
  package let log: FaultLog
  private let path: String
  private let object: JSONObject
  private var known: [String] = []

  /// Starts on an object; anything else is a fault and nil.
  package init?(_ json: JSON, path: String = "", log: FaultLog) {
    guard case .object(let object) = json else {
      log.add(Fault(path, .wrongType, found: json.compact, accepted: "object"))
      return nil
    }
    self.log = log
    self.path = path
    self.object = object
  }

  /// The pointer to a member.
  package func pointer(_ name: String) -> String {
    let escaped = name.flatMap { character in
      switch character {
      case "~": "~0"
      case "/": "~1"
      default: String(character)
      }
    }
    return path + "/" + String(escaped)
  }

  private mutating func value(_ name: String) -> JSON? {
    known.append(name)
    guard let value = object[name], value != .null else { return nil }
    return value
  }

  private func wrongType(_ name: String, _ value: JSON, _ accepted: String) {
    log.add(Fault(pointer(name), .wrongType, found: value.compact, accepted: accepted))
  }

  /// A text of one line.
  package mutating func line(_ name: String, most: Int) -> String? {
    value(name).flatMap { clean($0, at: pointer(name), most: most, lines: false) }
  }

  /// A text of any number of lines.
  package mutating func text(_ name: String, most: Int) -> String? {
    value(name).flatMap { clean($0, at: pointer(name), most: most, lines: true) }
  }

  /// A text of any number of lines that stands by itself, such as an element of a list.
  package func text(of value: JSON, at path: String, most: Int) -> String? {
    clean(value, at: path, most: most, lines: true)
  }

  private func clean(_ value: JSON, at path: String, most: Int, lines: Bool) -> String? {
    guard case .string(let written) = value else {
      log.add(Fault(path, .wrongType, found: value.compact, accepted: "string"))
      return nil
    }
    let text = Folding.nfc(written).trimmed
    let allowed: Set<Unicode.Scalar> = lines ? ["\n", "\r", "\t"] : []
    let bad = text.unicodeScalars.first {
      Self.isControl($0) && !allowed.contains($0)
    }
    if let bad {
      let code =
        "U+" + String(repeating: "0", count: bad.value < 16 ? 3 : 2)
        + String(bad.value, radix: 16, uppercase: true)
      log.add(Fault(path, .controlCharacter, found: code))
      return nil
    }
    guard text.unicodeScalars.count <= most else {
      log.add(
        Fault(path, .tooLong, found: String(text.unicodeScalars.count), accepted: "≤ \(most)"))
      return nil
    }
    return text.isEmpty ? nil : text
  }

  /// Exactly the characters of general category Cc, which Unicode will never add to.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
  }

  /// A whole number in a range.
  package mutating func integer(_ name: String, in range: ClosedRange<Int64>) -> Int64? {
    guard let value = value(name) else { return nil }
    guard case .integer(let number) = value else {
      wrongType(name, value, "integer")
      return nil
    }
    guard range.contains(number) else {
      log.add(
        Fault(
          pointer(name), .outOfRange, found: String(number),
          accepted: "\(range.lowerBound)…\(range.upperBound)"))
      return nil
    }
    return number
  }

  /// A whole number in a range.
  package mutating func integer(_ name: String, in range: ClosedRange<Int>) -> Int? {
    integer(name, in: Int64(range.lowerBound)...Int64(range.upperBound)).map(Int.init)
  }

  /// A number that is not negative, whole or not; what is no number of use, as 1e999 or a text,
  /// is a fault.
  package mutating func share(_ name: String) -> Double? {
    guard let value = value(name) else { return nil }
    let number: Double
    switch value {
    case .integer(let whole): number = Double(whole)
    case .number(let written): number = written
    default:
      wrongType(name, value, "number")
      return nil
    }
    guard number.isFinite, (0...1_000_000).contains(number) else {
      log.add(
        Fault(pointer(name), .outOfRange, found: value.compact, accepted: "0…1000000"))
      return nil
    }
    return number
  }

  /// Money in whole đồng, up to a million billion.
  package mutating func money(_ name: String) -> Int64? {
    integer(name, in: 0...1_000_000_000_000_000 as ClosedRange<Int64>)
  }

  /// A value as it was written, whatever it is.
  package mutating func raw(_ name: String) -> JSON? { value(name) }

  /// True or false.
  package mutating func bool(_ name: String) -> Bool? {
    guard let value = value(name) else { return nil }
    guard case .bool(let flag) = value else {
      wrongType(name, value, "boolean")
      return nil
    }
    return flag
  }

  /// An e-mail address as it was written.
  package mutating func address(_ name: String) -> String? {
    guard let address = line(name, most: 254) else { return nil }
    let parts = address.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, let local = parts.first, let host = parts.last, !local.isEmpty,
      host.contains("."), !host.hasPrefix("."), !host.hasSuffix("."),
      !address.contains(where: { $0.isWhitespace || "<>\",;".contains($0) })
    else {
      log.add(
        Fault(pointer(name), .badFormat, found: address, accepted: "ten@example.vn"))
      return nil
    }
    return address
  }

  /// The e-mail address of an account: in lower case and of ASCII letters only, so that no two
  /// that look alike are two accounts.
  package mutating func email(_ name: String) -> String? {
    guard let address = address(name) else { return nil }
    guard address.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      log.add(
        Fault(pointer(name), .badFormat, found: address, accepted: "ten@example.vn"))
      return nil
    }
    return address.lowercased()
  }

  /// A secret as it was written, white space included, of at most 1000 bytes; faults never show it.
  package mutating func secret(_ name: String) -> String? {
    guard let value = value(name) else { return nil }
    guard case .string(let written) = value else {
      log.add(Fault(pointer(name), .wrongType, accepted: "string"))
      return nil
    }
    guard written.utf8.count <= 1000 else {
      log.add(Fault(pointer(name), .tooLong, found: "> 1000", accepted: "≤ 128"))
      return nil
    }
    guard !written.unicodeScalars.contains(where: Self.isControl) else {
      log.add(Fault(pointer(name), .controlCharacter, found: ""))
      return nil
    }
    return written.isEmpty ? nil : Folding.nfc(written)
  }

  /// A code of a closed list.
  package mutating func code<C: Code>(_ name: String, _ list: C.Type) -> C? {
    value(name).flatMap { code($0, at: pointer(name), list) }
  }

  private func code<C: Code>(_ value: JSON, at path: String, _ list: C.Type) -> C? {
    guard case .string(let text) = value else {
      log.add(Fault(path, .wrongType, found: value.compact, accepted: "string"))
      return nil
    }
    guard let code = C(rawValue: text) else {
      log.add(
        Fault(path, .notAccepted, found: text, accepted: C.accepted.joined(separator: ", ")))
      return nil
    }
    return code
  }

  /// A list of codes, each at most once.
  package mutating func codes<C: Code>(_ name: String, _ list: C.Type) -> [C] {
    var codes: [C] = []
    for (element, path) in elements(name, most: C.allCases.count * 2) {
      guard let code = code(element, at: path, list) else { continue }
      if codes.contains(code) {
        log.add(Fault(path, .repeated, found: code.rawValue))
      } else {
        codes.append(code)
      }
    }
    return codes
  }

  /// A list of one-line texts; empty ones are left out.
  package mutating func lines(_ name: String, most: Int, length: Int) -> [String] {
    elements(name, most: most).compactMap { clean($0.0, at: $0.1, most: length, lines: false) }
  }

  /// The elements of a list with the pointer to each.
  package mutating func elements(_ name: String, most: Int) -> [(JSON, String)] {
    guard let value = value(name) else { return [] }
    guard case .array(let elements) = value else {
      wrongType(name, value, "array")
      return []
    }
    guard elements.count <= most else {
      log.add(Fault(pointer(name), .tooMany, found: String(elements.count), accepted: "≤ \(most)"))
      return []
    }
    return elements.enumerated().map { ($1, pointer(name) + "/\($0)") }
  }

  /// An object read by `body`.
  package mutating func object<Value>(
    _ name: String, _ body: (inout ObjectReader) -> Value
  ) -> Value? {
    guard let value = value(name), var reader = ObjectReader(value, path: pointer(name), log: log)
    else { return nil }
    let result = body(&reader)
    reader.finish()
    return result
  }

  /// A day as yyyy-mm-dd.
  package mutating func day(_ name: String) -> String? {
    guard let text = line(name, most: 40) else { return nil }
    guard text.utf8.count == 10, Instant(rfc3339: text) != nil else {
      log.add(Fault(pointer(name), .badFormat, found: text, accepted: "yyyy-mm-dd"))
      return nil
    }
    return text
  }

  /// A moment (RFC 3339), or a day, which means its end in Vietnam.
  package mutating func instant(_ name: String) -> Instant? {
    guard let text = line(name, most: 60) else { return nil }
    guard let instant = Instant(rfc3339: text) else {
      log.add(
        Fault(
          pointer(name), .badFormat, found: text,
          accepted: "yyyy-mm-ddThh:mm:ss+07:00, yyyy-mm-dd"))
      return nil
    }
    return instant
  }

  /// A province by code or name; a former one is mapped to its successor, with a note.
  package mutating func province(_ name: String, _ gazetteer: Gazetteer) -> String? {
    line(name, most: 100).flatMap { province(written: $0, at: pointer(name), gazetteer) }
  }

  /// A list of provinces by code or name.
  package mutating func provinces(_ name: String, _ gazetteer: Gazetteer) -> [String] {
    var codes: [String] = []
    for (element, path) in elements(name, most: 100) {
      guard let text = clean(element, at: path, most: 100, lines: false),
        let code = province(written: text, at: path, gazetteer), !codes.contains(code)
      else { continue }
      codes.append(code)
    }
    return codes
  }

  private func province(written: String, at path: String, _ gazetteer: Gazetteer) -> String? {
    guard let place = gazetteer.resolve(written) else {
      log.add(
        Fault(
          path, .notAccepted, found: written,
          accepted: gazetteer.current.keys.sorted().joined(separator: ", ")))
      return nil
    }
    if place.former != nil {
      log.add(Note(path: path, key: "former_province", found: written, became: place.code))
    }
    return place.code
  }

  /// Takes note of members that somebody else reads.
  package mutating func accept(_ names: [String]) { known += names }

  /// Says that a member must be there.
  package func require(_ name: String, _ present: Bool) {
    guard !present, !log.faults.contains(where: { $0.path == pointer(name) }) else { return }
    log.add(Fault(pointer(name), .missing))
  }

  /// Notes every member that nothing asked for. Call it last.
  package func finish(readOnly: Set<String> = [], ignored: Set<String> = []) {
    for member in object.members where !known.contains(member.name) {
      if ignored.contains(member.name) { continue }
      if readOnly.contains(member.name) {
        log.add(Fault(pointer(member.name), .readOnly, found: member.value.compact))
      } else {
        log.add(
          Fault(
            pointer(member.name), .unknownMember, found: member.name,
            accepted: known.joined(separator: ", ")))
      }
    }
  }
}
