import Domain
import SQLite
import Storage
import Testing

@Suite struct IdempotencyStoreTests {
  let file: TemporaryStore
  let store: Store

  init() throws {
    file = try TemporaryStore()
    store = try file.open()
  }

  private func replay(_ actor: String, _ key: String, _ print: [UInt8], _ now: Int64) throws
    -> String?
  {
    try store.read { db throws(DomainError) in
      try db.replay(
        IdempotencyKey(actor: actor, key: key, fingerprint: print), now: Instant(seconds: now))
    }
  }

  private func remember(
    _ actor: String, _ key: String, _ print: [UInt8], _ record: String, _ now: Int64
  )
    throws
  {
    try store.write { db throws(DomainError) in
      try db.remember(
        IdempotencyKey(actor: actor, key: key, fingerprint: print), record: record,
        now: Instant(seconds: now))
    }
  }

  @Test func remembersTheRecordOfEachActorAndKey() throws {
    try remember("a", "k", [1], "r1", 1000)
    try remember("b", "k", [2], "r2", 1000)
    try remember("a", "l", [1], "r3", 1000)
    #expect(try replay("a", "k", [1], 1001) == "r1")
    #expect(try replay("b", "k", [2], 1001) == "r2")
    #expect(try replay("a", "l", [1], 1001) == "r3")
    #expect(try replay("c", "k", [1], 1001) == nil)
    #expect(throws: DomainError.keyReused) { try replay("a", "k", [2], 1001) }
  }

  @Test func forgetsAfterTwoDays() throws {
    let end = 1000 + IdempotencyKey.lifetime
    try remember("a", "k", [1], "r1", 1000)
    #expect(try replay("a", "k", [1], end - 1) == "r1")
    #expect(try replay("a", "k", [2], end) == nil)
    try remember("a", "k", [2], "r2", end)
    #expect(try replay("a", "k", [2], end) == "r2")
    try remember("z", "z", [], "r", end + IdempotencyKey.lifetime)
    var raw = try file.raw()
    #expect(try raw.texts("SELECT actor FROM idempotency") == ["z"])
  }
}
