package import Domain
package import SQLite

/// What is kept for a while only.
extension Connection {
  /// Accounts that have waited to be confirmed since then or longer.
  package mutating func unconfirmedAccounts(
    until last: Instant, limit: Int
  ) throws(DomainError) -> [ID<Account>] {
    try rows(
      """
      SELECT id FROM account WHERE status = 'unconfirmed' AND updated_at <= ?
      ORDER BY updated_at LIMIT ?
      """, [.integer(last.seconds), Value(limit)]
    ) { row in ID(row.text(0)) }
  }

  /// What makes a file one that a record needs; applications name theirs in their content.
  private static let needed =
    """
    EXISTS (SELECT 1 FROM file_use u WHERE u.file_id = file.id)
    OR EXISTS (SELECT 1 FROM issuing_document d WHERE d.file_id = file.id)
    OR EXISTS (SELECT 1 FROM application a WHERE a.startup_id = file.organisation_id
      AND instr(a.content, '"' || file.id || '"') > 0)
    """

  /// Files that were handed in before then and that no record needs.
  package mutating func unattachedFiles(
    until last: Instant, limit: Int
  ) throws(DomainError) -> [ID<StoredFile>] {
    try rows(
      "SELECT id FROM file WHERE created_at <= ? AND NOT (\(Self.needed)) LIMIT ?",
      [.integer(last.seconds), Value(limit)]
    ) { row in ID(row.text(0)) }
  }

  /// Whether a file is there and no record needs it.
  package mutating func isUnattached(_ id: ID<StoredFile>) throws(DomainError) -> Bool {
    try row("SELECT 1 FROM file WHERE id = ? AND NOT (\(Self.needed))", [.text(id.text)]) { _ in
      true
    } ?? false
  }

  /// The incubators that have got a file with an application that was handed in.
  package mutating func incubators(
    thatGot file: ID<StoredFile>
  ) throws(DomainError) -> [ID<Organisation>] {
    try rows(
      """
      SELECT DISTINCT a.incubator_id FROM file f
      JOIN application a ON a.startup_id = f.organisation_id AND a.submitted_at IS NOT NULL
      WHERE f.id = ? AND instr(a.content, '"' || f.id || '"') > 0 LIMIT 100
      """, [.text(file.text)]
    ) { row in ID(row.text(0)) }
  }
}
