import Domain
import HTTP
import Matching
import UseCases

/// `/search`.
extension Site {
  func search(_ call: Call) throws(DomainError) -> Response {
    var reader = QueryReader(call.request.query)
    var query = SearchQuery(text: reader.text("q") ?? "")
    query.types = Set(reader.codes("type", RecordType.self))
    query.kinds = Set(reader.codes("kind", OrganisationKind.self))
    query.fields = Set(reader.codes("field", Field.self))
    query.technologies = Set(reader.codes("technology", Technology.self))
    query.provinces = Set(reader.provinces("province", registry.places))
    query.communes = Set(reader.communes("commune", registry.places))
    query.stages = Set(reader.codes("stage", Stage.self))
    let ofProblems = Problem.Status.accepted
    query.statuses = Set(
      reader.codes(
        "status",
        of: ofProblems + Organisation.Status.accepted.filter { !ofProblems.contains($0) }))
    query.order = reader.order("sort", at: registry.now) ?? .relevance
    query.limit = reader.limit()
    let cursor = reader.text("cursor", most: 2000)
    try reader.finish()
    if let cursor {
      let parts = try Cursor.open(cursor)
      guard let text = parts.first?.text, let place = SearchCursor(text: text) else {
        throw .badCursor
      }
      query.after = place
    }
    let results = registry.search(query)
    let next = results.next.map { Cursor.seal([.string($0.text)]) }
    return call.list(MatchPresenter().search(results, next: next))
  }
}
