import Domain
import SQLite

/// The conditions of a list as SQL with its bound values.
struct Conditions {
  private(set) var clauses: [String] = []
  private(set) var values: [Value] = []

  mutating func add(_ clause: String, _ values: [Value] = []) {
    clauses.append(clause)
    self.values += values
  }

  /// `column IN (?, …)`; nothing for an empty list, which means no restriction.
  mutating func add(_ column: String, in codes: [String]) {
    guard !codes.isEmpty else { return }
    let marks = Array(repeating: "?", count: codes.count).joined(separator: ", ")
    add("\(column) IN (\(marks))", codes.map(Value.text))
  }

  var sql: String { clauses.isEmpty ? "" : " WHERE " + clauses.joined(separator: " AND ") }
}

extension SortKey {
  /// The key as it is bound to a statement.
  var value: Value {
    switch self {
    case .bytes(let bytes): .blob(bytes)
    case .number(let number): .integer(number)
    }
  }
}
