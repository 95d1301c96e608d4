import Domain
import FoundationEssentials
import SQLite
import Storage
import Testing
import UseCases

/// A person asks that their data be erased.
@Suite struct RegistryErasureTests {
  let world: World
  let person: Person
  let account: Account
  let firm: Organisation
  var registry: Registry { world.registry }

  static let email = "nguoi-xin-xoa@bimat.example"
  static let name = "Qz Người Xin Xoá"
  static let address = "198.51.100.77"

  init() throws {
    world = try World()
    var person = Person(world, Self.email)
    person.origin = Origin(address: Self.address, userAgent: "Trình duyệt Qz")
    self.person = person
    try person.register(name: Self.name)
    account = try person.confirm(try world.lastSecret(to: Self.email))
    var actor = try person.actor()
    actor.address = Self.address
    firm = try world.registry.createOrganisation(
      [
        "kind": "startup", "name": "Hạt Xin Xoá", "province": "66",
        "description": "Rang xay", "fields": ["agriculture"], "email": .string(Self.email),
      ], by: actor
    ).record
    let problem = try world.problem()
    _ = try world.registry.followProblem(problem.id.text, by: actor)
    _ = try world.registry.createSavedSearch(
      ["name": "của tôi", "kind": "search", "query": ["q": "cà phê"], "alert": "daily"], by: actor)
    try world.registry.keepTime()
  }

  private func request(_ kind: String = "erase") throws -> DataRequest {
    try registry.createDataRequest(
      ["kind": .string(kind), "account": .string(account.id.text), "details": "Qz xin xoá"],
      by: World.dost)
  }

  private func erase() throws -> Erasure {
    try registry.eraseAccount(
      account.id.text, ["request": .string(try request().number)], by: World.admin)
  }

  private func chain() throws -> AuditProof { try registry.verifyAudit() }

  @Test func nothingOfThemIsLeftInTheFile() throws {
    #expect(try world.bytes().contains(text: Self.email))
    let report = try erase()
    #expect(report.log.values > 5)
    #expect(report.contacts == [firm.id] && report.ownerless == [firm.id])
    let text = String(decoding: try world.bytes(), as: UTF8.self)
    for word in [Self.email, Self.name, Self.address, "Trình duyệt Qz", "Qz xin xoá"] {
      #expect(!text.contains(word), "\(word)")
    }
  }

