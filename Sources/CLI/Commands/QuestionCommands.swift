import Domain
import UseCases

/// `innoreg question …`.
enum QuestionCommands {
  static let command = Command(
    "question", summary: "Answer what is asked about problems",
    discussion: """
      Whoever asks is seen by DOST alone. The answer and the wording of the question are public, \
      and may not name the asker.
      """,
    subcommands: [list, show, answer, decline])

  private static let argument = Argument("question", help: "The question, by identifier.")

  private static let list = Command(
    "list", summary: "List questions, the newest first",
    examples: [
      Example("innoreg question list --status asked", "What waits for an answer"),
      Example("innoreg question list --problem DLK-2026-001 --json", "Those on one problem"),
    ],
    options: [
      .value("problem", "PROBLEM", help: "Only on this problem."),
      Listing.codes("status", "Only in these states.", Question.Status.self),
    ] + Listing.pageOptions,
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      let problem = try invocation.optionalString("problem")
      let statuses = try invocation.choices("status", of: Question.Status.self)
      let voice = session.voice
      var (firms, problems) = ([ID<Organisation>: String](), [ID<Problem>: String]())
      return try Listing.print(
        session,
        columns: [
          Table.Column(voice(vi: "Mã số", en: "Identifier")),
          Table.Column(voice(vi: "Lúc", en: "At")),
          Table.Column(voice(vi: "Bài toán", en: "Problem")),
          Table.Column(voice(vi: "Người hỏi", en: "Asker")),
          Table.Column(voice(vi: "Trạng thái", en: "State")),
          Table.Column(voice(vi: "Câu hỏi", en: "Question")),
        ],
        json: \.json,
        cells: {
          [
            $0.id.text, $0.createdAt.textInVietnam, problems[$0.problem] ?? $0.problem.text,
            firms[$0.organisation] ?? $0.organisation.text,
            voice.label($0.status), String($0.text.prefix(80)),
          ]
        },
        fetch: { page throws(DomainError) in
          let found = try session.registry.questions(
            problem: problem, statuses: statuses, page: page, by: session.actor)
          firms.merge(
            try session.registry.organisations(
              Array(Set(found.items.map(\.organisation))), by: session.actor
            ).mapValues(\.profile.name)
          ) { $1 }
          problems.merge(
            try session.registry.problems(
              Array(Set(found.items.map(\.problem))), by: session.actor
            ).mapValues { $0.code ?? $0.statement.title }
          ) { $1 }
          return found
        })
    })

  private static let show = Command(
    "show", summary: "Show a question",
    examples: [Example("innoreg question show 4k2m9x7qp0v3w8tz", "Show one")],
    arguments: [argument],
    run: { invocation throws(Failure) in
      try print(invocation) { session, id throws(DomainError) in
        try session.registry.question(id, by: session.actor)
      }
    })

  private static let answer = Command(
    "answer", summary: "Answer a question to everybody, or correct the answer",
    examples: [
      Example("innoreg question answer 4k2m9x7qp0v3w8tz \"Có, một pha.\"", "Answer it as asked"),
      Example(
        "innoreg question answer 4k2m9x7qp0v3w8tz \"Có.\" --wording \"Vườn có điện không?\"",
        "Publish the question in other words"),
    ],
    options: [
      .value("wording", "TEXT", help: "The question as everybody reads it."), EditInput.version,
    ],
    arguments: [argument, Argument("answer", help: "The answer.")],
    run: { invocation throws(Failure) in
      var members: [(String, JSON)] = [("answer", .string(try invocation.string("answer")))]
      if let wording = try invocation.optionalString("wording") {
        members.append(("wording", .string(wording)))
      }
      let version = try invocation.optionalInteger("at-version", in: 1...Int.max)
      let body = JSON.object(JSONObject(members))
      return try print(invocation) { session, id throws(DomainError) in
        try session.registry.answerQuestion(id, body, expecting: version, by: session.actor)
      }
    })

  private static let decline = Command(
    "decline", summary: "Do not answer a question, with a reason for the asker",
    examples: [
      Example(
        "innoreg question decline 4k2m9x7qp0v3w8tz --reason \"Không liên quan\"", "Decline it")
    ],
    options: [
      .value("reason", "TEXT", help: "Why; the asker alone reads it.", isRequired: true),
      EditInput.version,
    ],
    arguments: [argument],
    run: { invocation throws(Failure) in
      let reason = try invocation.string("reason")
      let version = try invocation.optionalInteger("at-version", in: 1...Int.max)
      return try print(invocation) { session, id throws(DomainError) in
        try session.registry.moveQuestion(
          id, .decline, reason: reason, expecting: version, by: session.actor)
      }
    })

  private static func print(
    _ invocation: Invocation, _ act: (Session, ID<Question>) throws(DomainError) -> Question
  ) throws(Failure) -> ExitCode {
    let id = ID<Question>(try invocation.string("question"))
    let session = try Session(invocation)
    let record = try session.ask { () throws(DomainError) in try act(session, id) }
    if session.isJSON {
      try session.terminal.print(record.json)
    } else {
      try RecordView(voice: session.voice).print(record.json, "question", to: session.terminal)
    }
    return .ok
  }
}
