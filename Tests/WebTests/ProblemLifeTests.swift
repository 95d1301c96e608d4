import Domain
import HTTP
import Testing

/// Documents, amendments, versions, questions and endings over HTTP.
@Suite struct ProblemLifeTests {
  static let paper: JSON = [
    "number": "0193/QĐ-UBND", "kind": "decision", "date": "2026-05-28", "issuer": "UBND tỉnh",
  ]
  static let longer: JSON = ["deadline": "2026-07-31", "reason": "cần thêm thời gian"]
  static let amendment: JSON = ["changes": ["owner": "Sở"], "reason": "bổ sung"]

  static let scenarios: [Scenario] = [
    Scenario(
      201, .POST, "/api/v1/documents", as: .dost, paper,
      expecting: [("number", "0193/QĐ-UBND"), ("status", "draft"), ("version", 1)]),
    Scenario(401, .POST, "/api/v1/documents", paper),
    Scenario(403, .POST, "/api/v1/documents", as: .firm, paper),
    Scenario(403, .POST, "/api/v1/documents", as: .reviewer, paper),
    Scenario(
      422, .POST, "/api/v1/documents", as: .dost, ["kind": "law", "id": "x"],
      faults: [
        "/number missing", "/kind not_accepted", "/date missing", "/issuer missing",
        "/id read_only",
      ]),
    Scenario(200, .GET, "/api/v1/documents", expecting: [("total", 0)]),
    Scenario(
      422, .GET, "/api/v1/documents?kind=law&x=1",
      faults: ["?kind not_accepted", "?x unknown_member"]),
    Scenario(404, .GET, "/api/v1/documents/none"),
    Scenario(404, .POST, "/api/v1/documents/none/issue", as: .dost),
    Scenario(401, .POST, "/api/v1/documents/none/acts", ["act": "publish", "problems": ["x"]]),
    Scenario(
      200, .POST, "/api/v1/problems/{open}/extend", as: .dost, longer,
      expecting: [("deadline", "2026-07-31T16:59:59Z")]),
    Scenario(401, .POST, "/api/v1/problems/{open}/extend", longer),
    Scenario(403, .POST, "/api/v1/problems/{open}/extend", as: .firm, longer),
    Scenario(403, .POST, "/api/v1/problems/{draft}/extend", as: .firm, longer),
    Scenario(403, .POST, "/api/v1/problems/none/extend", as: .firm, longer),
    Scenario(
      409, .POST, "/api/v1/problems/{closed}/extend", as: .dost, longer,
      expecting: [("code", "refused"), ("state", "closed")]),
    Scenario(
      412, .POST, "/api/v1/problems/{open}/extend", as: .dost, longer,
      headers: [("If-Match", "\"v1\"")]),
    Scenario(
      422, .POST, "/api/v1/problems/{open}/extend", as: .dost,
      ["deadline": "2026-06-29", "reason": "x"], faults: ["/deadline out_of_range"]),
    Scenario(
      200, .POST, "/api/v1/problems/{open}/amend", as: .dost, amendment,
      headers: [("If-Match", "\"v2\"")], expecting: [("owner", "Sở"), ("version", 3)]),
    Scenario(428, .POST, "/api/v1/problems/{open}/amend", as: .dost, amendment),
    Scenario(
      403, .POST, "/api/v1/problems/{open}/amend", as: .firm, amendment,
      headers: [("If-Match", "*")]),
    Scenario(
      409, .POST, "/api/v1/problems/{draft}/amend", as: .dost, amendment,
      headers: [("If-Match", "*")], expecting: [("state", "draft")]),
    Scenario(
      422, .POST, "/api/v1/problems/{open}/amend", as: .dost,
      ["changes": ["required": [["min_trl": 7]]], "reason": "x"], headers: [("If-Match", "*")],
      faults: ["/changes/required/0 stricter"]),
    Scenario(
      200, .POST, "/api/v1/problems/{draft}/schedule", as: .dost, ["publish_at": "2026-06-15"],
      expecting: [("status", "draft"), ("publish_at", "2026-06-15T16:59:59Z")]),
    Scenario(
      403, .POST, "/api/v1/problems/{draft}/schedule", as: .firm, ["publish_at": "2026-06-15"]),
    Scenario(204, .DELETE, "/api/v1/problems/{draft}/schedule", as: .dost),
    Scenario(403, .DELETE, "/api/v1/problems/{open}/schedule", as: .firm),
    Scenario(
      200, .POST, "/api/v1/problems/{open}/cancel", as: .dost,
      ["reason_code": "need_gone", "reason": "đã có"],
      expecting: [
        ("status", "cancelled"), ("reason_code", "need_gone"), ("status_reason", "đã có"),
      ]),
    Scenario(
      422, .POST, "/api/v1/problems/{open}/cancel", as: .dost, ["reason": "đã có"],
      faults: ["/reason_code missing"]),
    Scenario(
      422, .POST, "/api/v1/problems/{open}/cancel", as: .dost, ["reason_code": "no_offers"],
      faults: ["/reason_code not_accepted"]),
    Scenario(
      422, .POST, "/api/v1/problems/{open}/cancel", as: .dost, ["reason_code": "need_gone"],
      faults: ["/reason missing"]),
    Scenario(
      409, .POST, "/api/v1/problems/{closed}/no-award", as: .dost, ["reason_code": "no_offers"],
      expecting: [("code", "too_early"), ("after", "2026-06-30T16:59:59Z")]),
    Scenario(
      422, .POST, "/api/v1/problems/{closed}/no-award", as: .dost, ["document": "x"],
      faults: ["/document unknown_member"]),
    Scenario(
      422, .POST, "/api/v1/problems/{draft}/publish", as: .dost, ["document": "none"],
      faults: ["/document not_found"]),
    Scenario(
      200, .GET, "/api/v1/problems/{open}/versions", expecting: [("total", 1)]),
    Scenario(
      200, .GET, "/api/v1/problems/{open}/versions/1", expecting: [("number", 1), ("changes", [])]),
    Scenario(404, .GET, "/api/v1/problems/{open}/versions/2"),
    Scenario(404, .GET, "/api/v1/problems/{draft}/versions"),
    Scenario(404, .GET, "/api/v1/problems/{draft}/history"),
    Scenario(200, .GET, "/api/v1/problems/{closed}/history", expecting: [("total", 2)]),
    Scenario(
      200, .POST, "/api/v1/problems/{open}/follow", as: .firm, expecting: [("following", true)]),
    Scenario(401, .POST, "/api/v1/problems/{open}/follow"),
    Scenario(403, .POST, "/api/v1/problems/{open}/follow", as: .reviewer),
    Scenario(404, .POST, "/api/v1/problems/{draft}/follow", as: .firm),
    Scenario(
      422, .POST, "/api/v1/problems/{open}/follow", as: .firm, ["x": 1],
      faults: ["/x unknown_member"]),
    Scenario(204, .DELETE, "/api/v1/problems/{open}/follow", as: .firm),
    Scenario(
      200, .GET, "/api/v1/problems/{open}/follow", as: .firm,
      expecting: [("following", false), ("since", .null)]),
    Scenario(
      201, .POST, "/api/v1/problems/{open}/questions", as: .firm, ["text": "?"],
      expecting: [("status", "asked"), ("text", "?")], absent: ["number", "answer"]),
    Scenario(401, .POST, "/api/v1/problems/{open}/questions", ["text": "?"]),
    Scenario(403, .POST, "/api/v1/problems/{open}/questions", as: .dost, ["text": "?"]),
    Scenario(409, .POST, "/api/v1/problems/{closed}/questions", as: .firm, ["text": "?"]),
    Scenario(409, .POST, "/api/v1/problems/{open}/questions", as: .hidden, ["text": "?"]),
    Scenario(
      422, .POST, "/api/v1/problems/{open}/questions", as: .firm, ["organisation": "x"],
      faults: ["/text missing", "/organisation read_only"]),
    Scenario(
      200, .GET, "/api/v1/problems/{open}/questions",
      expecting: [
        ("total", 0), ("last_answered_on", .null), ("questions_until", "2026-06-30T16:59:59Z"),
      ]),
    Scenario(401, .GET, "/api/v1/questions"),
    Scenario(200, .GET, "/api/v1/questions?status=asked", as: .dost, expecting: [("total", 0)]),
    Scenario(404, .GET, "/api/v1/questions/none"),
    Scenario(404, .POST, "/api/v1/questions/none/answer", as: .dost, ["answer": "x"]),
  ]

