import Domain
import FoundationEssentials
import Glibc
import HTTP
import Processes
import Testing

/// Login at an identity provider, by the built program against one that runs on loopback.
@Suite(.serialized) struct OpenIDTests {
  private let folder: Folder
  private let innoreg: Executable
  private let provider: IdentityProvider

  init() throws {
    folder = try Folder()
    innoreg = Executable(folder: folder)
    provider = try IdentityProvider(in: folder)
    try #require(try innoreg.run("init").code == 0)
    unsafe setenv("INNOREG_OIDC_CLIENT_SECRET", "bí mật+&", 1)
  }

  private static let client = "innoreg-test"
  private static let password = "một câu dài dễ nhớ"

  private func withService(_ body: (TestClient) throws -> Void) throws {
    let child = try innoreg.start([
      "serve", "--port", "0", "--public-url", "http://127.0.0.1:1/", "--oidc-issuer",
      provider.issuer, "--oidc-client-id", Self.client,
    ])
    defer {
      child.signal(SIGTERM)
      _ = try? child.wait()
    }
    for _ in 0..<1000 {
      if let match = child.errors.firstMatch(of: /listening on http:\/\/127\.0\.0\.1:([0-9]+)\n/),
        let port = UInt16(match.output.1)
      {
        return try body(TestClient(port: port))
      }
      usleep(10_000)
    }
    Issue.record("the server does not listen: \(child.errors)")
  }

  /// A login on its way: what the browser holds and what it took along.
  private struct Login {
    let cookie: String
    let query: [String: String]
    var state: String { query["state"] ?? "" }
  }

  private func begin(_ client: TestClient, _ returnTo: String = "/vi") throws -> Login {
    let answer = try client.send(.GET, "/login/oidc?return_to=\(returnTo)")
    try #require(answer.status == 303, "\(answer.text)")
    let location = try #require(answer.headers["Location"])
    #expect(location.hasPrefix(provider.issuer + "/authorize?"))
    let cookie = try #require(answer.headers["Set-Cookie"])
    #expect(cookie.hasPrefix("__Host-innoreg-login=") && cookie.contains("; HttpOnly"))
    let target = try RequestTarget(
      Array(("/x?" + location.drop { $0 != "?" }.dropFirst()).utf8), method: .GET)
    var query: [String: String] = [:]
    for item in target.query { query[item.name] = item.value }
    return Login(cookie: String(cookie.prefix { $0 != ";" }), query: query)
  }

  private func claims(_ login: Login, _ patch: JSON = [:]) -> JSON {
    let now = Int64(Date().timeIntervalSince1970)
    let claims: JSON = [
      "iss": .string(provider.issuer), "sub": "person-1", "aud": .string(Self.client),
      "exp": .integer(now + 300), "iat": .integer(now),
      "nonce": .string(login.query["nonce"] ?? ""), "email": "an@example.vn",
      "email_verified": true, "name": "An",
    ]
    return claims.merging(patch)
  }

  private func finish(
    _ client: TestClient, _ login: Login, query: String? = nil, cookie: String? = nil
  ) throws -> TestClient.Answer {
    try client.send(
      .GET, "/login/oidc/callback?" + (query ?? "code=abc&state=\(login.state)"),
      headers: [("Cookie", cookie ?? login.cookie)])
  }

  /// The session's cookie of an answer.
  private func session(_ answer: TestClient.Answer) -> String? {
    answer.headers.all("Set-Cookie").first { $0.hasPrefix("__Host-innoreg=") }
      .map { String($0.prefix { $0 != ";" }) }
  }

  private func me(_ client: TestClient, _ cookie: String) throws -> JSON {
    let answer = try client.send(.GET, "/api/v1/me", headers: [("Cookie", cookie)])
    return answer.status == 200 ? try JSONParser.parse(answer.body) : .integer(Int64(answer.status))
  }

  private func post(
    _ client: TestClient, _ target: String, _ body: JSON, _ fields: [(String, String)] = []
  ) throws
    -> TestClient.Answer
  {
    try client.send(
      .POST, target, headers: fields + [("Content-Type", "application/json")],
      body: Array(body.compact.utf8))
  }

