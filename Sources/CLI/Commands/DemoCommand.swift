import Assets
import Domain
import FoundationEssentials
import HTTP
import UseCases

/// `innoreg demo`.
enum DemoCommand {
  static let command = Command(
    "demo", summary: "Load an example ecosystem and serve it",
    discussion: """
      Makes the database if it is missing, loads the example organisations and problems that are \
      baked in, prints three commands to try and serves on this machine. Running it again changes \
      nothing and serves again.

      With --story it serves a register of its own, which is gone afterwards, and tells one \
      problem from its publication to its solution: every step is taken through the public API, \
      printed, and checked.

      Mail waits unless --smtp-url or --sendmail says how it leaves, as with serve; the example's \
      addresses are invented, so nobody gets any who does not register here.

      Everything in the example is invented and marked as such.
      """,
    examples: [
      Example("innoreg demo", "Load and serve on http://127.0.0.1:8080"),
      Example("innoreg --database try.sqlite demo --no-serve", "Only load"),
      Example("innoreg demo --story", "See a problem solved, in half a minute"),
    ],
    options: [
      .value(
        "port", "PORT", help: "The port; 0 lets the system choose.", environment: "INNOREG_PORT",
        defaultValue: "8080"),
      .flag("no-serve", help: "Only load the example."),
      .flag("story", help: "Tell how a problem is solved, then end."),
      ServerOptions.logFormat,
    ] + MailOptions.all,
    run: run)

  private static func run(_ invocation: Invocation) throws(Failure) -> ExitCode {
    if try invocation.flag("story") { return try StoryDemo.run(invocation) }
    var configuration = ServerConfiguration()
    configuration.port = try ServerOptions.port(invocation)
    let path = try invocation.string("database")
    let session =
      FileManager.default.fileExists(atPath: path)
      ? try Session(invocation, readers: configuration.threads, needsKey: true)
      : try InitCommand.create(invocation)
    try refuseOtherRegister(session)
    let report = try load(into: session)
    let code = try exampleCode(session)
    if try invocation.flag("no-serve") {
      try tell(report, code, session, address: "http://127.0.0.1:\(configuration.port)")
      return .ok
    }
    let service = Service(
      session: session, configuration: configuration,
      logFormat: try invocation.choice("log-format", of: Logger.Format.self),
      address: try MailOptions.address(invocation),
      mail: { writer throws(Failure) in try MailOptions.dispatch(invocation, writer) })
    try service.run { address throws(Failure) in
      try tell(report, code, session, address: address)
      invocation.terminal.note("listening on \(address)")
    }
    return .ok
  }

  /// A register with records of its own must not fill up with invented ones by a slip.
  private static func refuseOtherRegister(_ session: Session) throws(Failure) {
    let count = try session.ask { () throws(DomainError) in
      let page = PageRequest(limit: 1)
      let registry = session.registry
      return try registry.organisations(OrganisationFilter(), page: page, by: session.actor).total
        + registry.problems(ProblemFilter(), page: page, by: session.actor).total
    }
    guard count > 0, (try? session.registry.problem(exampleID, by: session.actor)) == nil else {
      return
    }
    let path = try session.invocation.string("database")
    let voice = session.voice
    throw Failure(
      .cannotCreate,
      voice(
        vi: "\(path) là một sổ đăng ký khác, không phải ví dụ",
        en: "\(path) is a register of its own, not the example"),
      voice(
        vi: "chọn tệp khác: innoreg --database demo.sqlite demo",
        en: "choose another file: innoreg --database demo.sqlite demo"))
  }

  /// The id that one of the example's problems has in its file.
  private static let exampleID = "demo-prob-01"

  /// Imports the example.
  static func load(into session: Session) throws(Failure) -> ImportReport {
    try session.ask { () throws(DomainError) in
      var items: [ImportItem] = []
      for asset in Asset.all(in: "fixtures/demo") {
        items += try ImportSource.records(asset.bytes, .json)
      }
      let report = try session.registry.importRecords(
        items, options: ImportOptions(), by: session.actor)
      if let first = report.rejected.first { throw first.error }
      return report
    }
  }

  /// The public code of one of the example's problems.
  private static func exampleCode(_ session: Session) throws(Failure) -> String {
    try session.ask { () throws(DomainError) in
      try session.registry.problem(exampleID, by: session.actor).code ?? exampleID
    }
  }

  private static func tell(
    _ report: ImportReport, _ code: String, _ session: Session, address: String
  ) throws(Failure) {
    let database = try session.invocation.string("database")
    let source = try session.invocation.source("database")
    let program = source == .defaults ? "innoreg" : "innoreg --database \(database)"
    let commands = [
      "curl -s '\(address)/api/v1/problems/\(code)/matches?limit=3'",
      "\(program) match \(code)", "\(program) search \"cà phê\"",
    ]
    if session.isJSON {
      try session.terminal.print(
        [
          "created": JSON(report.created), "updated": JSON(report.updated),
          "unchanged": JSON(report.unchanged), "try": .array(commands.map(JSON.string)),
        ] as JSON)
      return
    }
    let voice = session.voice
    let (created, updated, unchanged) = (report.created, report.updated, report.unchanged)
    try session.terminal.print(
      voice(
        vi: "Hệ sinh thái ví dụ trong \(database): \(created) bản ghi mới, "
          + "\(updated) đã sửa, \(unchanged) giữ nguyên.",
        en: "Example ecosystem in \(database): \(created) records new, "
          + "\(updated) updated, \(unchanged) unchanged."))
    try session.terminal.print(voice(vi: "Thử ba lệnh sau:", en: "Three commands to try:"))
    for command in commands { try session.terminal.print("  " + command) }
  }
}
