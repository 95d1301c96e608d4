package import Domain
package import SQLite

extension Connection {
  /// Every decision of a person, in their order; at most a thousand.
  package mutating func consents(of account: ID<Account>) throws(DomainError) -> [Consent] {
    try rows(
      """
      SELECT account_id, purpose, text_version, given, at FROM consent
      WHERE account_id = ? ORDER BY at, purpose, number LIMIT 1000
      """, [.text(account.text)], Self.consent
    ).compactMap { $0 }
  }

  /// The decision of a person on a purpose that holds now; nil where there is none.
  package mutating func consent(
    of account: ID<Account>, to purpose: ConsentPurpose
  ) throws(DomainError) -> Consent? {
    try row(
      """
      SELECT account_id, purpose, text_version, given, at FROM consent
      WHERE account_id = ? AND purpose = ? ORDER BY number DESC LIMIT 1
      """, [.text(account.text), .text(purpose.rawValue)], Self.consent) ?? nil
  }

  /// Adds a decision.
  package mutating func insert(_ consent: Consent) throws(DomainError) {
    try run(
      """
      INSERT INTO consent (account_id, purpose, number, text_version, given, at)
      SELECT ?, ?, coalesce(max(number), 0) + 1, ?, ?, ? FROM consent
      WHERE account_id = ? AND purpose = ?
      """,
      [
        .text(consent.account.text), .text(consent.purpose.rawValue), .text(consent.version),
        .integer(consent.isGiven ? 1 : 0), .integer(consent.at.seconds),
        .text(consent.account.text), .text(consent.purpose.rawValue),
      ])
  }

  private static func consent(_ row: borrowing Row) -> Consent? {
    guard let purpose = ConsentPurpose(rawValue: row.text(1)) else { return nil }
    return Consent(
      account: ID(row.text(0)), purpose: purpose, version: row.text(2),
      isGiven: row.integer(3) == 1, at: Instant(seconds: row.integer(4)))
  }
}
