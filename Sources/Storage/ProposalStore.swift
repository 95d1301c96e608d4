package import Domain
package import SQLite

/// Which proposals a list is to hold.
package struct ProposalFilter: Sendable {
  /// For one problem.
  package var problem: ID<Problem>?
  /// Of one organisation.
  package var organisation: ID<Organisation>?
  /// Who is asking.
  package var visibleTo: Visibility = .nobody

  /// What the seal lets through.
  package enum Visibility: Sendable {
    case nobody
    /// An organisation's own, drafts included, and those that name it as a partner.
    case owner(ID<Organisation>)
    /// Those that were opened, without those of others in what is kept from them.
    case officer(without: WithheldCompetitions)
  }

  /// No restriction but the seal.
  package init() {}

  var conditions: Conditions {
    var conditions = Conditions()
    if let problem { conditions.add("proposal.problem_id = ?", [.text(problem.text)]) }
    if let organisation {
      conditions.add("proposal.organisation_id = ?", [.text(organisation.text)])
    }
    switch visibleTo {
    case .nobody: conditions.add("1 = 0")
    case .owner(let owner):
      conditions.add(
        """
        (proposal.organisation_id = ? OR proposal.id IN (
          SELECT proposal_id FROM proposal_partner
          WHERE organisation_id = ? AND status <> 'refused'))
        """, [.text(owner.text), .text(owner.text)])
    case .officer(let withheld):
      conditions.add("proposal.opened_at IS NOT NULL", [])
      withheld.restrict(
        &conditions, problem: "proposal.problem_id", organisation: "proposal.organisation_id")
    }
    return conditions
  }
}

extension Connection {
  private static let proposalColumns =
    """
    id, problem_id, organisation_id, status, version, created_at, updated_at, submitted_at, sealed,
    status_reason, opened_at
    """

  /// The proposal of that identifier, its offer still encrypted.
  package mutating func proposal(_ id: ID<Proposal>) throws(DomainError) -> Proposal? {
    let found = try row(
      "SELECT \(Self.proposalColumns) FROM proposal WHERE id = ?", [.text(id.text)],
      ProposalRow.init)
    guard let found else { return nil }
    return try found.proposal(try partnerships(of: id))
  }

  /// Whether the proposal of that identifier was opened.
  package mutating func isOpened(_ id: ID<Proposal>) throws(DomainError) -> Bool {
    try row(
      "SELECT 1 FROM proposal WHERE id = ? AND opened_at IS NOT NULL", [.text(id.text)]
    ) { _ in true } ?? false
  }

  /// The live proposal of an organisation for a problem.
  package mutating func proposal(of organisation: ID<Organisation>, for problem: ID<Problem>)
    throws(DomainError) -> ID<Proposal>?
  {
    try row(
      """
      SELECT id FROM proposal
      WHERE organisation_id = ? AND problem_id = ? AND status <> 'withdrawn'
      """, [.text(organisation.text), .text(problem.text)]
    ) { row in ID(row.text(0)) }
  }

  /// A page of proposals, the newest first, their offers still encrypted.
  package mutating func proposals(_ filter: ProposalFilter, _ page: PageRequest)
    throws(DomainError) -> Page<Proposal>
  {
    var conditions = filter.conditions
    let total = try count("proposal", conditions)
    if let after = page.after {
      let key = after.key.value
      conditions.add(
        "created_at <= ? AND (created_at < ? OR id > ?)", [key, key, .text(after.id)])
    }
    let found = try rows(
      """
      SELECT \(Self.proposalColumns) FROM proposal\(conditions.sql)
      ORDER BY created_at DESC, id LIMIT ?
      """, conditions.values + [Value(page.limit + 1)], ProposalRow.init)
    return try self.page(
      found, page.limit, total,
      { db, row throws(DomainError) in try row.proposal(try db.partnerships(of: ID(row.id))) },
      key: { (.number($0.createdAt), $0.id) })
  }

  /// Adds a new proposal.
  package mutating func insert(_ proposal: Proposal) throws(DomainError) {
    try run(
      """
      INSERT INTO proposal (id, problem_id, organisation_id, created_at, status, status_reason,
        version, updated_at, submitted_at, sealed, opened_at, offer)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')
      """,
      [
        .text(proposal.id.text), .text(proposal.problem.text), .text(proposal.organisation.text),
        .integer(proposal.createdAt.seconds),
      ] + columns(of: proposal))
    try replacePartnerships(of: proposal)
  }

