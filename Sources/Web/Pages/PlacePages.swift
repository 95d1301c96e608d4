import Domain
import HTML
import HTTP
import Matching
import UseCases

/// `/places`, `/places/{code}`: the register by province and commune.
extension Site {
  var placePages: [Route] {
    [
      Route(.GET, "/places", page(listPlaces)),
      Route(.GET, "/places/{code}", page(showPlace)),
    ]
  }

  private func listPlaces(_ visit: Visit) throws(DomainError) -> Response {
    let organisations = provinceCounts(of: .organisation)
    let problems = provinceCounts(of: .problem)
    let former = registry.places.rows.filter(\.isBeforeTheReform)
    var page = WebPage(visit.say("places.title"), lead: visit.say("places.lead")) {
      visit.dataTable(
        ["place.province", "place.problems", "place.organisations"],
        caption: visit.say("places.title"),
        rows: visit.provinces.sorted {
          (organisations[$0.code] ?? 0) + (problems[$0.code] ?? 0)
            > (organisations[$1.code] ?? 0) + (problems[$1.code] ?? 0)
        }.map { province in
          [
            a(.href("/places/" + province.code), text: province.name),
            visit.count(problems[province.code]), visit.count(organisations[province.code]),
          ]
        })
      visit.part(
        "places.former",
        [
          ul(.class("names")) {
            for province in former {
              li {
                a(
                  .href("/places/" + (province.successor ?? "") + "?former=" + province.code),
                  text: visit.language.pick(province.name))
                " → \(visit.place(province.successor ?? ""))"
              }
            }
          }
        ])
    }
    page.trail = []
    return visit.show(page)
  }

  private func provinceCounts(of type: RecordType) -> [String: Int] {
    var query = SearchQuery(text: "", limit: 0)
    query.types = [type]
    let facet = registry.search(query).facets.first { $0.name == "provinces" }
    return Dictionary(
      facet?.counts.map { ($0.code, $0.count) } ?? [], uniquingKeysWith: { first, _ in first })
  }

  private func showPlace(_ visit: Visit) throws(DomainError) -> Response {
    let written = visit.parameter("code")
    if let commune = registry.places.communes.first(where: { $0.code == written }) {
      return try showCommune(commune, visit)
    }
    guard let place = registry.places.resolve(written) else {
      throw .notFound(aggregate: "place", id: written)
    }
    guard place.code == written else {
      let former = registry.places.rows.first {
        $0.successor == place.code && ($0.code == written || $0.name == place.former)
      }
      return try visit.goOn(
        to: "/places/" + place.code + (former.map { "?former=" + $0.code } ?? ""))
    }
    return try showProvince(place.code, visit)
  }

  private func showProvince(_ code: String, _ visit: Visit) throws(DomainError) -> Response {
    var reader = QueryReader(visit.request.query)
    let asked = reader.text("former", most: 2)
    try reader.finish()
    let former = registry.places.rows.filter {
      $0.successor == code && $0.code != code && $0.isBeforeTheReform
    }
    let come = former.first { $0.code == asked }
    var query = SearchQuery(text: "", limit: Self.mostOfPlace)
    query.provinces = [code]
    query.types = [.problem]
    query.order = .newest
    let problems = registry.search(query)
    query.types = [.organisation]
    query.order = .name
    let organisations = registry.search(query)
    let open = problems.facets.first { $0.name == "statuses" }?.counts
      .first { $0.code == Problem.Status.published.rawValue }?.count
    let records = try visit.records(of: problems.hits + organisations.hits)
    let counts = registry.organisationCounts(byCommuneOf: code)
    let communes = registry.places.communes.filter { $0.province == code }
    let narrowed = "?province=" + code
    var page = WebPage(visit.place(code)) {
      come.map { province in
        p(
          .class("notice"),
          text: visit.say(
            "place.is_now",
            ["former": visit.language.pick(province.name), "now": visit.place(code)]))
      }
      ul(.class("figures")) {
        visit.figure(
          open ?? 0, "home.open_problems", "/problems" + narrowed + "&status=published")
        visit.figure(problems.total, "home.problems", "/problems" + narrowed)
        visit.figure(
          organisations.total, "home.organisations", "/organisations" + narrowed)
      }
      visit.part(
        "place.newest_problems", problems.hits.map { visit.card($0, records, h3) ?? .nothing })
      visit.part("place.communes", visit.communes(communes, counts))
      visit.part(
        "place.some_organisations",
        organisations.hits.map { visit.card($0, records, h3) ?? .nothing }
          + [visit.all(organisations, "/organisations" + narrowed)])
      visit.part(
        "place.was",
        [
          former.isEmpty
            ? .nothing
            : p(text: former.map { visit.language.pick($0.name) }.joined(separator: ", "))
        ])
    }
    page.trail = [("/places", visit.say("nav.places"))]
    return visit.show(page)
  }

