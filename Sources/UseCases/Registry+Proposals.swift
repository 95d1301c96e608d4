package import Domain
import Storage

extension Registry {
  /// Starts a proposal as a draft that only its organisation can see.
  ///
  /// A solver that fails a hard requirement is told before it has written anything.
  /// - Throws: `.ineligible`, `.deadlinePassed`, `.refused` where the problem takes no proposals,
  ///   `.conflict` where the organisation has one already.
  package func createProposal(
    _ json: JSON, by actor: Actor, key: IdempotencyKey? = nil
  ) throws(DomainError) -> Proposal {
    guard actor.isKnown else { throw .unauthenticated }
    guard actor.role == .member, let own = actor.organisation else {
      throw .forbidden(action: "proposal.create", needs: ["member"])
    }
    let (problemName, offer) = try Self.readProposal(json, own: own)
    let (now, places) = (clock(), places)
    let id: ID<Proposal> = newID()
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.proposal(ID(id))
    } make: { db throws(DomainError) in
      let problem = try db.openProblem(problemName, actor, places, now)
      let organisation = try db.visibleOrganisation(own.text, to: actor, places)
      try Self.requireEligibility(of: organisation, for: problem)
      try db.requirePartners(offer.partners, beside: own, places)
      if let held = try db.proposal(of: own, for: problem.id) {
        throw .conflict(field: "problem", value: problem.code ?? problem.id.text, holder: held.text)
      }
      let proposal = Proposal(
        id: id, problem: problem.id, organisation: own, status: .draft, createdAt: now,
        updatedAt: now, offer: offer)
      try db.insert(proposal)
      try self.audit(&db, actor, "create", proposal, now)
      return (proposal, id.text)
    }
  }

  /// A proposal, if its seal lets the actor know of it.
  package func proposal(_ id: ID<Proposal>, by actor: Actor) throws(DomainError) -> Proposal {
    let (now, places) = (clock(), places)
    return try store.read { db throws(DomainError) in
      try db.visibleProposal(id, to: actor, places, now).proposal
    }
  }

  /// A page of the proposals that the actor may know of, the newest first.
  package func proposals(
    problem: String?, organisation: String?, page: PageRequest, by actor: Actor
  ) throws(DomainError) -> Page<Proposal> {
    guard actor.isKnown else { throw .unauthenticated }
    let (now, places) = (clock(), places)
    return try store.read { db throws(DomainError) in
      var filter = ProposalFilter()
      if actor.isOfficer {
        filter.visibleTo = .officer(now: now)
      } else if actor.role == .member, let own = actor.organisation {
        filter.visibleTo = .owner(own)
      }
      if let problem { filter.problem = try db.visibleProblem(problem, to: actor, places).id }
      if let organisation {
        filter.organisation = try db.visibleOrganisation(organisation, to: actor, places).id
      }
      return try db.proposals(filter, page)
    }
  }

  /// Changes a draft by a JSON merge patch.
  package func updateProposal(
    _ id: ID<Proposal>, patch: JSON, expecting version: Int?, by actor: Actor
  ) throws(DomainError) -> Proposal {
    guard actor.isKnown else { throw .unauthenticated }
    try patch.refuse(members: ProposalOffer.readOnly.union(["problem", "organisation"]))
    let (now, places) = (clock(), places)
    return try commit { db throws(DomainError) in
      let before = try db.visibleProposal(id, to: actor, places, now).proposal
      guard actor.parties(towards: before.organisation).contains(.owner) else {
        throw .forbidden(action: "proposal.update", needs: ["owner"])
      }
      guard let version else { throw .versionRequired(current: before.version) }
      guard version == before.version else { throw .stale(current: before.version) }
      guard before.status == .draft else {
        throw .refused(
          TransitionRefusal(
            aggregate: "proposal", event: "update", state: before.status.rawValue,
            allowedFrom: ["draft"], allowedBy: ["owner"]))
      }
      let merged = JSON.object(JSONObject(before.offer.members))
        .merging(patch, keepingNull: true)
      var after = before
      after.offer = try ProposalOffer.read(merged)
      guard after.offer != before.offer else { return before }
      try db.requirePartners(after.offer.partners, beside: before.organisation, places)
      try self.replace(before, with: &after, "update", &db, actor, now)
      return after
    }
  }

  /// Takes a proposal one step through its life.
  /// - Throws: `.deadlinePassed` where it is submitted too late, `.ineligible`, `.refused` where
  ///   its organisation is not verified.
  package func moveProposal(
    _ id: ID<Proposal>, _ event: Proposal.Event, reason: String? = nil,
    expecting version: Int? = nil, by actor: Actor,
    key: IdempotencyKey? = nil
  ) throws(DomainError) -> Proposal {
    guard actor.isKnown else { throw .unauthenticated }
    let (now, places) = (clock(), places)
    let standings = try standings(for: event, of: id, by: actor)
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.proposal(ID(id))
    } make: { db throws(DomainError) in
      let (before, problem) = try db.visibleProposal(id, to: actor, places, now)
      let target = try Proposal.lifecycle.target(
        of: event, from: before.status, as: actor.parties(towards: before.organisation),
        reason: reason)
      if let version, version != before.version { throw .stale(current: before.version) }
      var after = before
      after.status = target
      after.statusReason = reason
      if event == .submit {
        _ = try db.openProblem(problem.id.text, actor, places, now)
        let organisation = try db.visibleOrganisation(
          before.organisation.text, to: actor, places)
        guard organisation.status == .verified else {
          throw .refused(
            TransitionRefusal(
              aggregate: "organisation", event: "propose", state: organisation.status.rawValue,
              allowedFrom: ["verified"], allowedBy: ["owner"]))
        }
        try Self.requireEligibility(of: organisation, for: problem)
        guard before.offer.submissionFaults.isEmpty else {
          throw .invalid(before.offer.submissionFaults)
        }
        after.submittedAt = now
      }
      try self.replace(before, with: &after, event.rawValue, &db, actor, now)
      if let standings {
        try self.recordOutcome(of: event, after, for: problem, standings, &db, actor, now)
      }
      return (after, after.id.text)
    }
  }

  private func replace(
    _ before: Proposal, with after: inout Proposal, _ action: String, _ db: inout Database,
    _ actor: Actor, _ now: Instant
  ) throws(DomainError) {
    after.version = before.version + 1
    after.updatedAt = now
    try db.update(after)
    try audit(&db, actor, action, after, now)
  }

  /// The log tells that a proposal changed and proves what it was, but must not break its seal:
  /// it holds the digest of the offer, never the offer.
  private func audit(
    _ db: inout Database, _ actor: Actor, _ action: String, _ proposal: Proposal, _ now: Instant
  ) throws(DomainError) {
    let offer = JSON.object(JSONObject(proposal.offer.members)).compact
    let digest = store.digest(Array(offer.utf8)).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
    try audit(
      &db, actor, action, .proposal, id: proposal.id.text, version: proposal.version, at: now,
      payload: [
        "status": .string(proposal.status.rawValue), "offer_digest": .string(digest),
      ])
  }

  private static func readProposal(_ json: JSON, own: ID<Organisation>) throws(DomainError)
    -> (problem: String, offer: ProposalOffer)
  {
    var faults: [Fault] = []
    let problem = json["problem"]?.text
    if problem == nil {
      faults.append(
        json["problem"].map {
          Fault("/problem", .wrongType, found: $0.compact, accepted: "string")
        } ?? Fault("/problem", .missing))
    }
    if let named = json["organisation"], named.text != own.text {
      faults.append(
        Fault("/organisation", .notAccepted, found: named.compact, accepted: own.text))
    }
    do {
      let offer = try ProposalOffer.read(json, ignoring: ["problem", "organisation"])
      if let problem, faults.isEmpty { return (problem, offer) }
    } catch {
      guard case .invalid(let more) = error else { throw error }
      faults += more
    }
    throw .invalid(faults)
  }

  static func requireEligibility(of organisation: Organisation, for problem: Problem)
    throws(DomainError)
  {
    let unmet = problem.statement.required.compactMap { requirement -> UnmetRequirement? in
      guard case .failed(let found) = requirement.verdict(on: organisation.profile) else {
        return nil
      }
      return UnmetRequirement(requirement: requirement, found: found)
    }
    guard unmet.isEmpty else { throw .ineligible(unmet) }
  }
}

