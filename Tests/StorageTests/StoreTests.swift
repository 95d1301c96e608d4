import Domain
import FoundationEssentials
import SQLite
import Storage
import Testing

@Suite struct StoreTests {
  let file: TemporaryStore

  init() throws { file = try TemporaryStore() }

  /// What a connection of the store answers to a pragma.
  private static func pragma(_ name: String, _ db: inout Database) throws(DomainError) -> String {
    do { return try db.first("PRAGMA " + name) { row in row.text(0) } ?? "" } catch {
      throw .internalFault(error.description)
    }
  }

  @Test(arguments: [
    ("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1"),
    ("recursive_triggers", "1"),
    ("trusted_schema", "0"), ("query_only", "0"),
  ]) func theWriterIsSetUpToLoseNothing(_ row: (String, String)) throws {
    let store = try file.open()
    let value = try store.write { db throws(DomainError) in try Self.pragma(row.0, &db) }
    #expect(value == row.1)
  }

  @Test(arguments: [
    ("journal_mode", "wal"), ("foreign_keys", "1"), ("query_only", "1"), ("trusted_schema", "0"),
  ]) func readersOnlyRead(_ row: (String, String)) throws {
    let store = try file.open(readers: 3)
    for _ in 0..<3 {
      let value = try store.read { db throws(DomainError) in try Self.pragma(row.0, &db) }
      #expect(value == row.1)
    }
    #expect(throws: DomainError.unavailable("read_only")) {
      try store.read { db throws(DomainError) in try db.insert(Sample.organisation("a")) }
    }
  }

  @Test func theFileIsInWriteAheadMode() throws {
    _ = try file.open()
    var raw = try file.raw()
    #expect(try raw.texts("PRAGMA journal_mode") == ["wal"])
  }

  @Test func foreignKeysHold() throws {
    let store = try file.open()
    let error = #expect(throws: DomainError.self) {
      try store.insert([Sample.proposal("o", problem: "none", organisation: "none")])
    }
    guard case .internalFault = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func whatThrowsLeavesNothingBehind() throws {
    let store = try file.open()
    #expect(throws: DomainError.keyReused) {
      try store.write { db throws(DomainError) in
        try db.insert(Sample.organisation("a") { $0.fields = [.energy] })
        try db.record(Sample.act(1), digest: TemporaryStore.digest)
        throw DomainError.keyReused
      }
    }
    var raw = try file.raw()
    for table in ["organisation", "organisation_tag", "audit", "change_feed"] {
      #expect(try raw.number("SELECT count(*) FROM \(table)") == 0, "\(table)")
    }
    try store.insert([Sample.organisation("a")])
    #expect(try raw.number("SELECT count(*) FROM organisation") == 1)
  }

  @Test(arguments: [true, false]) func anAttemptIsKeptOrTakenBackWhole(_ keep: Bool) throws {
    let store = try file.open()
    let result = try store.attempt { db throws(DomainError) in
      try db.insert(Sample.organisation("a"))
      try db.insert(Sample.organisation("b"))
      return ("done", keep)
    }
    #expect(result == "done")
    var raw = try file.raw()
    #expect(try raw.number("SELECT count(*) FROM organisation") == (keep ? 2 : 0))
  }

  @Test func readersSeeTheOldStateWhileAWriteGoesOn() throws {
    let store = try file.open()
    let places = file.places
    @Sendable func count() throws(DomainError) -> Int {
      try store.read { db throws(DomainError) in
        try db.organisations(afterID: "", limit: 10, places: places).count
      }
    }
    try store.insert([Sample.organisation("a")])
    try store.write { db throws(DomainError) in
      try db.insert(Sample.organisation("b"))
      #expect(try count() == 1)
      #expect(try db.organisations(afterID: "", limit: 10, places: places).count == 2)
    }
    #expect(try count() == 2)
  }

  @Test func aReadSeesOneStateThroughout() throws {
    let store = try file.open()
    let places = file.places
    try store.read { db throws(DomainError) in
      let before = try db.organisations(afterID: "", limit: 10, places: places).count
      try store.insert([Sample.organisation("a")])
      #expect(before == 0)
      #expect(try db.organisations(afterID: "", limit: 10, places: places).isEmpty)
    }
    let after = try store.read { db throws(DomainError) in
      try db.organisations(afterID: "", limit: 10, places: places).count
    }
    #expect(after == 1)
  }

  @Test func manyAtOnceLoseNothing() async throws {
    let store = try file.open(readers: 2)
    let places = file.places
    try await withThrowingTaskGroup(of: Void.self) { group in
      for task in 0..<6 {
        group.addTask {
          for number in 0..<20 {
            try store.write { db throws(DomainError) in
              try db.insert(Sample.organisation("t\(task)-\(number)"))
              try db.record(Sample.act(number + 1), digest: TemporaryStore.digest)
            }
            _ = try store.read { db throws(DomainError) in
              try db.organisation(ID("t\(task)-\(number)"), places: places)
            }.map { #expect($0.id.text == "t\(task)-\(number)") }
          }
        }
      }
      try await group.waitForAll()
    }
    let (chain, last) = try store.read { db throws(DomainError) in
      (try db.verifyAudit(digest: TemporaryStore.digest), try db.lastChange())
    }
    guard case .intact(120, _) = chain else {
      Issue.record("\(chain)")
      return
    }
    #expect(last == 120)
  }

  @Test func aFileThatIsNotThereIsNotMadeUnlessAsked() throws {
    let error = #expect(throws: StorageError.self) { try file.open(create: false) }
    guard case .cannotOpen(file.path, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(!FileManager.default.fileExists(atPath: file.path))
  }

  @Test func whatIsNoDatabaseIsRefusedAndLeftAlone() throws {
    let bytes = Data(String(repeating: "not a database. ", count: 500).utf8)
    try bytes.write(to: URL(filePath: file.path))
    let error = #expect(throws: StorageError.self) { try file.open() }
    guard case .cannotOpen(file.path, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(try Data(contentsOf: URL(filePath: file.path)) == bytes)
  }

  @Test func aBackupHoldsEverythingAndIsUsable() throws {
    let store = try file.open()
    try store.insert((0..<200).map { Sample.organisation("o\($0)") })
    let copy = try TemporaryStore()
    try store.backup(to: copy.path)
    let again = try copy.open(create: false)
    let places = file.places
    let count = try again.read { db throws(DomainError) in
      try db.organisations(afterID: "", limit: 500, places: places).count
    }
    #expect(count == 200)
  }

  @Test func aBackupNeverReplacesAFile() throws {
    let store = try file.open()
    let target = try TemporaryStore()
    try Data("precious".utf8).write(to: URL(filePath: target.path))
    #expect(throws: DomainError.conflict(field: "path", value: target.path, holder: nil)) {
      try store.backup(to: target.path)
    }
    #expect(try Data(contentsOf: URL(filePath: target.path)) == Data("precious".utf8))
    let other = try TemporaryStore()
    _ = try other.open()
    #expect(throws: DomainError.self) { try store.backup(to: other.path) }
  }

  @Test func aBackupThatCannotBeWrittenSaysSo() throws {
    let store = try file.open()
    let error = #expect(throws: DomainError.self) { try store.backup(to: file.path + "/none/x.db") }
    guard case .unavailable = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func aCheckpointEmptiesTheLog() throws {
    let store = try file.open()
    try store.insert([Sample.organisation("a")])
    try store.checkpoint()
    let size = try FileManager.default.attributesOfItem(atPath: file.path + "-wal")[.size] as? Int
    #expect(size == 0)
  }
}
