import Domain
import HTTP
import Testing
import UseCases

/// What funds and incubators do over pages: who fits them, why, and what comes of it.
@Suite struct SupporterPagesTests {
  /// Somebody who has registered an organisation of that kind, which is verified.
  private static func owner(
    _ service: Service, _ email: String, _ kind: OrganisationKind, _ name: String,
    _ more: [String: String] = [:], _ language: Language = .vi
  ) throws -> (browser: PageBrowser, id: String) {
    var browser = try PageBrowser(service, as: email, language)
    let path = "/my/organisation/new?kind=" + kind.rawValue
    try browser.open(path)
    try browser.submit(
      "/my/organisation/new",
      ["name": name, "province": "66", "description": "Cà phê Tây Nguyên.", "then": "submit"]
        .merging(more) { $1 }, all: ["fields": ["agriculture"]])
    try #require(browser.target == "/my/organisation?done=handed_in", "\(browser.page.text)")
    let found = try service.get("/api/v1/organisations?status=submitted", as: .dost)
    let id = try #require(found.items.first?["id"]?.text)
    try service.post("/api/v1/organisations/\(id)/verify", as: .dost)
    return (browser, id)
  }

  private static func fund(
    _ service: Service, _ language: Language = .vi
  ) throws -> (browser: PageBrowser, id: String) {
    try owner(
      service, "quy@example.vn", .fund, "Quỹ Thử",
      [
        "fund.fund_kind": "startup_investment_fund",
        "fund.thesis": "Truy xuất nguồn gốc cà phê, vườn chè.",
      ], language)
  }

  private static func incubator(_ service: Service) throws -> (browser: PageBrowser, id: String) {
    try owner(service, "uom@example.vn", .incubator, "Vườn ươm Thử")
  }

