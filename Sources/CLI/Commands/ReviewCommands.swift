import Domain
import UseCases

/// `innoreg review …`.
enum ReviewCommands {
  static let command = Command(
    "review", summary: "Assign reviewers and follow their work",
    discussion: """
      Reviewers declare conflicts of interest, score and lock their scores over the API, each \
      alone and blind to the others. Scores are shown here once they are locked. Where the register \
      finds that a reviewer belongs or belonged to an organisation that proposes, that review is \
      barred.
      """,
    subcommands: [list, assign, ranking])

  private static let problem = Argument("problem", help: "The problem, by code or identifier.")

  private static let list = Command(
    "list", summary: "List reviews, the newest first",
    examples: [
      Example(
        "innoreg review list --problem DLK-2026-001 --status assigned", "Those not begun yet"),
      Example("innoreg review list --all --json", "Everything, for other programs"),
    ],
    options: [
      .value("problem", "PROBLEM", help: "Only for this problem."),
      .value("proposal", "PROPOSAL", help: "Only of this proposal."),
      .value("reviewer", "ACCOUNT", help: "Only by this account."),
      Listing.codes("status", "Only in these states.", Review.Status.self),
    ] + Listing.pageOptions,
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      let problem = try invocation.optionalString("problem")
      let proposal = try invocation.optionalString("proposal")
      let reviewer = try invocation.optionalString("reviewer")
      let statuses = try invocation.choices("status", of: Review.Status.self)
      return try Listing.print(
        session, columns: columns(session.voice), json: \.json,
        cells: { cells($0, session.voice) },
        fetch: { page throws(DomainError) in
          try session.registry.reviews(
            problem: problem, proposal: proposal.map { ID($0) },
            reviewer: reviewer.map { ID($0) }, statuses: statuses, page: page, by: session.actor)
        })
    })

  private static let assign = Command(
    "assign", summary: "Assign reviewers to the opened proposals for a problem",
    discussion: """
      All proposals that were not found inadmissible are assigned to each of them. Repeating it \
      changes nothing for those who are assigned already.
      """,
    examples: [
      Example(
        "innoreg review assign DLK-2026-001 chuyengia@example.vn", "Assign one reviewer")
    ],
    arguments: [
      problem,
      Argument(
        "account", help: "An account with role reviewer, by e-mail or identifier.",
        isRepeatable: true),
    ],
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      let name = try invocation.string("problem")
      let accounts = try invocation.list("account")
      let records = try session.ask { () throws(DomainError) in
        try session.registry.assignReviewers(
          to: name, ["accounts": .array(accounts.map(JSON.string))], by: session.actor)
      }
      if session.isJSON {
        try session.terminal.print(
          ["items": .array(records.map(\.json)), "total": JSON(records.count)] as JSON)
        return .ok
      }
      let voice = session.voice
      let barred = records.count { $0.review.status == .barred }
      try session.terminal.print(
        voice(
          vi: "\(records.count) phiếu đánh giá, trong đó \(barred) có xung đột lợi ích",
          en:
            "\(Voice.counted(records.count, "review", "reviews")), \(barred) of them barred for a conflict of interest"
        ))
      for record in records {
        try session.terminal.print("  " + cells(record, voice).joined(separator: "  "))
      }
      return .ok
    })

  private static let ranking = Command(
    "ranking", summary: "Rank the opened proposals for a problem",
    discussion: """
      By the consensus, or by the mean of the locked reviews as long as there is none. Equal totals \
      go by the heaviest criterion, then the next, then the lower cost; what is equal even then \
      shares a rank.
      """,
    examples: [
      Example("innoreg review ranking DLK-2026-001", "Who leads, and how far reviewers differ")
    ],
    arguments: [problem],
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      let name = try invocation.string("problem")
      let found = try session.ask { () throws(DomainError) in
        try session.registry.deliberation(on: name, by: session.actor)
      }
      if session.isJSON {
        try session.terminal.print(found.rankingJSON)
        return .ok
      }
      let voice = session.voice
      func number(_ number: Hundredths?) -> String { voice.decimal(number?.description ?? "") }
      var table = Table(
        [
          Table.Column(voice(vi: "Hạng", en: "Rank"), .right),
          Table.Column(voice(vi: "Đề xuất", en: "Proposal")),
          Table.Column(voice(vi: "Tổ chức", en: "Organisation")),
          Table.Column(voice(vi: "Điểm", en: "Score"), .right),
          Table.Column(voice(vi: "Thấp nhất", en: "Least"), .right),
          Table.Column(voice(vi: "Cao nhất", en: "Most"), .right),
          Table.Column(voice(vi: "Độ lệch", en: "Deviation"), .right),
          Table.Column(voice(vi: "Số phiếu", en: "Counted"), .right),
        ])
      for entry in found.cases {
        let standing = entry.standing
        table.add([
          standing?.rank.map { String($0) + (standing?.isTied == true ? "=" : "") } ?? "–",
          entry.proposal.id.text, entry.organisation, number(standing?.score),
          number(standing?.min), number(standing?.max), number(standing?.deviation),
          String(standing?.totals.count ?? 0),
        ])
      }
      try session.terminal.print(table)
      return .ok
    })

  private static func columns(_ voice: Voice) -> [Table.Column] {
    [
      Table.Column(voice(vi: "Mã số", en: "Identifier")),
      Table.Column(voice(vi: "Đề xuất", en: "Proposal")),
      Table.Column(voice(vi: "Chuyên gia", en: "Reviewer")),
      Table.Column(voice(vi: "Trạng thái", en: "State")),
      Table.Column(voice(vi: "Lúc", en: "Since")),
    ]
  }

  private static func cells(_ record: ReviewRecord, _ voice: Voice) -> [String] {
    let review = record.review
    return [
      review.id.text, review.proposal.text, record.reviewerName ?? review.reviewer.text,
      voice.label(review.status), review.updatedAt.textInVietnam,
    ]
  }
}
