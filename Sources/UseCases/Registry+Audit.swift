package import Domain
import Storage

/// One act as the audit log tells it.
package struct AuditedAct: Sendable, Equatable {
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
  /// What the chain knows it by.
  package let hash: [UInt8]
  /// What people call whoever acted; nil for the service, for systems, and for a person whose data
  /// were erased.
  package let actorName: String?
  /// What people call the record, or the problem that it is on; nil where it has no name.
  package let recordName: String?
  /// The problem that the record is on; nil for what is on none.
  package let problem: ID<Problem>?

  /// The act as programs read it. It has no number: numbers count what is left out, so that a gap
  /// between two would tell that something happened under seal, and when.
  package var json: JSON {
    [
      "entry": .string(Hexadecimal.text(hash)), "at": .string(at.description),
      "actor": .string(actor), "actor_name": actorName.map(JSON.string) ?? .null,
      "name": recordName.map(JSON.string) ?? .null,
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
  /// Only acts on this record.
  package var record: String?
  /// Only acts from this moment on.
  package var since: Instant?
  /// Only acts up to this moment.
  package var until: Instant?

  /// No restriction.
  package init() {}

  /// The kinds of records that acts are on.
  package static let aggregates = Aggregate.allCases.map(\.rawValue)
}

extension Registry {
  /// A page of the audit log, the newest act first, without the acts on records that the reader may
  /// not know of: what is sealed is sealed for administrators too.
  /// - Throws: `.forbidden` for anybody but officers.
  package func acts(
    _ query: AuditQuery, page: PageRequest, by actor: Actor
  ) throws(DomainError) -> Page<AuditedAct> {
    guard actor.isKnown else { throw .unauthenticated }
    guard Visibility.sees(actor, .audit, ofRecordsOf: nil) else {
      throw .forbidden(action: "audit.list", needs: ["dost", "admin"])
    }
    let (found, names) = try store.read { db throws(DomainError) in
      var filter = AuditFilter()
      filter.actor = query.actor
      filter.action = query.action
      filter.aggregate = query.aggregate.flatMap(Aggregate.init)
      filter.record = query.record
      filter.since = query.since
      filter.until = query.until
      filter.onlookers = actor.onlookers(towards: nil)
      filter.withheld = try self.withheld(from: actor, &db)
      let found = try db.auditEntries(filter, page)
      var names = try db.names(in: found.items)
      // What accounts are called is for administrators and the person.
      if actor.role != .admin {
        names.keepAccounts(only: actor.account?.text)
      }
      return (found, names)
    }
    noteOfficer(actor, at: .audit, of: query.record ?? "register")
    return Page(
      items: found.items.map { AuditedAct($0, names) }, total: found.total, next: found.next)
  }

  /// A page of what was done to an organisation, the newest act first, for its members: without
  /// the names that the log has for others, and without where they came from.
  package func history(
    ofOrganisation name: String, page: PageRequest, by actor: Actor
  ) throws(DomainError) -> Page<HistoryEntry> {
    let places = places
    return try history(.organisation, page, by: actor) { db throws(DomainError) in
      let record = try db.visibleOrganisation(name, to: actor, places)
      return (record.id.text, record.id, [])
    }
  }

  /// The same of a proposal, for its organisations; others, once it was opened, read the log. What
  /// tells of its result is left out until it is told.
  package func history(
    ofProposal id: ID<Proposal>, page: PageRequest, by actor: Actor
  ) throws(DomainError) -> Page<HistoryEntry> {
    try history(.proposal, page, by: actor) { db throws(DomainError) in
      let record = try self.readableProposal(id, by: actor, &db)
      let partner = record.partnerships.first {
        $0.status != .refused && actor.belongs(to: $0.organisation)
      }
      let isTold = try self.seesResult(actor, of: record, &db)
      return (
        record.id.text, partner?.organisation ?? record.organisation,
        isTold ? [] : Proposal.resultActs
      )
    }
  }

  private func history(
    _ aggregate: Aggregate, _ page: PageRequest, by actor: Actor,
    _ find:
      @escaping @Sendable (inout Database) throws(DomainError) -> (
        id: String, owner: ID<Organisation>, without: [String]
      )
  ) throws(DomainError) -> Page<HistoryEntry> {
    guard actor.isKnown else { throw .unauthenticated }
    let (found, record) = try store.read { db throws(DomainError) in
      let record = try find(&db)
      guard Visibility.sees(actor, .audit, ofRecordsOf: record.owner) else {
        throw .forbidden(
          action: "\(aggregate.rawValue).history", needs: ["owner", "dost", "admin"])
      }
      var filter = AuditFilter()
      filter.aggregate = aggregate
      filter.record = record.id
      filter.without = record.without
      return (try db.auditEntries(filter, page), record)
    }
    noteOfficer(actor, at: .audit, of: record.id, owner: record.owner)
    return Page(
      items: found.items.map { HistoryEntry($0, for: actor) }, total: found.total,
      next: found.next)
  }
}

extension AuditedAct {
  fileprivate init(_ entry: AuditEntry, _ names: AuditNames) {
    let id = entry.id
    let aggregate = Aggregate(rawValue: entry.aggregate)
    let problem = aggregate == .problem ? id : names.problemOf[id]
    let name: String? =
      switch aggregate {
      case .organisation: names.organisations[id]
      case .account: names.accounts[id]
      case .document: names.documents[id]
      case .cohort: names.cohorts[id]
      default: problem.flatMap { names.problems[$0] }
      }
    let person = Database.account(entry.actor).flatMap { names.accounts[$0] }
    self.init(
      at: entry.at, actor: entry.actor, action: entry.action,
      aggregate: entry.aggregate, record: id, version: entry.version,
      payload: entry.payload.flatMap { try? JSONParser.parse($0) }, hash: entry.hash,
      actorName: person.flatMap { $0.isEmpty ? nil : $0 },
      recordName: name.flatMap { $0.isEmpty ? nil : $0 }, problem: problem.map { ID($0) })
  }
}

/// One act on a record, as its owners read it.
package struct HistoryEntry: Sendable, Equatable {
  /// The act.
  package let json: JSON

  /// Leaves out what is others': the names that the log has for them, and their addresses.
  init(_ entry: AuditEntry, for actor: Actor) {
    let payload = entry.payload.flatMap { try? JSONParser.parse($0) } ?? .null
    let isOwn = entry.actor == actor.name
    var members: [(String, JSON)] = [
      ("at", .string(entry.at.description)),
      ("action", .string(entry.action)), ("version", JSON(entry.version)),
      ("by", .string(isOwn ? "self" : payload["as"]?.text ?? "unknown")),
    ]
    for name in ["before", "after", "reason"] {
      if let value = payload[name] { members.append((name, value)) }
    }
    if isOwn, let from = payload[PersonalData.origin] {
      members.append((PersonalData.origin, from))
    }
    json = .object(JSONObject(members))
  }
}
