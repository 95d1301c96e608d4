import Domain
import SQLite
import Storage
import Testing

@Suite struct ChangeFeedTests {
  let file: TemporaryStore

  init() throws { file = try TemporaryStore() }

  private func record(_ store: Store, _ numbers: ClosedRange<Int>) throws {
    try store.write { db throws(DomainError) in
      for number in numbers { try db.record(Sample.act(number), digest: TemporaryStore.digest) }
    }
  }

  @Test func tellsChangesInTheOrderOfTheirCommits() throws {
    let store = try file.open()
    #expect(try store.read { db throws(DomainError) in try db.lastChange() } == 0)
    try record(store, 1...3)
    try record(store, 4...5)
    let (all, part, none) = try store.read { db throws(DomainError) in
      (
        try db.changes(after: 0, limit: 100), try db.changes(after: 2, limit: 2),
        try db.changes(after: 5, limit: 100)
      )
    }
    #expect(all.map(\.sequence) == [1, 2, 3, 4, 5])
    #expect(all.map(\.id) == ["p1", "p2", "p3", "p4", "p5"])
    #expect(all.map(\.version) == [1, 2, 3, 4, 5])
    #expect(all.allSatisfy { $0.aggregate == .problem })
    #expect(part.map(\.sequence) == [3, 4])
    #expect(none.isEmpty)
  }

  @Test func knowsTheNewestVersionOfEachRecord() throws {
    let store = try file.open()
    try store.write { db throws(DomainError) in
      for version in [1, 2, 3] {
        try db.record(
          AuditAct(
            at: Instant(seconds: 0), actor: .commandLine, action: "x", aggregate: .organisation,
            id: "o", version: version, payload: [:], salt: []), digest: TemporaryStore.digest)
      }
      try db.record(Sample.act(7), digest: TemporaryStore.digest)
      // Records of two kinds may bear one identifier.
      for (aggregate, version) in [(Aggregate.lexicon, 4), (.weights, 1)] {
        try db.record(
          AuditAct(
            at: Instant(seconds: 0), actor: .commandLine, action: "x", aggregate: aggregate,
            id: "a", version: version, payload: [:], salt: []), digest: TemporaryStore.digest)
      }
    }
    let versions = try store.read { db throws(DomainError) in try db.feedVersions() }
    func key(_ aggregate: Aggregate, _ id: String) -> RecordKey {
      RecordKey(aggregate: aggregate, id: id)
    }
    #expect(
      versions == [
        key(.organisation, "o"): 3, key(.problem, "p7"): 7, key(.lexicon, "a"): 4,
        key(.weights, "a"): 1,
      ])
  }

  @Test func numbersAreNeverGivenTwice() throws {
    let store = try file.open()
    try record(store, 1...2)
    #expect(throws: DomainError.self) {
      try store.write { db throws(DomainError) in
        try db.record(Sample.act(3), digest: TemporaryStore.digest)
        throw DomainError.keyReused
      }
    }
    try record(store, 4...4)
    let all = try store.read { db throws(DomainError) in try db.changes(after: 0, limit: 9) }
    #expect(all.map(\.id) == ["p1", "p2", "p4"])
    #expect(all.map(\.sequence) == all.map(\.sequence).sorted())
  }

  @Test(arguments: [
    "UPDATE change_feed SET version = 9", "DELETE FROM change_feed",
    "UPDATE change_feed SET sequence = sequence + 1",
  ]) func isAppendOnly(_ sql: String) throws {
    let store = try file.open()
    try record(store, 1...2)
    var raw = try file.raw()
    let error = #expect(throws: DatabaseError.self) { try raw.execute(sql) }
    #expect(error?.kind == .constraint("change_feed is append-only"))
  }

  @Test func theWatchSeesCommitsOfOthersAndNothingElse() throws {
    let store = try file.open()
    var watch = try ChangeWatch(store)
    #expect(try watch.hasNews())
    #expect(try !watch.hasNews())
    try record(store, 1...1)
    #expect(try watch.hasNews())
    #expect(try !watch.hasNews())
    _ = try? store.write { db throws(DomainError) in
      try db.record(Sample.act(2), digest: TemporaryStore.digest)
      throw DomainError.keyReused
    }
    _ = try store.read { db throws(DomainError) in try db.lastChange() }
    #expect(try !watch.hasNews())
    let beside = try file.open()
    _ = try watch.hasNews()
    try record(beside, 3...3)
    #expect(try watch.hasNews())
    #expect(try !watch.hasNews())
  }
}
