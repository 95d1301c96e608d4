import Domain
import HTTP
import Testing
import Web

/// Funds, introductions and programmes over the real server; every answer is held against the
/// published description.
@Suite struct MeetingsTests {
  private let scene: MeetingScene
  private var service: Service { scene.service }

  init() throws { scene = try MeetingScene() }

  private func get(_ path: String, as caller: Caller = .anonymous) throws -> Reply {
    try service.get("/api/v1" + path, as: caller)
  }

  /// Words planted in what is private to few, and who may read each.
  @Test func whatIsBetweenTwoStaysBetweenThem() throws {
    let introduction = try scene.introduction()
    let application = try scene.application()
    try scene.post("/applications/\(application)/submit", as: scene.startup)
    let request = try scene.mentorRequest()
    let investment = try scene.post(
      "/funds/\(scene.fund)/investments",
      [
        "organisation": .string(scene.other), "date": "2026-01-01", "amount_vnd": 8_317_264_509,
        "public": true, "note": "qzghichu",
      ], as: scene.fund
    ).id
    let (fund, startup) = (Caller.member(scene.fund), Caller.member(scene.startup))
    let (incubator, other) = (Caller.member(scene.incubator), Caller.member(scene.other))
    let ids = [
      introduction, application, request, investment, scene.fund, scene.startup, scene.other,
      scene.incubator,
    ]
    let readers: [(word: String, may: [Caller])] = [
      ("qzloinhan", [fund, startup, .dost, .admin]),
      ("qztraloi", [startup, incubator, .dost, .admin]),
      ("qzcauhoi", [startup, incubator, .dost, .admin]),
      ("8317264509", [fund, .dost, .admin]), ("qzghichu", [fund, .dost, .admin]),
      ("quy@bimat.example", [fund, .dost, .admin]),
      ("0262 771 0099", [startup, .dost, .admin]),
    ]
    let everybody: [Caller] = [
      .anonymous, .reviewer, .dost, .admin, fund, startup, incubator, other,
    ]
    for caller in everybody {
      var seen = ""
      for route in service.site.routes where route.method == .GET {
        guard route.pattern.contains("{") else {
          seen += try service.get(route.pattern, as: caller).text
          continue
        }
        for id in ids {
          let path = route.pattern.replacing("{id}", with: id)
            .replacing("{investment}", with: investment)
            .replacing("{organisation}", with: scene.other)
          seen += try service.get(path, as: caller).text
        }
      }
      for (word, may) in readers {
        #expect(
          seen.contains(word) == may.contains { "\($0)" == "\(caller)" }, "\(caller) \(word)")
      }
    }
    try scene.post("/introductions/\(introduction)/accept", as: scene.startup)
    for caller in everybody {
      let seen = try get("/introductions/\(introduction)", as: caller).text
      let isSide = "\(caller)" == "\(fund)" || "\(caller)" == "\(startup)"
      #expect(seen.contains("quy@bimat.example") == isSide, "\(caller)")
      #expect(seen.contains("0262 771 0099") == isSide, "\(caller)")
    }
    // Whole words: two letters alone may stand in any identifier.
    let log = service.log.joined()
    for word in ["qzloinhan", "qztraloi", "qzcauhoi", "qzghichu"] {
      #expect(!log.contains(word), "\(word)")
    }
  }

  @Test func refusalsFollowTheRule() throws {
    let introduction = try scene.introduction()
    let rows: [(Method, String, Caller, JSON?, Int)] = [
      (.GET, "/introductions", .anonymous, nil, 401),
      (.GET, "/introductions/\(introduction)", .anonymous, nil, 401),
      (.GET, "/introductions/\(introduction)", .member(scene.other), nil, 404),
      (.POST, "/introductions/\(introduction)/accept", .member(scene.fund), [:], 403),
      (.POST, "/introductions/\(introduction)/accept", .dost, [:], 403),
      (.POST, "/introductions/\(introduction)/accept", .member(scene.startup), ["x": 1], 422),
      (.POST, "/introductions/\(introduction)/outcomes", .member(scene.fund), ["kind": "met"], 409),
      (.POST, "/introductions", .member(scene.fund), ["to": "none", "message": "x"], 404),
      (.GET, "/introductions?status=x", .dost, nil, 422),
      (.GET, "/introductions?cursor=x", .dost, nil, 400),
      (.GET, "/funds/\(scene.startup)/investments", .anonymous, nil, 404),
      (.GET, "/funds/\(scene.fund)/watch", .anonymous, nil, 401),
      (.GET, "/funds/\(scene.fund)/watch", .dost, nil, 403),
      (.PUT, "/funds/\(scene.fund)/watch/none", .member(scene.fund), nil, 404),
      (.GET, "/fund-rules?on=2026-13-01", .anonymous, nil, 422),
      (.GET, "/saved-searches", .dost, nil, 403),
      (.GET, "/cohorts?intake=closed", .anonymous, nil, 422),
      (.POST, "/cohorts", .anonymous, [:], 401),
      (.GET, "/applications", .anonymous, nil, 401),
      (.POST, "/applications", .member(scene.startup), ["cohort": "none"], 404),
      (.POST, "/mentor-requests", .member(scene.startup), [:], 422),
    ]
    for (method, path, caller, body, status) in rows {
      let reply = try service.send(method, "/api/v1" + path, as: caller, body: body)
      #expect(reply.status == status, "\(method) \(path) \(caller): \(reply.text)")
    }
  }

  @Test func theLawIsShownAsItHoldsOnADay() throws {
    let all = try get("/fund-rules").json["items"]?.elements ?? []
    let now = try get("/fund-rules?on=2026-06-01&fund_kind=startup_investment_fund")
    let held = now.json["items"]?.elements ?? []
    #expect(held.count < all.count && !held.isEmpty)
    #expect(held.allSatisfy { $0["valid_to"] == nil && $0["document"]?.text != nil })
  }

  @Test func aFundWatchesAndStops() throws {
    let path = "/api/v1/funds/\(scene.fund)/watch"
    let own = Caller.member(scene.fund)
    for _ in 0..<2 {
      #expect(try service.send(.PUT, path + "/\(scene.startup)", as: own).status == 200)
    }
    let listed = try service.get(path, as: own)
    #expect(listed.json["total"] == 1)
    #expect(listed.json["items"]?.elements?.first?["name"] == "Hạt Mẫu")
    #expect(try service.get(path + "/\(scene.startup)", as: own).status == 200)
    #expect(try service.send(.DELETE, path + "/\(scene.startup)", as: own).status == 204)
    #expect(try service.get(path + "/\(scene.startup)", as: own).status == 404)
  }

  @Test func pagesFollowTheLink() throws {
    for number in 1...5 {
      try scene.post(
        "/funds/\(scene.fund)/investments",
        ["name": .string("Trại \(number)"), "date": "2026-01-01"], as: scene.fund)
    }
    var target = "/api/v1/funds/\(scene.fund)/investments?limit=2"
    var names: Set<String> = []
    for _ in 0..<3 {
      let page = try service.get(target, as: .member(scene.fund))
      #expect(page.json["total"] == 5)
      names.formUnion(page.items.compactMap { $0["name"]?.text })
      guard let cursor = page.json["next_cursor"]?.text else { break }
      target = "/api/v1/funds/\(scene.fund)/investments?limit=2&cursor=\(cursor)"
    }
    #expect(names.count == 5)
  }

  @Test func aSavedSearchIsKeptChangedAndRemoved() throws {
    let own = Caller.member(scene.fund)
    let made = try scene.post(
      "/saved-searches",
      ["name": "x", "kind": "search", "query": ["q": "cà phê"], "alert": "daily"], as: scene.fund)
    let path = "/api/v1/saved-searches/\(made.id)"
    #expect(try service.patch(path, ["alert": "weekly"], as: own).status == 428)
    #expect(try service.patch(path, ["alert": "weekly"], as: own, match: "\"v9\"").status == 412)
    let changed = try service.patch(path, ["alert": "weekly"], as: own, match: made.tag)
    #expect(changed.status == 200 && changed.json["alert"] == "weekly")
    #expect(try service.get(path, as: .member(scene.startup)).status == 404)
    let gone = try service.send(
      .DELETE, path, as: own, headers: [("If-Match", changed.tag)])
    #expect(gone.status == 204)
    #expect(try service.get(path, as: own).status == 404)
  }
}
