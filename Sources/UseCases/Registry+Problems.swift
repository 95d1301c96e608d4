package import Domain
import Storage

extension Registry {
  /// Writes down a problem as a draft; a title is enough.
  ///
  /// Officers may, and members of an agency, whose organisation is then its author.
  package func createProblem(
    _ json: JSON, by actor: Actor, key: IdempotencyKey? = nil
  ) throws(DomainError) -> Accepted<Problem> {
    guard actor.isKnown else { throw .unauthenticated }
    let (statement, notes) = try ProblemStatement.read(json, places: places)
    try refusePersonalNumbers(in: json)
    let (now, places) = (clock(), places)
    let record = Problem(
      id: newID(), status: .draft, createdAt: now, updatedAt: now,
      author: actor.isOfficer ? nil : actor.organisation, statement: statement)
    let stored = try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.problem(ID(id), places: places)
    } make: { db throws(DomainError) in
      try db.requireProblemAuthor(actor, places)
      var record = record
      try db.settleOwner(of: &record.statement, actor, places)
      try self.insert(record, &db, actor, now)
      return (record, record.id.text)
    }
    return Accepted(record: stored, notes: notes)
  }

  /// A problem by identifier, public code, or the identifier of its import.
  /// - Throws: `.notFound` also where it exists but this actor may not know of it.
  package func problem(_ name: String, by actor: Actor) throws(DomainError) -> Problem {
    let places = places
    return try store.read { db throws(DomainError) in
      try db.visibleProblem(name, to: actor, places)
    }
  }

  /// Those of these problems that the actor may know of, by identifier. At most as many as a page of a list
  /// holds are asked for.
  package func problems(
    _ ids: [ID<Problem>], by actor: Actor
  ) throws(DomainError) -> [ID<Problem>: Problem] {
    let places = places
    let found = try store.read { db throws(DomainError) in try db.problems(ids, places: places) }
    return Dictionary(
      found.filter { Visibility.sees(actor, $0) }.map { ($0.id, $0) },
      uniquingKeysWith: { first, _ in first })
  }

  /// A page of the problems that the actor may know of, the newest first.
  package func problems(
    _ filter: ProblemFilter, page: PageRequest, by actor: Actor
  ) throws(DomainError) -> Page<Problem> {
    var filter = filter
    filter.visibleTo =
      actor.isOfficer
      ? .everything : .published(andBy: actor.role == .member ? actor.organisation : nil)
    let (places, restricted) = (places, filter)
    return try store.read { db throws(DomainError) in
      try db.problems(restricted, page, places: places)
    }
  }

  /// Changes a problem by a JSON merge patch; its author while it is a draft, officers until it
  /// is closed, since offers are judged by what was asked.
  ///
  /// Once published, each change is a version of the statement that everybody interested is told
  /// of, see `amendProblem`, and the patch says why: its `reason` stands with the version.
  package func updateProblem(
    _ name: String, patch: JSON, expecting version: Int?, by actor: Actor
  ) throws(DomainError) -> Accepted<Problem> {
    try change(name, by: patch, nil, expecting: version, actor)
  }

  /// Changes a problem; the amendment says why and under which document. Without one, a patch of
  /// whatever state the problem is in says so itself where that is owed.
  func change(
    _ name: String, by patch: JSON, _ formal: Amendment?, expecting version: Int?,
    _ actor: Actor
  ) throws(DomainError) -> Accepted<Problem> {
    guard actor.isKnown else { throw .unauthenticated }
    try patch.refuse(members: ProblemStatement.readOnly)
    try refusePersonalNumbers(in: patch)
    let (now, places) = (clock(), places)
    return try commit { db throws(DomainError) in
      let before = try db.visibleProblem(name, to: actor, places)
      let parties = actor.parties(towards: before.author)
      guard actor.isOfficer || (parties.contains(.owner) && before.status == .draft) else {
        throw .forbidden(action: "problem.update", needs: ["owner", "dost", "admin"])
      }
      try self.requireImpartial(actor, "problem.update", over: before.id, &db)
      guard let version else { throw .versionRequired(current: before.version) }
      guard version == before.version else { throw .stale(current: before.version) }
      let open: [Problem.Status] = [.draft, .submitted, .published, .suspended]
      guard open.contains(before.status) else {
        throw .refused(
          TransitionRefusal(
            aggregate: "problem", event: "update", state: before.status.rawValue,
            allowedFrom: open.map(\.rawValue), allowedBy: ["dost", "admin"]))
      }
      if formal != nil { try before.requirePublished("update") }
      let isPublic = before.publishedAt != nil
      let (amendment, changes) =
        formal == nil && isPublic
        ? try Amendment.taken(from: patch) : (formal ?? Amendment(), patch)
      let merged = JSON.object(JSONObject(before.statement.members))
        .merging(changes, keepingNull: true)
      var (statement, notes) = try ProblemStatement.read(merged, places: places)
      guard statement != before.statement else { return Accepted(record: before, notes: notes) }
      if statement.ownerOrganisation != before.statement.ownerOrganisation {
        try db.settleOwner(of: &statement, actor, places)
      }
      try before.allowAmending(to: statement, at: now)
      guard !isPublic || amendment.reason != nil else {
        throw .invalid([Fault("/reason", .missing)])
      }
      var after = before
      after.statement = statement
      // What an officer has scheduled is published as the officer has read it.
      if !actor.isOfficer { after.publishAt = nil }
      try self.replace(before, with: &after, "update", &db, actor, now)
      try self.recordAmendment(of: before, to: after, amendment, &db, actor, now)
      return Accepted(record: after, notes: notes)
    }
  }

  /// Gives a problem what it has from its first publication on.
  func publish(_ problem: inout Problem, _ db: inout Database, _ now: Instant) throws(DomainError) {
    if problem.code == nil {
      let name = try db.setting(Self.codePrefixSetting) ?? Self.defaultCodePrefix
      let prefix = "\(name)-\(now.yearInVietnam)-"
      let number = String(try db.nextProblemNumber(prefix: prefix))
      problem.code = prefix + String(repeating: "0", count: max(0, 3 - number.count)) + number
    }
    if problem.publishedAt == nil { problem.publishedAt = now }
  }

  /// Stores a new problem with its audit entry.
  func insert(_ record: Problem, _ db: inout Database, _ actor: Actor, _ now: Instant)
    throws(DomainError)
  {
    try db.insert(record)
    try audit(
      &db, actor, "create", .problem, id: record.id.text, version: record.version, at: now,
      payload: ["after": record.json])
  }

  /// Stores the next version of a problem with its audit entry.
  func replace(
    _ before: Problem, with after: inout Problem, _ action: String, _ db: inout Database,
    _ actor: Actor, _ now: Instant
  ) throws(DomainError) {
    after.version = before.version + 1
    after.updatedAt = now
    try db.update(after)
    try audit(
      &db, actor, action, .problem, id: after.id.text, version: after.version, at: now,
      payload: .difference(from: before.json, to: after.json))
  }
}

