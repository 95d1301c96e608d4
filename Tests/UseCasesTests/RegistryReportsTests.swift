import Domain
import SQLite
import Storage
import Testing
import UseCases

/// Figures on periods, and reports that are frozen.
@Suite struct RegistryReportsTests {
  let world: World
  var registry: Registry { world.registry }

  init() throws { world = try World() }

  private func report(
    _ kind: ReportPeriod.Kind = .month, _ name: String = "2026-06"
  ) throws(DomainError) -> Report {
    try registry.report(on: ReportWish(kind, name), by: World.dost)
  }

  private func counted(
    _ figure: ReportFigure, _ kind: ReportPeriod.Kind = .month, _ name: String = "2026-06"
  ) throws -> [Int64?] {
    let row = try report(kind, name).row(figure)
    return [row?.inPeriod?.value, row?.yearBefore?.value, row?.standing?.value]
  }

  private func issue(_ json: JSON = ["period": ["month": "2026-06"]]) -> String {
    outcome { () throws(DomainError) in try registry.issueReport(json, by: World.dost) }
  }

  @Test func figuresAndFreezingAreForOfficers() throws {
    let firm = try world.organisation()
    let others: [(Actor, String)] = [
      (.anonymous, "unauthenticated"), (World.member(of: firm), "forbidden"),
      (World.reviewer, "forbidden"), (World.unbound, "forbidden"),
    ]
    let made = try registry.issueReport(["period": ["month": "2026-06"]], by: World.dost)
    for (actor, expected) in others {
      let tries: [(String, () throws(DomainError) -> Void)] = [
        ("read", { () throws(DomainError) in _ = try registry.report(on: nil, by: actor) }),
        ("due", { () throws(DomainError) in _ = try registry.reportsDue(by: actor) }),
        ("issue", { () throws(DomainError) in _ = try registry.issueReport([:], by: actor) }),
      ]
      for (name, body) in tries { #expect(outcome(body) == expected, "\(name) \(actor.name)") }
      let found = outcome { () throws(DomainError) in
        try registry.issuedReport(made.id, by: actor)
      }
      #expect(found == "notFound", "what is not published may not be known of")
      #expect(try registry.issuedReports(page: PageRequest(limit: 9), by: actor).total == 0)
    }
    let published = outcome { () throws(DomainError) in
      try registry.publishReport(made.id, by: World.member(of: firm))
    }
    #expect(published == "notFound")
  }

  @Test func aPeriodMustBeOneAndHaveBegun() throws {
    for (wish, expected) in [
      (ReportWish(.month, "2026-07"), "invalid /period/month out_of_range"),
      (ReportWish(.month, "2026-6-1"), "invalid /period/month bad_format"),
      (ReportWish(.half, "2026-2"), "ok"),
      (ReportWish(.year, "2027"), "invalid /period/year out_of_range"),
      (ReportWish(.days, "2026-06-02", to: "2026-06-01"), "invalid /period/to out_of_range"),
      (ReportWish(.days, "2026-06-31", to: "2026-07-01"), "invalid /period/from bad_format"),
      (ReportWish(.days, "2026-05-01", to: "2026-12-31"), "ok"),
    ] {
      let found = outcome { () throws(DomainError) in
        try registry.report(on: wish, by: World.dost)
      }
      #expect(found == expected, "\(wish)")
    }
    #expect(try registry.report(on: nil, by: World.dost).period.key == "half 2026-1")
  }

  /// Nobody may learn from a figure that there are offers, or how many, before they are opened.
  @Test func sealedProposalsAreNotCountedBeforeTheyAreOpened() throws {
    let firms = try (0..<3).map {
      try world.organisation(.verified, ["name": .string("Cty \($0)")])
    }
    let problem = try world.problem()
    for firm in firms {
      _ = try registry.recordOutcome(
        forProblem: problem.id.text,
        ["organisation": .string(firm.id.text), "kind": "invited"], by: World.dost)
    }
    let empty = try report().rows
    let frozen = try registry.issueReport(["period": ["month": "2026-06"]], by: World.dost)
    for firm in firms { _ = try world.proposal(of: firm, for: problem) }
    #expect(try report().rows == empty, "the same with offers as without")
    world.turn(to: "2026-07-01T00:00:00Z")
    _ = try registry.moveProblem(problem.id.text, .close, by: World.dost)
    #expect(try counted(.proposalsOpened) == [0, 0, 0])
    #expect(try counted(.proposalsOpened, .month, "2026-07") == [0, 0, 0], "closed is not opened")
    #expect(try counted(.invitationsAnswered, .half, "2026-2") == [0, 0, 0])
    world.turn(to: "2026-07-02T00:00:00Z")
    _ = try registry.openProposals(for: problem.id.text, by: World.dost)
    #expect(try counted(.proposalsOpened, .month, "2026-07") == [3, 0, 3])
    #expect(try counted(.invitationsAnswered, .month, "2026-07") == [3, 0, 3])
    #expect(try counted(.invitationsSent, .month, "2026-07") == [0, 0, 3])
    // The month in which they came goes on telling nothing of them.
    #expect(try counted(.proposalsOpened) == [0, 0, 0])
    #expect(try registry.issuedReport(frozen.id, by: World.dost) == frozen)
  }

  @Test func aFrozenReportDoesNotChangeWhenRecordsDo() throws {
    let firm = try world.organisation(.submitted)
    let key = IdempotencyKey(actor: "dost", key: "k", fingerprint: [1])
    let order: JSON = [
      "period": ["month": "2026-06"], "notes": ["problems": "Chưa có bài toán."],
      "letter": ["number": "12/BC-SKHCN", "date": "2026-06-01"],
    ]
    let made = try registry.issueReport(order, by: World.dost, key: key)
    #expect(try registry.issueReport(order, by: World.dost, key: key) == made, "once per key")
    #expect(made.content.digest.count == 64 && made.publicContent.digest.count == 64)
    let note = (made.content.json["sections"]?.elements ?? []).compactMap { $0["note"]?.text }
    #expect(note == ["Chưa có bài toán."])
    let before = try report().rows
    world.turn(to: "2026-06-05T00:00:00Z")
    _ = try registry.moveOrganisation(firm.id.text, .verify, by: World.dost)
    _ = try world.problem()
    #expect(try report().rows != before)
    #expect(try registry.issuedReport(made.id, by: World.dost) == made)
    var raw = try Connection(path: world.path, mode: .readWrite)
    var wasRefused = false
    do { _ = try raw.execute("UPDATE issued_report SET content = '{}'") } catch {
      wasRefused = true
    }
    #expect(wasRefused, "not even by hand")
    #expect(try registry.check().allSatisfy(\.faults.isEmpty))
  }

  @Test func aLaterReportTakesThePlaceOfOneAndNothingElseDoes() throws {
    let first = try registry.issueReport(["period": ["month": "2026-06"]], by: World.dost)
    #expect(issue() == "obstructed report_issued")
    #expect(issue(["period": ["month": "2026-05"]]) == "ok", "another period")
    let other = JSON.string(first.id.text)
    #expect(
      issue(["period": ["month": "2026-04"], "supersedes": other])
        == "invalid /supersedes not_accepted")
    let published = try registry.publishReport(first.id, expecting: 1, by: World.dost)
    #expect(published.status == .published && published.version == 2)
    #expect(
      outcome { () throws(DomainError) in
        try registry.publishReport(first.id, by: World.dost)
      } == "refused published")
    let second = try registry.issueReport(
      ["period": ["month": "2026-06"], "supersedes": other], by: World.dost)
    let old = try registry.issuedReport(first.id, by: .anonymous)
    #expect(old.status == .superseded && old.supersededBy == second.id)
    #expect(old.content == first.content, "and stays what it was")
    #expect(try registry.issuedReports(page: PageRequest(limit: 9), by: .anonymous).total == 1)
    #expect(try registry.issuedReports(page: PageRequest(limit: 9), by: World.dost).total == 3)
    #expect(issue() == "obstructed report_issued")
    let acts = try registry.auditLog(of: .report)
    #expect(
      acts == [
        "report.issue", "report.issue", "report.publish", "report.supersede", "report.issue",
      ])
  }

  @Test func whatIsOwedIsToldWithWhatWasIssued() throws {
    var due = try registry.reportsDue(by: World.dost)
    #expect(due.map(\.due.period.key) == ["half 2026-1", "year 2026"])
    #expect(due.allSatisfy { $0.issued == nil })
    let made = try registry.issueReport([:], by: World.dost)
    #expect(made.period.key == "half 2026-1")
    due = try registry.reportsDue(by: World.dost)
    #expect(due.first?.issued?.id == made.id)
  }

  @Test func numbersOfPersonsAreRefusedInNotes() throws {
    #expect(
      issue(["notes": ["support": "CCCD 066201001235 của An"]])
        == "invalid /notes/support personal_id_in_text")
  }

  /// Awarded work: what is overdue and under contract at the end of a month stays so when asked
  /// later, whatever became of it.
  @Test func whatStoodThenIsToldAsItStoodThen() throws {
    let scene = try ReviewScene(world, criteria: ReviewScene.criteria)
    let work = try scene.award()
    let record = try registry.addMilestone(
      to: work.id, ["title": "Lắp đặt", "due": "2026-07-20", "amount_vnd": 400], by: World.dost)
    let milestone = try #require(record.engagement.milestones.first?.id)
    _ = try scene.advance(.start)
    world.turn(to: "2026-08-10T00:00:00Z")
    let july = try report(.month, "2026-07").rows
    #expect(try counted(.milestonesOverdue, .month, "2026-07") == [nil, 0, 1])
    #expect(try counted(.contractsVND, .month, "2026-07") == [nil, 0, 1000])
    #expect(try counted(.engagementsStarted, .month, "2026-07") == [1, 0, 1])
    let solver = World.member(of: scene.firms[0])
    _ = try registry.submitMilestone(milestone, of: work.id, ["text": "Xong"], by: solver)
    _ = try registry.judgeMilestone(milestone, of: work.id, .accept, by: World.dost)
    let version = try registry.engagement(work.id, by: World.dost).engagement.version
    _ = try registry.updateEngagement(
      work.id, patch: ["amount_vnd": 900, "outcome": "Đạt"], expecting: version, by: World.dost)
    let august = try report(.month, "2026-08")
    #expect(august.row(.acceptedVND)?.standing == Report.Amount(400, of: 1))
    _ = try registry.moveEngagement(work.id, .complete, by: World.dost)
    #expect(try report(.month, "2026-07").rows == july)
    let accepted = try report(.month, "2026-07").row(.acceptedVND)?.standing
    #expect(accepted?.basis == 0, "nobody had an amount accepted by then")
    #expect(try counted(.milestonesAccepted, .month, "2026-08") == [1, 0, 1])
    #expect(try counted(.milestonesOverdue, .month, "2026-08") == [nil, 0, 0])
    #expect(try counted(.contractsVND, .month, "2026-08") == [nil, 0, 0], "nothing goes on")
    #expect(try counted(.problemsAwarded, .month, "2026-07") == [1, 0, 1])
    #expect(try report(.month, "2026-07").row(.awardDays)?.inPeriod?.basis == 1)
    let public1 = try report(.month, "2026-07").json(registry.codes, for: .everybody).compact
    #expect(!public1.contains("1000"), "the amount of a single contract is its parties'")
  }

  /// What happened on a day is told to everybody in one report at most, so that no two can be
  /// subtracted from each other.
  @Test func whatIsPrivateIsToldOnceAtMost() throws {
    let firms = try (0..<3).map {
      try world.organisation(.verified, ["name": .string("Cty \($0)")])
    }
    let problem = try world.problem(["deadline": "2027-12-31"])
    for firm in firms {
      _ = try registry.recordOutcome(
        forProblem: problem.id.text,
        ["organisation": .string(firm.id.text), "kind": "invited"], by: World.dost)
    }
    let half: JSON = ["half": "2026-2"]
    func sent(_ report: IssuedReport) -> JSON? {
      (report.publicContent.json["sections"]?.elements ?? [])
        .flatMap { $0["rows"]?.elements ?? [] }
        .first { $0["figure"] == "invitations_sent" }?["in_period"]
    }
    func make(_ period: JSON, after before: IssuedReport? = nil) throws -> IssuedReport {
      var order: [(String, JSON)] = [("period", period)]
      if let before { order.append(("supersedes", .string(before.id.text))) }
      return try registry.issueReport(.object(JSONObject(order)), by: World.dost)
    }
    let running = try make(half)
    #expect(sent(running) == .null, "the half-year still runs")
    _ = try registry.publishReport(running.id, by: World.dost)
    world.turn(to: "2026-12-05T00:00:00Z")
    for period in [["year": "2026"], ["month": "2026-06"], ["quarter": "2026-2"]] as [JSON] {
      let other = try make(period)
      #expect(sent(other) == .null, "\(period.compact)")
      _ = try registry.publishReport(other.id, by: World.dost)
    }
    let first = try make(half, after: running)
    #expect(sent(first) == 3, "told for the first time")
    let second = try make(half, after: first)
    #expect(sent(second) == 3, "the one before was not published, and cannot be any more")
    _ = try registry.publishReport(second.id, by: World.dost)
    let third = try make(half, after: second)
    #expect(sent(third) == .null, "told already")
    #expect(sent(try registry.issuedReport(second.id, by: .anonymous)) == 3)
    #expect(third.content.text.contains("invitations_sent"), "officers read it all")
  }

  @Test func whatIsComparedIsTheYearBeforeUpToTheSameDay() throws {
    world.turn(to: "2026-03-10T00:00:00Z")
    _ = try world.organisation()
    world.turn(to: "2026-03-20T00:00:00Z")
    _ = try world.organisation(.verified, ["name": "Muộn hơn"])
    world.turn(to: "2027-03-15T00:00:00Z")
    #expect(try counted(.organisationsVerified, .month, "2027-03") == [0, 1, 2])
    let running = try report(.month, "2027-03")
    #expect(running.isRunning && running.until == registry.now)
    world.turn(to: "2027-04-01T00:00:00Z")
    #expect(try counted(.organisationsVerified, .month, "2027-03") == [0, 2, 2])
    #expect(!(try report(.month, "2027-03").isRunning))
  }

  /// The second at which a day ends in Vietnam belongs to it, the next one does not.
  @Test func aDayEndsWhereItDoesInVietnam() throws {
    world.turn(to: "2026-06-30T23:59:59+07:00")
    _ = try world.problem(["deadline": "2026-09-30"])
    world.turn(to: "2026-07-01T00:00:00+07:00")
    _ = try world.problem(["deadline": "2026-09-30"])
    #expect(try counted(.problemsPublished) == [1, 0, 1])
    #expect(try counted(.problemsPublished, .month, "2026-07") == [1, 0, 2])
    #expect(try counted(.problemsPublished, .half, "2026-2") == [2, 0, 2])
  }

  @Test func standingIsWhatTheStatisticsSay() throws {
    let scene = try ReviewScene(world, criteria: ReviewScene.criteria)
    _ = try scene.award()
    _ = try world.problem(["deadline": "2026-12-31"])
    _ = try world.problem(["deadline": "2026-12-31", "field": "health"])
    try registry.follow()
    let statistics = try registry.statistics()
    let report = try report(.year, "2026")
    func standing(_ figure: ReportFigure, _ code: String? = nil) -> Int {
      Int(report.row(figure, of: code)?.standing?.value ?? -1)
    }
    func states(_ of: Set<Problem.Status>) -> Int {
      statistics.problems.filter { of.contains($0.status) }.reduce(0) { $0 + $1.count }
    }
    #expect(standing(.problemsOpen) == states([.published, .suspended]))
    #expect(standing(.problemsAwarded) == states([.awarded, .inProgress]))
    #expect(standing(.problemsPublished) == statistics.problems.reduce(0) { $0 + $1.count })
    #expect(standing(.problemsPublished, "health") == 1)
    for (kind, count) in statistics.kinds {
      #expect(standing(.organisationsVerified, kind.rawValue) == count)
    }
    #expect(report.row(.awardDays)?.standing?.value == statistics.waits.map { Int64($0.median) })
  }
}

extension Registry {
  /// What was done to records of a kind, the oldest first.
  fileprivate func auditLog(of aggregate: Aggregate) throws(DomainError) -> [String] {
    var query = AuditQuery()
    query.aggregate = aggregate.rawValue
    return try acts(query, page: PageRequest(limit: 100), by: World.admin).items.reversed()
      .map(\.action)
  }
}
