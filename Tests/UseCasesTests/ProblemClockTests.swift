import Domain
import Storage
import Testing
import UseCases

/// What the service itself does with problems when a time has come.
@Suite struct ProblemClockTests {
  let world: World
  var registry: Registry { world.registry }

  init() throws { world = try World() }

  private func schedule(_ problem: Problem, _ json: JSON, by actor: Actor = World.dost) -> String {
    outcome { () throws(DomainError) in
      try registry.scheduleProblem(problem.id.text, json, by: actor)
    }
  }

  private func status(_ problem: Problem) throws -> Problem.Status {
    try registry.problem(problem.id.text, by: World.dost).status
  }

  @Test func aProblemClosesInTheSecondAfterItsDeadline() throws {
    let problem = try world.problem(["deadline": "2026-06-30T17:00:00+07:00"])
    let endless = try world.problem(["deadline": .null])
    world.turn(to: "2026-06-30T10:00:00Z")
    try registry.keepTime()
    #expect(try status(problem) == .published)
    world.turn(to: "2026-06-30T10:00:01Z")
    // The request path does not wait for the clock.
    let firm = try world.organisation()
    let late = outcome { () throws(DomainError) in
      try world.proposal(of: firm, for: problem)
    }
    #expect(late == "deadlinePassed")
    let before = try world.lastNotice()
    try registry.keepTime()
    #expect(try status(problem) == .closed)
    #expect(try status(endless) == .published)
    #expect(try world.notices(after: before) == ["problem_closed officers"])
    let version = try registry.problem(problem.id.text, by: World.dost).version
    try registry.keepTime()
    #expect(try registry.problem(problem.id.text, by: World.dost).version == version)
    let acts = try registry.problemHistory(
      problem.id.text, page: PageRequest(limit: 5), by: .anonymous)
    #expect(acts.items.map(\.kind) == [.close, .publish])
  }

