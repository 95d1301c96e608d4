import Domain
import Storage
import Testing
import UseCases

/// Who looked at what is confidential.
@Suite struct RegistryAccessesTests {
  let world: World
  let firm: Organisation
  var registry: Registry { world.registry }

  init() throws {
    world = try World()
    firm = try world.organisation(
      .verified,
      [
        "kind": "startup", "email": "hat@example.vn",
        "startup": ["stage": "seed", "raising_vnd": 5_000_000_000],
      ])
  }

  private func accesses(_ change: (inout AccessFilter) -> Void = { _ in }) throws -> [Access] {
    var filter = AccessFilter()
    change(&filter)
    return try registry.accesses(filter, page: PageRequest(limit: 100), by: World.admin).items
  }

  private func counts(_ actor: Actor) throws(DomainError) -> [AccessCount] {
    try registry.accesses(
      toRecordsOf: firm.id.text, page: PageRequest(limit: 100), by: actor
    ).items
  }

  @Test func looksOfOthersThanTheOwnerAreRecorded() throws {
    for actor in [World.member(of: firm), .anonymous, World.reviewer, World.unbound] {
      _ = try registry.organisation(firm.id.text, by: actor)
    }
    #expect(try accesses().isEmpty)
    var dost = World.dost
    dost.address = "203.0.113.9"
    _ = try registry.organisation(firm.id.text, by: dost)
    _ = try registry.organisations(OrganisationFilter(), page: PageRequest(limit: 9), by: dost)
    let found = try accesses()
    #expect(Set(found.map(\.part)) == [.organisationContacts, .organisationRaising])
    for access in found {
      #expect(access.times == 2 && access.actor == "dost" && access.role == "dost")
      #expect(access.record == firm.id.text && access.owner == firm.id)
      #expect(access.address == "203.0.113.9" && access.day == "2026-06-01")
    }
  }

