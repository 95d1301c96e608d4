import Domain
import HTTP
import Testing
import UseCases

/// The second factor and the login at an identity provider, over the pages' own forms.
@Suite struct LoginPagesTests {
  private static let security = "/account/security"

  /// Somebody who has set up a second factor over the pages.
  private static func guarded(
    _ service: Service, _ email: String = "an@example.vn"
  ) throws -> (browser: PageBrowser, secret: String, recovery: [String]) {
    var browser = try PageBrowser(service, as: email)
    try browser.open(security)
    let offer = try browser.submit(
      security + "/second-factor", ["password": Browser.password])
    let shown = try #require(offer.text.firstMatch(of: /<code class="secret">([A-Z2-7 ]+)<\/code>/))
    let secret = String(shown.1.filter { $0 != " " })
    let code = try Shell.oneTimeCode(secret, at: service.registry.now.seconds)
    let done = try browser.submit(security + "/second-factor/confirm", ["code": code])
    try #require(done.status == 200, "\(done.text)")
    let recovery = done.text.matches(of: /<li><code>([^<]+)<\/code><\/li>/).map { String($0.1) }
    return (browser, secret, recovery)
  }

  @Test func aSecondFactorIsSetUpAndThenAskedFor() throws {
    let service = try Service()
    let (first, secret, recovery) = try Self.guarded(service)
    var own = first
    #expect(recovery.count >= 8 && Set(recovery).count == recovery.count)
    try own.open(Self.security)
    #expect(own.offers(Self.security + "/second-factor/remove"))
    #expect(!own.offers(Self.security + "/second-factor"))
    #expect(!recovery.contains { own.page.text.contains($0) }, "they are shown once")

    try service.turn(to: "2026-06-01T01:00:00Z")
    var browser = try PageBrowser(service)
    try browser.logIn("an@example.vn")
    #expect(browser.target.hasPrefix("/login/code"))
    // Half a login opens nothing.
    var curious = browser
    try curious.open("/my")
    #expect(curious.target.hasPrefix("/login?next="))
    let now = service.registry.now.seconds
    let code = try Shell.oneTimeCode(secret, at: now)
    let wrong = try browser.submit("/login/code", ["code": code == "000000" ? "000001" : "000000"])
    #expect(wrong.status == 422 && browser.offers("/login/code"))
    try browser.submit("/login/code", ["code": code])
    #expect(browser.target == "/my" && browser.page.status == 200, "\(browser.target)")

    // A code counts once, also for whoever has the password.
    var thief = try PageBrowser(service)
    try thief.logIn("an@example.vn")
    #expect(try thief.submit("/login/code", ["code": code]).status == 422)
  }

  @Test func aRecoveryCodeStandsInOnce() throws {
    let service = try Service()
    let (_, _, recovery) = try Self.guarded(service)
    let code = try #require(recovery.first)
    var browser = try PageBrowser(service)
    try browser.logIn("an@example.vn")
    try browser.submit("/login/code", ["code": code.uppercased()])
    #expect(browser.target == "/my")
    try browser.open(Self.security)
    #expect(browser.page.text.contains(String(recovery.count - 1)))
    var again = try PageBrowser(service)
    try again.logIn("an@example.vn")
    #expect(try again.submit("/login/code", ["code": code]).status == 422)
  }

  @Test func aPageThatWasWantedIsReachedAfterTheCode() throws {
    let service = try Service()
    let (_, secret, _) = try Self.guarded(service)
    try service.turn(to: "2026-06-01T01:00:00Z")
    var browser = try PageBrowser(service)
    try browser.open("/account/tokens")
    try browser.submit("/login", ["email": "an@example.vn", "password": Browser.password])
    #expect(browser.target.hasPrefix("/login/code?next="))
    try browser.submit(
      "/login/code", ["code": try Shell.oneTimeCode(secret, at: service.registry.now.seconds)])
    #expect(browser.target == "/account/tokens" && browser.page.status == 200)
  }

  @Test func theHalfOfALoginEndsByItself() throws {
    let service = try Service()
    let (_, secret, _) = try Self.guarded(service)
    var browser = try PageBrowser(service)
    try browser.logIn("an@example.vn")
    try service.turn(to: "2026-06-01T00:11:00Z")
    try browser.submit(
      "/login/code", ["code": try Shell.oneTimeCode(secret, at: service.registry.now.seconds)])
    #expect(browser.target.hasPrefix("/login") && browser.offers("/login"))
  }

