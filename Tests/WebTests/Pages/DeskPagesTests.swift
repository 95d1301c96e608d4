import Domain
import HTTP
import Testing
import UseCases
import Web

/// What officers and reviewers do over pages, from a registration to the work on a problem.
@Suite struct DeskPagesTests {
  let scene: Scene
  var service: Service { scene.service }
  var problem: String { "/desk/problems/\(scene.id("open"))" }

  init() throws { scene = try Scene() }

  static let paths = [
    "/desk", "/desk/queue", "/desk/problems", "/desk/problems?status=draft&field=agriculture",
    "/desk/problems/new", "/desk/documents", "/desk/documents/new", "/desk/questions",
    "/desk/members", "/desk/engagements?overdue=true", "/desk/data-requests?due=open",
    "/desk/audit", "/desk/audit?aggregate=problem&actor=&since=2026-01-01",
  ]

  private func officer(_ language: Language = .vi) throws -> PageBrowser {
    try PageBrowser(service, as: "canbo@example.vn", role: .dost, language)
  }

  /// What a page must never hold: keys instead of sentences, identifiers twice, and too much.
  private func check(_ page: Reply, _ path: String) {
    #expect(page.status == 200, "\(path): \(page.status)")
    #expect(page.text.utf8.count < 60_000, "\(path)")
    let keys = page.text.matches(
      of: /[>"](?:form|desk|queue|review|reviews|opened|audit)\.[a-z_.]+[<"]/)
    #expect(keys.isEmpty, "\(path): \(keys.map { $0.0 })")
    let ids = page.text.matches(of: #/ id="([^"]+)"/#).map { $0.1 }
    #expect(Set(ids).count == ids.count, "\(path)")
  }

  @Test(arguments: Language.allCases) func officersAloneSeeTheDesk(_ language: Language) throws {
    var browser = try officer(language)
    var visitor = try PageBrowser(service, language)
    var reviewer = try PageBrowser(service, as: "cg@example.vn", role: .reviewer, language)
    let ones = ["", "/shortlist", "/proposals", "/review"].map { problem + $0 }
    for path in Self.paths + ones + ["/desk/queue/\(scene.id("firm"))"] {
      check(try browser.open(path), path)
      try visitor.open(path)
      #expect(visitor.target.hasPrefix("/login?next="), "\(path): \(visitor.target)")
      #expect(try reviewer.open(path).status == 403, "\(path)")
    }
    check(try reviewer.open("/reviews"), "/reviews")
    #expect(try browser.open("/reviews").status == 403)
    let refused = try reviewer.open("/desk").text
    let area = language == .vi ? "Bàn làm việc của Sở dành cho:" : "The department’s desk: only for"
    #expect(refused.contains(area) && !refused.contains("Thao tác desk"), "\(language)")
    #expect(try browser.open("/desk/problems/nobody").status == 404)
  }

  @Test func aRegistrationIsReturnedFieldByFieldAndVerified() throws {
    let id = scene.id("hidden")
    try service.post("/api/v1/organisations/\(id)/submit", as: .dost)
    var browser = try officer()
    try browser.open("/desk/queue")
    #expect(browser.page.text.contains("Công ty hidden"))
    let path = "/desk/queue/" + id
    try browser.open(path)
    let refused = try browser.submit(path, ["act": "return", "step": "return"])
    #expect(refused.status == 422 && refused.text.contains("id=\"return-reason\""))
    try browser.open(path)
    try browser.submit(
      path,
      [
        "act": "return", "step": "return", "reasons.0.pointer": "/tax_code",
        "reasons.0.reason": "Thiếu mã số thuế",
      ])
    #expect(browser.target == path + "?done=decided")
    #expect(browser.page.text.contains("Thiếu mã số thuế"))
    // A record that was returned offers no verifying.
    #expect(!browser.page.text.contains("name=\"act\" value=\"verify\""))
    let record = try service.get("/api/v1/organisations/\(id)", as: .dost).json
    #expect(record["status"] == "returned")
    #expect(record["reasons"]?.elements?.first?["pointer"] == "/tax_code")
    try service.post("/api/v1/organisations/\(id)/submit", as: .dost)
    try browser.open(path)
    try browser.submit(path, ["act": "verify", "step": "verify"])
    #expect(browser.target == path + "?done=decided")
    #expect(try service.get("/api/v1/organisations/\(id)").json["status"] == "verified")
    let stale = try browser.submit(
      path, ["act": "suspend", "step": "suspend", "reason": "Vì", "version": "1"])
    #expect(stale.status == 412)
  }

  @Test func aProblemIsWrittenPublishedAmendedAndItsSolversInvited() throws {
    // What every firm speaks of tells none apart.
    let weak = try service.post(
      "/api/v1/organisations",
      [
        "kind": "technology_firm", "name": "Phòng khám số", "province": "79", "trl": 7,
        "description": "Phần mềm đặt lịch khám bệnh", "fields": ["health"],
        "technologies": ["digital_platform"],
      ], as: .dost)
    for event in ["submit", "verify"] {
      try service.post("/api/v1/organisations/\(weak.id)/\(event)", as: .dost)
    }
    var browser = try officer()
    try browser.open("/desk/documents/new")
    try browser.submit(
      "/desk/documents/new",
      ["kind": "decision", "number": "9/QĐ-VD", "date": "2026-01-05", "issuer": "Sở Ví Dụ"])
    let document = String(browser.target.prefix { $0 != "?" })
    try browser.submit(document + "/step", ["act": "issue", "step": "issue"])
    #expect(browser.page.text.contains("badge-issued"))

    try browser.open("/desk/problems/new")
    let empty = try browser.submit("/desk/problems/new", ["then": "save", "owner": "Sở"])
    #expect(empty.status == 422 && empty.text.contains("href=\"#f-title\""))
    #expect(empty.text.contains("value=\"Sở\""))
    let words = [
      "title": "Giám sát vườn cà phê", "description": "Nông hộ phát hiện sâu bệnh quá muộn",
      "budget_vnd": "1,5 tỷ", "min_trl": "6", "field": "agriculture",
      "expected_result": "Cảnh báo sâu bệnh sớm",
    ]
    let preview = try browser.submit(
      "/desk/problems/new", words.merging(["then": "preview"]) { $1 })
    #expect(preview.status == 200 && preview.text.contains("Công ty firm"))
    let before = try service.get("/api/v1/problems", as: .dost).json["total"]
    let live = try browser.submit("/desk/problems/new", words.merging(["then": "save"]) { $1 })
    check(live, "draft")
    let path = String(browser.target.prefix { $0 != "?" })
    #expect(try service.get("/api/v1/problems", as: .dost).json["total"] != before)
    let id = String(path.split(separator: "/").last ?? "")
    let record = try service.get("/api/v1/problems/\(id)", as: .dost).json
    #expect(record["budget_vnd"] == 1_500_000_000 && record["required"] == [["min_trl": 6]])

    try browser.submit(path, ["then": "save", "deadline": "2026-06-30T17:00"])
    try browser.submit(
      path + "/step",
      ["act": "publish", "step": "publish", "document": String(document.dropFirst(16))])
    #expect(browser.target == path + "/shortlist?done=problem_publish")
    #expect(try service.get("/api/v1/problems/\(id)").json["status"] == "published")
    try browser.open(path)
    let amended = ["then": "save", "owner": "Sở Y tế", "deadline": "2026-06-30T17:00"]
    let silent = try browser.submit(path, amended)
    #expect(silent.status == 422 && silent.text.contains("href=\"#f-reason\""))
    try browser.submit(path, amended.merging(["reason": "Bổ sung"]) { $1 })
    #expect(browser.target == path + "?done=amended")
    #expect(try service.get("/api/v1/problems/\(id)").json["owner"] == "Sở Y tế")
    let nothing = try browser.submit(path + "/step", ["act": "cancel", "step": "cancel"])
    #expect(nothing.status == 422 && nothing.text.contains("href=\"#cancel-reason_code\""))

    try browser.open(path + "/shortlist")
    let firm = scene.id("firm")
    #expect(browser.page.text.contains("name=\"firm\" value=\"\(firm)\""))
    try browser.submit(path + "/invite", ["organisation": firm, "note": "Xin mời"])
    #expect(browser.target == path + "/shortlist?done=invited")
    #expect(browser.page.text.contains("badge-invited"))
    #expect(
      try service.get("/api/v1/problems/\(id)/outcomes", as: .dost).items.first?["kind"]
        == "invited")
    check(try browser.open(path + "/compare?firm=\(firm)"), "compare")
  }

