import FoundationEssentials
import SQLite
import Testing

@Suite struct ConnectionTests {
  let file = TemporaryFile()

  @Test(
    arguments: [
      .null, 0, .integer(.max), .integer(.min), .real(0.1), .real(-1e300), .real(.infinity), "",
      "Đắk Lắk", "a\0b", .text(String(repeating: "ắ", count: 100_000)), .blob([]),
      .blob([0, 255, 0]),
      .blob([UInt8](repeating: 7, count: 100_000)),
    ] as [Value])
  func valuesComeBackAsTheyWere(_ value: Value) throws {
    var db = try file.connection()
    #expect(try db.execute("INSERT INTO t (b) VALUES (?)", [value]) == 1)
    let back = try db.first("SELECT b, typeof(b) FROM t") { row -> Value in
      switch row.text(1) {
      case "null": .null
      case "integer": .integer(row.integer(0))
      case "real": .real(row.real(0))
      case "text": .text(row.text(0))
      default: .blob(row.blob(0))
      }
    }
    #expect(back == value)
  }

  @Test func nullsReadAsNothing() throws {
    var db = try file.connection()
    let read = try db.first("SELECT NULL, 5, 'x'") { row in
      row.isNull(0) && row.integer(0) == 0 && row.real(0) == 0 && row.text(0) == ""
        && row.blob(0).isEmpty && row.optionalText(0) == nil && row.optionalInteger(0) == nil
        && row.optionalInteger(1) == 5 && row.optionalText(2) == "x" && !row.isNull(1)
    }
    #expect(read == true)
  }

  @Test func invalidTextInTheFileIsRepairedNotTrapped() throws {
    var db = try file.connection()
    try db.script("INSERT INTO t (b) VALUES (CAST(x'41FF42' AS TEXT))")
    #expect(try db.first("SELECT b FROM t") { row in row.text(0) } == "A\u{FFFD}B")
  }

  @Test func statementsAreReusedWithFreshValues() throws {
    var db = try file.connection()
    for number in 1...200 {
      try db.execute("INSERT INTO t (a, b) VALUES (?, ?)", [Value(number), Value("v\(number)")])
    }
    for number in [1, 200, 77] {
      let found = try db.query("SELECT b FROM t WHERE a = ?", [Value(number)]) { $0.text(0) }
      #expect(found == ["v\(number)"])
    }
    #expect(try db.first("SELECT ?", [.null]) { $0.isNull(0) } == true)
    #expect(try db.first("SELECT ?", ["x"]) { $0.text(0) } == "x")
  }

