import Domain
import UseCases

/// `innoreg export`.
enum ExportCommand {
  static let command = Command(
    "export", summary: "Write records to a file",
    discussion: """
      Writes what `import` reads back. JSON is one array, for `all` an object of two; JSON Lines \
      has one record a line; CSV holds one kind of record.

      With --public only what everybody may see is written: no drafts, no contacts, no terms of a \
      round.
      """,
    examples: [
      Example("innoreg export all --output register.json", "Save everything"),
      Example(
        "innoreg export organisations --public --format csv > organisations.csv",
        "Open data for a spreadsheet"),
    ],
    options: [
      .value(
        "format", "FORMAT", help: "The form of the file.", defaultValue: "json",
        allowed: ImportSource.Format.allCases.map(\.rawValue)),
      .flag("public", help: "Write only what everybody may see."),
      .value(
        "output", "FILE", letter: "o", help: "The file; without it, standard output.",
        completion: .files),
    ],
    arguments: [
      Argument("what", help: "What to write.", allowed: What.allCases.map(\.rawValue))
    ],
    run: run)

  private enum What: String, CaseIterable {
    case organisations, problems, all

    var kinds: [ExportKind] {
      switch self {
      case .organisations: [.organisations]
      case .problems: [.problems]
      case .all: [.organisations, .problems]
      }
    }
  }

  private static func run(_ invocation: Invocation) throws(Failure) -> ExitCode {
    let what = try invocation.choice("what", of: What.self)
    let format = try invocation.choice("format", of: ImportSource.Format.self)
    guard format != .csv || what != .all else {
      throw Failure(.usage, "CSV holds one kind of record: export organisations or problems")
    }
    let session = try Session(invocation)
    let file = try invocation.optionalString("output").map { path throws(Failure) in
      try OutputFile(path)
    }
    let export = Export(
      session: session, kinds: what.kinds, format: format, isNested: what == .all,
      actor: try invocation.flag("public") ? .anonymous : session.actor,
      write: { text throws(Failure) in
        if let file { try file.write(text) } else { try session.terminal.write(text) }
      })
    let count = try export.run()
    try file?.finish()
    let voice = session.voice
    session.terminal.note(
      voice(
        vi: "đã xuất \(count) bản ghi", en: "\(Voice.counted(count, "record", "records")) written"))
    return .ok
  }
}

/// Writes records page by page, so that memory does not grow with the register.
struct Export {
  let session: Session
  let kinds: [ExportKind]
  let format: ImportSource.Format
  /// Whether each kind is a member of one object.
  let isNested: Bool
  let actor: Actor
  let write: (String) throws(Failure) -> Void

  /// - Returns: how many records were written
  func run() throws(Failure) -> Int {
    var count = 0
    if format == .json, isNested { try write("{\n") }
    for (index, kind) in kinds.enumerated() {
      if format == .json {
        try write(isNested ? (index > 0 ? ",\n" : "") + "\"\(kind.rawValue)\":[" : "[")
      }
      if format == .csv { try write(CSV.line(CSVColumns.of(kind).map(\.name))) }
      count += try records(of: kind)
      if format == .json { try write("\n]") }
    }
    if format == .json { try write(isNested ? "\n}\n" : "\n") }
    return count
  }

  private func records(of kind: ExportKind) throws(Failure) -> Int {
    var count = 0
    // The register's pages may only fail as the register does, so a full disk is carried past it.
    var interruption: Failure?
    do throws(DomainError) {
      try session.registry.export(kind, by: actor) { records throws(DomainError) in
        do throws(Failure) {
          for record in records {
            try write(text(of: record, kind, isFirst: count == 0))
            count += 1
          }
        } catch {
          interruption = error
          throw .unavailable("output")
        }
      }
    } catch {
      throw interruption ?? session.voice.failure(error)
    }
    return count
  }

  private func text(of record: JSON, _ kind: ExportKind, isFirst: Bool) -> String {
    switch format {
    case .json: (isFirst ? "\n" : ",\n") + record.compact
    case .jsonl: record.compact + "\n"
    case .csv: CSV.line(CSVColumns.of(kind).map { $0.cell(of: record) })
    }
  }
}
