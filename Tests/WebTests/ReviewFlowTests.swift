import Domain
import HTTP
import Testing

/// Criteria, reviews, award and engagement over HTTP; every answer is held against the published
/// description.
@Suite struct ReviewFlowTests {
  let scene: Scene
  var service: Service { scene.service }
  var firm: Caller { .member(scene.id("firm")) }
  var problem: String { "/api/v1/problems/\(scene.id("open"))" }
  var proposal: String { "/api/v1/proposals/\(scene.id("proposal"))" }

  init() throws { scene = try Scene() }

  static let criteria: JSON = [
    "criteria": [
      ["key": "fit", "title": ["vi": "Đáp ứng <b>"], "weight": 60, "max_points": 10],
      ["key": "cost", "title": ["vi": "Chi phí", "en": "Cost"], "weight": 40, "max_points": 10],
    ]
  ]

  private func scores(_ fit: JSON, _ cost: JSON) -> JSON {
    ["scores": [["criterion": "fit", "points": fit], ["criterion": "cost", "points": cost]]]
  }

  private func open() throws {
    try service.post(proposal + "/submit", as: firm)
    try service.turn(to: "2026-07-02T00:00:00Z")
    for step in ["close", "open"] { try service.post("\(problem)/\(step)", as: .dost) }
  }

  private func put(
    _ path: String, _ body: JSON, as caller: Caller = .dost, match: String? = nil
  ) throws -> Reply {
    try service.send(
      .PUT, path, as: caller, headers: match.map { [("If-Match", $0)] } ?? [], body: body)
  }

