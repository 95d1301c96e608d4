import Domain
import HTTP
import Testing
import UseCases

/// What everybody can look at without an account.
@Suite struct PublicPagesTests {
  /// A page as a browser without a session asks for it.
  private static func page(
    _ scene: Scene, _ path: String, _ language: Language = .vi
  ) throws -> Reply {
    Reply(
      try scene.service.client.send(
        .GET, scene.path(path), headers: [("Accept-Language", language.rawValue)], body: []))
  }

  private static let paths = [
    "/", "/problems", "/problems?q=vườn&sort=deadline", "/problems?sort=name&field=agriculture",
    "/problems/{open}", "/problems/{closed}", "/problems/{open}/matches", "/organisations",
    "/organisations?q=cam+bien&kind=technology_firm&province=66&stage=seed",
    "/organisations/{firm}",
    "/funds", "/incubators", "/programmes", "/search", "/search?q=ca+phe&type=problem", "/places",
    "/places/66", "/places/66?former=54", "/places/24133", "/statistics", "/accessibility",
    "/privacy",
  ].map { $0.replacing("ườ", with: "%C6%B0%E1%BB%9D") }

  /// Each whole, in its language, with one heading of the first rank, no sentence wanting, nothing
  /// twice under one identifier, and light.
  @Test(arguments: Language.allCases)
  func everyPageIsWhole(_ language: Language) throws {
    let scene = try Scene()
    for path in Self.paths {
      let reply = try Self.page(scene, path, language)
      #expect(reply.status == 200, "\(path)")
      #expect(reply.text.contains("<html lang=\"\(language.rawValue)\">"), "\(path)")
      #expect(reply.text.ranges(of: "<h1>").count == 1, "\(path)")
      #expect(reply.body.count < 60_000, "\(path)")
      #expect(!reply.text.contains(" style="), "\(path)")
      let wanting = reply.text.matches(
        of:
          /[>" ](?:about|home|list|match|matches|organisation|place|places|problem|programme|register|search|statistics)\.[a-z_.0-9]+[<" ]/
      )
      #expect(wanting.isEmpty, "\(path) \(wanting.map(\.0))")
      let ids = reply.text.matches(of: #/ id="([^"]+)"/#).map { String($0.1) }
      #expect(Set(ids).count == ids.count, "\(path)")
      let levels = reply.text.matches(of: /<h([1-6])[ >]/).compactMap { Int($0.1) }
      #expect(zip(levels, levels.dropFirst()).allSatisfy { $1 <= $0 + 1 }, "\(path) \(levels)")
    }
  }

  /// What is not public stays so, in every list and by its address.
  @Test func whatIsNotPublicIsNowhere() throws {
    let scene = try Scene()
    for path in ["/organisations/{hidden}", "/problems/{draft}", "/problems/{draft}/matches"] {
      #expect(try Self.page(scene, path).status == 404, "\(path)")
    }
    for path in Self.paths + ["/search/suggestions?q=hidden", "/search/suggestions?q=draft"] {
      let text = try Self.page(scene, path).text
      #expect(!text.contains("Công ty hidden"), "\(path)")
      #expect(!text.contains("cà phê draft"), "\(path)")
      #expect(!text.contains("firm@example.vn"), "\(path)")
    }
  }

  /// Contacts are for those who may see them by the API, and for nobody else.
  @Test func membersSeeTheirOwnContacts() throws {
    let scene = try Scene()
    let officer = try Browser(scene.service, role: .dost)
    let own = Reply(
      try scene.service.client.send(
        .GET, scene.path("/organisations/{firm}"), headers: [("Cookie", officer.cookie)], body: []))
    #expect(own.text.contains("firm@example.vn"))
    #expect(own.text.contains("mailto:firm@example.vn"))
  }

  @Test(
    arguments: [
      ("/places/54", "/places/66?former=54"), ("/places/daklak", "/places/66"),
      ("/places/Ph%C3%BA%20Y%C3%AAn", "/places/66?former=54"),
    ])
  func formerNamesLeadToTheirPlace(_ path: String, _ target: String) throws {
    let scene = try Scene()
    let reply = try Self.page(scene, path)
    #expect(reply.status == 303)
    #expect(reply.headers["Location"] == target)
  }

  @Test(arguments: ["/places/99", "/places/x", "/statistics/x.csv", "/organisations/x"])
  func whatIsNotThereIsToldInWords(_ path: String) throws {
    let reply = try Self.page(try Scene(), path)
    #expect(reply.status == 404)
    #expect(reply.text.contains("<h1>"))
  }

  @Test func suggestionsLeadToPages() throws {
    let scene = try Scene()
    let items = try Self.page(scene, "/search/suggestions?q=firm").items
    #expect(items.first?["path"]?.text == scene.path("/organisations/{firm}"))
    #expect(try Self.page(scene, "/search/suggestions?q=").items.isEmpty)
    #expect(try Self.page(scene, "/search/suggestions?q=c%C3%A0+ph%C3%AA").items.count <= 8)
    for item in items {
      #expect(try Self.page(scene, item["path"]?.text ?? "").status == 200)
    }
  }

  /// A problem that was amended and ended tells what was changed and why.
  @Test func aProblemTellsWhatBecameOfIt() throws {
    let scene = try Scene()
    let path = scene.path("/api/v1/problems/{open}")
    let tag = try scene.service.get(path, as: .dost).tag
    let amended = try scene.service.post(
      path + "/amend",
      ["reason": "Đo lại hiện trường", "changes": ["budget_vnd": 2_500_000_000]],
      as: .dost, headers: [("If-Match", tag)])
    try #require(amended.status == 200, "\(amended.text)")
    let cancelled = try scene.service.post(
      path + "/cancel", ["reason": "Không còn cần", "reason_code": "need_gone"], as: .dost)
    try #require(cancelled.status == 200, "\(cancelled.text)")
    let page = try Self.page(scene, "/problems/{open}").text
    #expect(page.contains("Đo lại hiện trường"))
    #expect(page.contains("<ins>2.500.000.000\u{A0}₫ (2,5\u{A0}tỷ)</ins>"))
    #expect(page.contains("Không còn cần"))
    #expect(page.contains("Huỷ"))
  }

  /// Questions are shown with their answers, and never who asked.
  @Test func answersAreShownWithoutTheAsker() throws {
    let scene = try Scene()
    let asked = try scene.service.post(
      scene.path("/api/v1/problems/{open}/questions"), ["text": "Có dữ liệu cũ không?"],
      as: .member(scene.id("other")))
    try #require(asked.status == 201, "\(asked.text)")
    #expect(!(try Self.page(scene, "/problems/{open}").text.contains("Có dữ liệu cũ")))
    try scene.service.post(
      "/api/v1/questions/\(asked.id)/answer", ["answer": "Có, từ năm 2022."], as: .dost)
    let page = try Self.page(scene, "/problems/{open}").text
    #expect(page.contains("Có dữ liệu cũ không?"))
    #expect(page.contains("Có, từ năm 2022."))
    #expect(!page.contains("Công ty other"))
  }

  /// Who fits is told with every component, and who is barred with the reason.
  @Test func matchesAreExplained() throws {
    let scene = try Scene()
    let page = try Self.page(scene, "/problems/{open}/matches").text
    #expect(page.contains("Công ty firm"))
    #expect(page.ranges(of: "<meter").count >= 7)
    #expect(page.contains("<mark>"))
    let excluded = try #require(page.firstRange(of: "Công ty other"))
    #expect(page.firstRange(of: "Công ty firm")?.lowerBound ?? page.endIndex < excluded.lowerBound)
  }

  /// Makes an organisation that DOST has verified.
  private static func verified(_ scene: Scene, _ body: JSON) throws -> String {
    let base: JSON = [
      "province": "66", "description": "Hỗ trợ nông nghiệp", "fields": ["agriculture"],
    ]
    let made = try scene.service.post("/api/v1/organisations", base.merging(body), as: .dost)
    for event in ["submit", "verify"] {
      let moved = try scene.service.post(
        "/api/v1/organisations/\(made.id)/\(event)", as: .dost)
      try #require(moved.status == 200, "\(moved.text)")
    }
    return made.id
  }

  /// A fund's page shows its mandate, and of its investments those that it has made public.
  @Test func aFundShowsWhatItHasMadePublic() throws {
    let scene = try Scene()
    let fund = try Self.verified(
      scene,
      [
        "kind": "fund", "name": "Quỹ Mầm",
        "fund": [
          "fund_kind": "venture_capital", "thesis": "Nông nghiệp số", "stages": ["seed"],
          "ticket_min_vnd": 1_000_000_000, "ticket_max_vnd": 2_500_000_000,
        ],
      ])
    for (name, isPublic) in [("Vườn Mở", true), ("Vườn Kín", false)] {
      let made = try scene.service.post(
        "/api/v1/funds/\(fund)/investments",
        [
          "name": .string(name), "date": "2026-05-01", "public": .bool(isPublic),
          "amount_vnd": 1_234_000_000, "instrument": "equity",
        ], as: .member(fund))
      try #require(made.status == 201, "\(made.text)")
    }
    let page = try Self.page(scene, "/organisations/" + fund).text
    #expect(
      page.contains(
        "1.000.000.000\u{A0}₫ (1\u{A0}tỷ) – 2.500.000.000\u{A0}₫ (2,5\u{A0}tỷ)"))
    #expect(page.contains("Vườn Mở"))
    #expect(page.contains("01/05/2026"))
    #expect(!page.contains("Vườn Kín"))
    #expect(!page.contains("1.234.000.000"))
    #expect(try Self.page(scene, "/funds").text.contains("Quỹ Mầm"))
    #expect(!(try Self.page(scene, "/incubators").text.contains("Quỹ Mầm")))
  }

