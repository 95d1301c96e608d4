/// The fields of a message in the order they stand, looked up without regard to case
/// (RFC 9110 §5).
package struct Headers: Sendable, Equatable, Sequence {
  /// One field line.
  package struct Field: Sendable, Equatable {
    /// The name as written.
    package let name: String
    /// The value without surrounding white space.
    package let value: String
  }

  private var fields: [Field] = []

  /// Makes an empty list.
  package init() {}

  /// Makes a list of pairs; a pair that ``append(_:_:)`` refuses is left out.
  package init(_ pairs: [(String, String)]) {
    for (name, value) in pairs { append(name, value) }
  }

  /// How many field lines there are.
  package var count: Int { fields.count }

  /// Whether there are none.
  package var isEmpty: Bool { fields.isEmpty }

  /// The first value under a name; setting replaces every line of that name, `nil` removes them.
  /// A value that ``append(_:_:)`` refuses is not set, and the old one is gone.
  package subscript(name: String) -> String? {
    get { fields.first { Self.same($0.name, name) }?.value }
    set {
      fields.removeAll { Self.same($0.name, name) }
      if let newValue { append(name, newValue) }
    }
  }

  /// Every value under a name, in order.
  package func all(_ name: String) -> [String] {
    fields.filter { Self.same($0.name, name) }.map(\.value)
  }

  /// All values under a name as one comma-separated list (RFC 9110 §5.3), or `nil` without any.
  package func joined(_ name: String) -> String? {
    let values = all(name)
    return values.isEmpty ? nil : values.joined(separator: ", ")
  }

  /// Whether a line of this name is there.
  package func contains(_ name: String) -> Bool {
    fields.contains { Self.same($0.name, name) }
  }

  /// Adds a line after the others.
  ///
  /// A name that is not a token, or a value with CR, LF, NUL or another control character but the
  /// tab, is refused: such a value could end the header section early and start a second response
  /// (RFC 9110 §5.5). A refused line is not added, so text from a user can never split a response.
  ///
  /// - Returns: whether the line was added.
  @discardableResult
  package mutating func append(_ name: String, _ value: String) -> Bool {
    guard Self.isToken(name), Self.isValue(value) else { return false }
    fields.append(Field(name: name, value: value))
    return true
  }

  /// Sets a line only where none of that name is there yet.
  package mutating func setDefault(_ name: String, _ value: String) {
    if !contains(name) { append(name, value) }
  }

  package func makeIterator() -> IndexingIterator<[Field]> { fields.makeIterator() }

  /// Whether text is a token (RFC 9110 §5.6.2), the form of field and method names.
  package static func isToken(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy(isTokenByte)
  }

  /// Whether text may stand in a field value: no control character but the tab.
  package static func isValue(_ text: String) -> Bool {
    text.utf8.allSatisfy { ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 }
  }

  /// Whether two field names are the same, ignoring ASCII case.
  package static func same(_ left: String, _ right: String) -> Bool {
    left.utf8.count == right.utf8.count
      && zip(left.utf8, right.utf8).allSatisfy { lowercased($0) == lowercased($1) }
  }

  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default:
      "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
  }
}
