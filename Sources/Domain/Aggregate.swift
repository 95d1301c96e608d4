/// The kinds of records that are audited and fed on.
package enum Aggregate: String, Sendable, CaseIterable {
  case organisation, problem, proposal, token, setting, outcome, weights, lexicon, account, file
  case document, question
}
