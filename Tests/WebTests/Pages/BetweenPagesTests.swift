import Domain
import HTTP
import Testing
import UseCases

/// What startups, funds and incubators are told of each other, and where they are led.
@Suite struct BetweenPagesTests {
  let scene: MeetingScene
  var service: Service { scene.service }

  init() throws { scene = try MeetingScene() }

  private func handedIn() throws -> (cohort: String, application: String) {
    let cohort = try scene.cohort()
    let application = try scene.application(to: cohort)
    try scene.post("/applications/\(application)/submit", as: scene.startup)
    return (cohort, application)
  }

  @Test func anApplicationsNoticeLeadsEachSideToItsOwnPage() throws {
    let (cohort, application) = try handedIn()
    let theirs = "/my/cohorts/\(cohort)/applications/\(application)"
    var incubator = try PageBrowser(service, owning: scene.incubator, as: "uom@example.vn")
    try service.registry.keepTime()
    for path in ["/applications/\(application)", "/my/applications/\(application)"] {
      try incubator.open(path)
      #expect(incubator.target == theirs, "\(path)")
    }
    #expect(incubator.page.text.contains(">Trả lời của Hạt Mẫu</h2>"))
    #expect(incubator.page.text.contains("name=\"event\" value=\"accept\""))
    var startup = try PageBrowser(service, owning: scene.startup, as: "hat@example.vn")
    try startup.open("/applications/\(application)")
    #expect(startup.target == "/my/applications/\(application)")
    #expect(startup.page.text.contains(">Trả lời của chúng tôi</h2>"))
    var other = try PageBrowser(service, owning: scene.other, as: "la@example.vn")
    #expect(try other.open("/applications/\(application)").status == 404)
    var officer = try PageBrowser(service, as: "canbo@example.vn", role: .dost)
    try officer.open("/applications/\(application)")
    #expect(officer.target == "/organisations/\(scene.incubator)")
    var nobody = try PageBrowser(service)
    try nobody.open("/applications/\(application)")
    #expect(nobody.target.hasPrefix("/login?next="))
  }

