import Domain
import UseCases

/// What becomes of a problem: `innoreg problem publish`, `close`, `cancel`, `no-award`, `extend`,
/// `amend`, `unschedule`, `versions`, `history`.
enum ProblemLifeCommands {
  static let commands = [
    publish, close, cancel, noAward, extend, amend, unschedule, versions, history,
  ]

  private static let reason = Option.value(
    "reason", "TEXT", help: "Why, in words that everybody may read.")
  private static let document = Option.value(
    "document", "DOCUMENT", help: "The issued document by which it is done.")

  private static let publish = Command(
    "publish", summary: "Publish a problem, now or at a time",
    discussion: """
      Possible in state: draft, submitted. With --at the service publishes it itself when the time \
      comes, or as soon as it runs again; what cannot be published then stays a draft, and \
      officers are told.
      """,
    examples: [
      Example("innoreg problem publish 4k2m9x7qp0v3w8tz", "Publish now"),
      Example(
        "innoreg problem publish 4k2m9x7qp0v3w8tz --at 2027-01-15T08:00:00+07:00",
        "Have it published on a morning"),
    ],
    options: [
      document, .value("at", "TIME", help: "When, as 2027-01-15T08:00:00+07:00."),
      EditInput.version,
    ],
    arguments: [ProblemCommands.argument],
    run: { invocation throws(Failure) in
      let time = try invocation.optionalString("at")
      guard let time else { return try step(.publish, invocation) }
      return try change(invocation, telling: .publish) {
        session, name, version throws(DomainError) in
        var members: [(String, JSON)] = [("publish_at", .string(time))]
        if let document = session.document { members.append(("document", .string(document))) }
        return try session.registry.scheduleProblem(
          name, .object(JSONObject(members)), expecting: version, by: session.actor)
      }
    })

  private static let close = Command(
    "close", summary: "Close a problem for proposals",
    discussion: """
      Possible in state: published. Before the deadline a coded reason is wanted, which is public, \
      and all who count on the problem are told; what was submitted stays sealed until then.
      """,
    examples: [
      Example("innoreg problem close DLK-2026-001", "When its deadline has passed"),
      Example(
        "innoreg problem close DLK-2026-001 --reason-code urgent --reason \"Lũ về sớm\"",
        "Before its deadline"),
    ],
    options: [
      .value(
        "reason-code", "CODE", help: "Why, before the deadline.", allowed: CloseReason.accepted),
      reason, EditInput.version,
    ],
    arguments: [ProblemCommands.argument],
    run: { invocation throws(Failure) in try step(.close, invocation) })

  private static let cancel = Command(
    "cancel", summary: "Cancel a problem with a coded reason",
    discussion: """
      Possible until a problem has ended. The coded reason is public. While a problem is published \
      or suspended, words or a document are wanted besides.
      """,
    examples: [
      Example(
        "innoreg problem cancel DLK-2026-001 --reason-code need_gone --reason \"Đã có giải pháp\"",
        "Cancel a published problem")
    ],
    options: [
      .value(
        "reason-code", "CODE", help: "Why.", allowed: CancelReason.accepted, isRequired: true),
      reason, document, EditInput.version,
    ],
    arguments: [ProblemCommands.argument],
    run: { invocation throws(Failure) in try step(.cancel, invocation) })

  private static let noAward = Command(
    "no-award", summary: "End without award with a coded reason",
    discussion: "Possible in state: closed, reviewing. The coded reason is public.",
    examples: [
      Example("innoreg problem no-award DLK-2026-001 --reason-code no_offers", "Nobody proposed")
    ],
    options: [
      .value(
        "reason-code", "CODE", help: "Why.", allowed: NoAwardReason.accepted, isRequired: true),
      reason, EditInput.version,
    ],
    arguments: [ProblemCommands.argument],
    run: { invocation throws(Failure) in try step(.noAward, invocation) })

