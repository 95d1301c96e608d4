import Domain
import UseCases

/// `innoreg outcome …`.
enum OutcomeCommands {
  static let command = Command(
    "outcome", summary: "Record and list what came of proposed meetings",
    discussion: """
      An invitation comes first and only once for a pair of a problem and an organisation; refusing \
      needs one. Short lists, refusals by DOST and awards are recorded by themselves when proposals \
      and problems take those steps, and by hand where they happen elsewhere; an award by hand needs \
      an earlier record of the pair or a proposal. Nothing recorded is changed or taken back.

      Each record keeps the rank and score that matching gave the organisation at that time, and \
      the weights it did so with. 'innoreg evaluate --from-outcomes' learns from them.
      """,
    subcommands: [add, list])

  private static let add = Command(
    "add", summary: "Record what came of a proposed meeting",
    examples: [
      Example(
        "innoreg outcome add DLK-2026-001 4k2m9x7qp0v3w8tz invited", "DOST invites a firm"),
      Example(
        "innoreg outcome add DLK-2026-001 4k2m9x7qp0v3w8tz refused --note \"Đang quá tải\"",
        "The firm does not want to"),
    ],
    options: [.value("note", "TEXT", help: "A remark, or why the invitation was refused.")],
    arguments: [
      Argument("problem", help: "The problem, by public code or identifier."),
      Argument("organisation", help: "The organisation, by identifier or id of its import."),
      Argument("kind", help: "What happened.", allowed: Outcome.Kind.accepted),
    ],
    run: { invocation throws(Failure) in
      let problem = try invocation.string("problem")
      let organisation = try invocation.string("organisation")
      let kind = try invocation.string("kind")
      var members: [(String, JSON)] = [
        ("organisation", .string(organisation)), ("kind", .string(kind)),
      ]
      if let note = try invocation.optionalString("note") {
        members.append(("note", .string(note)))
      }
      let session = try Session(invocation)
      let outcome = try session.ask { () throws(DomainError) in
        try session.registry.recordOutcome(
          forProblem: problem, .object(JSONObject(members)), by: session.actor)
      }
      if session.isJSON {
        try session.terminal.print(outcome.json)
        return .ok
      }
      let voice = session.voice
      let place =
        outcome.standing.rank.map { voice(vi: "đang ở hạng \($0)", en: "rank \($0) then") }
        ?? voice(vi: "ngoài danh sách đối sánh", en: "not on the list of matches")
      try session.terminal.print(
        voice(
          vi: "Đã ghi: \(voice.label(outcome.kind)) (\(place))",
          en: "Recorded: \(voice.label(outcome.kind)) (\(place))"))
      return .ok
    })

  private static let list = Command(
    "list", summary: "List what was recorded, the newest first",
    examples: [
      Example("innoreg outcome list --problem DLK-2026-001", "What came of one problem"),
      Example("innoreg outcome list --all --json", "Everything, for other programs"),
    ],
    options: [
      .value("problem", "PROBLEM", help: "Only for this problem."),
      .value("organisation", "ORGANISATION", help: "Only of this organisation."),
      Listing.codes("kind", "Only of these kinds.", Outcome.Kind.self),
    ] + Listing.pageOptions,
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      let problem = try invocation.optionalString("problem")
      let organisation = try invocation.optionalString("organisation")
      let kinds = try invocation.choices("kind", of: Outcome.Kind.self)
      let voice = session.voice
      return try Listing.print(
        session,
        columns: [
          Table.Column(voice(vi: "Lúc", en: "At")),
          Table.Column(voice(vi: "Bài toán", en: "Problem")),
          Table.Column(voice(vi: "Tổ chức", en: "Organisation")),
          Table.Column(voice(vi: "Kết quả", en: "Outcome")),
          Table.Column(voice(vi: "Hạng", en: "Rank"), .right),
          Table.Column(voice(vi: "Điểm", en: "Score"), .right),
          Table.Column(voice(vi: "Trọng số", en: "Weights")),
        ],
        json: \.json,
        cells: {
          [
            $0.at.textInVietnam, problemName($0.problem, session),
            organisationName($0.organisation, session), voice.label($0.kind),
            $0.standing.rank.map(String.init) ?? "",
            $0.standing.scoreMicros.map(voice.score) ?? "", $0.standing.weightsVersion,
          ]
        },
        fetch: { page throws(DomainError) in
          try session.registry.outcomes(
            problem: problem, organisation: organisation, kinds: kinds, page: page,
            by: session.actor)
        })
    })

  /// The public code or the title of a problem; its identifier where neither can be had.
  private static func problemName(_ id: ID<Problem>, _ session: Session) -> String {
    guard let problem = try? session.registry.problem(id.text, by: session.actor) else {
      return id.text
    }
    return problem.code ?? problem.statement.title
  }

  private static func organisationName(_ id: ID<Organisation>, _ session: Session) -> String {
    (try? session.registry.organisation(id.text, by: session.actor))?.profile.name ?? id.text
  }
}
