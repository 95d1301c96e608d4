import Domain
import SQLite
import Storage
import Testing

/// Whatever is kept on a person stands in the table by which it is exported and erased.
@Suite struct PersonalStoreTests {
  let file: TemporaryStore

  init() throws {
    file = try TemporaryStore()
    _ = try file.open()
  }

  /// Columns whose names say that they may hold a person's data.
  private static let telling: Set<String> = [
    "email", "address", "phone", "personal_id", "actor", "uploaded_by", "opened_by", "recipient",
    "applicant", "user_agent", "account_id", "recorded_by", "set_by", "written_by", "decided_by",
    "issued_by",
  ]

  /// Such columns that are an organisation's or hold no person's data, and why.
  private static let explained: [String: String] = [
    "audit.actor": "the identifier stays, see KeptData.audit; values are in audit_value",
    "access_log.actor": "the identifier stays, see KeptData.accessLog",
  ]

  @Test func everyColumnThatMayHoldAPersonsDataIsCovered() throws {
    var raw = try file.raw()
    let covered = Set(PersonalStore.all.map(\.name))
    var seen = 0
    for table in try raw.texts("SELECT name FROM sqlite_schema WHERE type = 'table'") {
      let columns = try raw.texts("SELECT name FROM pragma_table_info('\(table)')")
      let referring = try raw.query(
        "SELECT \"from\", \"table\" FROM pragma_foreign_key_list('\(table)')"
      ) { ($0.text(0), $0.text(1)) }.filter { $0.1 == "account" }.map(\.0)
      for column in Set(columns).intersection(Self.telling).union(referring) {
        seen += 1
        #expect(
          covered.contains(table) || Self.explained["\(table).\(column)"] != nil,
          "\(table).\(column) is neither exported nor erased")
      }
    }
    #expect(seen > 20)
  }

  @Test func everyTableOfItIsThere() throws {
    var raw = try file.raw()
    let tables = Set(try raw.texts("SELECT name FROM sqlite_schema WHERE type = 'table'"))
    for store in PersonalStore.all { #expect(tables.contains(store.name), "\(store.name)") }
    let db = try file.open()
    let none = try db.read { db throws(DomainError) in
      try db.personalData(of: ID("nobody"), email: "nobody@example.vn").count
    }
    #expect(none == 0)
    let erased = try db.write { db throws(DomainError) in
      try db.erasePersonalData(of: ID("nobody"), email: "nobody@example.vn").count
    }
    #expect(erased == 0)
  }
}
