import Domain
import FoundationEssentials
import SQLite
import Storage
import Testing

@Suite struct MigrationsTests {
  let file: TemporaryStore

  init() throws { file = try TemporaryStore() }

  /// The files in `schema/` as number, name and content.
  private static func files() throws -> [(number: Int, name: String, bytes: [UInt8])] {
    let folder = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "schema")
    return try FileManager.default.contentsOfDirectory(atPath: folder.path())
      .filter { $0.hasSuffix(".sql") }.sorted().map { name in
        (
          Int(name.prefix(4)) ?? -1, String(name.dropFirst(5).dropLast(4)),
          Array(try Data(contentsOf: folder.appending(path: name)))
        )
      }
  }

  @Test func everyStepIsAppliedInOrderAndRecorded() throws {
    _ = try file.open()
    let files = try Self.files()
    #expect(files.map(\.number) == Array(1...files.count))
    var raw = try file.raw()
    let rows = try raw.query(
      "SELECT number, name, checksum, applied_at FROM migration ORDER BY rowid"
    ) {
      ($0.integer(0), $0.text(1), $0.blob(2), $0.integer(3))
    }
    #expect(rows.map { Int($0.0) } == files.map(\.number))
    #expect(rows.map(\.1) == files.map(\.name))
    #expect(rows.map(\.2) == files.map { TemporaryStore.digest($0.bytes) })
    #expect(rows.allSatisfy { $0.3 == 1000 })
    let tables = try raw.texts(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%STRICT%' AND name NOT LIKE 'sqlite_%'"
    )
    #expect(tables == [], "every table is STRICT")
  }

  @Test func openingAgainChangesNothing() throws {
    let dump = "SELECT group_concat(number || hex(checksum) || applied_at) FROM migration"
    _ = try file.open()
    var raw = try file.raw()
    let before = try raw.texts(dump)
    _ = try Store(
      path: file.path, create: false, readers: 1, now: Instant(seconds: 9999),
      digest: TemporaryStore.digest)
    #expect(try raw.texts(dump) == before)
  }

  /// A register of the first release, which knew neither outcomes nor weights.
  @Test func aDatabaseOfTheFirstStepIsBroughtUpToDate() throws {
    let first = try #require(try Self.files().first)
    var raw = try Connection(path: file.path, mode: .create)
    try raw.script(
      """
      CREATE TABLE migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL,
        checksum BLOB NOT NULL, applied_at INTEGER NOT NULL) STRICT;
      """)
    try raw.script(String(decoding: first.bytes, as: UTF8.self))
    try raw.execute(
      "INSERT INTO migration VALUES (1, 'initial', ?, 5)",
      [.blob(TemporaryStore.digest(first.bytes))])
    try raw.script(
      """
      INSERT INTO problem (id, status, title, version, created_at, updated_at, published_at,
        statement) VALUES ('p', 'published', 'T', 1, 1, 1, 1, '{"title":"T"}')
      """)
    let store = try file.open()
    #expect(try raw.number("SELECT count(*) FROM migration") == Self.files().count)
    try store.insert([Sample.organisation("a")])
    let outcome = Outcome(
      id: ID("1"), problem: ID("p"), organisation: ID("a"), kind: .invited,
      at: Instant(seconds: 1), by: "cli",
      standing: Outcome.Standing(rank: nil, scoreMicros: nil, weightsVersion: "x"))
    try store.write { db throws(DomainError) in try db.insert(outcome) }
    #expect(try store.read { db throws(DomainError) in try db.outcome(ID("1")) } == outcome)
  }

  @Test func anAlteredMigrationIsRefused() throws {
    _ = try file.open()
    var raw = try file.raw()
    try raw.script("UPDATE migration SET checksum = x'00' WHERE number = 1")
    #expect(throws: StorageError.altered(number: 1, name: "initial")) { try file.open() }
  }

  @Test func aNewerDatabaseIsRefusedWithBothNumbers() throws {
    _ = try file.open()
    var raw = try file.raw()
    try raw.script("INSERT INTO migration VALUES (9999, 'later', x'00', 0)")
    let known = try Self.files().count
    #expect(throws: StorageError.newer(applied: 9999, known: known)) { try file.open() }
  }

  @Test func anotherProgramsDatabaseIsRefusedUntouched() throws {
    var raw = try Connection(path: file.path, mode: .create)
    try raw.script("CREATE TABLE theirs (x)")
    let error = #expect(throws: StorageError.self) { try file.open() }
    guard case .cannotOpen(_, "not an innoreg database") = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(try raw.texts("SELECT name FROM sqlite_schema") == ["theirs"])
    #expect(try raw.texts("PRAGMA journal_mode") == ["delete"])
  }

  @Test func aFailingStepLeavesNothing() throws {
    var raw = try Connection(path: file.path, mode: .create)
    try raw.script(
      """
      CREATE TABLE problem (mine);
      CREATE TABLE migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL,
        checksum BLOB NOT NULL, applied_at INTEGER NOT NULL) STRICT;
      """)
    let error = #expect(throws: StorageError.self) { try file.open() }
    guard case .migrationFailed(1, "initial", let detail) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(detail.contains("problem"))
    let tables = try raw.texts("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    #expect(tables == ["migration", "problem"])
    #expect(try raw.number("SELECT count(*) FROM migration") == 0)
    try raw.script("DROP TABLE problem")
    _ = try file.open()
  }

  @Test(arguments: 0..<5) func severalMayOpenANewDatabaseAtOnce(_ round: Int) async throws {
    let file = file
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<4 {
        group.addTask {
          let store = try file.open(readers: 1)
          try store.insert([Sample.organisation("o\(number)")])
        }
      }
      try await group.waitForAll()
    }
    var raw = try file.raw()
    #expect(try raw.number("SELECT count(*) FROM organisation") == 4)
    #expect(try raw.number("SELECT count(*) FROM migration") == Self.files().count)
  }
}
