import Domain
import SQLite
import Storage
import Testing

/// Every column that names an organisation is known to the merge.
@Suite struct MergeStoreTests {
  @Test func noColumnIsForgotten() throws {
    let file = try TemporaryStore()
    _ = try file.open()
    var raw = try file.raw()
    let tables = try raw.texts(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    var found: Set<[String]> = []
    for table in tables {
      let columns = try raw.texts("SELECT name FROM pragma_table_info('\(table)')")
      found.formUnion(columns.filter { $0.contains("organisation") }.map { [table, $0] })
      let keys = try raw.texts(
        "SELECT \"from\" FROM pragma_foreign_key_list('\(table)') WHERE \"table\" = 'organisation'")
      found.formUnion(keys.map { [table, $0] })
    }
    let moved = Set(OrganisationReference.moved.map { [$0.table, $0.column] })
    #expect(found.subtracting(moved).subtracting(OrganisationReference.kept) == [])
    #expect(moved.union(OrganisationReference.kept).subtracting(found) == [])
    #expect(moved.isDisjoint(with: OrganisationReference.kept))
    #expect(found.count > 25)
  }

  /// Columns that may hold either a person or an organisation are moved by hand.
  @Test func everyAudienceIsKnown() throws {
    let file = try TemporaryStore()
    _ = try file.open()
    var raw = try file.raw()
    let tables = try raw.texts("SELECT name FROM sqlite_schema WHERE type = 'table'")
    var found: Set<String> = []
    for table in tables
    where try raw.texts("SELECT name FROM pragma_table_info('\(table)')").contains("audience") {
      found.insert(table)
    }
    #expect(found == ["outbox", "problem_follower"])
  }
}
