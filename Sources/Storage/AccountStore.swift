package import Domain
package import SQLite

extension AccountFilter {
  var conditions: Conditions {
    var conditions = Conditions()
    conditions.add("role", in: roles.map(\.rawValue))
    conditions.add("status", in: statuses.map(\.rawValue))
    return conditions
  }
}

extension Connection {
  private static let accountColumns =
    "id, email, name, language, role, status, version, created_at, updated_at"

  /// The account of that identifier.
  package mutating func account(_ id: ID<Account>) throws(DomainError) -> Account? {
    let found = try row(
      "SELECT \(Self.accountColumns) FROM account WHERE id = ?", [.text(id.text)], AccountRow.init)
    guard let found else { return nil }
    return try found.account()
  }

  /// The account of that e-mail address, given in lower case.
  package mutating func account(email: String) throws(DomainError) -> Account? {
    let found = try row(
      "SELECT \(Self.accountColumns) FROM account WHERE email = ?", [.text(email)],
      AccountRow.init)
    guard let found else { return nil }
    return try found.account()
  }

  /// A page of accounts, the newest first.
  package mutating func accounts(_ filter: AccountFilter, _ page: PageRequest)
    throws(DomainError) -> Page<Account>
  {
    var conditions = filter.conditions
    let total = try count("account", conditions)
    if let after = page.after {
      let key = after.key.value
      conditions.add("created_at <= ? AND (created_at < ? OR id > ?)", [key, key, .text(after.id)])
    }
    let found = try rows(
      """
      SELECT \(Self.accountColumns) FROM account\(conditions.sql)
      ORDER BY created_at DESC, id LIMIT ?
      """, conditions.values + [Value(page.limit + 1)], AccountRow.init)
    return try self.page(
      found, page.limit, total, { _, row throws(DomainError) in try row.account() },
      key: { (.number($0.createdAt), $0.id) })
  }

  /// How many active accounts have a role.
  package mutating func activeAccounts(with role: Role) throws(DomainError) -> Int {
    Int(
      try row(
        "SELECT count(*) FROM account WHERE role = ? AND status = 'active'",
        [.text(role.rawValue)]
      ) { row in row.integer(0) } ?? 0)
  }

  /// Adds a new account.
  package mutating func insert(_ account: Account) throws(DomainError) {
    try run(
      """
      INSERT INTO account (id, created_at, email, name, language, role, status, version, updated_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [.text(account.id.text), .integer(account.createdAt.seconds)] + columns(of: account))
  }

  /// Replaces an account that has not changed since it was read.
  /// - Throws: `DomainError.stale` where it has.
  package mutating func update(_ account: Account) throws(DomainError) {
    let changed = try run(
      """
      UPDATE account SET email = ?, name = ?, language = ?, role = ?, status = ?, version = ?,
        updated_at = ?
      WHERE id = ? AND version = ?
      """, columns(of: account) + [.text(account.id.text), Value(account.version - 1)])
    guard changed == 1 else { throw .stale(current: account.version) }
  }

  private func columns(of account: Account) -> [Value] {
    [
      account.status == .erased ? .null : .text(account.email), .text(account.name),
      .text(account.language.rawValue), Value(account.role?.rawValue),
      .text(account.status.rawValue), Value(account.version), .integer(account.updatedAt.seconds),
    ]
  }

  /// Where a person belongs, the longest first; at most a hundred.
  package mutating func memberships(of account: ID<Account>) throws(DomainError) -> [Membership] {
    try rows(
      """
      SELECT account_id, organisation_id, role, since FROM membership
      WHERE account_id = ? ORDER BY since, organisation_id LIMIT 100
      """, [.text(account.text)], Self.membership
    ).compactMap { $0 }
  }

  /// Who belongs to an organisation, the longest first; at most a hundred.
  package mutating func members(of organisation: ID<Organisation>) throws(DomainError)
    -> [Membership]
  {
    try rows(
      """
      SELECT account_id, organisation_id, role, since FROM membership
      WHERE organisation_id = ? ORDER BY since, account_id LIMIT 100
      """, [.text(organisation.text)], Self.membership
    ).compactMap { $0 }
  }

  /// Adds a membership or changes its role.
  package mutating func set(_ membership: Membership) throws(DomainError) {
    try run(
      """
      INSERT INTO membership (account_id, organisation_id, role, since) VALUES (?, ?, ?, ?)
      ON CONFLICT (account_id, organisation_id) DO UPDATE SET role = excluded.role
      """,
      [
        .text(membership.account.text), .text(membership.organisation.text),
        .text(membership.role.rawValue), .integer(membership.since.seconds),
      ])
  }

  /// Ends a membership.
  /// - Returns: whether there was one.
  package mutating func endMembership(
    of account: ID<Account>, in organisation: ID<Organisation>
  ) throws(DomainError) -> Bool {
    try run(
      "DELETE FROM membership WHERE account_id = ? AND organisation_id = ?",
      [.text(account.text), .text(organisation.text)]) == 1
  }

  private static func membership(_ row: borrowing Row) -> Membership? {
    guard let role = Membership.Role(rawValue: row.text(2)) else { return nil }
    return Membership(
      account: ID(row.text(0)), organisation: ID(row.text(1)), role: role,
      since: Instant(seconds: row.integer(3)))
  }
}

/// The columns of one account.
private struct AccountRow {
  let id: String
  let email: String?
  let name: String
  let language: String
  let role: String?
  let status: String
  let version: Int
  let createdAt: Int64
  let updatedAt: Int64

  init(_ row: borrowing Row) {
    id = row.text(0)
    email = row.optionalText(1)
    name = row.text(2)
    language = row.text(3)
    role = row.optionalText(4)
    status = row.text(5)
    version = Int(row.integer(6))
    createdAt = row.integer(7)
    updatedAt = row.integer(8)
  }

  func account() throws(DomainError) -> Account {
    guard let status = Account.Status(rawValue: status),
      let language = Language(rawValue: language)
    else { throw .internalFault("account \(id): \(self.status) \(self.language)") }
    var known: Role?
    if let role {
      known = Role(rawValue: role)
      guard known != nil else { throw .internalFault("account \(id): role \(role)") }
    }
    return Account(
      id: ID(id), email: email ?? "", name: name, language: language, role: known, status: status,
      version: version, createdAt: Instant(seconds: createdAt),
      updatedAt: Instant(seconds: updatedAt))
  }
}
