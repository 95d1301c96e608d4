import Domain
import UseCases

/// `innoreg document …`.
enum DocumentCommands {
  static let command = Command(
    "document", summary: "Keep the documents behind problems",
    discussion: """
      A decision, notice, official letter or plan with its number, date and issuer. Once issued it \
      is public, and problems are published, withdrawn, merged and split by it.
      """,
    subcommands: [list] + edit.commands + [issue, supersede, act, acts])

  private static let argument = Argument("document", help: "The document, by identifier.")

  private static let list = Command(
    "list", summary: "List documents, the newest first",
    examples: [
      Example("innoreg document list", "All, drafts included"),
      Example("innoreg document list --kind decision --json", "For a program"),
    ],
    options: [
      Listing.codes("kind", "Only of these kinds.", IssuingDocument.Kind.self),
      Listing.codes("status", "Only in these states.", IssuingDocument.Status.self),
    ] + Listing.pageOptions,
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      let kinds = try invocation.choices("kind", of: IssuingDocument.Kind.self)
      let statuses = try invocation.choices("status", of: IssuingDocument.Status.self)
      let voice = session.voice
      return try Listing.print(
        session,
        columns: [
          Table.Column(voice(vi: "Mã số", en: "Identifier")),
          Table.Column(voice(vi: "Số", en: "Number")),
          Table.Column(voice(vi: "Ngày", en: "Date")),
          Table.Column(voice(vi: "Loại", en: "Kind")),
          Table.Column(voice(vi: "Cơ quan", en: "Issuer")),
          Table.Column(voice(vi: "Đợt", en: "Batch")),
          Table.Column(voice(vi: "Trạng thái", en: "State")),
        ],
        json: \.json,
        cells: {
          [
            $0.id.text, $0.particulars.number, Voice.day($0.particulars.date),
            voice.label($0.particulars.kind), $0.particulars.issuer, $0.particulars.batch ?? "",
            voice.label($0.status),
          ]
        },
        fetch: { page throws(DomainError) in
          try session.registry.documents(
            kinds: kinds, statuses: statuses, page: page, by: session.actor)
        })
    })

  private static let edit = EditCommands<IssuingDocument>(
    group: "document", noun: "a document", aggregate: "document", argument: argument,
    least: "number, kind, date and issuer",
    json: \.json, version: \.version,
    find: { session, id throws(DomainError) in
      try session.registry.document(ID(id), by: session.actor)
    },
    create: { session, json throws(DomainError) in
      Accepted(
        record: try session.registry.createDocument(json, by: session.actor), notes: [])
    },
    update: { session, id, patch, version throws(DomainError) in
      Accepted(
        record: try session.registry.updateDocument(
          ID(id), patch: patch, expecting: version, by: session.actor), notes: [])
    })

  private static let issue = Command(
    "issue", summary: "Say that a document is issued, which makes it public",
    examples: [Example("innoreg document issue 4k2m9x7qp0v3w8tz", "After it was signed")],
    options: [EditInput.version], arguments: [argument],
    run: { invocation throws(Failure) in
      try move(invocation) { session, id, version throws(DomainError) in
        try session.registry.issueDocument(id, expecting: version, by: session.actor)
      }
    })

  private static let supersede = Command(
    "supersede", summary: "Say that another issued document takes the place of one",
    examples: [
      Example(
        "innoreg document supersede 4k2m9x7qp0v3w8tz 7b2m9x7qp0v3w8ta",
        "The second replaces the first")
    ],
    options: [EditInput.version],
    arguments: [argument, Argument("by", help: "The document that takes its place.")],
    run: { invocation throws(Failure) in
      let successor = try invocation.string("by")
      return try move(invocation) { session, id, version throws(DomainError) in
        try session.registry.supersedeDocument(
          id, ["by": .string(successor)], expecting: version, by: session.actor)
      }
    })

  private static let act = Command(
    "act", summary: "Do to problems what a document says",
    discussion: """
      All or none. A merger wants one --into, a split two or more; they go on in the place of the \
      problems named. A withdrawal wants --reason-code.
      """,
    examples: [
      Example(
        "innoreg document act 4k2m9x7qp0v3w8tz publish prob-1 prob-2 prob-3",
        "Publish what its annex lists"),
      Example(
        "innoreg document act 4k2m9x7qp0v3w8tz merge DLK-2026-001 DLK-2026-002 --into DLK-2026-003",
        "Two go on as part of a third"),
    ],
    options: [
      .value("into", "PROBLEM", help: "What goes on in their place.", isRepeatable: true),
      .value(
        "reason-code", "CODE", help: "Why they are withdrawn.", allowed: CancelReason.accepted),
      .value("reason", "TEXT", help: "Why, in words that everybody may read."),
    ],
    arguments: [
      argument, Argument("act", help: "What is done.", allowed: DocumentOrder.Act.accepted),
      Argument("problems", help: "The problems, by any of their names.", isRepeatable: true),
    ],
    run: { invocation throws(Failure) in
      let id = ID<IssuingDocument>(try invocation.string("document"))
      var members: [(String, JSON)] = [
        ("act", .string(try invocation.string("act"))),
        ("problems", .array(try invocation.list("problems").map(JSON.string))),
      ]
      let into = try invocation.list("into")
      if !into.isEmpty { members.append(("into", .array(into.map(JSON.string)))) }
      for (option, member) in [("reason-code", "reason_code"), ("reason", "reason")] {
        if let text = try invocation.optionalString(option) {
          members.append((member, .string(text)))
        }
      }
      let body = JSON.object(JSONObject(members))
      let session = try Session(invocation)
      let problems = try session.ask { () throws(DomainError) in
        try session.registry.carryOut(id, body, by: session.actor)
      }
      if session.isJSON {
        try session.terminal.print(["problems": .array(problems.map(\.json))] as JSON)
        return .ok
      }
      let voice = session.voice
      for problem in problems {
        let called = problem.code ?? problem.statement.title
        let state = voice.label(problem.status)
        try session.terminal.print(
          voice(vi: "\(called): nay \(state)", en: "\(called): now \(state)"))
      }
      return .ok
    })

  private static let acts = Command(
    "acts", summary: "List what was done by a document, the newest first",
    examples: [Example("innoreg document acts 4k2m9x7qp0v3w8tz", "All of it")],
    options: Listing.pageOptions, arguments: [argument],
    run: { invocation throws(Failure) in
      let id = ID<IssuingDocument>(try invocation.string("document"))
      let session = try Session(invocation)
      return try ActListing.print(session) { page throws(DomainError) in
        try session.registry.acts(by: id, page: page, for: session.actor)
      }
    })

  private static func move(
    _ invocation: Invocation,
    _ act: (Session, ID<IssuingDocument>, Int?) throws(DomainError) -> IssuingDocument
  ) throws(Failure) -> ExitCode {
    let id = ID<IssuingDocument>(try invocation.string("document"))
    let version = try invocation.optionalInteger("at-version", in: 1...Int.max)
    let session = try Session(invocation)
    let record = try session.ask { () throws(DomainError) in try act(session, id, version) }
    if session.isJSON {
      try session.terminal.print(record.json)
      return .ok
    }
    let voice = session.voice
    let state = voice.label(record.status)
    try session.terminal.print(
      voice(
        vi: "\(record.particulars.number): nay \(state)",
        en: "\(record.particulars.number): now \(state)"))
    return .ok
  }
}
