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

  @Test(arguments: 1..<3) func aDatabaseOfAnEarlierVersionIsBroughtUpToDate(_ version: Int) throws {
    let files = try Self.files()
    var old = try Connection(path: file.path, mode: .create)
    try old.script(
      """
      CREATE TABLE migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL,
        checksum BLOB NOT NULL, applied_at INTEGER NOT NULL) STRICT
      """)
    for step in files.prefix(version) {
      try old.script(String(decoding: step.bytes, as: UTF8.self))
      try old.execute(
        "INSERT INTO migration VALUES (?, ?, ?, 500)",
        [
          .integer(Int64(step.number)), .text(step.name),
          .blob(TemporaryStore.digest(step.bytes)),
        ])
    }
    try old.script(
      """
      INSERT INTO organisation (id, kind, status, name, name_key, version, created_at, updated_at,
        profile) VALUES ('o1', 'startup', 'verified', 'Hạt', x'01', 1, 10, 10,
        '{"kind":"startup","name":"Hạt"}')
      """)
    let store = try file.open(create: false)
    let places = file.places
    let found = try store.read { db throws(DomainError) in
      try db.organisation(ID("o1"), places: places)
    }
    #expect(found?.profile.name == "Hạt")
    try store.write { db throws(DomainError) in
      try db.insert(Sample.addition("leaf_rust", vi: ["gỉ sắt"]))
    }
    #expect(try old.number("SELECT count(*) FROM migration") == files.count)
    #expect(try old.number("SELECT count(*) FROM lexicon_addition") == 1)
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
