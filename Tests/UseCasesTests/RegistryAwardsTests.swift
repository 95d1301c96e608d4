import Domain
import Storage
import Testing
import UseCases

/// From the consensus to the award: what is owed, and who is told.
@Suite struct RegistryAwardsTests {
  private func award(_ scene: ReviewScene) -> String {
    outcome { () throws(DomainError) in try scene.advance(.award) }
  }

  private func agree(_ scene: ReviewScene, _ json: JSON, _ version: Int? = nil) -> String {
    outcome { () throws(DomainError) in
      try scene.registry.setConsensus(
        on: scene.proposals[0].id, json, expecting: version, by: World.dost)
    }
  }

  @Test func theConsensusWaitsForEverybodyAndChangesOnlyWithAReason() throws {
    let scene = try ReviewScene(criteria: ReviewScene.criteria)
    let full = ReviewScene.scores(8, 7)
    #expect(agree(scene, full) == "pending scores")
    _ = try scene.assign(0, 1, 2)
    try scene.finish(0, of: 0, 8, 8)
    #expect(agree(scene, full) == "pending review review")
    _ = try scene.registry.end(
      scene.review(1, of: 0), .waive, reason: "Nghỉ ốm", by: World.dost)
    _ = try scene.registry.end(
      scene.review(2, of: 0), .recuse, reason: "Bận", by: scene.actor(2))
    #expect(
      agree(scene, ["scores": [["criterion": "fit", "points": 8]]]) == "invalid /scores missing")
    #expect(agree(scene, full) == "ok")
    #expect(agree(scene, full, 0) == "stale 1")
    #expect(agree(scene, full, 1) == "ok", "the same again is no change")
    let other = ReviewScene.scores(9, 7)
    #expect(agree(scene, other) == "invalid /reason missing")
    #expect(agree(scene, other.merging(["reason": "Tính nhầm"])) == "ok")
    let record = try scene.registry.consensus(on: scene.proposals[0].id, by: World.dost)
    #expect(record.version == 2 && record.json["versions"]?.elements?.count == 2)
    #expect(record.json["reason"] == "Tính nhầm" && record.json["total"] == 82)
  }

  @Test func anAwardOwesScoresReasonsAndAChoice() throws {
    let scene = try ReviewScene(criteria: ReviewScene.criteria)
    #expect(award(scene) == "refused closed")
    _ = try scene.advance(.review)
    #expect(
      award(scene)
        == "pending reviewers consensus decision feedback reviewers consensus decision feedback "
        + "selection")
    try scene.move(1, .reject)
    _ = try scene.assign(0)
    #expect(award(scene) == "pending review scores consensus decision feedback selection")
    try scene.finish(0, of: 0, 9, 9)
    _ = try scene.registry.setConsensus(
      on: scene.proposals[0].id, ReviewScene.scores(9, 9), by: World.dost)
    try scene.move(0, .admit, nil)
    #expect(
      outcome { () throws(DomainError) in try scene.move(0, .shortlist, nil) }
        == "invalid /reason missing")
    try scene.move(0, .shortlist)
    #expect(award(scene) == "pending decision feedback selection")
    try scene.move(0, .select)
    #expect(award(scene) == "pending feedback")
    _ = try scene.registry.setFeedback(
      on: scene.proposals[0].id, ["text": "Rõ ràng"], by: World.dost)
    #expect(award(scene) == "ok")
    #expect(award(scene) == "refused awarded")
  }

  /// Nobody's offer may be passed over unread, and before the deadline no answer tells whether there
  /// is any.
  @Test(arguments: [false, true]) func whatWasHandedInIsOpenedBeforeItIsPassedOver(
    _ hasProposal: Bool
  ) throws {
    let world = try World()
    let problem = try world.problem()
    if hasProposal { _ = try world.proposal(of: try world.organisation(), for: problem) }
    let name = problem.id.text
    let codes: [Problem.Event: String] = [.noAward: "no_offers", .close: "urgent"]
    func end(_ event: Problem.Event) -> String {
      outcome { () throws(DomainError) in
        try world.registry.moveProblem(
          name, event, reason: "lý do", code: codes[event], by: World.dost)
      }
    }
    #expect(end(.close) == "ok")
    #expect(end(.review) == "tooEarly")
    #expect(end(.noAward) == "tooEarly")
    world.turn(to: "2026-07-02")
    let refused = hasProposal ? "pending opening" : "ok"
    if hasProposal { #expect(end(.noAward) == refused) }
    #expect(end(.review) == refused)
    _ = try world.registry.openProposals(for: name, by: World.dost)
    if hasProposal { #expect(end(.review) == "ok") }
    #expect(end(.noAward) == (hasProposal ? "pending feedback" : "ok"))
  }

  @Test func nobodySelectedIsNoAward() throws {
    let scene = try ReviewScene(criteria: ReviewScene.criteria, firms: 1)
    _ = try scene.assign(0)
    try scene.finish(0, of: 0, 2, 2)
    _ = try scene.registry.setConsensus(
      on: scene.proposals[0].id, ReviewScene.scores(2, 2), by: World.dost)
    try scene.move(0, .admit, nil)
    try scene.move(0, .decline)
    _ = try scene.advance(.review)
    func end() -> String {
      outcome { () throws(DomainError) in try scene.advance(.noAward, code: "all_rejected") }
    }
    #expect(end() == "pending feedback")
    _ = try scene.registry.setFeedback(
      on: scene.proposals[0].id, ["text": "Chưa đạt"], by: World.dost)
    #expect(award(scene) == "pending selection")
    #expect(end() == "ok")
    let owner = World.member(of: scene.firms[0])
    let told = try scene.registry.feedback(on: scene.proposals[0].id, by: owner)
    #expect(told.json["text"] == "Chưa đạt" && told.json["status"] == "declined")
    #expect(try scene.world.kinds().contains(.proposalDecided))
  }

  @Test func proposersSeeTheirOwnAfterTheDecisionAndNoNames() throws {
    let scene = try ReviewScene(criteria: ReviewScene.criteria)
    try scene.judge()
    let (owner, other) = (World.member(of: scene.firms[1]), World.member(of: scene.firms[0]))
    let id = scene.proposals[1].id
    func read(_ actor: Actor) -> String {
      outcome { () throws(DomainError) in try scene.registry.consensus(on: id, by: actor) }
        + " "
        + outcome { () throws(DomainError) in try scene.registry.feedback(on: id, by: actor) }
    }
    #expect(read(owner) == "notFound notFound")
    _ = try scene.advance(.award)
    #expect(read(owner) == "ok ok" && read(other) == "notFound notFound")
    #expect(read(scene.actor(0)) == "notFound notFound" && read(.anonymous).contains("unauth"))
    let json = try scene.registry.consensus(on: id, by: owner).json
    #expect(json["total"] == 65 && json["by"] == nil && json["versions"] == nil)
    let late = outcome { () throws(DomainError) in
      try scene.registry.setFeedback(on: id, ["text": "Khác"], by: World.dost)
    }
    #expect(late == "refused awarded")
    for kind in [Notice.Kind.problemAwarded, .proposalDecided, .engagementMade, .reviewsComplete] {
      #expect(try scene.world.kinds().contains(kind), "\(kind)")
    }
  }

  @Test func theMinutesTellTheWholeDecision() throws {
    let scene = try ReviewScene(criteria: ReviewScene.criteria)
    try scene.judge()
    _ = try scene.advance(.award)
    let found = try scene.registry.deliberation(on: scene.name, by: World.dost)
    #expect(found.isComplete && found.cases.map(\.proposal.id) == scene.proposals.map(\.id))
    let first = try #require(found.minutesJSON["items"]?.elements?.first)
    #expect(first["rank"] == 1 && first["score"] == 90 && first["counted"] == 2)
    #expect(first["min"] == 86 && first["max"] == 90 && first["mean"] == 88)
    let decisions = first["decisions"]?.elements ?? []
    #expect(decisions.map { $0["event"] } == ["admit", "shortlist", "select"])
    #expect(decisions.last?["reason"] == "lý do" && first["feedback"]?["text"] == "Nhận xét 0")
    for actor in [World.member(of: scene.firms[0]), scene.actor(0), World.unbound] {
      let refused = outcome { () throws(DomainError) in
        try scene.registry.deliberation(on: scene.name, by: actor)
      }
      #expect(refused == "forbidden")
    }
    #expect(try scene.registry.check().allSatisfy(\.faults.isEmpty))
  }
}
