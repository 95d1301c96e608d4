import Domain
import UseCases

/// `innoreg import`.
enum ImportCommand {
  static let command = Command(
    "import", summary: "Read organisations, funds and problems from files",
    discussion: """
      Takes JSON, JSON Lines and CSV. The kind of a record is seen from its members: a problem has \
      a title, an organisation a name. A record's id is kept, so that reading the same file again \
      changes nothing and a corrected file changes only what differs.

      It is an administrator's act: organisations come in as verified and problems as published \
      unless the record or --status says otherwise.

      All files are taken in one transaction: if any record is refused, nothing is written. With \
      --continue, good records are committed a thousand at a time and refused ones go to a file \
      with the reasons.
      """,
    examples: [
      Example("innoreg import firms.csv", "Read a spreadsheet"),
      Example("innoreg import --dry-run firms.json problems.json", "See what would happen"),
      Example(
        "innoreg import --continue --rejected later.jsonl big.jsonl", "Leave faulty records out"),
      Example("innoreg import - --format json < firms.json", "Read standard input"),
    ],
    options: [
      .value(
        "format", "FORMAT", help: "The form of the files; without it, name or content tell.",
        allowed: ImportSource.Format.allCases.map(\.rawValue)),
      .value("status", "STATE", help: "The state of every record, whatever the files say."),
      .flag("dry-run", letter: "n", help: "Say what would happen and write nothing."),
      .flag("continue", help: "Leave faulty records out instead of refusing everything."),
      .value(
        "rejected", "FILE",
        help: "Where --continue puts what it leaves out; by default FILE.rejected.jsonl.",
        completion: .files),
    ],
    arguments: [
      Argument(
        "file", help: "The files; - is standard input.", isRepeatable: true, completion: .files)
    ],
    run: run)

  private static func run(_ invocation: Invocation) throws(Failure) -> ExitCode {
    var options = ImportOptions()
    options.status = try invocation.optionalString("status")
    options.dryRun = try invocation.flag("dry-run")
    options.continuing = try invocation.flag("continue")
    let rejectedPath = try invocation.optionalString("rejected")
    guard rejectedPath == nil || options.continuing else {
      throw Failure(.usage, "--rejected needs --continue")
    }
    let session = try Session(invocation)
    let names = try invocation.list("file")
    let format = try invocation.optionalChoice("format", of: ImportSource.Format.self)
    let items = try ImportFiles(session, format).items(names)
    if let status = options.status { try check(status, items, invocation) }
    let path = rejectedPath ?? ImportFiles.rejectedPath(names)
    return try Import(session: session, items: items, options: options, rejectedPath: path).run()
  }

  /// A state that no record of the files can have is a mistake in the call, not in the files.
  private static func check(
    _ status: String, _ items: [ImportItem], _ invocation: Invocation
  ) throws(Failure) {
    var accepted: [String] = []
    let records = items.compactMap { try? $0.content.get() }
    let isProblem = records.map { $0["title"] != nil && $0["name"] == nil }
    if isProblem.contains(false) { accepted += Organisation.Status.accepted }
    if isProblem.contains(true) { accepted += Problem.Status.accepted }
    guard accepted.isEmpty || accepted.contains(status) else {
      throw invocation.notAccepted(
        "status", found: status, accepted: accepted.joined(separator: ", "),
        suggestion: Suggestion.nearest(to: status, among: accepted))
    }
  }
}

/// Takes the files of one import apart into records.
struct ImportFiles {
  private let session: Session
  private let format: ImportSource.Format?

  init(_ session: Session, _ format: ImportSource.Format?) {
    self.session = session
    self.format = format
  }

  func items(_ names: [String]) throws(Failure) -> [ImportItem] {
    var items: [ImportItem] = []
    for name in names {
      let file = try InputFile(name, session.voice.language)
      let format =
        format ?? ImportSource.format(ofFile: name) ?? ImportSource.format(ofContent: file.bytes)
      let found: [ImportItem]
      do {
        found = try ImportSource.records(
          file.bytes, format, codes: session.registry.codes)
      } catch {
        let failure = session.voice.failure(error)
        throw Failure(failure.code, lines: ["\(name) (\(format.rawValue)):"] + failure.lines)
      }
      items +=
        names.count == 1
        ? found
        : found.map {
          ImportItem(
            position: "\(name): \($0.position)", content: $0.content, isPartial: $0.isPartial)
        }
    }
    return items
  }

  /// Where refused records go unless the call says otherwise.
  static func rejectedPath(_ names: [String]) -> String {
    let first = names.first { $0 != "-" } ?? "stdin"
    return "\(first).rejected.jsonl"
  }
}
