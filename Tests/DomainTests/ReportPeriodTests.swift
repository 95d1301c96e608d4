import Domain
import Testing

/// Which days reports tell of, and by when they are owed.
@Suite struct ReportPeriodTests {
  private let calendar: ReportCalendar
  private let workingDays: WorkingDays

  init() throws {
    calendar = try ReportCalendar(json: Places.json("fixtures/codes/report_calendar.json"))
    workingDays = try WorkingDays(json: Places.json("fixtures/codes/holidays.json"))
  }

  @Test(
    arguments: [
      (ReportPeriod.Kind.month, "2026-02", "2026-02-01", "2026-02-28"),
      (.month, "2024-2", "2024-02-01", "2024-02-29"),
      (.month, "2026-12", "2026-12-01", "2026-12-31"),
      (.quarter, "2026-1", "2026-01-01", "2026-03-31"),
      (.quarter, "2026-4", "2026-10-01", "2026-12-31"),
      (.half, "2026-1", "2025-12-01", "2026-05-31"),
      (.half, "2026-2", "2026-06-01", "2026-11-30"),
      (.year, "2026", "2025-12-01", "2026-11-30"),
    ]) func aNameMeansTheseDays(
      _ kind: ReportPeriod.Kind, _ name: String, _ first: String, _ last: String
    ) throws
  {
    let period = try #require(calendar.period(kind, named: name))
    #expect(period.first.description == first && period.last.description == last)
    #expect(period.start.rfc3339InVietnam == first + "T00:00:00+07:00")
    #expect((period.end + -1).rfc3339InVietnam == last + "T23:59:59+07:00")
    #expect(calendar.period(kind, named: period.name) == period)
    #expect(calendar.period(kind, holding: period.first) == period)
    #expect(calendar.period(kind, holding: period.last) == period)
  }

  @Test(
    arguments: [
      (ReportPeriod.Kind.month, "2026-13"), (.month, "2026-00"), (.month, "2026"), (.month, "26-1"),
      (.month, "2026-+1"), (.quarter, "2026-5"), (.half, "2026-0"), (.half, "2026-3"),
      (.half, "1999-1"), (.year, "2026-1"), (.year, "năm"), (.year, ""), (.days, "2026-01-01"),
    ]) func anotherNameMeansNothing(_ kind: ReportPeriod.Kind, _ name: String)
  {
    #expect(calendar.period(kind, named: name) == nil)
  }

  /// No day is in two periods of a kind, and none in none.
  @Test(arguments: [ReportPeriod.Kind.month, .quarter, .half, .year])
  func periodsOfAKindFollowEachOther(_ kind: ReportPeriod.Kind) throws {
    let day = try #require(CalendarDay("2031-07-15"))
    var period = try #require(calendar.period(kind, holding: day))
    for _ in 0..<60 {
      let before = try #require(calendar.before(period))
      #expect(before.last.adding(days: 1) == period.first)
      #expect(before.end == period.start)
      period = before
    }
  }

