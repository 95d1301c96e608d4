package import Domain
import Storage

/// What a step of a problem asks of the review and the engagements, and what follows from it.
extension Registry {
  /// Refuses a step of a problem as long as something is owed before it.
  ///
  /// An award owes every admissible proposer scores, a consensus, a decision and feedback, and
  /// needs somebody to award to: a selected proposal, or an award that was recorded by hand for a
  /// selection made elsewhere. Ending without award owes feedback to those whose proposals were
  /// opened. What was handed in is opened before it is judged or passed over. The work starts with
  /// an engagement that has a milestone or has ended, and ends with engagements that have ended.
  /// - Throws: `.pending` with all of it; `.tooEarly` where proposals may not be opened yet
  func requireDone(
    before event: Problem.Event, _ problem: Problem, _ db: inout Database
  ) throws(DomainError) {
    let missing: [Pending] =
      switch event {
      case .award: try owedBeforeAward(problem, &db)
      case .review: try owedOpening(problem, &db)
      case .noAward: try owedOpening(problem, &db) + owedFeedback(problem, &db)
      case .start: try owedBeforeStart(problem, &db)
      case .solve, .fail: try owedBeforeEnd(problem, event, &db)
      case .submit, .return, .publish, .close, .cancel, .suspend, .resume: []
      }
    guard missing.isEmpty else { throw .pending(missing) }
  }

  /// What is owed before a step of a problem, for those who read deliberations; nothing where the
  /// step can be taken.
  /// - Throws: `.tooEarly` where proposals may not be opened yet.
  package func owed(
    before event: Problem.Event, of name: String, by actor: Actor
  ) throws(DomainError) -> [Pending] {
    return try store.read { db throws(DomainError) in
      let problem = try self.problemToDeliberate(name, by: actor, &db)
      do throws(DomainError) { try self.requireDone(before: event, problem, &db) } catch {
        guard case .pending(let missing) = error else { throw error }
        return missing
      }
      return []
    }
  }

  /// Whose opened proposals for a problem are neither admitted nor rejected, for those who read
  /// deliberations.
  package func unexamined(
    of name: String, by actor: Actor
  ) throws(DomainError) -> [String] {
    return try store.read { db throws(DomainError) in
      let problem = try self.problemToDeliberate(name, by: actor, &db)
      var names: [String] = []
      for proposal in try db.openedProposals(for: problem.id)
      where proposal.status == .submitted {
        names.append(try self.name(of: proposal.organisation, &db))
      }
      return names
    }
  }

  private func owedBeforeAward(
    _ problem: Problem, _ db: inout Database
  ) throws(DomainError) -> [Pending] {
    var missing: [Pending] = []
    for proposal in try db.openedProposals(for: problem.id) where proposal.status != .inadmissible {
      let id = proposal.id.text
      let reviews = try db.reviews(of: proposal.id)
      let name = try self.name(of: proposal.organisation, &db)
      missing += try owedReviews(reviews, of: name, &db)
      if reviews.isEmpty {
        missing.append(Pending(.reviewers, id, name: name))
      } else if !reviews.contains(where: \.counts) {
        missing.append(Pending(.scores, id, name: name))
      }
      if try db.consensus(on: proposal.id).isEmpty {
        missing.append(Pending(.consensus, id, name: name))
      }
      if ![.selected, .declined].contains(proposal.status) {
        missing.append(Pending(.decision, id, name: name))
      }
      if try db.feedback(on: proposal.id) == nil {
        missing.append(Pending(.feedback, id, name: name))
      }
    }
    let selected = try db.selectedProposals(for: problem.id)
    let awarded = try db.awards(of: problem.id)
    if selected.isEmpty, awarded.isEmpty {
      missing.append(Pending(.selection, problem.code ?? problem.id.text))
    }
    return missing
  }

  private func owedOpening(
    _ problem: Problem, _ db: inout Database
  ) throws(DomainError) -> [Pending] {
    guard try db.opening(of: problem.id) == nil else { return [] }
    // Before the deadline the answer must be the same with and without proposals, lest it tell
    // that there are any.
    if let deadline = problem.statement.deadline, deadline >= clock() {
      throw .tooEarly(deadline)
    }
    guard try !db.submittedProposals(for: problem.id).isEmpty else { return [] }
    return [Pending(.opening, problem.code ?? problem.id.text)]
  }

  private func owedFeedback(
    _ problem: Problem, _ db: inout Database
  ) throws(DomainError) -> [Pending] {
    var missing: [Pending] = []
    for proposal in try db.openedProposals(for: problem.id) where proposal.status != .inadmissible {
      if try db.feedback(on: proposal.id) == nil {
        missing.append(
          Pending(
            .feedback, proposal.id.text, name: try name(of: proposal.organisation, &db)))
      }
    }
    return missing
  }