  /// An incubator's page holds its programmes, each with its announced intakes; the list of
  /// programmes leads there.
  @Test func programmesLeadToTheirIncubator() throws {
    let scene = try Scene()
    let incubator = try Self.verified(
      scene,
      [
        "kind": "incubator", "name": "Vườn ươm Cao Nguyên",
        "incubator": [
          "capacity": 12, "programmes": [["title": "Ươm hạt", "stages": ["seed"], "places": 8]],
        ],
      ])
    var cohorts: [String] = []
    for name in ["Khoá mở", "Khoá nháp"] {
      let made = try scene.service.post(
        "/api/v1/cohorts",
        [
          "programme": "uom-hat", "name": .string(name), "opens": "2026-05-20T00:00:00Z",
          "closes": "2026-07-20T00:00:00Z", "capacity": 8,
        ], as: .member(incubator))
      try #require(made.status == 201, "\(made.text)")
      cohorts.append(made.id)
    }
    try scene.service.post("/api/v1/cohorts/\(cohorts[0])/announce", as: .member(incubator))
    let page = try Self.page(scene, "/organisations/" + incubator).text
    #expect(page.contains("id=\"programme-uom-hat\""))
    #expect(page.contains("Khoá mở"))
    #expect(page.contains("Đang nhận hồ sơ"))
    #expect(!page.contains("Khoá nháp"))
    for path in ["/programmes", "/search?q=uom+hat"] {
      let link = "href=\"/organisations/\(incubator)#programme-uom-hat\""
      #expect(try Self.page(scene, path).text.contains(link), "\(path)")
    }
  }

