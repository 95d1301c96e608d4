import Domain
import Storage
import Testing

@Suite struct OutboxStoreTests {
  private let now = Instant(seconds: 1_780_272_000)

  private static let audiences: [Notice.Audience] = [
    .account(ID("a1")), .organisation(ID("o1")), .officers, .address("an@example.vn", .en),
  ]

  @Test func noticesWaitInOrderUntilTheyAreTakenOutOnce() throws {
    let file = try TemporaryStore()
    let store = try file.open()
    let notices = Self.audiences.enumerated().map { number, audience in
      Notice(
        .test, to: audience, about: Notice.Subject(.problem, "p\(number)"),
        ["title": "Bài toán \"\(number)\"", "code": "DLK-2026-001"])
    }
    try store.write { db throws(DomainError) in
      for notice in notices { try db.post(notice, at: now) }
    }
    let waiting = try store.read { db throws(DomainError) in
      try db.waitingNotices(limit: 10)
    }
    #expect(waiting.map(\.notice) == notices)
    #expect(waiting.map(\.at) == notices.map { _ in now })
    #expect(waiting.map(\.sequence) == waiting.map(\.sequence).sorted())
    let first = try #require(waiting.first).sequence
    let taken = try store.write { db throws(DomainError) in
      [try db.markDispatched(first, at: now), try db.markDispatched(first, at: now)]
    }
    #expect(taken == [true, false])
    let rest = try store.read { db throws(DomainError) in try db.waitingNotices(limit: 10) }
    #expect(rest.map(\.notice) == Array(notices.dropFirst()))
  }

  @Test func aNoticeGoesWithItsTransaction() throws {
    let file = try TemporaryStore()
    let store = try file.open()
    #expect(throws: DomainError.unauthenticated) {
      try store.write { db throws(DomainError) in
        try db.post(
          Notice(.test, to: .officers, about: Notice.Subject(.problem, "p")), at: now)
        throw .unauthenticated
      }
    }
    let waiting = try store.read { db throws(DomainError) in
      try db.waitingNotices(limit: 10)
    }
    #expect(waiting.isEmpty)
  }
}