  private func owedBeforeStart(
    _ problem: Problem, _ db: inout Database
  ) throws(DomainError) -> [Pending] {
    let all = try db.engagements(for: problem.id)
    guard !all.isEmpty else {
      return [Pending(.engagement, problem.code ?? problem.id.text)]
    }
    // Nothing can be added to work that has ended: where all has, the problem starts to be ended.
    let active = all.filter { $0.status == .active }
    var missing: [Pending] = []
    if all.allSatisfy({ $0.status != .completed && $0.milestones.isEmpty }) {
      missing += try pending(.milestone, active, &db)
    }
    if problem.statement.mechanism == .sandbox {
      missing += try pending(.sandbox, active.filter { $0.terms.sandbox == nil }, &db)
    }
    return missing
  }

  private func owedBeforeEnd(
    _ problem: Problem, _ event: Problem.Event, _ db: inout Database
  ) throws(DomainError) -> [Pending] {
    let all = try db.engagements(for: problem.id)
    // Work that started before there were engagements has none, and ends as it always did.
    guard !all.isEmpty else { return [] }
    var missing = try pending(.completion, all.filter { $0.status == .active }, &db)
    if missing.isEmpty, event == .solve, !all.contains(where: { $0.status == .completed }) {
      missing.append(Pending(.completion, problem.code ?? problem.id.text))
    }
    if event == .solve {
      missing += try pending(
        .outcome, all.filter { $0.status == .active && $0.owed == [.outcome] }, &db)
    }
    return missing
  }

  /// The reviews that are still owed, each by who owes it and whose proposal it is about.
  func owedReviews(
    _ reviews: [Review], of proposer: String, _ db: inout Database
  ) throws(DomainError) -> [Pending] {
    var missing: [Pending] = []
    for review in reviews where review.status.isOwed {
      let reviewer = try db.account(review.reviewer)?.name ?? ""
      missing.append(
        Pending(
          .review, review.id.text,
          name: reviewer.isEmpty ? proposer : "\(reviewer) – \(proposer)"))
    }
    return missing
  }

  private func pending(
    _ what: Pending.What, _ engagements: [Engagement], _ db: inout Database
  ) throws(DomainError) -> [Pending] {
    var missing: [Pending] = []
    for engagement in engagements {
      missing.append(
        Pending(what, engagement.id.text, name: try name(of: engagement.organisation, &db)))
    }
    return missing
  }

  /// What people call an organisation.
  func name(
    of id: ID<Organisation>, _ db: inout Database
  ) throws(DomainError) -> String {
    try db.organisation(id, places: places)?.profile.name ?? id.text
  }

  /// Tells of a decision about a problem, and ends the work on one that is cancelled.
  func followDecision(
    _ event: Problem.Event, _ problem: Problem, _ db: inout Database, _ actor: Actor,
    _ now: Instant
  ) throws(DomainError) {
    switch event {
    case .award, .noAward:
      if event == .award {
        try tellInterested(.problemAwarded, in: problem, problem.notice.values, &db, now)
      }
      for proposal in try db.openedProposals(for: problem.id) {
        try tellConsortium(.proposalDecided, of: proposal, problem, &db, now)
      }
    case .cancel:
      for engagement in try db.engagements(for: problem.id) where engagement.status == .active {
        var after = engagement
        after.status = .terminated
        after.statusReason = problem.statusReason ?? problem.ending?.code
        try replace(engagement, with: &after, "terminate", &db, actor, now)
        try tell(.engagementTerminated, of: after, to: .organisation(after.organisation), &db, now)
      }
    case .submit, .return, .publish, .close, .review, .start, .solve, .fail, .suspend, .resume:
      break
    }
  }

  /// Makes an engagement of each award of a problem that has none yet.
  func makeEngagements(
    for problem: Problem, _ db: inout Database, _ actor: Actor, _ now: Instant
  ) throws(DomainError) {
    let held = Set(try db.engagements(for: problem.id).map(\.organisation))
    for award in try db.awards(of: problem.id) where !held.contains(award.organisation) {
      var proposal: Proposal?
      if let id = award.proposal, let sealed = try db.proposal(id) {
        proposal = try vault.unsealed(sealed, &db)
      }
      try insert(
        Engagement(
          id: newID(), problem: problem.id, proposal: proposal?.id,
          organisation: award.organisation,
          partners: proposal.map { Array($0.consortium.dropFirst()) } ?? [],
          terms: Engagement.Terms(amountVND: proposal?.offer?.costVND), createdAt: now,
          updatedAt: now), problem, &db, actor, now)
    }
  }

  /// Records a decision about a proposal for the minutes, and tells its proposers of those that do
  /// not wait for the award.
  func record(
    _ event: Proposal.Event, on proposal: Proposal, _ problem: Problem, _ db: inout Database,
    _ actor: Actor, _ now: Instant
  ) throws(DomainError) {
    guard Decision.events.contains(event) else { return }
    try db.insert(
      Decision(
        proposal: proposal.id, event: event, reason: proposal.statusReason, at: now,
        by: actor.name))
    if event != .select, event != .decline {
      try tellConsortium(.proposalMoved, of: proposal, problem, &db, now)
    }
  }
}
