import Domain
import HTTP
import UseCases

/// Matches, in both directions.
extension Site {
  func matchesOfProblem(_ call: Call) throws(DomainError) -> Response {
    let (limit, kinds) = try matchQuery(call)
    let (_, list) = try registry.solvers(
      forProblem: call.parameter("id"), limit: limit, kinds: kinds, by: call.actor)
    return .json(MatchPresenter().solvers(list))
  }

  func matchUnstored(_ call: Call) throws(DomainError) -> Response {
    let (limit, kinds) = try matchQuery(call)
    let (list, notes) = try registry.solvers(
      for: try call.body(), limit: limit, kinds: kinds, by: call.actor)
    return .json(MatchPresenter().solvers(list).with(notes, errors))
  }

  func problemMatches(_ call: Call) throws(DomainError) -> Response {
    var query = QueryReader(call.request.query)
    let limit = query.limit()
    try query.finish()
    let (_, list) = try registry.problems(
      forOrganisation: call.parameter("id"), limit: limit, by: call.actor)
    return .json(MatchPresenter().problems(list))
  }

  private func matchQuery(_ call: Call) throws(DomainError) -> (Int, Set<OrganisationKind>?) {
    var query = QueryReader(call.request.query)
    let limit = query.limit()
    let kinds = query.codes("kind", OrganisationKind.self)
    try query.finish()
    return (limit, kinds.isEmpty ? nil : Set(kinds))
  }
}