  @Test func aMentorRequestsNoticeLeadsEachSideToItsOwnPage() throws {
    let request = try scene.mentorRequest()
    var incubator = try PageBrowser(service, owning: scene.incubator, as: "uom@example.vn")
    #expect(try incubator.leave("/mentor-requests/\(request)") == "/my/mentors#m-\(request)")
    #expect(try incubator.leave("/my/mentor-requests") == "/my/mentors")
    var startup = try PageBrowser(service, owning: scene.startup, as: "hat@example.vn")
    #expect(
      try startup.leave("/mentor-requests/\(request)") == "/my/mentor-requests#m-\(request)")
  }

  /// Of what an incubator has handed out as notices, the newest lead where it decides.
  @Test func theNoticeOfAnApplicationIsInTheLanguageThatItIsReadIn() throws {
    var incubator = try PageBrowser(service, owning: scene.incubator, as: "uom@example.vn", .en)
    let (cohort, application) = try handedIn()
    try service.registry.keepTime()
    try incubator.open("/notifications")
    let text = incubator.page.text
    #expect(text.contains("<p>Hạt Mẫu has applied for Khoá mùa khô.</p>"), "\(text)")
    #expect(!text.contains("<span lang=\"vi\">Hạt Mẫu has applied"))
    let notice = try #require(
      text.split(separator: "Hạt Mẫu has applied").last?
        .firstMatch(of: /name="notification" value="([^"]+)"/)
    ).1
    try incubator.submit(
      "/notifications/read", ["notification": String(notice), "follow": "true"])
    #expect(incubator.target == "/my/cohorts/\(cohort)/applications/\(application)")
  }

  @Test(arguments: [
    (Language.vi, "cán bộ Sở KH&amp;CN và quản trị viên cũng"),
    (.en, "officers of the department and administrators can"),
  ])
  func formsSayWhoReadsWhatIsWritten(_ language: Language, _ words: String) throws {
    var fund = try PageBrowser(service, owning: scene.fund, as: "quy@example.vn", language)
    try fund.open("/my/introductions/new?to=" + scene.startup)
    #expect(fund.page.text.contains(words))
    var startup = try PageBrowser(service, owning: scene.startup, as: "hat@example.vn", language)
    try startup.open(
      "/my/mentor-requests/new?incubator=\(scene.incubator)&mentor=co-van-ca-phe")
    #expect(startup.page.text.contains(words))
  }

  @Test func aPairThatIsIntroducedIsLedToItsIntroduction() throws {
    var fund = try PageBrowser(service, owning: scene.fund, as: "quy@example.vn")
    var startup = try PageBrowser(service, owning: scene.startup, as: "hat@example.vn")
    let asking = "/my/introductions/new?to="
    try fund.open("/my/startups")
    #expect(fund.page.text.contains(asking + scene.startup))
    try startup.open("/my/funds?kind=fund")
    #expect(startup.page.text.contains(asking + scene.fund))

    let id = try scene.introduction()
    let link = "href=\"/my/introductions#i-\(id)\">"
    func reads(_ browser: inout PageBrowser, _ path: String, _ words: String) throws {
      try browser.open(path)
      #expect(browser.page.text.contains(link + words), "\(path): \(words)")
      let whom = path == "/my/startups" ? scene.startup : scene.fund
      #expect(!browser.page.text.contains(asking + whom), "\(path): \(words)")
      #expect(try browser.leave(asking + whom) == "/my/introductions#i-\(id)")
    }
    try reads(&fund, "/my/startups", "Đã đề nghị kết nối: xem")
    try reads(&startup, "/my/funds?kind=fund", "Đã đề nghị gặp bạn: xem và trả lời")

    try scene.post("/introductions/\(id)/accept", [:], as: scene.startup)
    try reads(&fund, "/my/startups", "Đã kết nối: xem liên hệ")
    try reads(&startup, "/my/funds?kind=fund", "Đã kết nối: xem liên hệ")
    for (side, other) in [(scene.fund, scene.startup), (scene.startup, scene.fund)] {
      let second = try service.post(
        "/api/v1/introductions", ["to": .string(other), "message": "Lại nữa"], as: .member(side))
      #expect(second.status == 409)
      #expect(second.json["detail"]?.text?.contains(id) == true, "\(second.text)")
    }

    try scene.post("/introductions/\(id)/outcomes", ["kind": "met"], as: scene.fund)
    try fund.open("/my/startups")
    #expect(fund.page.text.contains(asking + scene.startup), "the next one may be asked for")
  }

  @Test(arguments: [
    (Language.vi, "Hồ sơ của Hạt Mẫu vào “Khoá mùa khô” đang chờ quyết định"),
    (.en, "The application of Hạt Mẫu for “Khoá mùa khô” waits for your decision"),
  ])
  func anIncubatorSeesWhatWaitsForIt(_ language: Language, _ words: String) throws {
    let (cohort, application) = try handedIn()
    let request = try scene.mentorRequest()
    var incubator = try PageBrowser(
      service, owning: scene.incubator, as: "uom@example.vn", language)
    try incubator.open("/my")
    let text = incubator.page.text
    #expect(text.contains("<a href=\"/my/cohorts/\(cohort)/applications/\(application)\">\(words)"))
    #expect(text.contains("<a href=\"/my/mentors#m-\(request)\">Hạt Mẫu"))
    try scene.post("/applications/\(application)/accept", as: scene.incubator)
    try scene.post("/mentor-requests/\(request)/accept", as: scene.incubator)
    try incubator.open("/my")
    #expect(!incubator.page.text.contains("/my/mentors#m-"))
    #expect(!incubator.page.text.contains("applications/\(application)"))
  }

  /// Contacts are shared by nobody but by an introduction, so that is how the two meet.
  @Test func whomAMentorHasAcceptedIsToldHowToMeet() throws {
    let request = try scene.mentorRequest()
    var startup = try PageBrowser(service, owning: scene.startup, as: "hat@example.vn")
    try startup.open("/my/mentor-requests")
    #expect(!startup.page.text.contains("sẽ liên hệ với bạn"))
    try scene.post("/mentor-requests/\(request)/accept", as: scene.incubator)
    try startup.open("/my")
    #expect(startup.page.text.contains("<a href=\"/my/mentor-requests#m-\(request)\">Vườn ươm Mẫu"))
    try startup.open("/my/mentor-requests")
    #expect(startup.page.text.contains("Vườn ươm Mẫu sẽ liên hệ với bạn"))
    var incubator = try PageBrowser(service, owning: scene.incubator, as: "uom@example.vn")
    try incubator.open("/my/mentors")
    #expect(incubator.page.text.contains("/my/introductions/new?to=" + scene.startup))
    let id = try scene.post(
      "/introductions", ["to": .string(scene.startup), "message": "Hẹn gặp"], as: scene.incubator
    ).id
    for browser in [startup, incubator] {
      var browser = browser
      try browser.open("/my/mentors")
      if browser.target == "/my" { try browser.open("/my/mentor-requests") }
      #expect(browser.page.text.contains("/my/introductions#i-\(id)"), "\(browser.target)")
    }
  }
}
