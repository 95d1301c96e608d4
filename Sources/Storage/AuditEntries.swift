package import Domain
package import SQLite

/// One entry of the audit log, as it is read back.
package struct AuditEntry: Sendable, Equatable {
  /// Its place in the chain.
  package let sequence: Int64
  /// When.
  package let at: Instant
  /// Who, by the name that the log keeps.
  package let actor: String
  /// What, such as `problem.publish`.
  package let action: String
  /// The kind of record.
  package let aggregate: String
  /// The record.
  package let id: String
  /// The version it had after the act.
  package let version: Int
  /// What changed, as JSON text; nil where it was erased.
  package let payload: String?
}

/// Which entries of the audit log are wanted; nil does not restrict.
package struct AuditFilter: Sendable {
  /// Only acts of this actor.
  package var actor: String?
  /// Only acts of this name, such as `problem.publish`.
  package var action: String?
  /// Only acts on records of this kind.
  package var aggregate: Aggregate?
  /// Only acts from this moment on.
  package var since: Instant?

  /// No restriction.
  package init() {}

  fileprivate var conditions: Conditions {
    var conditions = Conditions()
    if let actor { conditions.add("actor = ?", [.text(actor)]) }
    if let action { conditions.add("action = ?", [.text(action)]) }
    if let aggregate { conditions.add("aggregate = ?", [.text(aggregate.rawValue)]) }
    if let since { conditions.add("at >= ?", [.integer(since.seconds)]) }
    return conditions
  }
}

extension Connection {
  /// A page of the audit log, the newest act first.
  package mutating func auditEntries(
    _ filter: AuditFilter, _ page: PageRequest
  ) throws(DomainError) -> Page<AuditEntry> {
    var conditions = filter.conditions
    let total = try count("audit", conditions)
    if let after = page.after { conditions.add("sequence < ?", [after.key.value]) }
    let found = try rows(
      """
      SELECT sequence, at, actor, action, aggregate, record_id, version, payload
      FROM audit\(conditions.sql) ORDER BY sequence DESC LIMIT ?
      """, conditions.values + [Value(page.limit + 1)]
    ) { row in
      AuditEntry(
        sequence: row.integer(0), at: Instant(seconds: row.integer(1)), actor: row.text(2),
        action: row.text(3), aggregate: row.text(4), id: row.text(5),
        version: Int(row.integer(6)), payload: row.optionalText(7))
    }
    let items = Array(found.prefix(page.limit))
    let last = found.count > page.limit ? items.last : nil
    return Page(
      items: items, total: total,
      next: last.map { (key: .number($0.sequence), id: String($0.sequence)) })
  }
}
