import Domain
import UseCases

/// The commands that show a record and write it from JSON, the same for every kind of record.
struct EditCommands<Record: Sendable> {
  /// The group they stand in: `org`.
  let group: String
  /// What help calls one: `an organisation`.
  let noun: String
  /// The record's kind in messages and lists of states: `organisation`.
  let aggregate: String
  /// The argument that names one.
  let argument: Argument
  /// The least that a new one needs, for help.
  let least: String
  let json: @Sendable (Record) -> JSON
  let version: @Sendable (Record) -> Int
  let find: @Sendable (Session, String) throws(DomainError) -> Record
  let create: @Sendable (Session, JSON) throws(DomainError) -> Accepted<Record>
  let update: @Sendable (Session, String, JSON, Int) throws(DomainError) -> Accepted<Record>

  var commands: [Command] { [showCommand, createCommand, updateCommand] }

  private var showCommand: Command {
    Command(
      "show", summary: "Show \(noun)",
      examples: [
        Example("innoreg \(group) show 4k2m9x7qp0v3w8tz", "Show one"),
        Example("innoreg \(group) show 4k2m9x7qp0v3w8tz --json", "Show one as the API gives it"),
      ],
      arguments: [argument],
      run: { invocation throws(Failure) in
        let session = try Session(invocation)
        let name = try invocation.string(argument.name)
        let record = try session.ask { () throws(DomainError) in try find(session, name) }
        try show(json(record), session)
        return .ok
      })
  }

  private var createCommand: Command {
    Command(
      "create", summary: "Create \(noun) from JSON",
      discussion: "Makes a draft. The least that it needs is \(least).",
      examples: [
        Example("innoreg \(group) create record.json", "Create from a file"),
        Example("innoreg \(group) create < record.json", "Create from standard input"),
      ],
      arguments: [EditInput.file],
      run: { invocation throws(Failure) in
        let session = try Session(invocation)
        let input = try EditInput.json(session)
        let made = try session.ask { () throws(DomainError) in try create(session, input) }
        session.tell(made.notes)
        try show(json(made.record), session)
        return .ok
      })
  }

  private var updateCommand: Command {
    Command(
      "update", summary: "Change \(noun) by a JSON merge patch",
      discussion: """
        Members of the patch replace those of the record, null takes a member out (RFC 7396). The \
        change is based on the record as it is now unless --at-version names what you have seen.
        """,
      examples: [
        Example("innoreg \(group) update 4k2m9x7qp0v3w8tz patch.json", "Change by a file"),
        Example(
          "innoreg \(group) update 4k2m9x7qp0v3w8tz --at-version 3 < patch.json",
          "Change only what you have seen"),
      ],
      options: [EditInput.version], arguments: [argument, EditInput.file],
      run: { invocation throws(Failure) in
        let session = try Session(invocation)
        let name = try invocation.string(argument.name)
        let patch = try EditInput.json(session)
        let given = try invocation.optionalInteger("at-version", in: 1...Int.max)
        let changed = try session.ask { () throws(DomainError) in
          let current =
            if let given { given } else { version(try find(session, name)) }
          return try update(session, name, patch, current)
        }
        session.tell(changed.notes)
        try show(json(changed.record), session)
        return .ok
      })
  }

  private func show(_ record: JSON, _ session: Session) throws(Failure) {
    if session.isJSON {
      try session.terminal.print(record)
    } else {
      try RecordView(voice: session.voice).print(record, aggregate, to: session.terminal)
    }
  }
}

/// What these commands read, whatever the kind of record.
enum EditInput {
  static let version = Option.value(
    "at-version", "NUMBER", help: "Refuse unless the record is still at this version.")

  static let file = Argument(
    "file", help: "The JSON file; without it or with -, standard input.", isOptional: true,
    completion: .files)

  static func json(_ session: Session) throws(Failure) -> JSON {
    let name = try session.invocation.optionalString("file") ?? "-"
    return try InputFile(name, session.voice.language).json(session.voice)
  }
}