  /// Each kind is asked what it needs and nothing of another's; a fund that registers is open to
  /// applications unless it says otherwise.
  @Test func theFormAsksWhatTheKindNeeds() throws {
    let service = try Service()
    var (browser, id) = try Self.fund(service)
    let made = try service.get("/api/v1/organisations/\(id)", as: .dost).json
    #expect(made["fund"]?["open"] == true)
    var asked: [String: Set<String>] = [:]
    for kind in ["fund", "incubator", "startup", "agency"] {
      try browser.open("/my/organisation/new?kind=" + kind)
      asked[kind] = Set(
        browser.page.text.matches(of: /\ name="([a-z_.]+)"/).map { String($0.1) })
    }
    let solving: Set<String> = ["products", "technologies", "trl"]
    #expect(asked["startup"]?.isSuperset(of: solving.union(["fields", "startup.stage"])) == true)
    for kind in ["fund", "incubator", "agency"] {
      #expect(asked[kind]?.isDisjoint(with: solving.union(["startup.stage"])) == true, "\(kind)")
    }
    #expect(
      asked["fund"]?.isSuperset(of: ["fund.open", "fund.stages", "fund.ticket_max_vnd"]) == true)
    #expect(asked["incubator"]?.isSuperset(of: ["fields", "incubator.capacity"]) == true)
  }

  @Test func aFundDescribesItsMandateBesideTheLimitsOfTheLaw() throws {
    let service = try Service()
    var (browser, id) = try Self.fund(service)
    try browser.open("/my/mandate")
    #expect(browser.page.text.contains("Điều"))
    try browser.submit(
      "/my/mandate",
      ["fund.ticket_min_vnd": "500 triệu", "fund.ticket_max_vnd": "2 tỷ", "fund.open": "true"],
      all: ["fund.stages": ["seed", "growth"], "fund.provinces": ["66"]])
    #expect(browser.target == "/my/mandate?done=mandate_saved")
    let fund = try service.get("/api/v1/organisations/\(id)", as: .dost).json["fund"]
    #expect(fund?["ticket_min_vnd"] == 500_000_000 && fund?["ticket_max_vnd"] == 2_000_000_000)
    #expect(fund?["stages"] == ["seed", "growth"] && fund?["open"] == true)
    #expect(fund?["thesis"] == "Truy xuất nguồn gốc cà phê, vườn chè.")
    let refused = try browser.submit("/my/mandate", ["fund.ticket_max_vnd": "1 triệu"])
    #expect(refused.status == 422)
    #expect(
      refused.text.contains("id=\"f-fund-ticket_max_vnd-fault\"")
        && refused.text.contains("value=\"1 triệu\""))
    #expect(
      refused.text.contains(
        "<a href=\"#f-fund-ticket_max_vnd\">Mức đầu tư đến (đồng): Giá trị 1.000.000\u{A0}₫ không "
          + "được nhận; cần từ 500.000.000\u{A0}₫ trở lên.</a>"))
  }

  @Test func startupsThatFitAreNarrowedDownWatchedAndCompared() throws {
    let scene = try MeetingScene()
    var (browser, id) = try Self.fund(scene.service)
    try browser.open("/my/startups")
    #expect(browser.page.text.contains("Hạt Mẫu") && browser.page.text.contains("Lá Mẫu"))
    #expect(browser.page.text.contains("<meter") && browser.page.text.contains("<mark>"))
    #expect(browser.page.body.count < 60_000)
    let none = try browser.open("/my/startups?stage=growth")
    #expect(!none.text.contains("Hạt Mẫu") && none.text.contains("checked"))
    #expect(try browser.open("/my/startups?stage=nonsense").status == 422)
    #expect(try browser.open("/my/startups?cursor=x").status == 400)
    try browser.open("/my/startups?stage=seed")
    try browser.submit("/my/watch", ["organisation": scene.startup])
    #expect(browser.target == "/my/startups?stage=seed&done=watch_started")
    try browser.open("/my/watch")
    #expect(browser.page.text.contains("Hạt Mẫu") && !browser.page.text.contains("Lá Mẫu"))
    let watched = try scene.service.get("/api/v1/funds/\(id)/watch", as: .member(id))
    #expect(watched.items.count == 1)
    // Nobody is led away by what a form says.
    try browser.submit("/my/watch", ["back": "//example.com/my/startups"])
    #expect(browser.target == "/my/watch?done=watch_stopped")
    try browser.open(
      "/my/startups/compare?startup=\(scene.startup)&startup=\(scene.other)&startup=\(scene.startup)"
    )
    let text = browser.page.text
    #expect(text.contains("Hạt Mẫu") && text.contains("Lá Mẫu"))
    #expect(text.matches(of: /<th scope="col">/).count == 3)
    #expect(try browser.open("/my/startups/compare").status == 200)
    #expect(try browser.open("/my/startups/compare?startup=nobody").status == 404)
  }

  @Test func aFundAsksForAnIntroductionAndSavesItsSearch() throws {
    let scene = try MeetingScene()
    var (browser, id) = try Self.fund(scene.service)
    try browser.open("/my/introductions/new?to=" + scene.startup)
    try browser.submit("/my/introductions/new", ["message": "Quỹ muốn gặp."])
    #expect(browser.target == "/my/introductions?done=introduction_asked")
    #expect(browser.page.text.contains("Hạt Mẫu"))
    try browser.open("/my/searches")
    try browser.submit(
      "/my/searches", ["name": "Cà phê", "kind": "startup_matches", "alert": "daily"])
    #expect(browser.target == "/my/searches?done=search_saved", "\(browser.page.text)")
    let saved = try scene.service.get("/api/v1/saved-searches", as: .member(id)).items
    #expect(saved.first?["query"]?["organisation"]?.text == id)
    try browser.open("/my/startups")
    try browser.submit("/my/searches")
    #expect(browser.target == "/my/searches?done=search_saved")
  }

  @Test func aPortfolioIsKeptWithinTheLaw() throws {
    let scene = try MeetingScene()
    var (browser, id) = try Self.fund(scene.service)
    try browser.open("/my/portfolio/new?organisation=" + scene.startup)
    try browser.submit(
      "/my/portfolio/new",
      ["date": "2026-05-04", "amount_vnd": "1,5 tỷ", "share_after": "12,5", "public": "true"])
    #expect(browser.target == "/my/portfolio?done=saved", "\(browser.page.text)")
    #expect(browser.page.text.contains("12,5") && browser.page.text.contains("1.500.000.000"))
    let entry = try #require(
      try scene.service.get("/api/v1/funds/\(id)/investments", as: .member(id)).items.first)
    #expect(entry["share_after"] == 1250 && entry["public"] == true)
    try browser.open("/my/portfolio/" + (entry["id"]?.text ?? ""))
    #expect(browser.page.text.contains("value=\"12,5\""))
    let refused = try browser.submit(browser.target, ["share_after": "60"])
    #expect(refused.status == 422 && refused.text.contains("38/2018/NĐ-CP"))
    #expect(refused.text.contains("không quá 50 %") && refused.text.contains("value=\"60\""))
    // Others see the firm, never the terms.
    try browser.open("/organisations/" + id)
    var other = try PageBrowser(scene.service)
    try other.open("/organisations/" + id)
    #expect(other.page.text.contains("Hạt Mẫu") && !other.page.text.contains("1.500.000.000"))
  }

  @Test func anIncubatorKeepsProgrammesAndMentors() throws {
    let service = try Service()
    var (browser, id) = try Self.incubator(service)
    func profile() throws -> JSON? {
      try service.get("/api/v1/organisations/\(id)", as: .dost).json["incubator"]
    }
    try browser.open("/my/programmes/new")
    let refused = try browser.submit(
      "/my/programmes/new", ["title": "Ươm cà phê", "opens": "2026-06-30", "closes": "2026-06-01"])
    #expect(refused.status == 422 && refused.text.contains("id=\"f-closes-fault\""))
    try browser.submit("/my/programmes/new", ["closes": "2026-07-30"], all: ["stages": ["seed"]])
    #expect(browser.target == "/my/programmes?done=saved")
    let programme = try #require(try profile()?["programmes"]?.elements?.first)
    #expect(programme["stages"] == ["seed"] && programme["closes"] == "2026-07-30")
    let path = "/my/programmes/" + (programme["id"]?.text ?? "")
    try browser.open(path)
    try browser.submit(path, ["title": "Ươm cà phê đặc sản"])
    let changed = try #require(try profile()?["programmes"]?.elements?.first)
    #expect(changed["title"] == "Ươm cà phê đặc sản" && changed["id"] == programme["id"])
    try browser.open("/my/mentors/new")
    let open = try #require(browser.page.text.firstMatch(of: /<input [^>]*name="open"[^>]*>/))
    #expect(open.0.contains(" checked"), "a new mentor takes requests")
    try browser.submit(
      "/my/mentors/new", ["title": "Cố vấn cà phê", "languages": "vi\nen", "open": "true"])
    #expect(browser.target == "/my/mentors?done=saved")
    let mentor = try #require(try profile()?["mentor_profiles"]?.elements?.first)
    #expect(mentor["languages"] == ["vi", "en"] && mentor["open"] == true)
    #expect(try profile()?["programmes"]?.elements?.count == 1)
    let name = mentor["id"]?.text ?? ""
    try browser.submit("/my/mentors/\(name)/remove")
    #expect(browser.target == "/my/mentors?done=removed")
    #expect(try profile()?["mentor_profiles"] == nil)
    #expect(try browser.open("/my/programmes/nothing").status == 404)
  }

  @Test func anIntakeGoesFromTheDraftToItsDecisions() throws {
    let scene = try MeetingScene()
    var (browser, id) = try Self.incubator(scene.service)
    try browser.open("/my/programmes/new")
    try browser.submit(
      "/my/programmes/new", ["title": "Ươm cà phê", "description": "Cà phê, truy xuất nguồn gốc."])
    try browser.open("/my/cohorts/new?programme=uom-ca-phe")
    let programme = try #require(
      scene.service.get("/api/v1/organisations/\(id)", as: .dost).json["incubator"]?["programmes"]?
        .elements?.first?["id"]?.text)
    let terms = [
      "programme": programme, "name": "Khoá 1", "opens": "2026-05-01T08:00",
      "closes": "2026-07-01T17:00",
    ]
    #expect(try browser.submit("/my/cohorts/new", terms).status == 422)
    try browser.submit("/my/cohorts/new", terms.merging(["capacity": "2"]) { $1 })
    let path = String(browser.target.prefix { $0 != "?" })
    #expect(browser.target == path + "?done=draft_saved", "\(browser.page.text)")
    // Both startups would fit and have not applied.
    #expect(browser.page.text.contains("Hạt Mẫu"))
    try browser.submit(path + "/move", ["event": "announce"])
    #expect(browser.target == path + "?done=cohort_announce")
    try browser.open(path + "/edit")
    #expect(browser.page.text.contains("value=\"2026-07-01T17:00\""))
    #expect(try browser.submit(path + "/edit", ["closes": "2026-06-01T17:00"]).status == 422)
    let cohort = String(path.split(separator: "/").last ?? "")
    let application = try scene.application(to: cohort)
    var startup = try PageBrowser(scene.service, owning: scene.startup, as: "hat@example.vn")
    try startup.open("/my/applications/" + application)
    #expect(startup.page.text.contains("Hồ sơ nhận tối đa 10 tệp."))
    #expect(!startup.page.text.contains("Đề xuất nhận"), "it is no proposal")
    try scene.post("/applications/\(application)/submit", as: scene.startup)
    try browser.open(path)
    let link = "\(path)/applications/\(application)"
    #expect(browser.page.text.contains("href=\"\(link)\""))
    try browser.open(link)
    #expect(browser.page.text.contains("qztraloi"))
    #expect(try browser.submit(link, ["event": "decline", "reason": ""]).status == 422)
    try browser.open(link)
    try browser.submit(link, ["event": "accept"])
    #expect(browser.target == link + "?done=saved")
    let record = try scene.service.get("/api/v1/applications/\(application)", as: .member(id))
    #expect(record.json["status"] == "accepted")
    try browser.open(path)
    try browser.submit("/my/searches")
    #expect(browser.target == "/my/searches?done=search_saved", "\(browser.page.text)")
  }

  @Test func requestsToMentorsAreAnswered() throws {
    let scene = try MeetingScene()
    var (browser, incubator) = try Self.incubator(scene.service)
    try browser.open("/my/mentors/new")
    try browser.submit("/my/mentors/new", ["title": "Cố vấn chè", "open": "true"])
    let own = try scene.service.get("/api/v1/organisations/\(incubator)", as: .dost).json
    let mentor = try #require(own["incubator"]?["mentor_profiles"]?.elements?.first?["id"])
    let id = try scene.post(
      "/mentor-requests",
      ["incubator": own["id"] ?? .null, "mentor": mentor, "message": "qzhoi"], as: scene.startup
    ).id
    try browser.open("/my/mentors")
    #expect(browser.page.text.contains("qzhoi") && browser.page.text.contains("Hạt Mẫu"))
    try browser.submit("/my/mentors/requests/" + id, ["event": "accept"])
    #expect(browser.target == "/my/mentors?done=saved")
    try browser.submit("/my/mentors/requests/" + id, ["event": "complete"])
    try browser.submit("/my/mentors/requests/\(id)/feedback", ["rating": "5"])
    let request = try scene.service.get("/api/v1/mentor-requests/" + id, as: .dost)
    #expect(request.json["status"] == "done")
    #expect(request.json["feedback"]?.elements?.first?["rating"] == 5)
  }

  @Test(arguments: [
    "/my/mandate", "/my/startups", "/my/watch", "/my/portfolio", "/my/programmes", "/my/cohorts",
    "/my/mentors",
  ])
  func othersAreLedToTheirOwnWork(_ path: String) throws {
    let service = try Service()
    var stranger = try PageBrowser(service)
    try stranger.open(path)
    #expect(stranger.target.hasPrefix("/login?next="))
    var (university, _) = try Self.owner(service, "dh@example.vn", .university, "Trường Thử")
    try university.open(path)
    #expect(university.target == "/my")
    #expect(!university.page.text.contains("href=\"\(path)\""))
  }

  @Test(arguments: Language.allCases)
  func everySentenceOfThesePagesIsThere(_ language: Language) throws {
    let service = try Service()
    var (browser, _) = try Self.fund(service, language)
    for path in [
      "/my", "/my/mandate", "/my/startups", "/my/startups/compare", "/my/watch", "/my/portfolio",
      "/my/portfolio/new", "/my/introductions", "/my/searches",
    ] {
      let page = try browser.open(path)
      #expect(page.status == 200 && page.text.contains("<html lang=\"\(language.rawValue)\">"))
      #expect(
        page.text.firstMatch(of: />(form|nav|startups|watch|portfolio|mandate)\.[a-z_.]+</) == nil)
    }
  }
}
