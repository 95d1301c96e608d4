import Domain
import HTTP
import Testing
import UseCases
import Web

/// Pages that tell of records: in words, by name, and only what still serves.
@Suite struct ReadableRecordsTests {
  @Test(arguments: Language.allCases)
  func eachFormerProvinceIsListedOnce(_ language: Language) throws {
    let service = try Service()
    var browser = try PageBrowser(service, language)
    try browser.open("/places")
    let list = try #require(browser.page.text.split(separator: "class=\"names\"").last)
    let links = list.matches(of: /href="(\/places\/[^"]+former=[0-9]+)">([^<]+)<\/a> → ([^<]+)/)
    #expect(links.count == 53, "52 that were joined, and Thừa Thiên Huế")
    #expect(Set(links.map(\.1)).count == 53)
    #expect(Set(links.map(\.2)).count == 53)
    let dongNai = links.filter { $0.1 == "/places/75?former=75" }
    #expect(dongNai.count == 1)
    try browser.open("/places/75")
    let was = try #require(
      browser.page.text.firstMatch(of: language == .vi ? /Bình Phước[^<]*</ : /Binh Phuoc[^<]*</)
    ).0
    #expect(!was.contains("Đồng Nai") && !was.contains("Dong Nai"), "\(was)")
  }

  @Test func whatCanStillBeAskedIsShownWhileProposalsAreTaken() throws {
    let scene = try Scene()
    var browser = try PageBrowser(scene.service)
    let path = "/problems/" + scene.id("open")
    try browser.open(path)
    #expect(browser.page.text.contains("/matches\""))
    #expect(browser.page.text.contains(">Điều còn chưa rõ</h2>"))
    try scene.service.turn(to: "2026-07-02T00:00:00Z")
    try scene.service.post("/api/v1/problems/\(scene.id("open"))/close", as: .dost)
    try browser.open(path)
    #expect(!browser.page.text.contains("/matches\""))
    #expect(!browser.page.text.contains(">Điều còn chưa rõ</h2>"))
  }

  /// Nothing in the list but systems, whose names are codes, and records without a name stays a
  /// code.
  @Test(arguments: [Role.dost, .admin], Language.allCases)
  func theLogSaysInWordsWhoDidWhat(_ role: Role, _ language: Language) throws {
    let scene = try Scene()
    let service = scene.service
    var person = try PageBrowser(service, as: "canbo@example.vn", role: role, language)
    try person.open("/desk/problems/" + scene.id("draft"))
    try service.registry.keepTime()
    let path = "/desk/problems/" + scene.id("open")
    try person.open(path)
    try person.submit(path + "/step", ["act": "suspend", "reason": "Chờ kinh phí"])
    try person.open("/desk/audit?action=problem.suspend")
    let text = person.page.text
    #expect(text.contains("Lê An</"), "\(text)")
    #expect(!text.contains(/<td[^>]*><code>/), "codes stand where they are asked for")
    #expect(text.contains(" problem.suspend \(scene.id("open"))</code>"))
    #expect(text.contains(language == .vi ? ">Tạm dừng<" : ">Suspend<"))
    #expect(text.contains("<a href=\"\(path)\">"))
    let title = try service.get("/api/v1/problems/" + scene.id("open")).json["title"]?.text
    #expect(text.contains(try #require(title)))
    let entry = try #require(
      try service.get("/api/v1/audit?action=problem.suspend", as: .admin).items.first)
    #expect(entry["actor_name"] == "Lê An")
    #expect(entry["name"]?.text?.contains(try #require(title)) == true)
    #expect(entry["actor"]?.text?.hasPrefix("account:") == true)
  }

  /// Every act that the log has of a service in which everything happens has its words.
  @Test func everyActHasItsWords() throws {
    let scene = try WholeScene()
    let messages = try Messages()
    var cursor: String?
    var unnamed: Set<String> = []
    repeat {
      let next = cursor.map { "&cursor=" + $0 } ?? ""
      let page = try scene.service.get("/api/v1/audit?limit=100" + next, as: .admin).json
      for act in page["items"]?.elements ?? [] {
        let action = act["action"]?.text ?? ""
        let aggregate = act["aggregate"]?.text ?? ""
        let verb = String(action.dropFirst(aggregate.count + 1))
        let label = scene.service.registry.codes.label("\(aggregate)_events", verb).vi
        if label == verb, messages("act." + verb, .vi) == "act." + verb { unnamed.insert(action) }
      }
      cursor = page["next_cursor"]?.text
    } while cursor != nil
    #expect(unnamed.isEmpty, "\(unnamed.sorted())")
  }

  @Test(arguments: Language.allCases)
  func theFirstPasswordEndsNothing(_ language: Language) throws {
    let service = try Service()
    let made = try service.registry.createAccountByHand(
      email: "moi@example.vn", name: "Lê Mới", language: language, role: .dost, by: .commandLine)
    var browser = try PageBrowser(service, language)
    try browser.open("/reset?token=" + made.secret)
    #expect(browser.heading == (language == .vi ? "Đặt mật khẩu" : "Set your password"))
    #expect(!browser.page.text.contains("phiên") && !browser.page.text.contains("sessions"))
    try browser.submit("/reset/complete", ["password": Browser.password])
    try browser.logIn("moi@example.vn")
    try service.registry.keepTime()
    try browser.open("/notifications")
    #expect(
      browser.page.text.contains(
        language == .vi ? "Tài khoản của bạn đã có mật khẩu" : "Your password is set"))
    #expect(!browser.page.text.contains(language == .vi ? "đã đổi" : "was changed"))
  }
}
