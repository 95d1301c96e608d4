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
  /// Draws such bytes for each value that can be taken out of the payload; without, none can.
  package let valueSalt: (@Sendable () -> [UInt8])?

  /// Describes an act.
  package init(
    at: Instant, actor: Actor, action: String, aggregate: Aggregate, id: String, version: Int,
    payload: JSON, salt: [UInt8], valueSalt: (@Sendable () -> [UInt8])? = nil
  ) {
    self.at = at
    self.actor = actor
    self.action = action
    self.aggregate = aggregate
    self.id = id
    self.version = version
    self.payload = payload
    self.salt = salt
    self.valueSalt = valueSalt
  }
}

extension Connection {
  /// Appends an act to the audit chain and its change to the feed.
  ///
  /// Personal values are kept beside the payload, which has only their salted digests.
  package mutating func record(_ act: AuditAct, digest: ([UInt8]) -> [UInt8]) throws(DomainError) {
    let last = try row("SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1") { row in
      (row.integer(0), row.blob(1))
    }
    let sequence = (last?.0 ?? 0) + 1
    let previous = last?.1 ?? [UInt8](repeating: 0, count: 32)
    var kept: [AuditValue] = []
    var taken = (payload: act.payload, values: [PersonalData.Value]())
    if let valueSalt = act.valueSalt {
      taken = PersonalData.take(
        from: act.payload, on: act.aggregate, act.id, by: act.actor.account
      ) { number, json in
        let (text, salt) = (json.compact, valueSalt())
        let value = AuditValue(
          number: number, text: text, salt: salt, digest: digest(salt + Array(text.utf8)))
        kept.append(value)
        return AuditValue.mark(number, value.digest)
      }
    }
    let payload = taken.payload.compact
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
    for (value, owner) in zip(kept, taken.values) {
      try insert(value, of: sequence, subject: owner.subject)
    }
    try recordChange(act.aggregate, act.id, act.version)
  }

  /// What the acts on one record changed, oldest first; nil for what was erased.
  package mutating func auditPayloads(
    of aggregate: Aggregate, id: String, limit: Int
  ) throws(DomainError) -> [String?] {
    let found = try rows(
      """
      SELECT sequence, payload FROM audit
      WHERE aggregate = ? AND record_id = ? ORDER BY sequence LIMIT ?
      """, [.text(aggregate.rawValue), .text(id), Value(limit)]
    ) { row in (row.integer(0), row.optionalText(1)) }
    var payloads: [String?] = []
    for (sequence, payload) in found {
      payloads.append(try restored(payload, of: sequence))
    }
    return payloads
  }
}
