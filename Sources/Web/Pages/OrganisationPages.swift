import Domain
import HTML
import HTTP
import Matching
import UseCases

/// `/organisations`, `/funds`, `/incubators`, `/programmes`: who is in the ecosystem.
extension Site {
  var registerPages: [Route] {
    [
      Route(.GET, "/organisations", page(listOrganisations)),
      Route(.GET, "/organisations/{id}", page(showOrganisation)),
      Route(.GET, "/funds", page(listFunds)),
      Route(.GET, "/incubators", page(listIncubators)),
      Route(.GET, "/programmes", page(listProgrammes)),
      Route(.GET, "/search", page(showSearch)),
      Route(.GET, "/search/suggestions", page(suggest)),
    ]
  }

  private func listOrganisations(_ visit: Visit) throws(DomainError) -> Response {
    let browse = Browse(
      type: .organisation, facets: [.kind, .field, .technology, .province, .stage])
    return try list(browse, visit, "organisations", ["type": "organisation"])
  }

  private func listFunds(_ visit: Visit) throws(DomainError) -> Response {
    let browse = Browse(type: .organisation, kinds: [.fund], facets: [.province])
    return try list(browse, visit, "funds", ["type": "organisation", "kind": "fund"])
  }

  private func listIncubators(_ visit: Visit) throws(DomainError) -> Response {
    let browse = Browse(
      type: .organisation, kinds: [.incubator], facets: [.field, .technology, .province])
    return try list(browse, visit, "incubators", ["type": "organisation", "kind": "incubator"])
  }

  private func listProgrammes(_ visit: Visit) throws(DomainError) -> Response {
    let browse = Browse(type: .programme, facets: [.field, .stage, .technology, .province])
    return try list(browse, visit, "programmes", ["type": "programme"])
  }

  private func list(
    _ browse: Browse, _ visit: Visit, _ name: String, _ fixed: KeyValuePairs<String, String>
  ) throws(DomainError) -> Response {
    let contents = try visit.browse(browse)
    var page = WebPage(
      visit.say("register.\(name).title"), lead: visit.say("register.\(name).lead")
    ) { contents }
    page.alternates = [visit.sameSearch(fixed)]
    return visit.show(page)
  }

  /// Everything at once, by kind.
  private func showSearch(_ visit: Visit) throws(DomainError) -> Response {
    let browse = Browse(type: nil, facets: [.field, .technology, .province])
    let contents = try visit.browse(browse)
    var page = WebPage(visit.say("search.title")) { contents }
    page.alternates = [visit.sameSearch([:])]
    return visit.show(page)
  }

  /// The first hits for what has been typed so far, by name and page.
  private func suggest(_ visit: Visit) throws(DomainError) -> Response {
    var reader = QueryReader(visit.request.query)
    let words = reader.text("q", most: 200) ?? ""
    var query = SearchQuery(text: words, limit: Self.mostSuggestions)
    query.types = Set(
      reader.codes("type", of: [RecordType.organisation.rawValue]).compactMap(
        RecordType.init(rawValue:)))
    query.kinds = Set(reader.codes("kind", OrganisationKind.self))
    try reader.finish()
    let hits = words.trimmed.isEmpty ? [] : registry.search(query).hits
    let records = try visit.records(of: hits)
    let items: [JSON] = hits.compactMap { hit in
      let path: String? =
        switch hit.type {
        case .organisation: records.organisations[ID(hit.id)]?.path
        case .problem: records.problems[ID(hit.id)]?.path
        case .programme:
          records.organisations[hit.incubator].flatMap { incubator in
            incubator.programme(hit.part).map(incubator.path)
          }
        }
      return path.map { ["path": .string($0), "name": .string(hit.name)] }
    }
    return .json(["items": .array(items)])
  }

  /// As many as are taken in at a glance.
  private static let mostSuggestions = 8
}

extension Visit {
  /// The same search as programs ask for it.
  func sameSearch(
    _ fixed: KeyValuePairs<String, String>
  ) -> (path: String, type: MediaType, name: String) {
    let names = Set(fixed.map(\.key)).union(["done", "cursor"])
    let asked = request.query.items.filter { !names.contains($0.name) && !$0.value.isEmpty }
    let query = Query(fixed.map { ($0.key, $0.value) } + asked.map { ($0.name, $0.value) })
    return (
      "/api/v1/search" + (query.items.isEmpty ? "" : "?" + query.encoded), .json,
      say("page.as_json")
    )
  }
}
