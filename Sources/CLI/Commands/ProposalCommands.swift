import Domain
import UseCases
import Web

/// `innoreg proposal …`.
enum ProposalCommands {
  static let command = Command(
    "proposal", summary: "Work with proposals whose seal is broken",
    discussion: """
      Proposals are sealed, for administrators too, until their problem's deadline has passed (where \
      there is none, until the problem is closed). Only their own organisation writes, submits and withdraws them, over \
      the API.
      """,
    subcommands: [list, show] + moves.commands)

  private static let argument = Argument("proposal", help: "The proposal, by identifier.")

  private static let list = Command(
    "list", summary: "List proposals, the newest first",
    examples: [
      Example("innoreg proposal list --problem DLK-2026-001", "The proposals for a problem")
    ],
    options: [
      .value("problem", "PROBLEM", help: "Only for this problem."),
      .value("organisation", "ORGANISATION", help: "Only of this organisation."),
    ] + Listing.pageOptions,
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      let problem = try invocation.optionalString("problem")
      let organisation = try invocation.optionalString("organisation")
      let voice = session.voice
      return try Listing.print(
        session,
        columns: [
          Table.Column(voice(vi: "Mã số", en: "Identifier")),
          Table.Column(voice(vi: "Bài toán", en: "Problem")),
          Table.Column(voice(vi: "Tổ chức", en: "Organisation")),
          Table.Column(voice(vi: "Trạng thái", en: "State")),
          Table.Column(voice(vi: "Nộp lúc", en: "Submitted")),
        ],
        json: \.json,
        cells: {
          [
            $0.id.text, $0.problem.text, $0.organisation.text, voice.label($0.status),
            $0.submittedAt?.textInVietnam ?? "",
          ]
        },
        fetch: { page throws(DomainError) in
          try session.registry.proposals(
            problem: problem, organisation: organisation, page: page, by: session.actor)
        })
    })

  private static let show = Command(
    "show", summary: "Show a proposal",
    examples: [Example("innoreg proposal show 4k2m9x7qp0v3w8tz", "Show one")],
    arguments: [argument],
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      let id = ID<Proposal>(try invocation.string("proposal"))
      let record = try session.ask { () throws(DomainError) in
        try session.registry.proposal(id, by: session.actor)
      }
      if session.isJSON {
        try session.terminal.print(record.json)
      } else {
        try RecordView(voice: session.voice).print(record.json, "proposal", to: session.terminal)
      }
      return .ok
    })

  private static let moves = MoveCommands<Proposal.Status, Proposal.Event>(
    group: "proposal", argument: argument, lifecycle: Proposal.lifecycle,
    summaries: [
      .admit: "Find a proposal admissible",
      .reject: "Find a proposal inadmissible with a reason",
      .shortlist: "Put a proposal on the short list",
      .select: "Select a proposal",
      .decline: "Decline a proposal with a reason",
    ],
    move: { session, name, event, reason, version throws(DomainError) in
      let record = try session.registry.moveProposal(
        ID(name), event, reason: reason, expecting: version, by: session.actor)
      return (record.json, record.id.text, record.status)
    })
}
