import Domain
import UseCases
import Web

/// `innoreg report`.
enum ReportCommand {
  static let command = Command(
    "report", summary: "Count what the register did in a period, and freeze reports",
    discussion: """
      Tells what happened in a period, the same a year before, and how things stand at its end. \
      Without a period it is that of the report that is owed next by the reporting calendar. A \
      period that still runs is told of up to now. What is under seal is not counted.

      With --issue the figures are frozen under a digest, with notes; what is frozen is never \
      edited, only superseded. Publishing is done on the report's page or by the API.
      """,
    examples: [
      Example("innoreg report", "The report that is owed next"),
      Example("innoreg report --half 2026-1 --csv > half-year.csv", "For a spreadsheet"),
      Example(
        "innoreg report --year 2026 --issue --letter 12/BC-SKHCN --note "
          + "\"problems=Hai bài toán chuyển sang năm sau\"", "Freeze the yearly report"),
    ],
    options: [
      .value("month", "YYYY-MM", help: "A month."),
      .value("quarter", "YYYY-N", help: "A quarter, 1 to 4."),
      .value("half", "YYYY-N", help: "A half-year report, 1 or 2."),
      .value("year", "YYYY", help: "A yearly report."),
      .value("from", "DAY", help: "The first of any days, with --to."),
      .value("to", "DAY", help: "The last of them."),
      .flag("csv", help: "Print the table as CSV."),
      .flag("issue", help: "Freeze the report."),
      .value(
        "note", "SECTION=TEXT",
        help: "What to say of a part: \(ReportSection.accepted.joined(separator: ", ")).",
        isRepeatable: true),
      .value("letter", "NUMBER", help: "The number of its cover letter."),
      .value("letter-date", "DAY", help: "The day of that letter."),
      .value("supersedes", "REPORT", help: "The report on that period whose place it takes."),
    ],
    run: run)

  private static func run(_ invocation: Invocation) throws(Failure) -> ExitCode {
    let wish = try wish(invocation)
    let isCSV = try invocation.flag("csv")
    let order = try order(invocation, wish)
    let session = try Session(invocation)
    guard !(isCSV && session.isJSON) else {
      throw Failure(.usage, "--csv does not go with --json")
    }
    var issued: IssuedReport?
    let json: JSON
    if let order {
      let made = try session.ask { () throws(DomainError) in
        try session.registry.issueReport(order, by: session.actor)
      }
      json = made.content.json
      issued = made
    } else {
      json = try session.ask { () throws(DomainError) in
        try session.registry.report(on: wish, by: session.actor, at: "--")
          .json(session.registry.codes)
      }
    }
    if session.isJSON {
      try session.terminal.print(issued?.whole(for: .officers) ?? json)
      return .ok
    }
    guard let table = ReportTable(json) else { throw Failure(.software, "report") }
    let messages: Messages
    do { messages = try Messages() } catch { throw Failure(.software, "\(error)") }
    if isCSV {
      try session.terminal.output.write(table.csv(messages, session.voice.language))
    } else {
      try print(table, messages, session)
    }
    if let issued {
      let (id, digest) = (issued.id.text, issued.content.digest)
      session.terminal.note(
        session.voice(
          vi: "đã chốt báo cáo \(id), SHA-256 \(digest)",
          en: "issued as \(id), SHA-256 \(digest)"))
    }
    return .ok
  }

  private static func wish(_ invocation: Invocation) throws(Failure) -> ReportWish? {
    var given: [String: String] = [:]
    for name in ReportWish.names { given[name] = try invocation.optionalString(name) }
    guard !given.isEmpty else { return nil }
    guard let wish = ReportWish(given) else {
      throw Failure(
        .usage, "give one of --month, --quarter, --half, --year, or --from with --to")
    }
    return wish
  }

  /// What `--issue` asks for; nil without it.
  private static func order(
    _ invocation: Invocation, _ wish: ReportWish?
  ) throws(Failure) -> JSON? {
    let letter = try invocation.optionalString("letter")
    let date = try invocation.optionalString("letter-date")
    let supersedes = try invocation.optionalString("supersedes")
    let notes = try invocation.list("note")
    guard try invocation.flag("issue") else {
      guard letter == nil, date == nil, supersedes == nil, notes.isEmpty else {
        throw Failure(
          .usage, "--note, --letter, --letter-date and --supersedes go with --issue")
      }
      return nil
    }
    var members: [(String, JSON)] = []
    if let wish {
      members.append(
        ("period", .object(JSONObject(wish.parameters.map { ($0.0, .string($0.1)) }))))
    }
    var said: [(String, JSON)] = []
    for note in notes {
      let halves = note.split(separator: "=", maxSplits: 1).map(String.init)
      guard halves.count == 2 else {
        throw invocation.notAccepted("note", found: note, accepted: "SECTION=TEXT")
      }
      said.append((halves[0], .string(halves[1])))
    }
    if !said.isEmpty { members.append(("notes", .object(JSONObject(said)))) }
    if letter != nil || date != nil {
      members.append(("letter", ["number": JSON(letter), "date": JSON(date)]))
    }
    if let supersedes { members.append(("supersedes", .string(supersedes))) }
    return .object(JSONObject(members))
  }

  private static func print(
    _ table: ReportTable, _ messages: Messages, _ session: Session
  ) throws(Failure) {
    let voice = session.voice
    let output = session.terminal.output
    let until = table.until.map { ", " + voice(vi: "đến ", en: "up to ") + $0.textInVietnam } ?? ""
    try session.terminal.print(
      "\(Voice.day(table.days.first)) – \(Voice.day(table.days.last))\(until)")
    for section in table.sections {
      try session.terminal.print("")
      let heads = [
        voice.language.pick(section.name), voice(vi: "Trong kỳ", en: "In the period"),
        voice(vi: "Cùng kỳ năm trước", en: "Year before"),
        voice(vi: "Đến cuối kỳ", en: "At its end"),
      ]
      var lines = Table(
        heads.enumerated().map { place, head in
          Table.Column(head, place == 0 ? .left : .right)
        })
      var last = ""
      for line in section.lines {
        if line.kind != nil, line.figure != last {
          lines.add([voice.language.pick(line.name), "", "", ""])
        }
        last = line.figure
        lines.add([name(of: line, messages, voice)] + line.cells.map { text($0, voice) })
      }
      try output.write(lines.text(width: output.tableWidth, style: output.style))
      if let note = section.note { try session.terminal.print(note) }
    }
  }

  private static func name(
    of line: ReportTable.Line, _ messages: Messages, _ voice: Voice
  ) -> String {
    guard let kind = line.kind else { return voice.language.pick(line.name) }
    return "· " + ReportTable.name(of: kind, messages, voice.language)
  }

  private static func text(_ cell: ReportTable.Cell, _ voice: Voice) -> String {
    switch cell {
    case .none: "–"
    case .number(let number, _): voice.grouped(number)
    case .withheld: "<\(Report.leastShown)"
    }
  }
}
