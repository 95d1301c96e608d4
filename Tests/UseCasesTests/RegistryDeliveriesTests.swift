import Domain
import Storage
import Testing
import UseCases

/// Mail from its claim to its end, through crashes and refusals.
@Suite struct RegistryDeliveriesTests {
  private static let lease: Int64 = 120

  let world: World

  init() throws {
    world = try World()
    let now = world.registry.now
    try world.store.write { db throws(DomainError) in
      try db.insert(
        Account(
          id: ID("an"), email: "an@example.vn", name: "An", language: .vi, status: .active,
          createdAt: now, updatedAt: now))
    }
  }

  private func tell(_ audience: Notice.Audience = .account(ID("an"))) throws {
    let now = world.registry.now
    try world.store.write { db throws(DomainError) in
      try db.post(
        Notice(
          .test, to: audience, about: Notice.Subject(.problem, "p1"), ["secret": "s3cr3t-value"]),
        at: now)
    }
    try world.registry.keepTime()
  }

  private func claim() throws -> MailJob? { try world.registry.claimMail(lease: Self.lease) }

  private func only() throws -> Delivery {
    let page = try world.registry.deliveries(page: PageRequest(limit: 10), by: World.admin)
    try #require(page.total == 1)
    return try #require(page.items.first?.delivery)
  }

  private func turn(by seconds: Int64) {
    world.turn(to: (world.registry.now + seconds).description)
  }

  @Test func whatIsTakenIsNotClaimedAgain() throws {
    try tell()
    let job = try #require(try claim())
    #expect(job.address == "an@example.vn" && job.name == "An" && job.language == .vi)
    #expect(try only().state == .sending)
    #expect(try claim() == nil)
    try world.registry.settle(job, .taken)
    #expect(try only().state == .sent)
    turn(by: 10 * Self.lease)
    #expect(try claim() == nil)
  }

  /// Where a process may die, and whether the message had been handed over by then.
  @Test(arguments: [false, true]) func aClaimThatCameToNoEndIsTakenUpUnderTheSameIdentity(
    _ wasHandedOver: Bool
  ) throws {
    try tell()
    let first = try #require(try claim())
    // The process is gone; another one opens the same file.
    let next = try World(at: world.path, time: (world.registry.now + (Self.lease - 1)).seconds)
    #expect(try next.registry.claimMail(lease: Self.lease) == nil)
    next.turn(to: (world.registry.now + Self.lease).description)
    let second = try #require(try next.registry.claimMail(lease: Self.lease))
    #expect(second.delivery.id == first.delivery.id && second.notices == first.notices)
    #expect(second.delivery.dueAt == first.delivery.dueAt)
    // The first one was only slow: what it says comes too late.
    try world.registry.settle(
      first, wasHandedOver ? .taken : .refused("slow", isPermanent: true))
    #expect(try only().state == .sending)
    try next.registry.settle(second, .taken)
    #expect(try only().state == .sent)
    #expect(try only().attempts == 2)
  }

  @Test func aMessageThatEndsTheProcessEachTimeIsGivenUp() throws {
    try tell()
    var claims = 0
    while try claim() != nil {
      claims += 1
      try #require(claims < 100)
      turn(by: Self.lease)
    }
    #expect(claims == Delivery.backoff.count + 1)
    #expect(try only().state == .failed)
  }

