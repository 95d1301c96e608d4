import Domain
import HTTP
import Testing
import UseCases

/// What officers do by hand: compare records, carry documents out, and enter what came on paper.
@Suite struct DeskHandPagesTests {
  let scene: Scene
  var service: Service { scene.service }

  init() throws { scene = try Scene() }

  private func officer(_ role: Role = .dost) throws -> PageBrowser {
    try PageBrowser(service, as: "canbo@example.vn", role: role)
  }

  @Test func recordsThatMayBeTheSameAreComparedAndMerged() throws {
    let twin = try service.post(
      "/api/v1/organisations",
      [
        "kind": "technology_firm", "name": "CTCP FIRM", "province": "66", "fields": ["agriculture"],
        "description": "Cảm biến khác", "technologies": ["iot"],
      ], as: .dost)
    try service.post("/api/v1/organisations/\(twin.id)/submit", as: .dost)
    let (path, firm) = ("/desk/queue/" + twin.id, scene.id("firm"))
    let compare = "\(path)/compare?with=\(firm)"
    var browser = try officer()
    try browser.open(path)
    #expect(browser.page.text.contains("href=\"\(compare)\""))
    try browser.open(compare)
    #expect(browser.page.status == 200)
    #expect(
      browser.page.text.contains("Cảm biến khác") && browser.page.text.contains("Công ty firm"))
    #expect(!browser.offers(path), "merging is for administrators")
    #expect(try browser.open(path + "/compare?with=nobody").status == 404)
    var visitor = try PageBrowser(service)
    try visitor.open(compare)
    #expect(visitor.target.hasPrefix("/login?next="))

