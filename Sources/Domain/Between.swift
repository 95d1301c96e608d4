/// Whoever acts on a record that is between two organisations: one that asks for something and
/// one that is asked.
extension Actor {
  /// The capacities in which they may take steps with such a record.
  package func parties(
    asking requester: ID<Organisation>, asked recipient: ID<Organisation>
  ) -> Set<Party> {
    var parties = parties(towards: nil)
    guard membership != .viewer else { return parties }
    if belongs(to: requester) { parties.insert(.requester) }
    if belongs(to: recipient) { parties.insert(.recipient) }
    return parties
  }

  /// In which relations they stand to such a record.
  package func onlookers(
    asking requester: ID<Organisation>, asked recipient: ID<Organisation>
  ) -> Set<Visibility.Onlooker> {
    var onlookers = onlookers(towards: nil)
    if belongs(to: requester) { onlookers.insert(.requester) }
    if belongs(to: recipient) { onlookers.insert(.recipient) }
    return onlookers
  }
}

extension Visibility {
  /// Whether an actor may know of an introduction.
  package static func sees(_ actor: Actor, _ introduction: Introduction) -> Bool {
    shows(
      .introduction,
      to: actor.onlookers(asking: introduction.requester, asked: introduction.recipient))
  }

  /// Whether an actor is shown the contacts of the two sides of an introduction.
  package static func seesContacts(_ actor: Actor, of introduction: Introduction) -> Bool {
    shows(
      .introductionContacts, in: introduction.status == .accepted ? [.consented] : [],
      to: actor.onlookers(asking: introduction.requester, asked: introduction.recipient))
  }

  /// Whether an actor may know of an application to an incubator.
  package static func sees(_ actor: Actor, _ application: Application) -> Bool {
    shows(
      .application, in: application.submittedAt == nil ? [] : [.handedIn],
      to: actor.onlookers(asking: application.startup, asked: application.incubator))
  }

  /// Whether an actor may know of a request to a mentor.
  package static func sees(_ actor: Actor, _ request: MentorRequest) -> Bool {
    shows(
      .mentorRequest, to: actor.onlookers(asking: request.requester, asked: request.incubator))
  }

  /// Whether an actor may know of a cohort of an incubator that they may know of.
  package static func sees(_ actor: Actor, _ cohort: Cohort) -> Bool {
    shows(
      .cohort, in: cohort.status == .draft ? [] : [.announced],
      to: actor.onlookers(towards: cohort.incubator))
  }

  /// Whether an actor is told how many have applied for a cohort.
  package static func seesCounts(_ actor: Actor, of cohort: Cohort) -> Bool {
    shows(.cohortCounts, to: actor.onlookers(towards: cohort.incubator))
  }

  /// Whether an actor may know of a saved search.
  package static func sees(_ actor: Actor, _ search: SavedSearch) -> Bool {
    switch search.owner {
    case .organisation(let id): shows(.savedSearch, to: actor.onlookers(towards: id))
    case .account(let id):
      shows(.savedSearch, to: actor.account == id ? [.owner] : [])
    }
  }
}
