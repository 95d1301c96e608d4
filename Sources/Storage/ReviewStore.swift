package import Domain
package import SQLite

/// Which reviews a list is to hold.
package struct ReviewFilter: Sendable {
  /// For one problem.
  package var problem: ID<Problem>?
  /// Of one proposal.
  package var proposal: ID<Proposal>?
  /// By one person.
  package var reviewer: ID<Account>?
  /// States; empty does not restrict.
  package var statuses: [Review.Status] = []
  /// Who is asking.
  package var visibleTo: Visibility = .nobody
  /// What is kept from the officer who is asking.
  package var withheld = WithheldCompetitions()

  /// Who may see what.
  package enum Visibility: Sendable {
    case nobody
    /// A person's own.
    case reviewer(ID<Account>)
    case officer
  }

  /// No restriction but who is asking.
  package init() {}

  var conditions: Conditions {
    var conditions = Conditions()
    if let problem { conditions.add("problem_id = ?", [.text(problem.text)]) }
    if let proposal { conditions.add("proposal_id = ?", [.text(proposal.text)]) }
    if let reviewer { conditions.add("reviewer_id = ?", [.text(reviewer.text)]) }
    conditions.add("status", in: statuses.map(\.rawValue))
    switch visibleTo {
    case .nobody: conditions.add("1 = 0")
    case .reviewer(let own): conditions.add("reviewer_id = ?", [.text(own.text)])
    case .officer: withheld.exclude(&conditions, problem: "problem_id")
    }
    return conditions
  }
}

extension Connection {
  private static let reviewColumns =
    """
    id, problem_id, proposal_id, reviewer_id, status, status_reason, conflict, conflict_grounds,
    declared_at, scorecard, version, created_at, updated_at, locked_at, bar_kind,
    bar_organisation_id
    """

  /// The review of that identifier.
  package mutating func review(_ id: ID<Review>) throws(DomainError) -> Review? {
    let found = try row(
      "SELECT \(Self.reviewColumns) FROM review WHERE id = ?", [.text(id.text)], ReviewRow.init)
    guard let found else { return nil }
    return try found.review()
  }

  /// The review of a proposal by a person.
  package mutating func review(
    of proposal: ID<Proposal>, by reviewer: ID<Account>
  ) throws(DomainError) -> Review? {
    let found = try row(
      "SELECT \(Self.reviewColumns) FROM review WHERE proposal_id = ? AND reviewer_id = ?",
      [.text(proposal.text), .text(reviewer.text)], ReviewRow.init)
    guard let found else { return nil }
    return try found.review()
  }

  /// All reviews of a proposal in the order in which they were assigned; at most a thousand.
  package mutating func reviews(of proposal: ID<Proposal>) throws(DomainError) -> [Review] {
    let found = try rows(
      """
      SELECT \(Self.reviewColumns) FROM review WHERE proposal_id = ?
      ORDER BY created_at, reviewer_id LIMIT 1000
      """, [.text(proposal.text)], ReviewRow.init)
    var items: [Review] = []
    for row in found { items.append(try row.review()) }
    return items
  }

  /// A page of reviews, the newest first.
  package mutating func reviews(
    _ filter: ReviewFilter, _ page: PageRequest
  ) throws(DomainError) -> Page<Review> {
    try newest(
      "review", Self.reviewColumns, filter.conditions, page, ReviewRow.init,
      { _, row throws(DomainError) in try row.review() }, key: { ($0.createdAt, $0.id) })
  }

  /// Whether anybody still owes a review for a problem.
  package mutating func owesReviews(for problem: ID<Problem>) throws(DomainError) -> Bool {
    try row(
      """
      SELECT 1 FROM review WHERE problem_id = ? AND status IN ('assigned', 'declared', 'scored')
      LIMIT 1
      """, [.text(problem.text)]
    ) { _ in true } ?? false
  }

