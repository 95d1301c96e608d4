import Domain
import HTML
import HTTP
import Matching
import UseCases

/// `/`, `/language` and what stands in every foot.
extension Site {
  func showHome(_ visit: Visit) throws(DomainError) -> Response {
    var filter = ProblemFilter()
    filter.statuses = [.published]
    let open = try registry.problems(
      filter, page: PageRequest(limit: 6, after: nil), by: .anonymous)
    let indexed = registry.indexed
    return visit.show(
      WebPage(visit.say("home.title"), lead: visit.say("home.lead")) {
        ul(.class("figures")) {
          visit.figure(open.total, "home.open_problems", "/problems?status=published")
          visit.figure(indexed.problems, "home.problems", "/problems")
          visit.figure(indexed.organisations, "home.organisations", "/organisations")
        }
        visit.part(
          "home.newest",
          open.items.map { problem in
            article(.class("card")) {
              h3 { a(.href(problem.path), text: problem.statement.title) }
              visit.problemLine(problem)
            }
          })
        visit.part(
          "home.doors",
          ["startup", "solver", "fund", "incubator", "agency"].map { kind in
            p { a(.href("/register?as=" + kind), text: visit.say("home.door.\(kind)")) }
          })
      })
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
}
