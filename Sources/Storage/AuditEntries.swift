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
  /// What changed, as JSON text with the personal values in place; nil where it was erased.
  package let payload: String?
  /// What the chain knows it by.
  package let hash: [UInt8]
}

/// Which entries of the audit log are wanted; nil does not restrict.
package struct AuditFilter: Sendable {
  /// Only acts of this actor.
  package var actor: String?
  /// Only acts of this name, such as `problem.publish`.
  package var action: String?
  /// Only acts on records of this kind.
  package var aggregate: Aggregate?
  /// Only acts on this record.
  package var record: String?
  /// Only acts from this moment on.
  package var since: Instant?
  /// Only acts up to this moment.
  package var until: Instant?
  /// Only acts on records that these may know of; nil for a reader who was asked elsewhere.
  package var onlookers: Set<Visibility.Onlooker>?
  /// Acts of these names are left out.
  package var without: [String] = []
  /// What is kept from the officer who is asking.
  package var withheld = WithheldCompetitions()

  /// No restriction.
  package init() {}

  fileprivate var conditions: Conditions {
    var conditions = Conditions()
    if let actor { conditions.add("actor = ?", [.text(actor)]) }
    if let action { conditions.add("action = ?", [.text(action)]) }
    if let aggregate { conditions.add("aggregate = ?", [.text(aggregate.rawValue)]) }
    if let record { conditions.add("record_id = ?", [.text(record)]) }
    if let since { conditions.add("at >= ?", [.integer(since.seconds)]) }
    if let until { conditions.add("at <= ?", [.integer(until.seconds)]) }
    if !without.isEmpty {
      let marks = without.map { _ in "?" }.joined(separator: ", ")
      conditions.add("action NOT IN (\(marks))", without.map(Value.text))
    }
    if let onlookers {
      let seen = Aggregate.allCases.compactMap { aggregate -> (String, Aggregate)? in
        let condition = aggregate.condition(for: onlookers)
        return condition.map { ($0, aggregate) }
      }
      let free = seen.filter { $0.0.isEmpty }.map(\.1)
      let marks = free.map { _ in "?" }.joined(separator: ", ")
      var clauses = ["aggregate IN (\(marks))"]
      var values = free.map { Value.text($0.rawValue) }
      for (condition, aggregate) in seen where !condition.isEmpty {
        clauses.append("(aggregate = ? AND \(condition))")
        values.append(.text(aggregate.rawValue))
      }
      conditions.add("(" + clauses.joined(separator: " OR ") + ")", values)
    }
    withheld.restrictLog(&conditions)
    return conditions
  }
}

extension Aggregate {
  /// When acts on records of this kind are shown to these; empty for always, nil for never.
  ///
  /// A situation that is not told here is never: what is new is hidden until somebody decides.
  fileprivate func condition(for onlookers: Set<Visibility.Onlooker>) -> String? {
    guard let part else {
      return onlookers.isDisjoint(with: [.dost, .admin]) ? nil : ""
    }
    let situations = Visibility.situations(of: part, for: onlookers)
    if self == .file {
      return situations.isDisjoint(with: [.always, .onRecord])
        ? nil : Self.fileCondition(for: onlookers, onlyOnRecords: !situations.contains(.always))
    }
    if situations.contains(.always) { return "" }
    let clauses = situations.compactMap { situation -> String? in
      switch (self, situation) {
      case (.proposal, .opened):
        """
        EXISTS (SELECT 1 FROM proposal p WHERE p.id = record_id AND p.opened_at IS NOT NULL)
        """
      case (.application, .handedIn):
        """
        EXISTS (SELECT 1 FROM application a WHERE a.id = record_id AND a.submitted_at IS NOT NULL)
        """
      default: nil
      }
    }
    return clauses.isEmpty ? nil : "(" + clauses.joined(separator: " OR ") + ")"
  }

  /// A file on a proposal is shown with the proposal; one that is gone may have hung on one, and an
  /// organisation's that hangs on nothing yet may come to.
  private static func fileCondition(
    for onlookers: Set<Visibility.Onlooker>, onlyOnRecords: Bool
  ) -> String {
    let isOpen =
      Visibility.situations(of: .proposal, for: onlookers).contains(.opened)
      ? "AND p.opened_at IS NULL" : ""
    let onRecord =
      onlyOnRecords
      ? """
       AND (f.organisation_id IS NULL
        OR EXISTS (SELECT 1 FROM file_use u WHERE u.file_id = f.id))
      """ : ""
    return """
      EXISTS (SELECT 1 FROM file f WHERE f.id = record_id\(onRecord)) AND NOT EXISTS (
        SELECT 1 FROM file_use u JOIN proposal p ON p.id = u.record_id
        WHERE u.file_id = audit.record_id AND u.aggregate = 'proposal' \(isOpen))
      """
  }
}

extension Connection {
  /// A page of the audit log, the newest act first.
  ///
  /// Its places are named by hash, not by number: numbers would count what is left out.
  package mutating func auditEntries(
    _ filter: AuditFilter, _ page: PageRequest
  ) throws(DomainError) -> Page<AuditEntry> {
    var conditions = filter.conditions
    let total = try count("audit", conditions)
    if let after = page.after {
      guard let hash = Hexadecimal.bytes(after.id),
        let place = try row(
          "SELECT sequence FROM audit WHERE hash = ?", [.blob(hash)],
          { row in
            row.integer(0)
          })
      else { throw .badCursor }
      conditions.add("sequence < ?", [.integer(place)])
    }
    let found = try rows(
      """
      SELECT sequence, at, actor, action, aggregate, record_id, version, payload, hash
      FROM audit\(conditions.sql) ORDER BY sequence DESC LIMIT ?
      """, conditions.values + [Value(page.limit + 1)]
    ) { row in
      AuditEntry(
        sequence: row.integer(0), at: Instant(seconds: row.integer(1)), actor: row.text(2),
        action: row.text(3), aggregate: row.text(4), id: row.text(5),
        version: Int(row.integer(6)), payload: row.optionalText(7), hash: row.blob(8))
    }
    var items: [AuditEntry] = []
    for entry in found.prefix(page.limit) {
      items.append(
        AuditEntry(
          sequence: entry.sequence, at: entry.at, actor: entry.actor, action: entry.action,
          aggregate: entry.aggregate, id: entry.id, version: entry.version,
          payload: try restored(entry.payload, of: entry.sequence), hash: entry.hash))
    }
    let last = found.count > page.limit ? items.last : nil
    return Page(
      items: items, total: total,
      next: last.map { (key: .number($0.at.seconds), id: Hexadecimal.text($0.hash)) })
  }
}
