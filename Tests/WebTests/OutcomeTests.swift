import Domain
import HTTP
import Testing

/// What came of proposed meetings, and the weights, over HTTP.
@Suite struct OutcomeTests {
  static let invitation: JSON = ["organisation": "{firm}", "kind": "invited"]

  static let scenarios: [Scenario] = [
    Scenario(
      201, .POST, "/api/v1/problems/{open}/outcomes", as: .dost, invitation,
      expecting: [("kind", "invited"), ("rank", 1), ("weights_version", "2026-2")],
      absent: ["note", "proposal"]),
    Scenario(201, .POST, "/api/v1/problems/DLK-2026-001/outcomes", as: .admin, invitation),
    Scenario(401, .POST, "/api/v1/problems/{open}/outcomes", invitation),
    Scenario(403, .POST, "/api/v1/problems/{open}/outcomes", as: .firm, invitation),
    Scenario(403, .POST, "/api/v1/problems/{open}/outcomes", as: .reviewer, invitation),
    Scenario(404, .POST, "/api/v1/problems/none/outcomes", as: .dost, invitation),
    Scenario(
      404, .POST, "/api/v1/problems/{open}/outcomes", as: .dost,
      ["organisation": "none", "kind": "invited"]),
    Scenario(
      409, .POST, "/api/v1/problems/{draft}/outcomes", as: .dost, invitation,
      expecting: [("code", "refused"), ("state", "draft"), ("allowed_from", ["published"])]),
    Scenario(
      409, .POST, "/api/v1/problems/{closed}/outcomes", as: .dost, invitation,
      expecting: [("code", "refused"), ("state", "closed")]),
    Scenario(
      409, .POST, "/api/v1/problems/{open}/outcomes", as: .dost,
      ["organisation": "{firm}", "kind": "refused"],
      expecting: [("code", "refused"), ("state", "none"), ("allowed_from", ["invited"])]),
    Scenario(
      409, .POST, "/api/v1/problems/{open}/outcomes", as: .dost,
      ["organisation": "{hidden}", "kind": "invited"],
      expecting: [("code", "refused"), ("state", "draft")]),
    Scenario(
      422, .POST, "/api/v1/problems/{open}/outcomes", as: .dost,
      ["organisation": "{other}", "kind": "invited"], expecting: [("code", "ineligible")]),
    Scenario(
      422, .POST, "/api/v1/problems/{open}/outcomes", as: .dost, ["kind": "won", "rank": 1],
      faults: ["/kind not_accepted", "/rank read_only", "/organisation missing"]),
    Scenario(401, .GET, "/api/v1/outcomes"),
    Scenario(401, .GET, "/api/v1/problems/{open}/outcomes"),
    Scenario(200, .GET, "/api/v1/outcomes", as: .reviewer, expecting: [("total", 0)]),
    Scenario(200, .GET, "/api/v1/problems/{open}/outcomes?kind=invited,awarded", as: .dost),
    Scenario(
      422, .GET, "/api/v1/outcomes?kind=won&x=1", as: .dost,
      faults: ["?kind not_accepted", "?x unknown_member"]),
    Scenario(404, .GET, "/api/v1/problems/{draft}/outcomes", as: .firm),
    Scenario(400, .GET, "/api/v1/outcomes?cursor=x", as: .dost),
    Scenario(200, .GET, "/api/v1/weights"),
    Scenario(422, .GET, "/api/v1/weights?all=1", faults: ["?all unknown_member"]),
    Scenario(401, .POST, "/api/v1/weights", weights),
    Scenario(403, .POST, "/api/v1/weights", as: .dost, weights),
    Scenario(
      200, .POST, "/api/v1/weights", as: .admin, weights,
      expecting: [("version", "t-1"), ("in_force", true)]),
    Scenario(
      422, .POST, "/api/v1/weights", as: .admin, ["version": "t 1", "signals": ["luck": 1]],
      faults: ["/version bad_format", "/signals/luck unknown_member"]),
    Scenario(
      409, .POST, "/api/v1/weights", as: .admin,
      ["version": "2026-2", "signals": ["capability": 1]], expecting: [("code", "conflict")]),
  ]

  static let weights: JSON = ["version": "t-1", "signals": ["capability": 3, "field": 1]]

