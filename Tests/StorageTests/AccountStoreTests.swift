import Domain
import Storage
import Testing

@Suite struct AccountStoreTests {
  private let now = Instant(seconds: 1_780_272_000)

  private func account(_ id: String, _ email: String) -> Account {
    Account(
      id: ID(id), email: email, name: "Tài khoản \(id)", language: .vi, role: nil, status: .active,
      createdAt: now, updatedAt: now)
  }

  @Test func accountsAreFoundByIdentifierAndAddress() throws {
    let file = try TemporaryStore()
    let store = try file.open()
    let made = account("a", "an@example.vn")
    try store.write { db throws(DomainError) in try db.insert(made) }
    let found = try store.read { db throws(DomainError) in
      [
        try db.account(ID("a")), try db.account(email: "an@example.vn"),
        try db.account(email: "b@c"),
      ]
    }
    #expect(found == [made, made, nil])
  }

  @Test func anErasedAccountKeepsNoAddress() throws {
    let file = try TemporaryStore()
    let store = try file.open()
    var changed = account("a", "an@example.vn")
    try store.write { [changed] db throws(DomainError) in try db.insert(changed) }
    changed.status = .erased
    changed.name = ""
    changed.version = 2
    try store.write { [changed] db throws(DomainError) in try db.update(changed) }
    let found = try store.read { db throws(DomainError) in try db.account(ID("a")) }
    #expect(found?.email == "")
    #expect(found?.status == .erased)
    // Nobody writes over what has changed since.
    #expect(throws: DomainError.stale(current: 2)) {
      try store.write { [changed] db throws(DomainError) in try db.update(changed) }
    }
  }

  @Test func membershipsAreSetChangedAndEnded() throws {
    let file = try TemporaryStore()
    let store = try file.open()
    let firm = Organisation(
      id: ID("o"), status: .draft, createdAt: now, updatedAt: now,
      profile: OrganisationProfile(kind: .startup, name: "Sao Mai"))
    let person = account("a", "an@example.vn")
    try store.write { db throws(DomainError) in
      try db.insert(firm)
      try db.insert(person)
      for role in [Membership.Role.owner, .viewer] {
        try db.set(Membership(account: person.id, organisation: firm.id, role: role, since: now))
      }
    }
    let expected = [
      Membership(account: person.id, organisation: firm.id, role: .viewer, since: now)
    ]
    let found = try store.read { db throws(DomainError) in
      [try db.memberships(of: person.id), try db.members(of: firm.id)]
    }
    #expect(found == [expected, expected])
    let ended = try store.write { db throws(DomainError) in
      [
        try db.endMembership(of: person.id, in: firm.id),
        try db.endMembership(of: person.id, in: firm.id),
      ]
    }
    #expect(ended == [true, false])
  }
}
