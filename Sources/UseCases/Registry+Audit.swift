package import Domain
import Storage

/// One act as the audit log tells it.
package struct AuditedAct: Sendable, Equatable {
  /// Its place in the chain.
  package let sequence: Int64
  /// When.
  package let at: Instant
  /// Who.
  package let actor: String
  /// What, such as `problem.publish`.
  package let action: String
  /// The kind of record.
  package let aggregate: String
  /// The record.
  package let record: String
  /// The version it had after the act.
  package let version: Int
  /// What changed; nil where it was erased.
  package let payload: JSON?

  /// The act as programs read it.
  package var json: JSON {
    [
      "sequence": JSON(sequence), "at": .string(at.description), "actor": .string(actor),
      "action": .string(action), "aggregate": .string(aggregate), "id": .string(record),
      "version": JSON(version), "payload": payload ?? .null,
    ]
  }
}

/// Which acts are wanted; nil does not restrict.
package struct AuditQuery: Sendable {
  /// Only acts of this actor.
  package var actor: String?
  /// Only acts of this name.
  package var action: String?
  /// Only acts on records of this kind, one of `aggregates`.
  package var aggregate: String?
  /// Only acts from this moment on.
  package var since: Instant?

  /// No restriction.
  package init() {}

  /// The kinds of records that acts are on.
  package static let aggregates = Aggregate.allCases.map(\.rawValue)
}

extension Registry {
  /// A page of the audit log, the newest act first.
  /// - Throws: `.forbidden` for anybody but administrators.
  package func acts(
    _ query: AuditQuery, page: PageRequest, by actor: Actor
  ) throws(DomainError) -> Page<AuditedAct> {
    guard actor.isKnown else { throw .unauthenticated }
    guard actor.role == .admin else { throw .forbidden(action: "audit.list", needs: ["admin"]) }
    let found = try store.read { db throws(DomainError) in
      var filter = AuditFilter()
      filter.actor = query.actor
      filter.action = query.action
      filter.aggregate = query.aggregate.flatMap(Aggregate.init)
      filter.since = query.since
      return try db.auditEntries(filter, page)
    }
    return Page(
      items: found.items.map { entry in
        AuditedAct(
          sequence: entry.sequence, at: entry.at, actor: entry.actor, action: entry.action,
          aggregate: entry.aggregate, record: entry.id, version: entry.version,
          payload: entry.payload.flatMap { try? JSONParser.parse($0) })
      }, total: found.total, next: found.next)
  }
}
