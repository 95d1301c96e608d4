package import Domain
import Storage

/// Why a published statement is changed, and under which document.
struct Amendment: Sendable {
  /// Why, in public words.
  var reason: String?
  /// The document, by identifier.
  var document: String?

  /// Takes the reason out of a merge patch of a statement that is public.
  /// - Throws: `.invalid` where it is no text
  static func taken(
    from patch: JSON
  ) throws(DomainError) -> (amendment: Amendment, patch: JSON) {
    guard case .object(let object) = patch else { return (Amendment(), patch) }
    let log = FaultLog()
    var amendment = Amendment()
    if var reader = ObjectReader(patch, log: log) {
      amendment.reason = reader.text("reason", most: 5000)
    }
    try log.check()
    let rest = object.members.filter { $0.name != "reason" }
    return (amendment, .object(JSONObject(rest.map { ($0.name, $0.value) })))
  }

  /// Reads reason, document, and what else `body` asks for.
  fileprivate static func read<Value>(
    _ json: JSON, _ body: (inout ObjectReader) -> Value
  ) throws(DomainError) -> (Amendment, Value) {
    let log = FaultLog()
    var amendment = Amendment()
    var value: Value?
    if var reader = ObjectReader(json, log: log) {
      value = body(&reader)
      amendment.reason = reader.text("reason", most: 5000)
      amendment.document = reader.line("document", most: 100)
      reader.require("reason", amendment.reason != nil)
      reader.finish()
    }
    try log.check()
    guard let value else { throw .invalid([Fault("", .missing)]) }
    return (amendment, value)
  }
}

/// One version of a statement with what it changed.
package struct ProblemRevision: Sendable, Equatable {
  /// The version.
  package let version: ProblemVersion
  /// What differs from the version before; empty for the first.
  package let changes: [ProblemChange]
}

extension Registry {
  /// Changes a published problem with a reason, under a document where there is one: the body has
  /// `changes`, a merge patch of the statement, `reason`, and `document`.
  ///
  /// It makes a version that everybody may read, and tells all who count on the problem.
  /// - Throws: `.invalid` where a hard requirement would become stricter or a deadline earlier.
  package func amendProblem(
    _ name: String, _ json: JSON, expecting version: Int?, by actor: Actor
  ) throws(DomainError) -> Accepted<Problem> {
    guard actor.isKnown else { throw .unauthenticated }
    let changes = json["changes"] ?? [:]
    let (amendment, _) = try Amendment.read(json) { reader in
      _ = reader.object("changes") { inner in inner.accept(ProblemMember.accepted) }
      reader.require("changes", json["changes"] != nil)
    }
    try refusePersonalNumbers(in: json, members: ["reason"])
    do { return try change(name, by: changes, amendment, expecting: version, actor) } catch {
      guard case .invalid(let faults) = error else { throw error }
      throw .invalid(
        faults.map { fault in
          fault.path == "/document"
            ? fault
            : Fault(
              "/changes" + fault.path, fault.rule, found: fault.found, accepted: fault.accepted)
        })
    }
  }

