import Domain
import HTTP
import Testing
import UseCases

/// How somebody comes to an account over pages, and what they do with it.
@Suite struct AccountPagesTests {
  let service: Service

  init() throws { service = try Service() }

  /// The secret of the link in the newest message of that kind.
  private func secret(_ kind: Notice.Kind) throws -> String {
    try service.registry.keepTime()
    while let job = try service.registry.claimMail(lease: 60) {
      if let notice = job.notices.first(where: { $0.kind == kind }) {
        return try #require(notice.values["secret"])
      }
    }
    Issue.record("no message \(kind)")
    return ""
  }

  @Test func somebodyRegistersConfirmsAndIsLedToTheirOrganisation() throws {
    var browser = try PageBrowser(service)
    try browser.open("/register?as=startup")
    let refused = try browser.submit(
      "/register", ["name": "Lê An", "email": "an@example", "password": "ngắn"])
    #expect(refused.status == 422)
    #expect(refused.text.contains("value=\"an@example\"") && !refused.text.contains("value=\"ngắn"))
    #expect(
      refused.text.contains("href=\"#f-email\"") && refused.text.contains("href=\"#f-password\""))
    try browser.submit(
      "/register", ["email": "an@example.vn", "password": Browser.password])
    #expect(browser.target == "/confirm?done=registered")
    let token = try secret(.accountConfirm)
    try browser.open("/confirm?token=" + token)
    #expect(try browser.submit("/confirm", ["password": "sai mật khẩu rồi"]).status == 422)
    try browser.submit("/confirm", ["password": Browser.password])
    #expect(browser.target == "/my?done=confirmed")
    #expect(browser.page.text.contains("/my/organisation/new?kind=startup"))
    // The link has ended, and says so in words.
    var other = try PageBrowser(service)
    try other.open("/confirm?token=" + token)
    let ended = try other.submit("/confirm", ["password": Browser.password])
    #expect(ended.status == 422 && !ended.text.contains("/token"))
  }

  @Test func anotherPasswordIsSetByALink() throws {
    var browser = try PageBrowser(service, as: "an@example.vn")
    try browser.open("/my")
    try browser.submit("/logout")
    #expect(browser.target == "/?done=logged_out")
    try browser.open("/reset")
    try browser.submit("/reset", ["email": "an@example.vn"])
    #expect(browser.target == "/reset?done=reset_sent")
    let token = try secret(.passwordReset)
    try browser.open("/reset?token=" + token)
    #expect(try browser.submit("/reset/complete", ["password": "ngắn"]).status == 422)
    #expect(browser.offers("/reset/complete"))
    try browser.submit("/reset/complete", ["password": "một câu khác dài hơn"])
    #expect(browser.target == "/login?done=password_set")
    // The link has ended, says so, and leads to another.
    for ended in [token, "never-made"] {
      let page = try browser.open("/reset?token=" + ended)
      #expect(page.status == 200 && page.text.contains("Liên kết không còn dùng được"))
      #expect(!browser.offers("/reset/complete") && browser.offers("/reset"))
    }
    try browser.logIn("an@example.vn")
    #expect(browser.page.status == 422)
    try browser.logIn("an@example.vn", password: "một câu khác dài hơn")
    #expect(browser.target == "/my")
  }

  @Test func whoIsLoggedInStaysSoWhereThereIsNothing() throws {
    var browser = try PageBrowser(service, as: "an@example.vn")
    let page = try browser.open("/khong-co")
    #expect(page.status == 404 && page.text.contains("Không có gì tại /khong-co."))
    #expect(browser.offers("/logout") && !page.text.contains("href=\"/login\""))
  }

  @Test(arguments: [
    ("/problems?field=energy", "/problems?field=energy"), ("//evil.example/x", "/my"),
    ("https://evil.example", "/my"), ("/\\evil.example", "/my"),
  ])
  func loggingInLeadsOnWithinThisSiteAlone(_ next: String, _ landing: String) throws {
    _ = try PageBrowser(service, as: "an@example.vn")
    var browser = try PageBrowser(service)
    try browser.open("/login?" + Query([("next", next)]).encoded)
    try browser.submit("/login", ["email": "an@example.vn", "password": Browser.password])
    #expect(browser.target == landing)
  }

  @Test func whoIsNotLoggedInIsAskedToAndComesBack() throws {
    _ = try PageBrowser(service, as: "an@example.vn")
    var browser = try PageBrowser(service)
    for path in ["/my", "/account", "/account/tokens", "/notifications", "/my/proposals"] {
      try browser.open(path)
      #expect(browser.target == "/login?" + Query([("next", path)]).encoded, "\(path)")
    }
    try browser.submit("/login", ["email": "an@example.vn", "password": Browser.password])
    #expect(browser.target == "/my")
  }

  @Test func aFormThatIsNotOfThisPageIsRefused() throws {
    var browser = try PageBrowser(service, as: "an@example.vn")
    for body in [
      "name=X&version=1", "name=X&version=1&form_token=" + String(repeating: "0", count: 43),
    ] {
      let reply = try browser.post(
        "/account", "application/x-www-form-urlencoded", Array(body.utf8))
      #expect(reply.status == 403)
    }
    #expect(try browser.post("/account", "application/json", Array("{}".utf8)).status == 415)
    try browser.open("/account")
    #expect(browser.page.text.contains("value=\"Lê An\""))
  }

  @Test func onesOwnDetailsAreChanged() throws {
    var browser = try PageBrowser(service, as: "an@example.vn")
    try browser.open("/account")
    #expect(try browser.submit("/account", ["name": ""]).status == 422)
    try browser.open("/account")
    try browser.submit("/account", ["name": "Lê Thị An", "language": "en"])
    #expect(browser.target == "/account?done=saved")
    // The account's language now is that of the pages.
    #expect(browser.page.text.contains("<html lang=\"en\">"))
    #expect(browser.page.text.contains("value=\"Lê Thị An\""))
    let wrong = try browser.submit(
      "/account/password", ["old_password": "không phải", "password": "một câu mới rất dài"])
    #expect(wrong.status == 422)
    try browser.submit(
      "/account/password",
      ["old_password": Browser.password, "password": "một câu mới rất dài"])
    #expect(browser.target == "/account?done=password_changed")
  }

  @Test func staleChangesAreToldAndNothingIsLost() throws {
    var (first, second) = (try PageBrowser(service, as: "an@example.vn"), try PageBrowser(service))
    try second.logIn("an@example.vn")
    try first.open("/account")
    try second.open("/account")
    try first.submit("/account", ["name": "Một"])
    let stale = try second.submit("/account", ["name": "Hai"])
    #expect(stale.status == 412 && stale.text.contains("value=\"Hai\""))
    #expect(stale.text.contains("<a href=\"/account\">Bản ghi đã được sửa"))
    // What nobody here has read is not overwritten by sending the same once more.
    #expect(try second.submit("/account", ["name": "Hai"]).status == 412)
    try second.open("/account")
    #expect(second.page.text.contains("value=\"Một\""))
    try second.submit("/account", ["name": "Hai"])
    #expect(second.page.status == 200)
  }

  /// The answer to a form that is sent to a path of its own leads back when it is loaded anew.
  @Test func aPathThatOnlyTakesFormsLeadsToItsPage() throws {
    var browser = try PageBrowser(service, as: "an@example.vn")
    try browser.open("/account/password")
    #expect(browser.target == "/account" && browser.page.status == 200)
    try browser.open("/my/claims/x/withdraw")
    #expect(browser.target == "/my")
    // Programs are told.
    #expect(try service.get("/account/password").status == 405)
    #expect(try browser.open("/api/v1/sessions/code").status == 405)
  }

  @Test func sessionsEnd() throws {
    var (first, second) = (try PageBrowser(service, as: "an@example.vn"), try PageBrowser(service))
    try second.logIn("an@example.vn")
    try first.open("/account/security")
    try first.submit("/account/security/sessions/end-others")
    #expect(first.target == "/account/security?done=session_ended")
    try second.open("/my")
    #expect(second.target.hasPrefix("/login?"))
  }

  @Test func theSecondFactorIsBegunWithThePassword() throws {
    var browser = try PageBrowser(service, as: "an@example.vn")
    try browser.open("/account/security")
    let path = "/account/security/second-factor"
    #expect(try browser.submit(path, ["password": "không phải"]).status == 422)
    let offer = try browser.submit(path, ["password": Browser.password])
    #expect(offer.status == 200 && offer.text.contains("otpauth://totp/innoreg"))
    #expect(offer.headers["Cache-Control"] == "no-store")
    let wrong = try browser.submit(path + "/confirm", ["code": "000000"])
    #expect(wrong.status == 422 && !wrong.text.contains("otpauth://"))
  }

  @Test func aTokenIsShownOnceAndRevoked() throws {
    var browser = try PageBrowser(service, as: "chuyen@example.vn", role: .reviewer)
    try browser.open("/account/tokens")
    let form = ["label": "Phần mềm", "scope": "read", "expires_at": "2026-12-31"]
    #expect(
      try browser.submit("/account/tokens", form.merging(["expires_at": "2020-01-01"]) { $1 })
        .status == 422)
    let made = try browser.submit("/account/tokens", form)
    let secret = try #require(made.text.firstMatch(of: /Bearer ([^<]+)</)).1
    let bearer = Caller.bearer(String(secret))
    #expect(try service.get("/api/v1/proposals", as: bearer).status == 200)
    try browser.open("/account/tokens")
    #expect(browser.page.text.contains("Phần mềm") && !browser.page.text.contains(secret))
    try browser.submit("/account/tokens/revoke")
    #expect(browser.target == "/account/tokens?done=token_revoked")
    #expect(try service.get("/api/v1/proposals", as: bearer).status == 401)
  }

  @Test func noticesAreReadAndChosen() throws {
    var browser = try PageBrowser(service, as: "an@example.vn")
    try service.registry.keepTime()
    try browser.open("/notifications")
    #expect(browser.page.status == 200)
    try browser.open("/account/notifications")
    try browser.submit(
      "/account/notifications", ["mail": "weekly", "topics.problems": "none"])
    #expect(browser.target == "/account/notifications?done=saved")
    let chosen = browser.page.text
    #expect(chosen.contains("<option value=\"weekly\" selected>"))
    #expect(chosen.contains("<option value=\"none\" selected>"))
    try browser.submit("/account/notifications", ["topics.problems": ""])
    #expect(!browser.page.text.contains("<option value=\"none\" selected>"))
  }
}
