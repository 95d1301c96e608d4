package import Domain
import Storage

extension Registry {
  /// Says for the actor's organisation whether it takes part in a proposal that names it.
  ///
  /// - Throws: `.notFound` where it is not named, `.refused` where it has answered or the proposal
  ///   is no draft any more, `.deadlinePassed` where it confirms too late
  package func answerPartnership(
    in id: ID<Proposal>, _ event: Partnership.Event, by actor: Actor
  ) throws(DomainError) -> Proposal {
    guard actor.isKnown else { throw .unauthenticated }
    return try commit { db throws(DomainError) in
      let now = self.clock()
      let before = try db.visibleProposal(id, to: actor)
      guard
        let place = before.partnerships.firstIndex(where: { actor.belongs(to: $0.organisation) })
      else { throw .forbidden(action: "partnership.\(event.rawValue)", needs: ["owner"]) }
      guard before.status == .draft else {
        throw .refused(
          TransitionRefusal(
            aggregate: "proposal", event: "update",
            state: try self.told(before, to: actor, &db).status.rawValue,
            allowedFrom: ["draft"], allowedBy: ["owner"]))
      }
      let problem = try db.problem(before.problem, places: self.places)
      // Whoever is named against its will may say so at any time.
      if event == .confirm, let problem { try Self.requireInTime(problem, now) }
      var after = before
      let partnership = before.partnerships[place]
      after.partnerships[place].status = try Partnership.lifecycle.target(
        of: event, from: partnership.status,
        as: actor.parties(towards: partnership.organisation), reason: nil)
      after.partnerships[place].at = now
      after.version = before.version + 1
      after.updatedAt = now
      try db.update(after)
      try self.audit(&db, actor, "partner_\(event.rawValue)", after, now)
      if let problem {
        try self.tell(
          self.notice(
            event == .confirm ? .partnerConfirmed : .partnerRefused, to: after.organisation, after,
            problem), &db, now)
      }
      return try self.vault.unsealed(after, &db)
    }
  }

  /// Ends what an organisation that nobody has ever belonged to is asked in drafts, before the first
  /// person is let in from outside: whoever named it has not asked them, and may ask anew.
  func endRequestsToPartner(
    _ organisation: Organisation, _ db: inout Database, _ now: Instant
  ) throws(DomainError) {
    guard try !db.hasHadPeople(organisation.id) else { return }
    for id in try db.drafts(withPartner: organisation.id) {
      guard let before = try db.proposal(id),
        let place = before.partnerships.firstIndex(where: {
          $0.organisation == organisation.id && $0.status != .refused
        })
      else { continue }
      var after = before
      after.partnerships[place].status = .refused
      after.partnerships[place].at = now
      after.version = before.version + 1
      after.updatedAt = now
      try db.update(after)
      try audit(&db, .clock, "partner_refuse", after, now)
      if let problem = try db.problem(before.problem, places: places) {
        try tell(notice(.partnerRefused, to: after.organisation, after, problem), &db, now)
      }
    }
  }

  /// Asks every partner that has not answered yet.
  func askPartners(
    of proposal: Proposal, for problem: Problem, _ db: inout Database, _ now: Instant
  ) throws(DomainError) {
    for partnership in proposal.partnerships where partnership.status == .asked {
      try tell(notice(.partnerAsked, to: partnership.organisation, proposal, problem), &db, now)
    }
  }

  /// Tells all who have a part in a proposal.
  func tellConsortium(
    _ kind: Notice.Kind, of proposal: Proposal, _ problem: Problem, _ db: inout Database,
    _ now: Instant
  ) throws(DomainError) {
    let partners = proposal.partnerships.filter { $0.status == .confirmed }.map(\.organisation)
    for organisation in [proposal.organisation] + partners {
      try tell(notice(kind, to: organisation, proposal, problem), &db, now)
    }
  }

  /// A notice leaves the house by mail, so it names the problem, which is public, and nothing else.
  private func notice(
    _ kind: Notice.Kind, to organisation: ID<Organisation>, _ proposal: Proposal,
    _ problem: Problem
  ) -> Notice {
    Notice(
      kind, to: .organisation(organisation),
      about: Notice.Subject(.proposal, proposal.id.text),
      ["problem": problem.code ?? problem.statement.title])
  }
}
