import Domain
import UseCases

/// `innoreg introduction …`.
enum IntroductionCommands {
  static let command = Command(
    "introduction", summary: "Look at introductions between funds and firms",
    discussion: """
      Funds, incubators and agencies ask for firms, and firms for funds, over the API; whoever is \
      asked consents or refuses within 14 days. How the two reach each other is theirs alone.
      """,
    subcommands: [list, show])

  private static let list = Command(
    "list", summary: "List introductions, the newest first",
    examples: [
      Example("innoreg introduction list --status accepted", "Those that were agreed to"),
      Example("innoreg introduction list --all --json", "Everything, for other programs"),
    ],
    options: [
      .value("organisation", "ORGANISATION", help: "Only with this organisation on either side."),
      Listing.codes("status", "Only in these states.", Introduction.Status.self),
    ] + Listing.pageOptions,
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      let organisation = try invocation.optionalString("organisation")
      let statuses = try invocation.choices("status", of: Introduction.Status.self)
      let voice = session.voice
      return try Listing.print(
        session,
        columns: [
          Table.Column(voice(vi: "Mã số", en: "Identifier")),
          Table.Column(voice(vi: "Bên đề nghị", en: "From")),
          Table.Column(voice(vi: "Bên được đề nghị", en: "To")),
          Table.Column(voice(vi: "Trạng thái", en: "State")),
          Table.Column(voice(vi: "Đề nghị lúc", en: "Asked")),
          Table.Column(voice(vi: "Kết quả", en: "Outcome")),
        ],
        json: \.json,
        cells: {
          [
            $0.introduction.id.text, $0.introduction.requester.text,
            $0.introduction.recipient.text, voice.label($0.status),
            $0.introduction.createdAt.textInVietnam,
            $0.introduction.outcomes.map { voice.label($0.kind) }.joined(separator: ", "),
          ]
        },
        fetch: { page throws(DomainError) in
          try session.registry.introductions(
            organisation: organisation, statuses: statuses, page: page, by: session.actor)
        })
    })

  private static let show = Command(
    "show", summary: "Show an introduction",
    examples: [Example("innoreg introduction show 4k2m9x7qp0v3w8tz", "Show one")],
    arguments: [Argument("introduction", help: "The introduction, by identifier.")],
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      let id = ID<Introduction>(try invocation.string("introduction"))
      let record = try session.ask { () throws(DomainError) in
        try session.registry.introduction(id, by: session.actor)
      }
      if session.isJSON {
        try session.terminal.print(record.json)
      } else {
        try RecordView(voice: session.voice).print(
          record.json, "introduction", to: session.terminal)
      }
      return .ok
    })
}