  @Test func aPersonLogsInAndComesBackToTheSameAccount() throws {
    try withService { client in
      let login = try begin(client)
      #expect(login.query["response_type"] == "code")
      #expect(login.query["code_challenge_method"] == "S256")
      #expect(login.query["redirect_uri"] == "http://127.0.0.1:1/login/oidc/callback")
      provider.give(try provider.sign(claims(login)))
      let answer = try finish(client, login)
      #expect(answer.status == 303 && answer.headers["Location"] == "/vi", "\(answer.text)")
      let cookie = try #require(session(answer))
      let first = try me(client, cookie)
      #expect(first["email"] == "an@example.vn" && first["status"] == "active")

      // The verifier is the one whose digest was announced, and the client proves itself.
      let exchange = provider.lastExchange
      let challenge = try Shell.bash(
        "-c",
        "printf %s \(exchange.form["code_verifier"] ?? "") | openssl dgst -sha256 -binary"
          + " | base64 | tr +/ -_ | tr -d =", in: folder)
      #expect(challenge.output.trimmed == login.query["code_challenge"])
      #expect(exchange.form["code"] == "abc")
      let basic = Data("innoreg-test:b%C3%AD%20m%E1%BA%ADt%2B%26".utf8).base64EncodedString()
      #expect(exchange.authorization == "Basic " + basic)

      // Another address does not make another account: who it is, the subject says.
      let again = try begin(client)
      provider.give(try provider.sign(claims(again, ["email": "moi@example.vn"])))
      let second = try me(client, try #require(session(try finish(client, again))))
      #expect(second["id"] == first["id"])
    }
  }

  @Test func whatDoesNotHoldLogsNobodyIn() throws {
    let now = Int64(Date().timeIntervalSince1970)
    let table: [(name: String, patch: JSON, key: String, header: JSON?)] = [
      ("another key", [:], "other", nil),
      ("none", [:], "own", ["alg": "none"]),
      ("a shared key", [:], "hmac:c2VjcmV0", ["alg": "HS256", "kid": "shared"]),
      ("an unknown key", [:], "other", ["alg": "RS256", "kid": "x"]),
      ("issuer", ["iss": "https://example.vn"], "own", nil),
      ("audience", ["aud": "another"], "own", nil),
      ("no audience", ["aud": nil], "own", nil),
      ("audiences without party", ["aud": ["innoreg-test", "another"]], "own", nil),
      ("party", ["azp": "another"], "own", nil),
      ("nonce", ["nonce": "x"], "own", nil),
      ("no nonce", ["nonce": nil], "own", nil),
      ("expired", ["exp": .integer(now - 120)], "own", nil),
      ("no end", ["exp": nil], "own", nil),
      ("made long ago", ["iat": .integer(now - 7200)], "own", nil),
      ("made in future", ["iat": .integer(now + 7200)], "own", nil),
      ("not yet", ["nbf": .integer(now + 7200)], "own", nil),
      ("no subject", ["sub": nil], "own", nil),
      ("address not verified", ["email_verified": false], "own", nil),
      ("address verified in words", ["email_verified": "true"], "own", nil),
      ("no address", ["email": nil], "own", nil),
    ]
    try withService { client in
      for row in table {
        let login = try begin(client)
        provider.give(
          try provider.sign(claims(login, row.patch), by: row.key, header: row.header))
        let answer = try finish(client, login)
        #expect(answer.status == 401, "\(row.name): \(answer.text)")
        #expect(session(answer) == nil, "\(row.name)")
      }
      // The same things right: it is not that nothing works.
      let login = try begin(client)
      provider.give(
        try provider.sign(
          claims(login, ["aud": ["another", "innoreg-test"], "azp": "innoreg-test"])))
      #expect(session(try finish(client, login)) != nil)
    }
  }

  @Test func anAnswerCountsOnceAndInItsBrowserOnly() throws {
    try withService { client in
      func login() throws -> Login {
        let login = try begin(client)
        provider.give(try provider.sign(claims(login)))
        return login
      }
      let used = try login()
      #expect(session(try finish(client, used)) != nil)
      #expect(try finish(client, used).status == 401)

      let stolen = try login()
      let other = try begin(client)
      #expect(try finish(client, stolen, cookie: other.cookie).status == 401)
      // Shown to the wrong browser once, it is of no use to the right one either.
      #expect(try finish(client, stolen).status == 401)

      for query in [
        "code=abc", "state=\(try login().state)", "code=abc&state=x", "error=access_denied",
        "code=abc&code=def&state=\(try login().state)",
        "code=abc&state=\(try login().state)&iss=https%3A%2F%2Fexample.vn",
      ] {
        #expect(try finish(client, try login(), query: query).status == 401, "\(query)")
      }
      let bare = try login()
      #expect(try finish(client, bare, cookie: "x=y").status == 401)
    }
  }

  @Test func nobodyIsSentElsewhere() throws {
    try withService { client in
      for target in [
        "https://example.vn", "//example.vn", "/%5Cexample.vn", "%2F%2Fexample.vn",
        "javascript:alert(1)", "/a%0D%0ALocation:%20x", "vi", "",
      ] {
        let answer = try client.send(.GET, "/login/oidc?return_to=\(target)")
        #expect(answer.status == 422 || answer.status == 400, "\(target) \(answer.status)")
      }
      #expect(try client.send(.GET, "/login/oidc?return_to=/a%3Fb=c").status == 303)
      #expect(try client.send(.GET, "/login/oidc").status == 303)
    }
  }

  @Test func anAccountOfTheAddressIsOpenedOnlyOnceConfirmed() throws {
    let made = try innoreg.json("account", "add", "an@example.vn", "--name", "An")
    try withService { client in
      let early = try begin(client)
      provider.give(try provider.sign(claims(early)))
      let refused = try finish(client, early)
      #expect(refused.status == 409 && session(refused) == nil)
      let set = try post(
        client, "/api/v1/password-resets/complete",
        ["token": made["secret"] ?? .null, "password": .string(Self.password)])
      #expect(set.status == 204)
      let login = try begin(client)
      provider.give(try provider.sign(claims(login)))
      let cookie = try #require(session(try finish(client, login)))
      #expect(try me(client, cookie)["id"] == made["id"])
      #expect(
        try innoreg.run("account", "disable", "an@example.vn", "--reason", "Đã nghỉ").code == 0)
      #expect(try me(client, cookie) == 401)
      let late = try begin(client)
      provider.give(try provider.sign(claims(late)))
      #expect(try finish(client, late).status == 401)
    }
  }

