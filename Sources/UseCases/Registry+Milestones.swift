package import Domain
import Storage

extension Registry {
  /// Adds a milestone to the work.
  /// - Throws: `.invalid` where all together would be worth more than what was agreed on
  package func addMilestone(
    to id: ID<Engagement>, _ json: JSON, expecting version: Int? = nil, by actor: Actor,
    key: IdempotencyKey? = nil
  ) throws(DomainError) -> EngagementRecord {
    guard actor.isKnown else { throw .unauthenticated }
    let terms = try Milestone.Terms.read(json)
    try Self.requireComing(terms.due, "/due", clock())
    let (now, made) = (clock(), newID() as ID<Milestone>)
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.engagement(ID(id)).map { self.record($0, now) }
    } make: { db throws(DomainError) in
      let before = try self.worked(id, "add_milestone", by: actor, &db)
      if let version, version != before.version { throw .stale(current: before.version) }
      var after = before
      after.milestones.append(Milestone(id: made, terms: terms))
      guard after.milestones.count <= Engagement.mostMilestones else {
        throw .invalid([
          Fault(
            "", .tooMany, found: String(after.milestones.count),
            accepted: "≤ \(Engagement.mostMilestones)")
        ])
      }
      try Self.requireWithinAmount(after, "/amount_vnd")
      try self.replace(before, with: &after, "add_milestone", &db, actor, now)
      return (self.record(after, now), id.text)
    }
  }

  /// Changes what is to be done in a milestone that is the solver's turn, by a JSON merge patch.
  package func updateMilestone(
    _ milestone: ID<Milestone>, of id: ID<Engagement>, patch: JSON, expecting version: Int?,
    by actor: Actor
  ) throws(DomainError) -> EngagementRecord {
    guard actor.isKnown else { throw .unauthenticated }
    try patch.refuse(members: Milestone.readOnly)
    let now = clock()
    return try commit { db throws(DomainError) in
      let before = try self.worked(id, "update_milestone", by: actor, &db)
      guard let version else { throw .versionRequired(current: before.version) }
      guard version == before.version else { throw .stale(current: before.version) }
      let place = try Self.place(of: milestone, in: before)
      let old = before.milestones[place]
      guard old.isOpen else { throw Self.notOpen(old) }
      var after = before
      let terms = try Milestone.Terms.read(
        JSON.object(JSONObject(old.terms.members)).merging(patch, keepingNull: true))
      guard terms != old.terms else { return self.record(before, now) }
      // A day that has passed may stay what it was; another one must still be to come.
      if terms.due != old.terms.due { try Self.requireComing(terms.due, "/due", now) }
      after.milestones[place].terms = terms
      // Another day is another promise, of which people are told anew when it is broken.
      if terms.due != old.terms.due { after.milestones[place].toldOverdueAt = nil }
      try Self.requireWithinAmount(after, "/amount_vnd")
      try self.replace(before, with: &after, "update_milestone", &db, actor, now)
      return self.record(after, now)
    }
  }

  /// Takes out a milestone for which nothing was handed in yet.
  package func removeMilestone(
    _ milestone: ID<Milestone>, of id: ID<Engagement>, expecting version: Int?, by actor: Actor
  ) throws(DomainError) -> EngagementRecord {
    guard actor.isKnown else { throw .unauthenticated }
    let now = clock()
    return try commit { db throws(DomainError) in
      let before = try self.worked(id, "remove_milestone", by: actor, &db)
      if let version, version != before.version { throw .stale(current: before.version) }
      let place = try Self.place(of: milestone, in: before)
      guard before.milestones[place].status == .planned else {
        throw Self.notOpen(before.milestones[place], allowed: [.planned])
      }
      var after = before
      after.milestones.remove(at: place)
      try self.replace(before, with: &after, "remove_milestone", &db, actor, now)
      return self.record(after, now)
    }
  }

  /// Hands in what shows that a milestone is done: words, files of the solver's own, or both.
  package func submitMilestone(
    _ milestone: ID<Milestone>, of id: ID<Engagement>, _ json: JSON,
    expecting version: Int? = nil, by actor: Actor, key: IdempotencyKey? = nil
  ) throws(DomainError) -> EngagementRecord {
    guard actor.isKnown else { throw .unauthenticated }
    let now = clock()
    let evidence = try Milestone.Evidence(json, at: now)
    return try move(milestone, of: id, .submit, expecting: version, by: actor, key: key) {
      after, place, db throws(DomainError) in
      try Self.requireFiles(evidence.files, of: after, &db)
      for file in evidence.files { try db.use(file, by: FileUse(.engagement, id.text)) }
      after.milestones[place].evidence = evidence
      after.milestones[place].statusReason = nil
    }
  }

  /// Accepts what was handed in, or returns it with a reason.
  package func judgeMilestone(
    _ milestone: ID<Milestone>, of id: ID<Engagement>, _ event: Milestone.Event,
    reason: String? = nil, expecting version: Int? = nil, by actor: Actor,
    key: IdempotencyKey? = nil
  ) throws(DomainError) -> EngagementRecord {
    guard actor.isKnown else { throw .unauthenticated }
    let now = clock()
    return try move(
      milestone, of: id, event, reason: reason, expecting: version, by: actor, key: key
    ) { after, place, _ throws(DomainError) in
      after.milestones[place].statusReason = reason
      if event == .accept { after.milestones[place].acceptedAt = now }
    }
  }

  private func move(
    _ milestone: ID<Milestone>, of id: ID<Engagement>, _ event: Milestone.Event,
    reason: String? = nil, expecting version: Int?, by actor: Actor, key: IdempotencyKey?,
    _ apply: @Sendable (inout Engagement, Int, inout Database) throws(DomainError) -> Void
  ) throws(DomainError) -> EngagementRecord {
    let now = clock()
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.engagement(ID(id)).map { self.record($0, now) }
    } make: { db throws(DomainError) in
      let before = try db.visibleEngagement(id, to: actor)
      try self.requireImpartial(actor, "\(event.rawValue)_milestone", on: before, &db)
      let place = try Self.place(of: milestone, in: before)
      let target = try Milestone.lifecycle.target(
        of: event, from: before.milestones[place].status,
        as: actor.parties(towards: before.organisation), reason: reason)
      if let version, version != before.version { throw .stale(current: before.version) }
      try Self.requireActive(before)
      var after = before
      after.milestones[place].status = target
      try apply(&after, place, &db)
      let due = after.milestones[place].terms.due
      try self.replace(before, with: &after, "\(event.rawValue)_milestone", &db, actor, now)
      let owner = Notice.Audience.organisation(after.organisation)
      switch event {
      case .submit:
        try self.tell(.milestoneSubmitted, of: after, to: .officers, due: due, &db, now)
      case .accept:
        try self.tell(.milestoneAccepted, of: after, to: owner, due: due, &db, now)
      case .return:
        try self.tell(.milestoneReturned, of: after, to: owner, due: due, &db, now)
      }
      return (self.record(after, now), id.text)
    }
  }

  /// Tells solver and officers, once for each day, of milestones whose day has passed without
  /// anything handed in.
  static let overdueMilestones = Duty("tell of overdue milestones") {
    registry, now throws(DomainError) in
    let today = now.dayInVietnam
    let due = try registry.store.read { db throws(DomainError) in
      try db.untoldEngagements(before: today, limit: 50)
    }
    for id in due {
      try registry.commit { db throws(DomainError) in
        guard let before = try db.engagement(id), before.status == .active else { return }
        var after = before
        var days: [String] = []
        for place in after.milestones.indices {
          let milestone = after.milestones[place]
          guard milestone.isOpen, milestone.toldOverdueAt == nil, milestone.terms.due < today
          else { continue }
          after.milestones[place].toldOverdueAt = now
          days.append(milestone.terms.due)
        }
        guard !days.isEmpty else { return }
        try registry.replace(before, with: &after, "tell_overdue", &db, .clock, now)
        for audience in [Notice.Audience.organisation(after.organisation), .officers] {
          for day in days {
            try registry.tell(.milestoneOverdue, of: after, to: audience, due: day, &db, now)
          }
        }
      }
    }
  }

  /// Refuses a day (yyyy-mm-dd) before the one that a moment falls on in Vietnam.
  static func requireComing(_ day: String, _ path: String, _ now: Instant) throws(DomainError) {
    let today = now.dayInVietnam
    guard day < today else { return }
    throw .invalid([Fault(path, .outOfRange, found: day, accepted: "≥ \(today)")])
  }

  private static func requireFiles(
    _ files: [ID<StoredFile>], of engagement: Engagement, _ db: inout Database
  ) throws(DomainError) {
    var faults: [Fault] = []
    for (index, id) in files.enumerated() {
      guard let file = try db.file(id), file.organisation == engagement.organisation else {
        faults.append(Fault("/files/\(index)", .notFound, found: id.text))
        continue
      }
      let isElsewhere = try db.uses(of: id).contains {
        $0 != FileUse(.engagement, engagement.id.text)
      }
      if isElsewhere { faults.append(Fault("/files/\(index)", .attachedElsewhere, found: id.text)) }
    }
    guard faults.isEmpty else { throw .invalid(faults) }
  }

  private static func place(
    of milestone: ID<Milestone>, in engagement: Engagement
  ) throws(DomainError) -> Int {
    guard let place = engagement.milestones.firstIndex(where: { $0.id == milestone }) else {
      throw .notFound(aggregate: "milestone", id: milestone.text)
    }
    return place
  }

  private static func notOpen(
    _ milestone: Milestone, allowed: [Milestone.Status] = [.planned, .returned]
  ) -> DomainError {
    .refused(
      TransitionRefusal(
        aggregate: "milestone", event: "update", state: milestone.status.rawValue,
        allowedFrom: allowed.map(\.rawValue), allowedBy: ["dost", "admin"]))
  }
}
