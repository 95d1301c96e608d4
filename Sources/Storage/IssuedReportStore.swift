package import Domain
package import SQLite

extension Connection {
  private static let reportColumns =
    """
    id, status, kind, year, number, first_day, last_day, content, digest, public_content,
    public_digest, letter_number, letter_date, issued_by, created_at, published_at, superseded_by,
    version
    """

  /// The issued report of that identifier.
  package mutating func issuedReport(_ id: ID<IssuedReport>) throws(DomainError) -> IssuedReport? {
    let found = try row(
      "SELECT \(Self.reportColumns) FROM issued_report WHERE id = ?", [.text(id.text)],
      IssuedReportRow.init)
    guard let found else { return nil }
    return try found.report()
  }

  /// The report on a period that none has taken the place of.
  package mutating func issuedReport(on period: ReportPeriod) throws(DomainError) -> IssuedReport? {
    let found = try row(
      """
      SELECT \(Self.reportColumns) FROM issued_report WHERE period = ? AND status <> 'superseded'
      """, [.text(period.key)], IssuedReportRow.init)
    guard let found else { return nil }
    return try found.report()
  }

  /// A page of issued reports, the newest first; of all, or of those that are public.
  package mutating func issuedReports(
    publicOnly: Bool, _ page: PageRequest
  ) throws(DomainError) -> Page<IssuedReport> {
    var conditions = Conditions()
    if publicOnly { conditions.add("published_at IS NOT NULL") }
    return try newest(
      "issued_report", Self.reportColumns, conditions, page, IssuedReportRow.init,
      { _, row throws(DomainError) in try row.report() }, key: { ($0.issuedAt, $0.id) })
  }

  /// Whether a report on a half-year tells everybody, or may come to tell, what was private on some
  /// day of a period: one that was published, or can be because it is neither superseded nor
  /// `before`, whose place is being taken. One that was made before this period was over tells
  /// nothing of it.
  package mutating func tellsPrivate(
    of period: ReportPeriod, besides before: ID<IssuedReport>?
  ) throws(DomainError) -> Bool {
    let (first, last) = (period.first.description, period.last.description)
    return try row(
      """
      SELECT 1 FROM issued_report WHERE kind = 'half' AND first_day <= ? AND last_day >= ?
        AND (published_at IS NOT NULL OR (status = 'issued' AND id <> ?))
        AND NOT (first_day = ? AND last_day = ? AND created_at + 1 < ?) LIMIT 1
      """,
      [
        .text(last), .text(first), .text(before?.text ?? ""), .text(first), .text(last),
        .integer(period.end.seconds),
      ]
    ) { _ in true } ?? false
  }

  /// Adds an issued report.
  package mutating func insert(_ report: IssuedReport) throws(DomainError) {
    try run(
      """
      INSERT INTO issued_report (id, status, period, kind, year, number, first_day, last_day,
        content, digest, public_content, public_digest, letter_number, letter_date, issued_by,
        created_at, published_at, superseded_by, version)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(report.id.text), .text(report.status.rawValue), .text(report.period.key),
        .text(report.period.kind.rawValue), Value(report.period.year), Value(report.period.number),
        .text(report.period.first.description), .text(report.period.last.description),
        .text(report.content.text), .text(report.content.digest),
        .text(report.publicContent.text), .text(report.publicContent.digest),
        Value(report.letter?.number), Value(report.letter?.date), .text(report.issuedBy),
        .integer(report.issuedAt.seconds), Value(report.publishedAt?.seconds),
        Value(report.supersededBy?.text), Value(report.version),
      ])
  }

  /// Keeps the state of a report that has not changed since it was read; nothing else of it ever
  /// changes.
  /// - Throws: `DomainError.stale` where it has.
  package mutating func update(_ report: IssuedReport) throws(DomainError) {
    let changed = try run(
      """
      UPDATE issued_report SET status = ?, published_at = ?, superseded_by = ?, version = ?
      WHERE id = ? AND version = ?
      """,
      [
        .text(report.status.rawValue), Value(report.publishedAt?.seconds),
        Value(report.supersededBy?.text), Value(report.version), .text(report.id.text),
        Value(report.version - 1),
      ])
    guard changed == 1 else { throw .stale(current: report.version) }
  }
}

/// The columns of one issued report.
private struct IssuedReportRow {
  let id: String
  let status: String
  let kind: String
  let year: Int64?
  let number: Int64?
  let first: String
  let last: String
  let content: IssuedReport.Content
  let publicContent: IssuedReport.Content
  let letterNumber: String?
  let letterDate: String?
  let issuedBy: String
  let issuedAt: Int64
  let publishedAt: Int64?
  let supersededBy: String?
  let version: Int

  init(_ row: borrowing Row) {
    id = row.text(0)
    status = row.text(1)
    kind = row.text(2)
    year = row.optionalInteger(3)
    number = row.optionalInteger(4)
    first = row.text(5)
    last = row.text(6)
    content = IssuedReport.Content(text: row.text(7), digest: row.text(8))
    publicContent = IssuedReport.Content(text: row.text(9), digest: row.text(10))
    letterNumber = row.optionalText(11)
    letterDate = row.optionalText(12)
    issuedBy = row.text(13)
    issuedAt = row.integer(14)
    publishedAt = row.optionalInteger(15)
    supersededBy = row.optionalText(16)
    version = Int(row.integer(17))
  }

  func report() throws(DomainError) -> IssuedReport {
    guard let status = IssuedReport.Status(rawValue: status) else {
      throw .internalFault("report \(id): status \(self.status)")
    }
    guard let kind = ReportPeriod.Kind(rawValue: kind), let first = CalendarDay(first),
      let last = CalendarDay(last)
    else { throw .internalFault("report \(id): period \(self.kind) \(self.first)") }
    return IssuedReport(
      id: ID(id),
      period: ReportPeriod(
        kept: kind, year: year.map { Int($0) }, number: number.map { Int($0) }, first: first,
        last: last),
      status: status, content: content, publicContent: publicContent,
      letter: letterNumber.map { IssuedReport.Letter(number: $0, date: letterDate) },
      issuedAt: Instant(seconds: issuedAt), issuedBy: issuedBy,
      publishedAt: publishedAt.map(Instant.init(seconds:)),
      supersededBy: supersededBy.map { ID($0) }, version: version)
  }
}