extension Database {
  /// Finds a problem by any of its names, if the actor may know of it.
  mutating func visibleProblem(_ name: String, to actor: Actor, _ places: Gazetteer)
    throws(DomainError) -> Problem
  {
    var found = try problem(ID(name), places: places)
    if found == nil { found = try problem(code: name.uppercased(), places: places) }
    if found == nil { found = try problem(externalID: name, places: places) }
    guard let found, Visibility.sees(actor, found) else {
      throw .notFound(aggregate: "problem", id: name)
    }
    return found
  }

  /// Gives the owner by its identifier, whichever of its names was written.
  mutating func settleOwner(
    of statement: inout ProblemStatement, _ actor: Actor, _ places: Gazetteer
  ) throws(DomainError) {
    guard let written = statement.ownerOrganisation else { return }
    do {
      statement.ownerOrganisation = try visibleOrganisation(written.text, to: actor, places).id
    } catch {
      guard case .notFound = error else { throw error }
      throw .invalid([Fault("/owner_organisation", .notFound, found: written.text)])
    }
  }

  fileprivate mutating func requireProblemAuthor(_ actor: Actor, _ places: Gazetteer)
    throws(DomainError)
  {
    if actor.isOfficer { return }
    if actor.role == .member, actor.membership != .viewer, let own = actor.organisation,
      let organisation = try organisation(own, places: places),
      organisation.profile.kind == .agency, organisation.status == .verified
    {
      return
    }
    throw .forbidden(action: "problem.create", needs: ["dost", "admin", "agency"])
  }
}
