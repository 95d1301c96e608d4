package import Domain
import Storage

extension Registry {
  /// How the opened proposals for a problem compare, and all that was said and decided about them.
  /// - Throws: `.pending` while they are sealed; `.forbidden` to officers with a tie until it is
  ///   decided
  package func deliberation(
    on name: String, by actor: Actor
  ) throws(DomainError) -> Deliberation {
    guard actor.isKnown else { throw .unauthenticated }
    let now = clock()
    let found = try store.read { db throws(DomainError) in
      let problem = try self.problemToDeliberate(name, by: actor, &db)
      guard let opening = try db.opening(of: problem.id) else {
        throw .pending([Pending(.opening, problem.code ?? problem.id.text)])
      }
      var cases: [Deliberation.Case] = []
      for proposal in try db.openedProposals(for: problem.id) {
        cases.append(try self.entry(of: proposal, &db))
      }
      let acts = try db.acts(on: problem.id, PageRequest(limit: 1000)).items
      return Deliberation(
        problem: problem,
        document: try problem.document.flatMap { id throws(DomainError) in try db.document(id) },
        plan: try self.plan(of: problem, &db), opening: opening, cases: cases,
        acts: acts.reversed(),
        people: try db.names(
          ofActors: Set(
            [opening.by]
              + cases.flatMap { $0.consensus.map(\.by) + $0.decisions.map(\.by) })), at: now)
    }
    note(actor, at: .deliberation, of: found.problem.id.text, owner: nil)
    return found
  }

  /// A problem whose deliberation the actor may read.
  /// - Throws: `.forbidden` for whoever reads no deliberations, and for an officer with a tie until
  ///   it is decided
  func problemToDeliberate(
    _ name: String, by actor: Actor, _ db: inout Database
  ) throws(DomainError) -> Problem {
    let problem = try db.visibleProblem(name, to: actor, places)
    guard Visibility.seesDeliberation(actor) else {
      throw .forbidden(action: "problem.ranking", needs: ["dost", "admin"])
    }
    guard try withheld(from: actor, in: problem.id, &db).isEmpty else {
      throw .forbidden(action: "problem.ranking", needs: ["impartial"])
    }
    return problem
  }

  /// The names of the people among some who acted, for those who read deliberations.
  package func names(
    ofActors actors: Set<String>, by actor: Actor
  ) throws(DomainError) -> [String: String] {
    guard Visibility.seesDeliberation(actor) else { return [:] }
    return try store.read { db throws(DomainError) in try db.names(ofActors: actors) }
  }

  private func entry(
    of proposal: Proposal, _ db: inout Database
  ) throws(DomainError) -> Deliberation.Case {
    var names: [String] = []
    for id in proposal.consortium {
      names.append(try db.organisation(id, places: places)?.profile.name ?? id.text)
    }
    var reviews: [(review: Review, reviewer: String)] = []
    for review in try db.reviews(of: proposal.id) {
      let name = try db.account(review.reviewer)?.name ?? ""
      reviews.append((review, name.isEmpty ? review.reviewer.text : name))
    }
    return Deliberation.Case(
      proposal: try vault.unsealed(proposal, &db), organisation: names.first ?? "",
      partners: Array(names.dropFirst()), reviews: reviews,
      consensus: try db.consensus(on: proposal.id), feedback: try db.feedback(on: proposal.id),
      decisions: try db.decisions(on: proposal.id))
  }
}

extension Database {
  /// The names of people, by how acts name them; others who act have none.
  fileprivate mutating func names(
    ofActors actors: Set<String>
  ) throws(DomainError) -> [String: String] {
    let mark = "account:"
    var names: [String: String] = [:]
    for actor in actors where actor.hasPrefix(mark) {
      let account = try account(ID(String(actor.dropFirst(mark.count))))
      if let name = account?.name, !name.isEmpty { names[actor] = name }
    }
    return names
  }
}
