import Domain
import Matching
import UseCases
import Web

/// `innoreg match-day`.
enum MatchDayCommand {
  static let command = Command(
    "match-day", summary: "Plan the pitch meetings of a match day",
    discussion: """
      Plans who meets whom, and in which slot: as many firms as possible get a meeting, and then \
      the scores of all meetings add up to as much as possible, within the limits. Nobody is in \
      two meetings at once, and there are as few slots as there can be. Nothing is stored.

      Ends with 1 if there is no meeting.
      """,
    examples: [
      Example(
        "innoreg match-day --meetings-per-firm 3 --meetings-per-problem 8",
        "All open problems, with slots but without times"),
      Example(
        "innoreg match-day --problems DLK-2026-001 --problems DLK-2026-002 "
          + "--meetings-per-firm 1 --meetings-per-problem 6 --start 2026-12-01T08:30+07:00 "
          + "--format ics --output match-day.ics",
        "A calendar of two problems' meetings"),
    ],
    options: [
      .value(
        "problems", "PROBLEM",
        help: "Only this problem, by public code, identifier or id of its import; several may "
          + "stand between commas. Without it, all that are open.", isRepeatable: true),
      .value(
        "meetings-per-firm", "COUNT", help: "The most meetings of one firm.", isRequired: true),
      .value(
        "meetings-per-problem", "COUNT", help: "The most meetings of one problem.",
        isRequired: true),
      .value(
        "threshold", "SCORE", help: "The least score of a meeting, 0 to 1.",
        defaultValue: String(Double(MatchDay.Limits.usualThresholdMicros) / 1e6)),
      .value(
        "candidates", "COUNT", help: "How many solvers of each problem are considered.",
        defaultValue: "50"),
      .value(
        "start", "TIME",
        help: "When the first slot begins, as 2026-12-01T08:30; Vietnam's time unless it ends "
          + "with an offset or Z."),
      .value(
        "slot-minutes", "MINUTES", help: "How long a slot is.", defaultValue: "20"),
      .value("tables", "COUNT", help: "How many meetings there may be at once."),
      .value(
        "format", "FORMAT", help: "The form of the schedule; ics needs --start.",
        defaultValue: MatchDayView.Format.table.rawValue,
        allowed: MatchDayView.Format.allCases.map(\.rawValue)),
      .value(
        "output", "FILE", letter: "o", help: "The file; without it, standard output.",
        completion: .files),
    ],
    run: run)

  private static func run(_ invocation: Invocation) throws(Failure) -> ExitCode {
    let request = try request(invocation)
    let format = try format(invocation)
    guard format != .ics || request.start != nil else {
      throw Failure(.usage, "--format ics needs --start")
    }
    let session = try Session(invocation)
    try session.loadIndex()
    let schedule = try session.ask { () throws(DomainError) in
      try session.registry.matchDay(request, by: session.actor)
    }
    let view = MatchDayView(session: session, schedule: schedule)
    if let path = try invocation.optionalString("output") {
      let file = try OutputFile(path)
      try file.write(view.text(format, width: nil, style: Style(isOn: false)))
      try file.finish()
    } else {
      let output = session.terminal.output
      try output.write(view.text(format, width: output.tableWidth, style: output.style))
    }
    view.note()
    return schedule.meetings.isEmpty ? .negative : .ok
  }

  private static func format(_ invocation: Invocation) throws(Failure) -> MatchDayView.Format {
    let format = try invocation.choice("format", of: MatchDayView.Format.self)
    guard try invocation.flag("json") else { return format }
    guard try invocation.source("format") == .defaults || format == .json else {
      throw Failure(.usage, "--json does not go with --format \(format.rawValue)")
    }
    return .json
  }