  private func showCommune(
    _ commune: Gazetteer.Commune, _ visit: Visit
  ) throws(DomainError) -> Response {
    var query = SearchQuery(text: "")
    query.types = [.organisation]
    query.communes = [commune.code]
    query.order = .name
    let found = registry.search(query)
    let records = try visit.records(of: found.hits)
    var page = WebPage(visit.communeName(commune)) {
      if found.hits.isEmpty {
        p(.class("nothing"), text: visit.say("place.nothing"))
      }
      visit.part(
        "nav.organisations",
        found.hits.map { visit.card($0, records, h3) ?? .nothing }
          + [visit.all(found, "/organisations?commune=" + commune.code)])
    }
    page.trail = [
      ("/places", visit.say("nav.places")),
      ("/places/" + commune.province, visit.place(commune.province)),
    ]
    return visit.show(page)
  }

  /// Of each kind of record; the whole list is one step away.
  private static let mostOfPlace = 5
}

extension Gazetteer.Province {
  /// Whether this is one of the provinces before 1 July 2025, not one that has changed its rank
  /// since, under the same code and name.
  fileprivate var isBeforeTheReform: Bool { successor != nil && validFrom == nil }
}

extension Visit {
  /// A commune with its rank: "Phường Tuy Hòa".
  func communeName(_ commune: Gazetteer.Commune) -> String {
    say("place.kind.\(commune.kind)", ["name": commune.name])
  }

  /// A number in a table; a quiet mark for none.
  func count(_ number: Int?) -> Node {
    .text(Figures.grouped(Int64(number ?? 0), language))
  }

  /// Leads to the whole list where only its beginning is shown.
  fileprivate func all(_ results: SearchResults, _ path: String) -> Node {
    guard results.next != nil else { return .nothing }
    let total = Figures.grouped(Int64(results.total), language)
    return p { a(.href(path), text: say("place.all", ["count": total])) }
  }

  fileprivate func communes(
    _ communes: [Gazetteer.Commune], _ counts: [String: Int]
  ) -> [Node] {
    let sorted = communes.sorted {
      Folding.sortKey($0.name).lexicographicallyPrecedes(Folding.sortKey($1.name))
    }
    let known = sorted.filter { counts[$0.code] != nil }
    let others = sorted.filter { counts[$0.code] == nil }
    return [
      known.isEmpty
        ? .nothing
        : dataTable(
          ["place.commune", "place.organisations"], caption: say("place.communes"),
          rows: known.map { commune in
            [
              a(.href("/places/" + commune.code)) { text(communeName(commune)) },
              count(counts[commune.code]),
            ]
          }),
      others.isEmpty
        ? .nothing
        : details {
          summary(text: say("place.without", ["count": String(others.count)]))
          ul(.class("names")) {
            for commune in others {
              li { a(.href("/places/" + commune.code)) { text(communeName(commune)) } }
            }
          }
        },
    ]
  }
}
