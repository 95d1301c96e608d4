import Domain

/// What the matrix expects of each route.
enum AuthorisationMatrix {
  /// In which capacity somebody stands to the record of a request, or asks without one.
  enum Party: Hashable {
    case nobody
    /// Logged in, without an organisation.
    case person
    /// Of an organisation that the record does not belong to.
    case member
    case owner, requester, recipient, reviewer, dost, admin
    /// Of a partner of the owner's.
    case partner
  }

  /// Who may do what a route does.
  enum Line: Equatable {
    /// Everybody who may know of the record.
    case everybody
    /// The same of those who are known.
    case known
    /// These alone; others who may know of the record are refused.
    case only(Set<Party>)
    /// These alone, and others may not know of what it is about.
    case hidden(Set<Party>)
    /// Secrets, links and cookies decide, or the body is a file: tests of their own.
    case elsewhere

    /// What is expected of a request, where this party may know of the record or not.
    func expected(
      _ who: WholeScene.Who, isKnown: Bool, _ party: Party
    ) -> Expectation {
      switch self {
      case .elsewhere: .anything
      case .everybody:
        isKnown ? .passes : .oneOf(party == .nobody ? [401, 404] : [404])
      case .known:
        party == .nobody ? .oneOf(isKnown ? [401] : [401, 404]) : isKnown ? .passes : .oneOf([404])
      case .only(let may):
        // What is never theirs is refused whatever the record, which tells nothing of it.
        party == .nobody
          ? .oneOf(isKnown ? [401] : [401, 404])
          : !isKnown ? .oneOf([403, 404]) : may.contains(party) ? .passes : .oneOf([403])
      case .hidden(let may):
        may.contains(party) ? .passes : .oneOf(party == .nobody ? [401, 404] : [403, 404])
      }
    }
  }

  /// What may come back.
  enum Expectation {
    case anything
    /// The act is theirs: state and input decide.
    case passes
    case oneOf(Set<Int>)

    var isPassing: Bool { if case .passes = self { true } else { false } }

    func contains(_ status: Int) -> Bool {
      switch self {
      case .anything: true
      case .passes: status < 500 && ![401, 403].contains(status)
      case .oneOf(let statuses): statuses.contains(status)
      }
    }

    var text: String {
      switch self {
      case .anything: "anything"
      case .passes: "past the gate"
      case .oneOf(let statuses): statuses.sorted().map(String.init).joined(separator: " or ")
      }
    }
  }

