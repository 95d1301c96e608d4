package import Domain
package import SQLite

/// Which claims a list is to hold.
package struct ClaimFilter: Sendable {
  /// On one organisation.
  package var organisation: ID<Organisation>?
  /// Of one person.
  package var account: ID<Account>?
  /// In these states; empty does not restrict.
  package var statuses: [Claim.Status] = []

  /// No restriction.
  package init() {}

  var conditions: Conditions {
    var conditions = Conditions()
    if let organisation { conditions.add("organisation_id = ?", [.text(organisation.text)]) }
    if let account { conditions.add("account_id = ?", [.text(account.text)]) }
    conditions.add("status", in: statuses.map(\.rawValue))
    return conditions
  }
}

extension Connection {
  private static let claimColumns =
    """
    id, organisation_id, account_id, grounds, file_id, status, status_reason, version, created_at,
    updated_at
    """

  /// The claim of that identifier.
  package mutating func claim(_ id: ID<Claim>) throws(DomainError) -> Claim? {
    try row(
      "SELECT \(Self.claimColumns) FROM claim WHERE id = ?", [.text(id.text)], ClaimRow.init
    )?.claim
  }

  /// A page of claims, the newest first.
  package mutating func claims(
    _ filter: ClaimFilter, _ page: PageRequest
  ) throws(DomainError) -> Page<Claim> {
    try newest(
      "claim", Self.claimColumns, filter.conditions, page, ClaimRow.init,
      { _, row throws(DomainError) in try row.claim }, key: { ($0.createdAt, $0.id) })
  }

  /// The undecided claim of a person on an organisation.
  package mutating func openClaim(
    of account: ID<Account>, on organisation: ID<Organisation>
  ) throws(DomainError) -> ID<Claim>? {
    try row(
      "SELECT id FROM claim WHERE account_id = ? AND organisation_id = ? AND status = 'open'",
      [.text(account.text), .text(organisation.text)]
    ) { row in ID(row.text(0)) }
  }

  /// How many undecided claims there are on an organisation.
  package mutating func openClaims(on organisation: ID<Organisation>) throws(DomainError) -> Int {
    var conditions = Conditions()
    conditions.add("organisation_id = ?", [.text(organisation.text)])
    conditions.add("status = 'open'")
    return try count("claim", conditions)
  }

  /// Adds a claim.
  package mutating func insert(_ claim: Claim) throws(DomainError) {
    try run(
      """
      INSERT INTO claim (id, organisation_id, account_id, grounds, file_id, created_at, status,
        status_reason, version, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(claim.id.text), .text(claim.organisation.text), .text(claim.account.text),
        .text(claim.grounds), Value(claim.file?.text), .integer(claim.createdAt.seconds),
      ] + columns(of: claim))
  }

  /// Replaces a claim that has not changed since it was read.
  /// - Throws: `DomainError.stale` where it has.
  package mutating func update(_ claim: Claim) throws(DomainError) {
    let changed = try run(
      """
      UPDATE claim SET status = ?, status_reason = ?, version = ?, updated_at = ?
      WHERE id = ? AND version = ?
      """, columns(of: claim) + [.text(claim.id.text), Value(claim.version - 1)])
    guard changed == 1 else { throw .stale(current: claim.version) }
  }

  private func columns(of claim: Claim) -> [Value] {
    [
      .text(claim.status.rawValue), Value(claim.statusReason), Value(claim.version),
      .integer(claim.updatedAt.seconds),
    ]
  }
}

/// The columns of one claim.
private struct ClaimRow {
  let id: String
  let organisation: String
  let account: String
  let grounds: String
  let file: String?
  let status: String
  let statusReason: String?
  let version: Int
  let createdAt: Int64
  let updatedAt: Int64

  init(_ row: borrowing Row) {
    id = row.text(0)
    organisation = row.text(1)
    account = row.text(2)
    grounds = row.text(3)
    file = row.optionalText(4)
    status = row.text(5)
    statusReason = row.optionalText(6)
    version = Int(row.integer(7))
    createdAt = row.integer(8)
    updatedAt = row.integer(9)
  }

  var claim: Claim {
    get throws(DomainError) {
      guard let status = Claim.Status(rawValue: status) else {
        throw .internalFault("claim \(id): status \(self.status)")
      }
      return Claim(
        id: ID(id), organisation: ID(organisation), account: ID(account), grounds: grounds,
        file: file.map { ID($0) }, status: status, statusReason: statusReason, version: version,
        createdAt: Instant(seconds: createdAt), updatedAt: Instant(seconds: updatedAt))
    }
  }
}