  @Test(arguments: scenarios) func answers(_ scenario: Scenario) throws {
    try scenario.run(on: try Scene())
  }

  @Test func aFirmSeesAndRefusesItsInvitation() throws {
    let scene = try Scene()
    let service = scene.service
    let path = "/api/v1/problems/\(scene.id("open"))/outcomes"
    let firm = JSON.string(scene.id("firm"))
    let invited = try service.post(
      path, ["organisation": firm, "kind": "invited", "note": "gọi chị Lan"], as: .dost)
    #expect(invited.json["note"] == "gọi chị Lan")
    #expect(
      try service.post(path, ["organisation": firm, "kind": "invited"], as: .dost).status == 409)
    let own = try service.get("/api/v1/outcomes", as: scene.caller(.firm))
    #expect(own.json["total"] == 1)
    let seen = own.json["items"]?.elements?.first
    #expect(seen?["kind"] == "invited" && seen?["note"] == nil && seen?["by"] == nil)
    #expect(try service.get("/api/v1/outcomes", as: scene.caller(.other)).json["total"] == 0)
    let refused = try service.post(
      path, ["organisation": firm, "kind": "refused", "note": "đang quá tải"],
      as: scene.caller(.firm))
    #expect(refused.status == 201)
    #expect(refused.json["note"] == "đang quá tải")
    let all = try service.get(path, as: .dost)
    #expect(all.json["total"] == 2)
    #expect((all.json["items"]?.elements ?? []).allSatisfy { $0["by"]?.text?.isEmpty == false })
  }

  @Test func aRepeatedRequestRecordsOnce() throws {
    let scene = try Scene()
    let path = "/api/v1/problems/\(scene.id("open"))/outcomes"
    let body: JSON = ["organisation": .string(scene.id("firm")), "kind": "invited"]
    let key = [("Idempotency-Key", "moi-1")]
    let first = try scene.service.post(path, body, as: .dost, headers: key)
    let again = try scene.service.post(path, body, as: .dost, headers: key)
    #expect(first.status == 201 && again.status == 201)
    #expect(first.json == again.json)
    #expect(try scene.service.get(path, as: .dost).json["total"] == 1)
  }

  @Test func pagesFollowTheLink() throws {
    let scene = try Scene()
    for (problem, kind) in [("open", "invited"), ("open", "shortlisted"), ("second", "invited")] {
      let made = try scene.service.post(
        "/api/v1/problems/\(scene.id(problem))/outcomes",
        ["organisation": .string(scene.id("firm")), "kind": .string(kind)], as: .dost)
      #expect(made.status == 201)
    }
    var seen: [JSON] = []
    var target = "/api/v1/outcomes?limit=1"
    for _ in 0..<3 {
      let page = try scene.service.get(target, as: .dost)
      seen += page.json["items"]?.elements ?? []
      guard let cursor = page.json["next_cursor"]?.text else { break }
      target = "/api/v1/outcomes?limit=1&cursor=\(cursor)"
    }
    #expect(seen.count == 3)
    #expect(Set(seen.compactMap { $0["id"]?.text }).count == 3)
  }

  @Test func matchesNameTheWeightsThatWereSet() throws {
    let scene = try Scene()
    let path = "/api/v1/problems/\(scene.id("open"))/matches"
    let before = try scene.service.get(path)
    #expect(before.json["weights_version"] == "2026-2")
    #expect(try scene.service.post("/api/v1/weights", Self.weights, as: .admin).status == 200)
    let after = try scene.service.get(path)
    #expect(after.json["weights_version"] == "t-1")
    let weights = (after.json["matches"]?.elements?.first?["components"]?.elements ?? [])
      .compactMap { $0["weight"] }
    #expect(weights.first == .number(0.75))
    let listed = try scene.service.get("/api/v1/weights")
    let items = listed.json["items"]?.elements ?? []
    #expect(items.map { $0["version"] } == ["t-1", "2026-2"])
    #expect(items.map { $0["in_force"] } == [true, false])
    #expect(items.allSatisfy { $0["set_by"] == nil })
    let shown = try scene.service.get("/api/v1/weights", as: .dost).json["items"]?.elements
    #expect(shown?.first?["set_by"] != nil)
  }
}
