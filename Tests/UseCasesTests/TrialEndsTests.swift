import Domain
import Storage
import Testing
import UseCases

/// Who is told that a controlled trial comes to its end, and when.
@Suite struct TrialEndsTests {
  let world: World
  let firm: Organisation
  let agency: Organisation
  let engagement: ID<Engagement>
  var registry: Registry { world.registry }

  /// A trial under an award that was made elsewhere, for a problem of an agency.
  init() throws {
    world = try World()
    firm = try world.organisation()
    agency = try world.organisation(.verified, ["kind": "agency", "name": "Sở Ví Dụ"])
    let problem = try world.problem([
      "mechanism": "sandbox", "owner_organisation": .string(agency.id.text),
    ])
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
    engagement = try #require(
      try world.registry.engagements(
        problem: problem.id.text, page: PageRequest(limit: 9), by: World.dost
      ).items.first?.engagement.id)
  }

  private func agree(onEnd end: String) throws {
    let version = try registry.engagement(engagement, by: World.dost).engagement.version
    _ = try registry.updateEngagement(
      engagement,
      patch: [
        "sandbox": [
          "scope": "20 vườn", "place": "Xã Ea Kao", "safeguards": "Bảo hiểm", "supervisor": "Sở",
          "start": "2026-07-03", "end": .string(end),
        ]
      ], expecting: version, by: World.dost)
  }

  /// What the solver was told, as days that are left.
  private func told() throws -> [String] {
    try world.notices().filter {
      [.sandboxEnding, .sandboxEnded].contains($0.kind)
        && $0.audience == .organisation(firm.id)
    }.map { $0.kind == .sandboxEnded ? "ended" : $0.values["days"] ?? "?" }
  }

  @Test func thirtyAndSevenDaysBeforeAndOnTheDayOnceEach() throws {
    try agree(onEnd: "2026-09-10")
    for (day, expected) in [
      ("2026-08-10", []), ("2026-08-11", ["30"]), ("2026-08-12", ["30"]), ("2026-09-02", ["30"]),
      ("2026-09-03", ["30", "7"]), ("2026-09-09", ["30", "7"]),
      ("2026-09-10", ["30", "7", "ended"]), ("2026-10-01", ["30", "7", "ended"]),
    ] as [(String, [String])] {
      // The day begins at 17:00 UTC of the day before.
      world.turn(to: day + "T00:00:00+07:00")
      for _ in 0..<2 { try registry.keepTime() }
      #expect(try told() == expected, "\(day)")
    }
    let audiences = try world.told([.sandboxEnding])
    #expect(
      Set(audiences) == [
        "sandbox_ending organisation \(firm.id)", "sandbox_ending organisation \(agency.id)",
        "sandbox_ending officers",
      ])
    #expect(audiences.count == 6, "\(audiences)")
    #expect(try registry.check().allSatisfy(\.faults.isEmpty))
  }

  @Test func theAgencyIsLedToTheProblemAlone() throws {
    try agree(onEnd: "2026-07-20")
    try registry.keepTime()
    for notice in try world.notices() where notice.kind == .sandboxEnding {
      let isAgency = notice.audience == .organisation(agency.id)
      #expect(notice.about.aggregate == (isAgency ? .problem : .engagement))
      #expect(Set(notice.values.keys) == ["code", "title", "last", "days"])
    }
  }

  @Test func aServiceThatWasDownTellsTheNearestAlone() throws {
    try agree(onEnd: "2026-09-10")
    world.turn(to: "2026-09-08")
    try registry.keepTime()
    #expect(try told() == ["2"])
    world.turn(to: "2026-09-20")
    try registry.keepTime()
    #expect(try told() == ["2", "ended"])
  }

  @Test func anotherEndIsToldOfAnew() throws {
    try agree(onEnd: "2026-07-20")
    try registry.keepTime()
    #expect(try told() == ["18"])
    try agree(onEnd: "2026-08-05")
    try registry.keepTime()
    #expect(try told() == ["18"], "that is more than thirty days away")
    world.turn(to: "2026-07-06T09:00:00+07:00")
    try registry.keepTime()
    #expect(try told() == ["18", "30"])
  }

  @Test func whatHasEndedIsToldOfNoMore() throws {
    try agree(onEnd: "2026-09-10")
    _ = try registry.moveEngagement(engagement, .terminate, reason: "Dừng", by: World.dost)
    world.turn(to: "2026-09-10")
    try registry.keepTime()
    #expect(try told().isEmpty)
  }

  @Test func afterItsLastDayItIsShownAsOver() throws {
    try agree(onEnd: "2026-07-20")
    func isOver() throws -> JSON? {
      try registry.engagement(engagement, by: World.member(of: firm)).json["sandbox_ended"]
    }
    world.turn(to: "2026-07-20T23:59:59+07:00")
    #expect(try isOver() == false)
    world.turn(to: "2026-07-21T00:00:00+07:00")
    #expect(try isOver() == true)
  }
}
