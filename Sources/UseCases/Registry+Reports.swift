package import Domain
import Storage

extension Registry {
  /// The figures on a period: what happened in it, the same a year before, and how things stand at
  /// its end.
  ///
  /// A period that still runs is told of up to now, and compared with the year before up to the
  /// same day and time. What is under seal is not counted. Without a wish it is the period of the
  /// report that is owed next.
  /// - Throws: `.forbidden` for anybody but officers, `.invalid` where there is no such period or it
  ///   has not begun.
  package func report(
    on wish: ReportWish?, by actor: Actor, at prefix: String = "/period/"
  ) throws(DomainError) -> Report {
    try Self.requireOfficer(actor, "report.read")
    let now = clock()
    return try report(on: try period(wish, now, at: prefix), now)
  }

  /// What is owed next, by the reporting calendar, each with the report that was issued on it.
  package func reportsDue(
    by actor: Actor
  ) throws(DomainError) -> [(due: ReportDue, issued: IssuedReport?)] {
    try Self.requireOfficer(actor, "report.read")
    let today = CalendarDay(inVietnam: clock())
    let due = reportCalendar.upcoming(on: today, workingDays)
    return try store.read { db throws(DomainError) in
      var found: [(due: ReportDue, issued: IssuedReport?)] = []
      for due in due { found.append((due, try db.issuedReport(on: due.period))) }
      return found
    }
  }

  /// The report on a period that none has taken the place of; nil where none was issued.
  package func issuedReport(
    on period: ReportPeriod, by actor: Actor
  ) throws(DomainError) -> IssuedReport? {
    try Self.requireOfficer(actor, "report.read")
    return try store.read { db throws(DomainError) in try db.issuedReport(on: period) }
  }

  /// Freezes the figures on a period with what an officer says of them.
  /// - Throws: `.forbidden`, `.invalid`; `.obstructed` by the report on that period whose place it
  ///   would have to take by `supersedes`.
  package func issueReport(
    _ json: JSON, by actor: Actor, key: IdempotencyKey? = nil
  ) throws(DomainError) -> IssuedReport {
    try Self.requireOfficer(actor, "report.issue")
    let order = try ReportOrder(json)
    try refusePersonalNumbers(in: json)
    let (now, id) = (clock(), newID() as ID<IssuedReport>)
    let period = try period(order.period, now, at: "/period/")
    let figures = try report(on: period, now)
    let content = Self.frozen(figures.json(codes, notes: order.notes))
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.issuedReport(ID(id))
    } make: { db throws(DomainError) in
      let before = try db.issuedReport(on: period)
      if before?.id != order.supersedes {
        guard order.supersedes == nil, let before else {
          throw .invalid([
            Fault(
              "/supersedes", .notAccepted, found: order.supersedes?.text ?? "∅",
              accepted: before?.id.text ?? "∅")
          ])
        }
        throw .obstructed(
          .reportIssued(
            id: before.id.text, period: period.name, at: before.issuedAt,
            letter: before.letter?.number))
      }
      // Asked before the state of the former one changes, and in the same transaction.
      let wasTold = try db.tellsPrivate(of: period, besides: before?.id)
      if let before {
        var after = before
        after.supersededBy = id
        try self.move(before, to: &after, .supersede, &db, actor, now)
      }
      let issued = IssuedReport(
        id: id, period: period, content: content,
        publicContent: Self.frozen(
          figures.json(codes, for: .everybody, wasTold: wasTold, notes: order.notes)),
        letter: order.letter, issuedAt: now, issuedBy: actor.name)
      try db.insert(issued)
      try self.audit(
        &db, actor, "issue", .report, id: id.text, version: 1, at: now,
        payload: ["after": issued.json(for: .officers)])
      return (issued, id.text)
    }
  }

  /// Makes a report public, without what is private in it but for what happened in a half-year.
  package func publishReport(
    _ id: ID<IssuedReport>, expecting version: Int? = nil, by actor: Actor,
    key: IdempotencyKey? = nil
  ) throws(DomainError) -> IssuedReport {
    guard actor.isKnown else { throw .unauthenticated }
    let now = clock()
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.issuedReport(ID(id))
    } make: { db throws(DomainError) in
      let before = try db.visibleReport(id, to: actor)
      try Self.requireOfficer(actor, "report.publish")
      if let version, version != before.version { throw .stale(current: before.version) }
      var after = before
      after.publishedAt = now
      try self.move(before, to: &after, .publish, &db, actor, now)
      return (after, id.text)
    }
  }

  /// An issued report, if the actor may know of it.
  package func issuedReport(
    _ id: ID<IssuedReport>, by actor: Actor
  ) throws(DomainError) -> IssuedReport {
    try store.read { db throws(DomainError) in try db.visibleReport(id, to: actor) }
  }

  /// A page of the issued reports that the actor may know of, the newest first.
  package func issuedReports(
    page: PageRequest, by actor: Actor
  ) throws(DomainError) -> Page<IssuedReport> {
    try store.read { db throws(DomainError) in
      try db.issuedReports(
        publicOnly: !Visibility.shows(.report, to: actor.onlookers(towards: nil)), page)
    }
  }

  /// The period that is meant, or that of the report that is owed next.
  private func period(
    _ wish: ReportWish?, _ now: Instant, at prefix: String
  ) throws(DomainError) -> ReportPeriod {
    let today = CalendarDay(inVietnam: now)
    if let wish { return try wish.period(reportCalendar, on: today, at: prefix) }
    let owed = reportCalendar.upcoming(on: today, workingDays).map(\.period)
    guard
      let period = owed.first(where: { $0.first <= today })
        ?? reportCalendar.period(.year, holding: today)
    else { throw .internalFault("report calendar: nothing is owed") }
    return period
  }

  private func move(
    _ before: IssuedReport, to after: inout IssuedReport, _ event: IssuedReport.Event,
    _ db: inout Database, _ actor: Actor, _ now: Instant
  ) throws(DomainError) {
    after.status = try IssuedReport.lifecycle.target(
      of: event, from: before.status, as: actor.parties(towards: nil), reason: nil)
    after.version = before.version + 1
    try db.update(after)
    try audit(
      &db, actor, event.rawValue, .report, id: after.id.text, version: after.version, at: now,
      payload: .difference(
        from: before.json(for: .officers), to: after.json(for: .officers)))
  }

  private static func frozen(_ json: JSON) -> IssuedReport.Content {
    let text = json.compact
    return IssuedReport.Content(
      text: text, digest: Hexadecimal.text(Credentials.sha256(Array(text.utf8))))
  }
}

extension Database {
  /// Finds an issued report that the actor may know of.
  fileprivate mutating func visibleReport(
    _ id: ID<IssuedReport>, to actor: Actor
  ) throws(DomainError) -> IssuedReport {
    guard let found = try issuedReport(id), Visibility.sees(actor, found) else {
      throw .notFound(aggregate: "report", id: id.text)
    }
    return found
  }
}
