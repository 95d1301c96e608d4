package import Domain
import Storage

/// Who reviews what, and who must not.
extension Registry {
  /// Assigns reviewers to all opened proposals for a problem that were not found inadmissible.
  ///
  /// Where the register finds a tie between a reviewer and an organisation of any of them, all of
  /// that reviewer's reviews are barred at once. Whom it has assigned already it leaves as they are,
  /// also those who stood aside.
  /// - Throws: `.invalid` where an account is unknown or no active reviewer, `.pending` as long as
  ///   the proposals are sealed
  package func assignReviewers(
    to name: String, _ json: JSON, by actor: Actor, key: IdempotencyKey? = nil
  ) throws(DomainError) -> [ReviewRecord] {
    guard actor.isKnown else { throw .unauthenticated }
    let input = try Review.Assignment(json)
    let (now, places) = (clock(), places)
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      guard let problem = try db.problem(ID(id), places: places) else { return nil }
      return try self.assigned(try db.reviewers(input.accounts), to: problem, actor, &db)
    } make: { db throws(DomainError) in
      let problem = try db.visibleProblem(name, to: actor, places)
      guard actor.isOfficer else {
        throw .forbidden(action: "review.assign", needs: ["dost", "admin"])
      }
      try self.requireImpartial(actor, "review.assign", in: problem.id, &db)
      try self.requireJudging(problem, &db)
      let reviewers = try db.reviewers(input.accounts)
      let proposals = try db.openedProposals(for: problem.id)
        .filter { $0.status != .inadmissible }
      for reviewer in reviewers {
        var isNeeded = false
        for proposal in proposals
        where try db.review(of: proposal.id, by: reviewer.id) == nil {
          let made = try self.assign(reviewer, proposal, problem, &db, actor, now)
          isNeeded = isNeeded || made.status == .assigned
        }
        if isNeeded {
          try self.tell(
            Notice(
              .reviewAssigned, to: .account(reviewer.id), about: problem.notice.subject,
              problem.notice.values), &db, now)
        }
      }
      return (try self.assigned(reviewers, to: problem, actor, &db), problem.id.text)
    }
  }

  /// The accounts that can be asked to review, by their names, as many as a form offers.
  /// - Throws: `.forbidden` but for officers
  package func reviewers(by actor: Actor) throws(DomainError) -> [Account] {
    guard actor.isKnown else { throw .unauthenticated }
    guard Visibility.seesReviewers(actor) else {
      throw .forbidden(action: "review.assign", needs: ["dost", "admin"])
    }
    var filter = AccountFilter()
    filter.roles = [.reviewer]
    filter.statuses = [.active, .unconfirmed]
    let wanted = filter
    let found = try store.read { db throws(DomainError) in
      try db.accounts(wanted, PageRequest(limit: 100)).items
    }
    return found.sorted {
      Folding.sortKey($0.name).lexicographicallyPrecedes(Folding.sortKey($1.name))
    }
  }

  private func assign(
    _ reviewer: Account, _ proposal: Proposal, _ problem: Problem, _ db: inout Database,
    _ actor: Actor, _ now: Instant
  ) throws(DomainError) -> Review {
    var review = Review(
      id: newID(), problem: problem.id, proposal: proposal.id, reviewer: reviewer.id,
      createdAt: now, updatedAt: now)
    if let bar = try conflict(of: reviewer.id, in: problem.id, &db) {
      review.status = .barred
      review.bar = bar
    }
    try db.insert(review)
    try audit(
      &db, actor, "assign", .review, id: review.id.text, version: 1, at: now,
      payload: ["after": review.audited(by: try plan(of: problem, &db))])
    if review.status == .barred {
      try tellLost(review, problem, &db, now)
    }
    return review
  }

  private func assigned(
    _ reviewers: [Account], to problem: Problem, _ actor: Actor, _ db: inout Database
  ) throws(DomainError) -> [ReviewRecord] {
    let plan = try plan(of: problem, &db)
    var records: [ReviewRecord] = []
    for proposal in try db.openedProposals(for: problem.id) {
      for reviewer in reviewers {
        guard let review = try db.review(of: proposal.id, by: reviewer.id) else { continue }
        records.append(
          ReviewRecord(review: review, plan: plan, reviewerName: reviewer.name, actor: actor))
      }
    }
    return records
  }

  /// Tells officers that somebody does not review a proposal any more.
  func tellLost(
    _ review: Review, _ problem: Problem, _ db: inout Database, _ now: Instant
  ) throws(DomainError) {
    try tell(
      Notice(
        .reviewLost, to: .officers, about: Notice.Subject(.review, review.id.text),
        problem.notice.values), &db, now)
  }

  /// Refuses what belongs to judging proposals where they are not being judged.
  func requireJudging(_ problem: Problem, _ db: inout Database) throws(DomainError) {
    guard problem.isJudged else {
      throw .refused(
        TransitionRefusal(
          aggregate: "problem", event: "judge", state: problem.status.rawValue,
          allowedFrom: ["closed", "reviewing"], allowedBy: ["admin", "dost", "reviewer"]))
    }
    guard try db.opening(of: problem.id) != nil else {
      throw .pending([Pending(.opening, problem.code ?? problem.id.text)])
    }
  }
}

extension Problem {
  /// Whether proposals for it are being judged.
  var isJudged: Bool { status == .closed || status == .reviewing }
}

extension Proposal {
  /// Its leader and the partners that have not refused.
  var consortium: [ID<Organisation>] {
    [organisation] + partnerships.filter { $0.status != .refused }.map(\.organisation)
  }
}

extension Database {
  /// The active reviewers of those names, by identifier or e-mail address, each once.
  fileprivate mutating func reviewers(_ names: [String]) throws(DomainError) -> [Account] {
    var faults: [Fault] = []
    var found: [Account] = []
    for (index, name) in names.enumerated() {
      var known = try account(ID(name))
      if known == nil { known = try account(email: name.lowercased()) }
      guard let known, known.status == .active || known.status == .unconfirmed else {
        faults.append(Fault("/accounts/\(index)", .notFound, found: name))
        continue
      }
      guard known.role == .reviewer else {
        faults.append(
          Fault(
            "/accounts/\(index)", .needsRole, found: name, accepted: Role.reviewer.rawValue))
        continue
      }
      if !found.contains(where: { $0.id == known.id }) { found.append(known) }
    }
    guard faults.isEmpty else { throw .invalid(faults) }
    return found
  }
}