  /// Every route, sorted by path.
  static let may: [String: Line] = [
    "GET /api/v1/access-log": .only([.admin]),
    "GET /api/v1/accounts": .only([.admin]),
    "POST /api/v1/accounts": .elsewhere,
    "POST /api/v1/accounts/confirm": .elsewhere,
    "GET /api/v1/accounts/{id}": .known,
    "PATCH /api/v1/accounts/{id}": .only([.admin]),
    "GET /api/v1/accounts/{id}/data": .only([.owner, .admin]),
    "POST /api/v1/accounts/{id}/erase": .only([.admin]),
    "GET /api/v1/applications": .known,
    "POST /api/v1/applications": .only([.member]),
    "GET /api/v1/applications/{id}": .everybody,
    "PATCH /api/v1/applications/{id}": .only([.requester]),
    "POST /api/v1/applications/{id}/accept": .only([.recipient]),
    "POST /api/v1/applications/{id}/decline": .only([.recipient]),
    "POST /api/v1/applications/{id}/graduate": .only([.recipient]),
    "POST /api/v1/applications/{id}/join": .only([.requester, .recipient]),
    "POST /api/v1/applications/{id}/leave": .only([.requester, .recipient]),
    "POST /api/v1/applications/{id}/shortlist": .only([.recipient]),
    "POST /api/v1/applications/{id}/submit": .only([.requester]),
    "POST /api/v1/applications/{id}/withdraw": .only([.requester]),
    "GET /api/v1/audit": .only([.dost, .admin]),
    "GET /api/v1/claims": .known,
    "GET /api/v1/claims/{id}": .known,
    "POST /api/v1/claims/{id}/accept": .only([.dost, .admin]),
    "POST /api/v1/claims/{id}/refuse": .only([.dost, .admin]),
    "POST /api/v1/claims/{id}/withdraw": .only([.owner]),
    "GET /api/v1/codes": .everybody,
    "GET /api/v1/cohorts": .everybody,
    "POST /api/v1/cohorts": .only([.member, .dost, .admin]),
    "GET /api/v1/cohorts/{id}": .everybody,
    "PATCH /api/v1/cohorts/{id}": .only([.owner, .dost, .admin]),
    "POST /api/v1/cohorts/{id}/announce": .only([.owner, .dost, .admin]),
    "POST /api/v1/cohorts/{id}/cancel": .only([.owner, .dost, .admin]),
    "POST /api/v1/cohorts/{id}/finish": .only([.owner, .dost, .admin]),
    "POST /api/v1/cohorts/{id}/start": .only([.owner, .dost, .admin]),
    "GET /api/v1/data-requests": .only([.person, .dost, .admin]),
    "POST /api/v1/data-requests": .only([.person, .dost, .admin]),
    "GET /api/v1/data-requests/{id}": .known,
    "POST /api/v1/data-requests/{id}/answer": .only([.dost, .admin]),
    "POST /api/v1/data-requests/{id}/complete": .only([.dost, .admin]),
    "POST /api/v1/data-requests/{id}/extend": .only([.dost, .admin]),
    "POST /api/v1/data-requests/{id}/refuse": .only([.dost, .admin]),
    "POST /api/v1/data-requests/{id}/withdraw": .only([.owner]),
    "GET /api/v1/data-rights": .everybody,
    "GET /api/v1/documents": .everybody,
    "POST /api/v1/documents": .only([.dost, .admin]),
    "GET /api/v1/documents/{id}": .everybody,
    "PATCH /api/v1/documents/{id}": .only([.dost, .admin]),
    "GET /api/v1/documents/{id}/acts": .everybody,
    "POST /api/v1/documents/{id}/acts": .only([.dost, .admin]),
    "POST /api/v1/documents/{id}/issue": .only([.dost, .admin]),
    "POST /api/v1/documents/{id}/supersede": .only([.dost, .admin]),
    "GET /api/v1/engagements": .known,
    "POST /api/v1/engagements": .only([.dost, .admin]),
    "GET /api/v1/engagements/{id}": .known,
    "PATCH /api/v1/engagements/{id}": .only([.dost, .admin]),
    "POST /api/v1/engagements/{id}/complete": .only([.dost, .admin]),
    "POST /api/v1/engagements/{id}/milestones": .only([.dost, .admin]),
    "DELETE /api/v1/engagements/{id}/milestones/{milestone}": .only([.dost, .admin]),
    "PATCH /api/v1/engagements/{id}/milestones/{milestone}": .only([.dost, .admin]),
    "POST /api/v1/engagements/{id}/milestones/{milestone}/accept": .only([.dost, .admin]),
    "POST /api/v1/engagements/{id}/milestones/{milestone}/return": .only([.dost, .admin]),
    "POST /api/v1/engagements/{id}/milestones/{milestone}/submit": .only([.owner]),
    "POST /api/v1/engagements/{id}/terminate": .only([.dost, .admin]),
    "POST /api/v1/files": .elsewhere,
    "DELETE /api/v1/files/{id}": .only([.owner]),
    "GET /api/v1/files/{id}": .everybody,
    "GET /api/v1/files/{id}/content": .everybody,
    "GET /api/v1/fund-rules": .everybody,
    "GET /api/v1/funds/{id}/investments": .everybody,
    "POST /api/v1/funds/{id}/investments": .only([.owner, .dost, .admin]),
    "GET /api/v1/funds/{id}/investments/{investment}": .hidden([.owner, .dost, .admin]),
    "PATCH /api/v1/funds/{id}/investments/{investment}": .hidden([.owner, .dost, .admin]),
    "GET /api/v1/funds/{id}/startup-matches": .everybody,
    "GET /api/v1/funds/{id}/watch": .only([.owner]),
    "DELETE /api/v1/funds/{id}/watch/{organisation}": .only([.owner]),
    "GET /api/v1/funds/{id}/watch/{organisation}": .only([.owner]),
    "PUT /api/v1/funds/{id}/watch/{organisation}": .only([.owner]),
    "GET /api/v1/introductions": .known,
    "POST /api/v1/introductions": .only([.member]),
    "GET /api/v1/introductions/{id}": .everybody,
    "POST /api/v1/introductions/{id}/accept": .only([.recipient]),
    "POST /api/v1/introductions/{id}/outcomes": .only([.requester, .recipient]),
    "POST /api/v1/introductions/{id}/refuse": .only([.recipient]),
    "POST /api/v1/introductions/{id}/withdraw": .only([.requester]),
    "POST /api/v1/invitations/accept": .only([.person]),
    "GET /api/v1/lexicon": .everybody,
    "POST /api/v1/lexicon": .only([.dost, .admin]),
    "GET /api/v1/lexicon.jsonl": .everybody,
    "DELETE /api/v1/lexicon/{id}": .only([.dost, .admin]),
    "GET /api/v1/lexicon/{id}": .everybody,
    "PATCH /api/v1/lexicon/{id}": .only([.dost, .admin]),
    "POST /api/v1/match": .everybody,
    "GET /api/v1/me": .only([.person]),
    "PATCH /api/v1/me": .only([.person]),
    "GET /api/v1/me/consents": .only([.person]),
    "POST /api/v1/me/consents": .only([.person]),
    "GET /api/v1/me/data": .only([.person]),
    "GET /api/v1/me/notification-settings": .only([.person]),
    "PATCH /api/v1/me/notification-settings": .only([.person]),
    "POST /api/v1/me/second-factor": .only([.person]),
    "POST /api/v1/me/second-factor/confirm": .only([.person]),
    "POST /api/v1/me/second-factor/remove": .only([.person]),
    "GET /api/v1/mentor-requests": .known,
    "POST /api/v1/mentor-requests": .only([.member]),
    "GET /api/v1/mentor-requests/{id}": .everybody,
    "POST /api/v1/mentor-requests/{id}/accept": .only([.recipient]),
    "POST /api/v1/mentor-requests/{id}/complete": .only([.requester, .recipient]),
    "POST /api/v1/mentor-requests/{id}/decline": .only([.recipient]),
    "POST /api/v1/mentor-requests/{id}/feedback": .only([.requester, .recipient]),
    "POST /api/v1/mentor-requests/{id}/withdraw": .only([.requester]),
    "GET /api/v1/notifications": .only([.person]),
    "POST /api/v1/notifications/read-all": .only([.person]),
    "POST /api/v1/notifications/{id}/read": .elsewhere,
    "GET /api/v1/openapi.json": .everybody,
    "GET /api/v1/organisations": .everybody,
    "POST /api/v1/organisations": .only([.person, .dost, .admin]),
    "GET /api/v1/organisations/queue": .only([.dost, .admin]),
    "GET /api/v1/organisations/{id}": .everybody,
    "PATCH /api/v1/organisations/{id}": .only([.owner, .dost, .admin]),
    "GET /api/v1/organisations/{id}/accesses": .only([.owner, .admin]),
    "POST /api/v1/organisations/{id}/claims": .only([.person]),
    "POST /api/v1/organisations/{id}/confirm": .only([.owner]),
    "GET /api/v1/organisations/{id}/fund-matches": .everybody,
    "GET /api/v1/organisations/{id}/history": .only([.owner, .dost, .admin]),
    "GET /api/v1/organisations/{id}/invitations": .only([.owner, .dost, .admin]),
    "POST /api/v1/organisations/{id}/invitations": .only([.owner, .admin]),
    "DELETE /api/v1/organisations/{id}/invitations/{invitation}": .hidden([.owner, .admin]),
    "GET /api/v1/organisations/{id}/members": .only([.owner, .dost, .admin]),
    "DELETE /api/v1/organisations/{id}/members/{account}": .hidden([.owner, .admin]),
    "PATCH /api/v1/organisations/{id}/members/{account}": .hidden([.owner, .admin]),
    "GET /api/v1/organisations/{id}/mentor-matches": .everybody,
    "POST /api/v1/organisations/{id}/merge": .only([.admin]),
    "GET /api/v1/organisations/{id}/problem-matches": .everybody,
    "GET /api/v1/organisations/{id}/programme-matches": .everybody,
    "POST /api/v1/organisations/{id}/recognise": .only([.dost, .admin]),
    "POST /api/v1/organisations/{id}/return": .only([.dost, .admin]),
    "DELETE /api/v1/organisations/{id}/revision": .only([.owner]),
    "POST /api/v1/organisations/{id}/revision/accept": .only([.dost, .admin]),
    "POST /api/v1/organisations/{id}/revision/refuse": .only([.dost, .admin]),
    "GET /api/v1/organisations/{id}/startup-matches": .everybody,
    "POST /api/v1/organisations/{id}/submit": .only([.owner, .dost, .admin]),
    "POST /api/v1/organisations/{id}/suspend": .only([.dost, .admin]),
    "POST /api/v1/organisations/{id}/verify": .only([.dost, .admin]),
    "POST /api/v1/organisations/{id}/withdraw": .only([.owner, .dost, .admin]),
    "GET /api/v1/outcomes": .known,
    "POST /api/v1/password-resets": .elsewhere,
    "POST /api/v1/password-resets/complete": .elsewhere,
    "GET /api/v1/problems": .everybody,
    "POST /api/v1/problems": .only([.dost, .admin]),
    "GET /api/v1/problems/{id}": .everybody,
    "PATCH /api/v1/problems/{id}": .only([.dost, .admin]),
    "POST /api/v1/problems/{id}/amend": .only([.dost, .admin]),
    "POST /api/v1/problems/{id}/award": .only([.dost, .admin]),
    "POST /api/v1/problems/{id}/cancel": .only([.dost, .admin]),
    "POST /api/v1/problems/{id}/close": .only([.dost, .admin]),
    "GET /api/v1/problems/{id}/criteria": .everybody,
    "PUT /api/v1/problems/{id}/criteria": .only([.dost, .admin]),
    "POST /api/v1/problems/{id}/extend": .only([.dost, .admin]),
    "POST /api/v1/problems/{id}/fail": .only([.dost, .admin]),
    "DELETE /api/v1/problems/{id}/follow": .only([.person, .member, .owner]),
    "GET /api/v1/problems/{id}/follow": .only([.person, .member, .owner]),
    "POST /api/v1/problems/{id}/follow": .only([.person, .member, .owner]),
    "GET /api/v1/problems/{id}/history": .everybody,
    "GET /api/v1/problems/{id}/matches": .everybody,
    "GET /api/v1/problems/{id}/minutes": .only([.dost, .admin]),
    "POST /api/v1/problems/{id}/no-award": .only([.dost, .admin]),
    "POST /api/v1/problems/{id}/open": .only([.dost, .admin]),
    "GET /api/v1/problems/{id}/opening": .only([.dost, .admin]),
    "GET /api/v1/problems/{id}/outcomes": .known,
    "POST /api/v1/problems/{id}/outcomes": .only([.member, .owner, .dost, .admin]),
    "POST /api/v1/problems/{id}/publish": .only([.dost, .admin]),
    "GET /api/v1/problems/{id}/questions": .everybody,
    "POST /api/v1/problems/{id}/questions": .only([.member, .owner]),
    "GET /api/v1/problems/{id}/ranking": .only([.dost, .admin]),
    "POST /api/v1/problems/{id}/resume": .only([.dost, .admin]),
    "POST /api/v1/problems/{id}/return": .only([.dost, .admin]),
    "POST /api/v1/problems/{id}/review": .only([.dost, .admin]),
    "POST /api/v1/problems/{id}/reviewers": .only([.dost, .admin]),
    "DELETE /api/v1/problems/{id}/schedule": .only([.dost, .admin]),
    "POST /api/v1/problems/{id}/schedule": .only([.dost, .admin]),
    "POST /api/v1/problems/{id}/solve": .only([.dost, .admin]),
    "POST /api/v1/problems/{id}/start": .only([.dost, .admin]),
    "POST /api/v1/problems/{id}/submit": .only([.dost, .admin]),
    "POST /api/v1/problems/{id}/suspend": .only([.dost, .admin]),
    "GET /api/v1/problems/{id}/versions": .everybody,
    "GET /api/v1/problems/{id}/versions/{number}": .everybody,
    "GET /api/v1/proposals": .known,
    "POST /api/v1/proposals": .only([.member, .owner]),
    "GET /api/v1/proposals/{id}": .everybody,
    "PATCH /api/v1/proposals/{id}": .only([.owner]),
    "POST /api/v1/proposals/{id}/admit": .only([.dost, .admin]),
    "GET /api/v1/proposals/{id}/attachments": .everybody,
    "POST /api/v1/proposals/{id}/attachments": .only([.owner]),
    "DELETE /api/v1/proposals/{id}/attachments/{file}": .only([.owner]),
    "POST /api/v1/proposals/{id}/confirm": .only([.partner]),
    "GET /api/v1/proposals/{id}/consensus": .known,
    "PUT /api/v1/proposals/{id}/consensus": .only([.dost, .admin]),
    "POST /api/v1/proposals/{id}/decline": .only([.dost, .admin]),
    "GET /api/v1/proposals/{id}/feedback": .known,
    "PUT /api/v1/proposals/{id}/feedback": .only([.dost, .admin]),
    "GET /api/v1/proposals/{id}/history": .only([.owner, .partner, .dost, .admin]),
    "GET /api/v1/proposals/{id}/receipt": .everybody,
    "POST /api/v1/proposals/{id}/refuse-partnership": .only([.partner]),
    "POST /api/v1/proposals/{id}/reject": .only([.dost, .admin]),
    "POST /api/v1/proposals/{id}/reopen": .only([.owner]),
    "POST /api/v1/proposals/{id}/select": .only([.dost, .admin]),
    "POST /api/v1/proposals/{id}/shortlist": .only([.dost, .admin]),
    "POST /api/v1/proposals/{id}/submit": .only([.owner]),
    "POST /api/v1/proposals/{id}/withdraw": .only([.owner]),
    "GET /api/v1/questions": .known,
    "GET /api/v1/questions/{id}": .everybody,
    "POST /api/v1/questions/{id}/answer": .only([.dost, .admin]),
    "POST /api/v1/questions/{id}/decline": .only([.dost, .admin]),
    "POST /api/v1/questions/{id}/withdraw": .only([.owner]),
    "GET /api/v1/reports": .only([.dost, .admin]),
    "POST /api/v1/reports": .only([.dost, .admin]),
    "GET /api/v1/reports/issued": .everybody,
    "GET /api/v1/reports/{id}": .everybody,
    "GET /api/v1/reports/{id}/content": .everybody,
    "POST /api/v1/reports/{id}/publish": .only([.dost, .admin]),
    "GET /api/v1/reviews": .known,
    "GET /api/v1/reviews/{id}": .known,
    "POST /api/v1/reviews/{id}/declare": .only([.reviewer]),
    "POST /api/v1/reviews/{id}/lock": .only([.reviewer]),
    "POST /api/v1/reviews/{id}/recuse": .only([.reviewer, .dost, .admin]),
    "PUT /api/v1/reviews/{id}/scores": .only([.reviewer]),
    "POST /api/v1/reviews/{id}/waive": .only([.dost, .admin]),
    "GET /api/v1/saved-searches": .only([.person, .member]),
    "POST /api/v1/saved-searches": .only([.person, .member, .owner, .requester, .recipient]),
    "DELETE /api/v1/saved-searches/{id}": .only([.owner]),
    "GET /api/v1/saved-searches/{id}": .only([.owner]),
    "PATCH /api/v1/saved-searches/{id}": .only([.owner]),
    "GET /api/v1/search": .everybody,
    "DELETE /api/v1/sessions": .only([.person]),
    "GET /api/v1/sessions": .only([.person]),
    "POST /api/v1/sessions": .elsewhere,
    "POST /api/v1/sessions/code": .elsewhere,
    "DELETE /api/v1/sessions/{id}": .elsewhere,
    "GET /api/v1/tokens": .only([.person, .admin]),
    "POST /api/v1/tokens": .only([.person]),
    "DELETE /api/v1/tokens/{id}": .elsewhere,
    "GET /api/v1/weights": .everybody,
    "POST /api/v1/weights": .only([.admin]),
    "GET /healthz": .everybody,
    "GET /login/oidc": .elsewhere,
    "GET /login/oidc/callback": .elsewhere,
    "GET /metrics": .everybody,
    "GET /openapi.json": .everybody,
    "GET /readyz": .everybody,
    "GET /unsubscribe": .elsewhere,
    "POST /unsubscribe": .elsewhere,
  ]

