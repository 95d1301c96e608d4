package import Domain
import Matching
import Storage

extension Registry {
  /// How far down the list of matches a rank is looked for; as deep as matching itself looks.
  static let rankDepth = 300

  /// Records by hand what came of a proposed meeting, with the rank and score that matching gives
  /// the organisation at this time.
  ///
  /// An invitation needs a problem that takes proposals, a verified organisation and one that
  /// fulfils the hard requirements; an award an earlier outcome or a proposal. An organisation
  /// itself may refuse its invitation, nothing else.
  /// - Throws: `.invalid` for an organisation of a kind that solves no problems; `.refused` with
  ///   what would be possible where the pair, the problem or the organisation is not so far, `.ineligible`, `.deadlinePassed`, `.forbidden`.
  package func recordOutcome(
    forProblem name: String, _ json: JSON, by actor: Actor, key: IdempotencyKey? = nil
  ) throws(DomainError) -> Outcome {
    guard actor.isKnown else { throw .unauthenticated }
    let input = try Outcome.Input(json)
    try index.follow()
    let standings = standings(for: try problem(name, by: actor).statement)
    let (now, places, id) = (clock(), places, newID() as ID<Outcome>)
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.outcome(ID(id))
    } make: { db throws(DomainError) in
      let problem = try db.visibleProblem(name, to: actor, places)
      let organisation = try db.visibleOrganisation(input.organisation, to: actor, places)
      try self.requireImpartial(actor, "outcome.\(input.kind.rawValue)", over: problem.id, &db)
      var before = try db.outcomes(of: organisation.id, for: problem.id)
      // Not even a refusal tells a result before it is told.
      if !actor.isOfficer, !(try db.wasDecided(problem.id)) {
        before.subtract([.declined, .awarded])
      }
      var state = Outcome.State(after: before)
      if state == .none, input.kind == .awarded,
        try db.hasProposal(of: organisation.id, for: problem, seenBy: actor)
      {
        // A proposal says as much as an invitation; a sealed one says nothing.
        state = .invited
      }
      _ = try Outcome.lifecycle.target(
        of: input.kind, from: state, as: actor.parties(towards: organisation.id), reason: nil)
      try Self.requireSolver(organisation)
      if input.kind == .invited {
        try Self.requireInvitable(organisation, to: problem, now)
      } else if problem.publishedAt == nil {
        throw Self.tooEarly(problem, "record_outcome")
      }
      let outcome = Outcome(
        id: id, problem: problem.id, organisation: organisation.id, kind: input.kind, at: now,
        by: actor.name, note: input.note, standing: standings(organisation.id))
      try self.insert(outcome, &db, actor)
      if outcome.kind == .invited {
        var values = problem.notice.values
        values["name"] = organisation.profile.name
        values["deadline"] = problem.statement.deadline?.deadlineTextInVietnam ?? "–"
        try self.tell(
          Notice(
            .problemInvited, to: .organisation(organisation.id), about: problem.notice.subject,
            values), &db, now)
      }
      return (outcome, id.text)
    }.seen(by: actor)
  }

  /// A page of what was recorded, the newest first: all for officers, its own for a member.
  package func outcomes(
    problem: String?, organisation: String?, kinds: [Outcome.Kind] = [],
    page: PageRequest, by actor: Actor
  ) throws(DomainError) -> Page<Outcome> {
    guard actor.isKnown else { throw .unauthenticated }
    let places = places
    let found = try store.read { db throws(DomainError) in
      var filter = OutcomeFilter()
      filter.kinds = kinds
      if actor.isOfficer {
        filter.visibleTo = .officer
        filter.withheld = try self.withheld(from: actor, &db)
      } else if actor.role == .member, let own = actor.organisation {
        filter.visibleTo = .owner(own)
      }
      if let problem { filter.problem = try db.visibleProblem(problem, to: actor, places).id }
      if let organisation {
        filter.organisation = try db.visibleOrganisation(organisation, to: actor, places).id
      }
      return try db.outcomes(filter, page)
    }
    return Page(
      items: found.items.map { $0.seen(by: actor) }, total: found.total, next: found.next)
  }

  /// Where matching has each organisation for a problem, at this moment.
  func standings(
    for statement: ProblemStatement
  ) -> @Sendable (ID<Organisation>) -> Outcome.Standing {
    let snapshot = index.current
    let scores = snapshot.scores(for: statement, limit: Self.rankDepth)
    return { organisation in
      let place = scores.firstIndex { $0.subject == organisation }
      return Outcome.Standing(
        rank: place.map { $0 + 1 },
        scoreMicros: place.map { scores[$0].score(by: snapshot.weights) },
        weightsVersion: snapshot.weights.version)
    }
  }

  /// The standings that a step of a proposal will need; nil where it decides nothing.
  func standings(
    for event: Proposal.Event, of id: ID<Proposal>, by actor: Actor
  ) throws(DomainError) -> (@Sendable (ID<Organisation>) -> Outcome.Standing)? {
    guard Outcome.kind(of: event) != nil else { return nil }
    try index.follow()
    // Whether they may take the step is told with it.
    let found = try store.read { db throws(DomainError) in try db.visibleProposal(id, to: actor) }
    return standings(for: try problem(found.problem.text, by: actor).statement)
  }

  /// Records what a step of a proposal says of the pair; what is there already is not repeated.
  func recordOutcome(
    of event: Proposal.Event, _ proposal: Proposal, for problem: Problem,
    _ standings: (ID<Organisation>) -> Outcome.Standing, _ db: inout Database, _ actor: Actor,
    _ now: Instant
  ) throws(DomainError) {
    guard let kind = Outcome.kind(of: event) else { return }
    // Selected proposals wait for the award of the problem.
    if kind == .awarded, !problem.status.isAwarded { return }
    try recordOnce(
      kind, problem.id, proposal.organisation, proposal.id, standings, &db, actor, now)
  }

  /// Records that a problem is awarded to those whose proposals are selected.
  func recordAward(
    of problem: ID<Problem>, _ standings: (ID<Organisation>) -> Outcome.Standing,
    _ db: inout Database, _ actor: Actor, _ now: Instant
  ) throws(DomainError) {
    for selected in try db.selectedProposals(for: problem) {
      try recordOnce(
        .awarded, problem, selected.organisation, selected.proposal, standings, &db, actor, now)
    }
  }

  private func recordOnce(
    _ kind: Outcome.Kind, _ problem: ID<Problem>, _ organisation: ID<Organisation>,
    _ proposal: ID<Proposal>, _ standings: (ID<Organisation>) -> Outcome.Standing,
    _ db: inout Database, _ actor: Actor, _ now: Instant
  ) throws(DomainError) {
    guard !(try db.outcomes(of: organisation, for: problem).contains(kind)) else { return }
    try insert(
      Outcome(
        id: newID(), problem: problem, organisation: organisation, kind: kind, at: now,
        by: actor.name, proposal: proposal, standing: standings(organisation)), &db, actor)
  }

  private func insert(
    _ outcome: Outcome, _ db: inout Database, _ actor: Actor
  ) throws(DomainError) {
    try db.insert(outcome)
    try audit(
      &db, actor, outcome.kind.rawValue, .outcome, id: outcome.id.text, version: 1,
      at: outcome.at, payload: ["after": outcome.json])
  }

  private static func requireSolver(_ organisation: Organisation) throws(DomainError) {
    let kind = organisation.profile.kind
    guard !OrganisationKind.solvers.contains(kind) else { return }
    let accepted = OrganisationKind.allCases.filter(OrganisationKind.solvers.contains)
    throw .invalid([
      Fault(
        "/organisation", .notAccepted, found: "\(organisation.profile.name) (\(kind.rawValue))",
        accepted: accepted.map(\.rawValue).joined(separator: ", "))
    ])
  }

  private static func requireInvitable(
    _ organisation: Organisation, to problem: Problem, _ now: Instant
  ) throws(DomainError) {
    guard problem.status == .published else { throw tooEarly(problem, "invite") }
    if let deadline = problem.statement.deadline, deadline < now { throw .deadlinePassed(deadline) }
    guard organisation.status == .verified else {
      throw .refused(
        TransitionRefusal(
          aggregate: "organisation", event: "invite", state: organisation.status.rawValue,
          allowedFrom: ["verified"], allowedBy: ["admin", "dost"]))
    }
    try requireEligibility(of: organisation, for: problem, at: now)
  }

  private static func tooEarly(_ problem: Problem, _ event: String) -> DomainError {
    .refused(
      TransitionRefusal(
        aggregate: "problem", event: event, state: problem.status.rawValue,
        allowedFrom: ["published"], allowedBy: ["admin", "dost"]))
  }
}

extension Database {
  fileprivate mutating func hasProposal(
    of organisation: ID<Organisation>, for problem: Problem, seenBy actor: Actor
  ) throws(DomainError) -> Bool {
    guard let id = try proposal(of: organisation, for: problem.id),
      let proposal = try proposal(id)
    else { return false }
    return Visibility.sees(actor, proposal)
  }
}

extension Problem.Status {
  /// Whether the problem has been given to somebody.
  fileprivate var isAwarded: Bool {
    switch self {
    case .awarded, .inProgress, .solved, .failed: true
    case .draft, .submitted, .published, .closed, .reviewing, .noAward, .cancelled, .suspended:
      false
    }
  }
}
