import Domain
import UseCases
import Web

/// `innoreg proposal …`.
enum ProposalCommands {
  static let command = Command(
    "proposal", summary: "Open proposals and work with them",
    discussion: """
      Proposals are sealed, for administrators too, until they are opened: all for a problem at \
      once, after its deadline and when it is closed. Only their own organisation writes, submits \
      and withdraws them, over the API.
      """,
    subcommands: [list, show, open, verifyReceipt] + moves.commands)

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

  private static let open = Command(
    "open", summary: "Open the proposals for a problem",
    discussion: """
      The problem must be closed and its deadline past. The act is recorded in the audit log with \
      the digest of every proposal, and told to their organisations.
      """,
    examples: [Example("innoreg proposal open DLK-2026-001", "Open all of them")],
    arguments: [Argument("problem", help: "The problem, by code or identifier.")],
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      let name = try invocation.string("problem")
      let opening = try session.ask { () throws(DomainError) in
        try session.registry.openProposals(for: name, by: session.actor)
      }
      if session.isJSON {
        try session.terminal.print(opening.json)
        return .ok
      }
      let voice = session.voice
      try session.terminal.print(
        voice(
          vi: "Đã mở \(opening.proposals.count) đề xuất cho bài toán \(name)",
          en:
            "Opened \(Voice.counted(opening.proposals.count, "proposal", "proposals")) for \(name)")
      )
      for opened in opening.proposals {
        try session.terminal.print(
          "  \(opened.proposal)  \(opened.organisation)  \(opened.digest ?? "–")")
      }
      return .ok
    })

  private static let verifyReceipt = Command(
    "verify-receipt", summary: "Check the receipt of a submitted proposal",
    discussion: """
      Computes the digest of the receipt again, looks for it in the audit log, and, once the \
      proposal is opened, compares what it offers. Ends with 1 if the receipt does not hold.
      """,
    examples: [Example("innoreg proposal verify-receipt receipt.json", "Check one")],
    arguments: [Argument("file", help: "The receipt.", completion: .files)],
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      let voice = session.voice
      let input = try InputFile(try invocation.string("file"), voice.language)
      guard let receipt = Receipt(try input.json(voice)) else {
        throw Failure(.data, voice(vi: "tệp không phải là biên nhận", en: "this is no receipt"))
      }
      let verdict = try session.ask { () throws(DomainError) in
        try session.registry.verify(receipt)
      }
      if session.isJSON {
        try session.terminal.print(verdict.json)
      } else {
        try session.terminal.print(text(verdict, voice))
      }
      return verdict.holds ? .ok : .negative
    })

  private static func text(_ verdict: ReceiptVerdict, _ voice: Voice) -> String {
    if !verdict.isWhole {
      return voice(
        vi: "Biên nhận đã bị sửa: mã băm không khớp nội dung",
        en: "The receipt was changed: its digest is not that of its content")
    }
    if !verdict.isRecorded {
      return voice(
        vi: "Nhật ký không có lần nộp nào với mã băm này",
        en: "The audit log has no submission with this digest")
    }
    return switch verdict.isOffered {
    case false?:
      voice(
        vi: "Đề xuất đã mở khác với biên nhận", en: "The opened proposal is not what it tells")
    case true?:
      voice(
        vi: "Biên nhận đúng, khớp với nhật ký và đề xuất đã mở",
        en: "The receipt holds, with the audit log and with the opened proposal")
    case nil:
      voice(vi: "Biên nhận đúng, khớp với nhật ký", en: "The receipt holds, with the audit log")
    }
  }

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
