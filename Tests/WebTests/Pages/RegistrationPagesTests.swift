import Domain
import HTTP
import Testing
import UseCases

/// What members of an organisation do with its registration, who belongs to it, and who claims it.
@Suite struct RegistrationPagesTests {
  let scene: Scene
  var service: Service { scene.service }
  var firm: String { scene.id("firm") }

  init() throws { scene = try Scene() }

  private func owner() throws -> PageBrowser { try PageBrowser(service, owning: firm) }

  /// Somebody who may look at the firm and do nothing for it.
  private func viewer() throws -> PageBrowser {
    let email = "xem@example.vn"
    var browser = try PageBrowser(service, as: email)
    let invited = try service.post(
      "/api/v1/organisations/\(firm)/invitations", ["email": .string(email), "role": "viewer"],
      as: .member(firm))
    try #require(invited.status == 201, "\(invited.text)")
    try browser.open("/invitation?token=" + (try secret()))
    try browser.submit("/invitation")
    try #require(browser.target == "/my?done=member_joined", "\(browser.target)")
    return browser
  }

  /// The secret of the newest invitation that was mailed.
  private func secret() throws -> String {
    try service.registry.keepTime()
    while let job = try service.registry.claimMail(lease: 60) {
      if let secret = job.notices.compactMap({ $0.values["secret"] }).first { return secret }
    }
    Issue.record("no invitation")
    return ""
  }

  @Test func aWaitingChangeIsShownOldAndNewAndTakenBack() throws {
    var browser = try owner()
    try browser.open("/my/organisation/edit")
    try browser.submit("/my/organisation", ["name": "Tên Rất Mới", "trl": "9"])
    #expect(browser.page.text.contains("<del>Công ty firm</del>"))
    #expect(browser.page.text.contains("<ins>Tên Rất Mới</ins>"))
    let public1 = try service.get("/api/v1/organisations/\(firm)").json
    #expect(public1["name"] == "Công ty firm" && public1["trl"] == 9)
    // What waits stands in the form, so that saving it again changes nothing of it.
    try browser.open("/my/organisation/edit")
    #expect(browser.page.text.contains("value=\"Tên Rất Mới\""))
    try browser.submit("/my/organisation", ["employees": "12"])
    #expect(browser.page.text.contains("<ins>Tên Rất Mới</ins>"))
    try browser.submit("/my/organisation/revision")
    #expect(browser.target == "/my/organisation?done=revision_withdrawn")
    #expect(!browser.page.text.contains("<ins>"))
    // A refusal says why.
    try browser.open("/my/organisation/edit")
    try browser.submit("/my/organisation", ["name": "Tên Khác"])
    try service.post(
      "/api/v1/organisations/\(firm)/revision/refuse", ["reason": "Thiếu giấy tờ"], as: .dost)
    try browser.open("/my/organisation")
    #expect(browser.page.text.contains("Thiếu giấy tờ"))
    #expect(!browser.offers("/my/organisation/revision"))
  }

  @Test func reasonsStandBesideTheirFields() throws {
    var browser = try PageBrowser(service, as: "an@example.vn")
    try browser.open("/my/organisation/new?kind=startup")
    try browser.submit(
      "/my/organisation/new",
      [
        "name": "Vườn Số", "province": "66", "startup.stage": "seed", "trl": "9",
        "description": "Cảm biến vườn", "then": "submit",
      ], all: ["fields": ["agriculture"], "technologies": ["iot"]])
    let own = try #require(
      try service.get("/api/v1/organisations?status=submitted&kind=startup", as: .dost)
        .items.first?["id"]?.text)
    try service.post(
      "/api/v1/organisations/\(own)/return",
      ["reasons": [["pointer": "/trl", "reason": "Mức 9 là <quá cao>"]]], as: .dost)
    try browser.open("/my/organisation")
    #expect(browser.page.text.contains("href=\"/my/organisation/edit#f-trl\""))
    #expect(browser.page.text.contains("Mức 9 là &lt;quá cao&gt;"))
    try browser.open("/my/organisation/edit")
    let remark = try #require(browser.page.text.firstRange(of: "id=\"f-trl-remark\""))
    #expect(browser.page.text[remark.upperBound...].prefix(200).contains("quá cao"))
    #expect(
      browser.page.text.contains(
        #/<select id="f-trl" name="trl" aria-describedby="f-trl-help f-trl-remark"/#))
    try browser.submit("/my/organisation", ["trl": "6", "then": "submit"])
    #expect(browser.target == "/my/organisation?done=handed_in")
    #expect(!browser.page.text.contains("Mức 9"))
  }