  @Test func proposalsStaySealedInEveryPageUntilTheyAreOpened() throws {
    var browser = try officer()
    try service.post(
      "/api/v1/proposals/\(scene.id("proposal"))/submit", as: .member(scene.id("firm")))
    for path in ["", "/proposals", "/review"].map({ problem + $0 }) + ["/desk", "/desk/audit"] {
      let page = try browser.open(path)
      check(page, path)
      for word in [scene.id("proposal"), "Đặt cảm biến lá", "900.000.000"] {
        #expect(!page.text.contains(word), "\(path): \(word)")
      }
    }
    try browser.open(problem + "/proposals")
    #expect(!browser.offers(problem + "/open"))
    try service.turn(to: "2026-07-02T00:00:00Z")
    try service.post("/api/v1/problems/\(scene.id("open"))/close", as: .dost)
    // Sessions end in the meantime.
    try browser.logIn("canbo@example.vn")
    try browser.open(problem + "/proposals")
    #expect(browser.offers(problem + "/open"))
    try browser.submit(problem + "/open")
    try browser.open(problem + "/proposals")
    // By name, as in the minutes, not by how the log calls them.
    #expect(!browser.page.text.contains("account:"))
    #expect(browser.page.text.contains("Đặt cảm biến lá"))
    #expect(browser.page.text.contains("Công ty firm"))
  }

