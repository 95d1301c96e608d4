package import Domain
package import SQLite

extension Connection {
  private static let tokenColumns =
    "id, prefix, role, organisation_id, label, created_at, expires_at, revoked_at"

  /// Adds a new token by the hash of its secret.
  package mutating func insert(_ token: Token, hash: [UInt8]) throws(DomainError) {
    try run(
      """
      INSERT INTO token (id, hash, prefix, role, organisation_id, label, created_at, expires_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(token.id.text), .blob(hash), .text(token.prefix), .text(token.role.rawValue),
        Value(token.organisation?.text), Value(token.label), .integer(token.createdAt.seconds),
        Value(token.expiresAt?.seconds),
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

  /// Lets a token that acts for nobody yet act for an organisation.
  /// - Returns: false where it acts for one already.
  package mutating func bind(_ token: ID<Token>, to organisation: ID<Organisation>)
    throws(DomainError) -> Bool
  {
    try run(
      "UPDATE token SET organisation_id = ? WHERE id = ? AND organisation_id IS NULL",
      [.text(organisation.text), .text(token.text)]) == 1
  }

  /// Ends a token by its identifier or by its prefix.
  /// - Returns: its identifier, nil where there is none or it has ended before.
  package mutating func revokeToken(_ name: String, at now: Instant) throws(DomainError)
    -> ID<Token>?
  {
    let found = try rows(
      "SELECT id FROM token WHERE (id = ? OR prefix = ?) AND revoked_at IS NULL LIMIT 2",
      [.text(name), .text(name)]
    ) { row in row.text(0) }
    guard found.count == 1, let id = found.first else { return nil }
    try run("UPDATE token SET revoked_at = ? WHERE id = ?", [.integer(now.seconds), .text(id)])
    return ID(id)
  }

  private static func token(_ row: borrowing Row) -> Token? {
    guard let role = Role(rawValue: row.text(2)) else { return nil }
    return Token(
      id: ID(row.text(0)), prefix: row.text(1), role: role,
      organisation: row.optionalText(3).map { ID($0) }, label: row.optionalText(4),
      createdAt: Instant(seconds: row.integer(5)),
      expiresAt: row.optionalInteger(6).map(Instant.init(seconds:)),
      revokedAt: row.optionalInteger(7).map(Instant.init(seconds:)))
  }
}
