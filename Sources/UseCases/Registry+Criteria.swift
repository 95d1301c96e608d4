package import Domain
import Storage

/// By what proposals are judged: public with the problem, and fixed when no more proposals come.
extension Registry {
  /// The criteria of a problem: its own, or those that come with the program.
  package func reviewPlan(of name: String, by actor: Actor) throws(DomainError) -> ReviewPlan {
    let places = places
    return try store.read { db throws(DomainError) in
      try self.plan(of: try db.visibleProblem(name, to: actor, places), &db)
    }
  }

  /// Sets the criteria of a problem, all of them at once.
  ///
  /// Everybody who counts on a published problem is told, since they write to these criteria.
  /// - Throws: `.refused` once the problem is closed, `.invalid` where the weights do not sum to
  ///   100
  package func setReviewPlan(
    of name: String, _ json: JSON, expecting version: Int? = nil, by actor: Actor
  ) throws(DomainError) -> ReviewPlan {
    guard actor.isKnown else { throw .unauthenticated }
    let input = try ReviewPlan.Input(json)
    try refusePersonalNumbers(in: json)
    let places = places
    return try commit { db throws(DomainError) in
      // The time counts at which the transaction has the database to itself.
      let now = self.clock()
      let problem = try db.visibleProblem(name, to: actor, places)
      guard actor.isOfficer else {
        throw .forbidden(action: "problem.set_criteria", needs: ["dost", "admin"])
      }
      try self.requireImpartial(actor, "problem.set_criteria", over: problem.id, &db)
      let before = try self.plan(of: problem, &db)
      if let version, version != before.version { throw .stale(current: before.version) }
      let isOver = problem.statement.deadline.map { $0 < now } ?? false
      guard ReviewPlan.changeable.contains(problem.status), !isOver || problem.publishedAt == nil
      else {
        throw .refused(
          TransitionRefusal(
            aggregate: "problem", event: "set_criteria",
            state: isOver ? Problem.Status.closed.rawValue : problem.status.rawValue,
            allowedFrom: ReviewPlan.changeable.map(\.rawValue), allowedBy: ["dost", "admin"]))
      }
      guard
        before.version == 0 || input.criteria != before.criteria
          || input.isBlindToSolver != before.isBlindToSolver
      else { return before }
      let after = ReviewPlan(
        problem: problem.id, criteria: input.criteria, isBlindToSolver: input.isBlindToSolver,
        version: before.version + 1, updatedAt: now)
      try self.keep(after, "set_criteria", problem, &db, actor, now)
      if problem.publishedAt != nil {
        try self.tellInterested(.criteriaChanged, in: problem, problem.notice.values, &db, now)
      }
      return after
    }
  }

  /// The criteria that hold for a problem: those of the template, at version 0, until some are set
  /// or fixed.
  func plan(of problem: Problem, _ db: inout Database) throws(DomainError) -> ReviewPlan {
    try db.reviewPlan(of: problem.id)
      ?? reviewTemplate.plan(for: problem.id, version: 0, at: problem.createdAt)
  }

  /// Takes over the template as the problem's own when proposals are opened, so that a later
  /// release with another template changes nothing for it.
  func fixPlan(
    of problem: Problem, _ db: inout Database, _ actor: Actor, _ now: Instant
  ) throws(DomainError) {
    guard try db.reviewPlan(of: problem.id) == nil else { return }
    let plan = reviewTemplate.plan(for: problem.id, version: 1, at: now)
    try keep(plan, "fix_criteria", problem, &db, actor, now)
  }

  private func keep(
    _ plan: ReviewPlan, _ action: String, _ problem: Problem, _ db: inout Database,
    _ actor: Actor, _ now: Instant
  ) throws(DomainError) {
    let before = try db.reviewPlan(of: problem.id)
    try db.set(plan)
    var change: [(String, JSON)] = []
    if let before { change.append(("criteria_before", before.json)) }
    change.append(("criteria_after", plan.json))
    try audit(
      &db, actor, action, .problem, id: problem.id.text, version: problem.version, at: now,
      payload: .object(JSONObject(change)))
  }
}