  private static func request(_ invocation: Invocation) throws(Failure) -> MatchDayRequest {
    var request = MatchDayRequest(
      limits: MatchDay.Limits(
        meetingsPerFirm: try invocation.integer("meetings-per-firm", in: 1...1000),
        meetingsPerProblem: try invocation.integer("meetings-per-problem", in: 1...1000),
        thresholdMicros: try threshold(invocation)))
    request.problems = try invocation.list("problems").flatMap { written in
      written.split(separator: ",").map { $0.drop { $0 == " " } }.map(String.init)
    }
    request.candidates = try invocation.integer("candidates", in: 1...1000)
    request.tables = try invocation.optionalInteger("tables", in: 1...10_000)
    request.slotMinutes = try invocation.integer("slot-minutes", in: 1...1440)
    request.start = try start(invocation)
    return request
  }

  private static func threshold(_ invocation: Invocation) throws(Failure) -> Int {
    let written = try invocation.string("threshold")
    guard let score = Double(written), (0...1).contains(score) else {
      throw invocation.notAccepted("threshold", found: written, accepted: "a number from 0 to 1")
    }
    return Int((score * 1e6).rounded())
  }

  /// A date and time to the minute or second, in Vietnam unless it says otherwise.
  private static func start(_ invocation: Invocation) throws(Failure) -> Instant? {
    guard let written = try invocation.optionalString("start") else { return nil }
    let bytes = Array(written.utf8)
    var text = written
    if bytes.count >= 16, bytes.count == 16 || bytes[16] != UInt8(ascii: ":") {
      text = String(decoding: bytes[..<16] + Array(":00".utf8) + bytes[16...], as: UTF8.self)
    }
    if text.utf8.count == 19 { text += "+07:00" }
    guard text.utf8.count > 19, let start = Instant(rfc3339: text) else {
      throw invocation.notAccepted(
        "start", found: written, accepted: "a date and time such as 2026-12-01T08:30")
    }
    return start
  }
}

/// The schedule of a match day for people and programs; only what everybody may see is in it.
struct MatchDayView {
  enum Format: String, CaseIterable { case table, csv, json, ics }

  let session: Session
  let schedule: MatchDaySchedule

  private var voice: Voice { session.voice }

  func text(_ format: Format, width: Int?, style: Style) -> String {
    switch format {
    case .table: table(width, style)
    case .csv: csv
    case .json: (session.terminal.output.isTerminal ? json.pretty : json.compact) + "\n"
    case .ics: calendar.text
    }
  }

  /// Tells on standard error how it came out, and for whom there is no room.
  func note() {
    let (meetings, slots) = (schedule.meetings.count, schedule.slotCount)
    let (tables, total) = (schedule.tableCount, voice.score(schedule.totalMicros))
    session.terminal.note(
      voice(
        vi: "\(meetings) cuộc gặp trong \(slots) lượt, nhiều nhất \(tables) bàn cùng lúc; "
          + "tổng điểm \(total)",
        en:
          "\(Voice.counted(meetings, "meeting", "meetings")) in \(Voice.counted(slots, "slot", "slots")), at most "
          + "\(Voice.counted(tables, "table", "tables")) at once; "
          + "total score \(total)"))
    note(
      schedule.organisationsWithout.map(\.profile.name), vi: "không còn chỗ cho",
      en: "no room for")
    note(
      schedule.problemsWithout.map { $0.code ?? $0.statement.title },
      vi: "bài toán chưa có cuộc gặp", en: "problems without a meeting")
  }

  private func note(_ names: [String], vi: String, en: String) {
    guard !names.isEmpty else { return }
    let shown = names.prefix(20).map(Printable.text).joined(separator: "; ")
    let more = names.count > 20 ? "; …" : ""
    session.terminal.note("\(voice(vi: vi, en: en)) (\(names.count)): \(shown)\(more)")
  }

