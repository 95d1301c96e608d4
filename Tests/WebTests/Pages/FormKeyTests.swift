import Domain
import HTTP
import Testing
import UseCases

/// Forms that are sent twice, by a double click or by going back.
@Suite struct FormKeyTests {
  /// Sends a form as it stands in the page, then the very same once more.
  private func twice(
    _ browser: inout PageBrowser, _ page: String, _ action: String,
    _ values: [String: String] = [:], all lists: [String: [String]] = [:]
  ) throws -> (first: String, second: String) {
    try browser.open(page)
    var other = browser
    try browser.submit(action, values, all: lists)
    let first = browser.target
    try other.submit(action, values, all: lists)
    return (first, other.target)
  }

  @Test func whoRegistersTwiceHasOneOrganisation() throws {
    let service = try Service()
    var browser = try PageBrowser(service, as: "an@example.vn")
    let went = try twice(
      &browser, "/my/organisation/new?kind=startup", "/my/organisation/new",
      [
        "name": "Hạt Mẫu", "province": "66", "description": "Cà phê.", "startup.stage": "seed",
        "then": "submit",
      ],
      all: ["fields": ["agriculture"]])
    #expect(went.first == "/my/organisation?done=handed_in" && went.second == went.first)
    let made = try service.get("/api/v1/organisations", as: .dost)
    #expect(made.json["total"] == 1)
  }

  @Test func aProblemIsWrittenDownOnce() throws {
    let service = try Service()
    var browser = try PageBrowser(service, as: "so@example.vn", role: .dost)
    let went = try twice(
      &browser, "/desk/problems/new", "/desk/problems/new",
      ["title": "Giám sát vườn cà phê", "expected_result": "Cảnh báo sớm"])
    #expect(went.first.hasPrefix("/desk/problems/") && went.second == went.first)
    #expect(try service.get("/api/v1/problems", as: .dost).json["total"] == 1)
    // The same words in a form of its own are another problem.
    try browser.open("/desk/problems/new")
    try browser.submit(
      "/desk/problems/new",
      ["title": "Giám sát vườn cà phê", "expected_result": "Cảnh báo sớm"])
    #expect(browser.target != went.first && browser.page.status == 200)
    #expect(try service.get("/api/v1/problems", as: .dost).json["total"] == 2)
  }

