import Domain
import FoundationEssentials
import HTTP
import Testing
import UseCases
import Web

/// Cookies, and what they may and may not do.
@Suite struct SessionTests {
  private let service: Service

  init() throws { service = try Service() }

  @Test func theCookieIsOneThatOnlyThisHostGetsOverTLS() throws {
    _ = try Browser(service)
    let reply = try service.post(
      "/api/v1/sessions",
      ["email": "an@example.vn", "password": .string(Browser.password)])
    let line = try #require(reply.headers["Set-Cookie"])
    #expect(line.hasPrefix("__Host-innoreg="))
    for part in ["Path=/", "Secure", "HttpOnly", "SameSite=Lax", "Max-Age=1209600"] {
      #expect(line.contains("; " + part), "\(line)")
    }
    #expect(!line.contains("Domain"))
    #expect(reply.headers["Cache-Control"] == "no-store")
    let secret = line.dropFirst("__Host-innoreg=".count).prefix { $0 != ";" }
    #expect(secret.count == 43 && !reply.text.contains(secret))
  }

  @Test func aChangeByCookieNeedsThePagesToken() throws {
    let browser = try Browser(service)
    let startup: JSON = ["kind": "startup", "name": "Mới"]
    let other = try Browser(service, "binh@example.vn")
    for token in ["", "x", browser.csrf + "x", String(browser.csrf.dropLast()), other.csrf] {
      let refused = try browser.send(.POST, "/api/v1/organisations", startup, csrf: token)
      #expect(refused.status == 403 && refused.code == "csrf_token")
    }
    let missing = try service.post(
      "/api/v1/organisations", startup, headers: [("Cookie", browser.cookie)])
    #expect(missing.status == 403 && missing.code == "csrf_token")
    #expect(try browser.send(.POST, "/api/v1/organisations", startup).status == 201)
    #expect(try browser.send(.GET, "/api/v1/me", csrf: "").status == 200)
  }

  @Test func everyChangeOfTheTableNeedsIt() throws {
    let browser = try Browser(service, role: .admin)
    let open: Set<String> = [
      "POST /api/v1/accounts", "POST /api/v1/accounts/confirm", "POST /api/v1/password-resets",
      "POST /api/v1/password-resets/complete", "POST /api/v1/sessions",
      "POST /api/v1/sessions/code",
      // A letter's own token says whose it is (RFC 8058), and no cookie is looked at.
      "POST /unsubscribe",
    ]
    for route in service.site.routes where !route.method.isSafe && !open.contains(route.name) {
      let target = route.pattern.replacing("{id}", with: "x")
      let reply = try browser.send(
        route.method, target, route.method == .DELETE ? nil : [:], csrf: "wrong")
      #expect(reply.status == 403 && reply.code == "csrf_token", "\(route.name)")
    }
  }

  @Test func aPageReadsItsTokenAgain() throws {
    let browser = try Browser(service)
    let me = try browser.send(.GET, "/api/v1/me")
    #expect(me.json["csrf_token"]?.text == browser.csrf)
    #expect(me.json["acting_as"]?["role"] == .null)
    #expect(me.headers["Cache-Control"] == "no-store")
  }