  @Test(arguments: 2026...2032) func halvesMakeTheYearAndMonthsMakeBoth(_ number: Int) throws {
    let year = try #require(calendar.period(.year, named: String(number)))
    let halves = try [1, 2].map { try #require(calendar.period(.half, named: "\(number)-\($0)")) }
    #expect(halves[0].first == year.first && halves[1].last == year.last)
    #expect(halves[0].end == halves[1].start)
    for period in halves + [year] {
      let months = try #require(calendar.period(.month, holding: period.first))
      let last = try #require(calendar.period(.month, holding: period.last))
      #expect(months.first == period.first && last.last == period.last)
    }
  }

  /// "Before" leaves out the day itself; where nobody works on the day before, it is the last
  /// working day.
  @Test(
    arguments: [
      (ReportPeriod.Kind.half, "2026-1", "2026-06-10", "2026-06-09"),
      (.year, "2026", "2026-11-25", "2026-11-24"),
      // 9/6/2029 is a Saturday, 24/11/2030 a Sunday, 9/6/2030 a Sunday.
      (.half, "2029-1", "2029-06-10", "2029-06-08"),
      (.half, "2030-1", "2030-06-10", "2030-06-07"),
      (.year, "2030", "2030-11-25", "2030-11-22"),
    ]) func aReportIsOwedOnTheWorkingDayBefore(
      _ kind: ReportPeriod.Kind, _ name: String, _ before: String, _ last: String
    ) throws
  {
    let period = try #require(calendar.period(kind, named: name))
    let due = try #require(calendar.due(of: period, workingDays))
    #expect(due.before.description == before && due.last.description == last)
    #expect(due.rule.document == "146/KH-UBND" && !due.rule.clause.isEmpty)
    #expect(due.daysLeft(on: due.last) == 0 && due.daysLeft(on: due.before) < 0)
  }

  @Test func whatTheLawSetsNoDayForIsOwedByNone() throws {
    for (kind, name) in [
      (ReportPeriod.Kind.month, "2026-05"), (.quarter, "2026-2"), (.half, "2026-2"),
      // Before the plan was made.
      (.half, "2025-1"), (.year, "2024"),
    ] {
      let period = try #require(calendar.period(kind, named: name))
      #expect(calendar.due(of: period, workingDays) == nil, "\(name)")
    }
  }

  @Test(
    arguments: [
      ("2026-06-09", ["half 2026-1 2026-06-09", "year 2026 2026-11-24"]),
      ("2026-06-10", ["year 2026 2026-11-24", "half 2027-1 2027-06-09"]),
      ("2026-11-25", ["half 2027-1 2027-06-09", "year 2027 2027-11-24"]),
      ("2026-12-31", ["half 2027-1 2027-06-09", "year 2027 2027-11-24"]),
    ]) func whatIsOwedNextIsTold(_ day: String, _ expected: [String]) throws
  {
    let today = try #require(CalendarDay(day))
    let due = calendar.upcoming(on: today, workingDays)
    #expect(due.map { "\($0.period.key) \($0.last)" } == expected)
  }

  @Test func anyDaysAreAPeriodUpToTenYears() throws {
    let first = try #require(CalendarDay("2026-02-28"))
    let days = try #require(ReportPeriod(from: first, to: first))
    #expect(days.name == "2026-02-28…2026-02-28")
    #expect(days.end.seconds - days.start.seconds == 86_400)
    #expect(ReportPeriod(from: first, to: first.adding(days: -1)) == nil)
    #expect(ReportPeriod(from: first, to: first.adding(days: ReportPeriod.mostDays)) == nil)
    #expect(ReportPeriod(from: first, to: first.adding(days: ReportPeriod.mostDays - 1)) != nil)
    #expect(calendar.yearBefore(days)?.first.description == "2025-02-28")
    #expect(calendar.before(days)?.last.description == "2026-02-27")
  }

  @Test(
    arguments: [
      ("[{}]", "{}"), ("{}", "not a list"),
      (
        #"[{"kind":"half","number":3,"document":"x","clause":"y","valid_from":"2026-01-01","vi":"a","en":"b"}]"#,
        "number"
      ),
      (
        #"[{"kind":"year","from":"-12-01","document":"x","clause":"y","valid_from":"2026-01-01","vi":"a","en":"b"}]"#,
        "from"
      ),
      (
        #"[{"kind":"year","before":"02-30","document":"x","clause":"y","valid_from":"2026-01-01","vi":"a","en":"b"}]"#,
        "before"
      ),
    ]) func aRuleThatCannotBeReadIsNamed(_ text: String, _ named: String) throws
  {
    let json = try JSONParser.parse(text)
    #expect {
      _ = try ReportCalendar(json: json)
    } throws: { error in
      (error as? ReferenceDataError)?.detail.contains(named) == true
    }
  }
}

@Suite struct ReportTests {
  private func report(
    _ rows: [Report.Row], _ kind: ReportPeriod.Kind = .half, isRunning: Bool = false
  ) throws -> Report {
    let day = try #require(CalendarDay("2026-01-01"))
    let period = ReportPeriod(
      kept: kind, year: kind == .days ? nil : 2026, number: kind.numbers?.lowerBound, first: day,
      last: day.adding(days: 9))
    return Report(
      period: period, compared: nil, until: period.end + (isRunning ? -2 : -1),
      madeAt: period.end, due: nil, rows: rows)
  }

  private func first(_ json: JSON, _ section: ReportSection) -> JSON? {
    (json["sections"]?.elements ?? []).first { $0["section"]?.text == section.rawValue }?["rows"]?
      .elements?.first
  }

  /// One or two introductions say something of those who are in the room; none and three do not.
  @Test(arguments: [(0, false), (1, true), (2, true), (3, false), (40, false)])
  func smallPrivateNumbersAreForOfficersAlone(_ count: Int, _ isHidden: Bool) throws {
    let codes = try CodeBook(json: Places.json("fixtures/codes/codes.json"))
    let report = try report([
      Report.Row(
        .introductionsInvested, inPeriod: Report.Amount(count), yearBefore: Report.Amount(4),
        standing: Report.Amount(5)),
      Report.Row(.problemsSolved, inPeriod: Report.Amount(count), standing: Report.Amount(count)),
      Report.Row(.contractsVND, standing: Report.Amount(900, of: 7)),
      Report.Row(.verificationDays, inPeriod: Report.Amount(8, of: count)),
      Report.Row(.dataRequestsInTime, inPeriod: Report.Amount(40)),
    ])
    let told = report.json(codes, for: .everybody)
    let introductions = first(told, .introductions)
    #expect(introductions?["in_period"] == (isHidden ? .null : JSON(count)))
    #expect(introductions?["year_before"] == .null)
    #expect(introductions?["standing"] == .null)
    #expect(introductions?["withheld"] == (isHidden ? ["in_period"] : nil))
    #expect(first(told, .problems)?["in_period"] == JSON(count), "what is public is told")
    #expect(first(told, .problems)?["standing"] == JSON(count))
    let days = first(told, .organisations)
    #expect(days?["in_period"] == (isHidden ? .null : 8))
    #expect((days?["based_on"] == nil) == isHidden)
    let money = first(told, .engagements)
    #expect(money?["standing"] == .null && money?["based_on"] == nil)
    #expect(first(told, .dataRequests)?["in_period"] == .null, "a part tells of the rest")
    let whole = report.json(codes, for: .officers)
    #expect(first(whole, .introductions)?["in_period"] == JSON(count))
    #expect(first(whole, .introductions)?["standing"] == 5)
    #expect(first(whole, .engagements)?["standing"] == 900)
    #expect(!whole.compact.contains("withheld"))
  }

