import Domain
import UseCases

/// `innoreg engagement …`.
enum EngagementCommands {
  static let command = Command(
    "engagement", summary: "Follow up awards: milestones, amounts, what is overdue",
    discussion: """
      Awarding a problem makes an engagement with each selected solver. The solver hands in what \
      shows that a milestone is done over the pages or the API.
      """,
    subcommands: [list, show, MilestoneCommands.command])

  private static let list = Command(
    "list", summary: "List engagements, the newest first",
    examples: [
      Example("innoreg engagement list --overdue", "Those with a day that was not met"),
      Example("innoreg engagement list --all --json", "Everything, for other programs"),
    ],
    options: [
      .value("problem", "PROBLEM", help: "Only for this problem."),
      .value("organisation", "ORGANISATION", help: "Only led by this organisation."),
      Listing.codes("status", "Only in these states.", Engagement.Status.self),
      .flag("overdue", help: "Only those with a day that was not met."),
    ] + Listing.pageOptions,
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      let problem = try invocation.optionalString("problem")
      let organisation = try invocation.optionalString("organisation")
      let statuses = try invocation.choices("status", of: Engagement.Status.self)
      let overdueOnly = try invocation.flag("overdue")
      let voice = session.voice
      var (firms, problems) = ([ID<Organisation>: String](), [ID<Problem>: String]())
      return try Listing.print(
        session,
        columns: [
          Table.Column(voice(vi: "Mã số", en: "Identifier")),
          Table.Column(voice(vi: "Bài toán", en: "Problem")),
          Table.Column(voice(vi: "Tổ chức", en: "Organisation")),
          Table.Column(voice(vi: "Trạng thái", en: "State")),
          Table.Column(voice(vi: "Giá trị", en: "Amount"), .right),
          Table.Column(voice(vi: "Đã nghiệm thu", en: "Accepted"), .right),
          Table.Column(voice(vi: "Mốc tới", en: "Next due")),
          Table.Column(voice(vi: "Quá hạn", en: "Overdue")),
        ],
        json: \.json,
        cells: {
          [
            $0.engagement.id.text,
            problems[$0.engagement.problem] ?? $0.engagement.problem.text,
            firms[$0.engagement.organisation] ?? $0.engagement.organisation.text,
            voice.label($0.engagement.status), $0.engagement.terms.amountVND.map(voice.money) ?? "",
            voice.money($0.engagement.acceptedVND), $0.engagement.nextDue.map(Voice.day) ?? "",
            $0.isOverdue ? voice.yes(true) : "",
          ]
        },
        fetch: { page throws(DomainError) in
          let found = try session.registry.engagements(
            problem: problem, organisation: organisation, statuses: statuses,
            overdueOnly: overdueOnly, page: page, by: session.actor)
          firms.merge(
            try session.registry.organisations(
              Array(Set(found.items.map(\.engagement.organisation))), by: session.actor
            ).mapValues(\.profile.name)
          ) { $1 }
          problems.merge(
            try session.registry.problems(
              Array(Set(found.items.map(\.engagement.problem))), by: session.actor
            ).mapValues { ($0.code.map { $0 + " " } ?? "") + $0.statement.title }
          ) { $1 }
          return found
        })
    })

  private static let show = Command(
    "show", summary: "Show an engagement with its milestones",
    examples: [Example("innoreg engagement show 4k2m9x7qp0v3w8tz", "Show one")],
    arguments: [Argument("engagement", help: "The engagement, by identifier.")],
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      let id = ID<Engagement>(try invocation.string("engagement"))
      let record = try session.ask { () throws(DomainError) in
        try session.registry.engagement(id, by: session.actor)
      }
      if session.isJSON {
        try session.terminal.print(record.json)
      } else {
        try RecordView(voice: session.voice).print(
          record.json, "engagement", to: session.terminal)
      }
      return .ok
    })
}