  @Test func questionsProposalsFilesAndSearchesAreMadeOnce() throws {
    let scene = try MeetingScene()
    let service = scene.service
    var browser = try PageBrowser(service, as: "hoi@example.vn")
    try browser.open("/my/organisation/new?kind=technology_firm")
    try browser.submit(
      "/my/organisation/new",
      ["name": "Công ty Hỏi", "province": "66", "description": "Cảm biến.", "then": "submit"],
      all: ["fields": ["agriculture"]])
    let own = try #require(
      try service.get("/api/v1/organisations?status=submitted", as: .dost).items.first?["id"]?.text)
    try service.post("/api/v1/organisations/\(own)/verify", as: .dost)
    let problem = try service.post(
      "/api/v1/problems",
      ["title": "Tưới tiết kiệm", "expected_result": "Giảm nước", "deadline": "2026-12-31"],
      as: .dost
    ).id
    try service.post("/api/v1/problems/\(problem)/publish", as: .dost)
    let code = try #require(try service.get("/api/v1/problems/\(problem)").json["code"]?.text)
    let path = "/problems/" + code
    let asked = try twice(&browser, path + "/ask", path + "/ask", ["text": "Bao nhiêu vườn?"])
    #expect(asked.second == asked.first && asked.first.hasSuffix("done=asked"))
    #expect(try service.get("/api/v1/questions", as: .dost).json["total"] == 1)
    let proposed = try twice(&browser, path, path + "/propose")
    #expect(proposed.second == proposed.first && proposed.first.hasPrefix("/my/proposals/"))
    let offer = String(proposed.first.prefix { $0 != "?" })
    let edited = try twice(&browser, offer, offer, ["approach": "Ống nhỏ giọt"])
    #expect(edited.first == offer + "?done=draft_saved" && edited.second == edited.first)
    var other = browser
    try browser.upload("/my/files", "ho-so.pdf", SampleFiles.bytes(.pdf))
    try other.upload("/my/files", "ho-so.pdf", SampleFiles.bytes(.pdf))
    #expect(browser.target.hasSuffix("done=file_added") && other.target == browser.target)
    #expect(other.page.text.matches(of: /ho-so\.pdf/).count == 1)
    let saved = try twice(
      &browser, "/my/searches", "/my/searches",
      ["name": "Tưới", "kind": "search", "q": "tưới", "alert": "daily"])
    #expect(saved.second == saved.first)
    #expect(try service.get("/api/v1/saved-searches", as: .member(own)).json["total"] == 1)
  }

  @Test func aFormThatIsShownAgainKeepsItsKey() throws {
    let service = try Service()
    var browser = try PageBrowser(service, as: "so@example.vn", role: .dost)
    try browser.open("/desk/problems/new")
    let first = try #require(browser.keys(of: "/desk/problems/new").first)
    try browser.submit("/desk/problems/new", ["title": ""])
    #expect(browser.page.status == 422)
    #expect(browser.keys(of: "/desk/problems/new") == [first])
    try browser.open("/desk/problems/new")
    let fresh = browser.keys(of: "/desk/problems/new")
    #expect(fresh.count == 1 && fresh != [first], "another view, another key")
  }

  @Test func whatWasChangedAfterwardsIsAskedAbout() throws {
    let service = try Service()
    var browser = try PageBrowser(service, as: "so@example.vn", role: .dost)
    try browser.open("/desk/problems/new")
    var back = browser
    try browser.submit("/desk/problems/new", ["title": "Một", "expected_result": "Kết quả"])
    try back.submit("/desk/problems/new", ["title": "Hai", "expected_result": "Kết quả"])
    #expect(back.page.status == 409 && back.heading.contains("đã được gửi"))
    #expect(try service.get("/api/v1/problems", as: .dost).json["total"] == 1)
    try back.submit("/desk/problems/new")
    #expect(back.page.status == 200 && back.page.text.contains("Hai"))
    #expect(try service.get("/api/v1/problems", as: .dost).json["total"] == 2)
  }

  /// An edit that came twice is done, whatever became of the version it was made from.
  @Test func anEditThatIsSentTwiceLeadsWhereItLed() throws {
    let service = try Service()
    var browser = try PageBrowser(service, as: "so@example.vn", role: .dost)
    try browser.open("/desk/problems/new")
    try browser.submit("/desk/problems/new", ["title": "Một", "expected_result": "Kết quả"])
    let path = String(browser.target.prefix { $0 != "?" })
    let edited = try twice(&browser, path, path, ["title": "Hai"])
    #expect(edited.first == path + "?done=draft_saved" && edited.second == edited.first)
    let published = try twice(
      &browser, path, path + "/step",
      ["act": "cancel", "reason_code": "other", "reason": "x", "step": "cancel"])
    #expect(published.first.hasSuffix("done=problem_cancel") && published.second == published.first)
  }

  /// Only the same words are what was done: others were made from a version that is over.
  @Test func anEditThatWasChangedAfterwardsIsNotTakenForDone() throws {
    let service = try Service()
    var browser = try PageBrowser(service, as: "so@example.vn", role: .dost)
    try browser.open("/desk/problems/new")
    try browser.submit("/desk/problems/new", ["title": "Một", "expected_result": "Kết quả"])
    let path = String(browser.target.prefix { $0 != "?" })
    try browser.open(path)
    var other = browser
    var stranger = try PageBrowser(service, as: "khac@example.vn", role: .dost)
    try stranger.open(path)
    try browser.submit(path, ["title": "Hai"])
    #expect(browser.page.status == 200)
    #expect(try other.submit(path, ["title": "Ba"]).status == 412)
    #expect(try stranger.submit(path, ["title": "Hai"]).status == 412)
    let record = try service.get("/api/v1/problems", as: .dost).items.first
    #expect(record?["title"] == "Hai")
  }

  @Test func aTokenThatIsAskedForTwiceIsMadeOnce() throws {
    let service = try Service()
    var browser = try PageBrowser(service, as: "quantri@example.vn", role: .admin)
    func count() throws -> Int {
      try service.registry.tokens(by: .commandLine).filter { $0.label == "Hệ thống" }.count
    }
    try browser.open("/admin/tokens")
    var other = browser
    let values = ["label": "Hệ thống", "role": "dost", "scope": "read"]
    try browser.submit("/admin/tokens", values)
    #expect(browser.page.status == 200 && browser.page.text.contains("Bearer innoreg_"))
    try other.submit("/admin/tokens", values)
    #expect(other.target == "/admin/tokens?done=token_made_before" && other.page.status == 200)
    #expect(!other.page.text.contains("Bearer innoreg_"))
    #expect(try count() == 1)
    try browser.open("/admin/tokens")
    try browser.submit("/admin/tokens", values)
    #expect(try count() == 2)
  }

  @Test(arguments: ["", "x", "zz112233445566778899aabbccddeeff", "00112233445566778899aabbccddee"])
  func aKeyOfAnotherFormCountsAsNone(_ key: String) throws {
    let service = try Service()
    var browser = try PageBrowser(service, as: "so@example.vn", role: .dost)
    for _ in 0..<2 {
      try browser.open("/desk/problems/new")
      try browser.submit(
        "/desk/problems/new", ["title": "Một", "expected_result": "Kết quả", "form_key": key])
      #expect(browser.page.status == 200)
    }
    #expect(try service.get("/api/v1/problems", as: .dost).json["total"] == 2)
  }
}

extension PageBrowser {
  /// The keys of the forms that lead to a path.
  fileprivate func keys(of action: String) -> [String] {
    page.text.split(separator: "<form ").filter { $0.contains("action=\"\(action)\"") }
      .compactMap { $0.firstMatch(of: /name="form_key" value="([0-9a-f]{32})"/) }
      .map { String($0.1) }
  }
}
