package import Domain
import Storage

extension Registry {
  /// Takes a problem one step through its life. Publishing gives it its public code; ending it
  /// early wants a coded reason, and in the middle of its time a document or words besides; so does
  /// closing it before its deadline, of which everybody interested is told.
  package func moveProblem(
    _ name: String, _ event: Problem.Event, reason: String? = nil, code: String? = nil,
    document: String? = nil, expecting version: Int? = nil, by actor: Actor,
    key: IdempotencyKey? = nil
  ) throws(DomainError) -> Problem {
    guard actor.isKnown else { throw .unauthenticated }
    let (now, places) = (clock(), places)
    let input = Problem.StepInput(reason: reason, code: code, document: document)
    try refusePersonalNumbers(in: reason, at: "reason")
    if event == .award { try index.follow() }
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.problem(ID(id), places: places)
    } make: { db throws(DomainError) in
      let before = try db.visibleProblem(name, to: actor, places)
      let after = try self.take(
        event, before, input, expecting: version, &db, actor, now)
      if event == .award {
        let standings = self.standings(for: after.statement)
        try self.recordAward(of: after.id, standings, &db, actor, now)
        try self.makeEngagements(for: after, &db, actor, now)
      }
      return (after, after.id.text)
    }
  }

  /// Takes a step within a transaction: the record, its line of history, and whom it is told.
  func take(
    _ event: Problem.Event, _ before: Problem, _ input: Problem.StepInput,
    expecting version: Int? = nil, as kind: ProblemAct.Kind? = nil,
    beside others: [ID<Problem>] = [],
    _ db: inout Database, _ actor: Actor, _ now: Instant
  ) throws(DomainError) -> Problem {
    try requireImpartial(actor, "problem.\(event.rawValue)", over: before.id, &db)
    let target = try Problem.lifecycle.target(
      of: event, from: before.status, as: actor.parties(towards: before.author),
      reason: input.reason)
    if let version, version != before.version { throw .stale(current: before.version) }
    let ending = try input.ending(
      of: event, to: target, isEarly: before.isBeforeDeadline(at: now))
    let document = try db.citedDocument(input.document, actor)
    try requireDone(before: event, before, &db)
    if event == .cancel, [.published, .suspended].contains(before.status), document == nil,
      input.reason == nil
    {
      throw .invalid([Fault("/reason", .missing, accepted: "reason, document")])
    }
    if event == .submit || event == .publish || event == .resume {
      var faults = before.statement.submissionFaults
      if event != .submit, let deadline = before.statement.deadline, deadline <= now {
        faults.append(
          Fault("/deadline", .inThePast, found: deadline.description, accepted: "> \(now)"))
      }
      guard faults.isEmpty else { throw .invalid(faults) }
    }
    var after = before
    after.status = target
    after.statusReason = input.reason
    after.ending = ending
    if event != .submit { after.publishAt = nil }
    if event == .publish { after.document = document?.id }
    if target == .published { try publish(&after, &db, now) }
    try replace(before, with: &after, event.rawValue, &db, actor, now)
    let isWithdrawal = event == .cancel && document != nil
    if after.publishedAt != nil,
      let kind = kind ?? (isWithdrawal ? .withdraw : ProblemAct.Kind(event))
    {
      try db.insert(
        ProblemAct(
          id: newID(), problem: after.id, kind: kind, at: now, document: document?.id,
          others: others, code: ending?.code, reason: input.reason))
    }
    try tell(of: event, after, &db, now)
    try followDecision(event, after, &db, actor, now)
    return after
  }

  /// Begins the history of a problem that a file has published.
  func recordPublication(of problem: Problem, _ db: inout Database, _ now: Instant)
    throws(DomainError)
  {
    guard problem.publishedAt != nil else { return }
    try db.insert(ProblemAct(id: newID(), problem: problem.id, kind: .publish, at: now))
  }

  private func tell(
    of event: Problem.Event, _ problem: Problem, _ db: inout Database, _ now: Instant
  ) throws(DomainError) {
    let about = problem.notice
    var values = about.values
    values["reason"] = problem.statusReason
    let (author, officers) = (problem.author, Notice.Audience.officers)
    switch event {
    case .submit:
      try tell(Notice(.problemSubmitted, to: officers, about: about.subject, values), &db, now)
    case .close:
      try tell(Notice(.problemClosed, to: officers, about: about.subject, values), &db, now)
      if case .closedEarly = problem.ending {
        try tellInterested(.problemClosedEarly, in: problem, values, &db, now)
      }
    case .return, .publish:
      guard let author else { return }
      let kind: Notice.Kind = event == .publish ? .problemPublished : .problemReturned
      try tell(Notice(kind, to: .organisation(author), about: about.subject, values), &db, now)
    case .suspend: try tellInterested(.problemSuspended, in: problem, values, &db, now)
    case .resume: try tellInterested(.problemResumed, in: problem, values, &db, now)
    case .noAward: try tellInterested(.problemNotAwarded, in: problem, values, &db, now)
    case .cancel: try tellInterested(.problemCancelled, in: problem, values, &db, now)
    case .review, .award, .start, .solve, .fail: break
    }
  }

  /// Publishes what officers have scheduled for a moment that has come.
  ///
  /// What cannot be published any more, as where the deadline has passed since, is scheduled no
  /// longer, and officers are told.
  func publishDue(by now: Instant) throws(DomainError) {
    let due = try store.read { db throws(DomainError) in
      try db.problemsToPublish(by: now, limit: Self.dutyBatch)
    }
    let places = places
    for id in due {
      try commit { db throws(DomainError) in
        guard let before = try db.problem(id, places: places), let time = before.publishAt,
          time <= now
        else { return }
        do throws(DomainError) {
          let input = Problem.StepInput(document: before.document?.text)
          _ = try self.take(.publish, before, input, &db, .clock, now)
        } catch {
          switch error {
          case .invalid, .refused, .notFound, .forbidden: break
          default: throw error
          }
          var after = before
          after.publishAt = nil
          try self.replace(before, with: &after, "unschedule", &db, .clock, now)
          let about = after.notice
          try self.tell(
            Notice(.publicationFailed, to: .officers, about: about.subject, about.values), &db, now)
        }
      }
    }
  }

  /// Closes what is open beyond its deadline. Proposals are refused from the second on in which it
  /// passes, whenever this comes round.
  func closeDue(by now: Instant) throws(DomainError) {
    let due = try store.read { db throws(DomainError) in
      try db.problemsToClose(by: now, limit: Self.dutyBatch)
    }
    let places = places
    for id in due {
      try commit { db throws(DomainError) in
        guard let before = try db.problem(id, places: places), before.status == .published,
          let deadline = before.statement.deadline, deadline < now
        else { return }
        _ = try self.take(.close, before, Problem.StepInput(), &db, .clock, now)
      }
    }
  }

  /// How many records one round of a duty takes; the next round comes a moment later.
  private static let dutyBatch = 50

  /// Has a draft published by the service itself at a time to come; officers alone, since nobody
  /// reads it over again before then.
  package func scheduleProblem(
    _ name: String, _ json: JSON, expecting version: Int? = nil, by actor: Actor,
    key: IdempotencyKey? = nil
  ) throws(DomainError) -> Problem {
    guard actor.isKnown else { throw .unauthenticated }
    let log = FaultLog()
    var (time, cited): (Instant?, String?)
    if var reader = ObjectReader(json, log: log) {
      time = reader.instant("publish_at")
      cited = reader.line("document", most: 100)
      reader.require("publish_at", time != nil)
      reader.finish()
    }
    let (now, places) = (clock(), places)
    if let time, time <= now {
      log.add(Fault("/publish_at", .inThePast, found: time.description, accepted: "> \(now)"))
    }
    let (faults, publishAt, document) = (log.faults, time, cited)
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.problem(ID(id), places: places)
    } make: { db throws(DomainError) in
      let before = try db.visibleProblem(name, to: actor, places)
      _ = try Problem.lifecycle.target(
        of: .publish, from: before.status, as: actor.parties(towards: before.author), reason: nil)
      if let version, version != before.version { throw .stale(current: before.version) }
      var faults = faults + before.statement.submissionFaults
      if let publishAt, let deadline = before.statement.deadline, deadline <= publishAt {
        faults.append(
          Fault(
            "/publish_at", .outOfRange, found: publishAt.description, accepted: "< \(deadline)"))
      }
      guard faults.isEmpty else { throw .invalid(faults) }
      var after = before
      after.publishAt = publishAt
      after.document = try db.citedDocument(document, actor)?.id
      guard after != before else { return (before, before.id.text) }
      try self.replace(before, with: &after, "schedule", &db, actor, now)
      return (after, after.id.text)
    }
  }

  /// Takes back that a draft is to be published at a time to come.
  package func unscheduleProblem(
    _ name: String, expecting version: Int? = nil, by actor: Actor
  ) throws(DomainError) {
    guard actor.isKnown else { throw .unauthenticated }
    let (now, places) = (clock(), places)
    try commit { db throws(DomainError) in
      let before = try db.visibleProblem(name, to: actor, places)
      guard actor.isOfficer else {
        throw .forbidden(action: "problem.unschedule", needs: ["dost", "admin"])
      }
      if let version, version != before.version { throw .stale(current: before.version) }
      guard before.publishAt != nil else { return }
      var after = before
      after.publishAt = nil
      after.document = nil
      try self.replace(before, with: &after, "unschedule", &db, actor, now)
    }
  }
}
