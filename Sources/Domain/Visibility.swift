/// Who may see what: the one table that every read goes through.
package enum Visibility {
  /// A group of members that are not for everybody.
  package enum PrivateGroup: CaseIterable, Sendable {
    /// E-mail, telephone, address.
    case contacts
    /// What a startup raises, and on what grounds.
    case raisingTerms
    /// Why a record was returned or suspended.
    case administration
  }

  /// Whether an actor may see a group of an organisation's members.
  package static func sees(
    _ actor: Actor, _ group: PrivateGroup, of organisation: ID<Organisation>
  ) -> Bool {
    switch group {
    case .contacts, .raisingTerms, .administration:
      actor.isOfficer || (actor.role == .member && actor.organisation == organisation)
    }
  }

  /// Whether what startups raise counts and is shown in the matches of a mandate: to the members of
  /// a verified fund in its own matches, since startups state it for funds. Officers see it anyway.
  package static func seesRaisingTerms(_ actor: Actor, inMatchesOf asker: Organisation) -> Bool {
    asker.profile.kind == .fund && asker.status == .verified && actor.role == .member
      && actor.organisation == asker.id
  }

  /// Whether an actor may know that an organisation exists. The public sees verified ones.
  package static func sees(_ actor: Actor, _ organisation: Organisation) -> Bool {
    organisation.status == .verified || actor.isOfficer
      || (actor.role == .member && actor.organisation == organisation.id)
  }

  /// Whether an actor may know that a problem exists. What was once published stays public.
  package static func sees(_ actor: Actor, _ problem: Problem) -> Bool {
    problem.publishedAt != nil || actor.isOfficer
      || (actor.role == .member && actor.organisation != nil
        && actor.organisation == problem.author)
  }

  /// Whether an actor may know that a proposal exists: its owner always, officers once the
  /// seal is broken by the deadline or the closing of the problem, nobody else.
  package static func sees(
    _ actor: Actor, _ proposal: Proposal, for problem: Problem, at now: Instant
  ) -> Bool {
    if actor.role == .member, actor.organisation == proposal.organisation { return true }
    guard actor.isOfficer, proposal.submittedAt != nil else { return false }
    return sealIsBroken(problem, at: now) && proposal.status != .draft
      && proposal.status != .withdrawn
  }

  /// Proposals are sealed until the deadline has passed, also where the problem was closed or
  /// cancelled before it; without a deadline, until the problem is closed.
  package static func sealIsBroken(_ problem: Problem, at now: Instant) -> Bool {
    if let deadline = problem.statement.deadline { return deadline < now }
    return switch problem.status {
    case .draft, .submitted, .published, .suspended: false
    case .closed, .reviewing, .awarded, .inProgress, .solved, .failed, .noAward, .cancelled: true
    }
  }
}

extension Organisation {
  /// The record as an actor may see it, with what is private to others left out; `raisingTerms`
  /// says whether the terms of a round may be seen although the record is not the actor's own, see
  /// `Visibility.seesRaisingTerms`.
  package func seen(by actor: Actor, raisingTerms: Bool = false) -> Organisation {
    var copy = self
    if !Visibility.sees(actor, .contacts, of: id) {
      copy.profile.address = nil
      copy.profile.email = nil
      copy.profile.phone = nil
    }
    if !raisingTerms, !Visibility.sees(actor, .raisingTerms, of: id) {
      copy.profile.startup?.raisingVND = nil
      copy.profile.startup?.traction = nil
    }
    if !Visibility.sees(actor, .administration, of: id) {
      copy.statusReason = nil
    }
    return copy
  }
}