extension Database {
  /// Finds a problem that takes proposals at this moment.
  fileprivate mutating func openProblem(
    _ name: String, _ actor: Actor, _ places: Gazetteer, _ now: Instant
  ) throws(DomainError) -> Problem {
    let problem = try visibleProblem(name, to: actor, places)
    guard problem.status == .published else {
      throw .refused(
        TransitionRefusal(
          aggregate: "problem", event: "propose", state: problem.status.rawValue,
          allowedFrom: ["published"], allowedBy: ["member"]))
    }
    if let deadline = problem.statement.deadline, deadline < now { throw .deadlinePassed(deadline) }
    return problem
  }

  fileprivate mutating func visibleProposal(
    _ id: ID<Proposal>, to actor: Actor, _ places: Gazetteer, _ now: Instant
  ) throws(DomainError) -> (proposal: Proposal, problem: Problem) {
    guard let found = try proposal(id), let problem = try problem(found.problem, places: places),
      Visibility.sees(actor, found, for: problem, at: now)
    else { throw .notFound(aggregate: "proposal", id: id.text) }
    return (found, problem)
  }

  fileprivate mutating func requirePartners(
    _ partners: [ID<Organisation>], beside lead: ID<Organisation>, _ places: Gazetteer
  ) throws(DomainError) {
    var faults: [Fault] = []
    for (index, partner) in partners.enumerated() {
      let known = try organisation(partner, places: places).map { $0.status == .verified }
      if known != true || partner == lead {
        faults.append(Fault("/partners/\(index)", .notFound, found: partner.text))
      } else if partners[..<index].contains(partner) {
        faults.append(Fault("/partners/\(index)", .repeated, found: partner.text))
      }
    }
    guard faults.isEmpty else { throw .invalid(faults) }
  }
}
