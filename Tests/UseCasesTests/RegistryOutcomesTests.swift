import Domain
import Matching
import Storage
import Testing
import UseCases

@Suite struct RegistryOutcomesTests {
  let world: World
  var registry: Registry { world.registry }

  init() throws { world = try World() }

  private func record(
    _ kind: Outcome.Kind, _ firm: Organisation, _ problem: Problem, note: String? = nil,
    by actor: Actor = World.dost, key: IdempotencyKey? = nil
  ) throws(DomainError) -> Outcome {
    var members: [(String, JSON)] = [
      ("organisation", .string(firm.id.text)), ("kind", .string(kind.rawValue)),
    ]
    if let note { members.append(("note", .string(note))) }
    return try registry.recordOutcome(
      forProblem: problem.id.text, .object(JSONObject(members)), by: actor, key: key)
  }

  private func kinds(_ problem: Problem, by actor: Actor = World.dost) throws -> [String] {
    try registry.outcomes(
      problem: problem.id.text, organisation: nil, page: PageRequest(limit: 50), by: actor
    ).items.map { "\($0.organisation) \($0.kind.rawValue)" }.sorted()
  }

  @Test func anInvitationKeepsRankScoreAndWeightsOfItsTime() throws {
    let near = try world.organisation(
      .verified, ["description": "Giám sát vườn cà phê, cảnh báo sâu bệnh sớm"])
    let far = try world.organisation(.verified, ["description": "Quán ăn", "fields": ["tourism"]])
    let problem = try world.problem()
    let best = try record(.invited, near, problem, note: "mời qua điện thoại")
    #expect(best.standing.rank == 1)
    #expect(best.standing.weightsVersion == Weights.standard.version)
    let list = try registry.solvers(
      forProblem: problem.id.text, limit: 10, kinds: nil, by: World.dost
    ).list
    #expect(best.standing.scoreMicros == list.matches.first?.match.scoreMicros)
    #expect(best.note == "mời qua điện thoại")
    #expect(best.at == registry.now)
    #expect(try world.told([.problemInvited]) == ["problem_invited organisation \(near.id)"])
    let unlisted = try record(.invited, far, problem)
    #expect(!list.matches.contains { $0.record.id == far.id })
    #expect(unlisted.standing.rank == nil)
    #expect(unlisted.standing.scoreMicros == nil)
  }

  /// Steps by hand and what becomes of the last of them.
  @Test(
    arguments: [
      ([.invited], "ok"), ([.invited, .invited], "refused invited"), ([.refused], "refused none"),
      ([.invited, .refused], "ok"), ([.invited, .refused, .invited], "refused refused"),
      ([.invited, .refused, .shortlisted, .awarded], "ok"),
      ([.shortlisted, .invited], "refused shortlisted"),
      ([.declined, .awarded], "refused declined"),
      ([.awarded], "refused none"), ([.invited, .awarded, .declined], "refused awarded"),
      ([.shortlisted, .awarded, .awarded], "refused awarded"),
    ] as [([Outcome.Kind], String)])
  func theOrderIsHeld(_ steps: [Outcome.Kind], _ expected: String) throws {
    let firm = try world.organisation()
    let problem = try world.problem()
    for step in steps.dropLast() { _ = try record(step, firm, problem) }
    let last = try #require(steps.last)
    #expect(outcome { () throws(DomainError) in try record(last, firm, problem) } == expected)
  }

  @Test func onlyWhoCanProposeIsInvited() throws {
    let firm = try world.organisation(.verified, ["trl": 4])
    func attempt(_ kind: Outcome.Kind, _ firm: Organisation, _ problem: Problem) -> String {
      outcome { () throws(DomainError) in try record(kind, firm, problem) }
    }
    let strict = try world.problem(["required": [["min_trl": 6]]])
    #expect(attempt(.invited, firm, strict) == "ineligible")
    let draft = try world.problem(publish: false)
    #expect(attempt(.invited, firm, draft) == "refused draft")
    #expect(attempt(.declined, firm, draft) == "refused draft")
    #expect(attempt(.invited, try world.organisation(.suspended), strict) == "refused suspended")
    let problem = try world.problem()
    world.turn(to: "2026-07-02T00:00:00Z")
    #expect(attempt(.invited, firm, problem) == "deadlinePassed")
    #expect(attempt(.shortlisted, firm, problem) == "ok")
    #expect(attempt(.awarded, firm, problem) == "ok")
    let closed = try registry.moveProblem(problem.id.text, .close, by: World.dost)
    #expect(attempt(.invited, try world.organisation(), closed) == "refused closed")
  }

  @Test(
    arguments: [OrganisationKind.fund, .incubator, .agency], [Outcome.Kind.invited, .declined])
  func whoSolvesNoProblemsIsNoSolver(_ kind: OrganisationKind, _ act: Outcome.Kind) throws {
    let fund: JSON = ["fund_kind": "venture_capital", "thesis": "Nông nghiệp"]
    let other = try world.organisation(
      .verified, ["kind": .string(kind.rawValue), "fund": kind == .fund ? fund : .null])
    let problem = try world.problem()
    let error = try #require(throws: DomainError.self) { try record(act, other, problem) }
    guard case .invalid(let faults) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(faults.map(\.path) == ["/organisation"])
    #expect(faults.first?.found?.contains(kind.rawValue) == true)
    #expect(faults.first?.accepted?.contains("technology_firm") == true)
  }

  @Test func aProposalIsEnoughForAnAward() throws {
    let firm = try world.organisation()
    let problem = try world.problem()
    _ = try world.proposal(of: firm, for: problem)
    func award() -> String {
      outcome { () throws(DomainError) in try record(.awarded, firm, problem) }
    }
    #expect(award() == "refused none", "a sealed proposal is not known of")
    world.turn(to: "2026-07-02T00:00:00Z")
    #expect(award() == "refused none", "it is sealed until it is opened")
    try world.open(problem)
    #expect(award() == "ok")
  }

