import Domain
import Storage
import Testing
import UseCases

/// What was told of a result stays told, and an interest in a competition ends with it.
@Suite struct ToldResultsTests {
  /// A cancelled problem takes back neither reasons nor feedback, and bars nobody any more.
  @Test func whatWasToldStaysToldWhenTheProblemIsCancelled() throws {
    let scene = try ReviewScene(criteria: ReviewScene.criteria)
    _ = try scene.award()
    let registry = scene.registry
    func told() throws -> [Proposal.Status] {
      try zip(scene.firms, scene.proposals).map { firm, proposal in
        let reader = World.member(of: firm)
        _ = try registry.feedback(on: proposal.id, by: reader)
        return try registry.proposal(proposal.id, by: reader).status
      }
    }
    let before = try told()
    #expect(Set(before) == [.selected, .declined])
    _ = try registry.moveProblem(scene.name, .cancel, reason: "x", code: "other", by: World.dost)
    #expect(try told() == before)
  }

  @Test func aCancelledProblemBarsNobodyFromTheRegister() throws {
    let world = try World()
    let firms = try ["Nhà", "Người ngoài"].map {
      try world.organisation(.verified, ["name": .string($0)])
    }
    let problem = try world.problem()
    _ = try world.proposal(of: firms[0], for: problem)
    try world.open(problem)
    let account = try world.account("kiemnhiem@dost.example.vn", role: .dost)
    try world.bind(account, to: firms[0])
    let tied = ReviewScene.person(account)
    #expect(try world.registry.isBarred(tied, towards: firms[1].id))
    _ = try world.registry.moveProblem(
      problem.id.text, .cancel, reason: "x", code: "other", by: World.dost)
    #expect(try !world.registry.isBarred(tied, towards: firms[1].id))
    #expect(try world.registry.isBarred(tied, towards: firms[0].id))
  }

  /// Whoever leaves after the offer was handed in knows of it; whoever left before does not.
  @Test(arguments: [false, true]) func leavingLiftsNothingUnderSeal(_ leavesFirst: Bool) throws {
    let world = try World()
    let firm = try world.organisation(.verified, ["name": "Nhà"])
    let other = try world.organisation(.verified, ["name": "Người ngoài"])
    _ = try world.member(.owner, of: firm, "chu@example.vn")
    let account = try world.account("kiemnhiem@dost.example.vn", role: .dost)
    try world.bind(account, to: firm)
    let tied = ReviewScene.person(account)
    let problem = try world.problem()
    if leavesFirst {
      try world.registry.endMembership(of: account.id, in: firm.id.text, by: tied)
      world.turn(to: "2026-06-10")
    }
    _ = try world.proposal(of: firm, for: problem)
    if !leavesFirst {
      #expect(try world.registry.isBarred(tied, towards: other.id))
      try world.registry.endMembership(of: account.id, in: firm.id.text, by: tied)
    }
    #expect(try world.registry.isBarred(tied, towards: other.id) == !leavesFirst)
  }

  /// Nor do administrators with a tie act through others meanwhile.
  @Test func nobodyStandsInForAnAdministratorWithATie() throws {
    let world = try World()
    let firm = try world.organisation(.verified, ["name": "Nhà"])
    let empty = try world.organisation(.verified, ["name": "Chưa Có Người"])
    let account = try world.account("kiemnhiem@dost.example.vn", role: .admin)
    try world.bind(account, to: firm)
    let tied = ReviewScene.person(account)
    _ = try world.proposal(of: firm, for: try world.problem())
    let rival = try world.account("chu@example.vn", role: nil)
    func needed(_ body: () throws(DomainError) -> Void) -> String { outcome(body) }
    #expect(
      needed { () throws(DomainError) in
        _ = try world.registry.createToken(
          role: .dost, organisation: nil, label: nil, expiresAt: nil, by: tied)
      } == "forbidden")
    #expect(
      needed { () throws(DomainError) in
        _ = try world.registry.createAccount(
          email: "moi@dost.example.vn", name: "Mới", language: .vi, role: .dost, by: tied)
      } == "forbidden")
    #expect(
      needed { () throws(DomainError) in
        _ = try world.registry.eraseAccount(rival.id.text, ["request": "x"], by: tied)
      } == "forbidden")
    #expect(
      needed { () throws(DomainError) in
        _ = try world.registry.invite(
          to: empty.id.text, ["email": "moi@example.vn", "role": "owner"], by: tied)
      } == "forbidden")
  }
}
