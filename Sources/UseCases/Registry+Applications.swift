package import Domain
import Storage

extension Registry {
  /// Starts an application as a draft that only its startup can see.
  /// - Throws: `.conflict` where the startup has one already.
  package func createApplication(
    _ json: JSON, by actor: Actor, key: IdempotencyKey? = nil
  ) throws(DomainError) -> Application {
    let own = try Self.actingOrganisation(actor, "application.create")
    let content = try Application.Content.read(json, ignoring: ["cohort"])
    guard let cohortID = json["cohort"]?.text else {
      throw .invalid([
        json["cohort"].map {
          Fault("/cohort", .wrongType, found: $0.compact, accepted: "string")
        } ?? Fault("/cohort", .missing)
      ])
    }
    let (now, places, id) = (clock(), places, newID() as ID<Application>)
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.application(ID(id))
    } make: { db throws(DomainError) in
      let cohort = try db.visibleCohort(ID(cohortID), to: actor, places)
      let startup = try db.visibleOrganisation(own.text, to: actor, places)
      guard startup.profile.kind == .startup else {
        throw .invalid([
          Fault(
            "/cohort", .notForKind, found: startup.profile.kind.rawValue,
            accepted: OrganisationKind.startup.rawValue)
        ])
      }
      try Self.requireIntake(of: cohort, now, mayComeEarly: true)
      try db.requireFiles(content.files, of: own)
      if let held = try db.application(of: own, for: cohort.id) {
        throw .conflict(field: "cohort", value: cohort.id.text, holder: held.text)
      }
      let application = Application(
        id: id, cohort: cohort.id, startup: own, incubator: cohort.incubator, content: content,
        createdAt: now, updatedAt: now)
      try db.insert(application)
      try self.audit(
        &db, actor, "create", .application, id: id.text, version: 1, at: now,
        payload: ["after": application.json])
      return (application, id.text)
    }
  }

  /// An application, if the actor may know of it.
  package func application(
    _ id: ID<Application>, by actor: Actor
  ) throws(DomainError) -> Application {
    guard actor.isKnown else { throw .unauthenticated }
    let found = try store.read { db throws(DomainError) in
      try db.visibleApplication(id, to: actor)
    }
    noteLook(at: found, by: actor)
    return found
  }

  /// Notes that an officer reads what a startup has handed in.
  private func noteLook(at application: Application, by actor: Actor) {
    noteOfficer(actor, at: .application, of: application.id.text, owner: application.startup)
  }

  /// A page of applications, the newest first: its own and those to it for a member, all that
  /// were handed in for officers.
  package func applications(
    cohort: String? = nil, organisation: String? = nil, statuses: [Application.Status] = [],
    page: PageRequest, by actor: Actor
  ) throws(DomainError) -> Page<Application> {
    guard actor.isKnown else { throw .unauthenticated }
    let places = places
    let found = try store.read { db throws(DomainError) in
      var filter = BetweenFilter(visibleTo: actor)
      filter.statuses = statuses.map(\.rawValue)
      if let cohort { filter.cohort = try db.visibleCohort(ID(cohort), to: actor, places).id }
      if let organisation {
        filter.organisation = try db.visibleOrganisation(organisation, to: actor, places).id
      }
      return try db.applications(filter, page)
    }
    for application in found.items { noteLook(at: application, by: actor) }
    return found
  }

  /// Changes a draft by a JSON merge patch.
  package func updateApplication(
    _ id: ID<Application>, patch: JSON, expecting version: Int?, by actor: Actor
  ) throws(DomainError) -> Application {
    guard actor.isKnown else { throw .unauthenticated }
    try patch.refuse(members: Application.Content.readOnly.union(["cohort"]))
    let now = clock()
    return try commit { db throws(DomainError) in
      let before = try db.visibleApplication(id, to: actor)
      guard
        actor.parties(asking: before.startup, asked: before.incubator).contains(.requester)
      else { throw .forbidden(action: "application.update", needs: ["requester"]) }
      guard let version else { throw .versionRequired(current: before.version) }
      guard version == before.version else { throw .stale(current: before.version) }
      guard before.status == .draft else {
        throw .refused(
          TransitionRefusal(
            aggregate: "application", event: "update", state: before.status.rawValue,
            allowedFrom: ["draft"], allowedBy: ["requester"]))
      }
      let merged = JSON.object(JSONObject(before.content.members)).merging(
        patch, keepingNull: true)
      var after = before
      after.content = try Application.Content.read(merged)
      guard after.content != before.content else { return before }
      try db.requireFiles(after.content.files, of: before.startup)
      try self.replace(before, with: &after, "update", &db, actor, now)
      return after
    }
  }

  /// Takes an application one step through its life.
  /// - Throws: `.deadlinePassed` where it is handed in too late; `.invalid` where no place is
  ///   left.
  package func moveApplication(
    _ id: ID<Application>, _ event: Application.Event, reason: String? = nil,
    expecting version: Int? = nil, by actor: Actor, key: IdempotencyKey? = nil
  ) throws(DomainError) -> Application {
    guard actor.isKnown else { throw .unauthenticated }
    let (now, places) = (clock(), places)
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.application(ID(id))
    } make: { db throws(DomainError) in
      let before = try db.visibleApplication(id, to: actor)
      var after = before
      after.status = try Application.lifecycle.target(
        of: event, from: before.status,
        as: actor.parties(asking: before.startup, asked: before.incubator), reason: reason)
      if let version, version != before.version { throw .stale(current: before.version) }
      after.statusReason = reason
      guard let cohort = try db.cohort(before.cohort),
        let startup = try db.organisation(before.startup, places: places)
      else { throw .internalFault("application \(id): cohort or startup is missing") }
      if event == .submit {
        try Self.requireVerified(startup, "apply")
        try Self.requireIntake(of: cohort, now)
        if before.content.answers == nil { throw .invalid([Fault("/answers", .missing)]) }
        after.submittedAt = now
      }
      if event == .accept {
        let taken = try db.placesTaken(in: cohort.id)
        guard taken < cohort.terms.capacity else {
          throw .invalid([
            Fault(
              "/cohort", .tooMany, found: "\(taken + 1)", accepted: "≤ \(cohort.terms.capacity)")
          ])
        }
      }
      try self.replace(before, with: &after, event.rawValue, &db, actor, now)
      try self.tell(of: event, before, cohort, startup, &db, actor, now)
      return (after, id.text)
    }
  }

  private func replace(
    _ before: Application, with after: inout Application, _ action: String,
    _ db: inout Database, _ actor: Actor, _ now: Instant
  ) throws(DomainError) {
    after.version = before.version + 1
    after.updatedAt = now
    try db.update(after)
    try audit(
      &db, actor, action, .application, id: after.id.text, version: after.version, at: now,
      payload: .difference(from: before.json, to: after.json))
  }

  /// Tells the other side, unless it knows of nothing yet.
  private func tell(
    of event: Application.Event, _ before: Application, _ cohort: Cohort,
    _ startup: Organisation, _ db: inout Database, _ actor: Actor, _ now: Instant
  ) throws(DomainError) {
    let kind: Notice.Kind =
      switch event {
      case .submit: .applicationSubmitted
      case .withdraw: .applicationWithdrawn
      case .accept: .applicationAccepted
      case .decline: .applicationDeclined
      case .shortlist, .join, .graduate, .leave: .applicationMoved
      }
    guard event == .submit || before.submittedAt != nil else { return }
    let other = actor.belongs(to: before.startup) ? before.incubator : before.startup
    try tell(
      Notice(
        kind, to: .organisation(other), about: Notice.Subject(.application, before.id.text),
        ["cohort": cohort.terms.name, "startup": startup.profile.name]), &db, now)
  }

  /// A draft may be written before the intake opens, but not handed in.
  private static func requireIntake(
    of cohort: Cohort, _ now: Instant, mayComeEarly: Bool = false
  ) throws(DomainError) {
    switch cohort.intake(at: now) {
    case .open: break
    case .closed: throw .deadlinePassed(cohort.terms.closes)
    case .upcoming:
      if mayComeEarly { break }
      throw .invalid([
        Fault(
          "/cohort", .outOfRange, found: now.textInVietnam,
          accepted: "\(cohort.terms.opens.textInVietnam) … \(cohort.terms.closes.textInVietnam)")
      ])
    case nil:
      throw .refused(
        TransitionRefusal(
          aggregate: "cohort", event: "apply", state: cohort.status.rawValue,
          allowedFrom: ["announced"], allowedBy: ["member"]))
    }
  }
}

extension Database {
  fileprivate mutating func visibleApplication(
    _ id: ID<Application>, to actor: Actor
  ) throws(DomainError) -> Application {
    guard let found = try application(id), Visibility.sees(actor, found) else {
      throw .notFound(aggregate: "application", id: id.text)
    }
    return found
  }

  /// Refuses files that are not there or belong to somebody else.
  fileprivate mutating func requireFiles(
    _ files: [ID<StoredFile>], of owner: ID<Organisation>
  ) throws(DomainError) {
    var faults: [Fault] = []
    for (index, id) in files.enumerated() {
      if try file(id)?.organisation != owner {
        faults.append(Fault("/files/\(index)", .notFound, found: id.text))
      } else if files[..<index].contains(id) {
        faults.append(Fault("/files/\(index)", .repeated, found: id.text))
      }
    }
    guard faults.isEmpty else { throw .invalid(faults) }
  }
}
