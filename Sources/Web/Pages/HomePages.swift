import Domain
import HTML
import HTTP
import Matching
import UseCases

/// `/`, `/language` and what stands in every foot.
extension Site {
  /// Within how many seconds a deadline counts as near: 14 days.
  private static let closingSoon: Int64 = 14 * 86_400

  func showHome(_ visit: Visit) throws(DomainError) -> Response {
    let now = registry.now
    var query = SearchQuery(text: "", limit: 6)
    query.types = [.problem]
    query.statuses = [Problem.Status.published.rawValue]
    query.order = .newest
    let newest = registry.search(query)
    query.order = .deadline(at: now)
    let closing = registry.search(query).hits
    let records = try visit.records(of: newest.hits + closing)
    let ending = closing.compactMap { records.problems[ID($0.id)] }
      .filter { problem in problem.statement.deadline.map { $0 >= now } ?? false }
    let soon = ending.filter { problem in
      problem.statement.deadline.map { $0 <= now + Self.closingSoon } ?? false
    }
    let fields = newest.facets.first { $0.name == "fields" }?.counts ?? []
    let indexed = registry.indexed
    var page = WebPage(visit.say("home.title"), lead: visit.say("home.lead")) {
      ul(.class("figures")) {
        visit.figure(newest.total, "home.open_problems", "/problems?status=published")
        visit.figure(indexed.problems, "home.problems", "/problems")
        visit.figure(indexed.organisations, "home.organisations", "/organisations")
      }
      div(.class("columns")) {
        visit.part(
          "home.newest",
          newest.hits.prefix(4).map { visit.card($0, records, h3) ?? .nothing }
            + [p { a(.href("/problems"), text: visit.say("home.all_problems")) }])
        visit.part(
          soon.isEmpty ? "home.deadlines" : "home.closing",
          (soon.isEmpty ? ending : soon).prefix(4).map { problem in
            article(.class("card")) {
              h3 { a(.href(problem.path)) { visit.text(problem.statement.title) } }
              visit.problemLine(problem)
            }
          })
      }
      visit.part(
        "home.fields",
        fields.isEmpty
          ? []
          : [
            ul(.class("counts")) {
              for (code, count) in fields {
                li {
                  a(.href("/problems?status=published&field=" + code)) {
                    visit.word(Field.list, code) + " "
                    span(.class("number"), text: String(count))
                  }
                }
              }
            }
          ])
      visit.part("home.doors", [visit.doors])
      visit.part("home.data", [visit.openData])
    }
    page.alternates = [("/api/v1/problems", .json, visit.say("page.as_json"))]
    return visit.show(page)
  }

  /// Keeps the language that somebody chose, and leads back.
  func chooseLanguage(_ visit: Visit) throws(DomainError) -> Response {
    var reader = QueryReader(visit.request.query)
    let language = reader.codes("to", Language.self).first ?? .vi
    let back = reader.text("back", most: 2000).flatMap(LocalPath.init)
    try reader.finish()
    var response = try visit.goOn(to: back?.text ?? "/")
    guard var cookie = SetCookie(Self.languageCookie, language.rawValue) else {
      throw .internalFault("cookie")
    }
    cookie.maxAge = 31_536_000
    response.headers.append("Set-Cookie", cookie.headerValue)
    return response
  }

  func showStatic(_ request: Request, _ parameters: PathParameters) -> Response {
    guard let file = StaticFile.asked(for: parameters["name"] ?? "") else {
      return refusalPage(
        .noRoute, request, pageLanguage(of: request, account: nil), ["path": request.rawPath])
    }
    return file.response(to: request)
  }
}

extension Visit {
  /// A number that matters, leading to what it counts.
  func figure(_ count: Int, _ key: String, _ path: String) -> Node {
    li {
      a(.href(path)) {
        strong(text: Figures.grouped(Int64(count), language))
        span(text: say(key))
      }
    }
  }

  /// Where each kind of visitor begins.
  fileprivate var doors: Node {
    ul(.class("doors")) {
      for kind in ["startup", "solver", "fund", "incubator", "agency"] {
        li { a(.href("/register?as=" + kind), text: say("home.door.\(kind)")) }
      }
      li { a(.href("/problems"), text: say("home.door.public")) }
    }
  }

  /// Where programs and those who write about the register find its data.
  fileprivate var openData: Node {
    ul {
      li { a(.href("/statistics"), text: say("home.data.statistics")) }
      li { a(.href("/openapi.json"), text: say("home.data.api")) }
    }
  }
}
