import Domain
import HTTP
import UseCases

/// `/documents`.
extension Site {
  func listDocuments(_ call: Call) throws(DomainError) -> Response {
    var query = QueryReader(call.request.query)
    let kinds = query.codes("kind", IssuingDocument.Kind.self)
    let statuses = query.codes("status", IssuingDocument.Status.self)
    let limit = query.limit()
    let cursor = query.text("cursor", most: 2000)
    try query.finish()
    let after: (key: SortKey, id: String)? =
      if let cursor { try Cursor.decode(cursor, "documents", .time) } else { nil }
    let page = try registry.documents(
      kinds: kinds, statuses: statuses, page: PageRequest(limit: limit, after: after),
      by: call.actor)
    return call.list(page.json("documents", \.json))
  }

  func createDocument(_ call: Call) throws(DomainError) -> Response {
    let record = try registry.createDocument(
      try call.body(), by: call.actor, key: try call.idempotencyKey(Credentials.digest))
    var response = Response.record(
      record.json, version: record.version, for: call.request, status: .created)
    response.headers["Location"] = "/api/v1/documents/\(record.id)"
    return response
  }

  func showDocument(_ call: Call) throws(DomainError) -> Response {
    let record = try registry.document(ID(call.parameter("id")), by: call.actor)
    return .record(record.json, version: record.version, for: call.request)
  }

  func updateDocument(_ call: Call) throws(DomainError) -> Response {
    let id = ID<IssuingDocument>(call.parameter("id"))
    let patch = try call.body()
    let record = try registry.updateDocument(
      id, patch: patch, expecting: try expectedVersion(of: id, call), by: call.actor)
    return .record(record.json, version: record.version, for: call.request)
  }

  func issueDocument(_ call: Call) throws(DomainError) -> Response {
    let id = ID<IssuingDocument>(call.parameter("id"))
    try call.requireEmptyBody()
    let record = try registry.issueDocument(
      id, expecting: try expectedVersion(of: id, call), by: call.actor,
      key: try call.idempotencyKey(Credentials.digest))
    return .record(record.json, version: record.version, for: call.request)
  }

  func supersedeDocument(_ call: Call) throws(DomainError) -> Response {
    let id = ID<IssuingDocument>(call.parameter("id"))
    let record = try registry.supersedeDocument(
      id, try call.body(), expecting: try expectedVersion(of: id, call), by: call.actor,
      key: try call.idempotencyKey(Credentials.digest))
    return .record(record.json, version: record.version, for: call.request)
  }

  func listDocumentActs(_ call: Call) throws(DomainError) -> Response {
    let page = try registry.acts(
      by: ID(call.parameter("id")), page: try call.page("document_acts"), for: call.actor)
    return call.list(page.json("document_acts", \.json))
  }

  func carryOutDocument(_ call: Call) throws(DomainError) -> Response {
    let problems = try registry.carryOut(
      ID(call.parameter("id")), try call.body(), by: call.actor,
      key: try call.idempotencyKey(Credentials.digest))
    return .json(["problems": .array(problems.map(\.json))])
  }

  private func expectedVersion(of id: ID<IssuingDocument>, _ call: Call) throws(DomainError)
    -> Int?
  {
    try call.expectedVersion { () throws(DomainError) in
      try registry.document(id, by: call.actor).version
    }
  }
}