  @Test func aDayIsARowAndOwnersReadRolesAlone() throws {
    _ = try registry.organisation(firm.id.text, by: World.dost)
    world.turn(to: "2026-06-01T17:00:00Z")
    _ = try registry.organisation(firm.id.text, by: World.dost)
    _ = try registry.organisation(firm.id.text, by: Actor(name: "dost-2", role: .dost))
    #expect(try accesses { $0.part = .organisationContacts }.count == 3)
    #expect(try accesses { $0.since = "2026-06-02" }.count == 4)
    #expect(try accesses { $0.until = "2026-06-01" }.count == 2)
    #expect(try accesses { $0.actor = "dost-2" }.count == 2)
    #expect(try accesses { $0.owner = ID("other") }.isEmpty)
    let seen = try counts(World.member(of: firm))
    #expect(
      seen.filter { $0.part == .organisationContacts }.map { "\($0.day) \($0.role) \($0.times)" }
        == ["2026-06-02 dost 2", "2026-06-01 dost 1"])
    #expect(!seen.map(\.json.compact).joined().contains("dost-2"))
  }

  @Test func whoMayReadThem() throws {
    func word(_ body: () throws(DomainError) -> Void) -> String { outcome(body) }
    let other = try world.organisation(.verified, ["name": "Khác"])
    for actor in [World.dost, World.member(of: other), World.reviewer] {
      #expect(word { () throws(DomainError) in _ = try counts(actor) } == "forbidden")
      #expect(
        outcome { () throws(DomainError) in
          try registry.accesses(AccessFilter(), page: PageRequest(limit: 1), by: actor)
        } == "forbidden")
    }
    #expect(word { () throws(DomainError) in _ = try counts(.anonymous) } == "unauthenticated")
    #expect(word { () throws(DomainError) in _ = try counts(World.admin) } == "ok")
  }

  @Test func openedProposalsAreNoLongerReadUnseen() throws {
    let problem = try world.problem()
    let proposal = try world.proposal(of: firm, for: problem)
    _ = try registry.proposal(proposal.id, by: World.member(of: firm))
    #expect(
      outcome { () throws(DomainError) in try registry.proposal(proposal.id, by: World.dost) }
        == "notFound")
    try world.open(problem)
    #expect(try accesses { $0.part = .proposal }.isEmpty)
    _ = try registry.proposal(proposal.id, by: World.dost)
    _ = try registry.proposals(
      problem: nil, organisation: nil, page: PageRequest(limit: 5), by: World.dost)
    let found = try accesses { $0.part = .proposal }
    #expect(found.map(\.times) == [2] && found.map(\.owner) == [firm.id])
  }

  @Test func wholeNumbersOfPersonsAreNotReadUnseen() throws {
    let household = try world.organisation(
      .verified,
      [
        "name": "Hộ Ví Dụ", "legal": ["household_business"], "personal_id": "066090123456",
      ])
    for actor in [World.member(of: household), .anonymous, World.reviewer] {
      _ = try registry.organisationInFull(household.id.text, by: actor)
    }
    #expect(try accesses { $0.part = .organisationIdentity }.isEmpty)
    _ = try registry.organisationInFull(household.id.text, by: World.dost)
    let found = try accesses { $0.part = .organisationIdentity }
    #expect(found.map(\.record) == [household.id.text] && found.map(\.owner) == [household.id])
    #expect(!found.map(\.json.compact).joined().contains("066090123456"))
    // A mask is no look.
    _ = try registry.organisation(household.id.text, by: World.admin)
    #expect(try accesses { $0.part = .organisationIdentity }.count == 1)
  }

  @Test func scoresOffersAndEvidenceAreNotReadUnseen() throws {
    let scene = try ReviewScene(world, criteria: ReviewScene.criteria)
    _ = try scene.assign(0)
    let id = try scene.review(0, of: 0)
    _ = try registry.review(id, by: World.dost)
    _ = try registry.declare(id, ["conflict": "none"], by: scene.actor(0))
    _ = try registry.review(id, by: scene.actor(0))
    #expect(try accesses { $0.part = .reviewScores }.isEmpty)
    let offers = try accesses { $0.part = .reviewMaterial }
    #expect(offers.map(\.record) == [scene.proposals[0].id.text])
    #expect(offers.map(\.owner) == [scene.firms[0].id] && offers.map(\.role) == ["reviewer"])
    _ = try registry.score(id, ReviewScene.scores(5, 5), by: scene.actor(0))
    _ = try registry.lock(id, by: scene.actor(0))
    _ = try registry.review(id, by: World.dost)
    _ = try registry.reviews(page: PageRequest(limit: 9), by: World.dost)
    let scores = try accesses { $0.part = .reviewScores }
    // How often that happens is told to administrators alone.
    #expect(scores.map(\.record) == [id.text] && scores.map(\.owner) == [nil])
    #expect(scores.map(\.times) == [2])
    _ = try registry.deliberation(on: scene.name, by: World.dost)
    #expect(try accesses { $0.part = .deliberation }.map(\.record) == [scene.name])
  }

  @Test func evidenceOfMilestonesIsNotReadUnseen() throws {
    let scene = try ReviewScene(world, criteria: ReviewScene.criteria)
    let made = try scene.award()
    let solver = World.member(of: scene.firms[0])
    let work = try registry.addMilestone(
      to: made.id, ["title": "Lắp đặt", "due": "2026-12-31"], by: World.dost)
    _ = try registry.engagement(made.id, by: World.dost)
    #expect(try accesses { $0.part = .engagement }.isEmpty)
    let milestone = try #require(work.engagement.milestones.first)
    _ = try registry.submitMilestone(
      milestone.id, of: made.id, ["text": "Đã lắp"], by: solver)
    _ = try registry.engagement(made.id, by: solver)
    #expect(try accesses { $0.part = .engagement }.isEmpty)
    _ = try registry.engagement(made.id, by: World.dost)
    _ = try registry.engagements(page: PageRequest(limit: 9), by: World.dost)
    let found = try accesses { $0.part = .engagement }
    #expect(found.map(\.times) == [2] && found.map(\.owner) == [scene.firms[0].id])
  }

  @Test func nothingWaitsForAWriter() throws {
    // The writer is busy, and reading goes on; the look is written afterwards.
    let (registry, firm) = (registry, firm)
    try world.store.write { _ throws(DomainError) in
      _ = try registry.organisation(firm.id.text, by: World.dost)
    }
    #expect(try accesses().count == 2)
    try registry.writeAccesses()
    #expect(try accesses().allSatisfy { $0.times == 1 })
  }
}
