import Domain
import HTML
import HTTP
import UseCases

/// `/my/searches`: questions to the register that are asked again and again.
extension Site {
  /// The table of these pages.
  var mySearchPages: [Route] {
    let base = "/my/searches"
    return [
      Route(.GET, base, page(listMySearches)),
      Route(.POST, base, submission(saveSearch)),
      Route(.POST, base + "/{id}/alert", submission(changeAlert)),
      Route(.POST, base + "/{id}/remove", submission(removeMySearch)),
    ]
  }

  private func searchForm(_ visit: Visit) -> Form {
    Form(
      name: "search",
      fields: [
        FormField(member: "name", kind: .line(most: TextLimit.name), isRequired: true),
        FormField(member: "kind", kind: .choice(kinds(visit)), isRequired: true),
        FormField(member: "q", kind: .line(most: 1000)),
        FormField(
          member: "alert", kind: .choice(visit.choices(of: SavedSearch.Alert.self)),
          isRequired: true),
      ])
  }

  /// What can be asked: the search box, and for an organisation what fits it.
  private func kinds(_ visit: Visit) -> [FormField.Choice] {
    visit.choices(of: SavedSearch.Kind.self).filter { choice in
      choice.code == SavedSearch.Kind.search.rawValue
        || (visit.actor.organisation != nil
          && choice.code == Self.matches(for: visit.kind)?.rawValue)
    }
  }

  /// What is matched for an organisation of a kind; nil for those that nothing is matched with.
  private static func matches(for kind: OrganisationKind?) -> SavedSearch.Kind? {
    guard let kind else { return nil }
    if OrganisationKind.solvers.contains(kind) { return .problemMatches }
    return kind == .fund || kind == .incubator ? .startupMatches : nil
  }

  func listMySearches(_ visit: Visit) throws(DomainError) -> Response {
    visit.show(try searchesPage(visit, FormState(form: searchForm(visit))))
  }

  private func searchesPage(
    _ visit: Visit, _ state: FormState
  ) throws(DomainError) -> WebPage {
    let page = try registry.savedSearches(
      page: PageRequest(limit: SavedSearch.mostPerOwner), by: visit.actor)
    return WebPage(visit.say("nav.my_searches"), lead: visit.say("searches.lead")) {
      visit.problems(of: state)
      if page.items.isEmpty { p(.class("nothing"), text: visit.say("searches.none")) }
      for search in page.items { visit.savedSearch(search) }
      section {
        h2(text: visit.say("searches.new"))
        visit.postForm("/my/searches") {
          visit.fields(of: state)
          button(text: visit.say("searches.button"))
        }
      }
    }
  }

  func saveSearch(_ visit: Visit) throws(DomainError) -> Response {
    let form = searchForm(visit)
    let query: JSON =
      if visit.filled("kind") != SavedSearch.Kind.search.rawValue,
        let own = visit.actor.organisation
      {
        visit.record(["programme"]).merging(["organisation": .string(own.text)])
      } else { visit.record(["q"]) }
    let wish = visit.record(["name", "kind", "alert"]).merging(["query": query])
    do throws(DomainError) {
      _ = try registry.createSavedSearch(wish, by: visit.actor, key: visit.formKey)
    } catch {
      return try visit.again(form, error) { state throws(DomainError) in
        try searchesPage(visit, state)
      }
    }
    return try visit.goOn(to: "/my/searches", done: "search_saved")
  }

  func changeAlert(_ visit: Visit) throws(DomainError) -> Response {
    _ = try registry.updateSavedSearch(
      ID(visit.parameter("id")), patch: ["alert": .string(visit.filled("alert") ?? "")],
      expecting: visit.expectedVersion, by: visit.actor)
    return try visit.goOn(to: "/my/searches", done: "saved")
  }

  func removeMySearch(_ visit: Visit) throws(DomainError) -> Response {
    try registry.removeSavedSearch(
      ID(visit.parameter("id")), expecting: visit.expectedVersion, by: visit.actor)
    return try visit.goOn(to: "/my/searches", done: "search_removed")
  }
}

extension Visit {
  fileprivate func savedSearch(_ search: SavedSearch) -> Node {
    let path = "/my/searches/\(search.id)"
    let version = ("version", String(search.version))
    return article(.class("card")) {
      h2 {
        if let target = target(of: search.wish) {
          a(.href(target)) { text(search.wish.name) }
        } else {
          text(search.wish.name)
        }
      }
      p(.class("line")) {
        span(text: word(search.wish.kind))
        search.wish.query.text.map { span(text: "“\($0)”") }
        span(text: say("searches.alert") + ": " + word(search.wish.alert))
      }
      div(.class("actions")) {
        for alert in SavedSearch.Alert.allCases where alert != search.wish.alert {
          postForm(path + "/alert", .class("inline")) {
            hiddenField("alert", alert.rawValue)
            versionField(search.version)
            button(.class("second"), text: say("searches.change", ["alert": word(alert)]))
          }
        }
        step(path + "/remove", "searches.remove", [version])
      }
    }
  }

  /// The page that shows what a search finds now; nil where there is none.
  private func target(of wish: SavedSearch.Wish) -> String? {
    switch wish.kind {
    case .problemMatches: return "/my/matches"
    case .startupMatches: return kind == .incubator ? "/my/cohorts" : "/my/startups"
    case .solverMatches: return wish.query.record.map { "/problems/\($0)/matches" }
    case .search:
      var items: [(String, String)] = wish.query.text.map { [("q", $0)] } ?? []
      items += wish.query.types.map { ("type", $0) }
      items += wish.query.kinds.map { ("kind", $0.rawValue) }
      items += wish.query.fields.map { ("field", $0.rawValue) }
      items += wish.query.technologies.map { ("technology", $0.rawValue) }
      items += wish.query.provinces.map { ("province", $0) }
      items += wish.query.stages.map { ("stage", $0.rawValue) }
      return "/search?" + Query(items).encoded
    }
  }
}
