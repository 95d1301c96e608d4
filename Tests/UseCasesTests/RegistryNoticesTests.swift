import Domain
import Storage
import Testing
import UseCases

/// From the outbox into lists and mail.
@Suite struct RegistryNoticesTests {
  let world: World
  let organisation: Organisation

  init() throws {
    world = try World()
    organisation = try world.organisation()
    for (id, role, status) in [
      ("owner", nil, Account.Status.active), ("editor", nil, .active), ("viewer", nil, .active),
      ("gone", nil, .disabled), ("officer", Role.dost, .active), ("admin", .admin, .active),
    ] as [(String, Role?, Account.Status)] {
      try add(id, role, status)
    }
    for (id, role) in [
      ("owner", Membership.Role.owner), ("editor", .editor), ("viewer", .viewer), ("gone", .owner),
    ] {
      let membership = Membership(
        account: ID(id), organisation: organisation.id, role: role, since: world.registry.now)
      try world.store.write { db throws(DomainError) in try db.set(membership) }
    }
  }

  private func add(_ id: String, _ role: Role?, _ status: Account.Status) throws {
    let now = world.registry.now
    try world.store.write { db throws(DomainError) in
      try db.insert(
        Account(
          id: ID(id), email: "\(id)@example.vn", name: id, language: .en, role: role,
          status: status, createdAt: now, updatedAt: now))
    }
  }

  private func tell(_ notices: Notice...) throws {
    let now = world.registry.now
    try world.store.write { db throws(DomainError) in
      for notice in notices { try db.post(notice, at: now) }
    }
  }

  private func notice(_ audience: Notice.Audience, _ aggregate: Aggregate = .problem) -> Notice {
    Notice(.test, to: audience, about: Notice.Subject(aggregate, "p1"), ["title": "Cà phê"])
  }

  private func actor(_ id: String) -> Actor {
    Actor(name: "account:\(id)", role: nil, account: ID(id))
  }

  private func count(_ id: String) throws -> Int {
    try world.registry.notifications(page: PageRequest(limit: 10), by: actor(id)).page.total
  }

  private func deliveries(_ state: Delivery.State? = nil) throws -> [Delivery] {
    try world.registry.deliveries(page: PageRequest(limit: 100), by: World.admin)
      .items.map(\.delivery).filter { state == nil || $0.state == state }
  }

  private func choose(_ patch: JSON, for id: String) throws {
    let version = try world.registry.notificationSettings(by: actor(id)).version
    _ = try world.registry.updateNotificationSettings(
      patch: patch, expecting: version, by: actor(id))
  }

  @Test(arguments: [
    (Notice.Audience.account(ID("viewer")), ["viewer"]),
    (.account(ID("gone")), []), (.account(ID("nobody")), []),
    (.officers, ["officer"]),
  ]) func eachAudienceIsThosePeople(_ audience: Notice.Audience, _ told: [String]) throws {
    try tell(notice(audience))
    try world.registry.keepTime()
    for id in ["owner", "editor", "viewer", "officer", "admin"] {
      #expect(try count(id) == (told.contains(id) ? 1 : 0), "\(id)")
    }
    #expect(try deliveries().compactMap(\.account?.text) == told)
  }

  @Test func anOrganisationIsItsOwnersAndEditors() throws {
    try tell(notice(.organisation(organisation.id)))
    try world.registry.keepTime()
    #expect(try ["owner", "editor", "viewer", "gone"].map(count) == [1, 1, 0, 0])
    #expect(Set(try deliveries().map(\.account)) == [ID("owner"), ID("editor")])
  }

  @Test func keepingTimeAgainTellsNobodyAgain() throws {
    try tell(notice(.officers), notice(.organisation(organisation.id)))
    for _ in 0..<3 { try world.registry.keepTime() }
    #expect(try count("officer") == 1 && count("owner") == 1)
    #expect(try deliveries().count == 3)
  }

  @Test func anotherProcessOnTheSameOutboxTellsNobodyAgain() async throws {
    for _ in 0..<20 { try tell(notice(.officers)) }
    let other = try World(at: world.path)
    let first = world.registry
    let second = other.registry
    await withTaskGroup(of: Void.self) { group in
      for registry in [first, second] { group.addTask { try? registry.keepTime() } }
    }
    try first.keepTime()
    #expect(try count("officer") == 20)
    #expect(try deliveries().count == 20)
  }

