package import Domain
package import SQLite

extension Connection {
  /// What SQLite's own check of the file finds; empty when it is sound.
  package mutating func integrityFaults() throws(DomainError) -> [String] {
    try rows(Dialect.integrityCheck) { row in row.text(0) }.filter { $0 != "ok" }
  }

  /// The rows whose references lead nowhere, as `table rowid → parent`.
  package mutating func foreignKeyFaults() throws(DomainError) -> [String] {
    try rows(Dialect.foreignKeyCheck) { row in "\(row.text(0)) \(row.text(1)) → \(row.text(2))" }
  }

  /// A setting's value.
  package mutating func setting(_ name: String) throws(DomainError) -> String? {
    try row("SELECT value FROM setting WHERE name = ?", [.text(name)]) { row in row.text(0) }
  }

  /// Gives a setting a value.
  package mutating func set(_ name: String, to value: String) throws(DomainError) {
    try run(
      """
      INSERT INTO setting (name, value) VALUES (?, ?)
      ON CONFLICT (name) DO UPDATE SET value = excluded.value
      """, [.text(name), .text(value)])
  }
}
