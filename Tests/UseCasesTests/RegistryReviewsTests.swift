import Domain
import Storage
import Testing
import UseCases

@Suite struct RegistryReviewsTests {
  private func state(_ scene: ReviewScene, _ number: Int, _ proposal: Int) throws -> Review.Status {
    try scene.registry.review(scene.review(number, of: proposal), by: World.dost).review.status
  }

  @Test func criteriaAreFixedWhenNoMoreProposalsCome() throws {
    let world = try World()
    let problem = try world.problem()
    func set(_ json: JSON, _ version: Int? = nil, by actor: Actor = World.dost) -> String {
      outcome { () throws(DomainError) in
        try world.registry.setReviewPlan(of: problem.id.text, json, expecting: version, by: actor)
      }
    }
    #expect(try world.registry.reviewPlan(of: problem.id.text, by: .anonymous).version == 0)
    #expect(set(ReviewScene.criteria, by: .anonymous) == "unauthenticated")
    #expect(set(ReviewScene.criteria, by: World.unbound) == "forbidden")
    #expect(set(ReviewScene.criteria, 0) == "ok")
    #expect(set(ReviewScene.criteria, 0) == "stale 1")
    #expect(set(ReviewScene.criteria) == "ok")
    #expect(try world.registry.reviewPlan(of: problem.id.text, by: .anonymous).version == 1)
    let blind = ReviewScene.criteria.merging(["blind_to_solver": true])
    #expect(set(blind) == "ok")
    // To the second: the deadline is 23:59:59 in Vietnam.
    world.turn(to: "2026-06-30T16:59:59Z")
    #expect(set(ReviewScene.criteria) == "ok")
    world.turn(to: "2026-06-30T17:00:00Z")
    #expect(set(blind) == "refused closed")
    try world.open(problem)
    #expect(set(blind) == "refused closed")
    let plan = try world.registry.reviewPlan(of: problem.id.text, by: .anonymous)
    #expect(plan.version == 3 && plan.template == nil)
  }

  @Test func openingFixesTheTemplateWhereNothingElseIsSet() throws {
    let scene = try ReviewScene()
    let plan = try scene.registry.reviewPlan(of: scene.name, by: .anonymous)
    #expect(plan.version == 1 && plan.template == scene.registry.reviewTemplate.version)
  }

  @Test func nobodyIsAssignedToWhatIsSealed() throws {
    let world = try World()
    let problem = try world.problem()
    let reviewer = try world.account("r@example.vn", role: .reviewer)
    func assign(_ accounts: JSON, by actor: Actor = World.dost) -> String {
      outcome { () throws(DomainError) in
        try world.registry.assignReviewers(
          to: problem.id.text, ["accounts": accounts], by: actor)
      }
    }
    #expect(assign(["r@example.vn"]) == "refused published")
    world.turn(to: "2026-07-02")
    _ = try world.registry.moveProblem(problem.id.text, .close, by: World.dost)
    #expect(assign(["r@example.vn"]) == "pending opening")
    _ = try world.registry.openProposals(for: problem.id.text, by: World.dost)
    #expect(assign(["r@example.vn", .string(reviewer.id.text)]) == "ok")
    _ = try world.account("m@example.vn", role: nil)
    #expect(assign(["m@example.vn"]) == "invalid /accounts/0 needs_role")
    #expect(assign(["none@example.vn"]) == "invalid /accounts/0 not_found")
    #expect(assign([]) == "invalid /accounts missing")
    #expect(assign(["r@example.vn"], by: World.reviewer) == "forbidden")
    #expect(assign(["r@example.vn"], by: .anonymous) == "unauthenticated")
  }

  @Test func whoIsTiedToOneProposerReviewsNoneOfItsRivals() throws {
    let scene = try ReviewScene(firms: 3)
    let world = scene.world
    try world.bind(scene.reviewers[0], to: scene.firms[0])
    try world.bind(scene.reviewers[1], to: scene.firms[1], ending: true)
    let contact = try world.account("cty1@example.vn", role: .reviewer)
    let made = try scene.assign(0, 1, 2)
    #expect(made.count == 9)
    for proposal in 0...2 {
      #expect(try state(scene, 0, proposal) == .barred && state(scene, 1, proposal) == .barred)
      #expect(try state(scene, 2, proposal) == .assigned)
      let former = try scene.registry.review(scene.review(1, of: proposal), by: World.dost).review
      #expect(former.bar == Review.Bar(kind: .formerMember, organisation: scene.firms[1].id))
    }
    let third = try scene.registry.assignReviewers(
      to: scene.name, ["accounts": [.string(contact.email)]], by: World.dost)
    #expect(third.compactMap(\.review.bar?.kind) == [.contact, .contact, .contact])
    // The reviewer hears that there is a tie, not which firm has proposed.
    let told = try scene.registry.review(scene.review(0, of: 0), by: scene.actor(0)).json
    #expect(told["bar"]?["kind"] == "member" && told["bar"]?["organisation"] == nil)
    #expect(told["solver"] == nil && told["material"] == nil)
    #expect(try world.kinds().count { $0 == .reviewAssigned } == 1)
  }

