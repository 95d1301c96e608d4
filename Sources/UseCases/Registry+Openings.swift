package import Domain
import Storage

extension Registry {
  /// Opens the proposals for a problem: from then on officers know of them and read them.
  ///
  /// The problem must be closed and its deadline past. It is one act for all proposals, done once
  /// and told in the audit log with the digest of each; done again, it gives the same answer. An
  /// officer who belongs to one of the proposers does not open them.
  package func openProposals(
    for name: String, by actor: Actor
  ) throws(DomainError) -> Opening {
    guard actor.isKnown else { throw .unauthenticated }
    let places = places
    return try commit { db throws(DomainError) in
      let now = self.clock()
      let problem = try db.visibleProblem(name, to: actor, places)
      guard actor.isOfficer else {
        throw .forbidden(action: "problem.open", needs: ["dost", "admin"])
      }
      if let opening = try db.opening(of: problem.id) {
        return opening.without(try self.withheld(from: actor, in: problem.id, &db))
      }
      let submitted = try db.submittedProposals(for: problem.id)
      try self.requireImpartial(actor, toOpen: submitted, "problem.open", &db)
      guard problem.status == .closed || problem.status == .reviewing else {
        throw .refused(
          TransitionRefusal(
            aggregate: "problem", event: "open", state: problem.status.rawValue,
            allowedFrom: ["closed", "reviewing"], allowedBy: ["dost", "admin"]))
      }
      guard problem.mayBeOpened(at: now) else {
        throw .tooEarly(problem.statement.deadline ?? now)
      }
      var opened: [Opening.Opened] = []
      for proposal in submitted {
        opened.append(
          Opening.Opened(
            proposal: proposal.id, organisation: proposal.organisation,
            digest: try self.vault.receipt(of: proposal, &db)?.digest))
      }
      let opening = Opening(problem: problem.id, at: now, by: actor.name, proposals: opened)
      try db.insert(opening)
      try self.fixPlan(of: problem, &db, actor, now)
      try self.audit(
        &db, actor, "open", .problem, id: problem.id.text, version: problem.version, at: now,
        payload: ["opening": opening.json])
      for proposal in submitted {
        try self.tellConsortium(.proposalOpened, of: proposal, problem, &db, now)
      }
      // From here on an officer with a tie knows what their own organisation does.
      return opening.without(try self.withheld(from: actor, in: problem.id, &db))
    }
  }

  /// The act that opened the proposals for a problem.
  /// - Throws: `.notFound` while they are sealed
  package func opening(of name: String, by actor: Actor) throws(DomainError) -> Opening {
    guard actor.isKnown else { throw .unauthenticated }
    let places = places
    return try store.read { db throws(DomainError) in
      let problem = try db.visibleProblem(name, to: actor, places)
      guard actor.isOfficer else {
        throw .forbidden(action: "problem.opening", needs: ["dost", "admin"])
      }
      guard let opening = try db.opening(of: problem.id) else {
        throw .notFound(aggregate: "opening", id: name)
      }
      return opening.without(try self.withheld(from: actor, in: problem.id, &db))
    }
  }
}
