import Domain
import HTTP
import UseCases

/// `/lexicon`: the concepts that matching knows, and what the register adds to them.
extension Site {
  func listConcepts(_ call: Call) throws(DomainError) -> Response {
    var query = QueryReader(call.request.query)
    var filter = ConceptFilter()
    filter.text = query.text("q", most: 200)
    let origins = query.codes("origin", of: ConceptRecord.Origin.allCases.map(\.rawValue))
    filter.origins = Set(origins.compactMap(ConceptRecord.Origin.init(rawValue:)))
    let limit = query.limit()
    let cursor = query.text("cursor", most: 2000)
    try query.finish()
    let after: (key: SortKey, id: String)? =
      if let cursor { try Cursor.decode(cursor, "lexicon", .name) } else { nil }
    let page = try registry.concepts(filter, page: PageRequest(limit: limit, after: after))
    return call.list(page.json("lexicon", \.json))
  }

  func exportLexicon(_ call: Call) throws(DomainError) -> Response {
    try QueryReader(call.request.query).finish()
    let lines = try registry.exportLexicon().map { $0.compact + "\n" }
    var response = Response(.ok, body: .bytes(Array(lines.joined().utf8)))
    response.headers["Content-Type"] = "application/jsonl"
    response.headers["Content-Disposition"] = "attachment; filename=\"lexicon.jsonl\""
    return response
  }

  func addConcept(_ call: Call) throws(DomainError) -> Response {
    let record = try registry.addConcept(
      try call.body(), by: call.actor, key: try call.idempotencyKey(Credentials.digest))
    var response = Response.record(
      record.json, version: record.version, for: call.request, status: .created)
    response.headers["Location"] = "/api/v1/lexicon/\(record.entry.id)"
    return response
  }

  func showConcept(_ call: Call) throws(DomainError) -> Response {
    let record = try registry.concept(call.parameter("id"))
    return .record(record.json, version: record.version, for: call.request)
  }

  func updateConcept(_ call: Call) throws(DomainError) -> Response {
    let id = call.parameter("id")
    let patch = try call.body()
    let version = try expectedVersion(ofConcept: id, call)
    let record = try registry.updateConcept(id, patch: patch, expecting: version, by: call.actor)
    return .record(record.json, version: record.version, for: call.request)
  }

  func removeConcept(_ call: Call) throws(DomainError) -> Response {
    let id = call.parameter("id")
    let version = try expectedVersion(ofConcept: id, call)
    try registry.removeConcept(id, expecting: version, by: call.actor)
    return Response(.noContent)
  }

  private func expectedVersion(ofConcept id: String, _ call: Call) throws(DomainError) -> Int? {
    try call.expectedVersion { () throws(DomainError) in try registry.concept(id).version }
  }
}
