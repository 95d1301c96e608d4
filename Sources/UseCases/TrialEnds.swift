import Domain
import Storage

extension Registry {
  /// Tells solver, owner agency and officers that a controlled trial comes to its end: 30 and 7
  /// days before, and on its day, each once; where the service was not running, the nearest alone.
  static let endingTrials = Duty("tell of ending trials") { registry, now throws(DomainError) in
    let today = CalendarDay(inVietnam: now)
    let due = try registry.store.read { db throws(DomainError) in
      try db.engagementsWithTrialEnding(by: today.description, limit: 50)
    }
    for id in due {
      try registry.commit { db throws(DomainError) in
        guard let before = try db.engagement(id), let told = before.endToTell(on: today) else {
          return
        }
        var after = before
        after.toldEnd = told
        try registry.replace(before, with: &after, "tell_sandbox_end", &db, .clock, now)
        try registry.tell(told, of: after, on: today, &db, now)
      }
    }
  }

  /// Only the problem is named, since it alone is public; the agency that owns it need not see the
  /// engagement and is led to the problem.
  private func tell(
    _ told: Engagement.ToldEnd, of engagement: Engagement, on today: CalendarDay,
    _ db: inout Database, _ now: Instant
  ) throws(DomainError) {
    guard let problem = try db.problem(engagement.problem, places: places) else {
      throw .internalFault("engagement \(engagement.id): no problem")
    }
    let left = (CalendarDay(told.end)?.number ?? today.number) - today.number
    let kind: Notice.Kind = left > 0 ? .sandboxEnding : .sandboxEnded
    var values = problem.notice.values
    values["last"] = told.end
    if left > 0 { values["days"] = String(left) }
    let work = Notice.Subject(.engagement, engagement.id.text)
    var audiences: [(Notice.Audience, Notice.Subject)] = [
      (.organisation(engagement.organisation), work), (.officers, work),
    ]
    if let owner = problem.statement.ownerOrganisation, owner != engagement.organisation {
      audiences.append((.organisation(owner), Notice.Subject(.problem, problem.id.text)))
    }
    for (audience, subject) in audiences {
      try tell(Notice(kind, to: audience, about: subject, values), &db, now)
    }
  }
}
