import Domain
import HTTP
import Testing

/// A problem from a title to a shortlist with reasons, and a proposal under its seal, over HTTP.
@Suite struct MainJobTests {
  @Test func aThinProblemIsPublishedAndGetsItsCode() throws {
    let service = try Service()
    let thin = try service.post("/api/v1/problems", ["title": "Giám sát vườn cà phê"], as: .dost)
    #expect(thin.status == 201)
    #expect(thin.json["status"] == "draft")
    #expect(thin.json["code"] == nil)
    #expect(thin.headers["Location"] == "/api/v1/problems/\(thin.id)")
    #expect(thin.json["completeness"] == 20)

    for event in ["submit", "publish"] {
      let asked = try service.post("/api/v1/problems/\(thin.id)/\(event)", as: .dost)
      #expect(asked.status == 422)
      #expect(asked.faults == ["/expected_result missing"])
      #expect(asked.json["errors"]?.elements?.first?["accepted"] == "expected_result, description")
    }
    let richer = try service.patch(
      "/api/v1/problems/\(thin.id)",
      ["expected_result": "Cảnh báo sâu bệnh trước bảy ngày", "field": "agriculture"], as: .dost,
      match: thin.tag)
    #expect(richer.status == 200)
    #expect(richer.json["completeness"] == 40)
    #expect(richer.tag != thin.tag)
    let published = try service.post(
      "/api/v1/problems/\(thin.id)/publish", as: .dost, headers: [("If-Match", richer.tag)])
    #expect(published.json["code"] == "DLK-2026-001")
    #expect(published.json["status"] == "published")
    let seen = try service.get("/api/v1/problems/DLK-2026-001")
    #expect(seen.json == published.json)
    let next = try service.post(
      "/api/v1/problems", ["title": "Khác", "description": "Nữa"], as: .dost)
    let second = try service.post("/api/v1/problems/\(next.id)/publish", as: .dost)
    #expect(second.json["code"] == "DLK-2026-002")
  }