  /// Whatever overlaps something that is told could be taken from it.
  @Test(arguments: ReportPeriod.Kind.allCases, [false, true])
  func onlyHalfYearsThatAreOverTellWhatIsPrivate(_ kind: ReportPeriod.Kind, _ isRunning: Bool)
    throws
  {
    let codes = try CodeBook(json: Places.json("fixtures/codes/codes.json"))
    let rows = ReportFigure.allCases.map {
      Report.Row(
        $0, inPeriod: Report.Amount(11), yearBefore: Report.Amount(12),
        standing: Report.Amount(13))
    }
    let report = try report(rows, kind, isRunning: isRunning)
    for wasTold in [false, true] {
      let tells = kind == .half && !isRunning && !wasTold
      let told = report.json(codes, for: .everybody, wasTold: wasTold)
      for row in (told["sections"]?.elements ?? []).flatMap({ $0["rows"]?.elements ?? [] }) {
        let figure = try #require(row["figure"]?.text.flatMap(ReportFigure.init(rawValue:)))
        let isWhole = !figure.isPrivate
        let isPart = tells && figure != .dataRequestsInTime
        #expect(row["in_period"] == (isWhole || isPart ? 11 : .null), "\(figure)")
        #expect(row["year_before"] == (isWhole ? 12 : .null), "\(figure)")
        #expect(row["standing"] == (isWhole ? 13 : .null), "\(figure)")
        #expect(row["withheld"] == nil, "nothing is called small that is not")
      }
    }
  }

  @Test(
    arguments: [
      ([], 0, 0), ([("a", 5)], 5, 1), ([("a", 5), ("a", 6), ("a", 7)], 18, 1),
      ([("a", 5), ("b", 0), ("c", 0)], 5, 1), ([("a", 5), ("b", 6), ("c", 7)], 18, 3),
    ] as [([(String, Int64)], Int64, Int64)])
  func aSumRestsOnTheOrganisationsThatHaveSomething(
    _ amounts: [(String, Int64)], _ value: Int64, _ basis: Int64
  ) {
    let sum = Report.Amount(sum: amounts.map { (organisation: $0.0, value: $0.1) })
    #expect(sum.value == value && sum.basis == basis)
  }

  @Test func everyFigureStandsInOneSectionAndHasItsLabel() throws {
    let codes = try CodeBook(json: Places.json("fixtures/codes/codes.json"))
    #expect(ReportSection.allCases.flatMap(\.figures).count == ReportFigure.allCases.count)
    #expect(ReportSection.allCases.flatMap(\.figures) == ReportFigure.allCases, "in their order")
    for figure in ReportFigure.allCases {
      #expect(codes.label(figure).vi != figure.rawValue, "\(figure)")
    }
  }

  @Test(
    arguments: [
      (#"{"period":{"half":"2026-1"}}"#, "ok"), ("{}", "ok"),
      (#"{"period":{"half":"2026-1","year":"2026"}}"#, "/period not_accepted"),
      (#"{"period":{"from":"2026-01-01"}}"#, "/period not_accepted"),
      (#"{"period":{}}"#, "/period missing"),
      (#"{"period":{"week":"1"}}"#, "/period/week unknown_member"),
      (#"{"notes":{"problems":"x"}}"#, "ok"),
      (#"{"notes":{"money":"x"}}"#, "/notes/money unknown_member"),
      (#"{"letter":{"date":"2026-06-08"}}"#, "/letter/number missing"),
      (#"{"letter":{"number":"1","date":"8/6"}}"#, "/letter/date bad_format"),
      (#"{"digest":"x"}"#, "/digest unknown_member"),
    ]) func whatIsToBeFrozenIsRead(_ text: String, _ expected: String) throws
  {
    var outcome = "ok"
    do { _ = try ReportOrder(try JSONParser.parse(text)) } catch DomainError.invalid(let faults) {
      outcome = faults.map { "\($0.path) \($0.rule.rawValue)" }.joined(separator: ", ")
    }
    #expect(outcome == expected)
  }

  @Test func aNoteHasALimit() throws {
    let most = String(repeating: "ă", count: IssuedReport.longestNote)
    #expect(
      try ReportOrder(["notes": ["problems": .string(most)]]).notes[.problems] == most)
    #expect(throws: DomainError.self) {
      try ReportOrder(["notes": ["problems": .string(most + "x")]])
    }
  }
}
