import Domain
import HTTP
import UseCases

/// `/applications`.
extension Site {
  func listApplications(_ call: Call) throws(DomainError) -> Response {
    var query = QueryReader(call.request.query)
    let cohort = query.text("cohort", most: 100)
    let organisation = query.text("organisation", most: 100)
    let statuses = query.codes("status", Application.Status.self)
    let page = try registry.applications(
      cohort: cohort, organisation: organisation, statuses: statuses,
      page: try query.page(of: "applications"), by: call.actor)
    return call.list(page.json("applications", \.json))
  }

  func createApplication(_ call: Call) throws(DomainError) -> Response {
    let record = try registry.createApplication(
      try call.body(), by: call.actor, key: try call.idempotencyKey(Credentials.digest))
    var response = Response.record(
      record.json, version: record.version, for: call.request, status: .created)
    response.headers["Location"] = "/api/v1/applications/\(record.id)"
    return response
  }

  func showApplication(_ call: Call) throws(DomainError) -> Response {
    let record = try registry.application(ID(call.parameter("id")), by: call.actor)
    return .record(record.json, version: record.version, for: call.request)
  }

  func updateApplication(_ call: Call) throws(DomainError) -> Response {
    let id = ID<Application>(call.parameter("id"))
    let patch = try call.body()
    let version = try expectedVersion(of: id, call)
    let record = try registry.updateApplication(
      id, patch: patch, expecting: version, by: call.actor)
    return .record(record.json, version: record.version, for: call.request)
  }

  func moveApplication(_ event: Application.Event) -> Action {
    { call throws(DomainError) in
      let id = ID<Application>(call.parameter("id"))
      let reason = try call.reason()
      let record = try registry.moveApplication(
        id, event, reason: reason, expecting: try expectedVersion(of: id, call), by: call.actor,
        key: try call.idempotencyKey(Credentials.digest))
      return .record(record.json, version: record.version, for: call.request)
    }
  }

  private func expectedVersion(
    of id: ID<Application>, _ call: Call
  ) throws(DomainError) -> Int? {
    try call.expectedVersion { () throws(DomainError) in
      try registry.application(id, by: call.actor).version
    }
  }
}
