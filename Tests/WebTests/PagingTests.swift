import Domain
import FoundationEssentials
import HTTP
import Testing

/// Lists are walked page by page without losing or repeating anything.
@Suite struct PagingTests {
  private func filled() throws -> Service {
    let service = try Service()
    for number in 1...7 {
      let made = try service.post(
        "/api/v1/organisations",
        [
          "kind": "startup", "name": .string("Hạt \(number % 3)"), "province": "66",
          "description": "cà phê", "fields": ["agriculture"], "startup": ["stage": "seed"],
        ], as: .dost)
      for event in ["submit", "verify"] {
        try service.post("/api/v1/organisations/\(made.id)/\(event)", as: .dost)
      }
      let problem = try service.post(
        "/api/v1/problems", ["title": "Cà phê", "description": .string("số \(number)")], as: .dost)
      try service.post("/api/v1/problems/\(problem.id)/publish", as: .dost)
      if number % 2 == 0 { try service.turn(to: "2026-06-0\(number)T00:00:00Z") }
      try service.post(
        "/api/v1/proposals", ["problem": JSON(problem.id)], as: .member(made.id))
    }
    return service
  }

  @Test func everyListIsWalkedOnce() throws {
    let service = try filled()
    for path in [
      "/api/v1/organisations?kind=startup", "/api/v1/problems", "/api/v1/search?q=ca+phe",
    ] {
      let separator = path.contains("?") ? "&" : "?"
      var next: String? = "\(path)\(separator)limit=3"
      var seen: [String] = []
      var pages = 0
      while let target = next {
        let reply = try service.get(target)
        #expect(reply.status == 200)
        let items = reply.json["items"]?.elements ?? reply.json["hits"]?.elements ?? []
        #expect(items.count <= 3)
        #expect(reply.json["total"] == (path.contains("search") ? 14 : 7))
        seen += items.compactMap { $0["id"]?.text }
        pages += 1
        next = try link(reply)
        #expect((reply.json["next_cursor"] == .null) == (next == nil))
        try #require(pages < 10)
      }
      #expect(seen.count == (path.contains("search") ? 14 : 7))
      #expect(Set(seen).count == seen.count)
      #expect(pages == (path.contains("search") ? 5 : 3))
    }
  }

  @Test func aListIsInOneOrderWhateverThePages() throws {
    let service = try filled()
    let whole = try service.get("/api/v1/problems?limit=100").items.compactMap { $0["id"]?.text }
    var parts: [String] = []
    var next: String? = "/api/v1/problems?limit=2"
    while let target = next {
      let reply = try service.get(target)
      parts += reply.items.compactMap { $0["id"]?.text }
      next = try link(reply)
    }
    #expect(parts == whole)
  }

  @Test func cursorsOfOthersAndInventedOnesAreRefused() throws {
    let service = try filled()
    let organisations = try #require(
      try service.get("/api/v1/organisations?limit=2").json["next_cursor"]?.text)
    let search = try #require(
      try service.get("/api/v1/search?limit=2").json["next_cursor"]?.text)
    let problems = try #require(
      try service.get("/api/v1/problems?limit=2").json["next_cursor"]?.text)
    func sealed(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
    let bad = [
      "x", "%F0%9F%8C%B1", "AAAA", "", "e30", sealed("[]"), sealed("[1,2,3]"),
      sealed("[\"organisations\"]"), sealed("[\"organisations\",null,\"a\"]"),
      sealed("[\"organisations\",\"?\",\"a\"]"), sealed("[\"organisations\",1.5,\"a\"]"),
      sealed("[\"organisations\",\"YQ==\",7]"), sealed("[\"organisations\",\"YQ==\",\"a\\u0000\"]"),
      String(organisations.dropLast(3)), organisations + "A", "A" + organisations, problems, search,
      String(repeating: "A", count: 1999),
    ]
    for cursor in bad {
      let reply = try service.get("/api/v1/organisations?cursor=\(encode(cursor))")
      #expect(reply.status == 400, "\(cursor.prefix(60)) \(reply.text)")
      #expect(reply.code == "bad_cursor")
    }
    let foreign = [
      ("problems", organisations), ("search", organisations), ("search", problems),
      ("search", sealed("[\"-1:organisation:x\"]")), ("search", sealed("[\"1:person:x\"]")),
      ("search", sealed("[7]")), ("problems", sealed("[\"problems\",\"YQ==\",\"x\"]")),
      ("organisations", sealed("[\"organisations\",5,\"x\"]")),
    ]
    for (list, cursor) in foreign {
      let reply = try service.get("/api/v1/\(list)?cursor=\(encode(cursor))")
      #expect(reply.status == 400, "\(list) \(cursor)")
    }
    let long = try service.get(
      "/api/v1/organisations?cursor=\(String(repeating: "A", count: 2001))")
    #expect(long.status == 422)
    #expect(long.faults == ["?cursor too_long"])
  }

  private func encode(_ text: String) -> String {
    text.replacing("+", with: "%2B").replacing("=", with: "%3D").replacing("/", with: "%2F")
  }

  /// The target of the `Link` to the next page.
  private func link(_ reply: Reply) throws -> String? {
    guard let value = reply.headers["Link"] else { return nil }
    #expect(value.hasSuffix(">; rel=\"next\""))
    return String(try #require(value.split(separator: ">").first).dropFirst())
  }
}
