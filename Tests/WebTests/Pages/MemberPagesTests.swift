import Domain
import HTTP
import Testing
import UseCases

/// What a startup does over pages, from its registration to a proposal.
@Suite struct MemberPagesTests {
  private static let profile = [
    "name": "Vườn Số", "province": "66", "startup.stage": "seed", "trl": "8",
    "startup.raising_vnd": "1,5 tỷ", "description": "Cảm biến và phần mềm giám sát vườn cà phê",
    "past_projects.0.title": "Giám sát vườn mẫu", "past_projects.0.client": "HTX Ví Dụ",
    "past_projects.0.year": "2024", "legal.0.status": "sme_small", "legal.0.number": "7/GCN",
  ]
  private static let lists = ["fields": ["agriculture"], "technologies": ["iot", "ai"]]

  /// Somebody who has registered a startup; verified where wished.
  private static func startup(
    _ service: Service, _ email: String = "an@example.vn", isVerified: Bool = true
  ) throws -> (browser: PageBrowser, id: String) {
    var browser = try PageBrowser(service, as: email)
    try browser.open("/my/organisation/new?kind=startup")
    try browser.submit(
      "/my/organisation/new", profile.merging(["then": "submit"]) { $1 }, all: lists)
    #expect(browser.target == "/my/organisation?done=handed_in")
    let found = try service.get("/api/v1/organisations?status=submitted", as: .dost)
    let id = try #require(found.items.first?["id"]?.text)
    if isVerified { try service.post("/api/v1/organisations/\(id)/verify", as: .dost) }
    return (browser, id)
  }

