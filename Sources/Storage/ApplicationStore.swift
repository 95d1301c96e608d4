package import Domain
package import SQLite

extension Connection {
  private static let applicationColumns =
    """
    id, cohort_id, startup_id, incubator_id, status, status_reason, version, created_at,
    updated_at, submitted_at, content
    """

  /// The application of that identifier.
  package mutating func application(_ id: ID<Application>) throws(DomainError) -> Application? {
    let found = try row(
      "SELECT \(Self.applicationColumns) FROM application WHERE id = ?", [.text(id.text)],
      ApplicationRow.init)
    guard let found else { return nil }
    return try found.application()
  }

  /// A page of applications, the newest first.
  package mutating func applications(
    _ filter: BetweenFilter, _ page: PageRequest
  ) throws(DomainError) -> Page<Application> {
    try newest(
      "application", Self.applicationColumns,
      // The same rule as that of Visibility.table, which a test holds the two to.
      filter.conditions(
        requester: "startup_id", recipient: "incubator_id", handedIn: "submitted_at IS NOT NULL"),
      page, ApplicationRow.init, { _, row throws(DomainError) in try row.application() },
      key: { ($0.createdAt, $0.id) })
  }

  /// The live application of a startup for a cohort.
  package mutating func application(
    of startup: ID<Organisation>, for cohort: ID<Cohort>
  ) throws(DomainError) -> ID<Application>? {
    try row(
      """
      SELECT id FROM application
      WHERE startup_id = ? AND cohort_id = ? AND status <> 'withdrawn'
      """, [.text(startup.text), .text(cohort.text)]
    ) { row in ID(row.text(0)) }
  }

  /// The startups with an application for a cohort that still stands; at most a thousand.
  package mutating func applicants(
    for cohort: ID<Cohort>
  ) throws(DomainError) -> [ID<Organisation>] {
    try rows(
      """
      SELECT startup_id FROM application
      WHERE cohort_id = ? AND status IN ('submitted', 'shortlisted', 'accepted', 'joined')
      ORDER BY startup_id LIMIT 1000
      """, [.text(cohort.text)]
    ) { row in ID(row.text(0)) }
  }

  /// Adds an application.
  package mutating func insert(_ application: Application) throws(DomainError) {
    try run(
      """
      INSERT INTO application (id, cohort_id, startup_id, incubator_id, created_at, status,
        status_reason, version, updated_at, submitted_at, content)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(application.id.text), .text(application.cohort.text),
        .text(application.startup.text), .text(application.incubator.text),
        .integer(application.createdAt.seconds),
      ] + columns(of: application))
  }

  /// Replaces an application that has not changed since it was read.
  /// - Throws: `DomainError.stale` where it has.
  package mutating func update(_ application: Application) throws(DomainError) {
    let changed = try run(
      """
      UPDATE application SET status = ?, status_reason = ?, version = ?, updated_at = ?,
        submitted_at = ?, content = ? WHERE id = ? AND version = ?
      """,
      columns(of: application) + [.text(application.id.text), Value(application.version - 1)])
    guard changed == 1 else { throw .stale(current: application.version) }
  }

  private func columns(of application: Application) -> [Value] {
    [
      .text(application.status.rawValue), Value(application.statusReason),
      Value(application.version), .integer(application.updatedAt.seconds),
      Value(application.submittedAt?.seconds),
      .text(JSON.object(JSONObject(application.content.members)).compact),
    ]
  }
}

/// The columns of one application.
private struct ApplicationRow {
  let id: String
  let cohort: String
  let startup: String
  let incubator: String
  let status: String
  let statusReason: String?
  let version: Int
  let createdAt: Int64
  let updatedAt: Int64
  let submittedAt: Int64?
  let content: String

  init(_ row: borrowing Row) {
    id = row.text(0)
    cohort = row.text(1)
    startup = row.text(2)
    incubator = row.text(3)
    status = row.text(4)
    statusReason = row.optionalText(5)
    version = Int(row.integer(6))
    createdAt = row.integer(7)
    updatedAt = row.integer(8)
    submittedAt = row.optionalInteger(9)
    content = row.text(10)
  }

  func application() throws(DomainError) -> Application {
    guard let status = Application.Status(rawValue: status) else {
      throw .internalFault("application \(id): status \(self.status)")
    }
    return Application(
      id: ID(id), cohort: ID(cohort), startup: ID(startup), incubator: ID(incubator),
      status: status, statusReason: statusReason,
      content: try StoredJSON.read(content, "application \(id)") { json throws(DomainError) in
        try Application.Content.read(json)
      }, version: version, createdAt: Instant(seconds: createdAt),
      updatedAt: Instant(seconds: updatedAt), submittedAt: submittedAt.map(Instant.init(seconds:)))
  }
}
