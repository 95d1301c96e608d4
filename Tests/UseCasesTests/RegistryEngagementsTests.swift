import Domain
import Storage
import Testing
import UseCases

@Suite struct RegistryEngagementsTests {
  let scene: ReviewScene
  let engagement: Engagement
  var registry: Registry { scene.registry }
  var solver: Actor { World.member(of: scene.firms[0]) }

  init() throws {
    scene = try ReviewScene(criteria: ReviewScene.criteria)
    engagement = try scene.award()
  }

  private func add(
    _ title: String, due: String, amount: Int64? = nil
  ) throws(DomainError) -> ID<Milestone> {
    var json: JSON = ["title": .string(title), "due": .string(due)]
    if let amount { json = json.merging(["amount_vnd": .integer(amount)]) }
    let record = try registry.addMilestone(to: engagement.id, json, by: World.dost)
    guard let made = record.engagement.milestones.first(where: { $0.terms.title == title }) else {
      throw .internalFault("no milestone")
    }
    return made.id
  }

  private func step(_ event: Problem.Event) -> String {
    outcome { () throws(DomainError) in try scene.advance(event) }
  }

  private func update(_ patch: JSON) -> String {
    outcome { () throws(DomainError) in
      let current = try registry.engagement(engagement.id, by: World.dost).engagement.version
      return try registry.updateEngagement(
        engagement.id, patch: patch, expecting: current, by: World.dost)
    }
  }

  private func hand(_ milestone: ID<Milestone>, _ json: JSON, by actor: Actor) -> String {
    outcome { () throws(DomainError) in
      try registry.submitMilestone(milestone, of: engagement.id, json, by: actor)
    }
  }

  private func judge(
    _ milestone: ID<Milestone>, _ event: Milestone.Event, _ reason: String? = nil,
    by actor: Actor = World.dost
  ) -> String {
    outcome { () throws(DomainError) in
      try registry.judgeMilestone(milestone, of: engagement.id, event, reason: reason, by: actor)
    }
  }

  @Test func anAwardMakesOneWithTheAgreedAmount() throws {
    #expect(engagement.organisation == scene.firms[0].id)
    #expect(engagement.proposal == scene.proposals[0].id && engagement.terms.amountVND == 1000)
    let others = try registry.engagements(
      page: PageRequest(limit: 9), by: World.member(of: scene.firms[1]))
    #expect(others.total == 0)
    #expect(try registry.engagements(page: PageRequest(limit: 9), by: solver).total == 1)
  }

  @Test func theWholeWay() throws {
    #expect(step(.start) == "pending milestone")
    let first = try add("Lắp đặt", due: "2026-09-30", amount: 400)
    #expect(step(.start) == "ok")
    let second = try add("Bàn giao", due: "2026-08-15", amount: 600)
    let sorted = try registry.engagement(engagement.id, by: solver).engagement.milestones
    #expect(sorted.map(\.id) == [second, first], "in the order of their days")
    #expect(hand(first, [:], by: solver) == "invalid /text missing")
    #expect(hand(first, ["text": "Xong"], by: World.dost) == "forbidden")
    #expect(hand(first, ["text": "Xong"], by: World.member(of: scene.firms[1])) == "notFound")
    #expect(judge(first, .accept) == "refused planned")
    #expect(hand(first, ["text": "Xong"], by: solver) == "ok")
    #expect(hand(first, ["text": "Xong"], by: solver) == "refused submitted")
    #expect(judge(first, .accept, by: solver) == "forbidden")
    #expect(judge(first, .return) == "invalid /reason missing")
    #expect(judge(first, .return, "Thiếu biên bản") == "ok")
    #expect(hand(first, ["text": "Đã bổ sung"], by: solver) == "ok")
    #expect(judge(first, .accept) == "ok")
    #expect(step(.solve) == "pending completion")
    func complete() -> String {
      outcome { () throws(DomainError) in
        try registry.moveEngagement(engagement.id, .complete, by: World.dost)
      }
    }
    #expect(complete() == "pending acceptance outcome")
    #expect(hand(second, ["text": "Bàn giao xong"], by: solver) == "ok")
    #expect(judge(second, .accept) == "ok")
    #expect(update(["outcome": "Giảm 30% thời gian"]) == "ok")
    #expect(complete() == "ok")
    #expect(complete() == "refused completed")
    #expect(update(["outcome": "Khác"]) == "refused completed")
    #expect(step(.solve) == "ok")
    let done = try registry.engagement(engagement.id, by: World.dost).engagement
    #expect(done.acceptedVND == 1000 && done.nextDue == nil)
    #expect(try registry.check().allSatisfy(\.faults.isEmpty))
  }

