import Domain
import Storage
import Testing
import UseCases

@Suite struct RegistrySessionsTests {
  let world: World
  let an: Person
  var registry: Registry { world.registry }

  init() throws {
    world = try World()
    an = Person(world)
    _ = try an.join()
  }

  private func tries(_ person: Person, _ password: String) -> String {
    var person = person
    person.password = password
    return outcome { () throws(DomainError) in try person.signIn() }
  }

  @Test func anUnknownAddressIsAnsweredAndSlowedLikeAKnownOne() throws {
    for email in ["an@example.vn", "nobody@example.vn"] {
      var person = Person(world, email)
      person.origin = Origin(address: email)
      for _ in 0..<5 { #expect(tries(person, "một mật khẩu sai") == "badCredentials") }
      #expect(tries(person, "một mật khẩu sai") == "throttled 30", "\(email)")
      #expect(tries(person, person.password) == "throttled 30", "\(email)")
    }
    world.turn(to: "2026-06-01T00:00:30Z")
    #expect(tries(an, "một mật khẩu sai") == "badCredentials")
    #expect(tries(an, an.password) == "throttled 60")
    world.turn(to: "2026-06-01T00:01:30Z")
    #expect(tries(an, an.password) == "ok")
    // The right password has wiped the slate clean.
    for _ in 0..<4 { #expect(tries(an, "một mật khẩu sai") == "badCredentials") }
    #expect(tries(an, an.password) == "ok")
  }

  @Test func oneAddressCannotTryManyAccounts() throws {
    for number in 0..<30 {
      let person = Person(world, "nobody\(number)@example.vn")
      #expect(tries(person, "một mật khẩu sai") == "badCredentials")
    }
    #expect(tries(an, an.password) == "throttled 30")
    var elsewhere = an
    elsewhere.origin = Origin(address: "198.51.100.9")
    #expect(tries(elsewhere, an.password) == "ok")
  }

  @Test func sessionsAreListedAndEnded() throws {
    let first = try an.signIn()
    world.turn(to: "2026-06-01T00:00:10Z")
    let second = try an.signIn()
    let actor = try #require(
      try registry.caller(session: second.secret, organisation: nil)
    ).actor
    let listed = try registry.sessions(by: actor)
    #expect(listed.map(\.id) == [second.session.id, first.session.id])
    #expect(listed.allSatisfy { $0.address == "203.0.113.7" && $0.userAgent == "Mozilla/5.0" })
    try registry.endSession(first.session.id, by: actor)
    #expect(try registry.caller(session: first.secret, organisation: nil) == nil)
    let again = outcome { () throws(DomainError) in
      try registry.endSession(first.session.id, by: actor)
    }
    #expect(again == "notFound")
    let third = try an.signIn()
    try registry.endOtherSessions(than: second.session.id, by: actor)
    #expect(try registry.caller(session: third.secret, organisation: nil) == nil)
    #expect(try registry.caller(session: second.secret, organisation: nil) != nil)
  }

  @Test func nobodyEndsTheSessionsOfOthers() throws {
    let binh = Person(world, "binh@example.vn")
    _ = try binh.join()
    let own = try an.signIn()
    let foreign = try binh.actor()
    let refused = outcome { () throws(DomainError) in
      try registry.endSession(own.session.id, by: foreign)
    }
    #expect(refused == "notFound")
    #expect(try registry.sessions(by: foreign).allSatisfy { $0.id != own.session.id })
    #expect(try registry.caller(session: own.secret, organisation: nil) != nil)
  }

  @Test func aSessionEndsWithoutUseAndAfterTwoWeeks() throws {
    let session = try an.signIn()
    func isLive() throws -> Bool {
      try registry.caller(session: session.secret, organisation: nil) != nil
    }
    world.turn(to: "2026-06-01T11:59:59Z")
    #expect(try isLive())
    world.turn(to: "2026-06-01T23:59:58Z")
    #expect(try isLive())
    for day in 2...14 {
      let text = day < 10 ? "0\(day)" : "\(day)"
      for hour in ["04", "12", "20"] {
        world.turn(to: "2026-06-\(text)T\(hour):00:00Z")
        #expect(try isLive(), "\(day) \(hour)")
      }
    }
    world.turn(to: "2026-06-15T00:00:00Z")
    #expect(try !isLive())
    try registry.keepTime()
    let left = try world.store.read { db throws(DomainError) in
      try db.hasStaleLogins(at: registry.now)
    }
    #expect(!left)
    let idle = try an.signIn()
    world.turn(to: "2026-06-15T12:00:00Z")
    #expect(try registry.caller(session: idle.secret, organisation: nil) == nil)
  }

  @Test func anotherPasswordNeedsTheOldOneAndEndsOtherSessions() throws {
    let (here, there) = (try an.signIn(), try an.signIn())
    let actor = try #require(
      try registry.caller(session: here.secret, organisation: nil)
    ).actor
    let version = try registry.me(by: actor).account.version
    func change(_ old: String?) -> String {
      outcome { () throws(DomainError) in
        try registry.updateMe(
          ["password": "mật khẩu thứ hai đây", "old_password": JSON(old)], expecting: version,
          keeping: here.session.id, by: actor)
      }
    }
    #expect(change(nil) == "invalid /old_password missing")
    #expect(change("không phải nó đâu") == "invalid /old_password wrong")
    #expect(change(an.password) == "ok")
    #expect(try registry.caller(session: here.secret, organisation: nil) != nil)
    #expect(try registry.caller(session: there.secret, organisation: nil) == nil)
    #expect(tries(an, an.password) == "badCredentials")
    #expect(tries(an, "mật khẩu thứ hai đây") == "ok")
  }