  @Test func aTieThatComesUpLaterClosesTheDoorAtOnce() throws {
    let scene = try ReviewScene(criteria: ReviewScene.criteria)
    _ = try scene.assign(0)
    let (id, actor) = (try scene.review(0, of: 0), scene.actor(0))
    _ = try scene.registry.declare(id, ["conflict": "none"], by: actor)
    #expect(try scene.registry.review(id, by: actor).json["material"] != nil)
    try scene.world.bind(scene.reviewers[0], to: scene.firms[0])
    // It says so where it is read, in the list too, and the rivals' are closed with it.
    let listed = try scene.registry.reviews(page: PageRequest(limit: 9), by: actor).items
    #expect(listed.map(\.review.status) == [.barred, .barred])
    let told = try scene.registry.review(id, by: actor).json
    #expect(
      told["material"] == nil && told["status"] == "barred" && told["bar"]?["kind"] == "member")
    let scored = outcome { () throws(DomainError) in
      try scene.registry.score(id, ReviewScene.scores(5, 5), by: actor)
    }
    #expect(scored == "refused barred")
    #expect(try state(scene, 0, 0) == .barred, "the refusal does not undo it")
    #expect(try scene.world.kinds().contains(.reviewLost))
  }

  @Test func aReaderIsToldOfATieThatNobodyHasNotedYet() throws {
    for reader in [World.dost, nil] {
      let scene = try ReviewScene(criteria: ReviewScene.criteria)
      _ = try scene.assign(0)
      let id = try scene.review(0, of: 1)
      _ = try scene.registry.declare(id, ["conflict": "none"], by: scene.actor(0))
      try scene.world.bind(scene.reviewers[0], to: scene.firms[0], ending: true)
      let told = try scene.registry.review(id, by: reader ?? scene.actor(0))
      #expect(told.review.status == .barred && told.review.version == 3)
      #expect(told.review.bar?.kind == .formerMember)
      #expect(try scene.world.kinds().count { $0 == .reviewLost } == 1)
    }
  }

  /// Officers are people with ties too.
  @Test func anOfficerWhoIsTiedToAProposerDecidesNothingAmongThem() throws {
    let world = try World()
    let officer = try world.account("canbo@example.vn", role: .dost)
    let actor = ReviewScene.person(officer)
    let firm = try world.organisation()
    let problem = try world.problem()
    let proposal = try world.proposal(of: firm, for: problem)
    try world.bind(officer, to: firm)
    world.turn(to: "2026-07-02")
    _ = try world.registry.moveProblem(problem.id.text, .close, by: World.dost)
    let registry = world.registry
    func open() -> String {
      outcome { () throws(DomainError) in
        try registry.openProposals(for: problem.id.text, by: actor)
      }
    }
    #expect(open() == "forbidden")
    try world.bind(officer, to: firm, ending: true)
    // Having belonged to it once does not tell by a refusal that it proposes.
    #expect(open() == "ok")
    let name = problem.id.text
    let acts: [(String, () throws(DomainError) -> Void)] = [
      (
        "assign",
        { () throws(DomainError) in
          _ = try registry.assignReviewers(to: name, ["accounts": ["x"]], by: actor)
        }
      ),
      (
        "admit",
        { () throws(DomainError) in
          _ = try registry.moveProposal(proposal.id, .admit, by: actor)
        }
      ),
      (
        "consensus",
        { () throws(DomainError) in
          _ = try registry.setConsensus(on: proposal.id, [:], by: actor)
        }
      ),
      (
        "feedback",
        { () throws(DomainError) in
          _ = try registry.setFeedback(on: proposal.id, ["text": "x"], by: actor)
        }
      ),
      (
        "award", { () throws(DomainError) in _ = try registry.moveProblem(name, .award, by: actor) }
      ),
      (
        "no_award",
        { () throws(DomainError) in
          _ = try registry.moveProblem(name, .noAward, reason: "x", by: actor)
        }
      ),
      (
        "outcome",
        { () throws(DomainError) in
          _ = try registry.recordOutcome(
            forProblem: name, ["organisation": .string(firm.id.text), "kind": "awarded"], by: actor)
        }
      ),
    ]
    for (act, body) in acts { #expect(outcome(body) == "forbidden", "\(act)") }
    let free = ReviewScene.person(try world.account("khac@example.vn", role: .dost))
    _ = try registry.moveProposal(proposal.id, .admit, by: free)
  }

  @Test func nothingIsShownBeforeTheDeclaration() throws {
    let scene = try ReviewScene(criteria: ReviewScene.criteria)
    _ = try scene.assign(0, 1)
    let (id, actor) = (try scene.review(0, of: 0), scene.actor(0))
    let before = try scene.registry.review(id, by: actor).json
    #expect(before["material"] == nil && before["solver"]?["name"] == "Công ty 0")
    func act(_ body: () throws(DomainError) -> ReviewRecord) -> String { outcome(body) }
    #expect(
      act { () throws(DomainError) in
        try scene.registry.score(id, ReviewScene.scores(5, 5), by: actor)
      } == "refused assigned")
    #expect(
      act { () throws(DomainError) in
        try scene.registry.declare(id, ["conflict": "has"], by: actor)
      } == "invalid /grounds missing")
    #expect(
      act { () throws(DomainError) in
        try scene.registry.declare(id, ["conflict": "none"], by: scene.actor(1))
      } == "notFound")
    #expect(
      act { () throws(DomainError) in
        try scene.registry.declare(id, ["conflict": "none"], by: World.dost)
      } == "forbidden")
    _ = try scene.registry.declare(id, ["conflict": "none"], by: actor)
    let after = try scene.registry.review(id, by: actor).json
    #expect(after["material"]?["approach"] == "Dùng cảm biến")
    #expect(after["material"]?["partners"] == nil)
    #expect(
      act { () throws(DomainError) in
        try scene.registry.declare(id, ["conflict": "none"], by: actor)
      } == "refused declared")
    #expect(
      outcome { () throws(DomainError) in
        try scene.registry.proposal(scene.proposals[0].id, by: actor)
      } == "notFound", "the record itself stays with its owners and officers")
  }

  @Test func whoDeclaresAConflictStandsAside() throws {
    let scene = try ReviewScene()
    _ = try scene.assign(0)
    let id = try scene.review(0, of: 0)
    let record = try scene.registry.declare(
      id, ["conflict": "has", "grounds": "Từng hợp tác"], by: scene.actor(0))
    #expect(record.review.status == .recused && record.review.statusReason == "Từng hợp tác")
    #expect(record.json["solver"] == nil && record.json["material"] == nil)
    #expect(try state(scene, 0, 1) == .assigned)
    _ = try scene.assign(0)
    #expect(try state(scene, 0, 0) == .recused, "assigning again brings nobody back")
  }

  @Test func aBlindReviewNamesNobody() throws {
    let scene = try ReviewScene(criteria: ReviewScene.criteria.merging(["blind_to_solver": true]))
    _ = try scene.assign(0)
    let (id, actor) = (try scene.review(0, of: 0), scene.actor(0))
    for isDeclared in [false, true] {
      if isDeclared { _ = try scene.registry.declare(id, ["conflict": "none"], by: actor) }
      let json = try scene.registry.review(id, by: actor).json
      #expect(json["solver"] == nil && json["blind_to_solver"] == true)
      #expect(!json.compact.contains(scene.firms[0].id.text))
      #expect(!json.compact.contains("Công ty"))
      #expect(json["material"]?["may_name_solver"] == (isDeclared ? true : nil))
    }
    #expect(try scene.registry.review(id, by: World.dost).json["solver"] != nil)
  }

  @Test func scoresAreOnesOwnUntilTheyAreLockedAndThenForGood() throws {
    let scene = try ReviewScene(criteria: ReviewScene.criteria)
    _ = try scene.assign(0, 1)
    let (id, actor) = (try scene.review(0, of: 0), scene.actor(0))
    _ = try scene.registry.declare(id, ["conflict": "none"], by: actor)
    let half: JSON = ["scores": [["criterion": "fit", "points": 7.25, "remark": "Tốt"]]]
    let draft = try scene.registry.score(id, half, by: actor)
    #expect(draft.json["scores"]?.elements?.count == 1 && draft.json["total"] == nil)
    #expect(try scene.registry.review(id, by: World.dost).json["scores"] == nil)
    func lock() -> String {
      outcome { () throws(DomainError) in try scene.registry.lock(id, by: actor) }
    }
    #expect(lock() == "invalid /scores missing")
    _ = try scene.registry.score(id, ReviewScene.scores(7.25, 5), by: actor)
    #expect(lock() == "ok")
    #expect(lock() == "refused locked")
    let locked = try scene.registry.review(id, by: World.dost)
    #expect(locked.json["total"] == 63.5)
    #expect(
      outcome { () throws(DomainError) in
        try scene.registry.score(id, ReviewScene.scores(10, 10), by: actor)
      } == "refused locked")
    #expect(
      outcome { () throws(DomainError) in
        try scene.registry.end(id, .recuse, reason: "đổi ý", by: actor)
      } == "forbidden")
    // The database itself holds to it.
    #expect(
      outcome { () throws(DomainError) in
        try scene.world.store.write { db throws(DomainError) in
          var changed = locked.review
          changed.scorecard = Scorecard()
          changed.version += 1
          try db.update(changed)
        }
      } != "ok")
    for other in [scene.actor(1), World.reviewer, World.unbound, World.member(of: scene.firms[0])] {
      #expect(
        outcome { () throws(DomainError) in try scene.registry.review(id, by: other) } == "notFound"
      )
    }
    let mine = try scene.registry.reviews(page: PageRequest(limit: 9), by: scene.actor(1))
    #expect(
      mine.total == 2 && mine.items.allSatisfy { $0.review.reviewer == scene.reviewers[1].id })
  }

  @Test func standingAsideTakesTheFilesAway() throws {
    let world = try World()
    let scene = try ReviewScene(
      world, criteria: ReviewScene.criteria.merging(["blind_to_solver": true]), firms: 0)
    let firm = try world.organisation()
    world.turn(to: "2026-06-02")
    let problem = try world.problem(["deadline": "2026-07-30"])
    _ = try world.registry.setReviewPlan(
      of: problem.id.text, ReviewScene.criteria.merging(["blind_to_solver": true]), by: World.dost)
    let member = World.member(of: firm)
    let draft = try world.proposal(of: firm, for: problem, submit: false)
    let file = try world.registry.addFile(
      SampleFiles.bytes(.pdf), name: "cong-ty-qz.pdf", declared: "application/pdf", by: member)
    _ = try world.registry.attach(file.id, to: draft.id, expecting: draft.version, by: member)
    _ = try world.registry.moveProposal(draft.id, .submit, by: member)
    try world.open(problem, at: "2026-08-01")
    let actor = scene.actor(0)
    func read() -> String {
      outcome { () throws(DomainError) in try world.registry.content(of: file.id, by: actor) }
    }
    let made = try world.registry.assignReviewers(
      to: problem.id.text, ["accounts": [.string(scene.reviewers[0].id.text)]], by: World.dost)
    let id = try #require(made.first?.review.id)
    #expect(read() == "notFound", "not before the declaration")
    let record = try world.registry.declare(id, ["conflict": "none"], by: actor)
    #expect(!record.json.compact.contains("cong-ty-qz"))
    let shown = try world.registry.content(of: file.id, by: actor).file
    #expect(shown.name == "file.pdf" && shown.organisation == nil)
    #expect(try world.registry.file(file.id, by: World.dost).name == "cong-ty-qz.pdf")
    _ = try world.registry.end(id, .recuse, reason: "Bận", by: actor)
    #expect(read() == "notFound")
    #expect(try world.registry.review(id, by: actor).json["material"] == nil)
  }

  @Test func everyActIsAuditedWithoutDraftScores() throws {
    let scene = try ReviewScene(criteria: ReviewScene.criteria)
    _ = try scene.assign(0)
    let (id, actor) = (try scene.review(0, of: 0), scene.actor(0))
    _ = try scene.registry.declare(id, ["conflict": "none"], by: actor)
    _ = try scene.registry.score(id, ReviewScene.scores(3.17, 5), by: actor)
    func log() throws -> [String] {
      try scene.world.store.read { db throws(DomainError) in
        try db.auditPayloads(of: .review, id: id.text, limit: 99).compactMap { $0 }
      }
    }
    #expect(try log().count == 3 && !log().joined().contains("3.17"))
    _ = try scene.registry.lock(id, by: actor)
    #expect(try log().joined().contains("3.17"))
    #expect(try scene.registry.check().allSatisfy(\.faults.isEmpty))
  }
}
