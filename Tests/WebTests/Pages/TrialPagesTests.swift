import Domain
import HTTP
import Testing
import UseCases

/// A controlled trial on the pages of officers and of the firm that works on it.
@Suite struct TrialPagesTests {
  @Test func bothSidesSeeUntilWhenItGoesOnAndThatItIsOver() throws {
    let service = try Service()
    var firm = try PageBrowser(service, as: "an@example.vn")
    try firm.open("/my/organisation/new?kind=technology_firm")
    try firm.submit(
      "/my/organisation/new",
      ["name": "Công ty Thử", "province": "66", "description": "Cảm biến.", "then": "submit"],
      all: ["fields": ["agriculture"]])
    let own = try #require(
      try service.get("/api/v1/organisations?status=submitted", as: .dost).items.first?["id"])
    try service.post("/api/v1/organisations/\(own.text ?? "")/verify", as: .dost)
    let problem = try service.post(
      "/api/v1/problems",
      [
        "title": "Giao hàng bằng thiết bị bay", "expected_result": "Giao tới xã",
        "deadline": "2026-06-02", "mechanism": "sandbox",
      ], as: .dost
    ).id
    let path = "/api/v1/problems/\(problem)"
    try service.post(path + "/publish", as: .dost)
    try service.turn(to: "2026-06-03T00:00:00Z")
    for step in ["close", "review"] { try service.post(path + "/\(step)", as: .dost) }
    for kind in ["shortlisted", "awarded"] {
      try service.post(
        path + "/outcomes", ["organisation": own, "kind": .string(kind)], as: .dost)
    }
    let awarded = try service.post(path + "/award", as: .dost)
    #expect(awarded.status == 200, "\(awarded.text)")

    var officer = try PageBrowser(service, as: "so@example.vn", role: .dost)
    try officer.open("/desk/engagements")
    let work = try #require(
      officer.page.text.firstMatch(of: /href="(\/desk\/engagements\/[a-z0-9]{16})"/)
        .map { String($0.1) })
    let terms = [
      "sandbox.scope": "Hai xã", "sandbox.place": "Xã Ea Kao", "sandbox.safeguards": "Bảo hiểm",
      "sandbox.supervisor": "Sở", "sandbox.start": "2026-06-10",
    ]
    try officer.open(work)
    let past = try officer.submit(work, terms.merging(["sandbox.end": "2026-06-02"]) { $1 })
    #expect(past.status == 422 && past.text.contains("id=\"f-sandbox-end-fault\""))
    try officer.submit(work, terms.merging(["sandbox.end": "2026-07-31"]) { $1 })
    #expect(officer.target == work + "?done=draft_saved")
    // Sessions end in the meantime.
    try service.turn(to: "2026-07-31T16:00:00Z")
    try officer.logIn("so@example.vn")
    try firm.logIn("an@example.vn")
    for (time, told) in [
      ("2026-07-31T16:59:59Z", "thử nghiệm đến hết ngày 31/07/2026"),
      ("2026-07-31T17:00:00Z", "thử nghiệm đã kết thúc ngày 31/07/2026"),
    ] {
      try service.turn(to: time)
      for page in ["/desk/engagements", work] {
        #expect(try officer.open(page).text.contains(told), "\(page) \(time)")
      }
      #expect(try firm.open("/my/engagements").text.contains(told), "\(time)")
    }
  }
}
