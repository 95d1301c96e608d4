package import Domain
package import SQLite

/// The competitions that are kept from an officer who has an interest of their own in them, by
/// problem: with the organisations that they belong to, whose own part they see.
package struct WithheldCompetitions: Sendable, Equatable {
  /// The organisations of the officer's own by problem; none where the tie is another.
  package var own: [ID<Problem>: Set<ID<Organisation>>] = [:]

  /// None.
  package init() {}

  /// Keeps what belongs to a proposal of others out of a list.
  func restrict(_ conditions: inout Conditions, problem: String, organisation: String) {
    for (id, organisations) in sorted {
      let marks = organisations.map { _ in "?" }.joined(separator: ", ")
      conditions.add(
        "(\(problem) <> ? OR \(organisation) IN (\(marks)))",
        [.text(id.text)] + organisations.map { .text($0.text) })
    }
  }

  /// Keeps everything of these problems out of a list.
  func exclude(_ conditions: inout Conditions, problem: String) {
    for (id, _) in sorted { conditions.add("\(problem) <> ?", [.text(id.text)]) }
  }

  /// Keeps acts on proposals of others, on reviews and outcomes, and the act of opening out of the
  /// audit log.
  func restrictLog(_ conditions: inout Conditions) {
    for (id, organisations) in sorted {
      let marks = organisations.map { _ in "?" }.joined(separator: ", ")
      conditions.add(
        """
        (aggregate NOT IN ('proposal', 'review', 'outcome', 'problem')
          OR aggregate = 'problem' AND (action <> 'problem.open' OR record_id <> ?)
          OR aggregate = 'proposal' AND record_id NOT IN (
            SELECT id FROM proposal WHERE problem_id = ? AND organisation_id NOT IN (\(marks)))
          OR aggregate = 'outcome' AND record_id NOT IN (
            SELECT id FROM outcome WHERE problem_id = ? AND organisation_id NOT IN (\(marks)))
          OR aggregate = 'review' AND record_id NOT IN (
            SELECT id FROM review WHERE problem_id = ?))
        """,
        [.text(id.text), .text(id.text)] + organisations.map { .text($0.text) }
          + [.text(id.text)] + organisations.map { .text($0.text) } + [.text(id.text)])
    }
  }

  private var sorted: [(ID<Problem>, [ID<Organisation>])] {
    own.sorted { $0.key.text < $1.key.text }.map { ($0.key, $0.value.sorted { $0.text < $1.text }) }
  }
}

extension Connection {
  /// Who has a part in the opened proposals for problems that are not decided, for one or for all.
  package mutating func openedParts(
    in problem: ID<Problem>?
  ) throws(DomainError) -> [(problem: ID<Problem>, organisation: ID<Organisation>)] {
    let decided = Problem.Status.allCases.filter(\.isDecided)
    let marks = decided.map { _ in "?" }.joined(separator: ", ")
    return try rows(
      """
      SELECT part.problem_id, part.organisation_id FROM (
        SELECT problem_id, organisation_id FROM proposal WHERE opened_at IS NOT NULL
        UNION SELECT p.problem_id, partner.organisation_id FROM proposal_partner AS partner
        JOIN proposal AS p ON p.id = partner.proposal_id
        WHERE p.opened_at IS NOT NULL AND partner.status <> 'refused') AS part
      JOIN problem ON problem.id = part.problem_id
      WHERE problem.status NOT IN (\(marks)) AND (? IS NULL OR part.problem_id = ?)
      ORDER BY part.problem_id, part.organisation_id
      """,
      decided.map { .text($0.rawValue) } + [Value(problem?.text), Value(problem?.text)]
    ) { row in (ID(row.text(0)), ID(row.text(1))) }
  }
}
