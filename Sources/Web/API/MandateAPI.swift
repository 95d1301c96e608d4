import Domain
import HTTP
import Matching
import UseCases

/// Matches of startups with funds, programmes and mentors, in both directions.
extension Site {
  func mandateMatches(_ kind: MandateKind) -> Action {
    { call throws(DomainError) in
      var query = QueryReader(call.request.query)
      let limit = query.limit()
      try query.finish()
      let (_, list) = try registry.mandates(
        kind, forOrganisation: call.parameter("id"), limit: limit, by: call.actor)
      return .json(MandatePresenter().list(list))
    }
  }

  func startupMatches(_ call: Call) throws(DomainError) -> Response {
    var query = QueryReader(call.request.query)
    let limit = query.limit()
    let programme = query.text("programme")
    let mentor = query.text("mentor")
    try query.finish()
    let found = try registry.startups(
      forMandateOf: call.parameter("id"), programme: programme, mentor: mentor, limit: limit,
      by: call.actor)
    return .json(MandatePresenter().list(found.list))
  }

  func fundStartupMatches(_ call: Call) throws(DomainError) -> Response {
    var query = QueryReader(call.request.query)
    let limit = query.limit()
    try query.finish()
    let found = try registry.startups(
      forFund: call.parameter("id"), limit: limit, by: call.actor)
    return .json(MandatePresenter().list(found.list))
  }
}
