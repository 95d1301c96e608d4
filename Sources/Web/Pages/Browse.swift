import Domain
import HTML
import HTTP
import Matching
import UseCases

/// A part of the public register that people leaf through: words to look for, what to narrow it
/// down by, and the hits.
struct Browse: Sendable {
  /// Which kind of record; nil for all, of which visitors choose one.
  let type: RecordType?
  /// Which kinds of organisation; empty means all.
  var kinds: Set<OrganisationKind> = []
  /// What it can be narrowed down by: the facet and the parameter that chooses from it.
  let facets: [Facet]
  /// Between which orders visitors choose.
  var orders: [String] = ["relevance", "name"]
  /// The order where no words are looked for, which nothing can be relevant to.
  var orderWithoutWords = SearchOrder.name

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
    let types = type == nil ? reader.codes("type", RecordType.self) : []
    query.types = Set(type.map { [$0] } ?? types)
    let asked = Set(reader.codes("kind", OrganisationKind.self))
    query.kinds =
      asked.isEmpty ? kinds : kinds.isEmpty ? asked : asked.intersection(kinds)
    query.fields = Set(reader.codes("field", Field.self))
    query.technologies = Set(reader.codes("technology", Technology.self))
    query.provinces = Set(reader.provinces("province", visit.site.registry.places))
    query.communes = Set(reader.communes("commune", visit.site.registry.places))
    query.stages = Set(reader.codes("stage", Stage.self))
    query.statuses = Set(reader.codes("status", of: Problem.Status.accepted))
    query.order =
      reader.order("sort", at: visit.site.registry.now)
      ?? (query.text.trimmed.isEmpty ? orderWithoutWords : .relevance)
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
  /// The page of a part of the register: what to narrow it down by, and the hits, each as a card.
  func browse(_ browse: Browse) throws(DomainError) -> [Node] {
    let query = try browse.query(of: self)
    let results = site.registry.search(query)
    let records = try records(of: results.hits)
    return self.browse(
      browse, query, results, results.hits.compactMap { card($0, records, Tag("h2")) })
  }

  /// The page of a part of the register, each hit as `item` shows it.
  func browse(
    _ browse: Browse, item: (Hit) throws(DomainError) -> Node?
  ) throws(DomainError) -> [Node] {
    let query = try browse.query(of: self)
    let results = site.registry.search(query)
    var items: [Node] = []
    for hit in results.hits { if let node = try item(hit) { items.append(node) } }
    return self.browse(browse, query, results, items)
  }

  private func browse(
    _ browse: Browse, _ query: SearchQuery, _ results: SearchResults, _ items: [Node]
  ) -> [Node] {
    let cursor = results.next.map { Cursor.seal([.string($0.text)]) }
    return [
      div(.class("browse")) {
        narrowing(browse, query, results)
        div(.id("results"), .class("results")) {
          if browse.type == nil { tabs(query) }
          p(
            .class("count"), .role("status"),
            text: say("list.total", ["count": Figures.grouped(Int64(results.total), language)]))
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

  private func narrowing(
    _ browse: Browse, _ query: SearchQuery, _ results: SearchResults
  ) -> Node {
    let counts = Dictionary(
      results.facets.map { ($0.name, $0.counts) }, uniquingKeysWith: { first, _ in first })
    return HTML.form(
      .class("narrow"), .action(request.rawPath), .data("live", "results"),
      .aria("label", say("list.narrow"))
    ) {
      queryField("q", request.query["q"] ?? "", type: "search")
      if browse.type == nil { kept("type") }
      kept("commune")
      if browse.orders.count > 1 { order(browse, query) }
      for facet in browse.facets { self.facet(facet, counts[facet.facet] ?? []) }
      button(text: say("list.apply"))
      if !request.query.items.isEmpty {
        a(.class("reset"), .href(request.rawPath), text: say("list.reset"))
      }
    }
  }

  /// What was chosen elsewhere and goes on holding while a list is narrowed down.
  private func kept(_ parameter: String) -> Node {
    .group(
      request.query.all(parameter).filter { !$0.isEmpty }.map { value in
        input(.type("hidden"), .name(parameter), .value(value))
      })
  }

  private func order(_ browse: Browse, _ query: SearchQuery) -> Node {
    div(.class("field")) {
      label(.for("sort"), text: say("list.sort"))
      select(.id("sort"), .name("sort")) {
        for name in browse.orders {
          option(
            .value(name), .flag("selected", name == query.order.name),
            text: say("list.sort.\(name)"))
        }
      }
    }
  }

  /// The kinds of record with how many of each were found.
  private func tabs(_ query: SearchQuery) -> Node {
    var everything = query
    everything.types = []
    everything.limit = 0
    everything.after = nil
    let all = site.registry.search(everything)
    let counts = Dictionary(
      all.facets.first { $0.name == "types" }?.counts.map { ($0.code, $0.count) } ?? [],
      uniquingKeysWith: { first, _ in first })
    let kept = request.query.items.filter { !["type", "cursor", "done"].contains($0.name) }
      .map { ($0.name, $0.value) }
    func tab(_ type: RecordType?, _ key: String, _ count: Int) -> Node {
      let parameters = Query(kept + (type.map { [("type", $0.rawValue)] } ?? []))
      let isChosen = type.map { query.types == [$0] } ?? query.types.isEmpty
      let name = "\(say(key)) (\(Figures.grouped(Int64(count), language)))"
      return li {
        a.with(
          [.href(request.rawPath + (parameters.items.isEmpty ? "" : "?" + parameters.encoded))]
            + (isChosen ? [.aria("current", "page")] : [])
        ) { name }
      }
    }
    return nav(.class("tabs"), .aria("label", say("search.types"))) {
      ul {
        tab(nil, "search.type.all", all.total)
        for type in RecordType.allCases {
          tab(type, "search.type.\(type.rawValue)", counts[type.rawValue] ?? 0)
        }
      }
    }
  }

  private func facet(_ facet: Browse.Facet, _ counts: [(code: String, count: Int)]) -> Node {
    let chosen = Set(request.query.all(facet.parameter))
    let missing = chosen.subtracting(counts.map(\.code)).sorted().map { (code: $0, count: 0) }
    guard !counts.isEmpty || !missing.isEmpty else { return .nothing }
    return details(.flag("open", !chosen.isEmpty)) {
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
      pieces.map { piece in
        p(.class("snippet")) { inVietnamese(piece.text, marked(piece.text, piece.ranges)) }
      })
  }

  /// A hit's name with the words that were looked for.
  func heading(_ hit: Hit) -> Node {
    guard let whole = hit.highlights.first(where: { $0.field == "name" || $0.field == "title" })
    else { return text(hit.name) }
    return inVietnamese(whole.text, marked(whole.text, whole.ranges))
  }
}
