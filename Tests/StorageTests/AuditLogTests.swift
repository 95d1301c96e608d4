import Domain
import SQLite
import Storage
import Testing

@Suite struct AuditLogTests {
  let file: TemporaryStore
  let store: Store

  init() throws {
    file = try TemporaryStore()
    store = try file.open()
  }

  private func record(_ count: Int) throws {
    try store.write { db throws(DomainError) in
      for number in 1...count { try db.record(Sample.act(number), digest: TemporaryStore.digest) }
    }
  }

  /// How many entries hold, -1 where one does not.
  private func entries() throws -> Int {
    if case .intact(let entries, let head) = try chain(), head.count == 32 { entries } else { -1 }
  }

  private func chain() throws -> ChainState {
    try store.read(bulk: true) { db throws(DomainError) in
      try db.verifyAudit(digest: TemporaryStore.digest)
    }
  }

  @Test(arguments: [1, 2, 999, 1000, 1001, 2500]) func anUntouchedChainIsIntact(_ count: Int) throws
  {
    #expect(try chain() == .intact(entries: 0, head: []))
    try record(count)
    #expect(try entries() == count)
  }

  @Test func entriesSayWhoDidWhatToWhich() throws {
    try record(2)
    var raw = try file.raw()
    let rows = try raw.query(
      "SELECT sequence, at, actor, action, aggregate, record_id, version, payload, previous_hash, hash FROM audit"
    ) { row in
      (
        (0...7).map { row.text(Int32($0)) }.joined(separator: "|"), row.blob(8), row.blob(9)
      )
    }
    #expect(
      rows.map(\.0) == [
        #"1|1|cli|problem.publish|problem|p1|1|{"after":"x"}"#,
        #"2|2|cli|problem.publish|problem|p2|2|{"after":"x"}"#,
      ])
    #expect(rows[0].1 == [UInt8](repeating: 0, count: 32))
    #expect(rows[1].1 == rows[0].2)
    #expect(rows[0].2.count == 32)
  }

  @Test(arguments: [
    "UPDATE audit SET actor = 'x'", "UPDATE audit SET payload = NULL WHERE sequence = 1",
    "DELETE FROM audit", "DELETE FROM audit WHERE sequence = 2",
  ]) func triggersKeepItAppendOnly(_ sql: String) throws {
    try record(3)
    var raw = try file.raw()
    let error = #expect(throws: DatabaseError.self) { try raw.execute(sql) }
    #expect(error?.kind == .constraint("audit is append-only"))
    #expect(try entries() == 3)
  }

  @Test func theServiceItselfCannotReplaceAnEntry() throws {
    try record(3)
    let kind = try store.write { db throws(DomainError) -> DatabaseError.Kind? in
      do throws(DatabaseError) {
        try db.execute("INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE sequence = 2")
        return nil
      } catch { return error.kind }
    }
    #expect(kind == .constraint("audit is append-only"))
  }

  @Test(
    arguments: [
      ("UPDATE audit SET actor = 'x' WHERE sequence = 3", 3, .hash),
      ("UPDATE audit SET at = at + 1 WHERE sequence = 1", 1, .hash),
      ("UPDATE audit SET action = 'problem.cancel' WHERE sequence = 5", 5, .hash),
      ("UPDATE audit SET aggregate = 'organisation' WHERE sequence = 5", 5, .hash),
      ("UPDATE audit SET record_id = 'p4' WHERE sequence = 2", 2, .hash),
      ("UPDATE audit SET version = 9 WHERE sequence = 4", 4, .hash),
      ("UPDATE audit SET payload = '{\"after\":\"y\"}' WHERE sequence = 4", 4, .payload),
      ("UPDATE audit SET salt = x'FF' WHERE sequence = 4", 4, .payload),
      ("UPDATE audit SET payload_digest = x'00' WHERE sequence = 2", 2, .hash),
      ("UPDATE audit SET previous_hash = x'00' WHERE sequence = 2", 2, .link),
      ("UPDATE audit SET hash = x'00' WHERE sequence = 2", 2, .hash),
      ("DELETE FROM audit WHERE sequence = 1", 1, .missing),
      ("DELETE FROM audit WHERE sequence = 3", 3, .missing),
      ("UPDATE audit SET sequence = 6 WHERE sequence = 5", 5, .missing),
      ("UPDATE audit SET actor = 'x' WHERE sequence > 1", 2, .hash),
    ] as [(String, Int64, ChainFault)])
  func tamperingIsFoundWhereItHappened(_ row: (String, Int64, ChainFault)) throws {
    try record(5)
    var raw = try file.raw()
    try raw.script("DROP TRIGGER tr_audit_no_update; DROP TRIGGER tr_audit_no_delete")
    try raw.script(row.0)
    #expect(try chain() == .broken(sequence: row.1, row.2))
  }

  @Test func membersCannotBeShiftedIntoOneAnother() throws {
    try store.write { db throws(DomainError) in
      try db.record(
        AuditAct(
          at: Instant(seconds: 1), actor: Actor(name: "ab", role: .admin), action: "c",
          aggregate: .problem, id: "d", version: 1, payload: [:], salt: []),
        digest: TemporaryStore.digest)
    }
    var raw = try file.raw()
    try raw.script("DROP TRIGGER tr_audit_no_update; UPDATE audit SET actor = 'a', action = 'bc'")
    #expect(try chain() == .broken(sequence: 1, .hash))
  }

  @Test func anErasedPayloadLeavesTheChainProved() throws {
    try record(3)
    var raw = try file.raw()
    try raw.script("UPDATE audit SET payload = NULL, salt = x'' WHERE sequence = 2")
    #expect(try entries() == 3)
    let report = try store.read(bulk: true) { db throws(DomainError) in
      try db.auditReport(digest: TemporaryStore.digest)
    }
    #expect(report.erased.payloads == 1 && report.accounted.payloads == 0)
  }

  @Test(arguments: [
    "UPDATE audit SET payload = NULL, salt = x'', actor = 'x' WHERE sequence = 2",
    "UPDATE audit SET payload = NULL, salt = x'', hash = x'01' WHERE sequence = 2",
    "UPDATE audit SET payload = NULL, salt = x'01' WHERE sequence = 2",
    "UPDATE audit SET payload = '{}', salt = x'' WHERE sequence = 2",
    "UPDATE audit SET payload = NULL, salt = x'', sequence = 9 WHERE sequence = 2",
  ]) func nothingButAPayloadCanBeTakenOut(_ sql: String) throws {
    try record(3)
    var raw = try file.raw()
    #expect(throws: DatabaseError.self) { try raw.execute(sql) }
    #expect(try entries() == 3)
  }
}