  @Test func aSecondFactorIsOwedAfterTheProviderToo() throws {
    let made = try innoreg.json("account", "add", "an@example.vn", "--name", "An")
    try withService { client in
      _ = try post(
        client, "/api/v1/password-resets/complete",
        ["token": made["secret"] ?? .null, "password": .string(Self.password)])
      let answer = try post(
        client, "/api/v1/sessions",
        ["email": "an@example.vn", "password": .string(Self.password)])
      let json = try JSONParser.parse(answer.body)
      let fields = [
        ("Cookie", try #require(session(answer))),
        ("X-CSRF-Token", json["csrf_token"]?.text ?? ""),
      ]
      let offer = try JSONParser.parse(
        try post(
          client, "/api/v1/me/second-factor", ["password": .string(Self.password)], fields
        ).body)
      let script =
        "import base64,hashlib,hmac,struct,time;k=base64.b32decode(\"\(offer["secret"]?.text ?? "")\");"
        + "d=hmac.new(k,struct.pack(\">Q\",int(time.time())//30),hashlib.sha1).digest();s=d[-1]&15;"
        + "print(\"%06d\"%((struct.unpack(\">I\",d[s:s+4])[0]&0x7fffffff)%1000000))"
      try folder.write(script, to: "totp.py")
      let code = try Shell.bash("-c", "python3 -B \(folder.path("totp.py"))", in: folder)
      let confirmed = try post(
        client, "/api/v1/me/second-factor/confirm", ["code": .string(code.output.trimmed)], fields)
      #expect(confirmed.status == 200, "\(confirmed.text)")
      let recovery = try JSONParser.parse(confirmed.body)["recovery_codes"]?.elements?.first

      let login = try begin(client)
      provider.give(try provider.sign(claims(login)))
      let pending = try #require(session(try finish(client, login)))
      #expect(try me(client, pending) == 401)
      let wrong = try post(client, "/api/v1/sessions/code", ["code": "x"], [("Cookie", pending)])
      #expect(wrong.status == 401)
      let done = try post(
        client, "/api/v1/sessions/code", ["code": recovery ?? .null], [("Cookie", pending)])
      #expect(done.status == 201, "\(done.text)")
      let cookie = try #require(session(done))
      #expect(cookie != pending)
      #expect(try me(client, cookie)["second_factor"] == true)
      #expect(try me(client, pending) == 401)
    }
  }
}
