package import Domain
import Storage

/// An engagement as it stands on a day.
package struct EngagementRecord: Sendable {
  /// The engagement.
  package let engagement: Engagement
  let today: String

  /// Whether a day of it has passed that was not met.
  package var isOverdue: Bool { engagement.isOverdue(on: today) }
  /// Whether the last day of its controlled trial has passed.
  package var hasSandboxEnded: Bool { engagement.hasSandboxEnded(on: today) }
  /// The record as it stands in the API.
  package var json: JSON { engagement.json(on: today) }
}

extension Registry {
  /// Makes the engagement of an award that has none: of one that was recorded by hand after the
  /// problem was awarded, or of an earlier release.
  /// - Throws: `.refused` where the problem is not awarded, `.invalid` where the organisation was
  ///   not, `.conflict` where it has one
  package func createEngagement(
    _ json: JSON, by actor: Actor, key: IdempotencyKey? = nil
  ) throws(DomainError) -> EngagementRecord {
    guard actor.isKnown else { throw .unauthenticated }
    guard actor.isOfficer else {
      throw .forbidden(action: "engagement.create", needs: ["dost", "admin"])
    }
    let log = FaultLog()
    var (problemName, organisationName): (String?, String?)
    if var reader = ObjectReader(json, log: log) {
      problemName = reader.line("problem", most: 100)
      organisationName = reader.line("organisation", most: 100)
      reader.require("problem", problemName != nil)
      reader.require("organisation", organisationName != nil)
    }
    try log.check()
    guard case .object(var rest) = json else { throw .invalid([Fault("", .missing)]) }
    (rest["problem"], rest["organisation"]) = (nil, nil)
    let (input, names) = (
      JSON.object(rest), (problem: problemName ?? "", organisation: organisationName ?? "")
    )
    let terms = try Engagement.Terms.read(input)
    try Self.requireComing(terms.sandbox?.end, clock())
    let (now, places, id) = (clock(), places, newID() as ID<Engagement>)
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.engagement(ID(id)).map { self.record($0, now) }
    } make: { db throws(DomainError) in
      let problem = try db.visibleProblem(names.problem, to: actor, places)
      let organisation = try db.visibleOrganisation(names.organisation, to: actor, places)
      try self.requireImpartial(actor, "engagement.create", towards: organisation.id, &db)
      try self.requireImpartial(actor, "engagement.create", in: problem.id, &db)
      guard problem.status == .awarded || problem.status == .inProgress else {
        throw .refused(
          TransitionRefusal(
            aggregate: "problem", event: "engage", state: problem.status.rawValue,
            allowedFrom: ["awarded", "in_progress"], allowedBy: ["dost", "admin"]))
      }
      guard
        let award = try db.awards(of: problem.id)
          .first(where: { $0.organisation == organisation.id })
      else { throw .invalid([Fault("/organisation", .notAccepted, found: organisation.id.text)]) }
      if let held = try db.engagements(for: problem.id)
        .first(where: { $0.organisation == organisation.id })
      {
        throw .conflict(field: "organisation", value: organisation.id.text, holder: held.id.text)
      }
      try Self.requireSandbox(terms, problem)
      let made = Engagement(
        id: id, problem: problem.id, proposal: award.proposal, organisation: organisation.id,
        terms: terms, createdAt: now, updatedAt: now)
      try self.insert(made, problem, &db, actor, now)
      return (self.record(made, now), id.text)
    }
  }

  /// An engagement, if the actor may know of it.
  package func engagement(
    _ id: ID<Engagement>, by actor: Actor
  ) throws(DomainError) -> EngagementRecord {
    guard actor.isKnown else { throw .unauthenticated }
    let now = clock()
    let found = try store.read { db throws(DomainError) in
      self.record(try db.visibleEngagement(id, to: actor), now)
    }
    noteLook(at: found.engagement, by: actor)
    return found
  }

  /// A page of engagements, the newest first: all for officers, its own and those it has a part in
  /// for a member.
  package func engagements(
    problem: String? = nil, organisation: String? = nil, statuses: [Engagement.Status] = [],
    overdueOnly: Bool = false, page: PageRequest, by actor: Actor
  ) throws(DomainError) -> Page<EngagementRecord> {
    guard actor.isKnown else { throw .unauthenticated }
    let (now, places) = (clock(), places)
    let shown = try store.read { db throws(DomainError) in
      var filter = EngagementFilter()
      filter.statuses = statuses
      filter.dueBefore = overdueOnly ? now.dayInVietnam : nil
      if actor.isOfficer {
        filter.visibleTo = .officer
      } else if actor.role == .member, let own = actor.organisation {
        filter.visibleTo = .owner(own)
      }
      if let problem { filter.problem = try db.visibleProblem(problem, to: actor, places).id }
      if let organisation {
        filter.organisation = try db.visibleOrganisation(organisation, to: actor, places).id
      }
      let found = try db.engagements(filter, page)
      return Page(
        items: found.items.map { self.record($0, now) }, total: found.total, next: found.next)
    }
    for record in shown.items { noteLook(at: record.engagement, by: actor) }
    return shown
  }

  /// Changes what was agreed on, and records what came of it, by a JSON merge patch.
  package func updateEngagement(
    _ id: ID<Engagement>, patch: JSON, expecting version: Int?, by actor: Actor
  ) throws(DomainError) -> EngagementRecord {
    guard actor.isKnown else { throw .unauthenticated }
    try patch.refuse(members: Engagement.readOnly)
    let (now, places) = (clock(), places)
    return try commit { db throws(DomainError) in
      let before = try self.worked(id, "update", by: actor, &db)
      guard let version else { throw .versionRequired(current: before.version) }
      guard version == before.version else { throw .stale(current: before.version) }
      guard let problem = try db.problem(before.problem, places: places) else {
        throw .internalFault("engagement \(id): no problem")
      }
      let merged = JSON.object(JSONObject(before.terms.members))
        .merging(patch, keepingNull: true)
      var after = before
      after.terms = try Engagement.Terms.read(merged)
      guard after.terms != before.terms else { return self.record(before, now) }
      try Self.requireSandbox(after.terms, problem)
      if after.terms.sandbox?.end != before.terms.sandbox?.end {
        try Self.requireComing(after.terms.sandbox?.end, now)
      }
      try Self.requireWithinAmount(after, "/amount_vnd")
      try self.replace(before, with: &after, "update", &db, actor, now)
      return self.record(after, now)
    }
  }

  /// Ends an engagement: as completed, once every milestone is accepted and it says what came of
  /// it, or as terminated with a reason.
  package func moveEngagement(
    _ id: ID<Engagement>, _ event: Engagement.Event, reason: String? = nil,
    expecting version: Int? = nil, by actor: Actor, key: IdempotencyKey? = nil
  ) throws(DomainError) -> EngagementRecord {
    guard actor.isKnown else { throw .unauthenticated }
    let now = clock()
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.engagement(ID(id)).map { self.record($0, now) }
    } make: { db throws(DomainError) in
      let before = try db.visibleEngagement(id, to: actor)
      try self.requireImpartial(actor, event.rawValue, on: before, &db)
      var after = before
      after.status = try Engagement.lifecycle.target(
        of: event, from: before.status, as: actor.parties(towards: before.organisation),
        reason: reason)
      if let version, version != before.version { throw .stale(current: before.version) }
      if event == .complete {
        try Self.requireComplete(before, of: self.name(of: before.organisation, &db))
      }
      after.statusReason = reason
      try self.replace(before, with: &after, event.rawValue, &db, actor, now)
      try self.tell(
        event == .complete ? .engagementCompleted : .engagementTerminated, of: after,
        to: .organisation(after.organisation), &db, now)
      return (self.record(after, now), id.text)
    }
  }

  private static func requireComplete(
    _ engagement: Engagement, of name: String
  ) throws(DomainError) {
    let id = engagement.id.text
    var missing = engagement.milestones.filter { $0.status != .accepted }
      .map { Pending(.acceptance, $0.id.text, name: $0.terms.title) }
    missing += engagement.owed.filter { $0 != .acceptance }.map { Pending($0, id, name: name) }
    guard missing.isEmpty else { throw .pending(missing) }
  }

  /// Refuses a controlled trial that is over before it is agreed on.
  private static func requireComing(_ end: String?, _ now: Instant) throws(DomainError) {
    if let end { try requireComing(end, "/sandbox/end", now) }
  }

  private static func requireSandbox(
    _ terms: Engagement.Terms, _ problem: Problem
  ) throws(DomainError) {
    guard terms.sandbox != nil, problem.statement.mechanism != .sandbox else { return }
    throw .invalid([
      Fault(
        "/sandbox", .notAccepted, found: problem.statement.mechanism?.rawValue ?? "–",
        accepted: "mechanism: sandbox")
    ])
  }

  /// Refuses milestones that are worth more together than what was agreed on.
  static func requireWithinAmount(_ engagement: Engagement, _ path: String) throws(DomainError) {
    guard engagement.plannedVND > engagement.terms.amountVND ?? 0 else { return }
    throw .invalid([
      Fault(
        path, .outOfRange, found: "Σ \(engagement.plannedVND)",
        accepted: "Σ ≤ \(engagement.terms.amountVND ?? 0)")
    ])
  }

  /// An engagement that an officer without a tie may change at this time.
  func worked(
    _ id: ID<Engagement>, _ action: String, by actor: Actor, _ db: inout Database
  ) throws(DomainError) -> Engagement {
    let found = try db.visibleEngagement(id, to: actor)
    guard actor.isOfficer else {
      throw .forbidden(action: "engagement.\(action)", needs: ["dost", "admin"])
    }
    try requireImpartial(actor, action, on: found, &db)
    try Self.requireActive(found)
    return found
  }

  static func requireActive(_ engagement: Engagement) throws(DomainError) {
    guard engagement.status == .active else {
      throw .refused(
        TransitionRefusal(
          aggregate: "engagement", event: "update", state: engagement.status.rawValue,
          allowedFrom: ["active"], allowedBy: ["dost", "admin", "owner"]))
    }
  }

  func record(_ engagement: Engagement, _ now: Instant) -> EngagementRecord {
    EngagementRecord(engagement: engagement, today: now.dayInVietnam)
  }

  /// Stores a new engagement with its audit entry, and tells its solver.
  func insert(
    _ engagement: Engagement, _ problem: Problem, _ db: inout Database, _ actor: Actor,
    _ now: Instant
  ) throws(DomainError) {
    try db.insert(engagement)
    try audit(
      &db, actor, "create", .engagement, id: engagement.id.text, version: 1, at: now,
      payload: ["after": engagement.json(on: now.dayInVietnam)])
    try tell(.engagementMade, of: engagement, to: .organisation(engagement.organisation), &db, now)
  }

  /// Stores the next version of an engagement with its audit entry, its milestones in the order of
  /// their days.
  func replace(
    _ before: Engagement, with after: inout Engagement, _ action: String, _ db: inout Database,
    _ actor: Actor, _ now: Instant
  ) throws(DomainError) {
    after.milestones.sort { ($0.terms.due, $0.id) < ($1.terms.due, $1.id) }
    after.version = before.version + 1
    after.updatedAt = now
    try db.update(after)
    let today = now.dayInVietnam
    try audit(
      &db, actor, action, .engagement, id: after.id.text, version: after.version, at: now,
      payload: .difference(from: before.json(on: today), to: after.json(on: today)))
  }

  /// Tells somebody of an engagement. Only the problem is named, since it alone is public.
  func tell(
    _ kind: Notice.Kind, of engagement: Engagement, to audience: Notice.Audience,
    due: String? = nil, _ db: inout Database, _ now: Instant
  ) throws(DomainError) {
    var values: [String: String] = [:]
    if let problem = try db.problem(engagement.problem, places: places) {
      values = problem.notice.values
    }
    values["due"] = due
    try tell(
      Notice(
        kind, to: audience, about: Notice.Subject(.engagement, engagement.id.text), values), &db,
      now)
  }
}

extension Database {
  mutating func visibleEngagement(
    _ id: ID<Engagement>, to actor: Actor
  ) throws(DomainError) -> Engagement {
    guard let found = try engagement(id), Visibility.sees(actor, found) else {
      throw .notFound(aggregate: "engagement", id: id.text)
    }
    return found
  }
}
