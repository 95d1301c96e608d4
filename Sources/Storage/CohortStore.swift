package import Domain
package import SQLite

/// Which cohorts a list is to hold.
package struct CohortFilter: Sendable {
  /// Of one incubator.
  package var incubator: ID<Organisation>?
  /// Of one of its programmes.
  package var programme: String?
  /// States; empty does not restrict.
  package var statuses: [Cohort.Status] = []
  /// Those that take applications at that moment.
  package var openAt: Instant?
  /// Who is asking.
  package var visibleTo: Visibility = .anybody(andOwn: nil)

  /// Who may see what.
  package enum Visibility: Sendable {
    /// What was announced by verified incubators, and all of one's own.
    case anybody(andOwn: ID<Organisation>?)
    case officer
  }

  /// No restriction but who is asking.
  package init() {}

  var conditions: Conditions {
    var conditions = Conditions()
    if let incubator { conditions.add("incubator_id = ?", [.text(incubator.text)]) }
    if let programme { conditions.add("programme = ?", [.text(programme)]) }
    conditions.add("status", in: statuses.map(\.rawValue))
    if let openAt {
      let now = Value.integer(openAt.seconds)
      conditions.add("status = 'announced' AND opens_at <= ? AND closes_at >= ?", [now, now])
    }
    if case .anybody(let own) = visibleTo {
      conditions.add(
        """
        (incubator_id = ? OR (status <> 'draft' AND EXISTS (
          SELECT 1 FROM organisation
          WHERE organisation.id = cohort.incubator_id AND organisation.status = 'verified')))
        """, [.text(own?.text ?? "")])
    }
    return conditions
  }
}

extension Connection {
  private static let cohortColumns =
    """
    id, incubator_id, programme, status, status_reason, name, opens_at, closes_at, capacity,
    version, created_at, updated_at
    """

  /// The cohort of that identifier.
  package mutating func cohort(_ id: ID<Cohort>) throws(DomainError) -> Cohort? {
    let found = try row(
      "SELECT \(Self.cohortColumns) FROM cohort WHERE id = ?", [.text(id.text)], CohortRow.init)
    guard let found else { return nil }
    return try found.cohort()
  }

  /// A page of cohorts, the newest first.
  package mutating func cohorts(
    _ filter: CohortFilter, _ page: PageRequest
  ) throws(DomainError) -> Page<Cohort> {
    try newest(
      "cohort", Self.cohortColumns, filter.conditions, page, CohortRow.init,
      { _, row throws(DomainError) in try row.cohort() }, key: { ($0.createdAt, $0.id) })
  }

  /// How many applications for a cohort were handed in, by state.
  package mutating func applicationCounts(
    for cohort: ID<Cohort>
  ) throws(DomainError) -> [Application.Status: Int] {
    let found = try rows(
      """
      SELECT status, count(*) FROM application
      WHERE cohort_id = ? AND submitted_at IS NOT NULL GROUP BY status
      """, [.text(cohort.text)]
    ) { row in (row.text(0), Int(row.integer(1))) }
    return found.reduce(into: [:]) { counts, entry in
      if let status = Application.Status(rawValue: entry.0) { counts[status] = entry.1 }
    }
  }

  /// Adds a cohort.
  package mutating func insert(_ cohort: Cohort) throws(DomainError) {
    try run(
      """
      INSERT INTO cohort (id, incubator_id, programme, created_at, status, status_reason, name,
        opens_at, closes_at, capacity, version, updated_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(cohort.id.text), .text(cohort.incubator.text), .text(cohort.programme),
        .integer(cohort.createdAt.seconds),
      ] + columns(of: cohort))
  }

  /// Replaces a cohort that has not changed since it was read.
  /// - Throws: `DomainError.stale` where it has.
  package mutating func update(_ cohort: Cohort) throws(DomainError) {
    let changed = try run(
      """
      UPDATE cohort SET status = ?, status_reason = ?, name = ?, opens_at = ?, closes_at = ?,
        capacity = ?, version = ?, updated_at = ? WHERE id = ? AND version = ?
      """, columns(of: cohort) + [.text(cohort.id.text), Value(cohort.version - 1)])
    guard changed == 1 else { throw .stale(current: cohort.version) }
  }

  private func columns(of cohort: Cohort) -> [Value] {
    [
      .text(cohort.status.rawValue), Value(cohort.statusReason), .text(cohort.terms.name),
      .integer(cohort.terms.opens.seconds), .integer(cohort.terms.closes.seconds),
      Value(cohort.terms.capacity), Value(cohort.version), .integer(cohort.updatedAt.seconds),
    ]
  }
}

/// The columns of one cohort.
private struct CohortRow {
  let id: String
  let incubator: String
  let programme: String
  let status: String
  let statusReason: String?
  let terms: Cohort.Terms
  let version: Int
  let createdAt: Int64
  let updatedAt: Int64

  init(_ row: borrowing Row) {
    id = row.text(0)
    incubator = row.text(1)
    programme = row.text(2)
    status = row.text(3)
    statusReason = row.optionalText(4)
    terms = Cohort.Terms(
      name: row.text(5), opens: Instant(seconds: row.integer(6)),
      closes: Instant(seconds: row.integer(7)), capacity: Int(row.integer(8)))
    version = Int(row.integer(9))
    createdAt = row.integer(10)
    updatedAt = row.integer(11)
  }

  func cohort() throws(DomainError) -> Cohort {
    guard let status = Cohort.Status(rawValue: status) else {
      throw .internalFault("cohort \(id): status \(self.status)")
    }
    return Cohort(
      id: ID(id), incubator: ID(incubator), programme: programme, status: status,
      statusReason: statusReason, terms: terms, version: version,
      createdAt: Instant(seconds: createdAt), updatedAt: Instant(seconds: updatedAt))
  }
}
