import Domain
import HTML
import HTTP
import Matching
import UseCases

/// A part of the public register that people leaf through: words to look for, what to narrow it
/// down by, and the hits.
struct Browse: Sendable {
  /// Which kind of record.
  let type: RecordType
  /// Which kinds of organisation; empty means all.
  var kinds: Set<OrganisationKind> = []
  /// What it can be narrowed down by: the facet and the parameter that chooses from it.
  let facets: [Facet]

  /// Something that hits can be narrowed down by.
  struct Facet: Sendable {
    /// The parameter of the address.
    let parameter: String
    /// The facet as the search names it.
    let facet: String
    /// The list of codes that its labels come from; nil for provinces.
    let list: String?

    static let field = Facet(parameter: "field", facet: "fields", list: Field.list)
    static let technology = Facet(
      parameter: "technology", facet: "technologies", list: Technology.list)
    static let province = Facet(parameter: "province", facet: "provinces", list: nil)
    static let kind = Facet(parameter: "kind", facet: "kinds", list: OrganisationKind.list)
    static let stage = Facet(parameter: "stage", facet: "stages", list: Stage.list)
    static let problemStatus = Facet(
      parameter: "status", facet: "statuses", list: Problem.Status.list)
  }

  /// What the visitor asks for.
  /// - Throws: `.invalid` for a parameter that is not known or not taken, `.badCursor`.
  func query(of visit: Visit) throws(DomainError) -> SearchQuery {
    var reader = QueryReader(visit.request.query)
    var query = SearchQuery(text: reader.text("q", most: 200) ?? "")
    query.types = [type]
    let asked = Set(reader.codes("kind", OrganisationKind.self))
    query.kinds =
      asked.isEmpty ? kinds : kinds.isEmpty ? asked : asked.intersection(kinds)
    query.fields = Set(reader.codes("field", Field.self))
    query.technologies = Set(reader.codes("technology", Technology.self))
    query.provinces = Set(reader.provinces("province", visit.site.registry.places))
    query.stages = Set(reader.codes("stage", Stage.self))
    query.statuses = Set(reader.codes("status", of: Problem.Status.accepted))
    let cursor = reader.text("cursor", most: 2000)
    _ = reader.text("done")
    try reader.finish()
    if let cursor {
      guard let text = try Cursor.open(cursor).first?.text, let place = SearchCursor(text: text)
      else { throw .badCursor }
      query.after = place
    }
    return query
  }
}

extension Visit {
  /// The page of a part of the register: what to narrow it down by, and the hits, each as `item`
  /// shows it.
  func browse(
    _ browse: Browse, item: (Hit) throws(DomainError) -> Node?
  ) throws(DomainError) -> [Node] {
    let results = site.registry.search(try browse.query(of: self))
    var items: [Node] = []
    for hit in results.hits { if let node = try item(hit) { items.append(node) } }
    let cursor = results.next.map { Cursor.seal([.string($0.text)]) }
    return [
      div(.class("browse")) {
        narrowing(browse, results)
        div(.id("results"), .class("results"), .aria("live", "polite")) {
          p(.class("count"), text: say("list.total", ["count": String(results.total)]))
          if items.isEmpty {
            p(.class("nothing"), text: say("list.nothing"))
          } else {
            ol(.class("hits")) { for item in items { li { item } } }
          }
          nextPage(cursor)
        }
      }
    ]
  }

  private func narrowing(_ browse: Browse, _ results: SearchResults) -> Node {
    let counts = Dictionary(
      results.facets.map { ($0.name, $0.counts) }, uniquingKeysWith: { first, _ in first })
    return HTML.form(
      .class("narrow"), .action(request.rawPath), .data("live", "results"),
      .aria("label", say("list.narrow"))
    ) {
      div(.class("field")) {
        label(.for("words"), text: say("list.words"))
        input(
          .id("words"), .name("q"), .type("search"), .value(request.query["q"] ?? ""),
          .attribute("maxlength", "200"))
      }
      for facet in browse.facets { self.facet(facet, counts[facet.facet] ?? []) }
      button(text: say("list.apply"))
      if !request.query.items.isEmpty {
        a(.class("reset"), .href(request.rawPath), text: say("list.reset"))
      }
    }
  }

  private func facet(_ facet: Browse.Facet, _ counts: [(code: String, count: Int)]) -> Node {
    let chosen = Set(request.query.all(facet.parameter))
    let missing = chosen.subtracting(counts.map(\.code)).sorted().map { (code: $0, count: 0) }
    guard !counts.isEmpty || !missing.isEmpty else { return .nothing }
    return details(.flag("open", !chosen.isEmpty || facet.parameter == "field")) {
      summary(text: say("facet.\(facet.parameter)"))
      fieldset {
        legend(.class("hidden"), text: say("facet.\(facet.parameter)"))
        for (code, count) in counts + missing {
          label {
            input(
              .type("checkbox"), .name(facet.parameter), .value(code),
              .flag("checked", chosen.contains(code)))
            " \(name(of: code, in: facet)) "
            span(.class("number"), text: String(count))
          }
        }
      }
    }
  }

  private func name(of code: String, in facet: Browse.Facet) -> String {
    if let list = facet.list { word(list, code) } else { place(code) }
  }

  /// The pieces of a hit's text in which the words stand that were looked for.
  func snippets(_ hit: Hit) -> Node {
    let pieces = hit.highlights.filter { $0.field != "name" && $0.field != "title" }.prefix(2)
    return .group(
      pieces.map { piece in p(.class("snippet")) { marked(piece.text, piece.ranges) } })
  }

  /// A hit's name with the words that were looked for.
  func heading(_ hit: Hit) -> Node {
    guard let whole = hit.highlights.first(where: { $0.field == "name" || $0.field == "title" })
    else { return .text(hit.name) }
    return marked(whole.text, whole.ranges)
  }
}