  @Test func aSessionThatHasEndedIsNobodys() throws {
    let browser = try Browser(service)
    let id = try #require(
      try browser.send(.GET, "/api/v1/sessions").items.first?["id"]?.text)
    #expect(try browser.send(.GET, "/api/v1/sessions").items.first?["current"] == true)
    let end = try browser.send(.DELETE, "/api/v1/sessions/\(id)")
    #expect(end.status == 204)
    #expect(end.headers["Set-Cookie"]?.contains("Max-Age=0") == true)
    #expect(try browser.send(.GET, "/api/v1/me").status == 401)
    #expect(try browser.send(.GET, "/api/v1/organisations").status == 200)
    #expect(try browser.send(.POST, "/api/v1/organisations", [:]).status == 401)
  }

  @Test func aTokenWinsOverACookieAndNeedsNoPage() throws {
    let browser = try Browser(service)
    let secret = try service.token(.dost)
    let reply = try service.post(
      "/api/v1/organisations", ["kind": "startup", "name": "Mới"], as: .bearer(secret),
      headers: [("Cookie", browser.cookie)])
    #expect(reply.status == 201)
    let bad = try service.get(
      "/api/v1/me", as: .bearer("innoreg_wrong"), headers: [("Cookie", browser.cookie)])
    #expect(bad.status == 401)
  }

  @Test func theHeaderChoosesAmongOnesOrganisations() throws {
    let browser = try Browser(service)
    func create(_ name: String) throws -> String {
      try browser.send(
        .POST, "/api/v1/organisations", ["kind": "startup", "name": .string(name)]
      ).id
    }
    let first = try create("Một")
    try service.turn(to: "2026-06-01T00:00:05Z")
    let second = try create("Hai")
    func acting(_ headers: [(String, String)]) throws -> JSON? {
      try browser.send(.GET, "/api/v1/me", headers: headers).json["acting_as"]?["organisation"]
    }
    #expect(try acting([]) == .string(first))
    #expect(try acting([("Innoreg-Organisation", second)]) == .string(second))
    for foreign in [
      "", "nobody",
      try service.registry.createOrganisation(
        ["kind": "startup", "name": "Lạ"], by: .commandLine
      ).record.id.text,
    ] {
      let reply = try browser.send(
        .GET, "/api/v1/me", headers: [("Innoreg-Organisation", foreign)])
      #expect(reply.status == 403)
    }
    #expect(
      try browser.send(
        .GET, "/api/v1/organisations/\(second)", headers: [("Innoreg-Organisation", second)]
      ).status == 200)
    #expect(
      try browser.send(.GET, "/api/v1/organisations/\(second)").status == 404)
  }

  @Test func failuresTellNothingAndAreSlowed() throws {
    _ = try Browser(service)
    func signIn(_ email: String, _ password: String) throws -> Reply {
      try service.post(
        "/api/v1/sessions", ["email": .string(email), "password": .string(password)],
        headers: [("Accept-Language", "en")])
    }
    func told(_ reply: Reply) -> String {
      reply.text.replacing(/"request_id":"[^"]*"/, with: "")
    }
    let unknown = try signIn("nobody@example.vn", "một mật khẩu sai")
    let known = try signIn("an@example.vn", "một mật khẩu sai")
    #expect(unknown.status == 401 && unknown.code == "bad_credentials")
    #expect(told(unknown) == told(known))
    for _ in 0..<4 { _ = try signIn("an@example.vn", "một mật khẩu sai") }
    let slowed = try signIn("an@example.vn", Browser.password)
    #expect(slowed.status == 429 && slowed.headers["Retry-After"] == "30")
    #expect(slowed.json["retry_after"] == 30)
  }

  @Test func registrationTellsNothing() throws {
    _ = try Browser(service)
    var texts: Set<String> = []
    for email in ["an@example.vn", "nobody@example.vn"] {
      let reply = try service.post(
        "/api/v1/accounts",
        ["email": .string(email), "password": .string(Browser.password), "name": "An"])
      #expect(reply.status == 202)
      texts.insert(reply.text)
      let reset = try service.post("/api/v1/password-resets", ["email": .string(email)])
      #expect(reset.status == 202)
      texts.insert(reset.text)
    }
    #expect(texts.count == 1)
  }

  @Test func neitherAddressesNorSecretsAreLogged() throws {
    let browser = try Browser(service)
    try service.post(
      "/api/v1/accounts",
      ["email": "moi@example.vn", "password": .string(Browser.password), "name": "Mới"])
    try service.post("/api/v1/password-resets", ["email": "an@example.vn"])
    try browser.send(.GET, "/api/v1/me")
    let secret = try #require(browser.cookie.split(separator: "=").last)
    for line in service.log {
      for word in ["@", "dễ nhớ", browser.csrf, String(secret)] {
        #expect(!line.contains(word), "\(line)")
      }
    }
    #expect(service.log.count > 4)
  }

  @Test func aProxyIsBelievedOnlyWhereItIsTrusted() throws {
    let browser = try Browser(service)
    try service.post(
      "/api/v1/sessions",
      ["email": "an@example.vn", "password": .string(Browser.password)],
      headers: [("X-Forwarded-For", "203.0.113.7")])
    let addresses = try browser.send(.GET, "/api/v1/sessions").items.compactMap {
      $0["address"]?.text
    }
    #expect(Set(addresses) == ["127.0.0.1"])
    let site = Site(
      registry: service.registry, messages: try Messages(), logger: service.site.logger,
      trustedProxies: ["127.0.0.1", "10.0.0.1"])
    for (header, expected) in [
      ("203.0.113.7", "203.0.113.7"), ("1.2.3.4, 203.0.113.7", "203.0.113.7"),
      ("203.0.113.7, 10.0.0.1", "203.0.113.7"), ("x'; DROP", "127.0.0.1"), ("", "127.0.0.1"),
      ("2001:db8::1", "2001:db8::1"),
    ] {
      let handler = try site.handler()
      let body: JSON = ["email": "an@example.vn", "password": .string(Browser.password)]
      let response = handler(
        Request(
          method: .POST, target: try RequestTarget(Array("/api/v1/sessions".utf8), method: .POST),
          headers: Headers([
            ("Content-Type", "application/json"), ("X-Forwarded-For", header),
          ]), body: Array(body.compact.utf8), remoteAddress: "127.0.0.1", requestID: "r",
          receivedAt: .now))
      #expect(response.status == .created)
      let newest = try browser.send(.GET, "/api/v1/sessions").items
      #expect(newest.contains { $0["address"]?.text == expected }, "\(header)")
    }
  }
}
