import Domain
import HTTP
import UseCases

/// `/saved-searches`.
extension Site {
  func listSavedSearches(_ call: Call) throws(DomainError) -> Response {
    var query = QueryReader(call.request.query)
    let page = try registry.savedSearches(
      page: try query.page(of: "saved_searches"), by: call.actor)
    return call.list(page.json("saved_searches", \.json))
  }

  func createSavedSearch(_ call: Call) throws(DomainError) -> Response {
    let search = try registry.createSavedSearch(
      try call.body(), by: call.actor, key: try call.idempotencyKey(Credentials.digest))
    var response = Response.record(
      search.json, version: search.version, for: call.request, status: .created)
    response.headers["Location"] = "/api/v1/saved-searches/\(search.id)"
    return response
  }

  func showSavedSearch(_ call: Call) throws(DomainError) -> Response {
    let search = try registry.savedSearch(ID(call.parameter("id")), by: call.actor)
    return .record(search.json, version: search.version, for: call.request)
  }

  func updateSavedSearch(_ call: Call) throws(DomainError) -> Response {
    let id = ID<SavedSearch>(call.parameter("id"))
    let patch = try call.body()
    let search = try registry.updateSavedSearch(
      id, patch: patch, expecting: try expectedVersion(of: id, call), by: call.actor)
    return .record(search.json, version: search.version, for: call.request)
  }

  func removeSavedSearch(_ call: Call) throws(DomainError) -> Response {
    let id = ID<SavedSearch>(call.parameter("id"))
    try registry.removeSavedSearch(
      id, expecting: try expectedVersion(of: id, call), by: call.actor)
    return Response(.noContent)
  }

  private func expectedVersion(
    of id: ID<SavedSearch>, _ call: Call
  ) throws(DomainError) -> Int? {
    try call.expectedVersion { () throws(DomainError) in
      try registry.savedSearch(id, by: call.actor).version
    }
  }
}
