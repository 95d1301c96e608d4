package import Domain
import Storage

/// How a reviewer works: alone, and shown nothing of an offer before having declared.
extension Registry {
  /// A review, if the actor may know of it: its reviewer with what is to be judged, once they have
  /// declared to have no conflict of interest.
  package func review(_ id: ID<Review>, by actor: Actor) throws(DomainError) -> ReviewRecord {
    guard actor.isKnown else { throw .unauthenticated }
    _ = try barTied([id], seenBy: actor)
    let found = try store.read { db throws(DomainError) in
      let review = try db.visibleReview(id, to: actor)
      guard try self.withheld(from: actor, in: review.problem, &db).isEmpty else {
        throw .notFound(aggregate: "review", id: id.text)
      }
      return try self.record(review, actor, &db)
    }
    noteLook(at: found, by: actor)
    return found
  }

  /// A page of reviews, the newest first: all for officers, their own for a reviewer.
  package func reviews(
    problem: String? = nil, proposal: ID<Proposal>? = nil, reviewer: ID<Account>? = nil,
    statuses: [Review.Status] = [], page: PageRequest, by actor: Actor
  ) throws(DomainError) -> Page<ReviewRecord> {
    guard actor.isKnown else { throw .unauthenticated }
    let places = places
    let read = { () throws(DomainError) in
      try self.store.read { db throws(DomainError) in
        var filter = ReviewFilter()
        filter.statuses = statuses
        filter.proposal = proposal
        filter.reviewer = reviewer
        if actor.isOfficer {
          filter.visibleTo = .officer
          filter.withheld = try self.withheld(from: actor, &db)
        } else if actor.role == .reviewer, let own = actor.account {
          filter.visibleTo = .reviewer(own)
        }
        if let problem { filter.problem = try db.visibleProblem(problem, to: actor, places).id }
        let found = try db.reviews(filter, page)
        var items: [ReviewRecord] = []
        for review in found.items {
          items.append(
            ReviewRecord(
              review: review, plan: try self.plan(of: review, &db),
              reviewerName: try db.account(review.reviewer)?.name, actor: actor))
        }
        return Page(items: items, total: found.total, next: found.next)
      }
    }
    var shown = try read()
    if try barTied(shown.items.map(\.review.id), seenBy: actor) { shown = try read() }
    for record in shown.items { noteLook(at: record, by: actor) }
    return shown
  }

  /// Records what a reviewer declares about conflicts of interest. Whoever has one stands aside by
  /// saying so.
  package func declare(
    _ id: ID<Review>, _ json: JSON, expecting version: Int? = nil, by actor: Actor,
    key: IdempotencyKey? = nil
  ) throws(DomainError) -> ReviewRecord {
    guard actor.isKnown else { throw .unauthenticated }
    let input = try Review.DeclarationInput(json)
    return try move(id, .declare, expecting: version, by: actor, key: key) {
      after, _, now throws(DomainError) in
      after.declaration = Review.Declaration(
        conflict: input.conflict, grounds: input.grounds, at: now)
      if input.conflict == .has {
        after.status = .recused
        after.statusReason = input.grounds
      }
    }
  }

  /// Writes the scores of a review, all at once, some criteria or all: a draft that nobody else
  /// reads.
  package func score(
    _ id: ID<Review>, _ json: JSON, expecting version: Int? = nil, by actor: Actor
  ) throws(DomainError) -> ReviewRecord {
    guard actor.isKnown else { throw .unauthenticated }
    return try move(id, .score, expecting: version, by: actor, key: nil) {
      after, plan, _ throws(DomainError) in
      after.scorecard = try Scorecard(json, by: plan)
    }
  }

  /// Gives the scores of a review for good.
  /// - Throws: `.invalid` as long as any criterion has no points
  package func lock(
    _ id: ID<Review>, expecting version: Int? = nil, by actor: Actor, key: IdempotencyKey? = nil
  ) throws(DomainError) -> ReviewRecord {
    guard actor.isKnown else { throw .unauthenticated }
    return try move(id, .lock, expecting: version, by: actor, key: key) {
      after, plan, now throws(DomainError) in
      let gaps = after.scorecard.gaps(in: plan)
      guard gaps.isEmpty else { throw .invalid(gaps) }
      after.lockedAt = now
    }
  }

  /// Ends a review that does not count: the reviewer or DOST has them stand aside, or DOST goes on
  /// without it. Access ends with it.
  package func end(
    _ id: ID<Review>, _ event: Review.Event, reason: String?, expecting version: Int? = nil,
    by actor: Actor, key: IdempotencyKey? = nil
  ) throws(DomainError) -> ReviewRecord {
    guard actor.isKnown else { throw .unauthenticated }
    return try move(id, event, reason: reason, expecting: version, by: actor, key: key) {
      after, _, _ throws(DomainError) in after.statusReason = reason
    }
  }