  /// Replaces a proposal that has not changed since it was read.
  /// - Throws: `DomainError.stale` where it has.
  package mutating func update(_ proposal: Proposal) throws(DomainError) {
    let changed = try run(
      """
      UPDATE proposal SET status = ?, status_reason = ?, version = ?, updated_at = ?,
        submitted_at = ?, sealed = ?, opened_at = ?
      WHERE id = ? AND version = ?
      """, columns(of: proposal) + [.text(proposal.id.text), Value(proposal.version - 1)])
    guard changed == 1 else { throw .stale(current: proposal.version) }
    try replacePartnerships(of: proposal)
  }

  /// The proposals for a problem that wait to be opened, in the order of submission.
  package mutating func submittedProposals(for problem: ID<Problem>) throws(DomainError)
    -> [Proposal]
  {
    let found = try rows(
      """
      SELECT \(Self.proposalColumns) FROM proposal WHERE problem_id = ? AND status = 'submitted'
      ORDER BY submitted_at, id
      """, [.text(problem.text)], ProposalRow.init)
    var items: [Proposal] = []
    for row in found { items.append(try row.proposal(try partnerships(of: ID(row.id)))) }
    return items
  }

  /// The opened proposals for a problem in the order of submission, at most a thousand, their
  /// offers still encrypted.
  package mutating func openedProposals(for problem: ID<Problem>) throws(DomainError)
    -> [Proposal]
  {
    let found = try rows(
      """
      SELECT \(Self.proposalColumns) FROM proposal
      WHERE problem_id = ? AND opened_at IS NOT NULL ORDER BY submitted_at, id LIMIT 1000
      """, [.text(problem.text)], ProposalRow.init)
    var items: [Proposal] = []
    for row in found { items.append(try row.proposal(try partnerships(of: ID(row.id)))) }
    return items
  }

  /// A page of all proposals in the order of identifiers, their offers still encrypted; those that
  /// cannot be read are left out.
  package mutating func proposals(
    afterID id: String, limit: Int
  ) throws(DomainError) -> Page<Proposal> {
    let found = try rows(
      "SELECT \(Self.proposalColumns) FROM proposal WHERE id > ? ORDER BY id LIMIT ?",
      [.text(id), Value(limit + 1)], ProposalRow.init)
    return try page(
      found, limit, found.count, { _, row throws(DomainError) in try row.proposal([]) },
      key: { (.bytes(Array($0.id.utf8)), $0.id) })
  }

  private func columns(of proposal: Proposal) -> [Value] {
    [
      .text(proposal.status.rawValue), Value(proposal.statusReason), Value(proposal.version),
      .integer(proposal.updatedAt.seconds), Value(proposal.submittedAt?.seconds),
      .blob(proposal.sealed), Value(proposal.openedAt?.seconds),
    ]
  }
}

/// The columns of one proposal, taken out of the row before the JSON is read.
private struct ProposalRow {
  let id: String
  let problem: String
  let organisation: String
  let status: String
  let version: Int
  let createdAt: Int64
  let updatedAt: Int64
  let submittedAt: Int64?
  let sealed: [UInt8]
  let statusReason: String?
  let openedAt: Int64?

  init(_ row: borrowing Row) {
    id = row.text(0)
    problem = row.text(1)
    organisation = row.text(2)
    status = row.text(3)
    version = Int(row.integer(4))
    createdAt = row.integer(5)
    updatedAt = row.integer(6)
    submittedAt = row.optionalInteger(7)
    sealed = row.isNull(8) ? [] : row.blob(8)
    statusReason = row.optionalText(9)
    openedAt = row.optionalInteger(10)
  }

  func proposal(_ partnerships: [Partnership]) throws(DomainError) -> Proposal {
    guard let status = Proposal.Status(rawValue: status) else {
      throw .internalFault("proposal \(id): status \(self.status)")
    }
    return Proposal(
      id: ID(id), problem: ID(problem), organisation: ID(organisation), status: status,
      statusReason: statusReason, version: version, createdAt: Instant(seconds: createdAt),
      updatedAt: Instant(seconds: updatedAt), submittedAt: submittedAt.map(Instant.init(seconds:)),
      openedAt: openedAt.map(Instant.init(seconds:)), partnerships: partnerships, sealed: sealed)
  }
}
