package import Domain
package import SQLite

extension Connection {
  /// The record that the request with this key made before.
  /// - Throws: `DomainError.keyReused` where the key stood for another request.
  package mutating func replay(_ key: IdempotencyKey, now: Instant) throws(DomainError) -> String? {
    let found = try row(
      """
      SELECT fingerprint, record_id FROM idempotency
      WHERE actor = ? AND key = ? AND created_at > ?
      """, [.text(key.actor), .text(key.key), .integer(now.seconds - IdempotencyKey.lifetime)]
    ) { row in (row.blob(0), row.text(1)) }
    guard let found else { return nil }
    guard found.0 == key.fingerprint else { throw .keyReused }
    return found.1
  }

  /// Remembers what the request with this key made, and forgets keys that are too old.
  package mutating func remember(_ key: IdempotencyKey, record: String, now: Instant)
    throws(DomainError)
  {
    try run(
      "DELETE FROM idempotency WHERE created_at <= ?",
      [.integer(now.seconds - IdempotencyKey.lifetime)])
    try run(
      """
      INSERT INTO idempotency (actor, key, fingerprint, record_id, created_at)
      VALUES (?, ?, ?, ?, ?)
      """,
      [
        .text(key.actor), .text(key.key), .blob(key.fingerprint), .text(record),
        .integer(now.seconds),
      ])
  }

  /// Remembers what the request with this key came to last.
  package mutating func rememberLast(_ key: IdempotencyKey, record: String, now: Instant)
    throws(DomainError)
  {
    try run(
      "DELETE FROM idempotency WHERE actor = ? AND key = ?", [.text(key.actor), .text(key.key)])
    try remember(key, record: record, now: now)
  }
}
