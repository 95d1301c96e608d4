import Domain
import Storage
import Testing
import UseCases

@Suite struct RegistryProblemsTests {
  let world: World
  var registry: Registry { world.registry }

  init() throws { world = try World() }

  private func move(
    _ problem: Problem, _ event: Problem.Event, _ reason: String? = nil, code: String? = nil
  ) -> String {
    outcome { () throws(DomainError) in
      try registry.moveProblem(problem.id.text, event, reason: reason, code: code, by: World.dost)
    }
  }

  private func change(_ problem: Problem, _ patch: JSON, _ version: Int?) -> String {
    outcome { () throws(DomainError) in
      try registry.updateProblem(problem.id.text, patch: patch, expecting: version, by: World.dost)
    }
  }

  @Test func aTitleMakesADraft() throws {
    let made = try registry.createProblem(["title": "Bò sữa", "province": "54"], by: World.dost)
    #expect(made.record.status == .draft && made.record.code == nil)
    #expect(made.record.publishedAt == nil && made.record.author == nil)
    #expect(made.notes.map(\.became) == ["66"])
    #expect(move(made.record, .submit) == "invalid /expected_result missing")
    #expect(move(made.record, .publish) == "invalid /expected_result missing")
  }

  @Test func codesCountOnWithinTheYearInVietnam() throws {
    #expect(try world.problem().code == "DLK-2026-001")
    #expect(try world.problem().code == "DLK-2026-002")
    let open: JSON = ["deadline": "2028-01-01"]
    world.turn(to: "2026-12-31T16:59:59Z")
    #expect(try world.problem(open).code == "DLK-2026-003")
    world.turn(to: "2026-12-31T17:00:00Z")
    #expect(try world.problem(open).code == "DLK-2027-001")
    try registry.setCodePrefix("PHY", by: World.admin)
    #expect(try world.problem(open).code == "PHY-2027-001")
  }

  @Test(arguments: ["", "D", "dlk", "ĐLK", "DLK1", "ABCDEFGHIJK", "D-K"])
  func badPrefixesAreRefused(_ prefix: String) {
    let word = outcome { () throws(DomainError) in
      try registry.setCodePrefix(prefix, by: World.admin)
    }
    #expect(word == "invalid /code_prefix bad_format")
  }

  @Test func aCodeIsKeptForGood() throws {
    let problem = try world.problem()
    #expect(move(problem, .suspend, "rà soát") == "ok")
    let suspended = try registry.problem("DLK-2026-001", by: .anonymous)
    #expect(suspended.status == .suspended && suspended.statusReason == "rà soát")
    world.turn(to: "2026-06-02")
    #expect(move(problem, .resume) == "ok")
    let resumed = try registry.problem(problem.id.text, by: .anonymous)
    #expect(resumed.code == problem.code && resumed.publishedAt == problem.publishedAt)
    #expect(resumed.statusReason == nil && resumed.version == 4)
  }

  @Test(arguments: ["2026-05-31", "2026-06-01T00:00:00Z"])
  func whatIsOverCannotBePublished(_ deadline: String) throws {
    let draft = try world.problem(publish: false, ["deadline": .string(deadline)])
    #expect(move(draft, .publish) == "invalid /deadline in_the_past")
    let both = try world.problem(
      publish: false, ["deadline": .string(deadline), "expected_result": nil])
    #expect(move(both, .publish) == "invalid /expected_result missing, /deadline in_the_past")
  }

  @Test func aChangeSaysWhichVersionItIsBasedOn() throws {
    let problem = try world.problem()
    #expect(change(problem, ["owner": "Sở"], nil) == "versionRequired 2")
    #expect(change(problem, ["owner": "Sở"], 1) == "stale 2")
    #expect(change(problem, ["owner": "Sở", "reason": "bổ sung"], 2) == "ok")
    #expect(change(problem, ["owner": "Sở"], 3) == "ok")
    #expect(try registry.problem(problem.id.text, by: World.dost).version == 3)
    #expect(change(problem, ["code": "DLK-2026-099"], 3) == "invalid /code read_only")
    #expect(change(problem, ["title": nil], 3) == "invalid /title missing")
    let stale = outcome { () throws(DomainError) in
      try registry.moveProblem(problem.id.text, .close, expecting: 2, by: World.dost)
    }
    #expect(stale == "stale 3")
  }

