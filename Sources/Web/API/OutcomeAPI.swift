import Domain
import HTTP
import UseCases

/// `/problems/{id}/outcomes` and `/outcomes`.
extension Site {
  func listOutcomes(_ call: Call) throws(DomainError) -> Response {
    var query = QueryReader(call.request.query)
    let problem = query.text("problem", most: 100)
    return try listOutcomes(call, &query, problem: problem)
  }

  func outcomesOfProblem(_ call: Call) throws(DomainError) -> Response {
    var query = QueryReader(call.request.query)
    return try listOutcomes(call, &query, problem: call.parameter("id"))
  }

  private func listOutcomes(
    _ call: Call, _ query: inout QueryReader, problem: String?
  ) throws(DomainError) -> Response {
    let organisation = query.text("organisation", most: 100)
    let kinds = query.codes("kind", Outcome.Kind.self)
    let limit = query.limit()
    let cursor = query.text("cursor", most: 2000)
    try query.finish()
    let after: (key: SortKey, id: String)? =
      if let cursor { try Cursor.decode(cursor, "outcomes", .time) } else { nil }
    let page = try registry.outcomes(
      problem: problem, organisation: organisation, kinds: kinds,
      page: PageRequest(limit: limit, after: after), by: call.actor)
    return call.list(page.json("outcomes", \.json))
  }

  func recordOutcome(_ call: Call) throws(DomainError) -> Response {
    let outcome = try registry.recordOutcome(
      forProblem: call.parameter("id"), try call.body(), by: call.actor,
      key: try call.idempotencyKey(Credentials.digest))
    return .json(outcome.json, status: .created)
  }
}