    var admin = try PageBrowser(service, as: "quantri@example.vn", role: .admin)
    try admin.open(compare)
    try admin.submit(path, ["reason": "Trùng"])
    #expect(
      try service.get("/api/v1/organisations/\(twin.id)", as: .dost).json["merged_into"]
        == .string(firm))
  }

  /// The name of another record is enough to merge with it, and one that names several is asked
  /// about.
  @Test func aMergeFindsTheOtherByItsName() throws {
    let path = "/desk/queue/" + scene.id("other")
    var admin = try officer(.admin)
    try admin.open(path)
    let many = try admin.submit(
      path, ["act": "merge", "step": "merge", "into": "Công ty", "reason": "Trùng"])
    #expect(many.status == 422)
    #expect(many.text.contains("<input type=\"radio\" name=\"into\" value=\"\(scene.id("firm"))\""))
    try admin.submit(path, ["act": "merge", "into": "công ty FIRM", "reason": "Trùng"])
    #expect(
      try service.get("/api/v1/organisations/\(scene.id("other"))", as: .dost).json["merged_into"]
        == .string(scene.id("firm")))
  }

  @Test func aDocumentHasAPaperThatBecomesPublicWithIt() throws {
    let path = "/desk/documents/" + (try scene.document(issue: false))
    var browser = try officer()
    try browser.open(path)
    let refused = try browser.upload("/desk/files", "a.exe", SampleFiles.bytes(.pdf))
    #expect(refused.status == 422 && refused.text.contains("id=\"faults\""))
    try browser.open(path)
    try browser.upload("/desk/files", "Quyết định 9.pdf", SampleFiles.bytes(.pdf))
    #expect(browser.target == path + "?done=file_added")
    let file = try #require(browser.page.text.firstMatch(of: /\/desk\/files\/([a-z0-9]+)/)).1
    #expect(try browser.open("/desk/files/" + file).body == SampleFiles.bytes(.pdf))
    let content = "/api/v1/files/\(file)/content"
    #expect(try service.get(content).status == 404, "a draft's paper is nobody else's")
    try browser.open(path)
    try browser.submit(path + "/step", ["act": "issue", "step": "issue"])
    #expect(try service.get(content).body == SampleFiles.bytes(.pdf))
  }

  /// What somebody has handed in for themselves cannot be made public as a document's.
  @Test func aClaimantsPaperIsNoDocuments() throws {
    var person = try PageBrowser(service, as: "an@example.vn")
    try person.open("/organisations/\(scene.id("other"))/claim")
    try person.upload("/my/files", "giấy.pdf", SampleFiles.bytes(.pdf), ["grounds": "Tôi"])
    let claims = try service.get("/api/v1/claims", as: .dost)
    let file = try #require(claims.items.first?["file"])
    let document = try scene.document(issue: false)
    let refused = try service.patch(
      "/api/v1/documents/\(document)", ["file": file], as: .dost, match: "*")
    #expect(refused.faults == ["/file not_found"])
  }

  @Test func problemsAreWithdrawnMergedSplitAndAmendedUnderADocument() throws {
    let path = "/desk/documents/" + (try scene.document())
    var browser = try officer()
    func status(_ name: String) throws -> JSON? {
      try service.get("/api/v1/problems/\(scene.id(name))").json["status"]
    }
    @discardableResult func act(_ name: String, _ fields: [String: String]) throws -> Reply {
      try browser.open(path)
      return try browser.submit(
        path + "/step", ["act": name, "step": name].merging(fields) { $1 })
    }
    let same = try act("merge", ["ended": scene.id("open"), "heir": scene.id("open")])
    #expect(same.status == 422 && same.text.contains("id=\"merge-ended\""))
    #expect(try status("open") == "published")
    #expect(try act("withdraw", ["ended": scene.id("open")]).status == 422)
    try act("merge", ["ended": scene.id("open"), "heir": scene.id("second")])
    #expect(browser.target == path + "?done=document_merge")
    #expect(try status("open") == "cancelled" && status("second") == "published")

    try browser.open(path)
    let amend = "/desk/problems/\(scene.id("second"))"
    let link = "\(amend)?document=\(path.dropFirst(16))"
    #expect(browser.page.text.contains("href=\"\(link)#f-title\""))
    try browser.open(link)
    try browser.submit(
      amend, ["then": "save", "owner": "Sở Y tế", "deadline": "2026-06-30T23:59", "reason": "Sửa"])
    #expect(browser.target == amend + "?done=amended")
    let acts = try service.get("/api/v1/documents/\(path.dropFirst(16))/acts").items
    #expect(acts.contains { $0["kind"] == "amend" }, "\(acts)")

    try act("withdraw", ["ended": scene.id("second"), "reason_code": "need_gone", "reason": "Hết"])
    #expect(try status("second") == "cancelled")
  }

  @Test func aRequestOnPaperHasItsClock() throws {
    var browser = try officer()
    try browser.open("/desk/data-requests")
    try browser.open("/desk/data-requests/new")
    let nobody = try browser.submit("/desk/data-requests/new", ["kind": "access"])
    #expect(nobody.status == 422 && nobody.text.contains("href=\"#f-applicant\""))
    let early = try browser.submit(
      "/desk/data-requests/new", ["applicant": "Người gửi", "received_at": "2030-01-01T08:00"])
    #expect(early.status == 422 && early.text.contains("href=\"#f-received_at\""))
    try browser.submit("/desk/data-requests/new", ["received_at": "2026-05-29T08:00"])
    #expect(browser.target.hasSuffix("?done=request_entered"))
    #expect(browser.page.text.contains("Người gửi"))
    let found = try service.get("/api/v1/data-requests?due=open", as: .dost).items.first
    #expect(found?["applicant"] == "Người gửi" && found?["account"] == nil)
    #expect(found?["received_at"] == "2026-05-29T01:00:00Z")
    #expect(!browser.page.text.contains("name=\"account\""))
    // An administrator can say whose account it is.
    var person = try PageBrowser(service, as: "an@example.vn")
    try person.open("/my")
    var admin = try PageBrowser(service, as: "quantri@example.vn", role: .admin)
    try admin.open("/desk/data-requests/new")
    let unknown = try admin.submit(
      "/desk/data-requests/new", ["kind": "erase", "account": "khong@example.vn"])
    #expect(unknown.status == 422 && unknown.text.contains("href=\"#f-account\""))
    try admin.submit("/desk/data-requests/new", ["account": "an@example.vn"])
    #expect(admin.target.hasSuffix("?done=request_entered"))
    try person.open("/account/data")
    #expect(person.page.text.contains("badge-received"))
  }

  @Test func anEngagementIsRecordedByHand() throws {
    let (problem, other) = (scene.id("draft"), scene.id("other"))
    try service.post("/api/v1/problems/\(problem)/publish", as: .dost)
    for (firm, kinds) in [(scene.id("firm"), ["invited", "awarded"]), (other, ["invited"])] {
      for kind in kinds {
        try service.post(
          "/api/v1/problems/\(problem)/outcomes",
          ["organisation": .string(firm), "kind": .string(kind)], as: .dost)
      }
    }
    let page = "/desk/engagements/new"
    var browser = try officer()
    try browser.open(page)
    #expect(browser.page.status == 200 && !browser.page.text.contains(problem))
    try service.turn(to: "2026-07-02T00:00:00Z")
    try browser.logIn("canbo@example.vn")
    for step in ["close", "review", "award"] {
      let moved = try service.post("/api/v1/problems/\(problem)/\(step)", as: .dost)
      try #require(moved.status == 200, "\(step): \(moved.text)")
    }
    try browser.open(page)
    #expect(browser.page.text.contains("<option value=\"\(problem)\">"))
    // The award made the engagement of the firm already.
    try browser.open("\(page)?problem=\(problem)")
    #expect(!browser.offers(page))
    let many = try browser.submit("/desk/engagements/award", ["awarded": "Công ty"])
    #expect(many.status == 422)
    #expect(many.text.contains("type=\"radio\" name=\"awarded\" value=\"\(other)\""))
    try browser.submit("/desk/engagements/award", ["awarded": other, "note": "Qua đấu thầu"])
    #expect(browser.target == "\(page)?problem=\(problem)&done=award_recorded")
    let wrong = try browser.submit(page, ["organisation": other, "amount_vnd": "nhiều"])
    #expect(wrong.status == 422 && wrong.text.contains("value=\"nhiều\""))
    try browser.submit(page, ["amount_vnd": "300 triệu"])
    #expect(browser.target.hasSuffix("?done=engagement_made"))
    #expect(browser.page.text.contains("300.000.000"))
    #expect(
      try service.get("/api/v1/engagements?problem=\(problem)", as: .dost).json["total"] == 2)
  }

  @Test func aFundNamesAFirmAndATokenItsOrganisationByName() throws {
    let fund = try service.post(
      "/api/v1/organisations",
      [
        "kind": "fund", "name": "Quỹ Ví Dụ", "province": "66", "description": "Quỹ",
        "fund": ["fund_kind": "venture_capital", "thesis": "Nông nghiệp"],
      ], as: .dost
    ).id
    for step in ["submit", "verify"] {
      try service.post("/api/v1/organisations/\(fund)/\(step)", as: .dost)
    }
    var browser = try PageBrowser(service, owning: fund)
    try browser.open("/my/portfolio/new")
    let many = try browser.submit(
      "/my/portfolio/new", ["organisation": "Công ty", "date": "2026-03-15"])
    #expect(many.status == 422)
    for name in ["firm", "other"] {
      #expect(many.text.contains("name=\"organisation\" value=\"\(scene.id(name))\""), "\(name)")
    }
    #expect(!many.text.contains(scene.id("hidden")), "an unverified firm is nobody's to find")
    #expect(many.text.contains("value=\"2026-03-15\""))
    try browser.submit("/my/portfolio/new", ["organisation": scene.id("firm")])
    #expect(browser.target == "/my/portfolio?done=saved")
    #expect(browser.page.text.contains("Công ty firm"))
    let one = try #require(
      browser.page.text.firstMatch(of: /href="(\/my\/portfolio\/[a-z0-9]{16})"/).map {
        String($0.1)
      })
    try browser.open(one)
    #expect(browser.page.text.contains("value=\"\(scene.id("firm"))\" checked"))

    var admin = try PageBrowser(service, as: "quantri@example.vn", role: .admin)
    try admin.open("/admin/tokens")
    try admin.submit(
      "/admin/tokens",
      ["label": "Hệ thống", "role": "member", "scope": "read", "organisation": "công ty other"])
    #expect(admin.page.status == 200 && admin.page.text.contains("Authorization: Bearer"))
  }

  @Test(arguments: Language.allCases) func everyNewPageIsWhole(_ language: Language) throws {
    let document = try scene.document()
    var admin = try PageBrowser(service, as: "quantri@example.vn", role: .admin, language)
    let pages = [
      "/desk/data-requests/new", "/desk/engagements/new", "/desk/documents/" + document,
      "/desk/queue/\(scene.id("firm"))",
      "/desk/queue/\(scene.id("firm"))/compare?with=\(scene.id("other"))",
    ]
    var owner = try PageBrowser(service, owning: scene.id("firm"), language)
    let own = ["/my/organisation", "/my/organisation/edit", "/my/organisation/evidence"]
    let read =
      try pages.map { ($0, try admin.open($0)) } + own.map { ($0, try owner.open($0)) }
    for (path, page) in read {
      #expect(page.status == 200, "\(path)")
      #expect(page.body.count < 60_000, "\(path)")
      #expect(!page.text.contains(" style="), "\(path)")
      let wanting = page.text.matches(of: />([a-z_]+\.)+[a-z_0-9]+</).map { String($0.0) }
      #expect(wanting == [], "\(path)")
      let ids = page.text.matches(of: #/ id="([^"]+)"/#).map { String($0.1) }
      #expect(Set(ids).count == ids.count, "\(path)")
      let labels = page.text.matches(of: /<label for="([^"]+)"/).map { String($0.1) }
      for label in labels { #expect(ids.contains(label), "\(path) \(label)") }
      let levels = page.text.matches(of: /<h([1-6])[ >]/).compactMap { Int($0.1) }
      #expect(zip(levels, levels.dropFirst()).allSatisfy { $1 <= $0 + 1 }, "\(path) \(levels)")
    }
  }
}