  @Test func theYearlyConfirmationIsOneButton() throws {
    var browser = try owner()
    try service.turn(to: "2028-01-15T00:00:00Z")
    try browser.logIn("chu@example.vn")
    try browser.open("/my/organisation")
    #expect(browser.offers("/my/organisation/confirm"))
    try browser.submit("/my/organisation/confirm")
    #expect(browser.target == "/my/organisation?done=record_confirmed")
    #expect(browser.page.text.contains("15/01/2028"))
    #expect(!browser.offers("/my/organisation/confirm"))
    #expect(
      try service.get("/api/v1/organisations/\(firm)").json["confirmed_on"] == "2028-01-15")
  }

  @Test func evidenceHasDaysAndAPaper() throws {
    var browser = try owner()
    let pdf = SampleFiles.bytes(.pdf)
    try browser.open("/my/organisation/evidence")
    let wrong = try browser.upload(
      "/my/files", "giấy.exe", pdf, ["status": "sme_small", "issuer": "Sở"])
    #expect(wrong.status == 422 && wrong.text.contains("href=\"#f-file\""))
    #expect(wrong.text.contains("value=\"Sở\""))
    try browser.open("/my/organisation/evidence")
    #expect(try browser.upload("/my/files", "giấy.pdf", pdf, [:]).status == 422)
    try browser.open("/my/organisation/evidence")
    let days = ["issued_on": "2026-01-01", "expires_on": "2026-12-31"]
    try browser.upload(
      "/my/files", "giấy.pdf", pdf,
      ["status": "sme_small", "issuer": "Sở", "number": "1"].merging(days) { $1 })
    #expect(browser.target == "/my/organisation?done=evidence_saved")
    // For a verified organisation it waits; the officer takes it.
    try service.post("/api/v1/organisations/\(firm)/revision/accept", as: .dost)
    try browser.open("/my/organisation")
    #expect(browser.page.text.contains("31/12/2026"))
    let file = try #require(browser.page.text.firstMatch(of: /href="(\/my\/files\/[^"]+)"/)).1
    #expect(try browser.open(String(file)).body == pdf)
    var stranger = try PageBrowser(service, as: "la@example.vn")
    #expect(try stranger.open(String(file)).body != pdf)
    // The form of the whole record keeps the paper with its class.
    try browser.open("/my/organisation/edit")
    try browser.submit("/my/organisation", ["legal.0.number": "2"])
    try service.post("/api/v1/organisations/\(firm)/revision/accept", as: .dost)
    let held = try service.get("/api/v1/organisations/\(firm)", as: .dost).json["legal"]?.elements
    #expect(held?.first?["number"] == "2")
    #expect(held?.first?["file"]?.text == file.split(separator: "/").last.map(String.init))
    // Another day without another paper.
    try browser.open("/my/organisation/evidence?class=sme_small")
    #expect(browser.page.text.contains("value=\"2026-12-31\""))
    try browser.upload("/my/files", "", [], ["expires_on": "2027-12-31"])
    try service.post("/api/v1/organisations/\(firm)/revision/accept", as: .dost)
    let later = try service.get("/api/v1/organisations/\(firm)", as: .dost).json["legal"]?.elements
    #expect(later?.first?["expires_on"] == "2027-12-31" && later?.first?["file"] != nil)
  }

  @Test func whoIsThereClaimsInvitesAndLeaves() throws {
    // Nobody owns it, as against the firm that has proposed.
    let firm = scene.id("other")
    var visitor = try PageBrowser(service)
    try visitor.open("/organisations/" + firm)
    #expect(visitor.page.text.contains("/organisations/\(firm)/claim"))
    try visitor.open("/organisations/\(firm)/claim")
    #expect(visitor.target.hasPrefix("/login?next="))

    var browser = try PageBrowser(service, as: "chu@example.vn")
    try browser.open("/organisations/\(firm)/claim")
    #expect(try browser.upload("/my/files", "", [], [:]).status == 422)
    #expect(browser.page.text.contains("href=\"#f-grounds\""))
    try browser.open("/organisations/\(firm)/claim")
    try browser.upload(
      "/my/files", "giấy.pdf", SampleFiles.bytes(.pdf), ["grounds": "Tôi là giám đốc"])
    #expect(browser.target == "/organisations/\(firm)/claim?done=claimed")
    var officer = try PageBrowser(service, as: "canbo@example.vn", role: .dost)
    try officer.open("/desk/members")
    #expect(officer.page.text.contains("Tôi là giám đốc"))
    #expect(officer.page.text.contains("chu@example.vn"), "who claims it")
    let told = try service.get("/api/v1/claims", as: .dost).items.first
    #expect(told?["claimant"]?["email"] == "chu@example.vn")
    let claim = "/api/v1/claims/" + (told?["id"]?.text ?? "")
    #expect(try service.get(claim, as: .dost).json["claimant"] == told?["claimant"])
    let paper = try #require(officer.page.text.firstMatch(of: /href="(\/desk\/files\/[^"]+)"/)).1
    #expect(try officer.open(String(paper)).body == SampleFiles.bytes(.pdf))
    try officer.open("/desk/members")
    let path = try #require(
      officer.page.text.firstMatch(of: /action="(\/desk\/members\/[^"]+)"/).map { String($0.1) })
    try officer.submit(path, ["act": "accept"])
    #expect(officer.target == "/desk/members?done=decided")
    // It has an owner now.
    try visitor.open("/organisations/" + firm)
    #expect(!visitor.page.text.contains("/organisations/\(firm)/claim"))

    try browser.open("/my/members")
    #expect(browser.page.text.contains("chu@example.vn"))
    #expect(try browser.submit("/my/members", ["email": "x", "role": "viewer"]).status == 422)
    try browser.submit("/my/members", ["email": "xem@example.vn", "role": "viewer"])
    #expect(browser.target == "/my/members?done=member_invited")
    #expect(browser.page.text.contains("xem@example.vn"))
    let token = try secret()
    var wrong = try PageBrowser(service, as: "la@example.vn")
    try wrong.open("/invitation?token=" + token)
    #expect(try wrong.submit("/invitation").status >= 400)
    var viewer = try PageBrowser(service, as: "xem@example.vn")
    try viewer.open("/invitation?token=" + token)
    try viewer.submit("/invitation")
    #expect(viewer.target == "/my?done=member_joined")
    try browser.open("/my/members")
    let members = try service.get("/api/v1/organisations/\(firm)/members", as: .dost).items
    func account(_ role: JSON) -> String {
      members.first { $0["role"] == role }?["account"]?.text ?? "?"
    }
    try browser.submit("/my/members/role", ["account": account("viewer"), "role": "editor"])
    #expect(browser.target == "/my/members?done=saved")
    // The last owner stays.
    let last = try browser.submit("/my/members/end", ["account": account("owner")])
    #expect(last.status == 409)
    try viewer.open("/my/members")
    try viewer.submit("/my/members/end")
    #expect(viewer.target == "/my?done=member_ended")
  }

  /// A viewer reads everything of their organisation and is offered nothing that only others may do.
  @Test func aViewerIsOfferedNothingThatIsNotTheirs() throws {
    var browser = try viewer()
    let proposal = scene.id("proposal")
    let acts = [
      "/my/organisation": [
        "/my/organisation/submit", "/my/organisation/withdraw", "/my/organisation/confirm",
        "/my/organisation/revision",
      ],
      "/my/members": ["/my/members", "/my/members/role", "/my/members/withdraw"],
      "/my/proposals/\(proposal)": [
        "/my/proposals/\(proposal)", "/my/proposals/\(proposal)/move", "/my/files",
        "/my/proposals/\(proposal)/partners",
      ],
    ]
    for (path, forms) in acts {
      let page = try browser.open(path)
      #expect(page.status == 200, "\(path)")
      for form in forms { #expect(!browser.offers(form), "\(path): \(form)") }
    }
    try browser.open("/my/organisation")
    for link in ["/my/organisation/edit", "/my/organisation/evidence"] {
      #expect(!browser.page.text.contains("href=\"\(link)"), "\(link)")
    }
    #expect(try browser.open("/my/organisation/evidence").status == 403)
    let code = try service.get("/api/v1/problems/\(scene.id("second"))").json["code"]?.text ?? ""
    try browser.open("/problems/" + code)
    #expect(!browser.offers("/problems/\(code)/propose"))
    #expect(!browser.page.text.contains("/problems/\(code)/ask"))
  }

  @Test func onesDataAreReadConsentedAndAskedFor() throws {
    var browser = try PageBrowser(service, as: "an@example.vn")
    try browser.open("/account/data")
    try browser.submit("/account/data/consents")
    #expect(browser.target == "/account/data?done=saved")
    #expect(browser.page.text.contains("name=\"given\" value=\"false\""))
    try browser.submit("/account/data/consents")
    #expect(!browser.page.text.contains("name=\"given\" value=\"false\""))
    let refused = try browser.submit("/account/data/requests", ["kind": "correct"])
    #expect(refused.status == 422 && refused.text.contains("href=\"#f-details\""))
    try browser.submit(
      "/account/data/requests", ["kind": "correct", "details": "Tên sai <chính tả>"])
    #expect(browser.target == "/account/data?done=data_requested")
    #expect(browser.page.text.contains("Tên sai &lt;chính tả&gt;"))
    let path = try #require(
      browser.page.text.firstMatch(of: /action="(\/account\/data\/requests\/[^"]+)"/)
        .map { String($0.1) })
    try browser.submit(path)
    #expect(!browser.offers(path))
    let file = try browser.open("/account/data/download")
    #expect(file.text.contains("an@example.vn"))
    #expect(file.headers["Content-Disposition"]?.hasPrefix("attachment") == true)
    var visitor = try PageBrowser(service)
    try visitor.open("/account/data")
    #expect(visitor.target.hasPrefix("/login"))
  }
}