  @Test(arguments: scenarios) func answers(_ scenario: Scenario) throws {
    try scenario.run(on: try Scene())
  }

  @Test func itEndsWithoutAwardOnceTheDeadlineHasPassed() throws {
    let scene = try Scene()
    try scene.service.turn(to: "2026-07-01T00:00:00Z")
    let ended = try scene.service.post(
      "/api/v1/problems/\(scene.id("closed"))/no-award", ["reason_code": "no_offers"], as: .dost)
    #expect(ended.status == 200 && ended.json["status"] == "no_award", "\(ended.text)")
    #expect(ended.json["reason_code"] == "no_offers" && ended.json["status_reason"] == nil)
  }

  @Test func aVersionTellsInWordsWhatItChanged() throws {
    let scene = try Scene()
    let path = "/api/v1/problems/\(scene.id("open"))"
    let changed = try scene.service.post(
      path + "/amend",
      [
        "changes": ["field": "energy", "deadline": "2026-07-31", "owner": "Sở"],
        "reason": "bổ sung",
      ], as: .dost, headers: [("If-Match", "*")])
    #expect(changed.status == 200)
    let version = try scene.service.get(path + "/versions/2")
    let texts = (version.json["changes"]?.elements ?? []).compactMap { $0["text"]?["vi"]?.text }
    #expect(
      texts == [
        "Lĩnh vực: Nông nghiệp → Năng lượng", "Cơ quan chủ trì: (không có) → Sở",
        "Hạn nhận đề xuất: 30/06/2026 23:59:59 → 31/07/2026 23:59:59",
      ])
    #expect(version.json["statement"]?["owner"] == "Sở")
    #expect(version.json["reason"] == "bổ sung")
    let first = try scene.service.get(path + "/versions/1")
    #expect(first.json["statement"]?["field"] == "agriculture")
    let list = try scene.service.get(path + "/versions?limit=1")
    #expect(list.json["total"] == 2 && list.items.count == 1)
    #expect(list.items.first?["statement"] == nil)
    let next = try scene.service.get(
      path + "/versions?limit=1&cursor=" + (list.json["next_cursor"]?.text ?? ""))
    #expect(next.items.first?["number"] == 1)
  }

  @Test func aThinProblemComesWithItsQuestionsInWords() throws {
    let scene = try Scene()
    let reply = try scene.service.get("/api/v1/problems/\(scene.id("open"))")
    let codes = (reply.json["open_questions"]?.elements ?? []).compactMap(\.text)
    let asked = reply.json["questions_to_ask"]?.elements ?? []
    #expect(asked.compactMap { $0["member"]?.text } == codes && codes.last == "document")
    for question in asked {
      #expect(question["question"]?["vi"]?.text?.hasSuffix("?") == true)
      #expect(question["question"]?["en"]?.text?.hasSuffix("?") == true)
    }
    #expect(
      reply.json["in_vietnam"]?["deadline"] == [
        "time": "2026-06-30T23:59:59+07:00", "text": "30/06/2026 23:59:59",
      ])
  }

  @Test func aListIsPublishedByItsDecision() throws {
    let scene = try Scene()
    let document = try scene.document("0193/QĐ-UBND")
    let done = try scene.service.post(
      "/api/v1/documents/\(document)/acts",
      ["act": "publish", "problems": [.string(scene.id("draft"))]], as: .dost)
    #expect(done.status == 200)
    let problem = try scene.service.get("/api/v1/problems/\(scene.id("draft"))")
    #expect(problem.json["document"]?.text == document)
    #expect(problem.json["open_questions"]?.elements?.contains("document") == false)
    #expect(try scene.service.get("/api/v1/documents/\(document)").status == 200)
    let acts = try scene.service.get("/api/v1/documents/\(document)/acts")
    #expect(acts.items.first?["kind"] == "publish")
    let again = try scene.service.post(
      "/api/v1/documents", Self.paper, as: .dost)
    #expect(again.status == 409 && again.code == "conflict")
  }

  /// Nothing of an asker leaves: no member, header, list, total, cursor, history, version or log.
  @Test func nobodyLearnsWhoAsked() throws {
    let scene = try Scene()
    let service = scene.service
    let path = "/api/v1/problems/\(scene.id("open"))"
    try service.turn(to: "2026-06-02T03:04:05Z")
    let waiting = try service.post(
      path + "/questions", ["text": "qzwaiting"], as: scene.caller(.firm))
    let question = try service.post(
      path + "/questions", ["text": "qzasked"], as: scene.caller(.firm))
    try service.turn(to: "2026-06-03T04:05:06Z")
    let answered = try service.post(
      "/api/v1/questions/\(question.id)/answer", ["answer": "Có.", "wording": "Có điện không?"],
      as: .dost)
    #expect(answered.status == 200)
    let firm = scene.id("firm")
    let log = service.log.count
    for caller in [Caller.anonymous, scene.caller(.other), .reviewer] {
      for target in [
        path, path + "/questions", path + "/questions?limit=1", path + "/history",
        path + "/versions", path + "/outcomes", "/api/v1/questions/\(question.id)",
        "/api/v1/questions/\(waiting.id)", "/api/v1/questions", "/api/v1/search?q=qzasked",
      ] {
        let reply = try service.get(target, as: caller)
        let text = reply.text + reply.headers.filter { $0.name != "Date" }.map(\.value).joined()
        for word in [firm, "qzasked", "qzwaiting", "03:04:05", "04:05:06"] {
          #expect(!text.contains(word), "\(caller) \(target): \(word)")
        }
      }
      let list = try service.get(path + "/questions", as: caller)
      #expect(list.json["total"] == 1 && list.json["last_answered_on"] == "2026-06-03")
      #expect(list.items.first?["wording"] == "Có điện không?")
      #expect(try service.get("/api/v1/questions/\(waiting.id)", as: caller).status == 404)
      for step in ["answer", "decline", "withdraw"] {
        let reply = try service.post(
          "/api/v1/questions/\(waiting.id)/\(step)",
          step == "answer" ? ["answer": "x"] : step == "decline" ? ["reason": "x"] : nil,
          as: caller)
        // What only officers do is refused whatever the record.
        let refusal =
          switch caller {
          case .anonymous: 401
          default: step == "withdraw" ? 404 : 403
          }
        #expect(reply.status == refusal, "\(caller) \(step)")
      }
    }
    for line in service.log.dropFirst(log) where line.contains("qzasked") {
      #expect(line.contains("search"), "\(line)")
    }
    for caller in [Caller.dost, scene.caller(.firm)] {
      let seen = try service.get("/api/v1/questions", as: caller)
      #expect(seen.json["total"] == 2 && seen.text.contains(firm) && seen.text.contains("qzasked"))
    }
  }
}