  private static let extend = Command(
    "extend", summary: "Put off the deadline of a published problem",
    discussion: """
      Only to a later time, and only before the deadline has passed. A day means its end in \
      Vietnam. All who count on the problem are told; proposals stay sealed until then.
      """,
    examples: [
      Example(
        "innoreg problem extend DLK-2026-001 2027-01-31 --reason \"Cần thêm thời gian khảo sát\"",
        "Another month")
    ],
    options: [
      .value("reason", "TEXT", help: "Why, in words that everybody may read.", isRequired: true),
      .value("questions-until", "TIME", help: "Until when questions are taken then."),
      document, EditInput.version,
    ],
    arguments: [
      ProblemCommands.argument, Argument("deadline", help: "The new deadline, a day or a moment."),
    ],
    run: { invocation throws(Failure) in
      let deadline = try invocation.string("deadline")
      var members: [(String, JSON)] = [
        ("deadline", .string(deadline)), ("reason", .string(try invocation.string("reason"))),
      ]
      if let questions = try invocation.optionalString("questions-until") {
        members.append(("question_deadline", .string(questions)))
      }
      let body = members
      return try change(invocation) { session, name, version throws(DomainError) in
        try session.registry.extendProblem(
          name, session.withDocument(body), expecting: version, by: session.actor)
      }
    })

  private static let amend = Command(
    "amend", summary: "Change a published problem with a reason",
    discussion: """
      Takes a JSON merge patch of the statement and makes a public version of it. Hard \
      requirements may not become stricter, deadlines not earlier. All who count on the problem \
      are told.
      """,
    examples: [
      Example(
        "innoreg problem amend DLK-2026-001 patch.json --reason \"Bổ sung cơ quan chủ trì\"",
        "Change by a file")
    ],
    options: [
      .value("reason", "TEXT", help: "Why, in words that everybody may read.", isRequired: true),
      document, EditInput.version,
    ],
    arguments: [ProblemCommands.argument, EditInput.file],
    run: { invocation throws(Failure) in
      let reason = try invocation.string("reason")
      let session = try Session(invocation)
      let patch = try EditInput.json(session)
      return try change(invocation, session) { session, name, version throws(DomainError) in
        let current =
          if let version { version } else {
            try session.registry.problem(name, by: session.actor).version
          }
        return try session.registry.amendProblem(
          name, session.withDocument([("changes", patch), ("reason", .string(reason))]),
          expecting: current, by: session.actor
        ).record
      }
    })

  private static let unschedule = Command(
    "unschedule", summary: "Take back that a problem is to be published at a time",
    examples: [
      Example("innoreg problem unschedule 4k2m9x7qp0v3w8tz", "Keep it a draft for now")
    ],
    options: [EditInput.version], arguments: [ProblemCommands.argument],
    run: { invocation throws(Failure) in
      try change(invocation) { session, name, version throws(DomainError) in
        try session.registry.unscheduleProblem(name, expecting: version, by: session.actor)
        return try session.registry.problem(name, by: session.actor)
      }
    })

