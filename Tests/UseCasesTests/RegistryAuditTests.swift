import Domain
import Testing
import UseCases

@Suite struct RegistryAuditTests {
  let world: World
  let firm: Organisation
  var registry: Registry { world.registry }

  init() throws {
    world = try World()
    firm = try world.organisation()
  }

  private func acts(
    _ actor: Actor = World.admin, limit: Int = 100, _ change: (inout AuditQuery) -> Void = { _ in }
  ) throws -> [AuditedAct] {
    var query = AuditQuery()
    change(&query)
    return try registry.acts(query, page: PageRequest(limit: limit), by: actor).items
  }

  @Test func officersReadTheLogAndNobodyElse() throws {
    func read(_ actor: Actor) -> String {
      outcome { () throws(DomainError) in
        try registry.acts(AuditQuery(), page: PageRequest(limit: 5), by: actor)
      }
    }
    for actor in [World.admin, World.dost] { #expect(read(actor) == "ok") }
    for actor in [World.member(of: firm), World.reviewer, World.unbound] {
      #expect(read(actor) == "forbidden")
    }
    #expect(read(.anonymous) == "unauthenticated")
  }

  /// What is sealed does not even show by a count, for administrators either.
  @Test func actsOnASealedProposalAreHiddenUntilItIsOpened() throws {
    let problem = try world.problem()
    let before = try acts().count
    let proposal = try world.proposal(of: firm, for: problem, approach: "Bí mật lắm")
    for actor in [World.admin, World.dost] {
      #expect(try acts(actor) { $0.aggregate = "proposal" }.isEmpty)
      #expect(try acts(actor) { $0.record = proposal.id.text }.isEmpty)
      #expect(try acts(actor).count == before)
    }
    try world.open(problem)
    for actor in [World.admin, World.dost] {
      let found = try acts(actor) { $0.aggregate = "proposal" }
      #expect(found.map(\.action) == ["proposal.submit", "proposal.create"])
      #expect(!found.contains { $0.json.compact.contains("Bí mật") })
    }
  }

  @Test func filesOnASealedProposalAreHiddenToo() throws {
    let problem = try world.problem()
    let owner = World.member(of: firm)
    let proposal = try world.proposal(of: firm, for: problem, submit: false)
    let file = try registry.addFile(
      SampleFiles.bytes(.pdf), name: "a.pdf", declared: "application/pdf", by: owner)
    #expect(try acts { $0.aggregate = "file" }.isEmpty, "it hangs on nothing yet")
    _ = try registry.attach(file.id, to: proposal.id, expecting: proposal.version, by: owner)
    #expect(try acts { $0.aggregate = "file" }.isEmpty)
    let loose = try registry.addFile(
      SampleFiles.bytes(.pdf), name: "b.pdf", declared: "application/pdf", by: owner)
    try registry.removeFile(loose.id, by: owner)
    #expect(try acts { $0.aggregate = "file" }.isEmpty, "one that is gone may have hung there")
    _ = try registry.addFile(
      SampleFiles.bytes(.pdf), name: "c.pdf", declared: "application/pdf", by: World.dost)
    #expect(try acts { $0.aggregate = "file" }.count == 1, "DOST's own")
  }

  @Test func whatBelongsToAPersonIsForAdministrators() throws {
    _ = try Person(world).join()
    #expect(try acts { $0.aggregate = "account" }.count == 2)
    #expect(try acts(World.dost) { $0.aggregate = "account" }.isEmpty)
  }

  @Test func filtersNarrowAndPagesJoin() throws {
    world.turn(to: "2026-06-03T00:00:00Z")
    _ = try world.organisation(.draft, ["name": "Mới"])
    let all = try acts()
    #expect(try acts { $0.action = "organisation.verify" }.map(\.record) == [firm.id.text])
    #expect(try acts { $0.actor = "cli" }.count == all.count)
    #expect(try acts { $0.record = firm.id.text }.count == 3)
    #expect(try acts { $0.since = Instant(rfc3339: "2026-06-02T00:00:00Z") }.count == 1)
    #expect(try acts { $0.until = Instant(rfc3339: "2026-06-02T00:00:00Z") }.count == 3)
    var found: [AuditedAct] = []
    var page = PageRequest(limit: 3)
    while true {
      let part = try registry.acts(AuditQuery(), page: page, by: World.dost)
      found += part.items
      #expect(part.total == all.count)
      guard let next = part.next else { break }
      page = PageRequest(limit: 3, after: next)
    }
    #expect(found == all)
  }

  @Test func ownersReadTheirHistoryWithoutOthersNamesAndAddresses() throws {
    var dost = Actor(name: "account:qz-officer", role: .dost)
    dost.address = "203.0.113.55"
    var owner = World.member(of: firm)
    owner.address = "198.51.100.1"
    _ = try registry.updateOrganisation(
      firm.id.text, patch: ["phone": "0262 1"], expecting: firm.version, by: dost)
    _ = try registry.updateOrganisation(
      firm.id.text, patch: ["phone": "0262 2"], expecting: firm.version + 1, by: owner)
    func history(_ actor: Actor) throws(DomainError) -> [JSON] {
      try registry.history(
        ofOrganisation: firm.id.text, page: PageRequest(limit: 2), by: actor
      ).items.map(\.json)
    }
    let own = try history(owner)
    #expect(own.map { $0["by"]?.text } == ["self", "dost"])
    #expect(own[0]["from"] == "198.51.100.1" && own[1]["from"] == nil)
    #expect(own[1]["after"]?["phone"] == "0262 1")
    let text = own.map(\.compact).joined()
    #expect(!text.contains("qz-officer") && !text.contains("203.0.113.55"))
    #expect(try history(World.dost).count == 2)
    let stranger = World.member(of: try world.organisation(.verified, ["name": "Khác"]))
    #expect(outcome { () throws(DomainError) in try history(stranger) } == "forbidden")
    #expect(outcome { () throws(DomainError) in try history(.anonymous) } == "unauthenticated")
  }

  @Test func aProposalsHistoryIsItsConsortiums() throws {
    let proposal = try world.proposal(of: firm, for: try world.problem())
    func history(_ actor: Actor) -> String {
      outcome { () throws(DomainError) in
        try registry.history(
          ofProposal: proposal.id, page: PageRequest(limit: 9), by: actor)
      }
    }
    #expect(history(World.member(of: firm)) == "ok")
    for actor in [World.dost, World.admin, World.reviewer] { #expect(history(actor) == "notFound") }
  }

  @Test func everyActSaysInWhichCapacityItWasDone() throws {
    _ = try registry.moveOrganisation(
      firm.id.text, .suspend, reason: "x", by: World.dost)
    #expect(try acts(limit: 1)[0].payload?["as"] == "dost")
    _ = try Person(world).join()
    let capacities = try acts { $0.aggregate = "account" }.map { $0.payload?["as"]?.text }
    #expect(capacities == ["person", "public"])
  }
}