  @Test func aListBelongsToItsAccountAlone() throws {
    try tell(notice(.account(ID("owner"))))
    try world.registry.keepTime()
    let page = try world.registry.notifications(page: PageRequest(limit: 1), by: actor("owner"))
    let id = try #require(page.page.items.first?.id)
    #expect(page.unread == 1)
    let registry = world.registry
    #expect(
      outcome { () throws(DomainError) in
        try registry.readNotification(id, by: self.actor("editor"))
      } == "notFound")
    #expect(
      outcome { () throws(DomainError) in try registry.readNotification(id, by: World.admin) }
        == "forbidden")
    #expect(
      outcome { () throws(DomainError) in try registry.readNotification(id, by: .anonymous) }
        == "unauthenticated")
    #expect(
      outcome { () throws(DomainError) in
        try registry.notifications(page: PageRequest(limit: 1), by: World.dost)
      } == "forbidden")
    #expect(try registry.readNotification(id, by: actor("owner")).readAt == registry.now)
    let first = registry.now
    world.turn(to: "2026-06-02T00:00:00Z")
    #expect(try registry.readNotification(id, by: actor("owner")).readAt == first)
    #expect(
      try registry.notifications(
        unreadOnly: true, page: PageRequest(limit: 1), by: actor("owner")
      ).page.total == 0)
  }

  @Test func readingAllCountsWhatWasUnread() throws {
    for _ in 0..<3 { try tell(notice(.account(ID("owner"))), notice(.account(ID("editor")))) }
    try world.registry.keepTime()
    #expect(try world.registry.readAllNotifications(by: actor("owner")) == 3)
    #expect(try world.registry.readAllNotifications(by: actor("owner")) == 0)
    #expect(
      try world.registry.notifications(page: PageRequest(limit: 1), by: actor("editor")).unread
        == 3)
  }

  @Test func pagesHoldEachNotificationOnce() throws {
    for number in 0..<7 {
      try tell(notice(.account(ID("owner"))))
      if number % 3 == 0 { world.turn(to: "2026-06-0\(2 + number)T00:00:00Z") }
    }
    try world.registry.keepTime()
    var seen: [ID<Notification>] = []
    var after: (key: SortKey, id: String)?
    repeat {
      let page = try world.registry.notifications(
        page: PageRequest(limit: 2, after: after), by: actor("owner")
      ).page
      seen += page.items.map(\.id)
      after = page.next
    } while after != nil
    #expect(seen.count == 7 && Set(seen).count == 7)
  }

  @Test func aDigestHoldsWhatCameUpToItsTime() throws {
    try choose(["mail": "daily", "topics": ["proposals": "none"]], for: "owner")
    let owner = Notice.Audience.account(ID("owner"))
    try tell(notice(owner), notice(owner, .proposal))
    try world.registry.keepTime()
    // A notice about security is not held back.
    try tell(notice(owner, .account))
    try world.registry.keepTime()
    #expect(try world.registry.claimMail(lease: 120)?.notices.map(\.topic) == [.security])
    world.turn(to: "2026-06-01T23:59:59Z")
    try tell(notice(owner))
    try world.registry.keepTime()
    #expect(try world.registry.claimMail(lease: 864_000) == nil)
    world.turn(to: "2026-06-02T00:00:00Z")
    let job = try #require(try world.registry.claimMail(lease: 864_000))
    #expect(job.notices.map(\.about.aggregate) == [.problem, .problem])
    #expect(job.delivery.choice == .daily)
    #expect(job.unsubscribe?.topic == .problems)
    #expect(try count("owner") == 4)
  }

  @Test func aChoiceAgainstMailHoldsForWhatWaitsToo() throws {
    try tell(notice(.account(ID("owner"))), notice(.account(ID("owner")), .account))
    try world.registry.keepTime()
    try choose(["mail": "none"], for: "owner")
    #expect(try world.registry.claimMail(lease: 120)?.notices.map(\.topic) == [.security])
    #expect(try world.registry.claimMail(lease: 120) == nil)
    #expect(try deliveries(.dropped).count == 1)
  }

  @Test func settingsKeepTheirRules() throws {
    let registry = world.registry
    #expect(
      outcome { () throws(DomainError) in
        try registry.updateNotificationSettings(
          patch: ["mail": "none"], expecting: nil, by: self.actor("owner"))
      } == "versionRequired 1")
    try choose(["topics": ["problems": "weekly", "general": "none"]], for: "owner")
    #expect(
      outcome { () throws(DomainError) in
        try registry.updateNotificationSettings(
          patch: ["mail": "none"], expecting: 1, by: self.actor("owner"))
      } == "stale 2")
    try choose(["topics": ["problems": nil]], for: "owner")
    let settings = try registry.notificationSettings(by: actor("owner"))
    #expect(settings.topics == [.general: .none] && settings.version == 3)
    try choose(["mail": "at_once"], for: "owner")
    #expect(try registry.notificationSettings(by: actor("owner")).version == 3)
    #expect(
      outcome { () throws(DomainError) in try registry.notificationSettings(by: World.dost) }
        == "forbidden")
    #expect(try registry.check().allSatisfy { $0.faults.isEmpty })
  }

  @Test func aLinkEndsWhatItSaysAndNothingElse() throws {
    try tell(notice(.account(ID("owner"))))
    try world.registry.keepTime()
    let job = try #require(try world.registry.claimMail(lease: 120))
    let token = try #require(job.unsubscribe?.token)
    let registry = world.registry
    #expect(try registry.unsubscription(token: token).topic == .problems)
    #expect(try registry.notificationSettings(by: actor("owner")).version == 1)
    for _ in 0..<2 { _ = try registry.unsubscribe(token: token) }
    let settings = try registry.notificationSettings(by: actor("owner"))
    #expect(settings.choice(.problems) == .none && settings.choice(.general) == .atOnce)
    #expect(settings.version == 2)
    let parts = token.split(separator: ".").map(String.init)
    var forged = [
      "", "x", "..", "owner.problems.", "owner.all.\(parts[2])", "editor.problems.\(parts[2])",
      "owner.security.\(parts[2])", token + "00", String(token.dropLast(2)), token + ".x",
      String(repeating: "a", count: 5000),
    ]
    for position in 0..<parts[2].utf8.count {
      var digits = Array(parts[2])
      digits[position] = digits[position] == "0" ? "1" : "0"
      forged.append("owner.problems.\(String(digits))")
    }
    for token in forged {
      #expect(
        outcome { () throws(DomainError) in try registry.unsubscribe(token: token) } == "notFound",
        "\(token)")
    }
    #expect(try registry.notificationSettings(by: actor("owner")) == settings)
  }
}
