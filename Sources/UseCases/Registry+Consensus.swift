package import Domain
import Storage

/// The consensus on a proposal as an actor may see it.
package struct ConsensusRecord: Sendable {
  /// Every version, the first first; at least one.
  let versions: [Consensus]
  let plan: ReviewPlan
  let isWhole: Bool

  /// Counts changes from 1; the entity tag.
  package var version: Int { versions.count }

  /// The last version as it stands in the API, for officers with those before.
  package var json: JSON {
    guard case .object(var object)? = versions.last?.json(by: plan, whole: isWhole) else {
      return .null
    }
    if isWhole {
      object["versions"] = .array(versions.map { $0.json(by: plan) })
    }
    return .object(object)
  }
}

/// What a proposer is told, as an actor may see it.
package struct FeedbackRecord: Sendable {
  /// The text.
  package let feedback: Feedback
  let proposal: Proposal

  /// The record as it stands in the API, with what was decided and why.
  package var json: JSON {
    guard case .object(var object) = feedback.json else { return .null }
    object["status"] = .string(proposal.status.rawValue)
    if let reason = proposal.statusReason { object["status_reason"] = .string(reason) }
    return .object(object)
  }
}

extension Registry {
  /// Records what was agreed on about a proposal, once nobody owes a review of it any more.
  ///
  /// Changing it afterwards is a new version with its reason; the same again changes nothing.
  /// - Throws: `.pending` while a review is owed or none counts, `.invalid` where a criterion has
  ///   no points or a change no reason
  package func setConsensus(
    on id: ID<Proposal>, _ json: JSON, expecting version: Int? = nil, by actor: Actor
  ) throws(DomainError) -> ConsensusRecord {
    guard actor.isKnown else { throw .unauthenticated }
    let now = clock()
    return try commit { db throws(DomainError) in
      let (proposal, problem) = try self.judged(id, "set_consensus", by: actor, &db)
      let plan = try self.plan(of: problem, &db)
      let versions = try db.consensus(on: id)
      if let version, version != versions.count { throw .stale(current: versions.count) }
      var reason: String?
      let log = FaultLog()
      if var reader = ObjectReader(json, log: log) { reason = reader.text("reason", most: 5000) }
      try log.check()
      let card = try Scorecard(json, by: plan, ignoring: ["reason"])
      let gaps = card.gaps(in: plan)
      guard gaps.isEmpty else { throw .invalid(gaps) }
      let reviews = try db.reviews(of: id)
      let name = try self.name(of: proposal.organisation, &db)
      var missing = try self.owedReviews(reviews, of: name, &db)
      if !reviews.contains(where: \.counts) {
        missing.append(Pending(.scores, id.text, name: name))
      }
      guard missing.isEmpty else { throw .pending(missing) }
      if let last = versions.last {
        guard last.scorecard != card else {
          return ConsensusRecord(versions: versions, plan: plan, isWhole: true)
        }
        guard reason != nil else { throw .invalid([Fault("/reason", .missing)]) }
      }
      let made = Consensus(
        proposal: id, version: versions.count + 1, scorecard: card,
        reason: versions.isEmpty ? nil : reason, at: now, by: actor.name)
      try db.insert(made)
      var payload: [(String, JSON)] = []
      if let last = versions.last {
        payload.append(("consensus_before", last.json(by: plan)))
      }
      payload.append(("consensus_after", made.json(by: plan)))
      try self.audit(
        &db, actor, "set_consensus", .proposal, id: id.text, version: proposal.version, at: now,
        payload: .object(JSONObject(payload)))
      return ConsensusRecord(versions: versions + [made], plan: plan, isWhole: true)
    }
  }