  @Test func whoMayRecordWhat() throws {
    let (own, other) = (try world.organisation(), try world.organisation())
    let problem = try world.problem()
    func attempt(_ kind: Outcome.Kind, _ actor: Actor) -> String {
      outcome { () throws(DomainError) in try record(kind, own, problem, by: actor) }
    }
    let outsiders = [World.reviewer, World.unbound, World.member(of: other)]
    #expect(attempt(.invited, .anonymous) == "unauthenticated")
    for actor in outsiders + [World.member(of: own)] {
      #expect(attempt(.invited, actor) == "forbidden")
    }
    #expect(attempt(.refused, World.member(of: own)) == "refused none")
    #expect(attempt(.invited, World.dost) == "ok")
    for actor in outsiders { #expect(attempt(.refused, actor) == "forbidden") }
    #expect(attempt(.refused, World.member(of: own)) == "ok")
    #expect(attempt(.awarded, World.admin) == "ok")
  }

  @Test func officersSeeAllAFirmItsOwnNobodyElseAny() throws {
    let (one, two) = (try world.organisation(), try world.organisation())
    let problem = try world.problem()
    _ = try record(.invited, one, problem, note: "nội bộ")
    _ = try record(.invited, two, problem)
    #expect(try kinds(problem).count == 2)
    #expect(try kinds(problem, by: World.member(of: one)) == ["\(one.id) invited"])
    for actor in [World.reviewer, World.unbound] { #expect(try kinds(problem, by: actor) == []) }
    #expect(
      outcome { () throws(DomainError) in
        try registry.outcomes(
          problem: nil, organisation: nil, page: PageRequest(limit: 5), by: .anonymous)
      } == "unauthenticated")
    let seen = try registry.outcomes(
      problem: nil, organisation: nil, page: PageRequest(limit: 5), by: World.member(of: one)
    ).items
    #expect(seen.allSatisfy { $0.note == nil && $0.by.isEmpty })
  }

  @Test func theWorkflowRecordsByItself() throws {
    let winner = try world.organisation(.verified, ["description": "Giám sát vườn cà phê"])
    let loser = try world.organisation()
    let problem = try world.problem()
    let proposals = [
      try world.proposal(of: winner, for: problem), try world.proposal(of: loser, for: problem),
    ]
    try world.open(problem)
    func move(_ proposal: Int, _ event: Proposal.Event) throws {
      _ = try registry.moveProposal(
        proposals[proposal].id, event, reason: "lý do", by: World.dost)
    }
    for number in 0...1 { try move(number, .admit) }
    #expect(try kinds(problem) == [])
    try move(0, .shortlist)
    try move(1, .decline)
    #expect(
      try kinds(problem) == ["\(loser.id) declined", "\(winner.id) shortlisted"].sorted())
    try move(0, .select)
    #expect(try kinds(problem).count == 2, "a selection waits for the award")
    try judge(proposals, of: problem)
    for event in [Problem.Event.review, .award] {
      _ = try registry.moveProblem(problem.id.text, event, by: World.dost)
    }
    let all = try registry.outcomes(
      problem: problem.id.text, organisation: winner.id.text, page: PageRequest(limit: 9),
      by: World.dost
    ).items
    #expect(Set(all.map(\.kind)) == [.shortlisted, .awarded])
    #expect(all.allSatisfy { $0.proposal == proposals[0].id && $0.standing.rank != nil })
  }

  /// Gives every proposal what an award owes it.
  private func judge(_ proposals: [Proposal], of problem: Problem) throws {
    let reviewer = try world.account("chuyengia@example.vn", role: .reviewer)
    let person = ReviewScene.person(reviewer)
    let made = try registry.assignReviewers(
      to: problem.id.text, ["accounts": [.string(reviewer.id.text)]], by: World.dost)
    let keys = registry.reviewTemplate.criteria.map(\.key)
    let scores: JSON = [
      "scores": .array(keys.map { ["criterion": .string($0), "points": 5] })
    ]
    for record in made {
      _ = try registry.declare(record.review.id, ["conflict": "none"], by: person)
      _ = try registry.score(record.review.id, scores, by: person)
      _ = try registry.lock(record.review.id, by: person)
    }
    for proposal in proposals {
      _ = try registry.setConsensus(on: proposal.id, scores, by: World.dost)
      _ = try registry.setFeedback(on: proposal.id, ["text": "Cảm ơn"], by: World.dost)
    }
  }

  @Test func eachIsOneEntryInLogAndFeedAndARepeatedRequestNone() throws {
    let firm = try world.organisation()
    let problem = try world.problem()
    func feed() throws -> [String] {
      try world.store.read { db throws(DomainError) in
        try db.changes(after: 0, limit: 100).map(\.aggregate.rawValue)
      }
    }
    let before = try feed()
    let key = IdempotencyKey(actor: "dost", key: "1", fingerprint: [1])
    let first = try record(.invited, firm, problem, key: key)
    let again = try record(.invited, firm, problem, key: key)
    #expect(first == again)
    _ = outcome { () throws(DomainError) in try record(.invited, firm, problem) }
    #expect(try feed() == before + ["outcome"])
    let chain = try world.store.read { db throws(DomainError) in
      try db.verifyAudit(digest: Credentials.digest)
    }
    guard case .intact(before.count + 1, _) = chain else {
      Issue.record("\(chain)")
      return
    }
    #expect(try registry.check().allSatisfy(\.faults.isEmpty))
  }
}
