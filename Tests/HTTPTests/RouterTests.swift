import HTTP
import Testing

@Suite struct RouterTests {
  private func router() throws -> Router {
    func route(_ method: Method, _ pattern: String) -> Route {
      Route(method, pattern) { _, parameters in
        .text("\(method.name) \(pattern) \(parameters["id"] ?? "-") \(parameters["part"] ?? "-")")
      }
    }
    return try Router([
      route(.GET, "/"), route(.GET, "/items"), route(.POST, "/items"), route(.GET, "/items/new"),
      route(.GET, "/items/{id}"), route(.PATCH, "/items/{id}"), route(.GET, "/items/{id}/parts"),
      route(.GET, "/items/new/help"), route(.DELETE, "/items/{id}/parts/{part}"),
      route(.POST, "/items/{id}/submit"),
    ])
  }

  private func text(_ response: Response) -> String {
    switch response.body {
    case .text(let text): text
    case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
    default: ""
    }
  }

  @Test(arguments: [
    (Method.GET, "/", "GET / - -"), (.GET, "/items", "GET /items - -"),
    (.POST, "/items?x=1", "POST /items - -"), (.GET, "/items/new", "GET /items/new - -"),
    (.GET, "/items/7", "GET /items/{id} 7 -"), (.HEAD, "/items/7", "GET /items/{id} 7 -"),
    (.GET, "/items/new/parts", "GET /items/{id}/parts new -"),
    (.GET, "/items/new/help", "GET /items/new/help - -"),
    (.PATCH, "/items/new", "PATCH /items/{id} new -"),
    (.DELETE, "/items/a%2Fb/parts/%C3%A0", "DELETE /items/{id}/parts/{part} a/b à"),
  ])
  func finds(method: Method, target: String, answer: String) throws {
    let response = try router().respond(to: request(method, target))
    #expect(text(response) == answer)
    #expect(response.route.map { answer.contains($0) } == true)
  }

  @Test func knowsWhatItAnswers() throws {
    let router = try router()
    #expect(router.answers(.GET, at: ["items", "7"]))
    #expect(!router.answers(.GET, at: ["items", "7", "submit"]))
    #expect(router.answers(.POST, at: ["items", "7", "submit"]))
    #expect(!router.answers(.GET, at: ["other"]))
  }

  @Test(arguments: [
    "/other", "/items/", "/items/7/", "/items/7/other", "/items/7/parts/8/9", "/ITEMS",
  ])
  func answers404(target: String) throws {
    let response = try router().respond(to: request(.GET, target))
    #expect(response.status == .notFound)
    #expect(response.headers["Content-Type"] == "application/problem+json")
    #expect(response.route == nil)
  }

  @Test(arguments: [
    (Method.DELETE, "/items", "GET, HEAD, POST, OPTIONS"),
    (.PUT, "/items/new", "GET, HEAD, PATCH, OPTIONS"), (.GET, "/items/7/submit", "POST, OPTIONS"),
    (.HEAD, "/items/7/submit", "POST, OPTIONS"),
  ])
  func answers405WithAllow(method: Method, target: String, allow: String) throws {
    let response = try router().respond(to: request(method, target))
    #expect(response.status == .methodNotAllowed)
    #expect(response.headers["Allow"] == allow)
    #expect(response.headers["Content-Type"] == "application/problem+json")
    let options = try router().respond(to: request(.OPTIONS, target))
    #expect(options.status == .noContent)
    #expect(options.headers["Allow"] == allow)
  }

  @Test func answersToMethodsNobodyKnowsAsToOthersThatAreNotTaken() throws {
    let known = try router().respond(to: request(Method("BREW"), "/items"))
    #expect(known.status == .methodNotAllowed)
    #expect(known.headers["Allow"] != nil)
    #expect(try router().respond(to: request(Method("BREW"), "/none")).status == .notFound)
  }

  @Test func showsItsTable() throws {
    #expect(try router().routes.map(\.name).first == "GET /")
    #expect(try router().routes.count == 10)
  }

  @Test(arguments: ["items", "", "//", "/a//b", "/{a}/{a}", "/{}", "/a{b}", "/{a b}"])
  func refusesBadPatterns(pattern: String) {
    #expect(throws: Router.Failure.badPattern("GET " + pattern)) {
      try Router([Route(.GET, pattern) { _, _ in Response(.ok) }])
    }
  }

  @Test func refusesTheSameRouteTwice() {
    #expect(throws: Router.Failure.duplicate("GET /a/{y}")) {
      try Router([
        Route(.GET, "/a/{x}") { _, _ in Response(.ok) },
        Route(.GET, "/a/{y}") { _, _ in Response(.ok) },
      ])
    }
  }
}