  /// People have counted on what was published, so whoever changes it says why.
  @Test func aPublicStatementChangesWithAReasonAlone() throws {
    let draft = try world.problem(publish: false)
    #expect(change(draft, ["owner": "Sở", "reason": "x"], 1) == "invalid /reason unknown_member")
    let problem = try world.problem()
    #expect(change(problem, ["owner": "Sở"], 2) == "invalid /reason missing")
    #expect(change(problem, ["owner": "Sở", "reason": " "], 2) == "invalid /reason missing")
    #expect(change(problem, ["owner": "Sở", "reason": 5], 2) == "invalid /reason wrong_type")
    #expect(change(problem, ["owner": "Sở", "reason": "Đổi chủ trì"], 2) == "ok")
    let versions = try registry.problemVersions(
      problem.id.text, page: PageRequest(limit: 5), by: .anonymous)
    #expect(versions.items.map(\.version.reason) == ["Đổi chủ trì", nil])
    #expect(move(problem, .suspend, "rà soát") == "ok")
    #expect(change(problem, ["owner": "Tỉnh"], 4) == "invalid /reason missing")
  }

  @Test func offersAreJudgedByWhatWasAsked() throws {
    let problem = try world.problem()
    #expect(move(problem, .close, code: "urgent") == "ok")
    #expect(change(problem, ["owner": "Sở"], 3) == "refused closed")
  }

  /// A deadline that an officer could move behind the present would break the seal at will.
  @Test func aPublishedDeadlineIsNotBroughtForward() throws {
    let problem = try world.problem()
    #expect(change(problem, ["deadline": "2026-05-31"], 2) == "invalid /deadline out_of_range")
    #expect(change(problem, ["deadline": nil], 2) == "invalid /deadline out_of_range")
  }

  /// Officers have seen the offers by then; nobody may be let in after them.
  @Test func aDeadlineThatHasPassedIsNotMovedOn() throws {
    let problem = try world.problem()
    world.turn(to: "2026-07-01")
    #expect(change(problem, ["deadline": "2026-12-31"], 2) != "ok")
    #expect(change(problem, ["deadline": nil], 2) != "ok")
  }

  @Test func whatSomebodyLosesByNeedsAReason() throws {
    for (event, code) in [(Problem.Event.suspend, nil), (.cancel, "superseded")] {
      let problem = try world.problem()
      #expect(move(problem, event, code: code) == "invalid /reason missing")
      #expect(move(problem, event, "trùng lặp", code: code) == "ok")
      #expect(try registry.problem(problem.id.text, by: .anonymous).statusReason == "trùng lặp")
    }
    #expect(move(try world.problem(), .solve) == "refused published")
  }

  @Test func repeatingARequestWithItsKeyMakesNothingMore() throws {
    let key = IdempotencyKey(actor: "dost", key: "k", fingerprint: [1])
    let first = try registry.createProblem(["title": "x"], by: World.dost, key: key).record
    #expect(try registry.createProblem(["title": "x"], by: World.dost, key: key).record == first)
    let word = outcome { () throws(DomainError) in
      try registry.createProblem(
        ["title": "x"], by: World.dost,
        key: IdempotencyKey(actor: "dost", key: "k", fingerprint: [2]))
    }
    #expect(word == "keyReused")
  }

  @Test func thePublicSeesWhatWasPublished() throws {
    _ = try world.problem(publish: false)
    let published = try world.problem()
    #expect(move(published, .cancel, "x", code: "error") == "ok")
    let page = PageRequest(limit: 5)
    var filter = ProblemFilter()
    filter.visibleTo = .everything
    for (actor, total) in [
      (Actor.anonymous, 1), (World.unbound, 1), (World.reviewer, 1), (World.dost, 2),
    ] {
      #expect(try registry.problems(filter, page: page, by: actor).total == total)
    }
    filter.statuses = [.draft]
    #expect(try registry.problems(filter, page: page, by: .anonymous).items.isEmpty)
    let agency = try world.organisation(.verified, ["kind": "agency"])
    let own = try world.problem(publish: false, by: World.member(of: agency))
    #expect(own.author == agency.id)
    #expect(
      try registry.problems(filter, page: page, by: World.member(of: agency)).items.map(\.id)
        == [own.id])
  }
}