  /// People have planned with the time they were promised.
  @Test func whoClosesBeforeTheDeadlineSaysWhyToEverybodyInterested() throws {
    let problem = try world.problem()
    let (drafting, proposing, invited) = (
      try world.organisation(), try world.organisation(.verified, ["name": "B"]),
      try world.organisation(.verified, ["name": "C"])
    )
    _ = try world.proposal(of: drafting, for: problem, submit: false)
    let sealed = try world.proposal(of: proposing, for: problem)
    _ = try registry.recordOutcome(
      forProblem: problem.id.text,
      ["organisation": .string(invited.id.text), "kind": "invited"], by: World.dost)
    let follower = try world.person("theo-doi@example.vn")
    _ = try registry.followProblem(problem.id.text, by: follower)
    func close(_ code: String? = nil, _ reason: String? = nil) -> String {
      outcome { () throws(DomainError) in
        try registry.moveProblem(
          problem.id.text, .close, reason: reason, code: code, by: World.dost)
      }
    }
    world.turn(to: "2026-06-30T16:59:58Z")
    #expect(close() == "invalid /reason_code missing")
    #expect(close("no_offers") == "invalid /reason_code not_accepted")
    let before = try world.lastNotice()
    #expect(close("urgent", "Lũ về sớm") == "ok")
    let told = Set(try world.notices(after: before))
    #expect(
      told
        == Set(
          ["problem_closed officers"]
            + [drafting, proposing, invited].map {
              "problem_closed_early \($0.id)"
            } + ["problem_closed_early account \(follower.account?.text ?? "?")"]))
    let closed = try registry.problem(problem.id.text, by: .anonymous)
    #expect(closed.ending == .closedEarly(.urgent) && closed.statusReason == "Lũ về sớm")
    let history = try registry.problemHistory(
      problem.id.text, page: PageRequest(limit: 1), by: .anonymous
    ).items
    #expect(history.map(\.code) == ["urgent"] && history.map(\.reason) == ["Lũ về sớm"])
    // Closing breaks no seal.
    #expect(
      outcome { () throws(DomainError) in try registry.proposal(sealed.id, by: World.dost) }
        == "notFound")
    #expect(try registry.check().allSatisfy { $0.faults.isEmpty })
  }

  @Test(arguments: ["2026-06-30T17:00:00Z", "2026-07-02"])
  func whoClosesWhenTheTimeIsOverOwesNoReason(_ time: String) throws {
    let problem = try world.problem()
    world.turn(to: time)
    let closed = try registry.moveProblem(problem.id.text, .close, by: World.dost)
    #expect(closed.status == .closed && closed.ending == nil)
    let endless = try world.problem(["deadline": .null])
    #expect(
      try registry.moveProblem(endless.id.text, .close, by: World.dost).ending == nil)
    #expect(try world.told([.problemClosedEarly]).isEmpty)
  }

  @Test func aProblemClosesHoweverLongTheServiceWasAway() throws {
    let problem = try world.problem()
    let path = world.path
    world.turn(to: "2027-03-01")
    let later = try World(at: path, time: 1_806_000_000)
    try later.registry.keepTime()
    #expect(try status(problem) == .closed)
  }

  @Test func anExtensionKeepsAProblemOpen() throws {
    let problem = try world.problem()
    _ = try registry.extendProblem(
      problem.id.text, ["deadline": "2026-07-31", "reason": "x"], by: World.dost)
    world.turn(to: "2026-07-15")
    try registry.keepTime()
    #expect(try status(problem) == .published)
  }

  @Test func aDraftIsPublishedWhenItsTimeComes() throws {
    let document = try world.document("3")
    let draft = try world.problem(publish: false)
    #expect(
      schedule(
        draft, ["publish_at": "2026-06-15T08:00:00+07:00", "document": .string(document.id.text)])
        == "ok")
    let waiting = try registry.problem(draft.id.text, by: World.dost)
    #expect(waiting.status == .draft && waiting.publishAt != nil)
    let hidden = outcome { () throws(DomainError) in
      try registry.problem(draft.id.text, by: .anonymous)
    }
    #expect(hidden == "notFound")
    world.turn(to: "2026-06-15T00:59:59Z")
    try registry.keepTime()
    #expect(try status(draft) == .draft)
    world.turn(to: "2026-06-15T01:00:00Z")
    try registry.keepTime()
    let problem = try registry.problem(draft.id.text, by: .anonymous)
    #expect(problem.status == .published && problem.code == "DLK-2026-001")
    #expect(problem.publishAt == nil && problem.document == document.id)
    try registry.keepTime()
    #expect(try registry.problem(draft.id.text, by: .anonymous) == problem)
    for check in try registry.check() { #expect(check.faults == [], "\(check.name)") }
  }

  @Test func whatCannotBePublishedAnyMoreIsToldOnce() throws {
    let document = try world.document("3")
    let other = try world.document("4")
    let draft = try world.problem(publish: false)
    #expect(
      schedule(draft, ["publish_at": "2026-06-15", "document": .string(document.id.text)]) == "ok")
    _ = try registry.supersedeDocument(
      document.id, ["by": .string(other.id.text)], by: World.dost)
    world.turn(to: "2026-06-16")
    let before = try world.lastNotice()
    for _ in 0..<2 { try registry.keepTime() }
    #expect(try status(draft) == .draft)
    #expect(try registry.problem(draft.id.text, by: World.dost).publishAt == nil)
    #expect(try world.notices(after: before) == ["publication_failed officers"])
  }

  @Test(arguments: [
    ("2026-05-31", "invalid /publish_at in_the_past"),
    ("2026-06-30", "invalid /publish_at out_of_range"), ("2026-06-29", "ok"),
  ]) func theTimeLiesBeforeTheDeadline(_ time: String, _ expected: String) throws {
    let draft = try world.problem(publish: false)
    #expect(schedule(draft, ["publish_at": .string(time)]) == expected)
  }

  /// An officer has approved what was written then, not what its author makes of it since.
  @Test func anAuthorsChangeTakesTheScheduleBack() throws {
    let agency = World.member(of: try world.organisation(.verified, ["kind": "agency"]))
    let draft = try world.problem(publish: false, by: agency)
    #expect(schedule(draft, ["publish_at": "2026-06-15"], by: agency) == "forbidden")
    #expect(schedule(draft, ["publish_at": "2026-06-15"]) == "ok")
    let changed = try registry.updateProblem(
      draft.id.text, patch: ["owner": "Sở"], expecting: 2, by: agency
    ).record
    #expect(changed.publishAt == nil)
    #expect(schedule(draft, ["publish_at": "2026-06-15"]) == "ok")
    try registry.unscheduleProblem(draft.id.text, by: World.dost)
    world.turn(to: "2026-06-16")
    try registry.keepTime()
    #expect(try status(draft) == .draft)
    let published = try world.problem()
    #expect(schedule(published, ["publish_at": "2026-06-20"]) == "refused published")
  }
}
