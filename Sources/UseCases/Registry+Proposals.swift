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
    guard actor.role == .member, let own = actor.organisation, actor.membership != .viewer else {
      throw .forbidden(action: "proposal.create", needs: ["member"])
    }
    guard !actor.isStandIn else {
      throw .forbidden(action: "proposal.create", needs: ["own_token"])
    }
    let (problemName, offer) = try Self.readProposal(json, own: own)
    let places = places
    let id: ID<Proposal> = newID()
    return try commitOnce(key, now: clock()) { db, id throws(DomainError) in
      try self.replayed(id, to: actor, &db)
    } make: { db throws(DomainError) in
      // The time counts at which the transaction has the database to itself.
      let now = self.clock()
      let problem = try db.openProblem(problemName, actor, places, now)
      let organisation = try db.visibleOrganisation(own.text, to: actor, places)
      try Self.requireEligibility(of: organisation, for: problem, at: now)
      try db.requirePartners(offer.partners, beside: own, places)
      if let held = try db.proposal(of: own, for: problem.id) {
        throw .conflict(field: "problem", value: problem.code ?? problem.id.text, holder: held.text)
      }
      var proposal = Proposal(
        id: id, problem: problem.id, organisation: own, status: .draft, createdAt: now,
        updatedAt: now, offer: offer, partnerships: Partnership.asked(offer.partners, at: now))
      try self.vault.seal(&proposal, &db, now)
      try db.insert(proposal)
      try self.audit(&db, actor, "create", proposal, now)
      try self.askPartners(of: proposal, for: problem, &db, now)
      return (proposal, id.text)
    }
  }

  /// A proposal, if its seal lets the actor know of it.
  package func proposal(_ id: ID<Proposal>, by actor: Actor) throws(DomainError) -> Proposal {
    let found = try store.read { db throws(DomainError) in
      let found = try self.readableProposal(id, by: actor, &db)
      return try self.vault.unsealed(try self.told(found, to: actor, &db), &db)
    }
    noteLook(at: found, by: actor)
    return found
  }

  /// Notes that an officer reads an opened proposal.
  private func noteLook(at proposal: Proposal, by actor: Actor) {
    guard actor.isOfficer else { return }
    note(actor, at: .proposal, of: proposal.id.text, owner: proposal.organisation)
  }

  /// A page of the proposals that the actor may know of, the newest first.
  package func proposals(
    problem: String?, organisation: String?, page: PageRequest, by actor: Actor
  ) throws(DomainError) -> Page<Proposal> {
    guard actor.isKnown else { throw .unauthenticated }
    let places = places
    let page = try store.read { db throws(DomainError) in
      var filter = ProposalFilter()
      if actor.isOfficer {
        filter.visibleTo = .officer(without: try self.withheld(from: actor, &db))
      } else if actor.role == .member, let own = actor.organisation, !actor.isStandIn {
        filter.visibleTo = .owner(own)
      }
      if let problem { filter.problem = try db.visibleProblem(problem, to: actor, places).id }
      if let organisation {
        filter.organisation = try db.visibleOrganisation(organisation, to: actor, places).id
      }
      let found = try db.proposals(filter, page)
      var items: [Proposal] = []
      for item in found.items {
        items.append(try self.vault.unsealed(try self.told(item, to: actor, &db), &db))
      }
      return Page(items: items, total: found.total, next: found.next)
    }
    for proposal in page.items { noteLook(at: proposal, by: actor) }
    return page
  }

  /// Changes a draft by a JSON merge patch. Its partners are asked anew.
  package func updateProposal(
    _ id: ID<Proposal>, patch: JSON, expecting version: Int?, by actor: Actor
  ) throws(DomainError) -> Proposal {
    guard actor.isKnown else { throw .unauthenticated }
    try patch.refuse(members: ProposalOffer.readOnly.union(["problem", "organisation"]))
    let places = places
    return try commit { db throws(DomainError) in
      let now = self.clock()
      let before = try self.draft(id, "update", expecting: version, by: actor, &db)
      let merged = JSON.object(JSONObject(before.offer?.members ?? []))
        .merging(patch, keepingNull: true)
      var after = before
      let offer = try ProposalOffer.read(merged)
      after.offer = offer
      guard after.offer != before.offer else { return before }
      try db.requirePartners(offer.partners, beside: before.organisation, places)
      try self.replaceContent(of: before, with: &after, "update", &db, actor, now)
      return after
    }
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

  static func requireEligibility(
    of organisation: Organisation, for problem: Problem, at now: Instant
  ) throws(DomainError) {
    let profile = organisation.profile.counting(on: now.dayInVietnam)
    let unmet = problem.statement.required.compactMap { requirement -> UnmetRequirement? in
      guard case .failed(let found) = requirement.verdict(on: profile) else {
        return nil
      }
      return UnmetRequirement(requirement: requirement, found: found)
    }
    guard unmet.isEmpty else { throw .ineligible(unmet) }
  }
}

extension Database {
  /// Finds a problem that takes proposals at this moment.
  mutating func openProblem(
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

  /// The proposal, its offer still encrypted, if the actor may know of it.
  mutating func visibleProposal(
    _ id: ID<Proposal>, to actor: Actor
  ) throws(DomainError) -> Proposal {
    guard let found = try proposal(id), Visibility.sees(actor, found) else {
      throw .notFound(aggregate: "proposal", id: id.text)
    }
    return found
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