  private func table(_ width: Int?, _ style: Style) -> String {
    // Without a start no slot has a time.
    let isTimed = schedule.meetings.contains { $0.time != nil }
    let time = isTimed ? [Table.Column(voice(vi: "Thời gian", en: "Time"))] : []
    var table = Table(
      [Table.Column(voice(vi: "Lượt", en: "Slot"), .right)] + time + [
        Table.Column(voice(vi: "Mã", en: "Code")),
        Table.Column(voice(vi: "Bài toán", en: "Problem")),
        Table.Column(voice(vi: "Doanh nghiệp, tổ chức", en: "Organisation")),
        Table.Column(voice(vi: "Điểm", en: "Score"), .right),
      ])
    for meeting in schedule.meetings {
      table.add(
        [String(meeting.slot)] + (isTimed ? [meeting.time?.start.textInVietnam ?? ""] : []) + [
          meeting.problem.code ?? meeting.problem.id.text, meeting.problem.statement.title,
          meeting.organisation.profile.name, voice.score(meeting.scoreMicros),
        ])
    }
    return table.text(width: width, style: style)
  }

  private var csv: String {
    let header = [
      "slot", "start", "end", "problem_id", "problem_code", "problem_title", "organisation_id",
      "organisation_name", "score",
    ]
    return schedule.meetings.reduce(CSV.line(header)) { text, meeting in
      text
        + CSV.line([
          String(meeting.slot), meeting.time?.start.description ?? "",
          meeting.time?.end.description ?? "", meeting.problem.id.text,
          meeting.problem.code ?? "", meeting.problem.statement.title,
          meeting.organisation.id.text, meeting.organisation.profile.name,
          MatchView.score(meeting.scoreMicros),
        ])
    }
  }

  private var json: JSON {
    [
      "meetings": .array(schedule.meetings.map(json)), "slots": JSON(schedule.slotCount),
      "tables": JSON(schedule.tableCount),
      "total_score": .number(Double(schedule.totalMicros) / 1e6),
      "organisations_without_meeting": .array(schedule.organisationsWithout.map(json)),
      "problems_without_meeting": .array(schedule.problemsWithout.map(json)),
      "weights_version": .string(schedule.weightsVersion),
    ]
  }

  private func json(_ meeting: MatchDaySchedule.Meeting) -> JSON {
    [
      "slot": JSON(meeting.slot), "start": JSON(meeting.time?.start.description),
      "end": JSON(meeting.time?.end.description), "problem": json(meeting.problem),
      "organisation": json(meeting.organisation),
      "score": .number(Double(meeting.scoreMicros) / 1e6),
    ]
  }

  private func json(_ problem: Problem) -> JSON {
    [
      "id": .string(problem.id.text), "code": JSON(problem.code),
      "title": .string(problem.statement.title),
    ]
  }

  private func json(_ organisation: Organisation) -> JSON {
    [
      "id": .string(organisation.id.text), "kind": .string(organisation.profile.kind.rawValue),
      "name": .string(organisation.profile.name),
    ]
  }

  private var calendar: Calendar {
    Calendar(
      name: voice(vi: "Ngày kết nối", en: "Match day"), stamp: session.registry.now,
      events: schedule.meetings.compactMap(event))
  }

  /// The same two meet at most once a day, so the day in Vietnam and the identifiers tell a
  /// meeting from all others and stay when it moves to another slot.
  private func event(_ meeting: MatchDaySchedule.Meeting) -> Calendar.Event? {
    guard let time = meeting.time, let first = schedule.meetings.first?.time else { return nil }
    let day = (first.start + 7 * 3600).description.prefix(10).filter { $0 != "-" }
    let problem = meeting.problem.code ?? meeting.problem.id.text
    return Calendar.Event(
      uid: "match-day-\(day)-\(meeting.problem.id)-\(meeting.organisation.id)@innoreg",
      start: time.start, end: time.end,
      summary: "\(problem) – \(meeting.organisation.profile.name)",
      description: "\(meeting.problem.statement.title)\n"
        + voice(vi: "Lượt \(meeting.slot)", en: "Slot \(meeting.slot)"))
  }
}
