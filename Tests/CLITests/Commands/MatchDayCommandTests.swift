import CLI
import Domain
import Testing

@Suite struct MatchDayCommandTests {
  private let tool: Tool

  init() throws {
    tool = try Tool.ready()
    try tool.take(
      Records.problem, Records.sorter, Records.accountant,
      [
        "id": "prob-2", "title": "Đếm quả cà phê trên cây", "field": "agriculture",
        "description": "Ước lượng sản lượng cà phê trước khi thu hoạch bằng ảnh chụp.",
        "expected_result": "Phần mềm đếm quả cà phê từ ảnh.", "technologies": ["ai"],
        "owner": "Sở Nông nghiệp và Môi trường", "deadline": "2030-12-31T17:00:00+07:00",
      ],
      [
        "id": "firm-4", "kind": "startup", "name": "=Quả Chín", "trl": 7, "province": "66",
        "email": "an@qua-chin.example", "phone": "0262 000 0002",
        "description": "Phân loại quả cà phê chín và đếm quả bằng ảnh chụp từ điện thoại.",
        "fields": ["agriculture"], "technologies": ["ai"],
        "startup": ["stage": "seed", "raising_vnd": 2_000_000_000],
      ])
  }

  private func words(
    _ more: String..., firm: String = "2", problem: String = "2", threshold: String = "0.05"
  ) -> [String] {
    [
      "match-day", "--meetings-per-firm", firm, "--meetings-per-problem", problem, "--threshold",
      threshold,
    ] + more
  }

  private func schedule(_ words: [String]) throws -> JSON {
    let outcome = tool.run(words + ["--json"])
    try #require(outcome.code == .ok, "\(outcome)")
    return try JSONParser.parse(outcome.output)
  }

  private func meetings(_ schedule: JSON) -> [JSON] { schedule["meetings"]?.elements ?? [] }

  @Test func theThresholdIsThatOfAFitInPart() {
    #expect(tool.run("match-day", "--help").output.contains("0.36"))
  }

  @Test func withoutAStartThereAreNoTimes() {
    let untimed = tool.run(words()).output
    #expect(untimed.contains("Slot") && !untimed.contains("Time"))
    let timed = tool.run(words("--start", "2026-12-01T08:30+07:00")).output
    #expect(timed.contains("Time") && timed.contains("01/12/2026 08:30"))
  }

