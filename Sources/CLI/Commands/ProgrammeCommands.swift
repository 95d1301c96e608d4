import Domain
import UseCases

/// `innoreg cohort …`, `innoreg application …` and `innoreg mentor-request …`.
enum ProgrammeCommands {
  static let cohorts = Command(
    "cohort", summary: "Look at the intakes of incubators",
    discussion: """
      Incubators announce the cohorts of their programmes, and startups apply for them, over the \
      API. With --json each cohort tells how many have applied, by state.
      """,
    subcommands: [cohortList])

  static let applications = Command(
    "application", summary: "Look at applications to incubators",
    discussion: "Drafts are the startup's own; what was handed in is shown here.",
    subcommands: [applicationList, applicationShow])

  static let mentorRequests = Command(
    "mentor-request", summary: "Look at requests to mentors",
    discussion: "Firms ask mentors through their incubator, over the API.",
    subcommands: [mentorRequestList])

  private static let cohortList = Command(
    "list", summary: "List cohorts, the newest first",
    examples: [
      Example("innoreg cohort list --open", "Those that take applications now"),
      Example("innoreg cohort list --all --json", "Everything, with counts"),
    ],
    options: [
      .value("incubator", "INCUBATOR", help: "Only of this incubator."),
      Listing.codes("status", "Only in these states.", Cohort.Status.self),
      .flag("open", help: "Only those that take applications now."),
    ] + Listing.pageOptions,
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      let incubator = try invocation.optionalString("incubator")
      let statuses = try invocation.choices("status", of: Cohort.Status.self)
      let openOnly = try invocation.flag("open")
      let voice = session.voice
      return try Listing.print(
        session,
        columns: [
          Table.Column(voice(vi: "Mã số", en: "Identifier")),
          Table.Column(voice(vi: "Khoá", en: "Cohort")),
          Table.Column(voice(vi: "Vườn ươm", en: "Incubator")),
          Table.Column(voice(vi: "Trạng thái", en: "State")),
          Table.Column(voice(vi: "Nhận hồ sơ đến", en: "Closes")),
          Table.Column(voice(vi: "Số chỗ", en: "Places"), .right),
        ],
        json: \.json,
        cells: {
          [
            $0.cohort.id.text, $0.cohort.terms.name, $0.cohort.incubator.text,
            $0.intake.map { voice.label($0) } ?? voice.label($0.cohort.status),
            $0.cohort.terms.closes.textInVietnam, String($0.cohort.terms.capacity),
          ]
        },
        fetch: { page throws(DomainError) in
          try session.registry.cohorts(
            incubator: incubator, statuses: statuses, openOnly: openOnly, page: page,
            by: session.actor)
        })
    })

  private static let applicationList = Command(
    "list", summary: "List applications, the newest first",
    examples: [
      Example("innoreg application list --cohort 4k2m9x7qp0v3w8tz", "Those for one cohort"),
      Example("innoreg application list --status accepted --json", "Those that were accepted"),
    ],
    options: [
      .value("cohort", "COHORT", help: "Only for this cohort."),
      .value("organisation", "ORGANISATION", help: "Only of this startup, or to this incubator."),
      Listing.codes("status", "Only in these states.", Application.Status.self),
    ] + Listing.pageOptions,
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      let cohort = try invocation.optionalString("cohort")
      let organisation = try invocation.optionalString("organisation")
      let statuses = try invocation.choices("status", of: Application.Status.self)
      let voice = session.voice
      return try Listing.print(
        session,
        columns: [
          Table.Column(voice(vi: "Mã số", en: "Identifier")),
          Table.Column(voice(vi: "Khoá", en: "Cohort")),
          Table.Column(voice(vi: "Doanh nghiệp", en: "Startup")),
          Table.Column(voice(vi: "Trạng thái", en: "State")),
          Table.Column(voice(vi: "Nộp lúc", en: "Submitted")),
        ],
        json: \.json,
        cells: {
          [
            $0.id.text, $0.cohort.text, $0.startup.text, voice.label($0.status),
            $0.submittedAt?.textInVietnam ?? "",
          ]
        },
        fetch: { page throws(DomainError) in
          try session.registry.applications(
            cohort: cohort, organisation: organisation, statuses: statuses, page: page,
            by: session.actor)
        })
    })

  private static let applicationShow = Command(
    "show", summary: "Show an application",
    examples: [Example("innoreg application show 4k2m9x7qp0v3w8tz", "Show one")],
    arguments: [Argument("application", help: "The application, by identifier.")],
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      let id = ID<Application>(try invocation.string("application"))
      let record = try session.ask { () throws(DomainError) in
        try session.registry.application(id, by: session.actor)
      }
      if session.isJSON {
        try session.terminal.print(record.json)
      } else {
        try RecordView(voice: session.voice).print(
          record.json, "application", to: session.terminal)
      }
      return .ok
    })

  private static let mentorRequestList = Command(
    "list", summary: "List requests to mentors, the newest first",
    examples: [
      Example("innoreg mentor-request list --status requested", "Those that wait for an answer")
    ],
    options: [
      .value("organisation", "ORGANISATION", help: "Only of this firm, or to this incubator."),
      Listing.codes("status", "Only in these states.", MentorRequest.Status.self),
    ] + Listing.pageOptions,
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      let organisation = try invocation.optionalString("organisation")
      let statuses = try invocation.choices("status", of: MentorRequest.Status.self)
      let voice = session.voice
      return try Listing.print(
        session,
        columns: [
          Table.Column(voice(vi: "Mã số", en: "Identifier")),
          Table.Column(voice(vi: "Bên đề nghị", en: "From")),
          Table.Column(voice(vi: "Vườn ươm", en: "Incubator")),
          Table.Column(voice(vi: "Cố vấn", en: "Mentor")),
          Table.Column(voice(vi: "Trạng thái", en: "State")),
          Table.Column(voice(vi: "Đề nghị lúc", en: "Asked")),
        ],
        json: \.json,
        cells: {
          [
            $0.id.text, $0.requester.text, $0.incubator.text, $0.mentor, voice.label($0.status),
            $0.createdAt.textInVietnam,
          ]
        },
        fetch: { page throws(DomainError) in
          try session.registry.mentorRequests(
            organisation: organisation, statuses: statuses, page: page, by: session.actor)
        })
    })
}
