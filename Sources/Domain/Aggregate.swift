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
}
