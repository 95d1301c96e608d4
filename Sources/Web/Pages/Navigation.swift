import Domain
import UseCases

/// Where the menus lead. The pages themselves decide who may see them; a menu only spares people
/// what is not for them.
enum Navigation {
  /// One entry.
  struct Item: Sendable, Equatable {
    /// Where it leads.
    let path: String
    /// The key of its name.
    let key: String

    /// Whether a page of that path stands below this entry.
    func leads(to other: String) -> Bool { other == path || other.hasPrefix(path + "/") }
  }

  /// For everybody.
  static let open = [
    Item(path: "/problems", key: "nav.problems"),
    Item(path: "/organisations", key: "nav.organisations"),
    Item(path: "/funds", key: "nav.funds"),
    Item(path: "/incubators", key: "nav.incubators"),
    Item(path: "/programmes", key: "nav.programmes"),
    Item(path: "/places", key: "nav.places"),
    Item(path: "/statistics", key: "nav.statistics"),
  ]

  /// For somebody who has logged in, by what they are there for.
  static func own(
    of actor: Actor, _ person: AccountView?, _ kind: OrganisationKind?
  ) -> [Item] {
    guard person != nil else { return [] }
    switch actor.role {
    case .member: return member(of: kind)
    case .reviewer: return reviewer
    case .dost, .admin: return officer
    case nil: return [Item(path: "/my", key: "nav.my")]
    }
  }

  /// What members of an organisation of a kind are there for.
  private static func member(of kind: OrganisationKind?) -> [Item] {
    let work: [Item] =
      switch kind {
      case .fund:
        [
          Item(path: "/my/mandate", key: "nav.mandate"),
          Item(path: "/my/startups", key: "nav.startups"),
          Item(path: "/my/watch", key: "nav.watch"),
          Item(path: "/my/introductions", key: "nav.my_introductions"),
          Item(path: "/my/portfolio", key: "nav.portfolio"),
        ]
      case .incubator:
        [
          Item(path: "/my/programmes", key: "nav.my_programmes"),
          Item(path: "/my/cohorts", key: "nav.cohorts"),
          Item(path: "/my/mentors", key: "nav.mentors"),
        ]
      case .agency: []
      case .researchInstitute, .university:
        [
          Item(path: "/my/matches", key: "nav.my_matches"),
          Item(path: "/my/proposals", key: "nav.my_proposals"),
          Item(path: "/my/engagements", key: "engagements.own"),
        ]
      case .startup, .technologyFirm, nil:
        [
          Item(path: "/my/matches", key: "nav.my_matches"),
          Item(path: "/my/funds", key: "nav.my_funds"),
          Item(path: "/my/proposals", key: "nav.my_proposals"),
          Item(path: "/my/engagements", key: "engagements.own"),
          Item(path: "/my/introductions", key: "nav.my_introductions"),
        ]
      }
    return [
      Item(path: "/my", key: "nav.my"),
      Item(path: "/my/organisation", key: "nav.my_organisation"),
    ] + work + [Item(path: "/my/searches", key: "nav.my_searches")]
  }

  private static let reviewer = [Item(path: "/reviews", key: "nav.reviews")]

  private static let officer = [
    Item(path: "/desk", key: "nav.desk"),
    Item(path: "/desk/queue", key: "nav.queue"),
    Item(path: "/desk/problems", key: "nav.desk_problems"),
    Item(path: "/desk/engagements", key: "engagements.title"),
    Item(path: "/desk/documents", key: "nav.documents"),
    Item(path: "/desk/questions", key: "nav.questions"),
    Item(path: "/desk/reports", key: "nav.reports"),
    Item(path: "/desk/audit", key: "nav.audit"),
  ]

  /// What stands folded at the end of one's own menu, since with it that would not fit a line:
  /// the administration of the service.
  static func folded(of actor: Actor, _ person: AccountView?) -> [Item] {
    person != nil && actor.role == .admin ? admin : []
  }

  private static let admin = [
    Item(path: "/admin/accounts", key: "nav.accounts"),
    Item(path: "/admin/tokens", key: "nav.tokens"),
    Item(path: "/admin/weights", key: "nav.weights"),
    Item(path: "/admin/lexicon", key: "nav.lexicon"),
    Item(path: "/admin/jobs", key: "nav.jobs"),
  ]
}
