import Domain
import HTTP
import Testing
import UseCases

/// What pages say of their own accord: why an order is as it is, what is asked for and when, where
/// somebody goes on to.
@Suite struct GuidanceTests {
  private static func submitted(
    _ browser: inout PageBrowser, _ values: [String: String], kind: String = "startup",
    all lists: [String: [String]] = [:]
  ) throws -> Reply {
    try browser.open("/my/organisation/new?kind=" + kind)
    return try browser.submit("/my/organisation/new", values, all: lists)
  }

  /// Every list of matches says why its order and its words may differ.
  @Test func everyListOfMatchesSaysHowItIsRead() throws {
    let scene = try MeetingScene()
    let words = "nên có thể khác thứ tự"
    var fund = try PageBrowser(scene.service, owning: scene.fund, as: "quy@example.vn")
    try fund.open("/my/startups")
    #expect(fund.page.text.contains("Hạt Mẫu") && fund.page.text.contains(words))
    var startup = try PageBrowser(scene.service, owning: scene.startup, as: "hat@example.vn")
    for kind in ["fund", "programme"] {
      try startup.open("/my/funds?kind=" + kind)
      #expect(startup.page.text.contains("<meter"), "\(kind)")
      #expect(startup.page.text.contains(words), "\(kind)")
    }
    let cohort = try scene.cohort()
    var incubator = try PageBrowser(scene.service, owning: scene.incubator, as: "uom@example.vn")
    try incubator.open("/my/cohorts/" + cohort)
    #expect(incubator.page.text.contains("Hạt Mẫu") && incubator.page.text.contains(words))
  }

  /// An intake that is announced is known, although the programme's own record has no days.
  @Test func anAnnouncedIntakeIsNotCalledUnknown() throws {
    let scene = try MeetingScene()
    let unknown = "chưa nêu thời gian nhận hồ sơ"
    var startup = try PageBrowser(scene.service, owning: scene.startup, as: "hat@example.vn")
    func page() throws -> String { try startup.open("/my/funds?kind=programme").text }
    func missing() throws -> [String] {
      let found = try scene.service.get(
        "/api/v1/organisations/\(scene.startup)/programme-matches")
      return (found.json["matches"]?.elements?.first?["missing"]?.elements ?? [])
        .map(\.compact)
    }
    #expect(try page().contains(unknown))
    let before = try missing()
    let cohort = try scene.cohort()
    #expect(try !page().contains(unknown))
    #expect(try missing() != before)
    var incubator = try PageBrowser(scene.service, owning: scene.incubator, as: "uom@example.vn")
    try incubator.open("/my/cohorts/" + cohort)
    #expect(!incubator.page.text.contains(unknown))
    try scene.service.turn(to: "2026-08-01T00:00:00Z")
    try startup.logIn("hat@example.vn")
    #expect(try page().contains(unknown), "the intake is over")
  }

  /// Pages are at hand from where the work begins, for each kind of organisation what it has.
  @Test func theFirstPageLeadsToAllOfOnesWork() throws {
    let scene = try MeetingScene()
    let doors = [
      scene.fund: ["mandate", "startups", "watch", "introductions", "portfolio"],
      scene.startup: ["matches", "funds", "introductions", "proposals"],
      scene.incubator: ["programmes", "cohorts", "mentors"],
    ]
    for (place, (id, paths)) in doors.enumerated() {
      var browser = try PageBrowser(scene.service, owning: id, as: "chu\(place)@example.vn")
      try browser.open("/my")
      let list = try #require(
        browser.page.text.firstMatch(of: /<ul class="doors">(.*?)<\/ul>/)
      ).1
      for path in paths { #expect(list.contains("href=\"/my/\(path)\""), "\(path)") }
    }
  }

