import Domain
import HTTP
import Testing
import UseCases

/// What officers and solvers are told to do next, and by when.
@Suite struct DeskDutiesTests {
  let scene: Scene
  var service: Service { scene.service }
  private var problem: String { "/desk/problems/" + scene.id("open") }

  init() throws { scene = try Scene() }

  private func officer(_ email: String = "canbo@example.vn") throws -> PageBrowser {
    try PageBrowser(service, as: email, role: .dost)
  }

  @Test func theDeskTellsOfTheReportThatIsOwedUntilItIsIssued() throws {
    var browser = try officer()
    try browser.open("/desk")
    #expect(browser.page.text.contains("href=\"/desk/reports?half=2026-1\""))
    #expect(browser.page.text.contains("09/06/2026"))
    #expect(browser.page.text.contains("class=\"late\">còn 8 ngày"))
    #expect(!browser.page.text.contains("6 tháng cuối năm 2026"), "half a year ahead")
    try browser.open("/desk/reports?half=2026-1")
    try browser.submit("/desk/reports")
    try browser.open("/desk")
    #expect(!browser.page.text.contains("/desk/reports?half=2026-1"))
  }

  @Test func onlyNearDeadlinesAreToldOf() throws {
    var browser = try officer()
    try browser.open("/desk")
    let heading = "Hết hạn nộp trong 14 ngày tới"
    #expect(!browser.page.text.contains(heading), "30 June is a month away")
    try service.turn(to: "2026-06-20T00:00:00Z")
    try browser.logIn("canbo@example.vn")
    try browser.open("/desk")
    #expect(browser.page.text.contains(heading))
    #expect(browser.page.text.contains("href=\"\(problem)\""))
  }

  @Test func theNextStepIsOneThatCanBeTaken() throws {
    try service.post(
      "/api/v1/proposals/\(scene.id("proposal"))/submit", as: .member(scene.id("firm")))
    try service.turn(to: "2026-07-02T00:00:00Z")
    for step in ["close", "open"] {
      try service.post("/api/v1/problems/\(scene.id("open"))/\(step)", as: .dost)
    }
    var browser = try officer()
    var reviewer = try PageBrowser(service, as: "cg@example.vn", role: .reviewer)
    let proposal = scene.id("proposal")
    func tells(_ words: String, award: Bool = false) throws {
      try browser.open(problem + "/review")
      let box = try #require(browser.page.text.firstMatch(of: /notice now">(.*?)<\/p>/)).1
      #expect(box.contains(words), "\(box)")
      let mayAward = browser.page.text.contains("name=\"act\" value=\"award\"")
      #expect(mayAward == award, "\(words)")
    }
    try tells("công nhận hợp lệ hoặc loại từng đề xuất; còn chờ: Công ty firm.")
    #expect(!browser.page.text.contains("name=\"act\" value=\"review\""), "nobody is admitted")
    try service.post("/api/v1/proposals/\(proposal)/admit", as: .dost)
    try tells("Sở phân công chuyên gia cho đề xuất của: Công ty firm.")
    // Who can review is offered by name.
    let choice = try #require(
      browser.page.text.firstMatch(
        of: /name="reviewers" value="([a-z0-9]+)"> Lê An \(cg@example\.vn\)/)
    ).1
    let empty = try browser.submit(problem + "/reviewers", ["step": "assign"])
    #expect(empty.status == 422 && empty.text.contains("href=\"#assign-accounts\""))
    try browser.open(problem + "/review")
    try browser.submit(problem + "/reviewers", all: ["reviewers": [String(choice)]])
    #expect(browser.target == problem + "/review?done=assigned")
    #expect(!browser.page.text.contains("name=\"reviewers\""), "all are assigned")
    try tells("bắt đầu đánh giá.")
    try service.post("/api/v1/problems/\(scene.id("open"))/review", as: .dost)
    try tells("chuyên gia còn phải chấm và chốt điểm: Lê An – Công ty firm.")

