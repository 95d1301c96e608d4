import Domain
import Storage
import Testing
import UseCases

@Suite struct RegistryAccountsTests {
  let world: World
  var registry: Registry { world.registry }

  init() throws { world = try World() }

  @Test func anAccountIsConfirmedByItsLinkAndItsPassword() throws {
    let an = Person(world)
    try an.register()
    let secret = try world.lastSecret(to: "an@example.vn")
    #expect(outcome { () throws(DomainError) in try an.signIn() } == "badCredentials")
    var stranger = an
    stranger.password = "không phải mật khẩu"
    #expect(
      outcome { () throws(DomainError) in try stranger.confirm(secret) } == "badCredentials")
    #expect(
      outcome { () throws(DomainError) in try an.confirm(secret + "x") } == "invalid /token ended")
    #expect(try an.confirm(secret).status == .active)
    #expect(outcome { () throws(DomainError) in try an.confirm(secret) } == "invalid /token ended")
    _ = try an.signIn()
  }

  @Test func aLinkLivesForADay() throws {
    let an = Person(world)
    try an.register()
    let secret = try world.lastSecret(to: an.email)
    world.turn(to: "2026-06-02T00:00:00Z")
    #expect(outcome { () throws(DomainError) in try an.confirm(secret) } == "invalid /token ended")
  }

  @Test func registeringAgainKillsTheOlderLink() throws {
    let an = Person(world)
    try an.register()
    let first = try world.lastSecret(to: an.email)
    try an.register(name: "An khác")
    let second = try world.lastSecret(to: an.email)
    #expect(first != second)
    #expect(outcome { () throws(DomainError) in try an.confirm(first) } == "invalid /token ended")
    #expect(try an.confirm(second).name == "An khác")
  }

  /// Whoever begins an account with somebody else's address must not come into it by the click of
  /// its owner.
  @Test func aStrangersPasswordDoesNotComeIntoForce() throws {
    let owner = Person(world)
    var stranger = Person(world)
    stranger.password = "mật khẩu của kẻ lạ"
    try owner.register()
    try stranger.register()
    let secret = try world.lastSecret(to: owner.email)
    #expect(outcome { () throws(DomainError) in try owner.confirm(secret) } == "badCredentials")
    #expect(outcome { () throws(DomainError) in try stranger.signIn() } == "badCredentials")
    // The way out: a password set by a link that came to the owner.
    try registry.requestPasswordReset(["email": "an@example.vn"], from: owner.origin)
    try registry.completePasswordReset(
      [
        "token": .string(try world.lastSecret(to: owner.email)),
        "password": .string(owner.password),
      ], from: owner.origin)
    _ = try owner.signIn()
    #expect(outcome { () throws(DomainError) in try stranger.signIn() } == "badCredentials")
  }

  @Test func aKnownAddressIsToldByMailAlone() throws {
    let an = Person(world)
    _ = try an.join()
    let before = try world.kinds().count
    var other = an
    other.password = "một mật khẩu khác hẳn"
    try other.register(name: "Ai đó")
    #expect(try world.kinds().dropFirst(before) == [.accountExists])
    #expect(outcome { () throws(DomainError) in try other.signIn() } == "badCredentials")
    _ = try an.signIn()
    try registry.requestPasswordReset(["email": "nobody@example.vn"], from: an.origin)
    #expect(try world.kinds().count == before + 1)
  }

  @Test func aResetSetsThePasswordOnceAndEndsAllSessions() throws {
    var an = Person(world)
    _ = try an.join()
    let session = try an.signIn()
    try registry.requestPasswordReset(["email": "AN@example.vn"], from: an.origin)
    let secret = try world.lastSecret(to: an.email)
    func complete(_ password: String) throws(DomainError) {
      try registry.completePasswordReset(
        ["token": .string(secret), "password": .string(password)], from: an.origin)
    }
    #expect(
      outcome { () throws(DomainError) in try complete("ngắn") } == "invalid /password too_short")
    #expect(
      outcome { () throws(DomainError) in try complete("123456789012") }
        == "invalid /password too_common")
    try complete("mật khẩu thứ hai đây")
    #expect(
      outcome { () throws(DomainError) in try complete("mật khẩu thứ ba đây") }
        == "invalid /token ended")
    #expect(try registry.caller(session: session.secret, organisation: nil) == nil)
    #expect(outcome { () throws(DomainError) in try an.signIn() } == "badCredentials")
    an.password = "mật khẩu thứ hai đây"
    _ = try an.signIn()
    #expect(try world.kinds().last == .passwordChanged)
  }

  @Test func aResetLinkLivesForAnHour() throws {
    let an = Person(world)
    _ = try an.join()
    try registry.requestPasswordReset(["email": .string(an.email)], from: an.origin)
    let secret = try world.lastSecret(to: an.email)
    world.turn(to: "2026-06-01T01:00:00Z")
    let late = outcome { () throws(DomainError) in
      try registry.completePasswordReset(
        ["token": .string(secret), "password": "mật khẩu thứ hai đây"], from: an.origin)
    }
    #expect(late == "invalid /token ended")
  }

  @Test func aLinkServesItsOwnPurposeOnly() throws {
    let an = Person(world)
    try an.register()
    let confirm = try world.lastSecret(to: an.email)
    let misused = outcome { () throws(DomainError) in
      try registry.completePasswordReset(
        ["token": .string(confirm), "password": "mật khẩu thứ hai đây"], from: an.origin)
    }
    #expect(misused == "invalid /token ended")
  }

  @Test func mailCannotBeSentWithoutEnd() throws {
    let an = Person(world)
    for _ in 0..<3 { try an.register() }
    #expect(outcome { () throws(DomainError) in try an.register() } == "throttled 300")
    // Whether there is an account shows in nothing: another address behaves the same.
    for _ in 0..<3 {
      try registry.requestPasswordReset(["email": "nobody@example.vn"], from: an.origin)
    }
    let nobody = outcome { () throws(DomainError) in
      try registry.requestPasswordReset(["email": "nobody@example.vn"], from: an.origin)
    }
    #expect(nobody == "throttled 300")
    world.turn(to: "2026-06-01T00:05:00Z")
    try an.register()
    #expect(outcome { () throws(DomainError) in try an.register() } == "throttled 600")
  }

  @Test func nothingSecretIsInTheDatabase() throws {
    let an = Person(world)
    _ = try an.join()
    let session = try an.signIn()
    try registry.close()
    let bytes = try world.bytes()
    #expect(bytes.contains(text: "$argon2id$v=19$m=65536,t=2,p=1$"))
    for secret in [an.password, session.secret] { #expect(!bytes.contains(text: secret)) }
  }

  @Test func aCheaperHashIsRenewedAtTheNextLogin() throws {
    let an = Person(world)
    let account = try an.join()
    // "một câu dài dễ nhớ" by one pass over 8 KiB.
    let cheap = try Python.run([Self.cheapHash]).trimmed
    try world.store.write { db throws(DomainError) in
      try db.setPassword(cheap, of: account.id, at: account.createdAt)
    }
    _ = try an.signIn()
    let hash = try world.store.read { db throws(DomainError) in
      try db.passwordHash(of: account.id)
    }
    #expect(hash?.hasPrefix("$argon2id$v=19$m=65536,t=2,p=1$") == true)
    _ = try an.signIn()
  }

  /// libsodium itself, called from another language.
  private static let cheapHash = """
    import ctypes, ctypes.util
    sodium = ctypes.CDLL(ctypes.util.find_library("sodium"))
    sodium.sodium_init()
    word = "m\\u1ed9t c\\u00e2u d\\u00e0i d\\u1ec5 nh\\u1edb".encode()
    out = ctypes.create_string_buffer(128)
    sodium.crypto_pwhash_str_alg(out, word, ctypes.c_ulonglong(len(word)), ctypes.c_ulonglong(1), ctypes.c_size_t(8192), 2)
    print(out.value.decode())
    """

  @Test func administratorsMakeLockAndUnlockAccounts() throws {
    let made = try registry.createAccountByHand(
      email: "Binh@Example.vn", name: "Bình", language: .en, role: .dost, by: World.admin)
    #expect(made.account.email == "binh@example.vn" && made.account.status == .unconfirmed)
    let binh = Person(world, "binh@example.vn")
    try registry.completePasswordReset(
      ["token": .string(made.secret), "password": .string(binh.password)], from: binh.origin)
    let actor = try binh.actor()
    #expect(actor.role == .dost && actor.account == made.account.id && actor.organisation == nil)
    #expect(actor.name == "account:" + made.account.id.text && actor.address == nil)
    let session = try binh.signIn()
    let version = try registry.account(binh.email, by: World.admin).account.version
    let unreasoned = outcome { () throws(DomainError) in
      try registry.changeAccount(
        binh.email, Account.Change(status: .disabled, reason: nil), expecting: version,
        by: World.admin)
    }
    #expect(unreasoned == "invalid /reason missing")
    _ = try registry.changeAccount(
      binh.email, Account.Change(status: .disabled, reason: "Đã nghỉ"), expecting: version,
      by: World.admin)
    #expect(try registry.caller(session: session.secret, organisation: nil) == nil)
    #expect(outcome { () throws(DomainError) in try binh.signIn() } == "badCredentials")
    #expect(try world.notices().last?.values["reason"] == "Đã nghỉ")
    try registry.requestPasswordReset(["email": .string(binh.email)], from: binh.origin)
    #expect(try world.kinds().last == .accountDisabled)
    _ = try registry.changeAccount(
      binh.email, Account.Change(status: .active, reason: nil), expecting: version + 1,
      by: World.admin)
    _ = try binh.signIn()
  }

  @Test func theLastAdministratorStays() throws {
    let made = try registry.createAccountByHand(
      email: "an@example.vn", name: "An", language: .vi, role: .admin, by: World.admin)
    let an = Person(world)
    try registry.completePasswordReset(
      ["token": .string(made.secret), "password": .string(an.password)], from: an.origin)
    let own = try an.actor()
    for change in [Account.Change(status: .disabled, reason: "x"), Account.Change(role: nil)] {
      for actor in [World.admin, own] {
        let kept = outcome { () throws(DomainError) in
          try registry.changeAccount(an.email, change, expecting: 2, by: actor)
        }
        #expect(kept == "lastHolder admin")
      }
    }
    let other = try registry.createAccountByHand(
      email: "binh@example.vn", name: "Bình", language: .vi, role: .admin, by: World.admin)
    // Not yet confirmed, the other is none who could take over.
    #expect(
      outcome { () throws(DomainError) in
        try registry.changeAccount(
          an.email, Account.Change(role: nil), expecting: 2, by: World.admin)
      } == "lastHolder admin")
    try registry.completePasswordReset(
      ["token": .string(other.secret), "password": .string(an.password)], from: an.origin)
    let changed = try registry.changeAccount(
      an.email, Account.Change(role: nil), expecting: 2, by: World.admin)
    #expect(changed.account.role == nil)
    #expect(try an.actor().role == nil)
  }

  @Test func onlyAdministratorsSeeTheAccountsOfOthers() throws {
    let account = try Person(world).join()
    let own = try Person(world).actor()
    let stranger = Actor(name: "account:x", role: nil, account: ID("x"))
    for (actor, expected) in [
      (Actor.anonymous, "unauthenticated"), (stranger, "notFound"), (own, "ok"),
      (World.dost, "notFound"), (World.reviewer, "notFound"), (World.admin, "ok"),
    ] {
      #expect(
        outcome { () throws(DomainError) in try registry.account(account.id.text, by: actor) }
          == expected, "\(actor.name)")
      let listed = outcome { () throws(DomainError) in
        try registry.accounts(AccountFilter(), page: PageRequest(limit: 5), by: actor)
      }
      let list =
        actor == .anonymous ? "unauthenticated" : actor.role == .admin ? "ok" : "forbidden"
      #expect(listed == list, "\(actor.name)")
      let change = outcome { () throws(DomainError) in
        try registry.changeAccount(
          account.id.text, Account.Change(role: .admin), expecting: account.version, by: actor)
      }
      let changed = expected == "ok" && actor.role != .admin ? "forbidden" : expected
      #expect(change == changed, "\(actor.name)")
    }
  }

  @Test func whoeverRegistersAnOrganisationOwnsIt() throws {
    let an = Person(world)
    let account = try an.join()
    let before = try an.actor()
    #expect(before.role == nil && before.isKnown)
    let made = try registry.createOrganisation(
      ["kind": "startup", "name": "Mới"], by: before
    ).record
    let after = try an.actor()
    #expect(after.role == .member && after.organisation == made.id && after.membership == .owner)
    #expect(try registry.organisation(made.id.text, by: after).id == made.id)
    let second = try registry.createOrganisation(
      ["kind": "startup", "name": "Mới nữa"], by: after
    ).record
    world.turn(to: "2026-06-01T00:00:01Z")
    #expect(try an.actor(for: second.id.text).organisation == second.id)
    let foreign = try world.organisation()
    #expect(throws: DomainError.self) { try an.actor(for: foreign.id.text) }
    let view = try registry.me(by: after)
    #expect(view.account.id == account.id)
    #expect(Set(view.memberships.map(\.organisation)) == [made.id, second.id])
  }

  @Test func whoActsFromWhereIsInTheAuditLog() throws {
    _ = try Person(world).join()
    let payloads = try world.store.read { db throws(DomainError) in
      try db.auditPayloads(
        of: .account, id: try db.account(email: "an@example.vn")?.id.text ?? "", limit: 100)
    }
    #expect(payloads.count >= 2)
    for payload in payloads { #expect(payload?.contains("203.0.113.7") == true) }
    #expect(payloads.allSatisfy { $0?.contains("argon2") == false })
    #expect(payloads.allSatisfy { $0?.contains("dễ nhớ") == false })
  }
}
