package import Domain
import Storage

extension Registry {
  /// Takes a proposal one step through its life.
  ///
  /// Submitting asks that everything is there, that every partner has confirmed, and that the
  /// problem takes proposals at the moment of the commit; it writes the receipt. Until the deadline
  /// a submitted proposal can be withdrawn, and a withdrawn one reopened as a draft.
  /// - Throws: `.deadlinePassed` where it is too late, `.ineligible`, `.refused` where its
  ///   organisation is not verified or a partner has not confirmed.
  package func moveProposal(
    _ id: ID<Proposal>, _ event: Proposal.Event, reason: String? = nil,
    expecting version: Int? = nil, by actor: Actor,
    key: IdempotencyKey? = nil
  ) throws(DomainError) -> Proposal {
    guard actor.isKnown else { throw .unauthenticated }
    let places = places
    let standings = try standings(for: event, of: id, by: actor)
    return try commitOnce(key, now: clock()) { db, id throws(DomainError) in
      try self.replayed(id, to: actor, &db)
    } make: { db throws(DomainError) in
      // The time counts at which the transaction has the database to itself.
      let now = self.clock()
      let before = try self.vault.unsealed(try db.visibleProposal(id, to: actor), &db)
      guard let problem = try db.problem(before.problem, places: places) else {
        throw .internalFault("proposal \(id): no problem")
      }
      try self.requireImpartial(actor, "proposal.\(event.rawValue)", in: problem.id, &db)
      let target = try Proposal.lifecycle.target(
        of: event, from: try self.told(before, to: actor, &db).status,
        as: actor.parties(towards: before.organisation), reason: reason)
      if let version, version != before.version { throw .stale(current: before.version) }
      var after = before
      after.status = target
      after.statusReason = reason
      switch event {
      case .submit: try self.prepareSubmission(of: &after, for: problem, &db, actor, now)
      case .withdraw where before.status == .submitted:
        try Self.requireSealed(problem, now)
      case .reopen: try self.prepareReopening(of: &after, for: problem, &db, actor, now)
      case .withdraw, .admit, .reject, .shortlist, .select, .decline: break
      }
      after.version = before.version + 1
      after.updatedAt = now
      try db.update(after)
      let receipt = try event == .submit ? self.receipt(for: after, problem, &db) : nil
      try self.audit(&db, actor, event.rawValue, after, now, receipt: receipt)
      try self.record(event, on: after, problem, &db, actor, now)
      if let standings {
        try self.recordOutcome(of: event, after, for: problem, standings, &db, actor, now)
      }
      if event == .submit {
        try self.tellConsortium(.proposalSubmitted, of: after, problem, &db, now)
        // Last of all, so that nothing is between the look at the clock and the commit.
        try Self.requireInTime(problem, self.clock())
      }
      return (after, after.id.text)
    }
  }

  /// A proposal that a repeated request made or moved before.
  func replayed(
    _ id: String, to actor: Actor, _ db: inout Database
  ) throws(DomainError) -> Proposal? {
    guard let found = try db.proposal(ID(id)) else { return nil }
    return try vault.unsealed(try told(found, to: actor, &db), &db)
  }

  /// The draft that its leader is about to change, at the version that the leader has seen.
  func draft(
    _ id: ID<Proposal>, _ action: String, expecting version: Int?, by actor: Actor,
    _ db: inout Database
  ) throws(DomainError) -> Proposal {
    let before = try told(try db.visibleProposal(id, to: actor), to: actor, &db)
    guard actor.parties(towards: before.organisation).contains(.owner) else {
      throw .forbidden(action: "proposal.\(action)", needs: ["owner"])
    }
    guard let version else { throw .versionRequired(current: before.version) }
    guard version == before.version else { throw .stale(current: before.version) }
    guard before.status == .draft else {
      throw .refused(
        TransitionRefusal(
          aggregate: "proposal", event: "update", state: before.status.rawValue,
          allowedFrom: ["draft"], allowedBy: ["owner"]))
    }
    return try vault.unsealed(before, &db)
  }

