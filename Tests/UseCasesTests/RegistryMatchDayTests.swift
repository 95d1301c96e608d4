import Domain
import Matching
import Testing
import UseCases

@Suite struct RegistryMatchDayTests {
  let world: World

  init() throws { world = try World() }

  private static let request = MatchDayRequest(
    limits: MatchDay.Limits(meetingsPerFirm: 2, meetingsPerProblem: 2, thresholdMicros: 1))

  @Test(arguments: [
    ("anonymous", Actor.anonymous, "unauthenticated"),
    ("reviewer", World.reviewer, "forbidden"),
    ("member", World.unbound, "forbidden"),
    ("officer", World.dost, "ok"),
    ("administrator", World.admin, "ok"),
  ])
  func officersPlanAndNobodyElse(_ name: String, _ actor: Actor, _ expected: String) throws {
    _ = try world.problem()
    _ = try world.organisation()
    let found = outcome { () throws(DomainError) in
      try world.registry.matchDay(Self.request, by: actor)
    }
    #expect(found == expected, "\(name)")
  }

  @Test func onlyOpenProblemsAndVerifiedFirmsMeet() throws {
    let text: JSON = ["description": "Cảm biến giám sát sâu bệnh vườn cà phê"]
    let firm = try world.organisation(.verified, text)
    _ = try world.organisation(.suspended, text)
    let open = try world.problem()
    let closed = try world.problem()
    _ = try world.problem(publish: false)
    _ = try world.registry.moveProblem(closed.id.text, .close, code: "urgent", by: World.dost)
    try world.registry.follow()
    let day = try world.registry.matchDay(Self.request, by: World.dost)
    #expect(day.meetings.map(\.problem.id) == [open.id])
    #expect(day.meetings.map(\.organisation.id) == [firm.id])
    #expect(day.meetings.first?.organisation.profile.email == nil)
    #expect(day.weightsVersion == Weights.standard.version)
  }
}