  /// Texts of strangers are never markup.
  @Test func textsAreEscaped() throws {
    let scene = try Scene()
    let made = try scene.service.post(
      "/api/v1/organisations",
      [
        "kind": "technology_firm", "name": "<script>alert(1)</script>", "province": "66",
        "fields": ["agriculture"],
        "commune": "24133", "description": "<b>đậm</b> & \"nháy\"",
        "website": "https://example.vn/?a=1&b=2",
      ], as: .dost)
    for event in ["submit", "verify"] {
      try scene.service.post("/api/v1/organisations/\(made.id)/\(event)", as: .dost)
    }
    for path in ["/organisations/\(made.id)", "/organisations", "/places/24133", "/search?q=alert"]
    {
      let text = try Self.page(scene, path).text
      #expect(text.contains("&lt;script&gt;"), "\(path)")
      #expect(!text.contains("<script>"), "\(path)")
      #expect(!text.contains("<b>"), "\(path)")
    }
  }

  /// On an English page, what is Vietnamese says so.
  @Test func vietnameseTextsAreMarkedOnEnglishPages() throws {
    let scene = try Scene()
    let english = try Self.page(scene, "/organisations/{firm}", .en).text
    #expect(english.contains("<h1><span lang=\"vi\">Công ty firm</span></h1>"))
    #expect(!(try Self.page(scene, "/organisations/{firm}").text.contains("lang=\"vi\">Công ty")))
  }

  /// Every figure can be taken away as CSV, and says the same as the page.
  @Test func statisticsAgreeWithTheRegister() throws {
    let scene = try Scene()
    let page = try Self.page(scene, "/statistics").text
    let files = page.matches(of: /href="(\/statistics\/[a-z-]+\.csv)"/).map { String($0.1) }
    #expect(Set(files).count == 6)
    for file in Set(files) {
      let reply = try Self.page(scene, file)
      #expect(reply.status == 200)
      #expect(reply.headers["Content-Type"]?.hasPrefix("text/csv") == true)
      #expect(reply.text.hasPrefix("\u{FEFF}"))
    }
    let problems = try Self.page(scene, "/statistics/problems.csv").text
    #expect(problems.contains("Nông nghiệp,2,1,0,0,0\r\n"))
    let months = try Self.page(scene, "/statistics/publications.csv").text
    #expect(months.hasSuffix("06/2026,3\r\n"))
    let kinds = try Self.page(scene, "/statistics/organisations-by-kind.csv").text
    #expect(kinds.contains("Doanh nghiệp công nghệ,2\r\n"))
  }

  /// The page is the same for programs by the address that it names.
  @Test(
    arguments: [
      "/problems?field=agriculture", "/organisations?province=66", "/funds", "/programmes",
      "/problems/{open}", "/organisations/{firm}", "/problems/{open}/matches",
    ])
  func pagesNameTheirData(_ path: String) throws {
    let scene = try Scene()
    let text = try Self.page(scene, path).text
    let link = try #require(
      text.firstMatch(of: /<link rel="alternate" type="application\/json"[^>]* href="([^"]+)"/))
    let reply = try scene.service.get(String(link.1).replacing("&amp;", with: "&"))
    #expect(reply.status == 200)
  }
}
