package import Domain
package import SQLite

/// The competitions that are kept from an officer who has an interest of their own in them, by
/// problem: with the organisations that they belong to, whose own part they see.
package struct WithheldCompetitions: Sendable, Equatable {
  /// The organisations of the officer's own by problem; none where the tie is another.
  package var own: [ID<Problem>: Set<ID<Organisation>>] = [:]

  /// None.
  package init() {}

  /// Whether none is kept.
  package var isEmpty: Bool { own.isEmpty }

  /// Keeps what belongs to a proposal of others out of a list.
  func restrict(_ conditions: inout Conditions, problem: String, organisation: String) {
    for (id, organisations) in sorted {
      let marks = organisations.map { _ in "?" }.joined(separator: ", ")
      conditions.add(
        "(\(problem) <> ? OR \(organisation) IN (\(marks)))",
        [.text(id.text)] + organisations.map { .text($0.text) })
    }
  }

  /// Keeps that proposals were declined out of a list of outcomes, as from their proposers.
  func restrictResults(_ conditions: inout Conditions) {
    for (id, _) in sorted {
      conditions.add(
        "(problem_id <> ? OR kind NOT IN ('declined', 'awarded'))", [.text(id.text)])
    }
  }

  /// Keeps everything of these problems out of a list.
  func exclude(_ conditions: inout Conditions, problem: String) {
    for (id, _) in sorted { conditions.add("\(problem) <> ?", [.text(id.text)]) }
  }

  /// Keeps acts on proposals of others and their files, on their questions, on reviews and outcomes,
  /// and the act of opening out of the audit log.
  func restrictLog(_ conditions: inout Conditions) {
    for (id, organisations) in sorted {
      let marks = organisations.map { _ in "?" }.joined(separator: ", ")
      let own = [Value.text(id.text)] + organisations.map { .text($0.text) }
      let results = Proposal.resultActs.map { "'\($0)'" }.joined(separator: ", ")
      conditions.add(
        """
        (aggregate NOT IN ('proposal', 'file', 'question', 'review', 'outcome', 'problem')
          OR aggregate = 'problem' AND (action <> 'problem.open' OR record_id <> ?)
          OR aggregate = 'proposal' AND record_id NOT IN (
            SELECT id FROM proposal WHERE problem_id = ?
              AND (organisation_id NOT IN (\(marks)) OR audit.action IN (\(results))))
          OR aggregate = 'file' AND record_id NOT IN (
            SELECT file_id FROM file_use WHERE aggregate = 'proposal' AND record_id IN (
              SELECT id FROM proposal WHERE problem_id = ? AND organisation_id NOT IN (\(marks))))
          OR aggregate = 'question' AND record_id NOT IN (
            SELECT id FROM question WHERE problem_id = ? AND organisation_id NOT IN (\(marks)))
          OR aggregate = 'outcome' AND record_id NOT IN (
            SELECT id FROM outcome WHERE problem_id = ? AND (organisation_id NOT IN (\(marks))
              OR kind IN ('declined', 'awarded')))
          OR aggregate = 'review' AND record_id NOT IN (
            SELECT id FROM review WHERE problem_id = ?))
        """,
        [.text(id.text)] + Array(repeating: own, count: 4).flatMap { $0 } + [.text(id.text)])
    }
  }

  private var sorted: [(ID<Problem>, [ID<Organisation>])] {
    own.sorted { $0.key.text < $1.key.text }.map { ($0.key, $0.value.sorted { $0.text < $1.text }) }
  }
}

extension Connection {
  /// Whether somebody belongs to an organisation that has handed in for a call under seal, or has
  /// left it since: whoever did before does not know of it.
  package mutating func hasHandedInUnderSeal(
    _ person: ID<Account>
  ) throws(DomainError) -> Bool {
    try row(
      """
      SELECT 1 FROM proposal AS own JOIN problem ON problem.id = own.problem_id
      WHERE own.status = 'submitted' AND own.opened_at IS NULL
        AND problem.status IN ('published', 'suspended', 'closed', 'reviewing')
        AND NOT EXISTS (SELECT 1 FROM opening WHERE opening.problem_id = problem.id)
        AND EXISTS (
          SELECT 1 FROM (
            SELECT organisation_id FROM membership WHERE account_id = ?1
            UNION SELECT organisation_id FROM former_membership WHERE account_id = ?1
              AND EXISTS (
                SELECT 1 FROM audit
                WHERE aggregate = 'organisation' AND action = 'organisation.leave'
                  AND record_id = former_membership.organisation_id
                  AND at >= own.submitted_at AND instr(payload, ?2) > 0)) AS tie
          WHERE tie.organisation_id = own.organisation_id OR tie.organisation_id IN (
            SELECT organisation_id FROM proposal_partner
            WHERE proposal_id = own.id AND status <> 'refused'))
      LIMIT 1
      """, [.text(person.text), .text("\"\(person.text)\"")]
    ) { _ in true } ?? false
  }

  /// Whether it was ever decided who solves a problem, or that nobody does: what was told then stays
  /// told, whatever becomes of the problem.
  package mutating func wasDecided(_ problem: ID<Problem>) throws(DomainError) -> Bool {
    let decided = Problem.Status.allCases.filter(\.isDecided)
    return try row(
      """
      SELECT 1 FROM state_change WHERE aggregate = 'problem' AND record_id = ?
        AND state IN (\(decided.map { _ in "?" }.joined(separator: ", "))) LIMIT 1
      """, [.text(problem.text)] + decided.map { .text($0.rawValue) }
    ) { _ in true } ?? false
  }

  /// Who has a part in the opened proposals for problems that are neither decided nor cancelled, for
  /// one or for all.
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
      WHERE problem.status NOT IN ('cancelled', \(marks)) AND (? IS NULL OR part.problem_id = ?)
      ORDER BY part.problem_id, part.organisation_id
      """,
      decided.map { .text($0.rawValue) } + [Value(problem?.text), Value(problem?.text)]
    ) { row in (ID(row.text(0)), ID(row.text(1))) }
  }
}
