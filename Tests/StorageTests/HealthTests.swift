import Domain
import SQLite
import Storage
import Testing

@Suite struct HealthTests {
  let file: TemporaryStore
  let store: Store

  init() throws {
    file = try TemporaryStore()
    store = try file.open()
  }

  @Test func aSoundFileHasNoFaults() throws {
    try store.insert([Sample.organisation("a")])
    let faults = try store.read(bulk: true) { db throws(DomainError) in
      try db.integrityFaults() + db.foreignKeyFaults()
    }
    #expect(faults == [])
  }

  @Test func danglingReferencesAreNamed() throws {
    var raw = try file.raw()
    try raw.script(
      """
      PRAGMA foreign_keys = OFF;
      INSERT INTO problem_tag VALUES ('gone', 'technologies', 'ai');
      INSERT INTO token (id, hash, prefix, role, organisation_id, created_at)
        VALUES ('t', x'00', 'p', 'member', 'gone', 0);
      """)
    let faults = try store.read { db throws(DomainError) in try db.foreignKeyFaults() }
    #expect(faults.count == 2)
    #expect(faults.contains { $0.hasPrefix("problem_tag ") && $0.hasSuffix("→ problem") })
    #expect(faults.contains { $0.hasPrefix("token ") && $0.hasSuffix("→ organisation") })
  }

  @Test func settingsAreKept() throws {
    let (before, after) = try store.write { db throws(DomainError) in
      let before = try db.setting("x")
      try db.set("x", to: "1")
      try db.set("x", to: "2")
      return (before, try db.setting("x"))
    }
    #expect(before == nil)
    #expect(after == "2")
  }
}
