import Domain
import UseCases

/// `innoreg engagement milestone …`.
enum MilestoneCommands {
  static let command = Command(
    "milestone", summary: "Set milestones, and accept or return what is handed in",
    discussion: """
      Milestones together are never worth more than the engagement's amount. The solver hands in \
      over the pages or the API; what was handed in is accepted, or returned with a reason.
      """,
    subcommands: [list, add, accept, sendBack])

  private static let engagement = Argument("engagement", help: "The engagement, by identifier.")
  private static let milestone = Argument("milestone", help: "The milestone, by identifier.")

  private static let list = Command(
    "list", summary: "List the milestones of an engagement, the first due first",
    examples: [
      Example("innoreg engagement milestone list 4k2m9x7qp0v3w8tz", "What is due when"),
      Example(
        "innoreg engagement milestone list 4k2m9x7qp0v3w8tz --json", "The same for programs"),
    ],
    arguments: [engagement],
    run: { invocation throws(Failure) in
      try act(invocation) { session, id throws(DomainError) in
        try session.registry.engagement(id, by: session.actor)
      }
    })

  private static let add = Command(
    "add", summary: "Add a milestone to an engagement",
    examples: [
      Example(
        "innoreg engagement milestone add 4k2m9x7qp0v3w8tz \"Lắp cảm biến\" --due 2030-09-30",
        "Add one without an amount"),
      Example(
        """
        innoreg engagement milestone add 4k2m9x7qp0v3w8tz "Bàn giao" --due 2030-12-31 \
        --amount 500000000
        """, "Add one that is paid for"),
    ],
    options: [
      .value("due", "DAY", help: "The last day, yyyy-mm-dd; not before today.", isRequired: true),
      .value("amount", "DONG", help: "For how much, in whole đồng."), EditInput.version,
    ],
    arguments: [engagement, Argument("title", help: "What is to be done, in one line.")],
    run: { invocation throws(Failure) in
      var members: [(String, JSON)] = [
        ("title", .string(try invocation.string("title"))),
        ("due", .string(try invocation.string("due"))),
      ]
      if let amount = try invocation.optionalInteger("amount", in: 0...Int.max) {
        members.append(("amount_vnd", JSON(amount)))
      }
      let version = try invocation.optionalInteger("at-version", in: 1...Int.max)
      let body = JSON.object(JSONObject(members))
      return try act(invocation) { session, id throws(DomainError) in
        try session.registry.addMilestone(to: id, body, expecting: version, by: session.actor)
      }
    })

  private static let accept = Command(
    "accept", summary: "Accept what was handed in for a milestone",
    examples: [
      Example(
        "innoreg engagement milestone accept 4k2m9x7qp0v3w8tz 7h3d5f9k1m2n4p6q", "Accept it")
    ],
    options: [EditInput.version], arguments: [engagement, milestone],
    run: { invocation throws(Failure) in try judge(invocation, .accept, reason: nil) })

  private static let sendBack = Command(
    "return", summary: "Return what was handed in for a milestone, with a reason",
    examples: [
      Example(
        """
        innoreg engagement milestone return 4k2m9x7qp0v3w8tz 7h3d5f9k1m2n4p6q \
        --reason "Thiếu biên bản"
        """, "Ask for what is missing")
    ],
    options: [
      .value("reason", "TEXT", help: "Why; the solver reads it.", isRequired: true),
      EditInput.version,
    ],
    arguments: [engagement, milestone],
    run: { invocation throws(Failure) in
      try judge(invocation, .return, reason: try invocation.string("reason"))
    })

  private static func judge(
    _ invocation: Invocation, _ event: Milestone.Event, reason: String?
  ) throws(Failure) -> ExitCode {
    let milestone = ID<Milestone>(try invocation.string("milestone"))
    let version = try invocation.optionalInteger("at-version", in: 1...Int.max)
    return try act(invocation) { session, id throws(DomainError) in
      try session.registry.judgeMilestone(
        milestone, of: id, event, reason: reason, expecting: version, by: session.actor)
    }
  }

  /// Does something to an engagement, and shows its milestones as they are then.
  private static func act(
    _ invocation: Invocation,
    _ act: (Session, ID<Engagement>) throws(DomainError) -> EngagementRecord
  ) throws(Failure) -> ExitCode {
    let id = ID<Engagement>(try invocation.string("engagement"))
    let session = try Session(invocation)
    let record = try session.ask { () throws(DomainError) in try act(session, id) }
    let milestones = record.json["milestones"]?.elements ?? []
    if session.isJSON {
      try session.terminal.print(
        ["items": .array(milestones), "total": JSON(milestones.count)] as JSON)
      return .ok
    }
    let voice = session.voice
    var table = Table([
      Table.Column(voice(vi: "Mã số", en: "Identifier")),
      Table.Column(voice(vi: "Hạn", en: "Due")),
      Table.Column(voice(vi: "Trạng thái", en: "State")),
      Table.Column(voice(vi: "Quá hạn", en: "Overdue")),
      Table.Column(voice(vi: "Giá trị", en: "Amount"), .right),
      Table.Column(voice(vi: "Công việc", en: "What")),
    ])
    for (milestone, json) in zip(record.engagement.milestones, milestones) {
      table.add([
        milestone.id.text, Voice.day(milestone.terms.due), voice.label(milestone.status),
        json["overdue"] == true ? voice.yes(true) : "",
        milestone.terms.amountVND.map(voice.money) ?? "", milestone.terms.title,
      ])
    }
    try session.terminal.print(table)
    return .ok
  }
}
