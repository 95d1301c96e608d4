import Domain
import HTTP
import Testing
import UseCases

/// Accounts, tokens and the second factor over HTTP.
@Suite struct AccountTests {
  private let service: Service

  init() throws { service = try Service() }

  @Test func administratorsListAndChangeAccounts() throws {
    let admin = try Browser(service, "admin@example.vn", role: .admin)
    let an = try Browser(service)
    let list = try admin.send(.GET, "/api/v1/accounts?limit=1")
    #expect(list.json["total"] == 2 && list.items.count == 1)
    let next = try #require(list.json["next_cursor"]?.text)
    #expect(try admin.send(.GET, "/api/v1/accounts?limit=1&cursor=\(next)").items.count == 1)
    #expect(try admin.send(.GET, "/api/v1/accounts?role=admin").json["total"] == 1)
    #expect(try an.send(.GET, "/api/v1/accounts").status == 403)
    #expect(try service.get("/api/v1/accounts").status == 401)
    let path = "/api/v1/accounts/\(try an.id())"
    let shown = try admin.send(.GET, path)
    #expect(shown.json["status"] == "active")
    #expect(try admin.send(.PATCH, path, ["role": "dost"]).status == 428)
    #expect(
      try admin.send(.PATCH, path, ["role": "dost"], headers: [("If-Match", "\"v9\"")]).status
        == 412)
    let tag = [("If-Match", shown.tag)]
    #expect(
      try admin.send(.PATCH, path, ["role": "member"], headers: tag).faults
        == ["/role not_accepted"])
    #expect(
      try admin.send(.PATCH, path, ["email": "x"], headers: tag).faults
        == ["/email read_only"])
    let changed = try admin.send(.PATCH, path, ["role": "dost"], headers: tag)
    #expect(changed.status == 200 && changed.json["role"] == "dost")
    #expect(try an.send(.GET, "/api/v1/me").json["acting_as"]?["role"] == "dost")
    #expect(
      try admin.send(.PATCH, path, ["status": "disabled"], headers: [("If-Match", changed.tag)])
        .faults == ["/reason missing"])
    let disabled = try admin.send(
      .PATCH, path, ["status": "disabled", "reason": "Đã nghỉ", "role": nil],
      headers: [("If-Match", changed.tag)])
    #expect(disabled.json["status"] == "disabled" && disabled.json["role"] == .null)
    #expect(try an.send(.GET, "/api/v1/me").status == 401)
    let own = try admin.send(.GET, "/api/v1/accounts/\(try admin.id())")
    let last = try admin.send(
      .PATCH, "/api/v1/accounts/\(try admin.id())", ["status": "disabled", "reason": "x"],
      headers: [("If-Match", own.tag)])
    #expect(last.status == 409 && last.code == "last_holder")
  }

  @Test func aPersonSeesOnlyThemselves() throws {
    let an = try Browser(service)
    let binh = try Browser(service, "binh@example.vn")
    #expect(try an.send(.GET, "/api/v1/accounts/\(try an.id())").status == 200)
    for other in [try binh.id(), "nobody", "an@example.vn"] {
      let reply = try an.send(.GET, "/api/v1/accounts/\(other)")
      #expect(reply.status == 404)
    }
    let own = try an.send(.GET, "/api/v1/me")
    let raised = try an.send(
      .PATCH, "/api/v1/accounts/\(try an.id())", ["role": "admin"],
      headers: [("If-Match", own.tag)])
    #expect(raised.status == 403)
  }

  @Test func onesOwnNameAndLanguageAreOnesOwnToChange() throws {
    let an = try Browser(service)
    let me = try an.send(.GET, "/api/v1/me")
    let changed = try an.send(
      .PATCH, "/api/v1/me", ["name": "An mới", "language": "en"], headers: [("If-Match", me.tag)])
    #expect(changed.json["name"] == "An mới" && changed.json["language"] == "en")
    for member in ["email", "role", "status", "memberships"] {
      let refused = try an.send(
        .PATCH, "/api/v1/me", .object(JSONObject([(member, "x")])),
        headers: [("If-Match", changed.tag)])
      #expect(refused.faults == ["/\(member) read_only"])
    }
    let short = try an.send(
      .PATCH, "/api/v1/me",
      ["password": "ngắn", "old_password": .string(Browser.password)],
      headers: [("If-Match", changed.tag)])
    #expect(short.faults == ["/password too_short"])
  }

  @Test func aTokenForReadingReadsSearchesAndMatches() throws {
    let an = try Browser(service)
    let own = try an.send(
      .POST, "/api/v1/organisations", ["kind": "startup", "name": "Mới"]
    ).id
    let made = try an.send(
      .POST, "/api/v1/tokens",
      ["scope": "read", "organisation": .string(own), "expires_at": "2026-12-31"])
    #expect(made.status == 201 && made.headers["Cache-Control"] == "no-store")
    let secret = Caller.bearer(try #require(made.json["secret"]?.text))
    #expect(try service.get("/api/v1/organisations/\(own)", as: secret).status == 200)
    #expect(try service.get("/api/v1/search?q=x", as: secret).status == 200)
    #expect(try service.post("/api/v1/match", ["title": "Cà phê"], as: secret).status == 200)
    let submit = try service.post("/api/v1/organisations/\(own)/submit", as: secret)
    #expect(submit.status == 403 && submit.code == "read_only_token")
    let listed = try an.send(.GET, "/api/v1/tokens")
    #expect(listed.items.count == 1 && !listed.text.contains("secret"))
    #expect(listed.items.first?["last_used"] == "2026-06-01")
    let id = try #require(listed.items.first?["id"]?.text)
    #expect(try an.send(.DELETE, "/api/v1/tokens/\(id)").status == 204)
    #expect(try service.get("/api/v1/me", as: secret).status == 401)
    #expect(try an.send(.DELETE, "/api/v1/tokens/\(id)").status == 404)
  }

  /// What they answer is kept nowhere, so that it could not be told again.
  @Test func requestsThatGiveOutSecretsTakeNoKey() throws {
    let an = try Browser(service)
    let key = [("Idempotency-Key", "k1")]
    let own = try an.send(
      .POST, "/api/v1/organisations", ["kind": "startup", "name": "Mới"]
    ).id
    let input: JSON = [
      "scope": "read", "organisation": .string(own), "expires_at": "2026-12-31",
    ]
    for target in ["/api/v1/tokens", "/api/v1/me/second-factor", "/api/v1/sessions"] {
      let reply = try an.send(.POST, target, input, headers: key)
      #expect(reply.status == 422 && reply.faults == ["/Idempotency-Key not_accepted"], "\(target)")
    }
    #expect(try an.send(.GET, "/api/v1/tokens").items.isEmpty)
    #expect(try an.send(.POST, "/api/v1/tokens", input).status == 201)
  }

  /// A caller without organisation is known, so what is not theirs is forbidden, not unauthenticated.
  @Test func aPersonWithoutOrganisationIsKnown() throws {
    let an = try Browser(service)
    #expect(try an.send(.POST, "/api/v1/problems", ["title": "Cà phê"]).status == 403)
    #expect(try an.send(.POST, "/api/v1/proposals", ["problem": "x"]).status == 403)
    #expect(try an.send(.GET, "/api/v1/proposals").json["total"] == 0)
    #expect(try an.send(.GET, "/api/v1/outcomes").json["total"] == 0)
    #expect(try an.send(.GET, "/api/v1/lexicon").status != 401)
  }

  @Test func theSecondFactorIsSetUpOverTheAPI() throws {
    let an = try Browser(service)
    let wrong = try an.send(
      .POST, "/api/v1/me/second-factor", ["password": "không phải nó đâu"])
    #expect(wrong.status == 422 && wrong.faults == ["/password wrong"])
    let early = try an.send(.POST, "/api/v1/me/second-factor/confirm", ["code": "123456"])
    #expect(early.status == 409)
    let offer = try an.send(
      .POST, "/api/v1/me/second-factor", ["password": .string(Browser.password)])
    #expect(offer.status == 201)
    #expect(offer.json["otpauth_url"]?.text?.hasPrefix("otpauth://totp/innoreg%3Aan%40") == true)
    let bad = try an.send(.POST, "/api/v1/me/second-factor/confirm", ["code": "12345"])
    #expect(bad.faults == ["/code wrong"])
    #expect(try an.send(.GET, "/api/v1/me").json["second_factor"] == false)
  }

  @Test func withoutAProviderThereIsNoLoginByOne() throws {
    #expect(try service.get("/login/oidc").status == 404)
    #expect(try service.get("/login/oidc/callback?code=x&state=y").status == 404)
  }
}