  /// Whoever is tied reads why nothing is offered to them, instead of a refusal after the click.
  @Test func whoIsTiedIsOfferedNoStep() throws {
    try service.post(
      "/api/v1/proposals/\(scene.id("proposal"))/submit", as: .member(scene.id("firm")))
    try service.turn(to: "2026-07-02T00:00:00Z")
    for step in ["close", "open"] {
      try service.post("/api/v1/problems/\(scene.id("open"))/\(step)", as: .dost)
    }
    // The address of the firm.
    var tied = try PageBrowser(service, as: "firm@example.vn", role: .admin)
    var free = try officer()
    let queue = "/desk/queue/" + scene.id("firm")
    for path in ["", "/proposals", "/review", "/shortlist"].map({ problem + $0 }) + [queue] {
      let page = try tied.open(path)
      check(page, path)
      #expect(page.text.contains("notice barred"), "\(path)")
      // It would name rivals, reviewers and decisions.
      #expect(!page.text.contains("notice now"), "\(path)")
      let forms = page.text.matches(of: /<form method="post" action="(\/desk[^"]*)"/)
      #expect(forms.isEmpty, "\(path): \(forms.map(\.1))")
      #expect(!(try free.open(path).text.contains("notice barred")), "\(path)")
    }
    try free.open(problem + "/proposals")
    #expect(free.offers(problem + "/proposals"))
    // Elsewhere they decide as everybody does.
    try tied.open("/desk/queue/" + scene.id("other"))
    #expect(tied.offers("/desk/queue/" + scene.id("other")))
    // A form that was kept is refused all the same.
    let token = try #require(
      tied.page.text.firstMatch(of: /name="form_token" value="([^"]*)"/).map { String($0.1) })
    let kept = try tied.post(
      problem + "/proposals", "application/x-www-form-urlencoded",
      Array("form_token=\(token)&act=admit&proposal=\(scene.id("proposal"))".utf8))
    #expect(kept.status == 403)
  }

  @Test func fromTheOpeningToTheLastMilestone() throws {
    try service.post(
      "/api/v1/proposals/\(scene.id("proposal"))/submit", as: .member(scene.id("firm")))
    try service.turn(to: "2026-07-02T00:00:00Z")
    for step in ["close", "open"] {
      try service.post("/api/v1/problems/\(scene.id("open"))/\(step)", as: .dost)
    }
    let proposal = scene.id("proposal")
    var browser = try officer()
    var reviewer = try PageBrowser(service, as: "cg@example.vn", role: .reviewer)
    try browser.open(problem + "/proposals")
    try browser.submit(problem + "/proposals", ["act": "admit", "proposal": proposal])
    try browser.open(problem + "/review")
    try browser.submit(problem + "/reviewers", ["accounts": "cg@example.vn"])
    #expect(browser.target == problem + "/review?done=assigned")
    let early = try browser.submit(problem + "/step", ["act": "review", "step": "review"])
    #expect(early.status == 200)
    let owed = try browser.submit(problem + "/step", ["act": "award", "step": "award"])
    #expect(owed.status == 409 && owed.text.contains("role=\"alert\""))

    try reviewer.open("/reviews")
    #expect(!reviewer.page.text.contains("đề xuất 1"), "one alone needs no number")
    #expect(!reviewer.page.text.contains("<span class=\"hidden\"> 1</span>"))
    let path = try #require(
      reviewer.page.text.firstMatch(of: /href="(\/reviews\/[a-z0-9]+)"/).map { String($0.1) })
    try reviewer.open(path)
    #expect(!reviewer.page.text.contains("Đặt cảm biến lá"), "the offer before the declaration")
    #expect(!reviewer.offers(path + "/scores"))
    let silent = try reviewer.submit(path + "/declare", ["grounds": ""])
    #expect(silent.text.contains("<a href=\"#declare-conflict\">Xung đột lợi ích: "))
    try reviewer.open(path)
    try reviewer.submit(path + "/declare", ["conflict": "none"])
    check(reviewer.page, path)
    #expect(reviewer.page.text.contains("Đặt cảm biến lá"))
    let keys = reviewer.page.text.matches(of: /name="points\.([a-z_0-9]+)"/).map { String($0.1) }
    #expect(!keys.isEmpty)
    func points(_ text: String, _ then: String) -> [String: String] {
      Dictionary(uniqueKeysWithValues: keys.map { ("points." + $0, text) })
        .merging(["then": then]) { $1 }
    }
    let wild = try reviewer.submit(path + "/scores", points("1000", "save"))
    #expect(wild.status == 422 && wild.text.contains("value=\"1000\""))
    try reviewer.submit(path + "/scores", points("4,5", "lock"))
    #expect(reviewer.target == path + "?done=locked")
    #expect(!reviewer.offers(path + "/scores"))

    try browser.open(problem + "/review")
    try browser.submit(
      problem + "/consensus",
      points("4", "").merging(["proposal": proposal, "version": "0"]) { $1 })
    #expect(browser.target == problem + "/review?done=saved")
    try browser.submit(problem + "/feedback", ["proposal": proposal, "text": "Rõ ràng"])
    try browser.open(problem + "/review")
    let place = "Hạng 1 trong 1: "
    #expect(browser.page.text.contains(place) && browser.page.text.contains("theo điểm thống nhất"))
    #expect(browser.page.text.contains("Điểm thống nhất được ghi sau khi các phiếu đã chốt"))
    for act in ["shortlist", "select"] {
      let why = "“Chọn” được nêu trước vì đề xuất này đứng hạng nhất"
      #expect(browser.page.text.contains(why) == (act == "select"))
      try browser.submit(
        problem + "/proposals",
        ["act": act, "proposal": proposal, "reason": "Điểm cao nhất", "on": "review"])
      #expect(browser.target == problem + "/review?done=decided", "\(act)")
    }
    check(try browser.open(problem + "/review"), "review")
    try browser.submit(problem + "/step", ["act": "award", "step": "award"])
    #expect(
      browser.target.hasPrefix("/desk/engagements?problem=")
        && browser.target.hasSuffix("&done=problem_award"))
    try theProposerReadsWhatWasDecided(proposal)
    try browser.open("/desk/engagements")
    let work = try #require(
      browser.page.text.firstMatch(of: /href="(\/desk\/engagements\/[a-z0-9]{16})"/)
        .map { String($0.1) })
    try browser.open(work)
    try browser.submit(
      work + "/step",
      ["act": "add", "title": "Lắp đặt", "due": "2026-09-30", "amount_vnd": "300 triệu"])
    #expect(browser.page.text.contains("300.000.000"))
    try theSolverHandsAMilestoneIn()
    try browser.open(work)
    let shown = try #require(
      browser.page.text.firstMatch(of: /href="(\/desk\/files\/[a-z0-9]+)"/).map { String($0.1) })
    #expect(try browser.open(shown).body == SampleFiles.bytes(.pdf))
    try browser.open(work)
    try browser.submit(work, ["outcome": "Đạt"])
    check(browser.page, work)
    #expect(browser.target == work + "?done=draft_saved")
  }

  /// The words of the officers, the scores that were agreed on, and no reviewer.
  private func theProposerReadsWhatWasDecided(_ proposal: String) throws {
    var owner = try PageBrowser(service, owning: scene.id("firm"))
    let path = "/my/proposals/" + proposal
    let page = try owner.open(path)
    check(page, path)
    for word in ["Rõ ràng", "Điểm cao nhất", "badge-selected"] {
      #expect(page.text.contains(word), "\(word)")
    }
    #expect(page.text.contains("Tổng điểm") && !page.text.contains("cg@example.vn"))
    let file = try owner.open(path + "/receipt/file")
    #expect(file.headers["Content-Disposition"]?.contains("attachment") == true)
    #expect(file.json["receipt"]?["proposal"] == .string(proposal))
    var stranger = try PageBrowser(service, owning: scene.id("other"), as: "la@example.vn")
    #expect(try stranger.open(path + "/receipt/file").status == 404)
  }

  private func theSolverHandsAMilestoneIn() throws {
    var owner = try PageBrowser(service)
    try owner.logIn("chu@example.vn")
    try owner.open("/my/engagements")
    let work = try #require(
      owner.page.text.firstMatch(of: /href="(\/my\/engagements\/[a-z0-9]{16})"/)
        .map { String($0.1) })
    check(try owner.open(work), work)
    #expect(owner.page.text.contains("Lắp đặt"))
    #expect(try owner.upload("/my/files", "", []).status == 422)
    #expect(owner.page.text.contains("id=\"faults\""))
    try owner.open(work)
    let wrong = try owner.upload(
      "/my/files", "a.exe", SampleFiles.bytes(.pdf), ["text": "Đã lắp"], as: "files")
    #expect(wrong.status == 422 && wrong.text.contains("Đã lắp"))
    try owner.open(work)
    try owner.upload(
      "/my/files", "ảnh.pdf", SampleFiles.bytes(.pdf), ["text": "Đã lắp 40 cảm biến"], as: "files")
    #expect(owner.target == work + "?done=milestone_handed_in")
    #expect(owner.page.text.contains("Đã lắp 40 cảm biến"))
    #expect(!owner.offers("/my/files"), "it is DOST's turn")
    #expect(try owner.open("/engagements/" + work.split(separator: "/")[2]).status == 200)
    #expect(owner.target == work)
    var stranger = try PageBrowser(service)
    try stranger.logIn("la@example.vn")
    #expect(try stranger.open(work).status == 404)
  }

  @Test func questionsAreAnsweredWithoutTheirAsker() throws {
    let id = scene.id("open")
    let asked = try service.post(
      "/api/v1/problems/\(id)/questions", ["text": "Có điện lưới không?"],
      as: .member(scene.id("firm")))
    var browser = try officer()
    try browser.open("/desk/questions")
    #expect(browser.page.text.contains("Có điện lưới không?"))
    let path = "/desk/questions/\(asked.id)"
    #expect(try browser.submit(path, ["answer": ""]).status == 422)
    try browser.open("/desk/questions")
    let naming = try browser.submit(path, ["answer": "Công ty firm hỏi đúng"])
    #expect(naming.status == 422 && naming.text.contains("Công ty firm hỏi đúng"))
    try browser.open("/desk/questions")
    try browser.submit(path, ["answer": "Có, một pha."])
    #expect(browser.target == "/desk/questions?done=question_answered")
    #expect(try service.get("/api/v1/problems/\(id)/questions").items.first?["answer"] != nil)
  }

  @Test func everyFieldHasItsNameAndItsHelp() throws {
    let messages = try Messages()
    for language in Language.allCases {
      let keys = messages.keys(language).filter {
        $0.hasPrefix("form.") && $0.split(separator: ".").count > 2 && !$0.hasSuffix(".help")
      }
      #expect(keys.count > 200)
      for key in keys { #expect(messages(key + ".help", language) != key + ".help", "\(key)") }
    }
  }
}