  private func move(
    _ id: ID<Review>, _ event: Review.Event, reason: String? = nil, expecting version: Int?,
    by actor: Actor, key: IdempotencyKey?,
    _ apply: @Sendable (inout Review, ReviewPlan, Instant) throws(DomainError) -> Void
  ) throws(DomainError) -> ReviewRecord {
    _ = try barTied([id], seenBy: actor)
    let (now, places) = (clock(), places)
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      guard let review = try db.review(ID(id)) else { return nil }
      return try self.record(review, actor, &db)
    } make: { db throws(DomainError) in
      let before = try db.visibleReview(id, to: actor)
      guard let problem = try db.problem(before.problem, places: places),
        let proposal = try db.proposal(before.proposal)
      else { throw .internalFault("review \(id): no problem or proposal") }
      try self.requireImpartial(actor, "review.\(event.rawValue)", in: problem.id, &db)
      let target = try Review.lifecycle.target(
        of: event, from: before.status, as: actor.parties(towards: before), reason: reason)
      if let version, version != before.version { throw .stale(current: before.version) }
      try self.requireJudging(problem, &db)
      guard proposal.status != .inadmissible || event == .recuse || event == .waive else {
        throw .refused(Self.notJudged(proposal))
      }
      let plan = try self.plan(of: problem, &db)
      var after = before
      after.status = target
      try apply(&after, plan, now)
      try self.replace(before, with: &after, event.rawValue, plan, &db, actor, now)
      if after.status == .recused || after.status == .waived {
        if actor.isOfficer {
          try self.tell(
            Notice(
              .reviewEnded, to: .account(after.reviewer), about: problem.notice.subject,
              problem.notice.values), &db, now)
        } else {
          try self.tellLost(after, problem, &db, now)
        }
      }
      if !after.status.isOwed, try !db.owesReviews(for: problem.id) {
        try self.tell(
          Notice(
            .reviewsComplete, to: .officers, about: problem.notice.subject,
            problem.notice.values), &db, now)
      }
      return (try self.record(after, actor, &db), id.text)
    }
  }

  /// Stores the next version of a review with its audit entry, which tells no scores of a draft.
  func replace(
    _ before: Review, with after: inout Review, _ action: String, _ plan: ReviewPlan,
    _ db: inout Database, _ actor: Actor, _ now: Instant
  ) throws(DomainError) {
    after.version = before.version + 1
    after.updatedAt = now
    try db.update(after)
    try audit(
      &db, actor, action, .review, id: after.id.text, version: after.version, at: now,
      payload: .difference(from: before.audited(by: plan), to: after.audited(by: plan)))
  }

  /// The refusal to judge a proposal that is out for formal reasons.
  static func notJudged(_ proposal: Proposal) -> TransitionRefusal {
    TransitionRefusal(
      aggregate: "proposal", event: "judge", state: proposal.status.rawValue,
      allowedFrom: ["submitted", "admissible", "shortlisted", "selected", "declined"],
      allowedBy: ["admin", "dost", "reviewer"])
  }

  func plan(of review: Review, _ db: inout Database) throws(DomainError) -> ReviewPlan {
    guard let problem = try db.problem(review.problem, places: places) else {
      throw .internalFault("review \(review.id): no problem")
    }
    return try plan(of: problem, &db)
  }

  private func record(
    _ review: Review, _ actor: Actor, _ db: inout Database
  ) throws(DomainError) -> ReviewRecord {
    let plan = try plan(of: review, &db)
    let name = try db.account(review.reviewer)?.name
    let proposal = try db.proposal(review.proposal)
    // A tie that has come up since then closes the door at once, before any act notes it.
    let isFree =
      if let proposal, !actor.isOfficer {
        try conflict(of: review.reviewer, in: proposal.problem, &db) == nil
      } else {
        true
      }
    var solver: [Organisation]?
    if isFree, let proposal, Visibility.seesSolver(actor, of: review, plan) {
      var named: [Organisation] = []
      for id in proposal.consortium {
        if let organisation = try db.organisation(id, places: places) { named.append(organisation) }
      }
      solver = named
    }
    var material: Proposal?
    if isFree, let proposal, Visibility.seesMaterial(actor, of: review) {
      material = try vault.unsealed(proposal, &db)
    }
    return ReviewRecord(
      review: review, plan: plan, reviewerName: name, actor: actor, material: material,
      solver: solver)
  }

  /// The review by which somebody is shown a proposal and its files; nil where there is none.
  func material(
    of proposal: Proposal, for actor: Actor, _ db: inout Database
  ) throws(DomainError) -> Review? {
    guard actor.role == .reviewer, let account = actor.account,
      let review = try db.review(of: proposal.id, by: account),
      Visibility.seesMaterial(actor, of: review),
      try conflict(of: account, in: proposal.problem, &db) == nil
    else { return nil }
    return review
  }
}

extension Database {
  mutating func visibleReview(_ id: ID<Review>, to actor: Actor) throws(DomainError) -> Review {
    guard let found = try review(id), Visibility.sees(actor, found) else {
      throw .notFound(aggregate: "review", id: id.text)
    }
    return found
  }
}
