package import Domain
import Storage

/// A cohort as an actor may see it.
package struct CohortRecord: Sendable {
  /// The cohort.
  package let cohort: Cohort
  let counts: [Application.Status: Int]?
  let now: Instant

  /// Whether it takes applications now; nil where it is not announced.
  package var intake: Cohort.Intake? { cohort.intake(at: now) }
  /// The record as it stands in the API.
  package var json: JSON { cohort.json(at: now, counts: counts) }
}

extension Registry {
  /// Starts a cohort of an incubator's programme as a draft. Officers name the incubator.
  package func createCohort(
    _ json: JSON, by actor: Actor, key: IdempotencyKey? = nil
  ) throws(DomainError) -> CohortRecord {
    guard actor.isKnown else { throw .unauthenticated }
    let terms = try Cohort.Terms.read(json, ignoring: ["incubator", "programme"])
    try refusePersonalNumbers(in: json)
    let (incubatorName, programme) = try Self.programme(json, of: actor)
    let (now, places, id) = (clock(), places, newID() as ID<Cohort>)
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.cohort(ID(id)).map { CohortRecord(cohort: $0, counts: [:], now: now) }
    } make: { db throws(DomainError) in
      let incubator = try db.visibleOrganisation(incubatorName, to: actor, places)
      guard !actor.parties(towards: incubator.id).isDisjoint(with: [.owner, .dost, .admin]) else {
        throw .forbidden(action: "cohort.create", needs: ["owner", "dost", "admin"])
      }
      let programmes = incubator.profile.incubator?.programmes.map(\.id) ?? []
      guard programmes.contains(programme) else {
        throw .invalid([
          Fault(
            "/programme", .notAccepted, found: programme,
            accepted: programmes.joined(separator: ", "))
        ])
      }
      let cohort = Cohort(
        id: id, incubator: incubator.id, programme: programme, terms: terms, createdAt: now,
        updatedAt: now)
      try db.insert(cohort)
      try self.audit(
        &db, actor, "create", .cohort, id: id.text, version: 1, at: now,
        payload: ["after": cohort.json(at: now)])
      return (CohortRecord(cohort: cohort, counts: [:], now: now), id.text)
    }
  }

  /// A cohort, if the actor may know of it.
  package func cohort(_ id: ID<Cohort>, by actor: Actor) throws(DomainError) -> CohortRecord {
    let (now, places) = (clock(), places)
    return try store.read { db throws(DomainError) in
      try db.record(try db.visibleCohort(id, to: actor, places), actor, now)
    }
  }

  /// A page of cohorts, the newest first; `intake` keeps those that take applications now.
  package func cohorts(
    incubator: String? = nil, programme: String? = nil, statuses: [Cohort.Status] = [],
    openOnly: Bool = false, page: PageRequest, by actor: Actor
  ) throws(DomainError) -> Page<CohortRecord> {
    let (now, places) = (clock(), places)
    return try store.read { db throws(DomainError) in
      var filter = CohortFilter()
      filter.visibleTo =
        actor.isOfficer
        ? .officer : .anybody(andOwn: actor.role == .member ? actor.organisation : nil)
      filter.programme = programme
      filter.statuses = statuses
      filter.openAt = openOnly ? now : nil
      if let incubator {
        filter.incubator = try db.visibleOrganisation(incubator, to: actor, places).id
      }
      let found = try db.cohorts(filter, page)
      var items: [CohortRecord] = []
      for cohort in found.items { items.append(try db.record(cohort, actor, now)) }
      return Page(items: items, total: found.total, next: found.next)
    }
  }

  /// Changes a cohort by a JSON merge patch. Once it is announced, its intake can only become
  /// longer, and it keeps room for those who were accepted.
  package func updateCohort(
    _ id: ID<Cohort>, patch: JSON, expecting version: Int?, by actor: Actor
  ) throws(DomainError) -> CohortRecord {
    guard actor.isKnown else { throw .unauthenticated }
    try patch.refuse(members: Cohort.Terms.readOnly.union(["incubator", "programme"]))
    try refusePersonalNumbers(in: patch)
    let (now, places) = (clock(), places)
    return try commit { db throws(DomainError) in
      let before = try db.visibleCohort(id, to: actor, places)
      guard !actor.parties(towards: before.incubator).isDisjoint(with: [.owner, .dost, .admin])
      else { throw .forbidden(action: "cohort.update", needs: ["owner", "dost", "admin"]) }
      guard let version else { throw .versionRequired(current: before.version) }
      guard version == before.version else { throw .stale(current: before.version) }
      guard before.status == .draft || before.status == .announced else {
        throw .refused(
          TransitionRefusal(
            aggregate: "cohort", event: "update", state: before.status.rawValue,
            allowedFrom: ["draft", "announced"], allowedBy: ["owner", "dost", "admin"]))
      }
      let merged = JSON.object(JSONObject(before.terms.members)).merging(patch, keepingNull: true)
      var after = before
      after.terms = try Cohort.Terms.read(merged)
      guard after.terms != before.terms else { return try db.record(before, actor, now) }
      if before.status == .announced {
        try Self.requireFair(before.terms, after.terms, taken: try db.placesTaken(in: id))
      }
      try self.replace(before, with: &after, "update", &db, actor, now)
      return try db.record(after, actor, now)
    }
  }

  /// Takes a cohort one step through its life.
  package func moveCohort(
    _ id: ID<Cohort>, _ event: Cohort.Event, reason: String? = nil,
    expecting version: Int? = nil, by actor: Actor, key: IdempotencyKey? = nil
  ) throws(DomainError) -> CohortRecord {
    guard actor.isKnown else { throw .unauthenticated }
    try refusePersonalNumbers(in: reason, at: "reason")
    let (now, places) = (clock(), places)
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      guard let cohort = try db.cohort(ID(id)) else { return nil }
      return try db.record(cohort, actor, now)
    } make: { db throws(DomainError) in
      let before = try db.visibleCohort(id, to: actor, places)
      var after = before
      after.status = try Cohort.lifecycle.target(
        of: event, from: before.status, as: actor.parties(towards: before.incubator),
        reason: reason)
      if let version, version != before.version { throw .stale(current: before.version) }
      after.statusReason = reason
      if event == .announce, before.terms.closes < now {
        throw .invalid([
          Fault(
            "/closes", .inThePast, found: before.terms.closes.description, accepted: "≥ \(now)")
        ])
      }
      try self.replace(before, with: &after, event.rawValue, &db, actor, now)
      if event == .cancel {
        for startup in try db.applicants(for: id) {
          try self.tell(
            Notice(
              .cohortCancelled, to: .organisation(startup),
              about: Notice.Subject(.cohort, id.text), ["cohort": after.terms.name]), &db, now)
        }
      }
      return (try db.record(after, actor, now), id.text)
    }
  }

  private func replace(
    _ before: Cohort, with after: inout Cohort, _ action: String, _ db: inout Database,
    _ actor: Actor, _ now: Instant
  ) throws(DomainError) {
    after.version = before.version + 1
    after.updatedAt = now
    try db.update(after)
    try audit(
      &db, actor, action, .cohort, id: after.id.text, version: after.version, at: now,
      payload: .difference(from: before.json(at: now), to: after.json(at: now)))
  }

  private static func requireFair(
    _ before: Cohort.Terms, _ after: Cohort.Terms, taken: Int
  ) throws(DomainError) {
    var faults: [Fault] = []
    if before.opens < after.opens {
      faults.append(
        Fault(
          "/opens", .outOfRange, found: after.opens.description, accepted: "≤ \(before.opens)"))
    }
    if after.closes < before.closes {
      faults.append(
        Fault(
          "/closes", .outOfRange, found: after.closes.description, accepted: "≥ \(before.closes)"))
    }
    if after.capacity < taken {
      faults.append(
        Fault("/capacity", .outOfRange, found: "\(after.capacity)", accepted: "≥ \(taken)"))
    }
    guard faults.isEmpty else { throw .invalid(faults) }
  }

  /// A member's own incubator need not be named.
  private static func programme(
    _ json: JSON, of actor: Actor
  ) throws(DomainError) -> (incubator: String, programme: String) {
    let log = FaultLog()
    var (incubator, programme): (String?, String?)
    if var reader = ObjectReader(json, log: log) {
      incubator = reader.line("incubator", most: 100) ?? actor.organisation?.text
      programme = reader.line("programme", most: PartID.limit)
      reader.require("incubator", incubator != nil)
      reader.require("programme", programme != nil)
    }
    try log.check()
    return (incubator ?? "", programme ?? "")
  }
}

extension Database {
  mutating func visibleCohort(
    _ id: ID<Cohort>, to actor: Actor, _ places: Gazetteer
  ) throws(DomainError) -> Cohort {
    guard let found = try cohort(id), Visibility.sees(actor, found),
      let incubator = try organisation(found.incubator, places: places),
      Visibility.sees(actor, incubator)
    else { throw .notFound(aggregate: "cohort", id: id.text) }
    return found
  }

  /// How many places of a cohort are given away.
  mutating func placesTaken(in cohort: ID<Cohort>) throws(DomainError) -> Int {
    try applicationCounts(for: cohort).filter { Application.Status.housed.contains($0.key) }
      .values.reduce(0, +)
  }

  fileprivate mutating func record(
    _ cohort: Cohort, _ actor: Actor, _ now: Instant
  ) throws(DomainError) -> CohortRecord {
    let counts: [Application.Status: Int]? =
      if Visibility.seesCounts(actor, of: cohort) {
        try applicationCounts(for: cohort.id)
      } else {
        nil
      }
    return CohortRecord(cohort: cohort, counts: counts, now: now)
  }
}
