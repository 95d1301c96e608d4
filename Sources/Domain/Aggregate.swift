/// The kinds of records that are audited and fed on.
package enum Aggregate: String, Sendable, CaseIterable {
  case organisation, problem, proposal, token, setting, outcome, weights, lexicon, account, file
  case notification
  case notificationSettings = "notification_settings"
  case delivery
  case investment, watch, introduction, cohort, application
  case savedSearch = "saved_search"
  case mentorRequest = "mentor_request"
  case document, question
  case claim
  case review, engagement
  case dataRequest = "data_request"
  case consent
  case report
}

extension Aggregate {
  /// The part of records of this kind that says that one exists; who may see it may see what was
  /// done to it. Nil for what is no secret of anybody, which officers see.
  package var part: Visibility.Part? {
    switch self {
    case .organisation: .organisation
    case .problem: .problem
    case .proposal: .proposal
    case .account, .token: .account
    case .file: .file
    case .notification, .notificationSettings: .notification
    case .delivery: .delivery
    case .investment: .investment
    case .watch: .watchList
    case .introduction: .introduction
    case .cohort: .cohort
    case .application: .application
    case .savedSearch: .savedSearch
    case .mentorRequest: .mentorRequest
    case .document: .document
    case .question: .question
    case .claim: .claim
    case .review: .review
    case .engagement: .engagement
    case .dataRequest: .dataRequest
    case .consent: .consent
    case .report: .report
    case .setting, .outcome, .weights, .lexicon: nil
    }
  }
}
