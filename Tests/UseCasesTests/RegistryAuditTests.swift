import Domain
import Testing
import UseCases

@Suite struct RegistryAuditTests {
  @Test func administratorsAloneReadTheLog() throws {
    let world = try World()
    _ = try world.organisation()
    func read(_ actor: Actor) -> String {
      outcome { () throws(DomainError) in
        try world.registry.acts(AuditQuery(), page: PageRequest(limit: 5), by: actor)
      }
    }
    #expect(read(World.admin) == "ok")
    for actor in [World.dost, World.reviewer, World.unbound] { #expect(read(actor) == "forbidden") }
    #expect(read(.anonymous) == "unauthenticated")
  }

  /// What a proposal offers is sealed, from the log's readers too.
  @Test func aProposalIsInTheLogByItsDigestAlone() throws {
    let world = try World()
    let firm = try world.organisation()
    _ = try world.proposal(of: firm, for: try world.problem(), approach: "Bí mật lắm")
    var query = AuditQuery()
    query.aggregate = "proposal"
    let acts = try world.registry.acts(query, page: PageRequest(limit: 9), by: World.admin).items
    #expect(acts.map(\.action) == ["proposal.submit", "proposal.create"])
    #expect(!acts.contains { $0.json.compact.contains("Bí mật") })
  }
}
