/// A JSON value (RFC 8259) whose objects keep the order of their members.
///
/// Whole numbers that fit 64 bits stay exact, since money is counted in whole đồng.
package enum JSON: Sendable, Equatable {
  case null
  case bool(Bool)
  case integer(Int64)
  case number(Double)
  case string(String)
  case array([JSON])
  case object(JSONObject)

  /// The member of that name, if this is an object that has it.
  package subscript(_ name: String) -> JSON? {
    if case .object(let object) = self { object[name] } else { nil }
  }

  /// The text, if this is a string.
  package var text: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The whole number, if this is one.
  package var wholeNumber: Int64? {
    if case .integer(let number) = self { number } else { nil }
  }

  /// The elements, if this is an array.
  package var elements: [JSON]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// What kind of value this is, in the words of the JSON standard.
  package var typeName: String {
    switch self {
    case .null: "null"
    case .bool: "boolean"
    case .integer: "integer"
    case .number: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }

  /// A JSON string, or null for nil.
  package init(_ text: String?) {
    self = text.map(JSON.string) ?? .null
  }

  /// A JSON integer, or null for nil.
  package init(_ number: (some BinaryInteger)?) {
    self = number.map { .integer(Int64(clamping: $0)) } ?? .null
  }
}

/// The members of a JSON object in the order in which they were written.
package struct JSONObject: Sendable, Equatable {
  /// The members in order; names are unique.
  package private(set) var members: [(name: String, value: JSON)]

  /// An object without members.
  package init() { members = [] }

  /// An object of these members; of equal names the last value counts.
  package init(_ members: [(String, JSON)]) {
    self.init()
    for (name, value) in members { self[name] = value }
  }

  /// The value of a member; setting nil removes it, setting a new name appends it.
  package subscript(_ name: String) -> JSON? {
    get { members.first { $0.name == name }?.value }
    set {
      let position = members.firstIndex { $0.name == name }
      switch (position, newValue) {
      case (let position?, let value?): members[position].value = value
      case (let position?, nil): members.remove(at: position)
      case (nil, let value?): members.append((name, value))
      case (nil, nil): break
      }
    }
  }

  /// Appends a member whose name is known to be new.
  mutating func append(_ name: String, _ value: JSON) {
    members.append((name, value))
  }

  /// Equal when both have the same members, whatever their order.
  package static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.members.count == right.members.count
      && left.members.allSatisfy { right[$0.name] == $0.value }
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByFloatLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int64) { self = .integer(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(floatLiteral value: Double) { self = .number(value) }
  package init(arrayLiteral elements: JSON...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(JSONObject(elements))
  }
  package init(nilLiteral: ()) { self = .null }
}

extension JSON {
  /// Applies a JSON merge patch (RFC 7396): null removes, objects merge, all else replaces.
  ///
  /// With `keepingNull` a removed member stays there as null, so that whoever reads the result
  /// still sees which names the patch spoke of and can refuse those that nobody knows.
  package func merging(_ patch: JSON, keepingNull: Bool = false) -> JSON {
    guard case .object(let changes) = patch else { return patch }
    var result = JSONObject()
    if case .object(let object) = self { result = object }
    for (name, value) in changes.members {
      if value == .null {
        result[name] = keepingNull ? JSON.null : JSON?.none
      } else {
        result[name] = (result[name] ?? .null).merging(value, keepingNull: keepingNull)
      }
    }
    return .object(result)
  }
}