  @Test func plansAllOpenProblemsInTheFewestSlots() throws {
    let schedule = try schedule(words("--start", "2026-12-01T08:30+07:00"))
    let pairs = meetings(schedule).map {
      [
        $0["slot"]?.wholeNumber.map(String.init), $0["start"]?.text,
        $0["problem"]?["title"]?.text, $0["organisation"]?["name"]?.text,
      ]
    }
    #expect(pairs.count == 4)
    #expect(Set(pairs.map { [$0[2], $0[3]] }).count == 4)
    #expect(Set(pairs.map { [$0[0], $0[2]] }).count == 4)
    #expect(Set(pairs.map { [$0[0], $0[3]] }).count == 4)
    #expect(
      Set(pairs.map { [$0[0], $0[1]] }) == [
        ["1", "2026-12-01T01:30:00Z"], ["2", "2026-12-01T01:50:00Z"],
      ])
    #expect(schedule["slots"] == 2)
    #expect(schedule["organisations_without_meeting"] == .array([]))
  }

  @Test func theLimitsHold() throws {
    let one = try schedule(words(firm: "1", problem: "1"))
    #expect(meetings(one).count == 2)
    #expect(one["slots"] == 1)
    #expect(try schedule(words("--tables", "1", firm: "1", problem: "1"))["slots"] == 2)
    let asked = try schedule(words("--problems", "prob-2,prob-2", "--problems", "prob-2"))
    #expect(
      Set(meetings(asked).map { $0["problem"]?["title"]?.text }) == [
        "Đếm quả cà phê trên cây"
      ])
    let crowded = try schedule(words("--problems", "prob-1", problem: "1"))
    #expect(meetings(crowded).count == 1)
    #expect(crowded["organisations_without_meeting"]?.elements?.count == 1)
  }

  @Test func aHighThresholdLeavesNoMeeting() throws {
    let outcome = tool.run(words("--json", threshold: "1"))
    #expect(outcome.code == .negative)
    let schedule = try JSONParser.parse(outcome.output)
    #expect(schedule["meetings"] == .array([]))
    #expect(schedule["problems_without_meeting"]?.elements?.count == 2)
  }

  @Test func peopleReadATableInVietnamese() {
    let outcome = tool.run(words("--language", "vi", "--start", "2026-12-01T08:30"))
    #expect(outcome.code == .ok)
    #expect(outcome.output.hasPrefix("Lượt  Thời gian"))
    #expect(outcome.output.contains("01/12/2026 08:30"))
    #expect(outcome.output.contains("01/12/2026 08:50"))
    #expect(outcome.output.contains("Công ty Mắt Quả"))
    #expect(outcome.errors.contains("4 cuộc gặp trong 2 lượt"))
    #expect(tool.run(words("--language", "en")).output.hasPrefix("Slot  Code"))
  }

  @Test func csvIsSafeForSpreadsheets() {
    let outcome = tool.run(words("--format", "csv"))
    let lines = outcome.output.split(separator: "\r\n", omittingEmptySubsequences: false)
    #expect(lines.count == 6)
    #expect(
      lines.first
        == "slot,start,end,problem_id,problem_code,problem_title,organisation_id,organisation_name,score"
    )
    #expect(outcome.output.contains(",'=Quả Chín,"))
  }

  @Test func aCalendarHoldsEveryMeetingOnce() {
    let outcome = tool.run(
      words("--format", "ics", "--start", "2026-12-01T01:30:00Z", "--slot-minutes", "15"))
    let lines = outcome.output.split(separator: "\r\n")
    #expect(lines.count { $0 == "BEGIN:VEVENT" } == 4)
    #expect(Set(lines.filter { $0.hasPrefix("UID:match-day-20261201-") }).count == 4)
    #expect(lines.contains("DTSTART:20261201T013000Z"))
    #expect(lines.contains("DTEND:20261201T020000Z"))
  }

  @Test(arguments: ["table", "csv", "json", "ics"])
  func theFileHoldsWhatIsPrinted(_ format: String) throws {
    let words = words("--format", format, "--start", "2026-12-01T08:30")
    let printed = tool.run(words).output
    let outcome = tool.run(words + ["--output", tool.path("day")])
    #expect(outcome.code == .ok)
    #expect(outcome.output == "")
    func stamped(_ text: String) -> [Substring] {
      text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("DTSTAMP") }
    }
    #expect(try stamped(tool.text("day")) == stamped(printed))
  }

  @Test(arguments: ["table", "csv", "json", "ics"])
  func privateMembersNeverLeave(_ format: String) {
    let outcome = tool.run(words("--format", format, "--start", "2026-12-01T08:30"))
    #expect(outcome.code == .ok)
    for secret in ["@mat-qua", "@qua-chin", "0262", "Số 1", "2000000000"] {
      #expect(!outcome.output.contains(secret))
      #expect(!outcome.errors.contains(secret))
    }
  }

  @Test(arguments: [
    ["match-day"], ["match-day", "--meetings-per-firm", "2"],
    ["match-day", "--meetings-per-firm", "0", "--meetings-per-problem", "1"],
  ])
  func limitsAreAsked(_ words: [String]) {
    #expect(tool.run(words).code == .usage)
  }

  @Test(arguments: ["1.5", "-0.1", "nan", "x", ""])
  func aThresholdIsAScore(_ threshold: String) {
    let outcome = tool.run(words(threshold: threshold))
    #expect(outcome.code == .usage)
    #expect(outcome.errors.contains("--threshold"))
  }

  @Test(arguments: [
    ["--tables", "0"],
    ["--slot-minutes", "0"], ["--start", "2026-12-01"], ["--start", "2026-02-30T08:30"],
    ["--start", "tomorrow"], ["--format", "ics"], ["--format", "csv", "--json"],
    ["--candidates", "0"],
  ])
  func mistakesAreNamed(_ more: [String]) {
    let outcome = tool.run(words() + more)
    #expect(outcome.code == .usage)
    #expect(outcome.errors.contains(more[0]))
  }

  @Test func anUnknownProblemIsSaid() {
    #expect(tool.run(words("--problems", "DLK-1999-001")).code == .noInput)
  }
}
