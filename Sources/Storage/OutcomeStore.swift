package import Domain
package import SQLite

/// Which outcomes a list is to hold.
package struct OutcomeFilter: Sendable {
  /// For one problem.
  package var problem: ID<Problem>?
  /// Of one organisation.
  package var organisation: ID<Organisation>?
  /// Kinds; empty does not restrict.
  package var kinds: [Outcome.Kind] = []
  /// Who is asking.
  package var visibleTo: Visibility = .nobody
  /// What is kept from the officer who is asking.
  package var withheld = WithheldCompetitions()

  /// Who may see what.
  package enum Visibility: Sendable {
    case nobody
    /// What was recorded of one organisation.
    case owner(ID<Organisation>)
    case officer
  }

  /// No restriction but who is asking.
  package init() {}

  var conditions: Conditions {
    var conditions = Conditions()
    if let problem { conditions.add("problem_id = ?", [.text(problem.text)]) }
    if let organisation { conditions.add("organisation_id = ?", [.text(organisation.text)]) }
    conditions.add("kind", in: kinds.map(\.rawValue))
    switch visibleTo {
    case .nobody: conditions.add("1 = 0")
    case .owner(let owner):
      conditions.add("organisation_id = ?", [.text(owner.text)])
      // A result is told with the award, and stays told.
      let decided = Problem.Status.allCases.filter(\.isDecided).map(\.rawValue)
      conditions.add(
        """
        (kind NOT IN ('declined', 'awarded') OR EXISTS (
          SELECT 1 FROM state_change s WHERE s.aggregate = 'problem' AND s.record_id = problem_id
            AND s.state IN (\(decided.map { _ in "?" }.joined(separator: ", ")))))
        """, decided.map(Value.text))
    case .officer:
      withheld.restrict(&conditions, problem: "problem_id", organisation: "organisation_id")
      withheld.restrictResults(&conditions)
    }
    return conditions
  }
}

extension Connection {
  private static let outcomeColumns =
    """
    id, problem_id, organisation_id, kind, at, recorded_by, note, proposal_id, rank, score_micros,
    weights_version
    """

  /// The outcome of that identifier.
  package mutating func outcome(_ id: ID<Outcome>) throws(DomainError) -> Outcome? {
    guard
      let found = try row(
        "SELECT \(Self.outcomeColumns) FROM outcome WHERE id = ?", [.text(id.text)],
        OutcomeRow.init)
    else { return nil }
    return try found.outcome()
  }

  /// What was recorded of a pair.
  package mutating func outcomes(
    of organisation: ID<Organisation>, for problem: ID<Problem>
  ) throws(DomainError) -> Set<Outcome.Kind> {
    Set(
      try rows(
        "SELECT kind FROM outcome WHERE problem_id = ? AND organisation_id = ?",
        [.text(problem.text), .text(organisation.text)]
      ) { row in Outcome.Kind(rawValue: row.text(0)) }.compactMap { $0 })
  }

  /// A page of outcomes, the newest first.
  package mutating func outcomes(_ filter: OutcomeFilter, _ page: PageRequest)
    throws(DomainError) -> Page<Outcome>
  {
    var conditions = filter.conditions
    let total = try count("outcome", conditions)
    if let after = page.after {
      let key = after.key.value
      conditions.add("at <= ? AND (at < ? OR id > ?)", [key, key, .text(after.id)])
    }
    let found = try rows(
      """
      SELECT \(Self.outcomeColumns) FROM outcome\(conditions.sql) ORDER BY at DESC, id LIMIT ?
      """, conditions.values + [Value(page.limit + 1)], OutcomeRow.init)
    return try self.page(
      found, page.limit, total, { _, row throws(DomainError) in try row.outcome() },
      key: { (.number($0.at), $0.id) })
  }

  /// The selected proposals for a problem, at most a thousand, each with whose it is.
  package mutating func selectedProposals(
    for problem: ID<Problem>
  ) throws(DomainError) -> [(proposal: ID<Proposal>, organisation: ID<Organisation>)] {
    try rows(
      """
      SELECT id, organisation_id FROM proposal
      WHERE problem_id = ? AND status = 'selected' ORDER BY id LIMIT 1000
      """, [.text(problem.text)]
    ) { row in (ID(row.text(0)), ID(row.text(1))) }
  }

  /// To whom a problem was awarded, with the proposal where there is one; at most a thousand.
  package mutating func awards(
    of problem: ID<Problem>
  ) throws(DomainError) -> [(organisation: ID<Organisation>, proposal: ID<Proposal>?)] {
    try rows(
      """
      SELECT organisation_id, proposal_id FROM outcome
      WHERE problem_id = ? AND kind = 'awarded' ORDER BY at, id LIMIT 1000
      """, [.text(problem.text)]
    ) { row in (ID(row.text(0)), row.optionalText(1).map { ID($0) }) }
  }

  /// Adds an outcome.
  package mutating func insert(_ outcome: Outcome) throws(DomainError) {
    try run(
      """
      INSERT INTO outcome (id, problem_id, organisation_id, kind, at, recorded_by, note,
        proposal_id, rank, score_micros, weights_version)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(outcome.id.text), .text(outcome.problem.text), .text(outcome.organisation.text),
        .text(outcome.kind.rawValue), .integer(outcome.at.seconds), .text(outcome.by),
        Value(outcome.note), Value(outcome.proposal?.text), Value(outcome.standing.rank),
        Value(outcome.standing.scoreMicros), .text(outcome.standing.weightsVersion),
      ])
  }
}

/// The columns of one outcome.
private struct OutcomeRow {
  let id: String
  let problem: String
  let organisation: String
  let kind: String
  let at: Int64
  let by: String
  let note: String?
  let proposal: String?
  let rank: Int64?
  let score: Int64?
  let weightsVersion: String

  init(_ row: borrowing Row) {
    id = row.text(0)
    problem = row.text(1)
    organisation = row.text(2)
    kind = row.text(3)
    at = row.integer(4)
    by = row.text(5)
    note = row.optionalText(6)
    proposal = row.optionalText(7)
    rank = row.optionalInteger(8)
    score = row.optionalInteger(9)
    weightsVersion = row.text(10)
  }

  func outcome() throws(DomainError) -> Outcome {
    guard let kind = Outcome.Kind(rawValue: kind) else {
      throw .internalFault("outcome \(id): kind \(self.kind)")
    }
    return Outcome(
      id: ID(id), problem: ID(problem), organisation: ID(organisation), kind: kind,
      at: Instant(seconds: at), by: by, note: note, proposal: proposal.map { ID($0) },
      standing: Outcome.Standing(
        rank: rank.map { Int($0) }, scoreMicros: score.map { Int($0) },
        weightsVersion: weightsVersion))
  }
}
