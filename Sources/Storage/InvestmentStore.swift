package import Domain
package import SQLite

extension Connection {
  private static let investmentColumns =
    "id, fund_id, version, created_at, updated_at, terms"

  /// The investment of that identifier.
  package mutating func investment(_ id: ID<Investment>) throws(DomainError) -> Investment? {
    let found = try row(
      "SELECT \(Self.investmentColumns) FROM investment WHERE id = ?", [.text(id.text)],
      InvestmentRow.init)
    guard let found else { return nil }
    return try found.investment()
  }

  /// A page of a fund's portfolio, what was entered last first; only what is public unless
  /// `whole`.
  package mutating func investments(
    of fund: ID<Organisation>, whole: Bool, _ page: PageRequest
  ) throws(DomainError) -> Page<Investment> {
    var conditions = Conditions()
    conditions.add("fund_id = ?", [.text(fund.text)])
    if !whole { conditions.add("is_public = 1") }
    return try newest(
      "investment", Self.investmentColumns, conditions, page, InvestmentRow.init,
      { _, row throws(DomainError) in try row.investment() }, key: { ($0.createdAt, $0.id) })
  }

  /// The firms of a fund's portfolio that are in the register; at most `limit`, those that were
  /// entered last.
  package mutating func portfolio(
    of fund: ID<Organisation>, limit: Int
  ) throws(DomainError) -> [ID<Organisation>] {
    try rows(
      """
      SELECT organisation_id FROM investment WHERE fund_id = ? AND organisation_id IS NOT NULL
      ORDER BY created_at DESC, id LIMIT ?
      """, [.text(fund.text), Value(limit)]
    ) { row in ID(row.text(0)) }
  }

  /// Adds an investment.
  package mutating func insert(_ investment: Investment) throws(DomainError) {
    try run(
      """
      INSERT INTO investment (id, fund_id, created_at, organisation_id, is_public, version,
        updated_at, terms) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(investment.id.text), .text(investment.fund.text),
        .integer(investment.createdAt.seconds),
      ] + columns(of: investment))
  }

  /// Replaces an investment that has not changed since it was read.
  /// - Throws: `DomainError.stale` where it has.
  package mutating func update(_ investment: Investment) throws(DomainError) {
    let changed = try run(
      """
      UPDATE investment SET organisation_id = ?, is_public = ?, version = ?, updated_at = ?,
        terms = ? WHERE id = ? AND version = ?
      """,
      columns(of: investment) + [.text(investment.id.text), Value(investment.version - 1)])
    guard changed == 1 else { throw .stale(current: investment.version) }
  }

  private func columns(of investment: Investment) -> [Value] {
    [
      Value(investment.terms.organisation?.text), Value(investment.terms.isPublic ? 1 : 0),
      Value(investment.version), .integer(investment.updatedAt.seconds),
      .text(JSON.object(JSONObject(investment.terms.members())).compact),
    ]
  }
}

/// The columns of one investment.
private struct InvestmentRow {
  let id: String
  let fund: String
  let version: Int
  let createdAt: Int64
  let updatedAt: Int64
  let terms: String

  init(_ row: borrowing Row) {
    id = row.text(0)
    fund = row.text(1)
    version = Int(row.integer(2))
    createdAt = row.integer(3)
    updatedAt = row.integer(4)
    terms = row.text(5)
  }

  func investment() throws(DomainError) -> Investment {
    Investment(
      id: ID(id), fund: ID(fund),
      terms: try StoredJSON.read(terms, "investment \(id)") { json throws(DomainError) in
        try Investment.Terms.read(json, today: "9999-12-31")
      }, version: version, createdAt: Instant(seconds: createdAt),
      updatedAt: Instant(seconds: updatedAt))
  }
}