  /// The administration stands folded in one entry, which says where one is.
  @Test(arguments: Language.allCases) func theAdministrationUnfolds(_ language: Language) throws {
    let service = try Service()
    var admin = try PageBrowser(service, as: "qt@example.vn", role: .admin, language)
    func folded(_ path: String) throws -> (name: String, entries: String) {
      try admin.open(path)
      let found = try #require(
        admin.page.text.firstMatch(
          of: /<li class="group"><details><summary([^<]*)<\/summary><ul>(.*?)<\/ul>/))
      return (String(found.1), String(found.2))
    }
    let desk = try folded("/desk")
    #expect(desk.entries.matches(of: #/<a /#).count == 5)
    #expect(!desk.name.contains("aria-current"))
    let accounts = try folded("/admin/accounts")
    let word = language == .vi ? "Tài khoản" : "Accounts"
    #expect(accounts.name.contains("aria-current=\"true\"") && accounts.name.contains(word))
    #expect(accounts.entries.matches(of: /aria-current="page"/).count == 1)
    var officer = try PageBrowser(service, as: "cb@example.vn", role: .dost, language)
    try officer.open("/desk")
    #expect(!officer.page.text.contains("class=\"group\""))
  }

  /// What is said to end soon does; where nothing does, the list is called what it is.
  @Test func theHomePageListsWhatReallyEndsSoon() throws {
    let scene = try Scene()
    func home() throws -> String {
      let reply = Reply(
        try scene.service.client.send(.GET, "/", headers: [("Accept-Language", "en")]))
      return reply.text
    }
    let (near, next) = ("Closing within 14 days", "Next deadlines")
    #expect(try home().contains(next) && !home().contains(near))
    try scene.service.turn(to: "2026-06-20T00:00:00Z")
    #expect(try home().contains(near) && !home().contains(next))
  }

  /// A draft is asked for what it will be asked for once it is public; what needs no answer counts
  /// for nothing.
  @Test func publishingAsksForNothingNew() throws {
    let scene = try Scene()
    let made = try scene.service.post(
      "/api/v1/problems",
      [
        "title": "Đếm voi", "description": "x", "expected_result": "y", "field": "agriculture",
        "owner": "Sở", "deadline": "2026-06-30", "budget_vnd": 1_500_000_000,
        "mechanism": "commission", "grounds": "z",
      ], as: .dost)
    try #require(made.status == 201, "\(made.text)")
    #expect(made.json["completeness"] == 100 && made.json["open_questions"] == ["document"])
    var officer = try PageBrowser(scene.service, as: "cb@example.vn", role: .dost, .en)
    let path = "/desk/problems/" + made.id
    let question = "By which document is it published?"
    try officer.open(path)
    #expect(officer.page.text.contains(question) && officer.page.text.contains("href=\"#steps\""))
    #expect(officer.page.text.contains("the problem is complete"))
    try scene.service.post("/api/v1/problems/\(made.id)/publish", as: .dost)
    let published = try scene.service.get("/api/v1/problems/" + made.id).json
    #expect(published["open_questions"] == ["document"] && published["completeness"] == 100)
    try officer.open(path)
    #expect(officer.page.text.contains(question))
    #expect(officer.page.text.contains("record the document under"))
  }

  /// An amount stands in its field as the page's language groups it, and is read in either way.
  @Test(arguments: [
    ("1,500,000,000", 1_500_000_000), ("1.500.000.000", 1_500_000_000),
    ("1.5 billion", 1_500_000_000), ("1,5 tỷ", 1_500_000_000), ("900 million", 900_000_000),
  ])
  func amountsAreGroupedAsThePageIsWritten(_ typed: String, _ amount: Int64) throws {
    let scene = try Scene()
    let path = "/desk/problems/" + scene.id("draft")
    func problem() throws -> JSON {
      try scene.service.get("/api/v1/problems/" + scene.id("draft"), as: .dost).json
    }
    var english = try PageBrowser(scene.service, as: "cb@example.vn", role: .dost, .en)
    try english.open(path)
    try english.submit(path, ["budget_vnd": typed, "then": "save"])
    #expect(try problem()["budget_vnd"] == .integer(amount))
    let told = amount == 900_000_000 ? "900,000,000" : "1,500,000,000"
    #expect(english.page.text.contains("value=\"\(told)\""))
    var vietnamese = try PageBrowser(scene.service, as: "vi@example.vn", role: .dost)
    try vietnamese.open(path)
    #expect(vietnamese.page.text.contains("value=\"\(told.replacing(",", with: "."))\""))
    // Sent again as it stands, it changes nothing.
    let version = try problem()["version"]
    try english.open(path)
    try english.submit(path, ["then": "save"])
    #expect(try problem()["version"] == version)
  }

  /// What is wrong and what is owed are told at once, whether or not a draft could be kept.
  @Test func aRegistrationIsToldAllItsFaultsAtOnce() throws {
    let service = try Service()
    let wrong = ["then": "submit", "tax_code": "0100233489", "founded": "20x4"]
    let owed = ["province", "description", "fields", "startup-stage"]
    func check(_ page: Reply, _ more: [String]) {
      #expect(page.status == 422)
      for field in ["tax_code", "founded"] + owed + more {
        #expect(page.text.contains("href=\"#f-\(field)\""), "\(field)")
      }
    }
    var browser = try PageBrowser(service, as: "an@example.vn")
    check(try Self.submitted(&browser, wrong.merging(["name": ""]) { $1 }), ["name"])
    check(try Self.submitted(&browser, wrong.merging(["name": "Vườn Số"]) { $1 }), [])
    let again = try browser.submit("/my/organisation", wrong)
    check(again, [])
    // Nobody is told twice of one field, and whoever only saves is not told what is owed.
    #expect(again.text.matches(of: /<li><a href="#f-founded">/).count == 1)
    let saved = try browser.submit("/my/organisation", ["then": "save", "founded": "20x4"])
    #expect(saved.text.contains("#f-founded\"") && !saved.text.contains("href=\"#f-province\""))
  }

  /// An administrator finds who shall own an organisation that has nobody, where the API would too.
  @Test func anOrganisationWithoutOwnerGetsOne() throws {
    let scene = try Scene()
    let path = "/desk/queue/" + scene.id("hidden")
    var officer = try PageBrowser(scene.service, as: "cb@example.vn", role: .dost)
    #expect(!(try officer.open(path).text.contains("value=\"invite\"")))
    var admin = try PageBrowser(scene.service, as: "qt@example.vn", role: .admin)
    try admin.open(path)
    let invite = ["act": "invite", "step": "invite", "role": "owner"]
    let wrong = try admin.submit(path, invite.merging(["email": "ai đó"]) { $1 })
    #expect(wrong.status == 422 && wrong.text.contains("href=\"#invite-email\""))
    try admin.open(path)
    try admin.submit(path, invite.merging(["email": "chu@example.vn"]) { $1 })
    #expect(admin.target == path + "?done=member_invited", "\(admin.page.text)")
    try scene.service.registry.keepTime()
    var secret: String?
    while secret == nil, let job = try scene.service.registry.claimMail(lease: 60) {
      secret = job.notices.first { $0.kind == .memberInvited }?.values["secret"]
    }
    var owner = try PageBrowser(scene.service, as: "chu@example.vn")
    try owner.open("/invitation?token=" + (try #require(secret)))
    try owner.submit("/invitation")
    #expect(owner.target == "/my?done=member_joined")
    // Who comes from now on is the owner's to say.
    try admin.open(path)
    #expect(!admin.page.text.contains("value=\"invite\""))
    let late = try admin.post(
      path, "application/x-www-form-urlencoded", Array("act=invite&email=x%40y.vn&role=owner".utf8))
    #expect(late.status == 403)
  }
}