  private static let versions = Command(
    "versions", summary: "List the public versions of a problem, the newest first",
    examples: [Example("innoreg problem versions DLK-2026-001", "What was changed, when and why")],
    options: Listing.pageOptions, arguments: [ProblemCommands.argument],
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      let name = try invocation.string("problem")
      let voice = session.voice
      return try Listing.print(
        session,
        columns: [
          Table.Column(voice(vi: "Bản", en: "Version"), .right),
          Table.Column(voice(vi: "Từ", en: "Since")),
          Table.Column(voice(vi: "Thay đổi", en: "Changed")),
          Table.Column(voice(vi: "Lý do", en: "Reason")),
        ],
        json: { revision in
          [
            "number": JSON(revision.version.number),
            "at": .string(revision.version.at.description),
            "reason": JSON(revision.version.reason),
            "document": JSON(revision.version.document?.text),
            "changes": .array(
              revision.changes.map { change in
                [
                  "member": .string(change.member.rawValue), "before": change.before,
                  "after": change.after,
                ]
              }),
          ]
        },
        cells: { revision in
          [
            String(revision.version.number), revision.version.at.textInVietnam,
            revision.changes.map { voice.label($0.member) }.joined(separator: ", "),
            revision.version.reason ?? "",
          ]
        },
        fetch: { page throws(DomainError) in
          try session.registry.problemVersions(name, page: page, by: session.actor)
        })
    })

  private static let history = Command(
    "history", summary: "List what was done to a problem since it is public",
    examples: [Example("innoreg problem history DLK-2026-001", "All of it")],
    options: Listing.pageOptions, arguments: [ProblemCommands.argument],
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      let name = try invocation.string("problem")
      return try ActListing.print(session) { page throws(DomainError) in
        try session.registry.problemHistory(name, page: page, by: session.actor)
      }
    })

  private static func step(
    _ event: Problem.Event, _ invocation: Invocation
  ) throws(Failure) -> ExitCode {
    let isPublication = event == .publish
    let code = isPublication ? nil : try invocation.optionalString("reason-code")
    let reason = isPublication ? nil : try invocation.optionalString("reason")
    return try change(invocation, telling: event) { session, name, version throws(DomainError) in
      try session.registry.moveProblem(
        name, event, reason: reason, code: code, document: session.document, expecting: version,
        by: session.actor)
    }
  }

  /// Changes a problem and tells where it stands; of one that is `telling` of its publication also
  /// how complete it is.
  private static func change(
    _ invocation: Invocation, _ open: Session? = nil, telling event: Problem.Event? = nil,
    _ act: (Session, String, Int?) throws(DomainError) -> Problem
  ) throws(Failure) -> ExitCode {
    let name = try invocation.string("problem")
    let version = try invocation.optionalInteger("at-version", in: 1...Int.max)
    let session: Session
    if let open { session = open } else { session = try Session(invocation) }
    let record = try session.ask { () throws(DomainError) in try act(session, name, version) }
    if session.isJSON {
      try session.terminal.print(record.json)
      return .ok
    }
    let voice = session.voice
    let called = record.code ?? record.statement.title
    let state = voice.label(record.status)
    let until = record.publishAt.map {
      voice(vi: ", hẹn công bố \($0.textInVietnam)", en: ", to be published \($0.textInVietnam)")
    }
    let deadline = record.statement.deadline.map {
      voice(
        vi: ", hạn \($0.deadlineTextInVietnam)", en: ", deadline \($0.deadlineTextInVietnam)")
    }
    try session.terminal.print(
      voice(vi: "\(called): nay \(state)", en: "\(called): now \(state)") + (until ?? "")
        + (deadline ?? ""))
    if event == .publish { try printGrade(of: record, session) }
    return .ok
  }

  /// How complete a problem is that goes to the public, and what solvers will ask: told, never a
  /// reason to refuse.
  private static func printGrade(
    of problem: Problem, _ session: Session
  ) throws(Failure) {
    let (voice, grade) = (session.voice, problem.statement.completeness)
    let asked = problem.openQuestions
    try session.terminal.print(
      asked.isEmpty
        ? voice(vi: "Mức đầy đủ: \(grade)%.", en: "Completeness: \(grade)%.")
        : voice(
          vi: "Mức đầy đủ: \(grade)%. Đơn vị giải sẽ hỏi:",
          en: "Completeness: \(grade)%. Solvers will ask:"))
    for member in asked {
      try session.terminal.print("  - " + voice.label(OpenQuestion.list, member))
    }
  }
}

extension Session {
  /// The document that a call names; nil also where its command takes none.
  fileprivate var document: String? {
    guard let named = try? invocation.optionalString("document") else { return nil }
    return named
  }

  fileprivate func withDocument(_ members: [(String, JSON)]) -> JSON {
    var members = members
    if let document { members.append(("document", .string(document))) }
    return .object(JSONObject(members))
  }
}

/// How lines of history are listed.
enum ActListing {
  static func print(
    _ session: Session, _ fetch: (PageRequest) throws(DomainError) -> Page<ProblemAct>
  ) throws(Failure) -> ExitCode {
    let voice = session.voice
    return try Listing.print(
      session,
      columns: [
        Table.Column(voice(vi: "Lúc", en: "At")),
        Table.Column(voice(vi: "Bài toán", en: "Problem")),
        Table.Column(voice(vi: "Việc", en: "Done")),
        Table.Column(voice(vi: "Văn bản", en: "Document")),
        Table.Column(voice(vi: "Lý do", en: "Reason")),
      ],
      json: \.json,
      cells: { act in
        let reasons = [act.code.map { voice.label(act.kind.reasons, $0) }, act.reason]
          .compactMap { $0 }
        return [
          act.at.textInVietnam, act.problem.text, voice.label(act.kind), act.document?.text ?? "",
          reasons.joined(separator: ": "),
        ]
      }, fetch: fetch)
  }
}
