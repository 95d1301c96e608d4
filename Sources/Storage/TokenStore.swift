package import Domain
package import SQLite

extension Connection {
  private static let tokenColumns =
    """
    id, prefix, role, organisation_id, label, created_at, expires_at, revoked_at, account_id, scope,
    last_used
    """

  /// Adds a new token by the hash of its secret.
  package mutating func insert(_ token: Token, hash: [UInt8]) throws(DomainError) {
    try run(
      """
      INSERT INTO token (id, hash, prefix, role, organisation_id, label, created_at, expires_at,
        account_id, scope) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(token.id.text), .blob(hash), .text(token.prefix), .text(token.role.rawValue),
        Value(token.organisation?.text), Value(token.label), .integer(token.createdAt.seconds),
        Value(token.expiresAt?.seconds), Value(token.account?.text),
        .text(token.scope.rawValue),
      ])
  }

  /// The token whose secret has that hash, also where it has ended.
  package mutating func token(hash: [UInt8]) throws(DomainError) -> Token? {
    try row("SELECT \(Self.tokenColumns) FROM token WHERE hash = ?", [.blob(hash)], Self.token)
      ?? nil
  }

  /// The newest tokens, at most a thousand.
  package mutating func tokens() throws(DomainError) -> [Token] {
    try rows(
      "SELECT \(Self.tokenColumns) FROM token ORDER BY created_at DESC, id LIMIT 1000", [],
      Self.token
    ).compactMap { $0 }
  }

  /// The tokens of a person, the newest first, at most a hundred.
  package mutating func tokens(of account: ID<Account>) throws(DomainError) -> [Token] {
    try rows(
      """
      SELECT \(Self.tokenColumns) FROM token
      WHERE account_id = ? ORDER BY created_at DESC LIMIT 100
      """, [.text(account.text)], Self.token
    ).compactMap { $0 }
  }

  /// How many tokens of a person still count.
  package mutating func liveTokens(of account: ID<Account>, at now: Instant) throws(DomainError)
    -> Int
  {
    Int(
      try row(
        """
        SELECT count(*) FROM token WHERE account_id = ? AND revoked_at IS NULL AND expires_at > ?
        """, [.text(account.text), .integer(now.seconds)]
      ) { row in row.integer(0) } ?? 0)
  }

  /// Notes the day on which a token was used.
  package mutating func noteUse(of token: ID<Token>, on day: String) throws(DomainError) {
    try run("UPDATE token SET last_used = ? WHERE id = ?", [.text(day), .text(token.text)])
  }

  /// Lets a token that acts for nobody yet act for an organisation.
  /// - Returns: false where it acts for one already.
  package mutating func bind(_ token: ID<Token>, to organisation: ID<Organisation>)
    throws(DomainError) -> Bool
  {
    try run(
      "UPDATE token SET organisation_id = ? WHERE id = ? AND organisation_id IS NULL",
      [.text(organisation.text), .text(token.text)]) == 1
  }

  /// Ends a token by its identifier or by its prefix, where an account is given only its own.
  /// - Returns: its identifier, nil where there is none or it has ended before.
  package mutating func revokeToken(
    _ name: String, of account: ID<Account>? = nil, at now: Instant
  ) throws(DomainError) -> ID<Token>? {
    let found = try rows(
      """
      SELECT id FROM token WHERE (id = ? OR prefix = ?) AND revoked_at IS NULL
        AND (? IS NULL OR account_id = ?) LIMIT 2
      """,
      [.text(name), .text(name), Value(account?.text), Value(account?.text)]
    ) { row in row.text(0) }
    guard found.count == 1, let id = found.first else { return nil }
    try run("UPDATE token SET revoked_at = ? WHERE id = ?", [.integer(now.seconds), .text(id)])
    return ID(id)
  }

  private static func token(_ row: borrowing Row) -> Token? {
    guard let role = Role(rawValue: row.text(2)), let scope = Token.Scope(rawValue: row.text(9))
    else { return nil }
    return Token(
      id: ID(row.text(0)), prefix: row.text(1), role: role,
      organisation: row.optionalText(3).map { ID($0) }, label: row.optionalText(4),
      createdAt: Instant(seconds: row.integer(5)),
      expiresAt: row.optionalInteger(6).map(Instant.init(seconds:)),
      revokedAt: row.optionalInteger(7).map(Instant.init(seconds:)),
      account: row.optionalText(8).map { ID($0) }, scope: scope, lastUsed: row.optionalText(10))
  }
}
