import Domain
import Testing
import UseCases

/// Laws of figures, over two years in which all sorts of things happen at all sorts of times.
@Suite struct ReportLawTests {
  private static let seeds: [UInt64] = [1, 20, 300]
  let world: World
  var registry: Registry { world.registry }

  init() throws { world = try World(time: 1_764_500_000) }

  /// Things that happen from December 2025 on, each at a random time, for a year and some months.
  private func live(_ random: inout Seeded, steps: Int) throws -> [String: Report] {
    var time: Int64 = 1_764_530_000
    var (submitted, open, asked): ([Organisation], [Problem], [Question]) = ([], [], [])
    var past: [String: Report] = [:]
    let fund = try world.organisation(
      .verified,
      [
        "kind": "fund", "name": "Quỹ",
        "fund": [
          "fund_kind": "startup_investment_fund", "thesis": "Truy xuất cà phê", "open": true,
        ],
      ])
    let asker = try world.organisation(
      .verified, ["name": "Bên hỏi", "kind": "startup", "startup": ["stage": "seed"]])
    var month = "2025-12"
    for step in 0..<steps {
      time += Int64(random.number(1...86_400 * 8))
      let now = Instant(seconds: time)
      world.turn(to: now.description)
      let reached = String(now.dayInVietnam.prefix(7))
      if reached != month {
        past[month] = try registry.report(on: ReportWish(.month, month), by: World.dost)
        month = reached
      }
      switch random.number(0...8) {
      case 0:
        submitted.append(
          try world.organisation(
            .submitted,
            [
              "name": .string("Tổ chức \(step)"),
              "kind": .string(
                random.pick(["technology_firm", "university", "research_institute"])),
            ]))
      case 1:
        guard let record = submitted.popLast() else { continue }
        let event = random.pick([Organisation.Event.verify, .verify, .return, .withdraw])
        _ = try registry.moveOrganisation(record.id.text, event, reason: "lý do", by: World.dost)
      case 2, 3:
        let fields = ["agriculture", "health", "tourism"]
        open.append(
          try world.problem([
            "title": .string("Bài toán \(step)"), "deadline": "2028-01-01",
            "field": .string(random.pick(fields)),
          ]))
      case 4:
        guard !open.isEmpty else { continue }
        let problem = open.remove(at: random.number(0...open.count - 1))
        let event = random.pick([Problem.Event.cancel, .suspend])
        _ = try registry.moveProblem(
          problem.id.text, event, reason: "lý do",
          code: event == .cancel ? CancelReason.needGone.rawValue : nil, by: World.dost)
      case 5:
        guard let problem = open.last else { continue }
        asked.append(
          try registry.askQuestion(
            about: problem.id.text, ["text": .string("Câu \(step)?")],
            by: World.member(of: asker)))
      case 6:
        guard let question = asked.popLast() else { continue }
        _ = try registry.answerQuestion(question.id, ["answer": "Có."], by: World.dost)
        if random.chance(30) {
          _ = try registry.answerQuestion(question.id, ["answer": "Không."], by: World.dost)
        }
      case 7:
        guard let problem = open.last else { continue }
        let firm = try world.organisation(.verified, ["name": .string("Được mời \(step)")])
        _ = try registry.recordOutcome(
          forProblem: problem.id.text,
          ["organisation": .string(firm.id.text), "kind": "invited"], by: World.dost)
        if random.chance(50) {
          _ = try registry.recordOutcome(
            forProblem: problem.id.text,
            ["organisation": .string(firm.id.text), "kind": "refused"], by: World.member(of: firm))
        }
      default:
        let made = try registry.createIntroduction(
          ["to": .string(asker.id.text), "message": "Xin gặp"], by: World.member(of: fund))
        let event = random.pick([Introduction.Event.accept, .withdraw])
        let actor = World.member(of: event == .accept ? asker : fund)
        _ = try registry.moveIntroduction(
          made.introduction.id, event, try Introduction.Answer([:], takesRefusal: false), by: actor)
        // A pair has another only once somebody has said what came of the last.
        if event == .accept {
          _ = try registry.recordIntroductionOutcome(
            of: made.introduction.id, ["kind": "no"], by: actor)
        }
      }
    }
    return past
  }