  @Test func theSecondFactorIsRemovedWithPasswordAndCode() throws {
    let service = try Service()
    var (browser, secret, recovery) = try Self.guarded(service)
    let path = Self.security + "/second-factor/remove"
    try service.turn(to: "2026-06-01T01:00:00Z")
    let code = try Shell.oneTimeCode(secret, at: service.registry.now.seconds)
    try browser.open(Self.security)
    for values in [
      ["password": "không phải", "code": code], ["password": Browser.password, "code": "12"],
    ] {
      #expect(try browser.submit(path, values).status == 422, "\(values)")
      #expect(browser.offers(path))
    }
    try browser.submit(
      path, ["password": Browser.password, "code": try #require(recovery.last)])
    #expect(browser.target == Self.security + "?done=second_factor_off")
    var again = try PageBrowser(service)
    try again.logIn("an@example.vn")
    #expect(again.target == "/my")
  }

  /// Begins a login at the provider; gives what the browser takes along.
  private func begin(_ browser: inout PageBrowser) throws -> [String: String] {
    try browser.open("/login")
    let link = try #require(browser.page.text.firstMatch(of: /href="(\/login\/oidc\?[^"]*)"/))
    let location = try browser.leave(String(link.1).replacing("&amp;", with: "&"))
    #expect(location.hasPrefix(IdentityProvider.issuer + "/authorize?"))
    let target = try RequestTarget(
      Array(("/x?" + location.drop { $0 != "?" }.dropFirst()).utf8), method: .GET)
    return Dictionary(target.query.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
  }

  @Test func somebodyLogsInAtTheProvider() throws {
    let identity = try IdentityProvider()
    let service = try Service(openID: identity.provider)
    var browser = try PageBrowser(service)
    let taken = try begin(&browser)
    try identity.letIn(
      "an@example.vn", nonce: try #require(taken["nonce"]), at: service.registry.now)
    let back = "/login/oidc/callback?code=abc&state=" + (taken["state"] ?? "")
    try browser.open(back)
    #expect(browser.target == "/my" && browser.page.status == 200)
    try browser.open("/account")
    #expect(browser.page.text.contains("an@example.vn"))
    // The way back is taken once.
    let again = try browser.open(back)
    #expect(again.status == 401 && again.headers["Content-Type"]?.contains("text/html") == true)
  }

  @Test func theSecondFactorIsOwedAfterTheProviderToo() throws {
    let identity = try IdentityProvider()
    let service = try Service(openID: identity.provider)
    let (_, secret, _) = try Self.guarded(service)
    try service.turn(to: "2026-06-01T01:00:00Z")
    var browser = try PageBrowser(service)
    let taken = try begin(&browser)
    try identity.letIn(
      "an@example.vn", nonce: try #require(taken["nonce"]), at: service.registry.now)
    try browser.open("/login/oidc/callback?code=abc&state=" + (taken["state"] ?? ""))
    #expect(browser.target.hasPrefix("/login/code"))
    try browser.submit(
      "/login/code", ["code": try Shell.oneTimeCode(secret, at: service.registry.now.seconds)])
    #expect(browser.target == "/my" && browser.page.status == 200)
  }

  @Test(arguments: [Language.vi, .en]) func whoIsNotLetInReadsWhy(_ language: Language) throws {
    let identity = try IdentityProvider()
    let service = try Service(openID: identity.provider)
    var browser = try PageBrowser(service, language)
    let taken = try begin(&browser)
    // The person said no at the provider.
    let refused = try browser.open(
      "/login/oidc/callback?error=access_denied&state=" + (taken["state"] ?? ""))
    #expect(refused.status == 401)
    #expect(browser.heading == (language == .vi ? "Không đăng nhập được" : browser.heading))
    #expect(refused.text.contains("href=\"/login\"") && refused.text.contains("<html"))
    try browser.open("/my")
    #expect(browser.target.hasPrefix("/login?next="))
    // Another browser cannot finish what this one has begun.
    let mine = try begin(&browser)
    var other = try PageBrowser(service, language)
    try identity.letIn(
      "an@example.vn", nonce: try #require(mine["nonce"]), at: service.registry.now)
    let stolen = try other.open(
      "/login/oidc/callback?code=abc&state=" + (mine["state"] ?? ""))
    #expect(stolen.status == 401)
    // A program gets a document.
    let document = try service.client.send(.GET, "/login/oidc/callback?code=abc&state=x")
    #expect(document.headers["Content-Type"] == "application/problem+json")
  }

  @Test func withoutAProviderNoLinkLeadsThere() throws {
    let service = try Service()
    var browser = try PageBrowser(service)
    try browser.open("/login")
    #expect(!browser.page.text.contains("/login/oidc"))
    #expect(try browser.open("/login/oidc").status == 404)
  }
}
