package import Domain
package import SQLite

/// Which engagements a list is to hold.
package struct EngagementFilter: Sendable {
  /// For one problem.
  package var problem: ID<Problem>?
  /// Of one organisation, as its leader.
  package var organisation: ID<Organisation>?
  /// States; empty does not restrict.
  package var statuses: [Engagement.Status] = []
  /// Those with a day to be met before this one, yyyy-mm-dd.
  package var dueBefore: String?
  /// Who is asking.
  package var visibleTo: Visibility = .nobody

  /// Who may see what.
  package enum Visibility: Sendable {
    case nobody
    /// An organisation's own, and those it has a part in.
    case owner(ID<Organisation>)
    case officer
  }

  /// No restriction but who is asking.
  package init() {}

  var conditions: Conditions {
    var conditions = Conditions()
    if let problem { conditions.add("problem_id = ?", [.text(problem.text)]) }
    if let organisation { conditions.add("organisation_id = ?", [.text(organisation.text)]) }
    conditions.add("status", in: statuses.map(\.rawValue))
    if let dueBefore { conditions.add("next_due < ?", [.text(dueBefore)]) }
    switch visibleTo {
    case .nobody: conditions.add("1 = 0")
    case .owner(let owner):
      conditions.add(
        """
        (organisation_id = ? OR id IN (
          SELECT engagement_id FROM engagement_partner WHERE organisation_id = ?))
        """, [.text(owner.text), .text(owner.text)])
    case .officer: break
    }
    return conditions
  }
}

extension Connection {
  private static let engagementColumns =
    """
    id, problem_id, proposal_id, organisation_id, status, status_reason, amount_vnd, terms,
    milestones, version, created_at, updated_at, sandbox_told
    """

  /// The engagement of that identifier.
  package mutating func engagement(_ id: ID<Engagement>) throws(DomainError) -> Engagement? {
    let found = try row(
      "SELECT \(Self.engagementColumns) FROM engagement WHERE id = ?", [.text(id.text)],
      EngagementRow.init)
    guard let found else { return nil }
    return try engagement(found)
  }

  /// The engagements of a problem, the oldest first; at most a thousand.
  package mutating func engagements(
    for problem: ID<Problem>
  ) throws(DomainError) -> [Engagement] {
    let found = try rows(
      """
      SELECT \(Self.engagementColumns) FROM engagement WHERE problem_id = ?
      ORDER BY created_at, id LIMIT 1000
      """, [.text(problem.text)], EngagementRow.init)
    var items: [Engagement] = []
    for row in found { items.append(try engagement(row)) }
    return items
  }

  /// A page of engagements, the newest first.
  package mutating func engagements(
    _ filter: EngagementFilter, _ page: PageRequest
  ) throws(DomainError) -> Page<Engagement> {
    try newest(
      "engagement", Self.engagementColumns, filter.conditions, page, EngagementRow.init,
      { db, row throws(DomainError) in try db.engagement(row) }, key: { ($0.createdAt, $0.id) })
  }

  /// The engagements with a day before this one that passed without anybody being told.
  package mutating func untoldEngagements(
    before today: String, limit: Int
  ) throws(DomainError) -> [ID<Engagement>] {
    try rows(
      "SELECT id FROM engagement WHERE untold_due < ? ORDER BY untold_due LIMIT ?",
      [.text(today), Value(limit)]
    ) { row in ID(row.text(0)) }
  }

  /// The engagements of which people are to be told by this day, itself included, that the
  /// controlled trial comes to its end.
  package mutating func engagementsWithTrialEnding(
    by today: String, limit: Int
  ) throws(DomainError) -> [ID<Engagement>] {
    try rows(
      "SELECT id FROM engagement WHERE sandbox_due <= ? ORDER BY sandbox_due LIMIT ?",
      [.text(today), Value(limit)]
    ) { row in ID(row.text(0)) }
  }