  private func report(_ kind: ReportPeriod.Kind, _ name: String, to: String? = nil) throws
    -> Report
  {
    try registry.report(on: ReportWish(kind, name, to: to), by: World.dost)
  }

  /// What happened in a period, line by line.
  private func events(_ report: Report) -> [String: Int64] {
    var events: [String: Int64] = [:]
    for row in report.rows where row.figure.nature == .event {
      let amount = row.inPeriod?.value ?? 0
      if amount > 0 { events[Self.name(row), default: 0] += amount }
    }
    return events
  }

  private static func name(_ row: Report.Row) -> String {
    "\(row.figure.rawValue) \(row.of.map { $0.code ?? "∅" } ?? "")"
  }

  private func sum(_ reports: [Report]) -> [String: Int64] {
    reports.map(events).reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
  }

  @Test(arguments: seeds) func periodsThatFollowEachOtherAddUp(_ seed: UInt64) throws {
    var random = Seeded(seed)
    _ = try live(&random, steps: 120)
    world.turn(to: "2028-01-01T00:00:00Z")
    let months = try (1...11).map { try report(.month, "2026-\($0)") }
    let december = try report(.month, "2025-12")
    let year = try report(.year, "2026")
    #expect(sum([december] + months) == events(year))
    #expect(events(year).count > 10, "something happened")
    for half in 1...2 {
      let own = half == 1 ? [december] + months[0..<5] : Array(months[5...])
      #expect(try sum(own) == events(report(.half, "2026-\(half)")))
    }
    for quarter in 1...3 {
      let own = Array(months[(quarter * 3 - 3)..<(quarter * 3)])
      #expect(try sum(own) == events(report(.quarter, "2026-\(quarter)")))
    }
    // Cut anywhere, to the day.
    let start = try #require(CalendarDay("2025-12-01"))
    let cut = start.adding(days: random.number(0...363))
    let parts = [
      try report(.days, "2025-12-01", to: cut.description),
      try report(.days, cut.adding(days: 1).description, to: "2026-11-30"),
    ]
    #expect(sum(parts) == events(year))
  }

  /// What is told of all that was by the end is the sum of what is told of every period.
  @Test(arguments: seeds) func whatHadHappenedByTheEndIsAllThatEverDid(_ seed: UInt64) throws {
    var random = Seeded(seed)
    _ = try live(&random, steps: 80)
    world.turn(to: "2028-01-01T00:00:00Z")
    let all = try report(.days, "2020-01-01", to: "2027-12-31")
    for row in all.rows where row.figure.nature == .event {
      // Verified and closed problems can be something else by the end.
      guard row.figure != .organisationsVerified, row.figure.section != .problems else { continue }
      #expect(row.inPeriod == row.standing, "\(Self.name(row))")
    }
    let stood = [
      ReportFigure.problemsOpen, .problemsClosed, .problemsAwarded, .problemsSolved,
      .problemsFailed, .problemsNoAward, .problemsCancelled,
    ].compactMap { all.row($0)?.standing?.value }.reduce(0, +)
    #expect(stood == all.row(.problemsPublished)?.standing?.value, "each is in one state")
  }

  /// A month tells the same when it is asked much later, the day before included.
  @Test(arguments: seeds) func aMonthThatIsOverStaysWhatItWas(_ seed: UInt64) throws {
    var random = Seeded(seed)
    let past = try live(&random, steps: 100)
    world.turn(to: "2028-01-01T00:00:00Z")
    #expect(past.count > 6)
    for (month, then) in past {
      let now = try report(.month, month)
      for (left, right) in zip(then.rows, now.rows) { #expect(left == right, "\(month)") }
      #expect(then.rows.count == now.rows.count)
    }
  }
}
