import Domain
import HTTP
import Testing
import UseCases

/// The pages with reports: officers make them, everybody reads what was published.
@Suite struct ReportPagesTests {
  let scene: Scene
  var service: Service { scene.service }

  init() throws { scene = try Scene() }

  private func officer(_ language: Language = .vi) throws -> PageBrowser {
    try PageBrowser(service, as: "canbo@example.vn", role: .dost, language)
  }

  @Test(arguments: Language.allCases) func thePageTellsFiguresAndWhatIsOwed(_ language: Language)
    throws
  {
    var browser = try officer(language)
    try browser.open("/desk/reports")
    #expect(browser.page.status == 200)
    let (title, left, published) =
      language == .vi
      ? ("Báo cáo 6 tháng đầu năm 2026", "còn 8 ngày", "Bài toán được công bố")
      : ("Report on the first half of 2026", "8 days left", "Problems published")
    #expect(browser.heading == title)
    for text in [left, published, "09/06/2026", "01/12/2025", "31/05/2026", "146/KH-UBND"] {
      #expect(browser.page.text.contains(text), "\(text)")
    }
    // No sentence is missing, and none is in the other language only.
    #expect(browser.page.text.firstMatch(of: /[>"](?:report|reports|form)\.[a-z_.0-9]+[<"]/) == nil)
    #expect(browser.page.text.contains("href=\"/desk/reports?month=2026-05\""))
    #expect(browser.page.body.count < 60_000)
    try browser.open("/desk/reports?month=2026-06")
    #expect(
      browser.page.text.contains(
        language == .vi ? "kỳ chưa kết thúc" : "the period still runs"))
    try browser.open("/desk/reports?from=2026-06-01&to=2026-05-01")
    #expect(browser.page.status == 422)
  }

  @Test func othersDoNotGetThere() throws {
    var visitor = try PageBrowser(service)
    try visitor.open("/desk/reports")
    #expect(visitor.target.hasPrefix("/login?next="))
    var member = try PageBrowser(service, as: "an@example.vn")
    #expect(try member.open("/desk/reports").status == 403)
    #expect(try member.open("/reports/nobody").status == 404)
    #expect(try visitor.open("/reports").status == 200)
  }

  @Test func aReportIsIssuedPublishedAndLinkedFromTheStatistics() throws {
    var browser = try officer()
    try browser.open("/desk/reports?month=2026-06")
    let refused = try browser.submit("/desk/reports", ["letter.date": "2026-06-01"])
    #expect(refused.status == 422 && refused.text.contains("id=\"faults\""))
    try browser.open("/desk/reports?month=2026-06")
    try browser.submit(
      "/desk/reports",
      ["notes.problems": "Ba <bài> toán.\nMột đã đóng.", "letter.number": "12/BC-SKHCN"])
    let path = try #require(browser.target.split(separator: "?").first.map(String.init))
    #expect(browser.target == path + "?done=report_issued" && path.hasPrefix("/reports/"))
    #expect(browser.page.text.contains("Ba &lt;bài&gt; toán."))
    #expect(browser.page.text.contains("12/BC-SKHCN"))
    #expect(browser.heading == "Báo cáo tháng 6/2026")

    var visitor = try PageBrowser(service)
    #expect(try visitor.open(path).status == 404)
    #expect(try visitor.open(path + "/report.json").status == 404)
    try visitor.open("/statistics")
    #expect(!visitor.page.text.contains(path))
    try browser.submit(path + "/publish")
    #expect(browser.target == path + "?done=report_published")
    #expect(!browser.offers(path + "/publish"), "once")
    for page in ["/statistics", "/reports"] {
      try visitor.open(page)
      #expect(visitor.page.text.contains("href=\"\(path)\""), "\(page)")
    }
    try visitor.open(path)
    #expect(visitor.page.status == 200 && !visitor.offers(path + "/publish"))
    let digest = try #require(visitor.page.text.firstMatch(of: /<code[^>]*>([0-9a-f]{64})</)).1
    try visitor.open(path + "/report.json")
    #expect(visitor.page.headers["Content-Disposition"]?.contains("attachment") == true)
    let officers = try #require(
      try browser.open(path).text.firstMatch(of: /<code[^>]*>([0-9a-f]{64})</)
    ).1
    #expect(digest != officers, "what is small and private is left out of what everybody reads")
    for (name, text) in [("đầy đủ, dành cho Sở", officers), ("công khai", digest)] {
      #expect(
        browser.page.text.contains(
          "<dt>SHA-256 của bản \(name)</dt><dd><code class=\"digest\">\(text)</code>"))
    }
    #expect(try !visitor.open(path).text.contains("bản đầy đủ"))
    #expect(try visitor.open(path + "/report.csv").text.hasPrefix("\u{FEFF}"))
    #expect(try visitor.open(path + "/x").status == 404)

    // The next one on this period takes its place.
    try browser.open("/desk/reports?month=2026-06")
    #expect(browser.page.text.contains("Kỳ này đã có báo cáo"))
    try browser.submit("/desk/reports", [:])
    #expect(browser.target.hasSuffix("?done=report_issued"))
    try visitor.open(path)
    #expect(visitor.page.text.contains("đã được thay thế"))
  }
}
