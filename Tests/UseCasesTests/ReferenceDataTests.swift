import Domain
import Matching
import Synchronization
import Testing
import UseCases

@Suite struct ReferenceDataTests {
  @Test func whatIsBakedInCanBeRead() throws {
    let reference = try ReferenceData()
    #expect(reference.places.current.count == 34)
    #expect(reference.codes.label(Field.agriculture).vi == "Nông nghiệp")
    #expect(reference.codes.lists.count >= 17)
    #expect(Set(reference.codes.lists.map(\.name)).count == reference.codes.lists.count)
    #expect(!reference.fundRules.all.isEmpty)
  }
}

/// Reading the concepts takes longer than everything else at the start, and few commands need
/// them.
@Suite struct LazyConceptsTests {
  private static func register(_ world: World) throws -> Registry {
    Registry(
      store: world.store,
      reference: try ReferenceData { () throws(ReferenceDataError) in
        throw ReferenceDataError(source: "lexicon", detail: "was read")
      }, vault: .locked, clock: { Instant(seconds: World.start) })
  }

  @Test func onlyMatchingReadsThem() throws {
    let world = try World()
    let firm = try world.organisation()
    let problem = try world.problem()
    let registry = try Self.register(world)
    #expect(try registry.organisation(firm.id.text, by: World.dost) == firm)
    #expect(try registry.problem(problem.id.text, by: World.dost) == problem)
    #expect(
      try registry.organisations(OrganisationFilter(), page: PageRequest(limit: 5), by: .anonymous)
        .total
        == 1)
    _ = try registry.createToken(
      role: .dost, organisation: nil, label: nil, expiresAt: nil, by: World.admin)
    #expect(try registry.tokens(by: World.admin).count == 1)
    #expect(try registry.checkAudit().faults == [])
    #expect(try registry.weights(by: World.admin).count == 1)
    try registry.setCodePrefix("PHY", by: World.admin)
    _ = try registry.moveOrganisation(firm.id.text, .suspend, reason: "x", by: World.dost)
    try registry.ready()
    #expect(registry.indexed == (0, 0))
    let read = "internalFault lexicon: was read"
    #expect(outcome { () throws(DomainError) in try registry.follow() } == read)
    #expect(outcome { () throws(DomainError) in try registry.concept("coffee") } == read)
  }

  @Test func theyAreReadOnce() throws {
    let count = Mutex(0)
    let reference = try ReferenceData { () throws(ReferenceDataError) in
      count.withLock { $0 += 1 }
      return Lexicon()
    }
    #expect(count.withLock { $0 } == 0)
    for _ in 0..<3 { #expect(try reference.lexicon.concepts.isEmpty) }
    #expect(count.withLock { $0 } == 1)
  }
}
