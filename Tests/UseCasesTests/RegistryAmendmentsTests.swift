import Domain
import Storage
import Testing
import UseCases

@Suite struct RegistryAmendmentsTests {
  let world: World
  var registry: Registry { world.registry }

  init() throws { world = try World() }

  private func amend(_ problem: Problem, _ json: JSON) -> String {
    outcome { () throws(DomainError) in
      let version = try registry.problem(problem.id.text, by: World.dost).version
      return try registry.amendProblem(
        problem.id.text, json, expecting: version, by: World.dost)
    }
  }

  private func extend(
    _ problem: Problem, _ deadline: String, reason: String? = "cần thêm thời gian",
    by actor: Actor = World.dost
  ) -> String {
    outcome { () throws(DomainError) in
      try registry.extendProblem(
        problem.id.text, ["deadline": .string(deadline), "reason": JSON(reason)], by: actor)
    }
  }

  private func versions(_ problem: Problem, _ actor: Actor = .anonymous) throws -> [ProblemRevision]
  {
    try registry.problemVersions(problem.id.text, page: PageRequest(limit: 50), by: actor).items
  }

  @Test func whatWasPublishedIsTheFirstVersion() throws {
    let draft = try world.problem(publish: false)
    #expect(try versions(draft, World.dost).isEmpty)
    _ = try registry.updateProblem(
      draft.id.text, patch: ["owner": "Sở"], expecting: 1, by: World.dost)
    #expect(try versions(draft, World.dost).isEmpty)
    let problem = try registry.moveProblem(draft.id.text, .publish, by: World.dost)
    let only = try versions(problem)
    #expect(only.map(\.version.number) == [1] && only[0].changes.isEmpty)
    #expect(only[0].version.at == problem.publishedAt)
    #expect(only[0].version.statement == problem.statement)
  }