  @Test func refusalsAreTriedAgainAndGivenUpAndTriedAgainOnRequest() throws {
    try tell()
    for wait in Delivery.backoff {
      let job = try #require(try claim())
      try world.registry.settle(job, .refused("451 busy", isPermanent: false))
      #expect(try claim() == nil)
      turn(by: wait - 1)
      #expect(try claim() == nil)
      turn(by: 1)
    }
    let id = try only().id
    let registry = world.registry
    #expect(
      outcome { () throws(DomainError) in try registry.retryDelivery(id, by: World.admin) }
        == "refused waiting")
    let last = try #require(try claim())
    try registry.settle(last, .refused("451 busy", isPermanent: false))
    #expect(try only().state == .failed && only().error == "451 busy")
    #expect(
      outcome { () throws(DomainError) in try registry.retryDelivery(id, by: World.dost) }
        == "forbidden")
    #expect(
      outcome { () throws(DomainError) in try registry.retryDelivery(ID("x"), by: World.admin) }
        == "notFound")
    _ = try registry.retryDelivery(id, by: World.admin)
    let again = try #require(try claim())
    try registry.settle(again, .taken)
    #expect(try only().state == .sent && only().error == nil)
  }

  @Test func anAddressAndWhatItWasToldAreForgottenAtTheEnd() throws {
    for outcome in [HandOver.taken, .refused("550", isPermanent: true)] {
      let world = try World()
      let now = world.registry.now
      let notice = Notice(
        .test, to: .address("someone@example.vn", .en), about: Notice.Subject(.account, "a"),
        ["secret": "s3cr3t-value"])
      try world.store.write { db throws(DomainError) in try db.post(notice, at: now) }
      try world.registry.keepTime()
      let job = try #require(try world.registry.claimMail(lease: 120))
      #expect(job.address == "someone@example.vn" && job.language == .en)
      #expect(job.notices.first?.values == ["secret": "s3cr3t-value"])
      #expect(job.unsubscribe == nil)
      try world.registry.settle(job, outcome)
      let page = try world.registry.deliveries(page: PageRequest(limit: 1), by: World.admin)
      let ended = try #require(page.items.first?.delivery)
      #expect(ended.address == "s…@example.vn")
      let kept = try world.store.read { db throws(DomainError) in try db.notices(of: ended.id) }
      #expect(kept.map(\.notice.values) == [[:]])
      #expect(kept.map(\.notice.audience) == [.address("", .en)])
      if ended.state == .failed {
        let registry = world.registry
        #expect(
          UseCasesTests.outcome { () throws(DomainError) in
            try registry.retryDelivery(ended.id, by: World.admin)
          }
            == "conflict address")
      }
    }
  }

  @Test func mailThatNobodyCouldSendForAWeekIsOld() throws {
    try tell()
    turn(by: Delivery.lifetime)
    #expect(try claim() == nil)
    #expect(try only().state == .failed)
  }

  @Test func anAccountThatWasClosedGetsNoMail() throws {
    try tell()
    let now = world.registry.now
    try world.store.write { db throws(DomainError) in
      guard var account = try db.account(ID("an")) else { return }
      account.status = .disabled
      account.version += 1
      account.updatedAt = now
      try db.update(account)
    }
    #expect(try claim() == nil)
    #expect(try only().state == .dropped)
  }

  @Test func onlyAdministratorsSeeAndTestMail() throws {
    let registry = world.registry
    for actor in [World.dost, World.reviewer, .anonymous, .clock] {
      #expect(
        outcome { () throws(DomainError) in
          try registry.deliveries(page: PageRequest(limit: 1), by: actor)
        } == "forbidden")
      #expect(
        outcome { () throws(DomainError) in
          try registry.sendTestNotice(to: "a@example.vn", .vi, by: actor)
        } == "forbidden")
      #expect(
        outcome { () throws(DomainError) in try registry.delivery(ID("x"), by: actor) }
          == "forbidden")
    }
    let id = try registry.sendTestNotice(to: "a@example.vn", .vi, by: World.admin)
    try registry.keepTime()
    #expect(try claim()?.delivery.id == id)
    #expect(try claim() == nil)
    #expect(try registry.check().allSatisfy { $0.faults.isEmpty })
  }

  /// Mail about a proposal, and acts on it, would tell that there is one.
  @Test func neitherMailNorPersonalDataTellsOfASealedProposal() throws {
    let firm = try world.organisation()
    let person = try world.member(.owner, of: firm, "chu@example.vn")
    let account = try #require(person.account)
    let problem = try world.problem()
    let draft = try world.proposal(of: firm, for: problem, submit: false)
    _ = try world.registry.moveProposal(draft.id, .submit, by: person)
    try world.registry.keepTime()
    func kinds() throws -> [Notice.Kind] {
      try world.registry.deliveries(page: PageRequest(limit: 10), by: World.admin).items
        .flatMap(\.kinds)
    }
    func acts(_ actor: Actor) throws -> [String] {
      let data = try world.registry.personalData(of: account.text, by: actor)
      return (data["acts"]?.elements ?? []).compactMap { $0["aggregate"]?.text }
    }
    #expect(try !kinds().contains(.proposalSubmitted))
    #expect(try !acts(World.admin).contains("proposal"))
    #expect(try acts(person).contains("proposal"))
    try world.open(problem)
    #expect(try kinds().contains(.proposalSubmitted))
    #expect(try acts(World.admin).contains("proposal"))
  }

  /// Everybody who counts on a problem is told the same, proposers included, so the number of
  /// messages would count them.
  @Test func whatEverybodyInterestedIsToldIsNotCountedBeforeTheOpening() throws {
    let problem = try world.problem(["deadline": "2026-06-30"])
    var people: [Actor] = []
    for number in 1...3 {
      let firm = try world.organisation(.verified, ["name": .string("Công ty Số \(number)")])
      let person = try world.member(.owner, of: firm, "chu\(number)@example.vn")
      _ = try world.registry.moveProposal(
        try world.proposal(of: firm, for: problem, submit: false).id, .submit, by: person)
      people.append(person)
    }
    try world.registry.keepTime()
    let page = PageRequest(limit: 100)
    func told(_ name: String, by actor: Actor = World.admin) throws -> Int {
      let data = try world.registry.personalData(
        of: people[0].account?.text ?? "", by: actor)
      return data["kept"]?[name]?.elements?.count ?? 0
    }
    let before = try world.registry.deliveries(page: page, by: World.admin)
    #expect(before.items.isEmpty && before.total == 0)
    _ = try world.registry.amendProblem(
      problem.id.text, ["changes": ["expected_result": "Cảnh báo sớm hơn"], "reason": "Rõ hơn"],
      expecting: problem.version, by: World.dost)
    try world.registry.keepTime()
    let after = try world.registry.deliveries(page: page, by: World.admin)
    #expect(after.items.isEmpty && after.total == 0)
    // Those whose mail it is find it among what is kept on them; nobody else does.
    for name in ["delivery", "notification"] {
      #expect(try told(name) == 0 && told(name, by: people[0]) >= 2, "\(name)")
    }
    let hidden = try #require(
      try world.store.read { db throws(DomainError) in
        try db.deliveries(failedOnly: false, shownTo: [.owner], page)
      }.items.first?.id)
    #expect(
      outcome { () throws(DomainError) in
        try world.registry.delivery(hidden, by: World.admin)
      } == "notFound")
    #expect(
      outcome { () throws(DomainError) in
        try world.registry.retryDelivery(hidden, by: World.admin)
      } == "notFound")
    func counted() throws -> [String: Int] {
      Dictionary(
        uniqueKeysWithValues: try world.registry.check().map { ($0.name, $0.examined) })
    }
    let sealed = try counted()
    try world.open(problem)
    try world.registry.keepTime()
    let opened = try world.registry.deliveries(page: page, by: World.admin)
    #expect(opened.total >= 9 && opened.items.count == opened.total)
    let shown = try counted()
    #expect(sealed["seals"] == 0 && shown["seals"] == 3)
    #expect((shown["records"] ?? 0) - (sealed["records"] ?? 0) == 3)
    #expect(try told("delivery") >= 3)
  }
}