  @Test func theChainHoldsAndTheErasureIsAccountedFor() throws {
    let before = try chain()
    let report = try erase()
    let after = try chain()
    #expect(after.faults == [] && after.entries > before.entries)
    #expect(after.erased == report.log.values + report.log.payloads)
    #expect(try registry.check().flatMap(\.faults) == [])
    #expect(
      try registry.verifyAudit(against: (Int64(before.entries), before.head ?? "")).faults == [])
    #expect(
      try registry.verifyAudit(against: (Int64(before.entries), String(repeating: "0", count: 64)))
        .faults == ["known: missing"])
  }

  /// Whoever takes values out past the register is found out.
  @Test func anErasureThatNoActAccountsForShows() throws {
    _ = try world.organisation(.draft, ["name": "Khác", "email": "khac@example.vn"])
    _ = try erase()
    var raw = try Connection(path: world.path, mode: .readWrite)
    _ = try raw.execute(
      "UPDATE audit_value SET value = NULL, salt = NULL WHERE sequence = (SELECT max(sequence) FROM audit_value WHERE value IS NOT NULL)"
    )
    let proof = try chain()
    let named = try #require(proof.broken)
    #expect(proof.fault == "value" && proof.faults.first == "\(named): value")
    #expect(proof.faults.last?.hasPrefix("erased:") == true)
  }

  @Test func theAccountIsEmptyAndCannotBeUsed() throws {
    let actor = try person.actor()
    _ = try erase()
    let found = try registry.account(account.id.text, by: World.admin)
    #expect(found.account.status == .erased && found.account.email.isEmpty)
    #expect(found.account.name.isEmpty && found.memberships.isEmpty)
    #expect(outcome { () throws(DomainError) in try person.signIn() } == "badCredentials")
    #expect(
      outcome { () throws(DomainError) in try registry.account(Self.email, by: World.admin) }
        == "notFound")
    #expect(try registry.sessions(by: actor).isEmpty)
    // The address is free for somebody else.
    try Person(world, Self.email).register(name: "Khác")
  }

  @Test func theRequestIsFulfilledAndItsWordsAreGone() throws {
    let request = try request()
    let other = try self.request("access")
    _ = try registry.eraseAccount(
      account.id.text, ["request": .string(request.id.text)], by: World.admin)
    let after = try registry.dataRequest(request.id, by: World.dost)
    #expect(after.status == .completed && after.endedAt != nil && after.details == nil)
    let open = try registry.dataRequest(other.id, by: World.dost)
    #expect(open.status == .received && open.details == nil && open.account == account.id)
  }

  @Test func whoMayEraseAndWhen() throws {
    let request = try request()
    func erase(
      _ json: JSON, _ actor: Actor = World.admin, version: Int? = nil
    ) -> String {
      outcome { () throws(DomainError) in
        try registry.eraseAccount(account.id.text, json, expecting: version, by: actor)
      }
    }
    let good: JSON = ["request": .string(request.number)]
    #expect(erase(good, .anonymous) == "unauthenticated")
    #expect(erase(good, World.dost) == "notFound")
    #expect(erase(good, World.reviewer) == "notFound")
    #expect(erase([:]) == "invalid /request missing")
    #expect(erase(["request": "2020-000001"]) == "invalid /request not_found")
    #expect(erase(good, version: 99).hasPrefix("stale"))
    #expect(erase(good, try person.actor()) == "forbidden")
    #expect(erase(good) == "ok")
    #expect(erase(good) == "refused erased")
  }

  /// A request to see one's data, or somebody else's to erase, is none to erase this account.
  @Test func anotherRequestIsNotEnough() throws {
    let access = try request("access")
    let theirs = try registry.createDataRequest(
      ["kind": "erase", "applicant": "Người khác"], by: World.dost)
    for number in [access.number, theirs.number] {
      #expect(
        outcome { () throws(DomainError) in
          try registry.eraseAccount(
            account.id.text, ["request": .string(number)], by: World.admin)
        } == "invalid /request not_found")
    }
  }

  @Test func theLastAdministratorStays() throws {
    _ = try registry.changeAccount(
      account.id.text, Account.Change(role: .admin), expecting: account.version, by: World.admin)
    let request = try request()
    #expect(
      outcome { () throws(DomainError) in
        try registry.eraseAccount(
          account.id.text, ["request": .string(request.number)], by: World.admin)
      } == "lastHolder admin")
  }

  @Test func everythingThatIsKeptIsShownToThePersonFirst() throws {
    let actor = try person.actor()
    let json = try registry.personalData(by: actor)
    let kept = try #require(json["kept"])
    for store in [
      "account", "membership", "password", "session", "saved_search", "problem_follower",
    ] {
      #expect(kept[store]?.elements?.isEmpty == false, "\(store)")
    }
    #expect(json.compact.contains(Self.email) && json.compact.contains(Self.address))
    for word in ["argon2", "hash", "secret"] { #expect(!json.compact.contains(word), "\(word)") }
    #expect((json["acts"]?.elements ?? []).contains { $0["action"] == "account.confirm" })
    #expect(
      outcome { () throws(DomainError) in
        try registry.personalData(of: account.id.text, by: World.dost)
      } == "notFound")
    // After the erasure an administrator finds what the report says is kept, and no more.
    _ = try erase()
    let left = try registry.personalData(of: account.id.text, by: World.admin)
    #expect(left["kept"]?["session"] == nil && left["kept"]?["membership"] == nil)
    #expect(left["kept"]?["account"]?.elements?.first?["email"] == nil)
  }

  @Test func accountsThatNobodyConfirmsLoseTheirAddressAfterAMonth() throws {
    try Person(world, "la@bimat.example").register(name: "Lạ Lẫm Qz")
    world.turn(to: "2026-06-30T23:59:00Z")
    try registry.keepTime()
    #expect(
      try registry.account("la@bimat.example", by: World.admin).account.status == .unconfirmed)
    world.turn(to: "2026-07-01T00:00:01Z")
    try registry.keepTime()
    #expect(
      outcome { () throws(DomainError) in
        try registry.account("la@bimat.example", by: World.admin)
      } == "notFound")
    #expect(try registry.account(Self.email, by: World.admin).account.status == .active)
    #expect(try chain().faults == [])
    try registry.close()
    #expect(!(try world.bytes().contains(text: "Lạ Lẫm Qz")))
  }
}