  /// Work that ended before anybody marked its beginning must not hold the problem for ever.
  @Test(arguments: [Engagement.Event.complete, .terminate]) func whatEndedTooEarlyStillEnds(
    _ event: Engagement.Event
  ) throws {
    if event == .complete {
      let milestone = try add("Lắp đặt", due: "2026-09-30")
      #expect(hand(milestone, ["text": "Xong"], by: solver) == "ok")
      #expect(judge(milestone, .accept) == "ok")
      #expect(update(["outcome": "Giảm 30% thời gian"]) == "ok")
    }
    _ = try registry.moveEngagement(
      engagement.id, event, reason: event == .terminate ? "Không đạt" : nil, by: World.dost)
    #expect(try registry.owed(before: .start, of: scene.name, by: World.dost).isEmpty)
    #expect(step(.start) == "ok")
    #expect(step(.solve) == (event == .complete ? "ok" : "pending completion"))
    if event == .terminate { #expect(step(.fail) == "ok") }
  }

  @Test func milestonesNeverSumToMoreThanWasAgreed() throws {
    let first = try add("Một", due: "2026-09-01", amount: 600)
    #expect(
      outcome { () throws(DomainError) in try add("Hai", due: "2026-09-02", amount: 401) }
        == "invalid /amount_vnd out_of_range")
    _ = try add("Hai", due: "2026-09-02", amount: 400)
    func change(_ patch: JSON) -> String {
      outcome { () throws(DomainError) in
        let version = try registry.engagement(engagement.id, by: World.dost).engagement.version
        return try registry.updateMilestone(
          first, of: engagement.id, patch: patch, expecting: version, by: World.dost)
      }
    }
    #expect(change(["amount_vnd": 601]) == "invalid /amount_vnd out_of_range")
    #expect(change(["amount_vnd": 500, "due": "2028-02-29"]) == "ok")
    #expect(change(["due": "2027-02-29"]) == "invalid /due bad_format")
    #expect(change(["status": "accepted"]) == "invalid /status read_only")
    #expect(update(["amount_vnd": 899]) == "invalid /amount_vnd out_of_range")
    #expect(update(["amount_vnd": 900]) == "ok")
    #expect(
      update(["sandbox": ["scope": "x"]]).hasPrefix("invalid /sandbox/place missing"))
  }

  @Test func overdueOnesAreShownAndToldOnceOnTheDayAfter() throws {
    let milestone = try add("Lắp đặt", due: "2026-09-30")
    /// Telling is a change of its own.
    func version() throws -> Int {
      try registry.engagement(engagement.id, by: World.dost).engagement.version
    }
    let planned = try version()
    func shown() throws -> Int {
      try registry.engagements(overdueOnly: true, page: PageRequest(limit: 9), by: solver).total
    }
    // The day ends at 17:00 UTC in Vietnam.
    scene.world.turn(to: "2026-09-30T16:59:59Z")
    try registry.keepTime()
    #expect(try version() == planned && shown() == 0)
    scene.world.turn(to: "2026-09-30T17:00:00Z")
    for _ in 0..<2 { try registry.keepTime() }
    #expect(try version() == planned + 1 && shown() == 1)
    _ = try registry.updateMilestone(
      milestone, of: engagement.id, patch: ["due": "2026-10-15"],
      expecting: try version(), by: World.dost)
    #expect(try shown() == 0)
    scene.world.turn(to: "2026-10-16T00:00:00Z")
    try registry.keepTime()
    #expect(try version() == planned + 3, "another day is told anew")
    let record = try registry.engagement(engagement.id, by: World.dost).engagement
    #expect(record.untoldDue == nil && record.milestones.first?.toldOverdueAt != nil)
    _ = try registry.submitMilestone(
      milestone, of: engagement.id, ["text": "Muộn"], by: solver)
    #expect(try shown() == 0, "what is handed in waits for DOST")
  }

  @Test func aDayThatHasPassedIsNoPromise() throws {
    scene.world.turn(to: "2026-08-01T00:00:00Z")
    func adding(_ due: String) -> String {
      outcome { () throws(DomainError) in try add("Lắp đặt " + due, due: due) }
    }
    #expect(adding("2026-07-31") == "invalid /due out_of_range")
    do throws(DomainError) { _ = try add("Cũ", due: "2026-07-31") } catch {
      guard case .invalid(let faults) = error else { throw error }
      #expect(faults.map(\.accepted) == ["≥ 2026-08-01"] && faults[0].found == "2026-07-31")
    }
    #expect(adding("2026-08-01") == "ok", "the day itself is not over")
    let milestone = try #require(
      try registry.engagement(engagement.id, by: World.dost).engagement.milestones.first)
    scene.world.turn(to: "2026-08-20T00:00:00Z")
    func change(_ patch: JSON) -> String {
      outcome { () throws(DomainError) in
        let version = try registry.engagement(engagement.id, by: World.dost).engagement.version
        return try registry.updateMilestone(
          milestone.id, of: engagement.id, patch: patch, expecting: version, by: World.dost)
      }
    }
    #expect(change(["title": "Tên khác"]) == "ok", "an overdue one keeps its day")
    #expect(change(["due": "2026-08-19"]) == "invalid /due out_of_range")
    #expect(change(["due": "2026-09-01"]) == "ok")
  }

  @Test func filesAreTheSolversOwnAndSeenByBothSides() throws {
    let milestone = try add("Lắp đặt", due: "2026-09-30")
    func file(by actor: Actor) throws -> ID<StoredFile> {
      try registry.addFile(
        SampleFiles.bytes(.pdf), name: "bien-ban.pdf", declared: "application/pdf", by: actor
      ).id
    }
    let foreign = try file(by: World.member(of: scene.firms[1]))
    #expect(
      hand(milestone, ["files": [.string(foreign.text)]], by: solver)
        == "invalid /files/0 not_found")
    let own = try file(by: solver)
    #expect(hand(milestone, ["files": [.string(own.text)]], by: solver) == "ok")
    #expect(try registry.file(own, by: World.dost).name == "bien-ban.pdf")
    let stranger = World.member(of: scene.firms[1])
    #expect(
      outcome { () throws(DomainError) in try registry.file(own, by: stranger) } == "notFound")
  }

  @Test func cancellingEndsTheWork() throws {
    _ = try add("Lắp đặt", due: "2026-09-30")
    _ = try scene.advance(.start)
    _ = try scene.advance(.cancel, code: "funding")
    let record = try registry.engagement(engagement.id, by: solver).engagement
    #expect(record.status == .terminated && record.statusReason == "lý do")
  }

  @Test func aFailureNeedsAnEndOfTheWork() throws {
    _ = try add("Lắp đặt", due: "2026-09-30")
    _ = try scene.advance(.start)
    #expect(step(.fail) == "pending completion")
    _ = try registry.moveEngagement(
      engagement.id, .terminate, reason: "Không đạt", by: World.dost)
    #expect(step(.solve) == "pending completion")
    #expect(step(.fail) == "ok")
  }

  @Test func awardsMadeElsewhereGetTheirOwn() throws {
    let world = try World()
    let firm = try world.organisation()
    let problem = try world.problem(["mechanism": "sandbox"])
    world.turn(to: "2026-07-02")
    for event in [Problem.Event.close, .review] {
      _ = try world.registry.moveProblem(problem.id.text, event, by: World.dost)
    }
    for kind in ["shortlisted", "awarded"] {
      _ = try world.registry.recordOutcome(
        forProblem: problem.id.text,
        ["organisation": .string(firm.id.text), "kind": .string(kind)], by: World.dost)
    }
    _ = try world.registry.moveProblem(problem.id.text, .award, by: World.dost)
    let made = try #require(
      try world.registry.engagements(
        problem: problem.id.text, page: PageRequest(limit: 9), by: World.dost
      ).items.first?.engagement)
    #expect(made.proposal == nil && made.terms.amountVND == nil)
    _ = try world.registry.addMilestone(
      to: made.id, ["title": "Thử", "due": "2026-12-31"], by: World.dost)
    func start() -> String {
      outcome { () throws(DomainError) in
        try world.registry.moveProblem(problem.id.text, .start, by: World.dost)
      }
    }
    #expect(start() == "pending sandbox")
    let terms: JSON = [
      "sandbox": [
        "scope": "20 vườn", "place": "Xã Ea Kao", "safeguards": "Bảo hiểm", "supervisor": "Sở",
        "start": "2026-08-01", "end": "2027-01-31",
      ]
    ]
    let over = outcome { () throws(DomainError) in
      try world.registry.updateEngagement(
        made.id,
        patch: [
          "sandbox": [
            "scope": "20 vườn", "place": "Xã Ea Kao", "safeguards": "Bảo hiểm", "supervisor": "Sở",
            "start": "2026-06-01", "end": "2026-07-01",
          ]
        ], expecting: 2, by: World.dost)
    }
    #expect(over == "invalid /sandbox/end out_of_range")
    _ = try world.registry.updateEngagement(made.id, patch: terms, expecting: 2, by: World.dost)
    #expect(start() == "ok")
    let again = outcome { () throws(DomainError) in
      try world.registry.createEngagement(
        ["problem": .string(problem.id.text), "organisation": .string(firm.id.text)],
        by: World.dost)
    }
    #expect(again == "conflict organisation")
  }
}