  /// Whether officers, or administrators, alone may do what a route does.
  static func isOfOfficersAlone(_ name: String) -> Bool {
    may[name] == .only([.dost, .admin]) || may[name] == .only([.admin])
  }

  /// What an act can read, for those who must be refused it though others like them may do it:
  /// whether it is theirs depends on the record. `{name}` is a record of the scene.
  static let readable: [String: JSON] = [
    "PATCH /api/v1/organisations/{id}/members/{account}": ["role": "viewer"],
    "PATCH /api/v1/problems/{id}": ["title": "x"],
    "POST /api/v1/cohorts": [
      "incubator": "{incubator}", "programme": "x", "name": "x", "opens": "2026-06-01",
      "closes": "2026-06-30", "capacity": 1,
    ],
    "POST /api/v1/engagements/{id}/milestones/{milestone}/submit": ["text": "x"],
    "POST /api/v1/funds/{id}/investments": ["name": "x", "date": "2026-03-15"],
    "POST /api/v1/introductions/{id}/outcomes": ["kind": "met"],
    "POST /api/v1/invitations/accept": ["token": "x"],
    "POST /api/v1/mentor-requests/{id}/feedback": ["rating": 5],
    "POST /api/v1/organisations": ["kind": "startup", "name": "x"],
    "POST /api/v1/organisations/{id}/claims": ["grounds": "x"],
    "POST /api/v1/organisations/{id}/invitations": ["email": "a@example.vn", "role": "owner"],
    "POST /api/v1/problems": ["title": "x"],
    "POST /api/v1/problems/{id}/outcomes": ["organisation": "{startup}", "kind": "invited"],
    "POST /api/v1/problems/{id}/questions": ["text": "x"],
    "POST /api/v1/problems/{id}/submit": [:],
    "POST /api/v1/proposals/{id}/admit": ["reason": "x"],
    "POST /api/v1/proposals/{id}/attachments": ["file": "0000000000000000"],
    "POST /api/v1/proposals/{id}/decline": ["reason": "x"],
    "POST /api/v1/proposals/{id}/reject": ["reason": "x"],
    "POST /api/v1/proposals/{id}/select": ["reason": "x"],
    "POST /api/v1/proposals/{id}/shortlist": ["reason": "x"],
    "POST /api/v1/reviews/{id}/declare": ["conflict": "none"],
    "POST /api/v1/reviews/{id}/recuse": ["reason": "x"],
    "PUT /api/v1/proposals/{id}/feedback": ["text": "x"],
    "PUT /api/v1/reviews/{id}/scores": scores,
  ]

  private static let scores: JSON = [
    "scores": [["criterion": "fit", "points": 1], ["criterion": "cost", "points": 1]]
  ]
}
