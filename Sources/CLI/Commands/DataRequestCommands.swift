import Domain
import UseCases

/// `innoreg data-request …`.
enum DataRequestCommands {
  static let command = Command(
    "data-request", summary: "Answer what people ask about their data",
    discussion: """
      Law 91/2025/QH15 gives everybody the right to see, correct and have erased what is kept on \
      them, to withdraw consent and to object. They must have a reply within two working days; \
      how long the rest may take depends on what they ask.
      """,
    subcommands: [
      list, show, add, answer, extend, complete, refuse,
    ])

  private static let argument = Argument("request", help: "The request, by identifier.")

  private static let list = Command(
    "list", summary: "List requests, the newest first or by what falls due",
    examples: [
      Example("innoreg data-request list --due open", "What is due, the earliest first"),
      Example("innoreg data-request list --due overdue --json", "What should have been done"),
    ],
    options: [
      .value(
        "due", "WHICH", help: "Only what is due, or overdue, the earliest first.",
        allowed: ["open", "overdue"]),
      Listing.codes("kind", "Only of these kinds.", DataRequest.Kind.self),
      Listing.codes("status", "Only in these states.", DataRequest.Status.self),
    ] + Listing.pageOptions,
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      let now = session.registry.now
      var filter = DataRequestFilter()
      filter.kinds = try invocation.choices("kind", of: DataRequest.Kind.self)
      filter.statuses = try invocation.choices("status", of: DataRequest.Status.self)
      let due = try invocation.optionalString("due")
      filter.due = (due != nil, due == "overdue" ? now : nil)
      let (voice, wanted) = (session.voice, filter)
      return try Listing.print(
        session,
        columns: [
          Table.Column(voice(vi: "Mã số", en: "Identifier")),
          Table.Column(voice(vi: "Số", en: "Number")),
          Table.Column(voice(vi: "Yêu cầu", en: "Request")),
          Table.Column(voice(vi: "Trạng thái", en: "State")),
          Table.Column(voice(vi: "Hạn", en: "Due")),
          Table.Column(voice(vi: "Quá hạn", en: "Overdue")),
        ],
        json: { $0.json(at: now) },
        cells: {
          [
            $0.id.text, $0.number, voice.label($0.kind), voice.label($0.status),
            $0.dueAt?.textInVietnam ?? "", $0.isOverdue(at: now) ? voice.yes(true) : "",
          ]
        },
        fetch: { page throws(DomainError) in
          try session.registry.dataRequests(wanted, page: page, by: session.actor)
        })
    })

  private static let show = Command(
    "show", summary: "Show a request",
    examples: [Example("innoreg data-request show 4k2m9x7qp0v3w8tz", "Show one")],
    arguments: [argument],
    run: { invocation throws(Failure) in
      try print(invocation) { session, id throws(DomainError) in
        try session.registry.dataRequest(id, by: session.actor)
      }
    })

  private static let add = Command(
    "add", summary: "Enter a request that came on paper or by mail",
    discussion: "The clock runs from the day on which it came in.",
    examples: [
      Example(
        "innoreg data-request add erase --account 6m2q9x7tb0v3w8sz --received 2026-06-01T09:00:00+07:00",
        "Somebody with an account"),
      Example(
        "innoreg data-request add access --applicant \"An, Buôn Ma Thuột\"", "Somebody without"),
    ],
    options: [
      .value("account", "ID", help: "Whose data it is about."),
      .value("applicant", "TEXT", help: "Who asks, and how to reach them."),
      .value("details", "TEXT", help: "What they say."),
      .value(
        "purpose", "CODE", help: "Which consent is withdrawn.", allowed: ConsentPurpose.accepted),
      .value("received", "TIME", help: "When it came in, if not now (RFC 3339)."),
    ],
    arguments: [
      Argument("kind", help: "What is asked for.", allowed: DataRequest.Kind.accepted)
    ],
    run: { invocation throws(Failure) in
      var members: [(String, JSON)] = [("kind", .string(try invocation.string("kind")))]
      for (option, member) in [
        ("account", "account"), ("applicant", "applicant"), ("details", "details"),
        ("purpose", "purpose"), ("received", "received_at"),
      ] {
        if let text = try invocation.optionalString(option) {
          members.append((member, .string(text)))
        }
      }
      let body = JSON.object(JSONObject(members))
      let session = try Session(invocation)
      let record = try session.ask { () throws(DomainError) in
        try session.registry.createDataRequest(body, by: session.actor)
      }
      return try print(record, session)
    })

  private static let answer = move(
    .answer, "Tell whoever asks what will be done, and how", "reply", "The reply.",
    Example(
      "innoreg data-request answer 4k2m9x7qp0v3w8tz --reply \"Đã nhận, trả kết quả trước 10/6.\"",
      "Answer it"))
  private static let extend = move(
    .extend, "Put off the day until which it must be done, once", "reason", "Why.",
    Example(
      "innoreg data-request extend 4k2m9x7qp0v3w8tz --reason \"Phải hỏi bên xử lý\"", "Put it off"))
  private static let complete = move(
    .complete, "Say that it was done", "reply", "What whoever asked is told.", isOwed: false,
    Example("innoreg data-request complete 4k2m9x7qp0v3w8tz", "It was done"))
  private static let refuse = move(
    .refuse, "Refuse a request, with a reason for whoever asked", "reason", "Why.",
    Example(
      "innoreg data-request refuse 4k2m9x7qp0v3w8tz --reason \"Không phải chủ thể dữ liệu\"",
      "Refuse it"))

  private static func move(
    _ event: DataRequest.Event, _ summary: String, _ option: String, _ help: String,
    isOwed: Bool = true, _ example: Example
  ) -> Command {
    Command(
      event.rawValue, summary: summary, examples: [example],
      options: [.value(option, "TEXT", help: help, isRequired: isOwed), EditInput.version],
      arguments: [argument],
      run: { invocation throws(Failure) in
        let text = try invocation.optionalString(option)
        let version = try invocation.optionalInteger("at-version", in: 1...Int.max)
        return try print(invocation) { session, id throws(DomainError) in
          try session.registry.moveDataRequest(
            id, event, text: text, expecting: version, by: session.actor)
        }
      })
  }

  private static func print(
    _ invocation: Invocation, _ act: (Session, ID<DataRequest>) throws(DomainError) -> DataRequest
  ) throws(Failure) -> ExitCode {
    let id = ID<DataRequest>(try invocation.string("request"))
    let session = try Session(invocation)
    let record = try session.ask { () throws(DomainError) in try act(session, id) }
    return try print(record, session)
  }

  private static func print(
    _ record: DataRequest, _ session: Session
  ) throws(Failure) -> ExitCode {
    let json = record.json(at: session.registry.now)
    if session.isJSON {
      try session.terminal.print(json)
    } else {
      try RecordView(voice: session.voice).print(json, "data_request", to: session.terminal)
    }
    return .ok
  }
}
