import Domain
import HTTP
import UseCases

/// `/audit`, `/access-log`, and what owners read of both.
extension Site {
  func listAudit(_ call: Call) throws(DomainError) -> Response {
    var query = QueryReader(call.request.query)
    var wanted = AuditQuery()
    wanted.actor = query.text("actor", most: 200)
    wanted.action = query.text("action", most: 100)
    wanted.aggregate = query.codes("aggregate", of: AuditQuery.aggregates).first
    wanted.record = query.text("record", most: 100)
    wanted.since = query.instant("since")
    wanted.until = query.instant("until", atEnd: true)
    let page = try registry.acts(wanted, page: try query.page(of: "audit"), by: call.actor)
    return call.privateList(page.json("audit", \.json))
  }

  func listAccesses(_ call: Call) throws(DomainError) -> Response {
    var query = QueryReader(call.request.query)
    var filter = AccessFilter()
    filter.actor = query.text("actor", most: 200)
    filter.part = query.codes("part", Visibility.Part.self).first
    filter.record = query.text("record", most: 100)
    filter.owner = query.text("organisation", most: 100).map { ID($0) }
    filter.since = query.instant("since")?.dayInVietnam
    filter.until = query.instant("until", atEnd: true)?.dayInVietnam
    let page = try registry.accesses(
      filter, page: try query.page(of: "access-log"), by: call.actor)
    return call.privateList(page.json("access-log", \.json))
  }

  func listOrganisationHistory(_ call: Call) throws(DomainError) -> Response {
    let page = try registry.history(
      ofOrganisation: call.parameter("id"), page: try call.page("organisation-history"),
      by: call.actor)
    return call.privateList(page.json("organisation-history", \.json))
  }

  func listProposalHistory(_ call: Call) throws(DomainError) -> Response {
    let page = try registry.history(
      ofProposal: ID(call.parameter("id")), page: try call.page("proposal-history"),
      by: call.actor)
    return call.privateList(page.json("proposal-history", \.json))
  }

  func listOrganisationAccesses(_ call: Call) throws(DomainError) -> Response {
    let page = try registry.accesses(
      toRecordsOf: call.parameter("id"), page: try call.page("accesses"), by: call.actor)
    return call.privateList(page.json("accesses", \.json))
  }
}

extension Call {
  /// A list that no cache may keep.
  func privateList(_ json: JSON) -> Response {
    var response = list(json)
    response.headers["Cache-Control"] = "no-store"
    return response
  }
}