    let path = try judge(&reviewer)
    try tells("Sở ghi điểm thống nhất cho đề xuất của: Công ty firm.")
    let keys = reviewer.page.text.matches(of: /name="points\.([a-z_0-9]+)"/).map { String($0.1) }
    #expect(keys.isEmpty, "\(path) is locked")
    let plan = try service.get("/api/v1/problems/\(scene.id("open"))/criteria", as: .dost)
    let scores = (plan.json["criteria"]?.elements ?? []).map { criterion -> JSON in
      ["criterion": criterion["key"] ?? .null, "points": 3]
    }
    try service.send(
      .PUT, "/api/v1/proposals/\(proposal)/consensus", as: .dost,
      body: ["scores": .array(scores)])
    try tells("không chọn; còn chờ: Công ty firm.")
    for step in ["shortlist", "select"] {
      try service.post("/api/v1/proposals/\(proposal)/\(step)", ["reason": "Tốt"], as: .dost)
    }
    try tells("Sở viết nhận xét gửi: Công ty firm.")
    try service.send(
      .PUT, "/api/v1/proposals/\(proposal)/feedback", as: .dost, body: ["text": "Cảm ơn"])
    try tells("chọn giải pháp.", award: true)
    let recusal = "name=\"act\" value=\"recuse\""
    #expect(browser.page.text.contains(recusal))
    try service.post("/api/v1/problems/\(scene.id("open"))/award", as: .dost)
    try browser.open(problem + "/review")
    #expect(!browser.page.text.contains(recusal), "the review is over")
    try browser.open(problem)
    #expect(browser.page.text.contains("Sở ghi các mốc công việc đã thống nhất với: Công ty firm."))
    #expect(!browser.page.text.contains("name=\"act\" value=\"start\""))
    try theMilestonesAreToldOf()
    try browser.logIn("canbo@example.vn")
    try browser.open(problem)
    #expect(browser.page.text.contains("name=\"act\" value=\"start\""))
    try theWorkIsCompletedBeforeItStarts(&browser)
  }

  /// An engagement is completed once all is there, and the problem goes on even so.
  private func theWorkIsCompletedBeforeItStarts(_ browser: inout PageBrowser) throws {
    let list = try service.get("/api/v1/engagements", as: .dost)
    let work = try #require(list.json["items"]?.elements?.first)
    let id = try #require(work["id"]?.text)
    let (page, base) = ("/desk/engagements/" + id, "/api/v1/engagements/" + id)
    func shows(_ words: [String], complete: Bool) throws {
      try browser.open(page)
      for told in ["Còn mốc chưa nghiệm thu", "Chưa ghi kết quả đạt được"] {
        #expect(browser.page.text.contains(told) == words.contains(told), "\(told)")
      }
      let mayComplete = browser.page.text.contains("name=\"act\" value=\"complete\"")
      #expect(mayComplete == complete, "\(words)")
    }
    try shows(["Còn mốc chưa nghiệm thu", "Chưa ghi kết quả đạt được"], complete: false)
    for milestone in work["milestones"]?.elements ?? [] {
      let path = base + "/milestones/" + (milestone["id"]?.text ?? "")
      try service.post(path + "/submit", ["text": "Xong"], as: .member(scene.id("firm")))
      #expect(try service.post(path + "/accept", as: .dost).status == 200)
    }
    try shows(["Chưa ghi kết quả đạt được"], complete: false)
    try service.patch(base, ["outcome": "Đạt"], as: .dost, match: "*")
    try shows([], complete: true)
    try service.post(base + "/complete", as: .dost)
    try browser.open("/desk")
    #expect(browser.page.text.contains("href=\"\(problem)\""), "it waits for its next step")
    try browser.open(problem)
    #expect(browser.page.text.contains("đã có thoả thuận thực hiện; bắt đầu thực hiện."))
    try browser.submit(problem + "/step", ["act": "start"])
    try browser.open(problem)
    #expect(browser.page.text.contains("name=\"act\" value=\"solve\""))
  }

  /// Whoever starts the review by other ways is still told whom to admit.
  @Test func theAdmissionStaysOwed() throws {
    try service.post(
      "/api/v1/proposals/\(scene.id("proposal"))/submit", as: .member(scene.id("firm")))
    try service.turn(to: "2026-07-02T00:00:00Z")
    for step in ["close", "open", "review"] {
      try service.post("/api/v1/problems/\(scene.id("open"))/\(step)", as: .dost)
    }
    var browser = try officer()
    let words = "công nhận hợp lệ hoặc loại từng đề xuất; còn chờ: Công ty firm."
    for page in ["", "/review", "/proposals"] {
      try browser.open(problem + page)
      #expect(browser.page.text.contains(words), "\(page)")
      #expect(!browser.page.text.contains("name=\"act\" value=\"award\""), "\(page)")
    }
    try service.post(
      "/api/v1/proposals/\(scene.id("proposal"))/reject", ["reason": "Thiếu"], as: .dost)
    try browser.open(problem)
    #expect(!browser.page.text.contains(words))
  }

  /// Reviews of one problem are told apart in words.
  @Test func reviewsOfOneProblemAreNumbered() throws {
    let third = try service.post(
      "/api/v1/organisations",
      [
        "kind": "technology_firm", "name": "Công ty third", "province": "66", "trl": 8,
        "description": "Ảnh vệ tinh cho vườn cà phê", "fields": ["agriculture"],
      ], as: .dost
    ).id
    for step in ["submit", "verify"] {
      try service.post(
        "/api/v1/organisations/\(third)/\(step)", ["reason": "lý do"], as: .dost)
    }
    let other = try service.post(
      "/api/v1/proposals",
      [
        "problem": .string(scene.id("open")), "approach": "Ảnh vệ tinh", "cost_vnd": 1,
        "duration_months": 1,
      ], as: .member(third))
    for (id, firm) in [(scene.id("proposal"), scene.id("firm")), (other.id, third)] {
      try service.post("/api/v1/proposals/\(id)/submit", as: .member(firm))
    }
    try service.turn(to: "2026-07-02T00:00:00Z")
    for step in ["close", "open"] {
      try service.post("/api/v1/problems/\(scene.id("open"))/\(step)", as: .dost)
    }
    var reviewer = try PageBrowser(service, as: "cg@example.vn", role: .reviewer)
    try service.post(
      "/api/v1/problems/\(scene.id("open"))/reviewers", ["accounts": ["cg@example.vn"]], as: .dost)
    try reviewer.open("/reviews")
    for number in 1...2 {
      #expect(reviewer.page.text.contains("Giám sát vườn cà phê open – đề xuất \(number)</a>"))
    }
  }

  /// A problem whose every question is answered lacks nothing before it is published.
  @Test func aWholeDraftIsToBePublished() throws {
    var browser = try officer()
    try browser.open("/desk/problems/" + scene.id("draft"))
    #expect(browser.page.text.contains("bổ sung những điểm còn thiếu"))
    try service.patch(
      "/api/v1/problems/" + scene.id("draft"),
      [
        "description": "Sâu bệnh khó thấy", "owner": "Sở Nông nghiệp", "budget_vnd": 900_000_000,
        "mechanism": "commission", "grounds": "Kế hoạch năm",
      ], as: .dost, match: "*")
    try browser.open("/desk/problems/" + scene.id("draft"))
    #expect(!browser.page.text.contains("bổ sung những điểm còn thiếu"))
    #expect(browser.page.text.contains("bài toán đã đủ nội dung; công bố bài toán, nêu"))
  }

  /// Scores by page, first wrongly; the faults name the criterion.
  private func judge(_ reviewer: inout PageBrowser) throws -> String {
    try reviewer.open("/reviews")
    let path = try #require(
      reviewer.page.text.firstMatch(of: /href="(\/reviews\/[a-z0-9]+)"/).map { String($0.1) })
    try reviewer.open(path)
    try reviewer.submit(path + "/declare", ["conflict": "none"])
    let keys = reviewer.page.text.matches(of: /name="points\.([a-z_0-9]+)"/).map { String($0.1) }
    let first = try #require(keys.first)
    let title = try #require(
      reviewer.page.text.firstMatch(of: /<fieldset class="criterion"><legend>([^<]+)</)
    ).1
    let name = String(title).trimmed
    func points(_ text: String, _ then: String) -> [String: String] {
      Dictionary(uniqueKeysWithValues: keys.map { ("points." + $0, text) })
        .merging(["then": then]) { $1 }
    }
    let wild = try reviewer.submit(path + "/scores", points("1000,5", "save"))
    #expect(
      wild.text.contains(
        "<a href=\"#scores-points-\(first)\">\(name): Giá trị 1000,5 không được nhận; cần từ 0 "),
      "\(name)")
    #expect(wild.text.contains(", bước 0,01."))
    try reviewer.open(path)
    let word = try reviewer.submit(path + "/scores", points("nhiều", "save"))
    #expect(word.text.contains(">\(name): “nhiều” không phải là số.<"))
    try reviewer.open(path)
    try reviewer.submit(path + "/scores", points("4", "lock"))
    #expect(reviewer.target == path + "?done=locked")
    return path
  }

  /// Milestones beyond the amount are told in money; those due soon stand on the solver's desk.
  private func theMilestonesAreToldOf() throws {
    var browser = try officer("nghiemthu@example.vn")
    try browser.open("/desk/engagements")
    let work = try #require(
      browser.page.text.firstMatch(of: /href="(\/desk\/engagements\/[a-z0-9]{16})"/)
        .map { String($0.1) })
    try browser.open(work)
    let beyond = try browser.submit(
      work + "/step",
      [
        "act": "add", "step": "add", "title": "Lắp đặt", "due": "2026-07-05",
        "amount_vnd": "1,2 tỷ",
      ])
    #expect(
      beyond.text.contains(
        "<a href=\"#add-amount_vnd\">Giá trị (đồng): Tổng cộng 1.200.000.000\u{A0}₫; "
          + "cần không quá 900.000.000\u{A0}₫."))
    try browser.open(work)
    let past = try browser.submit(
      work + "/step", ["act": "add", "step": "add", "title": "Lắp đặt", "due": "2026-07-01"])
    #expect(past.text.contains("Hạn: Giá trị 01/07/2026 không được nhận; cần từ 02/07/2026"))
    for (title, due) in [("Lắp đặt", "2026-07-05"), ("Bàn giao", "2026-07-30")] {
      try browser.open(work)
      try browser.submit(
        work + "/step", ["act": "add", "step": "add", "title": title, "due": due])
    }
    let email = "chu@example.vn"
    var owner = try PageBrowser(service, owning: scene.id("firm"), as: email)
    for (day, words) in [
      ("2026-07-02", "Mốc “Lắp đặt” đến hạn ngày 05/07/2026"),
      ("2026-07-05", "Mốc “Lắp đặt” đến hạn hôm nay (05/07/2026)"),
      ("2026-07-06", "Mốc “Lắp đặt” đã quá hạn từ ngày 05/07/2026"),
    ] {
      try service.turn(to: day + "T03:00:00Z")
      try owner.open("/my")
      if owner.target.hasPrefix("/login") {
        try owner.logIn(email)
        try owner.open("/my")
      }
      #expect(owner.page.text.contains(words), "\(day)")
      #expect(!owner.page.text.contains("Bàn giao"), "\(day): due in weeks")
    }
  }
}