  /// The consensus on a proposal: for officers with all versions, for its proposers the scores
  /// alone, and only once the problem is decided.
  package func consensus(
    on id: ID<Proposal>, by actor: Actor
  ) throws(DomainError) -> ConsensusRecord {
    guard actor.isKnown else { throw .unauthenticated }
    let record = try store.read { db throws(DomainError) in
      let (_, problem) = try self.told(id, "consensus", by: actor, &db)
      let versions = try db.consensus(on: id)
      guard !versions.isEmpty else { throw .notFound(aggregate: "consensus", id: id.text) }
      return ConsensusRecord(
        versions: versions, plan: try self.plan(of: problem, &db),
        isWhole: Visibility.seesDeliberation(actor))
    }
    // How often it is read before the decision is no business of a proposer's.
    noteOfficer(actor, at: .feedback, of: id.text)
    return record
  }

  /// Writes what the proposer of a proposal is told once the problem is decided.
  package func setFeedback(
    on id: ID<Proposal>, _ json: JSON, expecting version: Int? = nil, by actor: Actor
  ) throws(DomainError) -> FeedbackRecord {
    guard actor.isKnown else { throw .unauthenticated }
    let text = try Feedback.text(json)
    let now = clock()
    return try commit { db throws(DomainError) in
      let (proposal, _) = try self.judged(
        id, "set_feedback", by: actor, alsoInadmissible: true, &db)
      let before = try db.feedback(on: id)
      if let version, version != before?.version ?? 0 {
        throw .stale(current: before?.version ?? 0)
      }
      if let before, before.text == text {
        return FeedbackRecord(feedback: before, proposal: proposal)
      }
      let after = Feedback(
        proposal: id, text: text, version: (before?.version ?? 0) + 1, at: now, by: actor.name)
      try db.set(after)
      var payload: [(String, JSON)] = []
      if let before { payload.append(("feedback_before", .string(before.text))) }
      payload.append(("feedback_after", .string(text)))
      try self.audit(
        &db, actor, "set_feedback", .proposal, id: id.text, version: proposal.version, at: now,
        payload: .object(JSONObject(payload)))
      return FeedbackRecord(feedback: after, proposal: proposal)
    }
  }

  /// What the proposer of a proposal is told: for officers when it is written, for its proposers
  /// once the problem is decided.
  package func feedback(
    on id: ID<Proposal>, by actor: Actor
  ) throws(DomainError) -> FeedbackRecord {
    guard actor.isKnown else { throw .unauthenticated }
    let record = try store.read { db throws(DomainError) in
      let (proposal, _) = try self.told(id, "feedback", by: actor, &db)
      guard let feedback = try db.feedback(on: id) else {
        throw .notFound(aggregate: "feedback", id: id.text)
      }
      return FeedbackRecord(feedback: feedback, proposal: proposal)
    }
    noteOfficer(actor, at: .feedback, of: id.text)
    return record
  }

  /// A proposal that an officer may judge at this time, with its problem.
  private func judged(
    _ id: ID<Proposal>, _ action: String, by actor: Actor, alsoInadmissible: Bool = false,
    _ db: inout Database
  ) throws(DomainError) -> (Proposal, Problem) {
    let proposal = try db.visibleProposal(id, to: actor)
    guard actor.isOfficer else {
      throw .forbidden(action: "proposal.\(action)", needs: ["dost", "admin"])
    }
    guard let problem = try db.problem(proposal.problem, places: places) else {
      throw .internalFault("proposal \(id): no problem")
    }
    try requireImpartial(actor, "proposal.\(action)", in: problem.id, &db)
    try requireJudging(problem, &db)
    guard proposal.status != .inadmissible || alsoInadmissible else {
      throw .refused(Self.notJudged(proposal))
    }
    return (proposal, problem)
  }

  /// A proposal of which the actor may be told what was said of it.
  private func told(
    _ id: ID<Proposal>, _ what: String, by actor: Actor, _ db: inout Database
  ) throws(DomainError) -> (Proposal, Problem) {
    let proposal = try readableProposal(id, by: actor, &db)
    guard let problem = try db.problem(proposal.problem, places: places),
      Visibility.seesFeedback(
        try reader(actor, of: proposal, &db), on: proposal,
        isDecided: try db.wasDecided(problem.id))
    else { throw .notFound(aggregate: what, id: id.text) }
    return (proposal, problem)
  }
}