  @Test func aStatementIsFreeAgainAfterItsReaderHasThrown() throws {
    var db = try file.connection()
    try db.script("INSERT INTO t VALUES (1, 'x'), (2, 'y')")
    for _ in 0..<3 {
      let error = #expect(throws: DatabaseError.self) {
        try db.query("SELECT a FROM t") { row throws(DatabaseError) -> Int64 in
          throw DatabaseError(code: 1, message: "stop")
        }
      }
      #expect(error?.message == "stop")
    }
    #expect(try db.query("SELECT a FROM t") { $0.integer(0) } == [1, 2])
    try db.execute("DROP TABLE t")
  }

  @Test func aCachedStatementFollowsAChangedSchema() throws {
    var db = try file.connection()
    #expect(try db.query("SELECT * FROM t") { _ in 1 } == [])
    var other = try Connection(path: file.path, mode: .readWrite)
    try other.script("ALTER TABLE t ADD COLUMN c DEFAULT 9; INSERT INTO t (a) VALUES (1)")
    #expect(try db.query("SELECT * FROM t") { $0.integer(2) } == [9])
  }

  @Test(arguments: [([], 0), ([1, 2], 2)] as [([Value], Int)])
  func theNumberOfValuesMustFit(_ row: ([Value], Int)) throws {
    var db = try file.connection()
    let error = #expect(throws: DatabaseError.self) { try db.execute("SELECT ?", row.0) }
    #expect(error?.code == 21)
  }

  @Test(arguments: ["", "-- nothing", "SELEC 1", "SELECT * FROM none"])
  func badStatementsAreRefused(_ sql: String) throws {
    var db = try file.connection()
    let error = #expect(throws: DatabaseError.self) { try db.execute(sql) }
    #expect(error?.kind == .other)
  }

  @Test func aScriptStopsAtItsFirstFault() throws {
    var db = try file.connection()
    #expect(throws: DatabaseError.self) {
      try db.script(
        "INSERT INTO t VALUES (1, 1); INSERT INTO none VALUES (1); INSERT INTO t VALUES (2, 2)")
    }
    #expect(try db.query("SELECT a FROM t") { $0.integer(0) } == [1])
  }

  @Test func tellsHowManyRowsItChanged() throws {
    var db = try file.connection()
    try db.script("INSERT INTO t VALUES (1, 1), (2, 2), (3, 3)")
    #expect(try db.execute("UPDATE t SET b = 0 WHERE a > ?", [1]) == 2)
    #expect(try db.execute("DELETE FROM t WHERE a = ?", [9]) == 0)
  }

  @Test func showsThePlan() throws {
    var db = try file.connection()
    #expect(
      try db.plan("SELECT * FROM t WHERE a = 1") == ["SEARCH t USING INTEGER PRIMARY KEY (rowid=?)"]
    )
    #expect(try db.plan("SELECT * FROM t") == ["SCAN t"])
  }

  @Test func endlessQueriesEndAtTheDeadline() throws {
    let endless =
      "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
    var db = try file.connection()
    db.limitQueries(toMilliseconds: 20)
    let error = #expect(throws: DatabaseError.self) { try db.query(endless) { _ in 0 } }
    #expect(error?.kind == .interrupted)
    // The time is up for every query of the same request, and only for those that take long.
    #expect(throws: DatabaseError.self) { try db.query(endless) { _ in 0 } }
    db.limitQueries(toMilliseconds: nil)
    let bounded = endless.replacing("FROM n)", with: "FROM n LIMIT 100000)")
    #expect(try db.first(bounded) { $0.integer(0) } == 100_000)
  }

  @Test func missingFilesAreNotMadeUnlessAsked() throws {
    for mode in [Connection.Mode.readWrite, .readOnly] {
      let error = #expect(throws: DatabaseError.self) {
        _ = try Connection(path: file.path, mode: mode)
      }
      #expect(error?.kind == .cannotOpen)
      #expect(error?.message.contains(file.path) == true)
    }
    #expect(!FileManager.default.fileExists(atPath: file.path))
    let error = #expect(throws: DatabaseError.self) {
      _ = try Connection(path: file.path + "/none/x.db", mode: .create)
    }
    #expect(error?.kind == .cannotOpen)
  }

  @Test func readOnlyConnectionsRefuseToWrite() throws {
    var writer = try file.connection()
    try writer.script("INSERT INTO t VALUES (1, 1)")
    var reader = try Connection(path: file.path, mode: .readOnly)
    #expect(try reader.query("SELECT a FROM t") { $0.integer(0) } == [1])
    for sql in [
      "INSERT INTO t VALUES (2, 2)", "DELETE FROM t", "CREATE TABLE u (x)",
      "PRAGMA user_version = 5",
    ] {
      let error = #expect(throws: DatabaseError.self) { try reader.execute(sql) }
      #expect(error?.kind == .readOnly)
    }
  }

  @Test func theSchemaTableIsDefended() throws {
    var db = try file.connection()
    try db.script("PRAGMA writable_schema = ON")
    #expect(throws: DatabaseError.self) {
      try db.script("UPDATE sqlite_schema SET sql = 'damaged' WHERE name = 't'")
    }
    #expect(throws: DatabaseError.self) { try db.script("DELETE FROM sqlite_schema") }
    try db.script("PRAGMA journal_mode = OFF")
    #expect(try db.first("PRAGMA journal_mode") { $0.text(0) } != "off")
  }

  @Test func whatIsNoDatabaseIsRefused() throws {
    try Data(String(repeating: "not a database. ", count: 100).utf8).write(
      to: URL(filePath: file.path))
    let error = #expect(throws: DatabaseError.self) { _ = try file.connection() }
    #expect(error?.kind == .notADatabase)
  }

  @Test func aHeldLockIsBusyOnceThePatienceIsOver() throws {
    var holder = try file.connection()
    try holder.script("BEGIN IMMEDIATE")
    var other = try Connection(path: file.path, mode: .readWrite, busyTimeout: 10)
    let error = #expect(throws: DatabaseError.self) { try other.execute("BEGIN IMMEDIATE") }
    #expect(error?.kind == .busy)
    try holder.script("ROLLBACK")
    try other.execute("BEGIN IMMEDIATE")
  }

  @Test func aBackupTakenWhileWritingIsWhole() async throws {
    var db = try file.connection()
    try db.script("PRAGMA journal_mode = WAL; CREATE TABLE pair (x, y)")
    for number in 0..<2000 {
      try db.execute("INSERT INTO t VALUES (?, zeroblob(2000))", [Value(number)])
    }
    let (path, target) = (file.path, TemporaryFile())
    let writer = Task.detached {
      var db = try Connection(path: path, mode: .readWrite)
      for number in 0..<300 {
        // Both rows or neither: a copy must never show one of them alone.
        try db.execute("BEGIN IMMEDIATE")
        try db.execute("INSERT INTO pair VALUES (?, 1)", [Value(number)])
        try db.execute("INSERT INTO pair VALUES (?, 2)", [Value(number)])
        try db.execute("COMMIT")
      }
    }
    let source = try Connection(path: path, mode: .readOnly)
    var steps: [(Int, Int)] = []
    try source.backup(to: target.path) { done, total in steps.append((done, total)) }
    try await writer.value
    #expect(steps.last.map { $0.0 == $0.1 } == true)
    var copy = try Connection(path: target.path, mode: .readOnly)
    #expect(try copy.query("PRAGMA integrity_check") { $0.text(0) } == ["ok"])
    #expect(try copy.first("SELECT count(*) FROM t") { $0.integer(0) } == 2000)
    let halves = try copy.query("SELECT x FROM pair GROUP BY x HAVING count(*) <> 2") {
      $0.integer(0)
    }
    #expect(halves.isEmpty)
  }

  @Test func aBackupThatCannotBeWrittenSaysSo() throws {
    let db = try file.connection()
    let error = #expect(throws: DatabaseError.self) {
      try db.backup(to: "/nonexistent-\(UUID().uuidString)/copy.db")
    }
    #expect(error?.kind == .cannotOpen)
  }

  @Test func newFilesAreTheirOwnersAlone() throws {
    var db = try file.connection()
    try db.script("PRAGMA journal_mode = WAL; INSERT INTO t VALUES (1, 2)")
    let copy = TemporaryFile()
    try db.backup(to: copy.path)
    for path in [file.path, file.path + "-wal", copy.path] {
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
      #expect((mode as? Int) == 0o600, "\(path)")
    }
  }
}
