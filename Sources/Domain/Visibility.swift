/// Who may see what: the one table that every read goes through.
///
/// A read names the part of a record that it is about to show, the situation that the record is
/// in, and in which relation the asker stands to it; `table` answers. What is in no row is shown
/// to nobody.
package enum Visibility {
  /// A part of a kind of record that is shown or left out as a whole.
  package enum Part: String, Sendable, Hashable, CaseIterable {
    /// That an organisation exists, and what it says of itself to everybody.
    case organisation
    /// E-mail, telephone, address.
    case organisationContacts = "organisation.contacts"
    /// What a startup raises, and on what grounds.
    case organisationRaising = "organisation.raising"
    /// Why a record was returned or suspended.
    case organisationAdministration = "organisation.administration"
    /// That a problem exists, and its statement.
    case problem
    /// That a proposal exists, and what it offers.
    case proposal
    /// That a file exists, and what it holds; one that hangs on a proposal goes by that instead.
    case file
  }

  /// The situation that a record must be in for a row to hold.
  package enum Situation: String, Sendable, Hashable, CaseIterable {
    /// Any.
    case always
    /// The organisation is verified.
    case verified
    /// The problem was published at some time; what was once published stays public.
    case published
    /// The proposal was opened, see `Opening`.
    case opened
    /// The file hangs on a record that everybody may see.
    case onPublicRecord = "on_public_record"
    /// A startup's round is looked at in the matches of the asker's own verified fund, since
    /// startups state it for funds.
    case inFundMatches = "in_fund_matches"
  }

  /// In which relation somebody stands to a record.
  package enum Onlooker: String, Sendable, Hashable, CaseIterable {
    /// Everybody, logged in or not.
    case anybody
    /// Those who belong to the organisation that the record belongs to, in whatever role.
    case owner
    /// Those who belong to a partner that a proposal names and that has not refused.
    case partner
    /// Members of a verified fund.
    case fund
    case dost, admin
  }

  /// One row of the table.
  package struct Rule: Sendable, Equatable {
    /// What is shown.
    package let part: Part
    /// When.
    package let situation: Situation
    /// To whom.
    package let to: Set<Onlooker>

    init(_ part: Part, _ situation: Situation, to: Set<Onlooker>) {
      self.part = part
      self.situation = situation
      self.to = to
    }
  }

  /// Every row; what stands in none is shown to nobody.
  package static let table: [Rule] = [
    Rule(.organisation, .verified, to: [.anybody]),
    Rule(.organisation, .always, to: [.owner, .dost, .admin]),
    Rule(.organisationContacts, .always, to: [.owner, .dost, .admin]),
    Rule(.organisationRaising, .always, to: [.owner, .dost, .admin]),
    Rule(.organisationRaising, .inFundMatches, to: [.fund]),
    Rule(.organisationAdministration, .always, to: [.owner, .dost, .admin]),
    Rule(.problem, .published, to: [.anybody]),
    Rule(.problem, .always, to: [.owner, .dost, .admin]),
    Rule(.proposal, .always, to: [.owner, .partner]),
    Rule(.proposal, .opened, to: [.dost, .admin]),
    Rule(.file, .always, to: [.owner, .dost, .admin]),
    Rule(.file, .onPublicRecord, to: [.anybody]),
  ]

  /// Whether a part is shown to those onlookers in those situations.
  package static func shows(
    _ part: Part, in situations: Set<Situation> = [], to onlookers: Set<Onlooker>
  ) -> Bool {
    table.contains { rule in
      rule.part == part && (rule.situation == .always || situations.contains(rule.situation))
        && !rule.to.isDisjoint(with: onlookers)
    }
  }

  /// Whether an actor may see a part of an organisation's record.
  package static func sees(
    _ actor: Actor, _ part: Part, of organisation: ID<Organisation>
  ) -> Bool {
    shows(part, to: actor.onlookers(towards: organisation))
  }

  /// Whether what startups raise counts and is shown in the matches of a mandate.
  package static func seesRaisingTerms(_ actor: Actor, inMatchesOf asker: Organisation) -> Bool {
    guard asker.profile.kind == .fund, asker.status == .verified, actor.belongs(to: asker.id)
    else { return false }
    return shows(.organisationRaising, in: [.inFundMatches], to: [.fund])
  }

  /// Whether an actor may know that an organisation exists.
  package static func sees(_ actor: Actor, _ organisation: Organisation) -> Bool {
    shows(
      .organisation, in: organisation.status == .verified ? [.verified] : [],
      to: actor.onlookers(towards: organisation.id))
  }

  /// Whether an actor may know that a problem exists.
  package static func sees(_ actor: Actor, _ problem: Problem) -> Bool {
    shows(
      .problem, in: problem.publishedAt == nil ? [] : [.published],
      to: actor.onlookers(towards: problem.author))
  }

  /// Whether an actor may know that a proposal exists.
  package static func sees(_ actor: Actor, _ proposal: Proposal) -> Bool {
    var onlookers = actor.onlookers(towards: proposal.organisation)
    let partners = proposal.partnerships.filter { $0.status != .refused }
    if partners.contains(where: { actor.belongs(to: $0.organisation) }) {
      onlookers.insert(.partner)
    }
    return shows(.proposal, in: proposal.openedAt == nil ? [] : [.opened], to: onlookers)
  }

  /// Whether an actor may know of a file that hangs on no proposal.
  package static func sees(
    _ actor: Actor, _ file: StoredFile, onPublicRecord: Bool
  ) -> Bool {
    shows(
      .file, in: onPublicRecord ? [.onPublicRecord] : [],
      to: actor.onlookers(towards: file.organisation))
  }
}

extension Actor {
  /// In which relations they stand to a record of that organisation.
  package func onlookers(towards owner: ID<Organisation>?) -> Set<Visibility.Onlooker> {
    var onlookers: Set<Visibility.Onlooker> = [.anybody]
    if belongs(to: owner) { onlookers.insert(.owner) }
    switch role {
    case .dost: onlookers.insert(.dost)
    case .admin: onlookers.insert(.admin)
    case .member, .reviewer, nil: break
    }
    return onlookers
  }
}

extension Organisation {
  /// The record as an actor may see it, with what is private to others left out.
  ///
  /// `raisingTerms` says whether the terms of a round may be seen although the record is not the
  /// actor's own, see `Visibility.seesRaisingTerms`.
  package func seen(by actor: Actor, raisingTerms: Bool = false) -> Organisation {
    var copy = self
    if !Visibility.sees(actor, .organisationContacts, of: id) {
      copy.profile.address = nil
      copy.profile.email = nil
      copy.profile.phone = nil
    }
    if !raisingTerms, !Visibility.sees(actor, .organisationRaising, of: id) {
      copy.profile.startup?.raisingVND = nil
      copy.profile.startup?.traction = nil
    }
    if !Visibility.sees(actor, .organisationAdministration, of: id) {
      copy.statusReason = nil
    }
    return copy
  }
}
