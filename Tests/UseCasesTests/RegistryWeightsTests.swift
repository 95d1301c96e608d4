import Domain
import Matching
import Storage
import Testing
import UseCases

@Suite struct RegistryWeightsTests {
  let world: World
  var registry: Registry { world.registry }

  init() throws { world = try World() }

  private static let other: JSON = [
    "version": "thu-1", "signals": ["capability": 0.4, "field": 0.4, "place": 0.2],
  ]

  private func set(_ json: JSON, by actor: Actor = World.admin) -> String {
    outcome { () throws(DomainError) in try registry.setWeights(json, by: actor) }
  }

  private func version(of problem: Problem, _ registry: Registry) throws -> String {
    try registry.solvers(forProblem: problem.id.text, limit: 5, kinds: nil, by: .anonymous)
      .list.weightsVersion
  }

  @Test func theProgramsOwnAreInForceUntilOthersAreSet() throws {
    let known = try registry.weights(by: .anonymous)
    #expect(known.map(\.weights) == [.standard])
    #expect(known.allSatisfy { $0.isInForce && $0.setAt == nil })
    #expect(try registry.weightsInForce() == .standard)
  }

  @Test func matchesNameTheWeightsTheyWereMadeWith() throws {
    let firm = try world.organisation(.verified, ["description": "Giám sát vườn cà phê"])
    let problem = try world.problem()
    try registry.follow()
    func first() throws -> Match<Organisation>? {
      try registry.solvers(forProblem: problem.id.text, limit: 5, kinds: nil, by: .anonymous)
        .list.matches.first?.match
    }
    let before = try #require(try first())
    #expect(try version(of: problem, registry) == Weights.standard.version)
    #expect(set(Self.other) == "ok")
    #expect(try version(of: problem, registry) == "thu-1")
    let after = try #require(try first())
    #expect(after.components.map(\.value) == before.components.map(\.value))
    #expect(after.components.map(\.weight) != before.components.map(\.weight))
    #expect(after.components.reduce(0) { $0 + $1.contributionMicros } == after.scoreMicros)
    let invited = try registry.recordOutcome(
      forProblem: problem.id.text,
      ["organisation": .string(firm.id.text), "kind": "invited"], by: World.dost)
    #expect(invited.standing.weightsVersion == "thu-1")
    #expect(invited.standing.scoreMicros == after.scoreMicros)
    let request = MatchDayRequest(
      limits: MatchDay.Limits(meetingsPerFirm: 1, meetingsPerProblem: 1, thresholdMicros: 1))
    let day = try registry.matchDay(request, by: World.dost)
    #expect(day.weightsVersion == "thu-1")
  }

  @Test func anotherProcessAndTheNextOneTakeThemUp() throws {
    _ = try world.organisation()
    let problem = try world.problem()
    let beside = try World(at: world.path)
    try beside.registry.follow()
    #expect(set(Self.other) == "ok")
    #expect(try version(of: problem, beside.registry) == Weights.standard.version)
    try beside.registry.follow()
    #expect(try version(of: problem, beside.registry) == "thu-1")
    let later = try World(at: world.path)
    try later.registry.follow()
    #expect(try version(of: problem, later.registry) == "thu-1")
    let firm = try later.organisation(.verified, ["description": "Giám sát vườn cà phê"])
    try beside.registry.follow()
    let list = try beside.registry.solvers(
      forProblem: problem.id.text, limit: 9, kinds: nil, by: .anonymous
    ).list
    #expect(list.weightsVersion == "thu-1")
    #expect(list.matches.contains { $0.record.id == firm.id })
  }

  @Test func aNameStandsForTheSameWeightsForEver() throws {
    #expect(set(Self.other) == "ok")
    #expect(set(["version": "thu-1", "signals": ["capability": 1]]) == "conflict version")
    let own = JSON.string(Weights.standard.version)
    #expect(set(["version": own, "signals": ["capability": 1]]) == "conflict version")
    // In other proportions the same weights.
    #expect(
      set(["version": "thu-1", "signals": ["capability": 4, "field": 4, "place": 2]]) == "ok")
    #expect(set(Weights.standard.json) == "ok")
    #expect(try registry.weightsInForce() == .standard)
    #expect(set(Self.other) == "ok")
    let known = try registry.weights(by: World.dost)
    #expect(Set(known.map(\.weights.version)) == ["thu-1", Weights.standard.version])
    #expect(known.filter(\.isInForce).map(\.weights.version) == ["thu-1"])
    #expect(known.allSatisfy { $0.setBy == "cli" })
    #expect(try registry.weights(by: .anonymous).allSatisfy { $0.setBy == nil })
  }

  @Test func onlyAdministratorsSetThem() throws {
    for actor in [World.dost, World.reviewer, World.unbound] {
      #expect(set(Self.other, by: actor) == "forbidden")
    }
    #expect(set(Self.other, by: .anonymous) == "unauthenticated")
    #expect(set(["version": "x"]) == "invalid /signals missing")
    #expect(try registry.weightsInForce() == .standard)
  }

  @Test func eachChangeIsOneEntryAndNoChangeNone() throws {
    #expect(set(Self.other) == "ok")
    #expect(set(Self.other) == "ok")
    #expect(set(["version": "thu-1", "signals": ["capability": 1]]) == "conflict version")
    let feed = try world.store.read { db throws(DomainError) in
      try db.changes(after: 0, limit: 10).map { "\($0.aggregate.rawValue) \($0.id)" }
    }
    #expect(feed == ["weights thu-1"])
    #expect(try registry.check().allSatisfy(\.faults.isEmpty))
  }
}
