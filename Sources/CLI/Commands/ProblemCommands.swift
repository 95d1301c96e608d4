import Domain
import UseCases
import Web

/// `innoreg problem …`.
enum ProblemCommands {
  static let command = Command(
    "problem", summary: "Work with problems",
    discussion: """
      A problem is named by its public code, such as DLK-2026-001, by its identifier, or by the id \
      it had in the file it was imported from.
      """,
    subcommands: [list] + edit.commands + moves.commands + ProblemLifeCommands.commands)

  static let argument = Argument(
    "problem", help: "The problem, by public code, identifier or id of its import.")

  private static let list = Command(
    "list", summary: "List problems",
    examples: [
      Example("innoreg problem list --status published", "What is open"),
      Example("innoreg problem list --field agriculture --all --json", "For a program"),
    ],
    options: [
      Listing.codes("status", "Only in these states.", Problem.Status.self),
      Listing.codes("field", "Only of these fields.", Field.self),
      Listing.codes("technology", "Only with these technologies.", Technology.self),
      Listing.provinceOption,
    ] + Listing.pageOptions,
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      var filter = ProblemFilter()
      filter.statuses = try invocation.choices("status", of: Problem.Status.self)
      filter.fields = try invocation.choices("field", of: Field.self)
      filter.technologies = try invocation.choices("technology", of: Technology.self)
      filter.provinces = try Listing.provinces(session)
      let (voice, wanted) = (session.voice, filter)
      return try Listing.print(
        session,
        columns: [
          Table.Column(voice(vi: "Mã", en: "Code")),
          Table.Column(voice(vi: "Bài toán", en: "Problem")),
          Table.Column(voice(vi: "Lĩnh vực", en: "Field")),
          Table.Column(voice(vi: "Trạng thái", en: "State")),
          Table.Column(voice(vi: "Hạn", en: "Deadline")),
          Table.Column(voice(vi: "Đầy đủ", en: "Complete"), .right),
        ],
        json: \.json,
        cells: {
          [
            $0.code ?? $0.id.text, $0.statement.title,
            $0.statement.field.map { voice.label($0) } ?? "", voice.label($0.status),
            $0.statement.deadline?.textInVietnam ?? "", "\($0.statement.completeness)%",
          ]
        },
        fetch: { page throws(DomainError) in
          try session.registry.problems(wanted, page: page, by: session.actor)
        })
    })

  private static let edit = EditCommands<Problem>(
    group: "problem", noun: "a problem", aggregate: "problem", argument: argument,
    least: "a title",
    json: \.json, version: \.version,
    find: { session, name throws(DomainError) in
      try session.registry.problem(name, by: session.actor)
    },
    create: { session, json throws(DomainError) in
      try session.registry.createProblem(json, by: session.actor)
    },
    update: { session, name, patch, version throws(DomainError) in
      try session.registry.updateProblem(
        name, patch: patch, expecting: version, by: session.actor)
    })

  private static let moves = MoveCommands<Problem.Status, Problem.Event>(
    group: "problem", argument: argument, lifecycle: Problem.lifecycle,
    summaries: [
      .submit: "Submit a problem for publication",
      .return: "Return a problem to its author with a reason",
      .review: "Begin to review the proposals",
      .award: "Award a problem to a solver",
      .start: "Begin the work on a solution",
      .solve: "Accept a problem as solved",
      .fail: "End the work as failed with a reason",
      .suspend: "Suspend a published problem with a reason",
      .resume: "Resume a suspended problem",
    ],
    others: [.publish, .close, .noAward, .cancel],
    move: { session, name, event, reason, version throws(DomainError) in
      let record = try session.registry.moveProblem(
        name, event, reason: reason, expecting: version, by: session.actor)
      return (record.json, record.code ?? record.statement.title, record.status)
    })
}