  @Test func aSecondFactorIsAskedForOnceItIsConfirmed() throws {
    let session = try an.signIn()
    let actor = try #require(
      try registry.caller(session: session.secret, organisation: nil)
    ).actor
    let password: JSON = ["password": .string(an.password)]
    #expect(
      outcome { () throws(DomainError) in
        try registry.enrolSecondFactor(["password": "không phải nó"], by: actor)
      } == "invalid /password wrong")
    let offer = try registry.enrolSecondFactor(password, by: actor)
    #expect(offer.url.contains("secret=\(offer.secret)&issuer=innoreg"))
    _ = try an.signIn()
    let code = try world.code(offer.secret)
    let wrong = code == "000000" ? "000001" : "000000"
    func confirm(_ code: String) throws(DomainError) -> [String] {
      try registry.confirmSecondFactor(
        ["code": .string(code)], keeping: session.session.id, by: actor)
    }
    #expect(outcome { () throws(DomainError) in try confirm(wrong) } == "invalid /code wrong")
    let recovery = try confirm(code)
    #expect(Set(recovery).count == 10)
    #expect(try world.kinds().last == .secondFactorOn)
    #expect(
      outcome { () throws(DomainError) in try registry.enrolSecondFactor(password, by: actor) }
        == "refused on")

    func signIn(_ code: String?) -> String {
      outcome { () throws(DomainError) in try an.signIn(code: code) }
    }
    #expect(signIn(nil) == "secondFactorRequired")
    #expect(tries(an, "một mật khẩu sai") == "badCredentials")
    // The code that confirmed is used up, for the step before it too.
    #expect(signIn(code) == "badCredentials")
    #expect(signIn(try world.code(offer.secret, offset: -30)) == "badCredentials")
    world.turn(to: "2026-06-01T00:00:30Z")
    let next = try world.code(offer.secret)
    #expect(signIn(next) == "ok")
    #expect(signIn(next) == "badCredentials")
    #expect(signIn(recovery[0]) == "ok")
    #expect(signIn(recovery[0]) == "badCredentials")
    #expect(signIn(recovery[1].uppercased().filter { $0 != "-" }) == "ok")
    #expect(try registry.me(by: actor).recoveryCodes == 8)
    for _ in 0..<5 { #expect(signIn("123123") == "badCredentials") }
    #expect(signIn(recovery[2]) == "throttled 60")
  }

  @Test func removingTheSecondFactorNeedsPasswordAndCode() throws {
    let session = try an.signIn()
    let actor = try #require(
      try registry.caller(session: session.secret, organisation: nil)
    ).actor
    let password: JSON = ["password": .string(an.password)]
    let offer = try registry.enrolSecondFactor(password, by: actor)
    let recovery = try registry.confirmSecondFactor(
      ["code": .string(try world.code(offer.secret))], keeping: session.session.id, by: actor)
    func remove(_ body: JSON) -> String {
      outcome { () throws(DomainError) in try registry.removeSecondFactor(body, by: actor) }
    }
    let code: JSON = ["code": .string(recovery[0])]
    #expect(remove(password) == "invalid /code missing")
    #expect(remove(code) == "invalid /password missing")
    #expect(remove(password.merging(["code": "000000"])) == "invalid /code wrong")
    #expect(remove(password.merging(code)) == "ok")
    #expect(remove(password.merging(code)) == "refused off")
    #expect(outcome { () throws(DomainError) in try an.signIn() } == "ok")
  }

  @Test func aRightPasswordAloneBeginsASessionThatIsGoodForTheCodeAlone() throws {
    let session = try an.signIn()
    let actor = try #require(
      try registry.caller(session: session.secret, organisation: nil)
    ).actor
    let login: JSON = ["email": .string(an.email), "password": .string(an.password)]
    func begin(_ json: JSON) throws(DomainError) -> SignedIn {
      try registry.signIn(json, inSteps: true, from: Origin(address: nil))
    }
    #expect(try !begin(login).session.isPending)
    let offer = try registry.enrolSecondFactor(["password": .string(an.password)], by: actor)
    _ = try registry.confirmSecondFactor(
      ["code": .string(try world.code(offer.secret))], keeping: nil, by: actor)
    let wrong = login.merging(["password": "một mật khẩu sai"])
    #expect(outcome { () throws(DomainError) in try begin(wrong) } == "badCredentials")
    let begun = try begin(login)
    #expect(begun.session.isPending)
    #expect(try registry.caller(session: begun.secret, organisation: nil) == nil)
    world.turn(to: "2026-06-01T00:00:30Z")
    let code: JSON = ["code": .string(try world.code(offer.secret))]
    func finish(_ secret: String, _ code: JSON) -> String {
      outcome { () throws(DomainError) in
        try registry.finishSignIn(session: secret, code, from: Origin(address: nil))
      }
    }
    #expect(finish(begun.secret, ["code": "000000"]) == "badCredentials")
    #expect(finish(begun.secret, code) == "ok")
    // The session for the code has ended with it.
    #expect(finish(begun.secret, code) == "unauthenticated")
    let late = try begin(login)
    world.turn(to: "2026-06-01T00:10:31Z")
    #expect(
      finish(late.secret, ["code": .string(try world.code(offer.secret))]) == "unauthenticated")
  }

  @Test func anAdministratorTakesALostSecondFactorOut() throws {
    let session = try an.signIn()
    let actor = try #require(
      try registry.caller(session: session.secret, organisation: nil)
    ).actor
    let offer = try registry.enrolSecondFactor(["password": .string(an.password)], by: actor)
    _ = try registry.confirmSecondFactor(
      ["code": .string(try world.code(offer.secret))], keeping: nil, by: actor)
    _ = try registry.resetAccount(an.email, by: World.admin)
    let kept = outcome { () throws(DomainError) in try an.signIn() }
    #expect(kept == "secondFactorRequired")
    _ = try registry.resetAccount(an.email, withoutSecondFactor: true, by: World.admin)
    #expect(outcome { () throws(DomainError) in try an.signIn() } == "ok")
    #expect(try world.kinds().last == .secondFactorOff)
  }

  @Test func aPersonHasABoundedNumberOfSessions() throws {
    let account = try #require(
      try world.store.read { db throws(DomainError) in try db.account(email: an.email) })
    try world.store.write { db throws(DomainError) in
      for number in 0..<(LoginSession.most + 20) {
        let now = Instant(seconds: World.start + Int64(number))
        try db.insert(
          LoginSession(
            id: ID("s\(number)"), account: account.id, createdAt: now, usedAt: now, address: nil,
            userAgent: nil), hash: [UInt8(number)])
      }
    }
    let left = try world.store.read { db throws(DomainError) in try db.sessions(of: account.id) }
    #expect(left.count == LoginSession.most)
    #expect(left.first?.id == ID("s69") && left.last?.id == ID("s20"))
  }
}
