import Domain
import HTTP
import Testing

/// `GET /search?sort=` and `?commune=`.
@Suite struct SearchOrderTests {
  private static func problems(_ service: Service) throws {
    for (title, deadline) in [
      ("Cánh đồng", "2026-09-01"), ("Ánh sáng", "2026-07-01"), ("Đàn ong", nil),
      ("Dòng suối", "2026-08-01"),
    ] as [(String, String?)] {
      var body: JSON = [
        "title": .string(title), "field": "environment", "expected_result": "Có kết quả",
      ]
      if let deadline { body = body.merging(["deadline": .string(deadline)]) }
      let made = try service.post("/api/v1/problems", body, as: .dost)
      try #require(made.status == 201, "\(made.text)")
      let moved = try service.post("/api/v1/problems/\(made.id)/publish", as: .dost)
      try #require(moved.status == 200, "\(moved.text)")
    }
  }

  private static func names(_ reply: Reply) -> [String] {
    (reply.json["hits"]?.elements ?? []).compactMap { $0["name"]?.text }
  }

  @Test(
    arguments: [
      ("name", ["Ánh sáng", "Cánh đồng", "Dòng suối", "Đàn ong"]),
      ("deadline", ["Ánh sáng", "Dòng suối", "Cánh đồng", "Đàn ong"]),
    ])
  func hitsComeInTheOrderAskedFor(_ order: String, _ expected: [String]) throws {
    let service = try Service()
    try Self.problems(service)
    let whole = try service.get("/api/v1/search?type=problem&sort=\(order)")
    #expect(Self.names(whole) == expected)
    for size in 1...3 {
      var (names, cursor): ([String], String?) = ([], nil)
      repeat {
        let page = try service.get(
          "/api/v1/search?type=problem&sort=\(order)&limit=\(size)"
            + (cursor.map { "&cursor=" + $0 } ?? ""))
        names += Self.names(page)
        cursor = page.json["next_cursor"]?.text
      } while cursor != nil && names.count < 10
      #expect(names == expected)
    }
  }

  /// What has passed comes after what is to come, the last first.
  @Test func passedDeadlinesComeLast() throws {
    let service = try Service()
    try Self.problems(service)
    try service.turn(to: "2026-08-15T00:00:00Z")
    let names = Self.names(try service.get("/api/v1/search?type=problem&sort=deadline"))
    #expect(names == ["Cánh đồng", "Dòng suối", "Ánh sáng", "Đàn ong"])
  }

  @Test func theNewestComesFirst() throws {
    let service = try Service()
    for (month, title) in [("06", "Một"), ("07", "Hai"), ("08", "Ba")] {
      try service.turn(to: "2026-\(month)-02T00:00:00Z")
      let made = try service.post(
        "/api/v1/problems", ["title": .string(title), "expected_result": "Có"],
        as: .dost)
      let moved = try service.post("/api/v1/problems/\(made.id)/publish", as: .dost)
      try #require(moved.status == 200, "\(moved.text)")
    }
    let names = Self.names(try service.get("/api/v1/search?sort=newest"))
    #expect(names == ["Ba", "Hai", "Một"])
  }

  @Test(arguments: ["sort=oldest", "sort=name&sort=newest", "commune=1", "commune=99999"])
  func whatIsNoOrderIsRefused(_ query: String) throws {
    let reply = try Service().get("/api/v1/search?" + query)
    #expect(reply.status == 422)
    #expect(!reply.pointers.isEmpty || !reply.faults.isEmpty)
  }

  @Test func communesNarrowOrganisationsDown() throws {
    let service = try Service()
    for (name, commune) in [("Một", "24133"), ("Hai", "22015")] {
      let made = try service.post(
        "/api/v1/organisations",
        [
          "kind": "technology_firm", "name": .string(name), "province": "66",
          "commune": .string(commune), "description": "Phần mềm", "fields": ["agriculture"],
        ], as: .dost)
      for event in ["submit", "verify"] {
        try service.post("/api/v1/organisations/\(made.id)/\(event)", as: .dost)
      }
    }
    let reply = try service.get("/api/v1/search?commune=24133")
    #expect(Self.names(reply) == ["Một"])
    #expect(
      Self.names(try service.get("/api/v1/search?commune=24133,22015&sort=name")) == ["Hai", "Một"])
  }
}