  @Test func anAmendmentIsAVersionWithItsReason() throws {
    let document = try world.document("7")
    let problem = try world.problem()
    world.turn(to: "2026-06-02T01:02:03Z")
    #expect(amend(problem, ["changes": ["owner": "Sở"]]) == "invalid /reason missing")
    #expect(amend(problem, ["reason": "x"]) == "invalid /changes missing")
    #expect(
      amend(problem, ["reason": "x", "changes": ["code": "y"]])
        == "invalid /changes/code unknown_member")
    #expect(
      amend(problem, ["reason": "x", "changes": ["title": .null]])
        == "invalid /changes/title missing")
    #expect(
      amend(problem, ["reason": "x", "changes": ["owner": "Sở"], "document": "none"])
        == "invalid /document not_found")
    #expect(
      amend(
        problem,
        [
          "reason": "bổ sung", "changes": ["owner": "Sở", "field": "energy"],
          "document": .string(document.id.text),
        ]) == "ok")
    let found = try versions(problem)
    #expect(found.map(\.version.number) == [2, 1])
    #expect(found[0].changes.map(\.member) == [.field, .owner])
    #expect(found[0].version.reason == "bổ sung" && found[0].version.document == document.id)
    #expect(found[1].version.statement == problem.statement)
    #expect(found[1].version.at == problem.publishedAt)
    let first = try registry.problemVersion("1", of: problem.id.text, by: .anonymous)
    #expect(first == found[1])
    #expect(try registry.problemVersion("2", of: problem.id.text, by: .anonymous) == found[0])
    for wrong in ["0", "3", "-1", "x", "99999999999999999999"] {
      let word = outcome { () throws(DomainError) in
        try registry.problemVersion(wrong, of: problem.id.text, by: .anonymous)
      }
      #expect(word == "notFound", "\(wrong)")
    }
    let acts = try registry.problemHistory(
      problem.id.text, page: PageRequest(limit: 5), by: .anonymous)
    #expect(acts.items.map(\.kind) == [.amend, .publish] && acts.items[0].statement == 2)
  }

  @Test func requirementsMayOnlyEase() throws {
    let problem = try world.problem(["required": [["min_trl": 6]]])
    #expect(
      amend(problem, ["reason": "x", "changes": ["required": [["min_trl": 7]]]])
        == "invalid /changes/required/0 stricter")
    #expect(amend(problem, ["reason": "x", "changes": ["required": [["min_trl": 5]]]]) == "ok")
    #expect(amend(problem, ["reason": "x", "changes": ["required": .null]]) == "ok")
  }

  @Test func pagesOfVersionsJoinWithoutGap() throws {
    let problem = try world.problem()
    for number in 2...6 {
      #expect(
        amend(problem, ["reason": "x", "changes": ["owner": .string("Sở \(number)")]]) == "ok")
    }
    var (numbers, request) = ([Int](), PageRequest(limit: 2))
    while true {
      let page = try registry.problemVersions(problem.id.text, page: request, by: .anonymous)
      #expect(page.total == 6)
      for item in page.items {
        numbers.append(item.version.number)
        #expect(item.changes.map(\.member) == (item.version.number == 1 ? [] : [.owner]))
      }
      guard let next = page.next else { break }
      request = PageRequest(limit: 2, after: next)
    }
    #expect(numbers == [6, 5, 4, 3, 2, 1])
  }

  @Test func theDeadlineIsPutOffUntilTheSecondItPasses() throws {
    let problem = try world.problem(["deadline": "2026-06-30T17:00:00+07:00"])
    #expect(extend(problem, "2026-07-31", reason: nil) == "invalid /reason missing")
    #expect(extend(problem, "2026-06-29") == "invalid /deadline out_of_range")
    #expect(extend(problem, "2026-06-30T10:00:00Z") == "invalid /deadline out_of_range")
    #expect(extend(problem, "2026-07-31", by: World.unbound) == "forbidden")
    world.turn(to: "2026-06-30T09:59:59Z")
    #expect(extend(problem, "2026-07-10T17:00:00+07:00") == "ok")
    world.turn(to: "2026-07-10T10:00:00Z")
    #expect(extend(problem, "2026-07-20T17:00:00+07:00") == "ok")
    world.turn(to: "2026-07-20T10:00:01Z")
    #expect(extend(problem, "2026-07-31") == "deadlinePassed")
    #expect(try versions(problem).count == 3)
  }

  /// What was sealed until the first deadline stays sealed until the second.
  @Test func anExtensionKeepsProposalsSealed() throws {
    let firm = try world.organisation()
    let problem = try world.problem()
    let proposal = try world.proposal(of: firm, for: problem)
    #expect(extend(problem, "2026-07-31") == "ok")
    world.turn(to: "2026-07-15")
    let early = outcome { () throws(DomainError) in
      try registry.proposal(proposal.id, by: World.dost)
    }
    #expect(early == "notFound")
    try world.open(problem, at: "2026-08-01")
    #expect(try registry.proposal(proposal.id, by: World.dost).id == proposal.id)
  }

  @Test func everybodyInterestedIsToldOnceAndNobodyElse() throws {
    let agency = try world.organisation(.verified, ["kind": "agency"])
    let problem = try world.problem(by: World.member(of: agency))
    let organisations = try (0..<6).map { _ in try world.organisation() }
    let (drafting, sending, invited, refusing, following, asking) = (
      organisations[0], organisations[1], organisations[2], organisations[3], organisations[4],
      organisations[5]
    )
    _ = try world.organisation()
    _ = try world.proposal(of: drafting, for: problem, submit: false)
    _ = try world.proposal(of: sending, for: problem)
    for (firm, kind) in [(invited, "invited"), (refusing, "invited"), (refusing, "refused")] {
      _ = try registry.recordOutcome(
        forProblem: problem.id.text,
        ["organisation": .string(firm.id.text), "kind": .string(kind)], by: World.dost)
    }
    // Whoever follows and proposes is told once.
    for firm in [following, sending] {
      _ = try registry.followProblem(problem.id.text, by: World.member(of: firm))
    }
    _ = try registry.askQuestion(
      about: problem.id.text, ["text": "?"], by: World.member(of: asking))
    let before = try world.lastNotice()
    #expect(amend(problem, ["reason": "x", "changes": ["owner": "Sở"]]) == "ok")
    let told = [agency, drafting, sending, invited, following, asking].map(\.id.text).sorted()
    #expect(
      try world.notices(after: before).sorted() == told.map { "problem_amended \($0)" })
    try registry.unfollowProblem(problem.id.text, by: World.member(of: following))
    let again = try world.lastNotice()
    #expect(extend(problem, "2026-07-31") == "ok")
    #expect(
      try world.notices(after: again).sorted()
        == told.filter { $0 != following.id.text }.map { "problem_extended \($0)" })
  }

  @Test func followingTwiceIsFollowingOnce() throws {
    let problem = try world.problem()
    let firm = World.member(of: try world.organisation())
    #expect(try registry.follows(problem.id.text, by: firm) == nil)
    let since = try registry.followProblem(problem.id.text, by: firm)
    world.turn(to: "2026-06-05")
    #expect(try registry.followProblem(problem.id.text, by: firm) == since)
    #expect(try registry.follows(problem.id.text, by: firm) == since)
    for _ in 0..<2 { try registry.unfollowProblem(problem.id.text, by: firm) }
    #expect(try registry.follows(problem.id.text, by: firm) == nil)
    for (actor, expected) in [
      (Actor.anonymous, "unauthenticated"), (World.unbound, "forbidden"),
      (World.dost, "forbidden"),
    ] {
      let word = outcome { () throws(DomainError) in
        try registry.followProblem(problem.id.text, by: actor)
      }
      #expect(word == expected)
    }
  }

  @Test func anImportIsAnAmendmentToo() throws {
    let problem = try world.problem()
    let record: JSON = [
      "id": .string(problem.id.text), "title": "Tên mới", "expected_result": "x",
      "deadline": .string(problem.statement.deadline?.description ?? ""),
    ]
    let item = ImportItem(position: "1", content: .success(record))
    _ = try registry.importRecords([item], options: ImportOptions(), by: World.admin)
    let found = try versions(problem)
    #expect(found.map(\.version.number) == [2, 1] && found[0].version.reason == nil)
    let strict = ImportItem(
      position: "1", content: .success(record.merging(["required": [["min_trl": 9]]])))
    let report = try registry.importRecords(
      [strict], options: ImportOptions(), by: World.admin)
    #expect(!report.rejected.isEmpty)
  }

  @Test func theOwnerIsARegisteredOrganisation() throws {
    let agency = try world.organisation(.verified, ["kind": "agency"])
    let word = outcome { () throws(DomainError) in
      try registry.createProblem(["title": "x", "owner_organisation": "none"], by: World.dost)
    }
    #expect(word == "invalid /owner_organisation not_found")
    let made = try registry.createProblem(
      ["title": "x", "owner_organisation": .string(agency.id.text)], by: World.dost
    ).record
    #expect(made.statement.ownerOrganisation == agency.id)
    #expect(!made.openQuestions.contains("owner"))
  }

  @Test func theRegisterIsStillWhatItsLogTells() throws {
    let document = try world.document("7")
    let problem = try world.problem()
    #expect(amend(problem, ["reason": "x", "changes": ["owner": "Sở"]]) == "ok")
    #expect(extend(problem, "2026-07-31") == "ok")
    let firm = World.member(of: try world.organisation())
    _ = try registry.followProblem(problem.id.text, by: firm)
    _ = try registry.askQuestion(about: problem.id.text, ["text": "?"], by: firm)
    _ = try registry.moveProblem(
      problem.id.text, .cancel, code: "legal", document: document.id.text, by: World.dost)
    let draft = try world.problem(publish: false)
    _ = try registry.scheduleProblem(
      draft.id.text, ["publish_at": "2026-06-10"], by: World.dost)
    for check in try registry.check() { #expect(check.faults == [], "\(check.name)") }
  }
}
