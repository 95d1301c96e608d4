import Domain
import HTTP
import UseCases

/// `/fund-rules`, `/funds/{id}/investments` and `/funds/{id}/watch`.
extension Site {
  func listFundRules(_ call: Call) throws(DomainError) -> Response {
    var query = QueryReader(call.request.query)
    let kinds = query.codes("fund_kind", FundKind.self)
    let day = query.text("on", most: 40)
    try query.finish()
    if let day, day.utf8.count != 10 || Instant(rfc3339: day) == nil {
      throw .invalid([Fault("?on", .badFormat, found: day, accepted: "yyyy-mm-dd")])
    }
    let rules = registry.fundRules.all.filter { rule in
      (kinds.isEmpty || kinds.contains(rule.fundKind)) && day.map(rule.holds(on:)) ?? true
    }
    return .json(["items": .array(rules.map(\.json))])
  }

  func listInvestments(_ call: Call) throws(DomainError) -> Response {
    var query = QueryReader(call.request.query)
    let page = try registry.investments(
      ofFund: call.parameter("id"), page: try query.page(of: "investments"), by: call.actor)
    return call.list(page.json("investments", \.json))
  }

  func createInvestment(_ call: Call) throws(DomainError) -> Response {
    let fund = call.parameter("id")
    let entry = try registry.createInvestment(
      ofFund: fund, try call.body(), by: call.actor,
      key: try call.idempotencyKey(Credentials.digest))
    var response = Response.record(
      entry.json, version: entry.investment.version, for: call.request, status: .created)
    response.headers["Location"] =
      "/api/v1/funds/\(entry.investment.fund)/investments/\(entry.investment.id)"
    return response
  }

  func showInvestment(_ call: Call) throws(DomainError) -> Response {
    let entry = try registry.investment(
      ID(call.parameter("investment")), ofFund: call.parameter("id"), by: call.actor)
    return .record(entry.json, version: entry.investment.version, for: call.request)
  }

  func updateInvestment(_ call: Call) throws(DomainError) -> Response {
    let (id, fund) = (ID<Investment>(call.parameter("investment")), call.parameter("id"))
    let patch = try call.body()
    let version = try call.expectedVersion { () throws(DomainError) in
      try registry.investment(id, ofFund: fund, by: call.actor).investment.version
    }
    let entry = try registry.updateInvestment(
      id, ofFund: fund, patch: patch, expecting: version, by: call.actor)
    return .record(entry.json, version: entry.investment.version, for: call.request)
  }

  func listWatched(_ call: Call) throws(DomainError) -> Response {
    var query = QueryReader(call.request.query)
    let page = try registry.watches(
      ofFund: call.parameter("id"), page: try query.page(of: "watch"), by: call.actor)
    return call.list(page.json("watch", \.json))
  }

  func showWatched(_ call: Call) throws(DomainError) -> Response {
    .json(
      try registry.watch(
        of: call.parameter("organisation"), byFund: call.parameter("id"), actor: call.actor
      ).json)
  }

  func startWatching(_ call: Call) throws(DomainError) -> Response {
    .json(
      try registry.startWatching(
        call.parameter("organisation"), byFund: call.parameter("id"), actor: call.actor
      ).json)
  }

  func stopWatching(_ call: Call) throws(DomainError) -> Response {
    try registry.stopWatching(
      call.parameter("organisation"), byFund: call.parameter("id"), actor: call.actor)
    return Response(.noContent)
  }
}
