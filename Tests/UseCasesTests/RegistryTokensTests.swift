import Domain
import Storage
import Testing
import UseCases

@Suite struct RegistryTokensTests {
  let world: World
  var registry: Registry { world.registry }

  init() throws { world = try World() }

  private func make(
    _ role: Role, of organisation: String? = nil, expires: Instant? = nil
  ) throws -> (token: Token, secret: String) {
    try registry.createToken(
      role: role, organisation: organisation, label: "thử", expiresAt: expires, by: World.admin)
  }

  private func refusal(_ secret: String) -> String {
    outcome { () throws(DomainError) in try registry.actor(secret: secret) }
  }

  @Test func theSecretSaysWhoItIs() throws {
    let own = try world.organisation()
    let made = try make(.member, of: own.id.text)
    let actor = try registry.actor(secret: made.secret)
    #expect(actor.role == .member && actor.organisation == own.id && actor.token == made.token.id)
    #expect(actor.name == "token:" + made.token.id.text)
    for wrong in ["", "innoreg_", made.token.prefix, made.secret + "x", made.secret.uppercased()] {
      #expect(refusal(wrong) == "unauthenticated")
    }
  }

  @Test func theSecretIsKeptNowhere() throws {
    let made = try make(.dost)
    #expect(made.secret.hasPrefix(made.token.prefix) && made.secret.count == 40)
    try registry.close()
    let bytes = try world.bytes()
    #expect(bytes.contains(text: made.token.prefix))
    #expect(!bytes.contains(text: made.secret))
    #expect(!bytes.contains(text: String(made.secret.suffix(20))))
    let listed = try registry.tokens(by: World.admin)
    #expect(listed == [made.token])
  }

  @Test func secretsAreDifferent() throws {
    let secrets = try (0..<50).map { _ in try make(.dost).secret }
    #expect(Set(secrets).count == 50)
  }

  @Test func anExpiredTokenIsNobody() throws {
    let made = try make(.dost, expires: Instant(rfc3339: "2026-06-02T00:00:00Z"))
    _ = try registry.actor(secret: made.secret)
    world.turn(to: "2026-06-01T23:59:59Z")
    _ = try registry.actor(secret: made.secret)
    world.turn(to: "2026-06-02T00:00:00Z")
    #expect(refusal(made.secret) == "unauthenticated")
    let late = outcome { () throws(DomainError) in
      try registry.createToken(
        role: .dost, organisation: nil, label: nil, expiresAt: Instant(seconds: World.start),
        by: World.admin)
    }
    #expect(late == "invalid /expires in_the_past")
  }

  @Test func aRevokedTokenIsNobody() throws {
    let (first, second) = (try make(.dost), try make(.dost))
    try registry.revokeToken(first.token.id.text, by: World.admin)
    #expect(refusal(first.secret) == "unauthenticated")
    _ = try registry.actor(secret: second.secret)
    try registry.revokeToken(second.token.prefix, by: World.admin)
    #expect(refusal(second.secret) == "unauthenticated")
    for name in [first.token.id.text, "none"] {
      let word = outcome { () throws(DomainError) in
        try registry.revokeToken(name, by: World.admin)
      }
      #expect(word == "notFound")
    }
  }

  @Test func aTokenForAnUnknownOrganisationIsRefused() {
    let word = outcome { () throws(DomainError) in
      try registry.createToken(
        role: .member, organisation: "none", label: nil, expiresAt: nil, by: World.admin)
    }
    #expect(word == "notFound")
  }

  @Test func aMembersTokenTakesTheOrganisationItRegisters() throws {
    let made = try make(.member)
    let before = try registry.actor(secret: made.secret)
    #expect(before.organisation == nil)
    let key = IdempotencyKey(actor: before.name, key: "k", fingerprint: [1])
    let json: JSON = ["kind": "startup", "name": "Của tôi"]
    let own = try registry.createOrganisation(json, by: before, key: key).record
    let after = try registry.actor(secret: made.secret)
    #expect(after.organisation == own.id)
    #expect(try registry.organisation(own.id.text, by: after) == own)
    #expect(
      outcome { () throws(DomainError) in try registry.createOrganisation(json, by: after) }
        == "forbidden")
    #expect(try registry.createOrganisation(json, by: after, key: key).record.id == own.id)
  }

  /// Two requests of one token that were both let in before either had registered anything.
  @Test func aTokenRegistersOneOrganisationAlsoWhenAskedTwiceAtOnce() throws {
    let made = try make(.member)
    let actor = try registry.actor(secret: made.secret)
    _ = try registry.createOrganisation(["kind": "startup", "name": "Một"], by: actor)
    let word = outcome { () throws(DomainError) in
      try registry.createOrganisation(["kind": "startup", "name": "Hai"], by: actor)
    }
    #expect(word == "forbidden")
    let all = try registry.organisations(
      OrganisationFilter(), page: PageRequest(limit: 5), by: World.admin)
    #expect(all.total == 1)
  }
}
