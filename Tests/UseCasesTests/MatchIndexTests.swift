import Domain
import Matching
import Testing
import UseCases

@Suite struct MatchIndexTests {
  let world: World
  var registry: Registry { world.registry }

  init() throws { world = try World() }

  private func found(_ text: String, _ registry: Registry) -> Set<String> {
    Set(registry.search(SearchQuery(text: text)).hits.map(\.id))
  }

  @Test func isLoadedOnTheFirstFollow() throws {
    let firm = try world.organisation()
    _ = try world.organisation(.draft)
    _ = try world.problem()
    #expect(registry.indexed == (0, 0))
    try registry.follow()
    #expect(registry.indexed == (1, 1))
    #expect(found("cảm biến", registry).contains(firm.id.text))
  }

  @Test func seesItsOwnWritesAtOnce() throws {
    try registry.follow()
    let firm = try world.organisation()
    let problem = try world.problem()
    #expect(registry.indexed == (1, 1))
    _ = try registry.moveOrganisation(firm.id.text, .suspend, reason: "x", by: World.dost)
    #expect(registry.indexed == (0, 1))
    _ = try registry.moveProblem(
      problem.id.text, .cancel, reason: "x", code: "other", by: World.dost)
    #expect(registry.indexed == (0, 1))
    let items = try ImportSource.records(
      Array(#"[{"id":1,"kind":"fund","name":"Quỹ Ví Dụ","thesis":"Nông nghiệp"}]"#.utf8), .json)
    _ = try registry.importRecords(items, options: ImportOptions(), by: World.admin)
    #expect(registry.indexed == (1, 1))
  }

  @Test func followsTheCommitsOfAnotherRegisterOnTheSameFile() throws {
    try registry.follow()
    let beside = try World(at: world.path)
    let firm = try beside.organisation(.verified, ["description": "Máy sấy sầu riêng"])
    let problem = try beside.problem()
    #expect(registry.indexed == (0, 0))
    try registry.follow()
    #expect(registry.indexed == (1, 1))
    #expect(found("sầu riêng", registry) == [firm.id.text])
    _ = try beside.registry.updateOrganisation(
      firm.id.text, patch: ["description": "Máy rang"], expecting: firm.version, by: World.dost)
    try registry.follow()
    #expect(found("sầu riêng", registry).isEmpty)
    let list = try registry.solvers(
      forProblem: problem.code ?? "", limit: 5, kinds: nil, by: .anonymous
    ).list
    #expect(Set(list.matches.map(\.record.id)).isSubset(of: [firm.id]))
    _ = try beside.registry.moveOrganisation(firm.id.text, .withdraw, by: World.dost)
    #expect(
      try registry.solvers(forProblem: problem.code ?? "", limit: 5, kinds: nil, by: .anonymous)
        .list.matches.isEmpty)
    try registry.follow()
    #expect(registry.indexed == (0, 1))
  }

  @Test func takesUpMoreThanOneStepOfChanges() throws {
    try registry.follow()
    let beside = try World(at: world.path)
    let records = (0..<5200).map { #"{"id":"o\#($0)","kind":"agency","name":"Sở \#($0)"}"# }
    let items = try ImportSource.records(Array(records.joined(separator: "\n").utf8), .jsonl)
    _ = try beside.registry.importRecords(items, options: ImportOptions(), by: World.admin)
    try registry.follow()
    #expect(registry.indexed == (5200, 0))
  }

  private func solvers(_ title: String, _ registry: Registry) throws -> [Match<Organisation>] {
    try registry.solvers(
      for: ["title": .string(title)], limit: 9, kinds: nil, by: .anonymous
    ).list.matches.map(\.match)
  }

  private static let fogNet: JSON = [
    "id": "fog_net", "vi": ["lưới gom sương"], "en": ["fog catcher"], "broader": ["irrigation"],
  ]

  @Test func aNewConceptMakesAMatchWithoutARestart() throws {
    let firm = try world.organisation(.verified, ["description": "Fog catcher monitors"])
    try registry.follow()
    #expect(try solvers("Lưới gom sương", registry).isEmpty)
    _ = try registry.addConcept(Self.fogNet, by: World.dost)
    #expect(try solvers("Lưới gom sương", registry).isEmpty)
    try registry.renewIndex()
    let match = try #require(try solvers("Lưới gom sương", registry).first)
    #expect(match.subject == firm.id)
    #expect(match.evidence.first?.concept == "fog_net")
    let wider = try #require(try solvers("Irrigation", registry).first)
    #expect(wider.evidence.first?.through?.concept == "fog_net")
    try registry.removeConcept("fog_net", expecting: 1, by: World.dost)
    try registry.renewIndex()
    #expect(try solvers("Lưới gom sương", registry).isEmpty)
  }

  @Test func aConceptOfAnotherProcessIsTakenUpToo() throws {
    let firm = try world.organisation(.verified, ["description": "Fog catcher monitors"])
    try registry.follow()
    let beside = try World(at: world.path)
    _ = try beside.registry.addConcept(Self.fogNet, by: World.dost)
    _ = try beside.registry.addConcept(["id": "coffee", "vi": ["hạt nâu"]], by: World.dost)
    try registry.renewIndex()
    #expect(try solvers("Lưới gom sương", registry).isEmpty, "the feed was not followed yet")
    try registry.follow()
    try registry.renewIndex()
    #expect(try solvers("Lưới gom sương", registry).map(\.subject) == [firm.id])
  }

  @Test func aRenewedIndexIsTheOneThatIsLoadedAfresh() throws {
    try registry.follow()
    for number in 0..<30 {
      let text: String = ["Fog catcher", "Cà phê chè", "Máy sấy", "lưới gom sương"][number % 4]
      _ = try world.organisation(
        .verified, ["name": .string("Công ty \(number)"), "description": .string(text)])
    }
    _ = try world.problem()
    _ = try registry.addConcept(Self.fogNet, by: World.dost)
    try registry.renewIndex()
    let late = try world.organisation(.verified, ["description": "Lưới gom sương tưới vườn"])
    let fresh = try World(at: world.path)
    try fresh.registry.follow()
    #expect(fresh.registry.indexed == registry.indexed)
    for title in ["Lưới gom sương", "Cà phê chè", "fog catcher và máy sấy"] {
      let (own, other) = (try solvers(title, registry), try solvers(title, fresh.registry))
      #expect(own.map(\.subject) == other.map(\.subject))
      #expect(own.map(\.scoreMicros) == other.map(\.scoreMicros))
      #expect(own.map(\.evidence) == other.map(\.evidence))
    }
    #expect(try solvers("Lưới gom sương", registry).contains { $0.subject == late.id })
  }

  @Test func readersAndWritersGoOnWhileTheIndexIsRenewed() async throws {
    try registry.follow()
    let (world, registry) = (world, registry)
    _ = try world.organisation(.verified, ["description": "Fog catcher monitors"])
    let made = try await withThrowingTaskGroup(of: Int.self) { group in
      for part in 0..<2 {
        group.addTask {
          for number in 0..<15 {
            _ = try world.organisation(.verified, ["name": .string("Công ty \(part)-\(number)")])
          }
          return 15
        }
      }
      group.addTask {
        for number in 0..<6 {
          _ = try registry.addConcept(
            [
              "id": .string("zz\(number)"), "vi": [.string("zzv \(number)")],
              "en": [.string("zze\(number)")],
            ],
            by: World.dost)
          try registry.renewIndex()
          // Whoever finds somebody else at it has nothing to do.
          _ = registry.search(SearchQuery(text: "công ty")).total
        }
        return 0
      }
      return try await group.reduce(0, +)
    }
    try registry.follow()
    try registry.renewIndex()
    #expect(registry.indexed.organisations == made + 1)
    #expect(registry.search(SearchQuery(text: "công ty")).total >= made)
  }

  @Test func matchesShowNothingPrivate() throws {
    let firm = try world.organisation(
      .verified,
      ["email": "a@vi-du.example", "description": "Giám sát vườn cà phê, cảnh báo sâu bệnh"])
    let problem = try world.problem()
    try registry.follow()
    let seen = try registry.solvers(
      forProblem: problem.id.text, limit: 5, kinds: nil, by: .anonymous)
    #expect(seen.list.matches.map(\.record.id) == [firm.id])
    #expect(seen.list.matches.first?.record.profile.email == nil)
    let officer = try registry.solvers(
      forProblem: problem.id.text, limit: 5, kinds: nil, by: World.dost)
    #expect(officer.list.matches.first?.record.profile.email == "a@vi-du.example")
    let back = try registry.problems(forOrganisation: firm.id.text, limit: 5, by: .anonymous)
    #expect(back.organisation.profile.email == nil)
    #expect(back.list.matches.map(\.record.id) == [problem.id])
    let draft = try world.problem(publish: false)
    #expect(
      outcome { () throws(DomainError) in
        try registry.solvers(forProblem: draft.id.text, limit: 5, kinds: nil, by: .anonymous)
      } == "notFound")
  }

  @Test func aProblemThatIsNotStoredIsMatchedToo() throws {
    let firm = try world.organisation(.verified, ["description": "Giám sát vườn cà phê"])
    try registry.follow()
    let found = try registry.solvers(
      for: ["title": "Giám sát vườn cà phê", "province": "Phú Yên"], limit: 5, kinds: nil,
      by: .anonymous)
    #expect(found.list.matches.map(\.record.id) == [firm.id])
    #expect(found.notes.map(\.became) == ["66"])
    #expect(
      outcome { () throws(DomainError) in
        try registry.solvers(for: ["titel": "x"], limit: 5, kinds: nil, by: .anonymous)
      } == "invalid /title missing, /titel unknown_member")
    #expect(registry.indexed.problems == 0)
  }
}