  /// Puts off the deadline of a published problem, with a reason that everybody interested is told.
  /// - Throws: `.deadlinePassed` where it has passed, to the second; `.invalid` where the new one
  ///   is not later.
  package func extendProblem(
    _ name: String, _ json: JSON, expecting version: Int? = nil, by actor: Actor,
    key: IdempotencyKey? = nil
  ) throws(DomainError) -> Problem {
    guard actor.isKnown else { throw .unauthenticated }
    let (amendment, times) = try Amendment.read(json) { reader in
      let deadline = reader.instant("deadline")
      reader.require("deadline", deadline != nil)
      return (deadline: deadline, questions: reader.instant("question_deadline"))
    }
    try refusePersonalNumbers(in: json)
    let (now, places) = (clock(), places)
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.problem(ID(id), places: places)
    } make: { db throws(DomainError) in
      let before = try db.visibleProblem(name, to: actor, places)
      guard actor.isOfficer else {
        throw .forbidden(action: "problem.extend", needs: ["dost", "admin"])
      }
      try self.requireImpartial(actor, "problem.extend", over: before.id, &db)
      try before.requirePublished("extend")
      if let version, version != before.version { throw .stale(current: before.version) }
      var after = before
      after.statement.deadline = times.deadline
      if let questions = times.questions { after.statement.questionDeadline = questions }
      if let last = after.statement.questionDeadline, let deadline = times.deadline,
        last > deadline
      {
        throw .invalid([
          Fault(
            "/question_deadline", .outOfRange, found: last.description, accepted: "≤ \(deadline)")
        ])
      }
      if let old = before.statement.deadline, times.deadline == old {
        throw old <= now
          ? .deadlinePassed(old)
          : .invalid([
            Fault("/deadline", .outOfRange, found: old.description, accepted: "> \(old)")
          ])
      }
      try before.allowAmending(to: after.statement, at: now)
      try self.replace(before, with: &after, "extend", &db, actor, now)
      try self.recordAmendment(of: before, to: after, amendment, &db, actor, now)
      return (after, after.id.text)
    }
  }

  /// Stores the version that a change of a public statement makes, with its line of history, and
  /// tells those who count on it. What was never public leaves nothing.
  func recordAmendment(
    of before: Problem, to after: Problem, _ amendment: Amendment, _ db: inout Database,
    _ actor: Actor, _ now: Instant
  ) throws(DomainError) {
    guard let published = before.publishedAt else { return }
    let document = try db.citedDocument(amendment.document, actor)
    let stored = try db.versionCount(of: before.id)
    if stored == 0 {
      try db.insert(
        ProblemVersion(
          problem: before.id, number: 1, at: published, document: before.document,
          statement: before.statement))
    }
    let number = max(stored, 1) + 1
    try db.insert(
      ProblemVersion(
        problem: after.id, number: number, at: now, reason: amendment.reason,
        document: document?.id, statement: after.statement))
    let isExtension = ProblemChange.between(before.statement, after.statement).allSatisfy {
      $0.member == .deadline || $0.member == .questionDeadline
    }
    try db.insert(
      ProblemAct(
        id: newID(), problem: after.id, kind: isExtension ? .extend : .amend, at: now,
        document: document?.id, statement: number, reason: amendment.reason))
    var values = after.notice.values
    values["reason"] = amendment.reason
    values["deadline"] = after.statement.deadline?.deadlineTextInVietnam
    try tellInterested(
      isExtension ? .problemExtended : .problemAmended, in: after, values, &db, now)
  }

  /// A page of the public versions of a problem's statement, the newest first.
  package func problemVersions(
    _ name: String, page: PageRequest, by actor: Actor
  ) throws(DomainError) -> Page<ProblemRevision> {
    let places = places
    return try store.read { db throws(DomainError) in
      let problem = try db.visibleProblem(name, to: actor, places)
      guard let only = problem.onlyVersion else { return Page(items: [], total: 0, next: nil) }
      let total = max(1, try db.versionCount(of: problem.id))
      var newest = total
      if case .number(let last)? = page.after?.key { newest = Int(clamping: last) - 1 }
      var found = try db.versions(
        of: problem.id, upTo: newest, limit: page.limit + 1, places: places)
      if found.isEmpty, newest >= 1 { found = [only] }
      let items = found.prefix(page.limit).enumerated().map { place, version in
        let former = place + 1 < found.count ? found[place + 1] : nil
        return ProblemRevision(
          version: version,
          changes: former.map { ProblemChange.between($0.statement, version.statement) } ?? [])
      }
      let last = found.count > page.limit ? items.last?.version : nil
      return Page(
        items: items, total: total,
        next: last.map { (key: .number(Int64($0.number)), id: $0.problem.text) })
    }
  }

  /// One public version of a problem's statement.
  package func problemVersion(
    _ number: String, of name: String, by actor: Actor
  ) throws(DomainError) -> ProblemRevision {
    let places = places
    return try store.read { db throws(DomainError) in
      let problem = try db.visibleProblem(name, to: actor, places)
      guard let only = problem.onlyVersion, let wanted = Int(number), wanted >= 1 else {
        throw .notFound(aggregate: "problem", id: "\(name)/versions/\(number)")
      }
      let found = try db.versions(of: problem.id, upTo: wanted, limit: 2, places: places)
      if let version = found.first, version.number == wanted {
        let former = found.dropFirst().first
        return ProblemRevision(
          version: version,
          changes: former.map { ProblemChange.between($0.statement, version.statement) } ?? [])
      }
      guard wanted == 1 else {
        throw .notFound(aggregate: "problem", id: "\(name)/versions/\(number)")
      }
      return ProblemRevision(version: only, changes: [])
    }
  }

  /// A page of what was done to a problem since it is public, the newest first.
  package func problemHistory(
    _ name: String, page: PageRequest, by actor: Actor
  ) throws(DomainError) -> Page<ProblemAct> {
    let places = places
    return try store.read { db throws(DomainError) in
      try db.acts(on: try db.visibleProblem(name, to: actor, places).id, page)
    }
  }
}

extension Problem {
  /// The only version of a public statement that was never amended; nil before publication.
  fileprivate var onlyVersion: ProblemVersion? {
    publishedAt.map {
      ProblemVersion(problem: id, number: 1, at: $0, document: document, statement: statement)
    }
  }

  /// - Throws: `.refused` where the problem is not one that people count on at present.
  func requirePublished(_ event: String) throws(DomainError) {
    guard status == .published || (status == .suspended && publishedAt != nil) else {
      throw .refused(
        TransitionRefusal(
          aggregate: "problem", event: event, state: status.rawValue,
          allowedFrom: ["published", "suspended"], allowedBy: ["dost", "admin"]))
    }
  }
}
