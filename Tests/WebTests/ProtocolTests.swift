import Domain
import HTTP
import Testing

/// The manners of HTTP that every path keeps.
@Suite struct ProtocolTests {
  private static let scene = Result { try Scene() }

  @Test(arguments: [
    "/api/v1/organisations", "/api/v1/organisations/{firm}", "/api/v1/problems/{open}/matches",
    "/api/v1/search?q=ca+phe", "/api/v1/codes", "/openapi.json", "/healthz",
    "/api/v1/problems/none",
    "/api/v1/nothing",
  ]) func headIsGetWithoutItsBody(_ pattern: String) throws {
    let scene = try Self.scene.get()
    let path = scene.path(pattern)
    let headers = [("X-Request-Id", "same")]
    let get = try scene.service.get(path, headers: headers)
    let head = try scene.service.send(.HEAD, path, headers: headers)
    #expect(head.status == get.status)
    #expect(head.body.isEmpty)
    #expect(head.headers["Content-Length"] == String(get.body.count))
    for field in get.headers where field.name != "Date" {
      #expect(head.headers.all(field.name) == get.headers.all(field.name), "\(field.name)")
    }
  }

  @Test(arguments: [
    (Method.DELETE, "/api/v1/organisations", "GET, HEAD, POST, OPTIONS"),
    (.PUT, "/api/v1/organisations/{firm}", "GET, HEAD, PATCH, OPTIONS"),
    (.GET, "/api/v1/organisations/{firm}/verify", "POST, OPTIONS"),
    (.GET, "/api/v1/match", "POST, OPTIONS"), (.POST, "/healthz", "GET, HEAD, OPTIONS"),
    (.PATCH, "/api/v1/search", "GET, HEAD, OPTIONS"),
  ]) func anotherMethodIsToldWhichAreTaken(
    _ method: Method, _ pattern: String, _ allow: String
  ) throws {
    let scene = try Self.scene.get()
    let refused = try scene.service.send(method, scene.path(pattern))
    #expect(refused.status == 405)
    #expect(refused.headers["Allow"] == allow)
    #expect(refused.code == "method_not_allowed")
    let options = try scene.service.send(.OPTIONS, scene.path(pattern))
    #expect(options.status == 204)
    #expect(options.headers["Allow"] == allow)
    #expect(options.body.isEmpty)
  }

  @Test(arguments: [
    "/nowhere", "/api", "/api/v1", "/api/v1/", "/api/v1/organisations/", "/api/v2/organisations",
    "/api/v1/Organisations", "/api/v1/organisations/a/b/c", "/healthz/", "/favicon.ico", "/%00x",
    "/api/v1/problems/x/publish/now", "/ca%20ph%C3%AA",
  ]) func unknownPathsAreToldSo(_ path: String) throws {
    let service = try Self.scene.get().service
    guard path != "/%00x" else {
      #expect(try service.client.send(.GET, path).status == 400)
      return
    }
    let reply = try service.get(path)
    #expect(reply.status == 404)
    #expect(reply.code == "no_route")
  }

  @Test(arguments: [
    (nil as String?, 415), ("text/plain", 415), ("application/x-www-form-urlencoded", 415),
    ("application/xml", 415), ("application/jsonp", 415), ("json", 415),
    ("application/merge-patch+json", 415), ("application/json", 201),
    ("Application/JSON; charset=utf-8", 201),
  ]) func aBodyMustBeJSON(_ type: String?, _ status: Int) throws {
    let service = try Self.scene.get().service
    var headers = [("Authorization", "Bearer " + (try service.secret(of: .dost) ?? ""))]
    if let type { headers.append(("Content-Type", type)) }
    let reply = Reply(
      try service.client.send(
        .POST, "/api/v1/problems", headers: headers, body: Array("{\"title\":\"x\"}".utf8)))
    #expect(reply.status == status)
    if status == 415 {
      #expect(reply.errorFaults == [])
      #expect(reply.json["accepted"] == ["application/json"])
    }
  }

