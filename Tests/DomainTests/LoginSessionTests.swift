import Domain
import Testing

@Suite struct LoginSessionTests {
  private func session(used: Int64, isPending: Bool = false) -> LoginSession {
    LoginSession(
      id: ID("s"), account: ID("a"), createdAt: Instant(seconds: 1000),
      usedAt: Instant(seconds: used), address: nil, userAgent: nil, isPending: isPending)
  }

  @Test func itEndsWithoutUseAndInAnyCase() {
    let day: Int64 = 24 * 3600
    let table: [(used: Int64, now: Int64, isLive: Bool)] = [
      (1000, 1000, true), (1000, 1000 + 12 * 3600 - 1, true), (1000, 1000 + 12 * 3600, false),
      (1000 + 13 * day, 1000 + 13 * day + 3600, true),
      (1000 + 14 * day - 1, 1000 + 14 * day - 1, true),
      (1000 + 14 * day, 1000 + 14 * day, false),
    ]
    for row in table {
      #expect(
        session(used: row.used).isLive(at: Instant(seconds: row.now)) == row.isLive, "\(row)")
    }
    #expect(session(used: 1000, isPending: true).isLive(at: Instant(seconds: 1599)))
    #expect(!session(used: 1000, isPending: true).isLive(at: Instant(seconds: 1600)))
  }

  @Test func accountsOnlyTakeTheirOwnSteps() {
    let cases: [(Account.Status, Account.Event, Account.Status?)] = [
      (.unconfirmed, .confirm, .active), (.active, .confirm, nil), (.disabled, .confirm, nil),
      (.erased, .confirm, nil), (.active, .disable, .disabled), (.unconfirmed, .disable, nil),
      (.disabled, .enable, .active), (.erased, .enable, nil), (.unconfirmed, .enable, nil),
    ]
    for (from, event, to) in cases {
      let found = try? Account.lifecycle.target(
        of: event, from: from, as: [.owner, .admin], reason: "x")
      #expect(found == to, "\(from) \(event)")
    }
    #expect(throws: DomainError.invalid([Fault("/reason", .missing)])) {
      try Account.lifecycle.target(of: .disable, from: .active, as: [.admin], reason: " ")
    }
    #expect(throws: DomainError.self) {
      try Account.lifecycle.target(of: .enable, from: .disabled, as: [.owner], reason: nil)
    }
  }
}
