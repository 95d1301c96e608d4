import Domain
import HTTP
import UseCases

/// `/proposals`.
extension Site {
  func listProposals(_ call: Call) throws(DomainError) -> Response {
    var query = QueryReader(call.request.query)
    let problem = query.text("problem", most: 100)
    let organisation = query.text("organisation", most: 100)
    let limit = query.limit()
    let cursor = query.text("cursor", most: 2000)
    try query.finish()
    let after: (key: SortKey, id: String)? =
      if let cursor { try Cursor.decode(cursor, "proposals", .time) } else { nil }
    let page = try registry.proposals(
      problem: problem, organisation: organisation,
      page: PageRequest(limit: limit, after: after), by: call.actor)
    return call.list(page.json("proposals", \.json))
  }

  func createProposal(_ call: Call) throws(DomainError) -> Response {
    let record = try registry.createProposal(
      try call.body(), by: call.actor, key: try call.idempotencyKey(Credentials.digest))
    var response = Response.record(
      record.json, version: record.version, for: call.request, status: .created)
    response.headers["Location"] = "/api/v1/proposals/\(record.id)"
    return response
  }

  func showProposal(_ call: Call) throws(DomainError) -> Response {
    let record = try registry.proposal(ID(call.parameter("id")), by: call.actor)
    return .record(record.json, version: record.version, for: call.request)
  }

  func updateProposal(_ call: Call) throws(DomainError) -> Response {
    let id = ID<Proposal>(call.parameter("id"))
    let patch = try call.body()
    let version = try call.expectedVersion { () throws(DomainError) in
      try registry.proposal(id, by: call.actor).version
    }
    let record = try registry.updateProposal(
      id, patch: patch, expecting: version, by: call.actor)
    return .record(record.json, version: record.version, for: call.request)
  }

  func moveProposal(_ event: Proposal.Event) -> Action {
    { call throws(DomainError) in
      let id = ID<Proposal>(call.parameter("id"))
      let reason = try call.reason()
      let version = try call.expectedVersion { () throws(DomainError) in
        try registry.proposal(id, by: call.actor).version
      }
      let record = try registry.moveProposal(
        id, event, reason: reason, expecting: version, by: call.actor,
        key: try call.idempotencyKey(Credentials.digest))
      return .record(record.json, version: record.version, for: call.request)
    }
  }
}