  @Test func oneFormRegistersAStartup() throws {
    let service = try Service()
    let (_, id) = try Self.startup(service, isVerified: false)
    let record = try service.get("/api/v1/organisations/\(id)", as: .dost).json
    #expect(record["status"] == "submitted" && record["trl"] == 8)
    #expect(record["startup"]?["raising_vnd"] == 1_500_000_000)
    #expect(record["fields"] == ["agriculture"] && record["technologies"] == ["iot", "ai"])
    #expect(
      record["past_projects"] == [
        ["title": "Giám sát vườn mẫu", "client": "HTX Ví Dụ", "year": 2024]
      ])
    #expect(record["legal"] == [["status": "sme_small", "number": "7/GCN"]])
  }

  @Test func whatIsRightIsKeptWhereSomethingIsWrong() throws {
    let service = try Service()
    var browser = try PageBrowser(service, as: "an@example.vn")
    try browser.open("/my/organisation/new?kind=startup")
    #expect(try browser.submit("/my/organisation/new", ["name": ""]).status == 422)
    let wrong = ["tax_code": "0100233489", "past_projects.0.year": "20x4"]
    let refused = try browser.submit(
      "/my/organisation/new", Self.profile.merging(wrong) { $1 }, all: Self.lists)
    #expect(refused.status == 422)
    #expect(
      refused.text.contains("value=\"0100233489\"") && refused.text.contains("value=\"20x4\""))
    #expect(refused.text.contains("id=\"f-past_projects-0-year-fault\""))
    let stored = try service.get("/api/v1/organisations?status=draft", as: .dost).items
    #expect(stored.count == 1)
    #expect(stored.first?["name"] == "Vườn Số" && stored.first?["tax_code"] == nil)
    // The same form goes on as a change of the draft that there is now.
    try browser.submit(
      "/my/organisation",
      ["tax_code": "0100233488", "past_projects.0.year": "2024", "then": "save"])
    #expect(browser.target == "/my/organisation?done=draft_saved")
    let drafts = try service.get("/api/v1/organisations?status=draft", as: .dost).items
    #expect(drafts.count == 1)
    #expect(drafts.first?["tax_code"] == "0100233488")
    #expect(drafts.first?["past_projects"]?.elements?.count == 1)
  }

  @Test func handingInNamesWhatIsOwed() throws {
    let service = try Service()
    var browser = try PageBrowser(service, as: "an@example.vn")
    try browser.open("/my/organisation/new?kind=startup")
    let owed = try browser.submit(
      "/my/organisation/new", ["name": "Vườn Số", "then": "submit"])
    #expect(owed.status == 422)
    for field in ["province", "description", "fields", "startup-stage"] {
      #expect(owed.text.contains("href=\"#f-\(field)\""), "\(field)")
    }
    try browser.open("/my/organisation")
    #expect(browser.page.status == 200)
    #expect(!browser.offers("/my/organisation/submit"))
    #expect(browser.page.text.contains("/my/organisation/edit#f-startup-stage"))
  }

  @Test func aReturnedStartupSeesWhyAndAViewerSeesNoButtons() throws {
    let service = try Service()
    var (browser, id) = try Self.startup(service, isVerified: false)
    try service.post(
      "/api/v1/organisations/\(id)/return", ["reason": "Thiếu <b>mô tả</b> sản phẩm"], as: .dost)
    try browser.open("/my")
    #expect(browser.page.text.contains("Thiếu &lt;b&gt;mô tả&lt;/b&gt; sản phẩm"))
    try browser.open("/my/organisation")
    #expect(
      browser.offers("/my/organisation/submit") && browser.offers("/my/organisation/withdraw"))
    try browser.submit("/my/organisation/submit")
    #expect(browser.target == "/my/organisation?done=handed_in")
    #expect(!browser.offers("/my/organisation/submit"))
    try browser.submit("/my/organisation/withdraw")
    #expect(browser.target == "/my/organisation")
    try browser.submit("/my/organisation/withdraw", ["sure": "true"])
    #expect(browser.target == "/my/organisation?done=organisation_withdrawn")
    #expect(!browser.offers("/my/organisation/withdraw"))
  }

  @Test func problemsAndSupportThatFitAreShownWithReasons() throws {
    let scene = try Scene()
    var (browser, _) = try Self.startup(scene.service, isVerified: false)
    try browser.open("/my/matches")
    #expect(browser.page.text.contains("Giám sát vườn cà phê open"))
    #expect(!browser.page.text.contains("Giám sát vườn cà phê draft"))
    #expect(browser.page.text.contains("<meter") && browser.page.text.contains("<mark>"))
    #expect(browser.page.body.count < 60_000)
    for kind in ["fund", "programme", "mentor"] {
      #expect(try browser.open("/my/funds?kind=" + kind).status == 200)
    }
  }

  @Test func aProposalGoesFromTheProblemToItsReceipt() throws {
    let scene = try Scene()
    let service = scene.service
    var (browser, _) = try Self.startup(service)
    let problem = try service.get("/api/v1/problems/\(scene.id("open"))").json["code"]?.text ?? ""
    try browser.open("/problems/" + problem)
    try browser.submit("/problems/\(problem)/follow")
    #expect(browser.offers("/problems/\(problem)/unfollow"))
    try browser.submit("/problems/\(problem)/propose")
    let path = browser.target
    #expect(path.hasPrefix("/my/proposals/"))
    // Half of it is not enough.
    #expect(try browser.submit(path + "/move").status == 422)
    try browser.open(path)
    try browser.submit(
      path, ["approach": "Đặt cảm biến lá", "cost_vnd": "900 triệu", "duration_months": "9"])
    #expect(browser.target == path + "?done=draft_saved")
    let pdf = SampleFiles.bytes(.pdf)
    #expect(try browser.upload("/my/files", "a.exe", pdf).status == 422)
    try browser.open(path)
    #expect(try browser.upload("/my/files", "a.png", pdf).status == 422)
    try browser.open(path)
    #expect(try browser.upload("/my/files", "hai.pdf", pdf, copies: 2).status == 422)
    #expect(!browser.page.text.contains("hai.pdf"), "neither is taken")
    try browser.open(path)
    try browser.upload("/my/files", "thuyết minh.pdf", pdf)
    #expect(browser.target == path + "?done=file_added")
    let file = try #require(browser.page.text.firstMatch(of: /href="(\/my\/files\/[^"]+)"/)).1
    let content = try browser.open(String(file))
    #expect(content.body == pdf)
    #expect(content.headers["Content-Disposition"]?.hasPrefix("attachment") == true)
    try browser.open(path)
    try browser.submit(path + "/move")
    #expect(browser.target == path + "/receipt?done=proposal_submit")
    let receipt = try service.registry.proposals(
      problem: nil, organisation: nil, page: PageRequest(limit: 5), by: .commandLine)
    #expect(receipt.total == 0)
    #expect(browser.page.text.contains(try #require(browser.digest)))
    try browser.open(path)
    #expect(!browser.offers(path) && !browser.offers("/my/files"))

    // Nobody else learns that it exists, by no page.
    var (rival, _) = try Self.startup(service, "khac@example.vn", isVerified: false)
    for page in [path, path + "/receipt", String(file)] {
      #expect(try rival.open(page).status == 404, "\(page)")
    }
    var officer = try PageBrowser(service, as: "so@example.vn", role: .dost)
    for page in [path, "/my/proposals"] {
      try officer.open(page)
      #expect(!officer.page.text.contains("Đặt cảm biến lá"), "\(page)")
    }

    try browser.submit(path + "/move", ["event": "withdraw"])
    #expect(browser.target == path + "?done=proposal_withdraw")
    // From the deadline on there is nothing left to do.
    try service.turn(to: "2026-07-01T00:00:00+07:00")
    try browser.logIn("an@example.vn")
    try browser.open(path)
    #expect(browser.page.status == 200 && browser.target == path)
    #expect(!browser.offers(path + "/move"))
  }

  @Test func aPartnerIsAskedAndAnswers() throws {
    let scene = try Scene()
    let service = scene.service
    var (browser, _) = try Self.startup(service)
    try browser.open("/problems/" + scene.id("open"))
    let steps = try #require(
      browser.page.text.firstMatch(of: /action="(\/problems\/[^"]+\/propose)"/))
    try browser.submit(String(steps.1))
    let path = browser.target
    try browser.open(path + "?partner=Cong+ty+firm")
    try browser.submit(path + "/partners", ["add": scene.id("firm")])
    #expect(browser.target == path + "?done=partners_asked")
    #expect(browser.page.text.contains("Công ty firm"))
    // It cannot be handed in before all have agreed, and no button says otherwise.
    #expect(browser.page.text.contains("badge-asked"))
    #expect(!browser.page.text.contains("value=\"submit\""))
    try browser.submit(path + "/partners", ["remove": scene.id("firm")])
    #expect(!browser.page.text.contains("Công ty firm"))
    #expect(browser.page.text.contains("value=\"submit\""))
  }

  @Test func questionsAreAskedByVerifiedOrganisationsAlone() throws {
    let scene = try Scene()
    var (browser, id) = try Self.startup(scene.service, isVerified: false)
    let code =
      try scene.service.get("/api/v1/problems/\(scene.id("open"))").json["code"]?.text ?? ""
    let path = "/problems/\(code)/ask"
    try browser.open("/problems/" + code)
    #expect(!browser.page.text.contains(path))
    try scene.service.post("/api/v1/organisations/\(id)/verify", as: .dost)
    try browser.open("/problems/" + code)
    #expect(browser.page.text.contains(path))
    try browser.open(path)
    #expect(try browser.submit(path, ["text": ""]).status == 422)
    try browser.submit(path, ["text": "Vườn có điện lưới không?"])
    #expect(browser.target == path + "?done=asked")
    #expect(browser.page.text.contains("Vườn có điện lưới không?"))
  }

  @Test func anInvitationIsShownUntilItIsAnswered() throws {
    let scene = try Scene()
    var (browser, id) = try Self.startup(scene.service)
    let invited = try scene.service.post(
      "/api/v1/problems/\(scene.id("open"))/outcomes",
      ["organisation": .string(id), "kind": "invited"], as: .dost)
    #expect(invited.status == 201)
    try browser.open("/my")
    #expect(browser.offers("/my/invitations"))
    try browser.submit("/my/invitations", ["note": "Chúng tôi đang kín lịch"])
    #expect(browser.target == "/my?done=invitation_declined")
    #expect(!browser.offers("/my/invitations"))
    let outcomes = try scene.service.get(
      "/api/v1/problems/\(scene.id("open"))/outcomes", as: .dost)
    let refusal = try #require(outcomes.items.first { $0["kind"] == "refused" })
    #expect(refusal["note"] == "Chúng tôi đang kín lịch")
  }

  /// A proposal is an answer too, be it a draft; withdrawing it asks anew.
  @Test func anInvitationIsAnsweredByAProposal() throws {
    let scene = try Scene()
    var (browser, id) = try Self.startup(scene.service)
    try scene.service.post("/api/v1/organisations/\(id)/verify", as: .dost)
    let problem = try scene.service.post(
      "/api/v1/problems",
      ["title": "Tưới tiết kiệm", "expected_result": "Giảm nước", "deadline": "2026-12-31"],
      as: .dost
    ).id
    try scene.service.post("/api/v1/problems/\(problem)/publish", as: .dost)
    let code = try #require(
      try scene.service.get("/api/v1/problems/\(problem)").json["code"]?.text)
    try scene.service.post(
      "/api/v1/problems/\(problem)/outcomes",
      ["organisation": .string(id), "kind": "invited"], as: .dost)
    try browser.open("/my")
    #expect(browser.offers("/my/invitations"))
    try browser.open("/problems/" + code)
    try browser.submit("/problems/\(code)/propose")
    let proposal = String(browser.target.prefix { $0 != "?" })
    #expect(proposal.hasPrefix("/my/proposals/"))
    try browser.open("/my")
    #expect(!browser.offers("/my/invitations"))
    try browser.open(proposal)
    try browser.submit(proposal + "/move", ["event": "withdraw"])
    try browser.open("/my")
    #expect(browser.offers("/my/invitations"))
  }

  @Test func introductionsGoBothWays() throws {
    let scene = try Scene()
    let service = scene.service
    var (browser, id) = try Self.startup(service)
    let fund = try service.post(
      "/api/v1/organisations",
      [
        "kind": "fund", "name": "Quỹ Ví Dụ", "province": "66", "description": "Quỹ",
        "email": "quy@example.vn",
        "fund": ["fund_kind": "venture_capital", "thesis": "Nông nghiệp số", "open": true],
      ], as: .dost
    ).id
    for step in ["submit", "verify"] {
      try service.post("/api/v1/organisations/\(fund)/\(step)", as: .dost)
    }
    try browser.open("/my/introductions/new?to=" + fund)
    #expect(try browser.submit("/my/introductions/new", ["message": " "]).status == 422)
    try browser.submit("/my/introductions/new", ["message": "Chúng tôi muốn gặp quỹ"])
    #expect(browser.target == "/my/introductions?done=introduction_asked")
    #expect(!browser.page.text.contains("quy@example.vn"))
    let twice = try browser.leave("/my/introductions/new?to=" + fund)
    #expect(twice.hasPrefix("/my/introductions#i-"), "it stands already")
    let first = String(twice.dropFirst("/my/introductions#i-".count))
    try service.post("/api/v1/introductions/\(first)/withdraw", as: .member(id))

    let asked = try service.post(
      "/api/v1/introductions", ["to": .string(id), "message": "Quỹ muốn gặp"], as: .member(fund))
    #expect(asked.status == 201)
    try browser.open("/my/introductions")
    let path = "/my/introductions/\(asked.id)"
    #expect(browser.page.text.contains("id=\"i-\(asked.id)\""))
    try browser.submit(path + "/move")
    #expect(browser.target == "/my/introductions?done=introduction_accept")
    #expect(browser.page.text.contains("quy@example.vn"))
    try browser.submit(path + "/outcomes", ["kind": "met", "note": "Gặp ở Buôn Ma Thuột"])
    #expect(browser.page.text.contains("Gặp ở Buôn Ma Thuột"))
  }

  @Test func searchesAreSavedAndRemoved() throws {
    let service = try Service()
    var browser = try PageBrowser(service, as: "an@example.vn")
    try browser.open("/my/searches")
    #expect(try browser.submit("/my/searches", ["name": "Cà phê"]).status == 422)
    try browser.submit(
      "/my/searches", ["name": "Cà phê", "kind": "search", "q": "cà phê", "alert": "weekly"])
    #expect(browser.target == "/my/searches?done=search_saved")
    let id = try #require(browser.page.text.firstMatch(of: /\/my\/searches\/([^\/]+)\/remove/)).1
    try browser.submit("/my/searches/\(id)/remove")
    #expect(browser.target == "/my/searches?done=search_removed")
    #expect(!browser.offers("/my/searches/\(id)/remove"))
  }

  private static let paths = [
    "/my", "/my/organisation", "/my/organisation/edit", "/my/matches", "/my/funds",
    "/my/funds?kind=mentor", "/my/proposals", "/my/introductions", "/my/applications",
    "/my/mentor-requests", "/my/searches", "/account", "/account/security", "/account/tokens",
    "/account/notifications", "/account/data", "/notifications", "/my/members",
    "/invitation?token=x", "/my/organisation/new",
    "/my/organisation/new?kind=technology_firm", "/my/organisation/new?kind=fund",
    "/my/organisation/new?kind=incubator", "/my/organisation/new?kind=agency",
  ]

  /// Each is whole, in its language, light, without a sentence wanting, and with a label and help
  /// beside every field.
  @Test(arguments: Language.allCases)
  func everyPageIsWhole(_ language: Language) throws {
    let scene = try Scene()
    var (browser, _) = try Self.startup(scene.service)
    try browser.open("/language?to=\(language.rawValue)&back=/my")
    var visitor = try PageBrowser(scene.service, language)
    let open = [
      "/register", "/register?as=fund", "/login", "/login/code", "/reset", "/confirm",
      "/reset?token=x", "/confirm?token=x",
    ]
    var pages: [(String, Reply)] = []
    for path in Self.paths { pages.append((path, try browser.open(path))) }
    for path in open { pages.append((path, try visitor.open(path))) }
    for (path, reply) in pages {
      let text = reply.text
      #expect(reply.status == 200, "\(path)")
      #expect(text.contains("<html lang=\"\(language.rawValue)\">"), "\(path)")
      #expect(text.ranges(of: "<h1>").count == 1, "\(path)")
      #expect(reply.body.count < 60_000, "\(path) \(reply.body.count)")
      #expect(!text.contains(" style="), "\(path)")
      let wanting = text.matches(of: />([a-z_]+\.)+[a-z_0-9]+</).map(\.0)
      #expect(wanting == [], "\(path)")
      let ids = text.matches(of: #/ id="([^"]+)"/#).map { String($0.1) }
      #expect(Set(ids).count == ids.count, "\(path)")
      for label in text.matches(of: /<label for="(f-[^"]+)"/) {
        #expect(ids.contains(String(label.1)), "\(path) \(label.1)")
        #expect(ids.contains(label.1 + "-help"), "\(path) \(label.1)")
      }
      let levels = text.matches(of: /<h([1-6])[ >]/).compactMap { Int($0.1) }
      #expect(zip(levels, levels.dropFirst()).allSatisfy { $1 <= $0 + 1 }, "\(path) \(levels)")
    }
  }
}

extension PageBrowser {
  /// The digest on a receipt's page.
  fileprivate var digest: String? {
    page.text.firstMatch(of: /<code class="secret">([0-9a-f]{64})<\/code>/).map { String($0.1) }
  }
}
