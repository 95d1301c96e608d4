package import Domain
import Storage

/// What an officer reads of a competition in which they have an interest of their own: until it is
/// decided, what a member of their organisation reads, and where they belong to none of those who
/// propose, what anybody reads.
extension Registry {
  /// Whether what is proposed for a problem is kept from an officer but for their own part.
  package func isCompetitionKept(
    from actor: Actor, of problem: ID<Problem>
  ) throws(DomainError) -> Bool {
    try store.read { db throws(DomainError) in
      try !self.withheld(from: actor, in: problem, &db).isEmpty
    }
  }

  /// The competitions that are kept from an actor, of one problem or of all.
  func withheld(
    from actor: Actor, in problem: ID<Problem>? = nil, _ db: inout Database
  ) throws(DomainError) -> WithheldCompetitions {
    var withheld = WithheldCompetitions()
    guard actor.isOfficer, let person = actor.account else { return withheld }
    var known: [ID<Organisation>: Review.Bar?] = [:]
    for (problem, organisation) in try db.openedParts(in: problem) {
      let tie: Review.Bar?
      if let before = known[organisation] {
        tie = before
      } else {
        tie = try bar(of: person, among: [organisation], &db)
        known[organisation] = .some(tie)
      }
      guard let tie else { continue }
      withheld.own[problem, default: []].formUnion(tie.kind == .member ? [organisation] : [])
    }
    return withheld
  }

  /// An actor as whoever reads a proposal: without their office where they have a tie.
  func reader(
    _ actor: Actor, of proposal: Proposal, _ db: inout Database
  ) throws(DomainError) -> Actor {
    guard let own = try withheld(from: actor, in: proposal.problem, &db).own[proposal.problem]
    else { return actor }
    return actor.withoutOffice(in: proposal.consortium.first(where: own.contains))
  }

  /// A proposal, its offer still encrypted, if the actor may read it.
  func readableProposal(
    _ id: ID<Proposal>, by actor: Actor, _ db: inout Database
  ) throws(DomainError) -> Proposal {
    let found = try db.visibleProposal(id, to: actor)
    guard Visibility.sees(try reader(actor, of: found, &db), found) else {
      throw .notFound(aggregate: "proposal", id: id.text)
    }
    return found
  }

  /// A proposal as an actor may read it who may know of it: without its result as long as that is
  /// not told to them.
  func told(
    _ proposal: Proposal, to actor: Actor, _ db: inout Database
  ) throws(DomainError) -> Proposal {
    guard proposal.hasResult, !(try seesResult(actor, of: proposal, &db)) else { return proposal }
    return proposal.withoutResult(try db.decisions(on: proposal.id))
  }

  /// Whether an actor may know if a proposal is selected or declined.
  func seesResult(
    _ actor: Actor, of proposal: Proposal, _ db: inout Database
  ) throws(DomainError) -> Bool {
    Visibility.seesResult(
      try reader(actor, of: proposal, &db), of: proposal,
      isDecided: try db.wasDecided(proposal.problem))
  }
}

extension Opening {
  /// The act as an actor may know of it, from whom some competitions are kept.
  func without(_ withheld: WithheldCompetitions) -> Opening {
    guard let own = withheld.own[problem] else { return self }
    return Opening(
      problem: problem, at: at, by: by,
      proposals: proposals.filter { own.contains($0.organisation) })
  }
}
