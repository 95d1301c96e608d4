package import Domain
package import SQLite

/// What an act changed, for the audit log.
package struct AuditAct: Sendable {
  /// When.
  package let at: Instant
  /// Who.
  package let actor: Actor
  /// What, such as `problem.publish`.
  package let action: String
  /// The kind of record.
  package let aggregate: Aggregate
  /// The record.
  package let id: String
  /// The version it has after the act.
  package let version: Int
  /// `{"before":…,"after":…,"reason":…}`.
  package let payload: JSON
  /// Random bytes that keep the payload from being guessed from its digest.
  package let salt: [UInt8]

  /// Describes an act.
  package init(
    at: Instant, actor: Actor, action: String, aggregate: Aggregate, id: String, version: Int,
    payload: JSON, salt: [UInt8]
  ) {
    self.at = at
    self.actor = actor
    self.action = action
    self.aggregate = aggregate
    self.id = id
    self.version = version
    self.payload = payload
    self.salt = salt
  }
}

/// The state of the audit chain.
package enum ChainState: Sendable, Equatable {
  /// Every entry follows from the one before it.
  case intact(entries: Int)
  /// The first entry that does not.
  case broken(sequence: Int64)
}

extension Connection {
  /// Appends an act to the audit chain and its change to the feed.
  package mutating func record(_ act: AuditAct, digest: ([UInt8]) -> [UInt8]) throws(DomainError) {
    let last = try row("SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1") { row in
      (row.integer(0), row.blob(1))
    }
    let sequence = (last?.0 ?? 0) + 1
    let previous = last?.1 ?? [UInt8](repeating: 0, count: 32)
    let payload = act.payload.compact
    let payloadDigest = digest(act.salt + Array(payload.utf8))
    let hash = AuditChain.hash(
      sequence: sequence, at: act.at.seconds, actor: act.actor.name, action: act.action,
      aggregate: act.aggregate.rawValue, id: act.id, version: Int64(act.version),
      payloadDigest: payloadDigest, previous: previous, digest: digest)
    try run(
      """
      INSERT INTO audit (sequence, at, actor, action, aggregate, record_id, version, payload, salt,
        payload_digest, previous_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .integer(sequence), .integer(act.at.seconds), .text(act.actor.name), .text(act.action),
        .text(act.aggregate.rawValue), .text(act.id), Value(act.version), .text(payload),
        .blob(act.salt), .blob(payloadDigest), .blob(previous), .blob(hash),
      ])
    try recordChange(act.aggregate, act.id, act.version)
  }

  /// What the acts on one record changed, oldest first; nil for what was erased.
  package mutating func auditPayloads(
    of aggregate: Aggregate, id: String, limit: Int
  ) throws(DomainError) -> [String?] {
    try rows(
      """
      SELECT payload FROM audit WHERE aggregate = ? AND record_id = ? ORDER BY sequence LIMIT ?
      """, [.text(aggregate.rawValue), .text(id), Value(limit)]
    ) { row in row.optionalText(0) }
  }

  /// Recomputes the whole chain.
  package mutating func verifyAudit(digest: ([UInt8]) -> [UInt8]) throws(DomainError) -> ChainState
  {
    var previous = [UInt8](repeating: 0, count: 32)
    var expected: Int64 = 1
    while true {
      let page = try rows(
        """
        SELECT sequence, at, actor, action, aggregate, record_id, version, payload, salt,
          payload_digest, previous_hash, hash
        FROM audit WHERE sequence >= ? ORDER BY sequence LIMIT 1000
        """, [.integer(expected)]
      ) { row in
        let payloadHolds =
          row.isNull(7) || digest(row.blob(8) + Array(row.text(7).utf8)) == row.blob(9)
        let hash = AuditChain.hash(
          sequence: row.integer(0), at: row.integer(1), actor: row.text(2), action: row.text(3),
          aggregate: row.text(4), id: row.text(5), version: row.integer(6),
          payloadDigest: row.blob(9), previous: row.blob(10), digest: digest)
        return (
          sequence: row.integer(0), previous: row.blob(10), hash: row.blob(11),
          holds: payloadHolds && hash == row.blob(11)
        )
      }
      if page.isEmpty { return .intact(entries: Int(expected - 1)) }
      for entry in page {
        guard entry.sequence == expected, entry.previous == previous, entry.holds else {
          return .broken(sequence: expected)
        }
        previous = entry.hash
        expected += 1
      }
    }
  }
}

/// How one entry follows from the one before it.
enum AuditChain {
  /// Every member is preceded by its length, so that no two entries share a text.
  static func hash(
    sequence: Int64, at: Int64, actor: String, action: String, aggregate: String, id: String,
    version: Int64, payloadDigest: [UInt8], previous: [UInt8], digest: ([UInt8]) -> [UInt8]
  ) -> [UInt8] {
    let texts = [String(sequence), String(at), actor, action, aggregate, id, String(version)]
    var bytes = previous + payloadDigest
    for text in texts { bytes += Array("\(text.utf8.count):\(text)".utf8) }
    return digest(bytes)
  }
}
