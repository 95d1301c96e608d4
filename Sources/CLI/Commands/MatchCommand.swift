import Domain
import UseCases
import Web

/// `innoreg match`.
enum MatchCommand {
  static let command = Command(
    "match", summary: "Find who should meet whom, with reasons",
    discussion: """
      Ranks the verified organisations that could solve a problem and says why, and names those \
      that a hard requirement excludes. With --file the problem need not be in the register; with \
      --organisation it goes the other way round, from an organisation to the open problems. \
      --funds-for, --programmes-for and --mentors-for rank who supports a startup, --startups-for \
      the startups for a fund or for a programme or mentor of an incubator.
      """,
    examples: [
      Example("innoreg match DLK-2026-001", "Solvers for a published problem"),
      Example("innoreg match DLK-2026-001 --kind startup --reasons", "Startups, in detail"),
      Example("innoreg match --file problem.json --json", "Solvers for a problem in a file"),
      Example("innoreg match --organisation 4k2m9x7qp0v3w8tz", "Problems for an organisation"),
      Example("innoreg match --funds-for 4k2m9x7qp0v3w8tz --reasons", "Funds for a startup"),
      Example(
        "innoreg match --startups-for 7c1n5t2r8w0k4m6q --programme khoa-1",
        "Startups for a programme"),
    ],
    options: [
      .value("file", "FILE", help: "A problem as JSON; - is standard input.", completion: .files),
      .value("organisation", "ORGANISATION", help: "Find problems for this organisation."),
      .value("funds-for", "STARTUP", help: "Find funds for this startup."),
      .value("programmes-for", "STARTUP", help: "Find incubator programmes for this startup."),
      .value("mentors-for", "ORGANISATION", help: "Find mentors for this startup or firm."),
      .value("startups-for", "ORGANISATION", help: "Find startups for this fund or incubator."),
      .value("programme", "ID", help: "With --startups-for: this programme of the incubator."),
      .value("mentor", "ID", help: "With --startups-for: this mentor of the incubator."),
      .value("limit", "COUNT", letter: "n", help: "How many at most.", defaultValue: "10"),
      Listing.codes("kind", "Only of these kinds.", OrganisationKind.self),
      .flag("reasons", help: "Show signals, evidence and what is not known."),
    ],
    arguments: [
      Argument(
        "problem", help: "The problem, by public code, identifier or id of its import.",
        isOptional: true)
    ],
    run: run)

  private static func run(_ invocation: Invocation) throws(Failure) -> ExitCode {
    let problem = try invocation.optionalString("problem")
    let file = try invocation.optionalString("file")
    let organisation = try invocation.optionalString("organisation")
    let mandate = try MandateRequest(invocation)
    guard
      [problem, file, organisation].compactMap({ $0 }).count + (mandate == nil ? 0 : 1) == 1
    else {
      throw Failure(
        .usage,
        "give one of PROBLEM, --file, --organisation, --funds-for, --programmes-for, "
          + "--mentors-for and --startups-for")
    }
    let limit = try invocation.integer("limit", in: 1...1000)
    let kinds = Set(try invocation.choices("kind", of: OrganisationKind.self))
    guard kinds.isEmpty || organisation == nil && mandate == nil else {
      throw Failure(.usage, "--kind goes with problems alone")
    }
    let session = try Session(invocation)
    try session.loadIndex()
    let view = MatchView(session: session, showsReasons: try invocation.flag("reasons"))
    if let mandate {
      return try mandate.answer(session, limit: limit, view: view)
    }
    if let organisation {
      let found = try session.ask { () throws(DomainError) in
        try session.registry.problems(
          forOrganisation: organisation, limit: limit, by: session.actor)
      }
      return try view.print(found.list, about: found.organisation.profile.name)
    }
    let wanted = kinds.isEmpty ? nil : kinds
    if let problem {
      let found = try session.ask { () throws(DomainError) in
        try session.registry.solvers(
          forProblem: problem, limit: limit, kinds: wanted, by: session.actor)
      }
      let code = found.problem.code.map { "\($0) " } ?? ""
      return try view.print(found.list, about: code + found.problem.statement.title)
    }
    let json = try InputFile(file ?? "-", session.voice.language).json(session.voice)
    let found = try session.ask { () throws(DomainError) in
      try session.registry.solvers(
        for: content(of: json), limit: limit, kinds: wanted, by: session.actor)
    }
    session.tell(found.notes)
    return try view.print(found.list, about: json["title"]?.text ?? "")
  }

  /// The problem without what the register keeps, so that what `problem show` printed can be
  /// edited and matched.
  private static func content(of json: JSON) -> JSON {
    guard case .object(let object) = json else { return json }
    return .object(
      JSONObject(
        object.members.filter { !ProblemStatement.readOnly.contains($0.name) }
          .map { ($0.name, $0.value) }))
  }
}