  @Test func aFirmRegistersItselfAndIsVerified() throws {
    let service = try Service()
    let token = Caller.bearer(try service.token(.member))
    let thin = try service.post(
      "/api/v1/organisations",
      ["kind": "startup", "name": "Hạt Ví Dụ", "email": "hat@example.vn"], as: token)
    #expect(thin.status == 201)
    #expect(thin.json["email"] == "hat@example.vn")
    let again = try service.post(
      "/api/v1/organisations", ["kind": "startup", "name": "Hạt Hai"], as: token)
    #expect(again.status == 403)
    let path = "/api/v1/organisations/\(thin.id)"
    let asked = try service.post(path + "/submit", as: token)
    #expect(asked.status == 422)
    #expect(
      asked.faults == [
        "/province missing", "/description missing", "/fields missing", "/startup/stage missing",
      ])
    let richer = try service.patch(
      path,
      [
        "province": "Phú Yên", "description": "Phần mềm truy xuất nguồn gốc cà phê",
        "fields": ["agriculture"], "startup": ["stage": "seed"],
      ], as: token, match: thin.tag)
    #expect(richer.status == 200)
    #expect(richer.json["province"] == "66")
    #expect(richer.json["notes"]?.elements?.first?["pointer"] == "/province")
    #expect(richer.json["notes"]?.elements?.first?["became"] == "66")
    #expect(try service.post(path + "/submit", as: token).json["status"] == "submitted")
    #expect(try service.get(path).status == 404)
    #expect(try service.post(path + "/verify", as: token).status == 403)
    #expect(try service.post(path + "/verify", as: .dost).json["status"] == "verified")
    let seen = try service.get(path)
    #expect(seen.status == 200)
    #expect(seen.json["email"] == nil)
    #expect(try service.get(path, as: token).json["email"] == "hat@example.vn")
  }

  @Test func theFittingFirmComesFirstWithItsReasons() throws {
    let scene = try Scene()
    let service = scene.service
    let weak = try service.post(
      "/api/v1/organisations",
      [
        "kind": "technology_firm", "name": "Phòng khám số", "province": "79", "trl": 7,
        "description": "Phần mềm đặt lịch khám bệnh", "fields": ["health"],
        "technologies": ["digital_platform"],
      ], as: .dost)
    for event in ["submit", "verify"] {
      try service.post("/api/v1/organisations/\(weak.id)/\(event)", as: .dost)
    }
    let reply = try service.get("/api/v1/problems/\(scene.id("open"))/matches")
    #expect(reply.status == 200)
    let matches = reply.json["matches"]?.elements ?? []
    #expect(matches.first?["organisation"]?["id"] == JSON(scene.id("firm")))
    #expect(!matches.contains { $0["organisation"]?["id"] == JSON(scene.id("hidden")) })
    let excluded = reply.json["excluded"]?.elements ?? []
    #expect(excluded.map { $0["organisation"]?["id"]?.text } == [scene.id("other")])
    #expect(
      excluded.first?["reasons"]?.elements?.first?["requirement"] == ["min_trl": 6])
    let problem = try service.get("/api/v1/problems/\(scene.id("open"))").json
    #expect(matches.first?["evidence"]?.elements?.isEmpty == false)
    for match in matches { expectReasons(match, problem: problem) }

    let stored = try service.get("/api/v1/problems/\(scene.id("open"))/matches?limit=1")
    #expect(stored.json["matches"]?.elements?.count == 1)
    #expect(stored.json["matches"]?.elements?.first == matches.first)
  }

  @Test func anUnstoredProblemGetsTheListOfTheStoredOne() throws {
    let scene = try Scene()
    let problem = try scene.service.get("/api/v1/problems/\(scene.id("open"))").json
    let own: Set<String> = ["title", "field", "expected_result", "deadline", "required"]
    let statement = JSON.object(
      JSONObject(members(problem).filter { own.contains($0.name) }.map { ($0.name, $0.value) }))
    let stored = try scene.service.get("/api/v1/problems/\(scene.id("open"))/matches?limit=50")
    let unstored = try scene.service.post("/api/v1/match?limit=50", statement)
    #expect(unstored.status == 200)
    #expect(stored.body == unstored.body)
    #expect(stored.json["matches"]?.elements?.isEmpty == false)
    let startups = try scene.service.post("/api/v1/match?kind=startup", statement)
    #expect(startups.json["matches"] == [])
  }

  @Test func theFirmSeesTheOpenProblemsThatFit() throws {
    let scene = try Scene()
    let reply = try scene.service.get("/api/v1/organisations/\(scene.id("firm"))/problem-matches")
    let matches = reply.json["matches"]?.elements ?? []
    let found = matches.compactMap { $0["problem"]?["id"]?.text }
    #expect(Set(found) == [scene.id("open"), scene.id("second")])
    for match in matches {
      #expect(match["evidence"]?.elements?.isEmpty == false)
      expectReasons(
        match, problem: match["problem"] ?? .null,
        organisation: try scene.service.get("/api/v1/organisations/\(scene.id("firm"))").json)
    }
    let barred = try scene.service.get("/api/v1/organisations/\(scene.id("other"))/problem-matches")
    #expect(barred.json["matches"] == [])
    #expect(barred.json["excluded"]?.elements?.count == 2)
  }

  /// Components sum to the score as printed, evidence stands where it says, sentences are there.
  private func expectReasons(_ match: JSON, problem: JSON, organisation: JSON? = nil) {
    let contributions = (match["components"]?.elements ?? []).map { micros($0["contribution"]) }
    #expect(contributions.count == 7)
    #expect(!contributions.contains(nil))
    #expect(contributions.compactMap { $0 }.reduce(0, +) == micros(match["score"]))
    let firm = organisation ?? match["organisation"] ?? .null
    let evidence = match["evidence"]?.elements ?? []
    for item in evidence {
      #expect(
        slice(problem, item["problem_field"], item["problem_offset"])
          == item["problem_phrase"]?.text)
      #expect(
        slice(firm, item["field"], item["organisation_offset"])
          == item["organisation_phrase"]?.text)
    }
    for language in ["vi", "en"] {
      #expect(match["summary"]?[language]?.text?.isEmpty == false)
    }
    #expect(match["summary"]?["vi"] != match["summary"]?["en"])
  }

  /// A number of at most six decimals in millionths; nil for one with more.
  private func micros(_ json: JSON?) -> Int? {
    let value: Double? =
      switch json {
      case .integer(let whole)?: Double(whole)
      case .number(let number)?: number
      default: nil
      }
    guard let value else { return nil }
    let micros = (value * 1e6).rounded()
    return micros / 1e6 == value ? Int(micros) : nil
  }

  private func slice(_ record: JSON, _ field: JSON?, _ offset: JSON?) -> String? {
    let parts = (field?.text ?? "").split(separator: "/")
    var value: JSON? = record
    for part in parts {
      if let index = Int(part), let elements = value?.elements {
        value = elements.indices.contains(index) ? elements[index] : nil
      } else {
        value = value?[String(part)]
      }
    }
    let bounds = (offset?.elements ?? []).compactMap(\.wholeNumber).map(Int.init)
    guard let text = value?.text, bounds.count == 2, bounds[0] < bounds[1],
      bounds[1] <= text.unicodeScalars.count
    else { return nil }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: Array(text.unicodeScalars)[bounds[0]..<bounds[1]])
    return String(view)
  }
}