  @Test(arguments: [
    (nil as String?, "vi"), ("en", "en"), ("en-GB,vi;q=0.5", "en"),
    ("vi-VN,vi;q=0.9,en;q=0.8", "vi"),
    ("fr", "vi"), ("fr, en;q=0.1", "en"), ("*", "vi"), ("en;q=0", "vi"), (";;;", "vi"),
  ]) func errorsSpeakTheCallersLanguage(_ wish: String?, _ language: String) throws {
    let service = try Self.scene.get().service
    let headers = wish.map { [("Accept-Language", $0)] } ?? []
    let title = language == "vi" ? "Không tìm thấy" : "Not found"
    let missing = try service.get("/api/v1/organisations/none", headers: headers)
    #expect(missing.headers["Content-Language"] == language)
    #expect(missing.json["title"]?.text == title)
    let bad = try service.post(
      "/api/v1/match", ["title": "x", "field": "y"], headers: headers)
    let message = bad.json["errors"]?.elements?.first?["message"]?.text ?? ""
    #expect(message.contains(language == "vi" ? "không được nhận" : "is not accepted"))
    let path = try service.get("/api/v1/nowhere", headers: headers)
    #expect(path.headers["Content-Language"] == language)
  }

  @Test func answersSayWhatTheyDependOn() throws {
    let scene = try Self.scene.get()
    for path in ["/api/v1/organisations", "/api/v1/organisations/\(scene.id("firm"))"] {
      let reply = try scene.service.get(path)
      #expect(
        reply.headers["Vary"] == "Authorization, Cookie, Innoreg-Organisation, Accept-Language")
      #expect(reply.headers["Cache-Control"] == "no-cache")
    }
    for path in ["/healthz", "/readyz", "/metrics"] {
      #expect(try scene.service.get(path).headers["Cache-Control"] == "no-store")
    }
  }

  @Test func aRequestKeepsItsName() throws {
    let service = try Self.scene.get().service
    let own = try service.get("/api/v1/codes", headers: [("X-Request-Id", "my-request.1")])
    #expect(own.headers["X-Request-Id"] == "my-request.1")
    for bad in ["a b", String(repeating: "x", count: 65), "ü", "<script>"] {
      let reply = try service.get("/api/v1/codes", headers: [("X-Request-Id", bad)])
      #expect(reply.headers["X-Request-Id"]?.count == 16)
      #expect(reply.headers["X-Request-Id"] != bad)
    }
    let failed = try service.get(
      "/api/v1/organisations/none", headers: [("X-Request-Id", "my-request.2")])
    #expect(failed.json["request_id"] == "my-request.2")
    let line = service.log.first { $0.contains("my-request.2") } ?? ""
    #expect(line.contains("\"route\":\"/api/v1/organisations/{id}\""))
  }

  @Test func theServiceTellsHowItIs() throws {
    let scene = try Scene()
    let service = scene.service
    #expect(try service.get("/healthz").json == ["status": "ok"])
    #expect(
      try service.get("/readyz").json
        == ["status": "ready", "indexed_organisations": 2, "indexed_problems": 3])
    let page = try service.get("/metrics").text
    #expect(page.contains("innoreg_indexed_organisations 2.0\n"))
    #expect(
      page.contains(
        "http_requests_total{method=\"GET\",route=\"/healthz\",status=\"2xx\"} 1\n"))
    #expect(!page.contains(scene.id("firm")))
  }

  @Test func codesAreCompleteAndLabelled() throws {
    let service = try Self.scene.get().service
    let reply = try service.get("/api/v1/codes")
    let codes = reply.json
    func accepted(_ list: String) -> [String] {
      (codes[list]?.elements ?? []).compactMap { $0["code"]?.text }
    }
    #expect(accepted("fields") == Field.accepted)
    #expect(accepted("technologies") == Technology.accepted)
    #expect(accepted("legal") == LegalClass.accepted)
    #expect(accepted("stages") == Stage.accepted)
    #expect(accepted("mechanisms") == Mechanism.accepted)
    #expect(accepted("fund_kinds") == FundKind.accepted)
    #expect(accepted("instruments") == Instrument.accepted)
    #expect(accepted("organisation_kinds") == OrganisationKind.accepted)
    #expect(accepted("organisation_states") == Organisation.Status.accepted)
    #expect(accepted("problem_states") == Problem.Status.accepted)
    #expect(accepted("proposal_states") == Proposal.Status.accepted)
    #expect(accepted("organisation_events") == Organisation.Event.accepted)
    #expect(accepted("problem_events") == Problem.Event.accepted)
    #expect(accepted("proposal_events") == Proposal.Event.accepted)
    #expect(accepted("roles") == Role.accepted)
    let present = (codes["provinces"]?.elements ?? []).filter { $0["valid_to"] == .null }
    #expect(present.count == 34)
    #expect(present.contains { $0["code"] == "66" && $0["vi"] == "Đắk Lắk" })
    #expect(reply.headers["Cache-Control"] == "public, max-age=3600")
  }
}