  /// Adds a review.
  package mutating func insert(_ review: Review) throws(DomainError) {
    try run(
      """
      INSERT INTO review (id, problem_id, proposal_id, reviewer_id, created_at, status,
        status_reason, bar_kind, bar_organisation_id, conflict, conflict_grounds, declared_at,
        scorecard, version, updated_at, locked_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(review.id.text), .text(review.problem.text), .text(review.proposal.text),
        .text(review.reviewer.text), .integer(review.createdAt.seconds),
      ] + columns(of: review))
  }

  /// Replaces a review that has not changed since it was read.
  /// - Throws: `DomainError.stale` where it has.
  package mutating func update(_ review: Review) throws(DomainError) {
    let changed = try run(
      """
      UPDATE review SET status = ?, status_reason = ?, bar_kind = ?, bar_organisation_id = ?,
        conflict = ?, conflict_grounds = ?, declared_at = ?, scorecard = ?, version = ?, updated_at = ?, locked_at = ?
      WHERE id = ? AND version = ?
      """, columns(of: review) + [.text(review.id.text), Value(review.version - 1)])
    guard changed == 1 else { throw .stale(current: review.version) }
  }

  private func columns(of review: Review) -> [Value] {
    [
      .text(review.status.rawValue), Value(review.statusReason),
      Value(review.bar?.kind.rawValue), Value(review.bar?.organisation.text),
      Value(review.declaration?.conflict.rawValue), Value(review.declaration?.grounds),
      Value(review.declaration?.at.seconds), .text(review.scorecard.stored.compact),
      Value(review.version), .integer(review.updatedAt.seconds), Value(review.lockedAt?.seconds),
    ]
  }

  /// Where a person belongs or once belonged, among those organisations.
  package mutating func ties(
    of account: ID<Account>, among organisations: [ID<Organisation>]
  ) throws(DomainError) -> (now: [ID<Organisation>], before: [ID<Organisation>]) {
    var (now, before): ([ID<Organisation>], [ID<Organisation>]) = ([], [])
    for organisation in organisations {
      let key: [Value] = [.text(account.text), .text(organisation.text)]
      if try row(
        "SELECT 1 FROM membership WHERE account_id = ? AND organisation_id = ?", key,
        { _ in true }) == true
      {
        now.append(organisation)
      } else if try row(
        "SELECT 1 FROM former_membership WHERE account_id = ? AND organisation_id = ?", key,
        { _ in true }) == true
      {
        before.append(organisation)
      }
    }
    return (now, before)
  }
}

/// The columns of one review.
private struct ReviewRow {
  let id: String
  let problem: String
  let proposal: String
  let reviewer: String
  let status: String
  let statusReason: String?
  let conflict: String?
  let grounds: String?
  let declaredAt: Int64?
  let scorecard: String
  let version: Int
  let createdAt: Int64
  let updatedAt: Int64
  let lockedAt: Int64?
  let barKind: String?
  let barOrganisation: String?

  init(_ row: borrowing Row) {
    id = row.text(0)
    problem = row.text(1)
    proposal = row.text(2)
    reviewer = row.text(3)
    status = row.text(4)
    statusReason = row.optionalText(5)
    conflict = row.optionalText(6)
    grounds = row.optionalText(7)
    declaredAt = row.optionalInteger(8)
    scorecard = row.text(9)
    version = Int(row.integer(10))
    createdAt = row.integer(11)
    updatedAt = row.integer(12)
    lockedAt = row.optionalInteger(13)
    barKind = row.optionalText(14)
    barOrganisation = row.optionalText(15)
  }

  func review() throws(DomainError) -> Review {
    guard let status = Review.Status(rawValue: status),
      let card = try? JSONParser.parse(scorecard)
    else { throw .internalFault("review \(id): \(self.status)") }
    var declaration: Review.Declaration?
    if let conflict, let declaredAt {
      guard let known = Review.Declaration.Conflict(rawValue: conflict) else {
        throw .internalFault("review \(id): conflict \(conflict)")
      }
      declaration = Review.Declaration(
        conflict: known, grounds: grounds, at: Instant(seconds: declaredAt))
    }
    return Review(
      id: ID(id), problem: ID(problem), proposal: ID(proposal), reviewer: ID(reviewer),
      status: status, statusReason: statusReason, bar: try bar(), declaration: declaration,
      scorecard: Scorecard(stored: card), version: version,
      createdAt: Instant(seconds: createdAt), updatedAt: Instant(seconds: updatedAt),
      lockedAt: lockedAt.map(Instant.init(seconds:)))
  }

  private func bar() throws(DomainError) -> Review.Bar? {
    guard let barKind, let barOrganisation else { return nil }
    guard let kind = Review.Bar.Kind(rawValue: barKind) else {
      throw .internalFault("review \(id): bar \(barKind)")
    }
    return Review.Bar(kind: kind, organisation: ID(barOrganisation))
  }
}