  /// Adds an engagement with its partners.
  package mutating func insert(_ engagement: Engagement) throws(DomainError) {
    try run(
      """
      INSERT INTO engagement (id, problem_id, proposal_id, organisation_id, created_at, status,
        status_reason, amount_vnd, accepted_vnd, next_due, untold_due, terms, milestones,
        sandbox_due, sandbox_told, version, updated_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(engagement.id.text), .text(engagement.problem.text),
        Value(engagement.proposal?.text), .text(engagement.organisation.text),
        .integer(engagement.createdAt.seconds),
      ] + columns(of: engagement))
    for partner in engagement.partners {
      try run(
        "INSERT INTO engagement_partner (engagement_id, organisation_id) VALUES (?, ?)",
        [.text(engagement.id.text), .text(partner.text)])
    }
  }

  /// Replaces an engagement that has not changed since it was read.
  /// - Throws: `DomainError.stale` where it has.
  package mutating func update(_ engagement: Engagement) throws(DomainError) {
    let changed = try run(
      """
      UPDATE engagement SET status = ?, status_reason = ?, amount_vnd = ?, accepted_vnd = ?,
        next_due = ?, untold_due = ?, terms = ?, milestones = ?, sandbox_due = ?,
        sandbox_told = ?, version = ?, updated_at = ?
      WHERE id = ? AND version = ?
      """, columns(of: engagement) + [.text(engagement.id.text), Value(engagement.version - 1)])
    guard changed == 1 else { throw .stale(current: engagement.version) }
  }

  private func columns(of engagement: Engagement) -> [Value] {
    [
      .text(engagement.status.rawValue), Value(engagement.statusReason),
      Value(engagement.terms.amountVND), .integer(engagement.acceptedVND),
      Value(engagement.nextDue), Value(engagement.untoldDue),
      .text(JSON.object(JSONObject(engagement.terms.members)).compact),
      .text(JSON.array(engagement.milestones.map(\.stored)).compact),
      Value(engagement.sandboxDue), Value(engagement.toldEnd?.stored.compact),
      Value(engagement.version), .integer(engagement.updatedAt.seconds),
    ]
  }

  private mutating func engagement(_ row: EngagementRow) throws(DomainError) -> Engagement {
    guard let status = Engagement.Status(rawValue: row.status),
      let terms = try? Engagement.Terms.read(JSONParser.parse(row.terms)),
      let list = try? JSONParser.parse(row.milestones).elements
    else { throw .internalFault("engagement \(row.id): \(row.status)") }
    let milestones = list.compactMap { Milestone(stored: $0) }
    guard milestones.count == list.count else {
      throw .internalFault("engagement \(row.id): milestones")
    }
    let partners = try rows(
      """
      SELECT organisation_id FROM engagement_partner WHERE engagement_id = ?
      ORDER BY organisation_id LIMIT 100
      """, [.text(row.id)]
    ) { row in ID<Organisation>(row.text(0)) }
    return Engagement(
      id: ID(row.id), problem: ID(row.problem), proposal: row.proposal.map { ID($0) },
      organisation: ID(row.organisation), partners: partners, status: status,
      statusReason: row.statusReason, terms: terms, milestones: milestones,
      toldEnd: row.toldEnd.flatMap { try? JSONParser.parse($0) }
        .flatMap(Engagement.ToldEnd.init(stored:)),
      version: row.version, createdAt: Instant(seconds: row.createdAt),
      updatedAt: Instant(seconds: row.updatedAt))
  }
}

/// The columns of one engagement.
private struct EngagementRow {
  let id: String
  let problem: String
  let proposal: String?
  let organisation: String
  let status: String
  let statusReason: String?
  let terms: String
  let milestones: String
  let version: Int
  let createdAt: Int64
  let updatedAt: Int64
  let toldEnd: String?

  init(_ row: borrowing Row) {
    id = row.text(0)
    problem = row.text(1)
    proposal = row.optionalText(2)
    organisation = row.text(3)
    status = row.text(4)
    statusReason = row.optionalText(5)
    terms = row.text(7)
    milestones = row.text(8)
    version = Int(row.integer(9))
    createdAt = row.integer(10)
    updatedAt = row.integer(11)
    toldEnd = row.optionalText(12)
  }
}
