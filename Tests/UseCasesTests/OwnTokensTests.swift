import Domain
import Storage
import Testing
import UseCases

/// Tokens that people make for themselves.
@Suite struct OwnTokensTests {
  let world: World
  let an: Person
  let own: Organisation
  var registry: Registry { world.registry }

  init() throws {
    world = try World()
    an = Person(world)
    _ = try an.join()
    own = try world.registry.createOrganisation(
      ["kind": "startup", "name": "Mới"], by: try an.actor()
    ).record
  }

  private func make(_ patch: JSON = [:], by actor: Actor? = nil) throws(DomainError) -> (
    token: Token, secret: String
  ) {
    let body: JSON = [
      "scope": "write", "organisation": .string(own.id.text), "expires_at": "2026-12-31",
    ]
    guard let actor = try? actor ?? an.actor() else { throw .unauthenticated }
    return try registry.createOwnToken(body.merging(patch), by: actor)
  }

  @Test func aTokenActsForItsPerson() throws {
    let made = try make()
    let actor = try registry.actor(secret: made.secret)
    #expect(actor.role == .member && actor.organisation == own.id && actor.membership == .owner)
    #expect(actor.token == made.token.id && actor.account == made.token.account)
    #expect(!actor.mayOnlyRead)
    #expect(try registry.tokens(by: try an.actor()).map(\.id) == [made.token.id])
    #expect(try registry.tokens(by: try an.actor()).first?.lastUsed == "2026-06-01")
  }

  @Test(
    arguments: [
      (["scope": nil], "invalid /scope missing"), (["scope": "all"], "invalid /scope not_accepted"),
      (["expires_at": nil], "invalid /expires_at missing"),
      (["expires_at": "2026-05-31"], "invalid /expires_at in_the_past"),
      (["expires_at": "2027-06-03"], "invalid /expires_at out_of_range"),
      (["expires_at": "2027-06-01"], "ok"),
      (["organisation": nil], "invalid /organisation missing"),
      (["organisation": "nobody"], "invalid /organisation not_found"),
      (["role": "admin"], "invalid /role read_only"),
      (["x": 1], "invalid /x unknown_member"),
    ] as [(JSON, String)]) func anInputIsChecked(_ row: (JSON, String))
  {
    #expect(outcome { () throws(DomainError) in try make(row.0) } == row.1)
  }

  @Test func aForeignOrganisationIsNotFound() throws {
    let foreign = try world.organisation()
    #expect(
      outcome { () throws(DomainError) in
        try make(["organisation": .string(foreign.id.text)])
      } == "invalid /organisation not_found")
  }

  @Test func aTokenForReadingChangesNothing() throws {
    let made = try make(["scope": "read"])
    let actor = try registry.actor(secret: made.secret)
    #expect(actor.mayOnlyRead)
    _ = try registry.organisation(own.id.text, by: actor)
    let refused = outcome { () throws(DomainError) in
      try registry.updateOrganisation(
        own.id.text, patch: ["trl": 5], expecting: own.version, by: actor)
    }
    #expect(refused == "forbidden")
  }

  @Test func aTokenCannotTouchWhatBelongsToLoggingIn() throws {
    let actor = try registry.actor(secret: try make().secret)
    let acts: [(String, () throws(DomainError) -> Void)] = [
      ("token", { () throws(DomainError) in _ = try make(by: actor) }),
      ("sessions", { () throws(DomainError) in _ = try registry.sessions(by: actor) }),
      (
        "factor",
        { () throws(DomainError) in _ = try registry.enrolSecondFactor([:], by: actor) }
      ),
      (
        "me",
        { () throws(DomainError) in
          _ = try registry.updateMe(["name": "x"], expecting: 2, keeping: nil, by: actor)
        }
      ),
    ]
    for (name, act) in acts { #expect(outcome(act) == "forbidden", "\(name)") }
    #expect(try registry.me(by: actor).account.email == an.email)
  }

  @Test func itEndsWithTheMembershipTheAccountAndItsTime() throws {
    func refusal(_ secret: String) -> String {
      outcome { () throws(DomainError) in try registry.actor(secret: secret) }
    }
    let account = try #require(try an.actor().account)
    let first = try make()
    _ = try registry.actor(secret: first.secret)
    try world.store.write { [own] db throws(DomainError) in
      _ = try db.endMembership(of: account, in: own.id)
    }
    #expect(refusal(first.secret) == "unauthenticated")
    try world.store.write { [own] db throws(DomainError) in
      try db.set(
        Membership(
          account: account, organisation: own.id, role: .viewer,
          since: Instant(seconds: World.start)))
    }
    #expect(try registry.actor(secret: first.secret).membership == .viewer)
    let version = try registry.account(an.email, by: World.admin).account.version
    _ = try registry.changeAccount(
      an.email, Account.Change(status: .disabled, reason: "x"), expecting: version,
      by: World.admin)
    #expect(refusal(first.secret) == "unauthenticated")
    _ = try registry.changeAccount(
      an.email, Account.Change(status: .active, reason: nil), expecting: version + 1,
      by: World.admin)
    #expect(refusal(first.secret) == "ok")
    world.turn(to: "2026-12-31T16:59:59Z")
    #expect(refusal(first.secret) == "unauthenticated")
  }

  @Test func aRoleThatIsTakenAwayEndsItsTokens() throws {
    _ = try registry.changeAccount(
      an.email, Account.Change(role: .dost), expecting: 2, by: World.admin)
    let made = try make(["organisation": nil])
    #expect(try registry.actor(secret: made.secret).role == .dost)
    _ = try registry.changeAccount(
      an.email, Account.Change(role: .admin), expecting: 3, by: World.admin)
    #expect(
      outcome { () throws(DomainError) in try registry.actor(secret: made.secret) }
        == "unauthenticated")
  }

  @Test func nobodyEndsTheTokensOfOthersButAdministrators() throws {
    let made = try make()
    let binh = Person(world, "binh@example.vn")
    _ = try binh.join()
    let stranger = try binh.actor()
    #expect(
      outcome { () throws(DomainError) in
        try registry.revokeToken(made.token.id.text, by: stranger)
      } == "notFound")
    #expect(try registry.tokens(by: stranger).isEmpty)
    _ = try registry.actor(secret: made.secret)
    try registry.revokeToken(made.token.prefix, by: try an.actor())
    #expect(
      outcome { () throws(DomainError) in try registry.actor(secret: made.secret) }
        == "unauthenticated")
  }
}