  @Test func fromTheCriteriaToTheLastMilestone() throws {
    let first = try service.get(problem + "/criteria")
    #expect(first.status == 200 && first.json["template"] != nil && first.json["version"] == 0)
    #expect(try put(problem + "/criteria", Self.criteria).json["version"] == 1)
    #expect(try put(problem + "/criteria", Self.criteria, match: "\"v7\"").status == 412)
    #expect(try put(problem + "/criteria", Self.criteria, as: firm).status == 403)
    #expect(try put(problem + "/criteria", Self.criteria, as: .anonymous).status == 401)
    let early = try service.post(problem + "/reviewers", ["accounts": ["x@y.vn"]], as: .dost)
    #expect(early.status == 409 && early.json["state"] == "published")
    try open()
    #expect(try put(problem + "/criteria", Self.criteria).status == 409)

    let people = try (0...1).map {
      try Browser(service, "chuyengia\($0)@example.vn", role: .reviewer)
    }
    let assigned = try service.post(
      problem + "/reviewers",
      ["accounts": ["chuyengia0@example.vn", .string(try people[1].id())]], as: .dost)
    #expect(assigned.status == 201 && assigned.json["total"] == 2)
    var reviews: [String] = []
    for (number, person) in people.enumerated() {
      let mine = try person.send(.GET, "/api/v1/reviews?status=assigned")
      let id = try #require(mine.json["items"]?.elements?.first?["id"]?.text)
      #expect(mine.json["total"] == 1 && mine.json["items"]?.elements?.first?["material"] == nil)
      reviews.append("/api/v1/reviews/" + id)
      #expect(try person.send(.PUT, reviews[number] + "/scores", scores(5, 5)).status == 409)
      #expect(
        try person.send(.POST, reviews[number] + "/declare", ["conflict": "none"]).status == 200)
      let shown = try person.send(.GET, reviews[number])
      #expect(shown.json["material"]?["approach"] == "Đặt cảm biến lá")
      #expect(shown.headers["Cache-Control"] == "no-store")
    }
    #expect(try people[1].send(.GET, reviews[0]).status == 404)
    #expect(try service.get(reviews[0], as: .reviewer).status == 404)
    #expect(try service.get(reviews[0]).status == 401)
    #expect(try people[0].send(.GET, problem + "/ranking").status == 403)
    let draft = try people[0].send(.PUT, reviews[0] + "/scores", scores(8.5, 7))
    #expect(draft.json["total"] == 79)
    #expect(try service.get(reviews[0], as: .dost).json["scores"] == nil)
    #expect(
      try people[0].send(.PUT, reviews[0] + "/scores", scores(11, "x")).faults
        == ["/scores/0/points out_of_range", "/scores/1/points wrong_type"])
    #expect(try people[0].send(.POST, reviews[0] + "/lock").json["status"] == "locked")
    #expect(try people[0].send(.PUT, reviews[0] + "/scores", scores(9, 9)).status == 409)

    let waiting = try put(proposal + "/consensus", scores(8, 7))
    #expect(waiting.status == 409 && waiting.code == "pending")
    let missing = waiting.json["missing"]?.elements ?? []
    #expect(missing.map { $0["what"] } == ["review"])
    // People read who owes what, never an identifier.
    let proposer = try service.get("/api/v1/organisations/" + scene.id("firm"), as: .dost)
    let name = try #require(proposer.json["name"]?.text)
    #expect(missing.first?["name"]?.text?.hasSuffix(" – " + name) == true)
    #expect(missing.first?["message"]?.text?.contains(name) == true)
    #expect(waiting.json["detail"]?.text?.contains(reviews[1].suffix(16)) == false)
    #expect(
      try people[1].send(.POST, reviews[1] + "/recuse", ["reason": "Bận"]).json["status"]
        == "recused")
    #expect(try people[1].send(.GET, reviews[1]).json["material"] == nil)
    #expect(try put(proposal + "/consensus", scores(8, 7)).json["total"] == 76)
    #expect(try put(proposal + "/consensus", scores(9, 7)).faults == ["/reason missing"])
    #expect(try service.get(proposal + "/consensus", as: firm).status == 404)
    try award()
  }

  private func award() throws {
    for (step, body) in [
      ("admit", [:]), ("shortlist", ["reason": "Tốt"]), ("select", ["reason": "Cao nhất"]),
    ] as [(String, JSON)] {
      #expect(try service.post("\(proposal)/\(step)", body, as: .dost).status == 200, "\(step)")
    }
    try service.post(problem + "/review", as: .dost)
    let owed = try service.post(problem + "/award", as: .dost)
    #expect(owed.json["missing"]?.elements?.first?["what"] == "feedback")
    #expect(owed.json["missing"]?.elements?.first?["name"] != nil)
    #expect(try put(proposal + "/feedback", ["text": "Rõ <script>"]).status == 200)
    let ranking = try service.get(problem + "/ranking", as: .dost)
    let top = try #require(ranking.json["items"]?.elements?.first)
    #expect(top["rank"] == 1 && top["thin"] == true && ranking.json["complete"] == true)
    #expect(try service.post(problem + "/award", as: .dost).status == 200)
    #expect(try service.get(proposal + "/consensus", as: firm).json["total"] == 76)
    #expect(try service.get(proposal + "/feedback", as: firm).json["text"] == "Rõ <script>")

    let page = try service.get(problem + "/minutes", as: .dost)
    #expect(page.headers["Content-Type"]?.hasPrefix("text/html") == true)
    #expect(page.text.contains("không phải quyết định lựa chọn nhà thầu"))
    #expect(page.text.contains("Đáp ứng &lt;b&gt;") && !page.text.contains("<script>"))
    #expect(page.text.contains("lang=\"vi\"") && page.text.contains("Công ty firm"))
    let english = try service.get(
      problem + "/minutes", as: .dost, headers: [("Accept-Language", "en")]
    ).text
    #expect(english.contains("no tender decision"))
    #expect(english.contains("<td lang=\"vi\">Rõ &lt;script&gt;</td>"))
    let data = try service.get(problem + "/minutes?format=json", as: .dost)
    #expect(data.json["not_a_tender_decision"] == true)
    #expect(try service.get(problem + "/minutes", as: firm).status == 403)
    #expect(try service.get(problem + "/minutes?format=pdf", as: .dost).status == 422)
    try engage()
  }

  private func engage() throws {
    let listed = try service.get("/api/v1/engagements", as: firm)
    let id = try #require(listed.json["items"]?.elements?.first?["id"]?.text)
    let base = "/api/v1/engagements/" + id
    let body: JSON = ["title": "Lắp đặt", "due": "2026-09-30", "amount_vnd": 900_000_000]
    let key = [("Idempotency-Key", "moc-1")]
    #expect(try service.post(base + "/milestones", body, as: firm).status == 403)
    let made = try service.post(base + "/milestones", body, as: .dost, headers: key)
    #expect(made.status == 201)
    #expect(
      try service.post(base + "/milestones", body, as: .dost, headers: key).json == made.json)
    let milestone = try #require(made.json["milestones"]?.elements?.first?["id"]?.text)
    #expect(made.json["milestones"]?.elements?.count == 1)
    #expect(try service.post(problem + "/start", as: .dost).status == 200)
    let path = base + "/milestones/" + milestone
    #expect(try service.patch(path, ["due": "2026-10-31"], as: .dost).status == 428)
    #expect(try service.patch(path, ["due": "2026-10-31"], as: .dost, match: "*").status == 200)
    #expect(try service.get(base, as: .member(scene.id("other"))).status == 404)
    #expect(try service.post(path + "/submit", ["text": "Đã lắp"], as: firm).status == 200)
    #expect(try service.post(path + "/return", as: .dost).faults == ["/reason missing"])
    #expect(try service.send(.DELETE, path, as: .dost).status == 409)
    #expect(try service.post(path + "/accept", as: .dost).json["accepted_vnd"] == 900_000_000)
    #expect(try service.post(base + "/complete", as: .dost).json["code"] == "pending")
    #expect(
      try service.patch(
        base, ["outcome": "Đạt", "measures": [["name": "Số vườn"]]], as: .dost,
        match: "*"
      ).status == 200)
    #expect(try service.post(base + "/complete", as: .dost).json["status"] == "completed")
    #expect(try service.post(problem + "/solve", as: .dost).json["status"] == "solved")
    #expect(
      try service.get("/api/v1/engagements?overdue=true", as: .dost).json["total"] == 0)
    #expect(try service.get("/api/v1/engagements", as: .reviewer).json["total"] == 0)
    #expect(try service.get("/api/v1/engagements").status == 401)
  }

  @Test(
    arguments: [
      Scenario(401, .GET, "/api/v1/reviews"),
      Scenario(200, .GET, "/api/v1/reviews", as: .reviewer, expecting: [("total", 0)]),
      Scenario(200, .GET, "/api/v1/reviews", as: .firm, expecting: [("total", 0)]),
      Scenario(
        422, .GET, "/api/v1/reviews?status=done&x=1", as: .dost,
        faults: ["?status not_accepted", "?x unknown_member"]),
      Scenario(404, .GET, "/api/v1/reviews/none", as: .dost),
      Scenario(404, .GET, "/api/v1/problems/{draft}/criteria"),
      Scenario(404, .GET, "/api/v1/problems/{draft}/ranking", as: .firm),
      Scenario(403, .GET, "/api/v1/problems/{open}/ranking", as: .reviewer),
      Scenario(401, .GET, "/api/v1/problems/{open}/minutes"),
      Scenario(
        409, .GET, "/api/v1/problems/{closed}/minutes", as: .dost,
        expecting: [("code", "pending")]),
      Scenario(404, .GET, "/api/v1/proposals/{proposal}/feedback", as: .dost),
      Scenario(404, .GET, "/api/v1/proposals/{proposal}/feedback", as: .firm),
      Scenario(404, .GET, "/api/v1/engagements/none", as: .dost),
      Scenario(
        422, .GET, "/api/v1/engagements?overdue=no", as: .dost,
        faults: ["?overdue not_accepted"]),
      Scenario(
        422, .POST, "/api/v1/engagements", as: .dost, [:],
        faults: ["/problem missing", "/organisation missing"]),
      Scenario(
        409, .POST, "/api/v1/engagements", as: .dost,
        ["problem": "{open}", "organisation": "{firm}"], expecting: [("state", "published")]),
      Scenario(
        403, .POST, "/api/v1/engagements", as: .firm,
        ["problem": "{open}", "organisation": "{firm}"]),
    ]) func answers(_ scenario: Scenario) throws
  { try scenario.run(on: scene) }
}