  /// Stores the next version of a draft whose offer or attachments have changed. Whoever had
  /// confirmed is asked anew, since it is not what they confirmed.
  func replaceContent(
    of before: Proposal, with after: inout Proposal, _ action: String, _ db: inout Database,
    _ actor: Actor, _ now: Instant
  ) throws(DomainError) {
    after.version = before.version + 1
    after.updatedAt = now
    after.partnerships = Partnership.asked(after.offer?.partners ?? [], at: now)
    try vault.seal(&after, &db, now)
    try db.update(after)
    try audit(&db, actor, action, after, now)
    if let problem = try db.problem(after.problem, places: places) {
      try askPartners(of: after, for: problem, &db, now)
    }
  }

  /// The log tells that a proposal changed, but must not break its seal: it holds the digest of
  /// the encrypted offer, and of the receipt, which a salt keeps from being guessed from.
  func audit(
    _ db: inout Database, _ actor: Actor, _ action: String, _ proposal: Proposal, _ now: Instant,
    receipt: Receipt? = nil
  ) throws(DomainError) {
    var payload: [(String, JSON)] = [
      ("status", .string(proposal.status.rawValue)),
      ("sealed_digest", .string(Hexadecimal.text(store.digest(proposal.sealed)))),
    ]
    if let receipt { payload.append(("receipt_digest", .string(receipt.digest))) }
    try audit(
      &db, actor, action, .proposal, id: proposal.id.text, version: proposal.version, at: now,
      payload: .object(JSONObject(payload)))
  }

  private func prepareSubmission(
    of after: inout Proposal, for problem: Problem, _ db: inout Database, _ actor: Actor,
    _ now: Instant
  ) throws(DomainError) {
    _ = try db.openProblem(problem.id.text, actor, places, now)
    let leader = try db.visibleOrganisation(after.organisation.text, to: actor, places)
    try Self.requireVerified(leader)
    try Self.requireEligibility(of: leader, for: problem, at: now)
    let faults = after.offer?.submissionFaults ?? []
    guard faults.isEmpty else { throw .invalid(faults) }
    for partnership in after.partnerships {
      guard partnership.status == .confirmed else {
        throw .refused(
          TransitionRefusal(
            aggregate: "partnership", event: "submit", state: partnership.status.rawValue,
            allowedFrom: ["confirmed"], allowedBy: ["owner"]))
      }
      if let partner = try db.organisation(partnership.organisation, places: places) {
        try Self.requireVerified(partner)
      }
    }
    after.submittedAt = now
  }

  private func prepareReopening(
    of after: inout Proposal, for problem: Problem, _ db: inout Database, _ actor: Actor,
    _ now: Instant
  ) throws(DomainError) {
    _ = try db.openProblem(problem.id.text, actor, places, now)
    if let held = try db.proposal(of: after.organisation, for: problem.id) {
      throw .conflict(field: "problem", value: problem.code ?? problem.id.text, holder: held.text)
    }
    after.submittedAt = nil
  }

  private static func requireVerified(_ organisation: Organisation) throws(DomainError) {
    guard organisation.status == .verified else {
      throw .refused(
        TransitionRefusal(
          aggregate: "organisation", event: "propose", state: organisation.status.rawValue,
          allowedFrom: ["verified"], allowedBy: ["owner"]))
    }
  }

  /// The deadline itself is the last second in which a proposal can be handed in, confirmed, taken
  /// back and begun again; from the next one on it is closed and can be opened.
  static func requireInTime(_ problem: Problem, _ now: Instant) throws(DomainError) {
    if let deadline = problem.statement.deadline, deadline < now { throw .deadlinePassed(deadline) }
  }

  /// What was submitted stays so from the deadline on, else it could be taken back by one who has
  /// heard what others offer.
  private static func requireSealed(_ problem: Problem, _ now: Instant) throws(DomainError) {
    try requireInTime(problem, now)
    let open: [Problem.Status] = [.published, .suspended, .cancelled]
    guard problem.statement.deadline != nil || open.contains(problem.status) else {
      throw .refused(
        TransitionRefusal(
          aggregate: "problem", event: "propose", state: problem.status.rawValue,
          allowedFrom: ["published", "suspended"], allowedBy: ["owner"]))
    }
  }
}
