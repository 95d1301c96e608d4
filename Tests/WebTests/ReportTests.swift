import Domain
import HTTP
import Testing
import UseCases

/// Reports by the API: figures, frozen ones, and who reads what.
@Suite struct ReportTests {
  let scene: Scene
  var service: Service { scene.service }
  private let base = "/api/v1/reports"

  init() throws { scene = try Scene() }

  private func row(_ json: JSON, _ figure: String) -> JSON? {
    (json["sections"]?.elements ?? []).flatMap { $0["rows"]?.elements ?? [] }
      .first { $0["figure"]?.text == figure }
  }

  private func issue(_ body: JSON = ["period": ["month": "2026-06"]]) throws -> Reply {
    try service.post(base, body, as: .dost)
  }

  @Test func figuresAreForOfficersAlone() throws {
    for (caller, expected) in [
      (Caller.anonymous, 401), (.member(scene.id("firm")), 403), (.reviewer, 403), (.dost, 200),
      (.admin, 200),
    ] {
      #expect(try service.get(base, as: caller).status == expected)
      let refused = try service.post(base, ["qz": 1], as: caller).status
      #expect(refused == (expected == 200 ? 422 : expected))
    }
  }

  @Test func thePeriodIsAskedForInOneWay() throws {
    for (query, expected) in [
      ("month=2026-06", 200), ("quarter=2026-2", 200), ("half=2026-1", 200), ("year=2026", 200),
      ("from=2026-05-01&to=2026-06-01", 200), ("", 200), ("month=2026-06&year=2026", 422),
      ("from=2026-05-01", 422), ("month=6/2026", 422), ("half=2027-1", 422), ("week=1", 422),
      ("month=2026-06&format=xml", 422),
    ] {
      let reply = try service.get(base + (query.isEmpty ? "" : "?" + query), as: .dost)
      #expect(reply.status == expected, "\(query): \(reply.text)")
    }
    let refused = try service.get(base + "?month=2026-07", as: .dost)
    #expect(refused.text.contains("?month"))
  }

  @Test func figuresComeWithWhatIsOwed() throws {
    let json = try service.get(base + "?month=2026-06", as: .dost).json
    #expect(row(json, "problems_published")?["in_period"] == 3)
    #expect(row(json, "problems_closed")?["in_period"] == 1)
    #expect(row(json, "proposals_opened")?["in_period"] == 0)
    #expect(json["period_running"] == true)
    let due = json["calendar"]?.elements ?? []
    #expect(due.map { $0["last_day"]?.text } == ["2026-06-09", "2026-11-24"])
    #expect(due.first?["days_left"] == 8)
    #expect(due.first?["document"] == "146/KH-UBND")
    #expect(json["issued"] == .null)
  }

  /// Cells with commas and quotes are quoted; the file is for spreadsheets, in the reader's language.
  @Test func theTableIsACSV() throws {
    let reply = try service.get(base + "?month=2026-06&format=csv", as: .dost)
    #expect(reply.headers["Content-Type"]?.hasPrefix("text/csv") == true)
    #expect(
      reply.headers["Content-Disposition"]?.contains("report-month-2026-06.csv") == true)
    #expect(Array(reply.body.prefix(3)) == [0xEF, 0xBB, 0xBF])
    #expect(reply.text.contains("\"Đề xuất nhận được, tính khi mở\""))
    let rows = try CSV.rows(reply.text).map(\.cells)
    #expect(Set(rows.map(\.count)) == [7])
    #expect(rows.first?[1] == "Chỉ tiêu")
    let published = rows.first { $0[1] == "Bài toán được công bố" && $0[2].isEmpty }
    #expect(published?.suffix(3) == ["3", "0", "3"])
    let english = try service.get(
      base + "?month=2026-06&format=csv", as: .dost, headers: [("Accept-Language", "en")])
    #expect(english.text.contains("Problems published,,count,3,0,3"))
  }

  @Test func aReportIsFrozenPublishedAndReadByEverybody() throws {
    let made = try issue([
      "period": ["month": "2026-06"], "notes": ["problems": "=1+1; một, \"hai\""],
      "letter": ["number": "12/BC-SKHCN", "date": "2026-06-01"],
    ])
    #expect(made.status == 201)
    let path = base + "/" + made.id
    #expect(made.headers["Location"] == path)
    for hidden in [path, path + "/content"] {
      #expect(try service.get(hidden).status == 404)
      #expect(try service.get(hidden, as: .member(scene.id("firm"))).status == 404)
    }
    #expect(try service.get(base + "/issued").json["total"] == 0)
    let content = try service.get(path + "/content", as: .dost)
    #expect(Hexadecimal.text(Credentials.sha256(content.body)) == made.json["digest"]?.text)

    let tag = made.tag
    let published = try service.post(
      path + "/publish", as: .dost, headers: [("If-Match", tag)])
    #expect(published.status == 200 && published.json["status"] == "published")
    #expect(try service.post(path + "/publish", as: .dost).status == 409)
    let seen = try service.get(path)
    #expect(seen.status == 200)
    #expect(seen.json["issued_by"] == nil && seen.json["public_digest"] == nil)
    let open = try service.get(path + "/content")
    #expect(Hexadecimal.text(Credentials.sha256(open.body)) == seen.json["digest"]?.text)
    #expect(seen.json["digest"] == made.json["public_digest"])
    #expect(try service.get(base + "/issued").items.map { $0["id"]?.text } == [made.id])

    try service.turn(to: "2026-06-02T00:00:00Z")
    let problem = try service.post(
      "/api/v1/problems", ["title": "Sau khi chốt", "expected_result": "x"], as: .dost)
    try service.post("/api/v1/problems/\(problem.id)/publish", as: .dost)
    #expect(try service.get(path + "/content", as: .dost).body == content.body)
    #expect(try service.get(path + "/content").body == open.body)
    let figures = try service.get(base + "?month=2026-06", as: .dost).json
    #expect(row(figures, "problems_published")?["in_period"] == 4)
    #expect(figures["issued"]?.text == made.id)
    #expect(try CSV.rows(service.get(path + "/content?format=csv").text).count > 40)
  }

  @Test func aPeriodHasOneReportThatCounts() throws {
    let first = try issue()
    let second = try issue()
    #expect(second.status == 409)
    let third = try issue(["period": ["month": "2026-06"], "supersedes": .string(first.id)])
    #expect(third.status == 201)
    #expect(
      try service.get(base + "/" + first.id, as: .dost).json["superseded_by"]
        == .string(third.id))
    let keyed = try service.post(
      base, ["period": ["month": "2026-05"]], as: .dost, headers: [("Idempotency-Key", "k")])
    let again = try service.post(
      base, ["period": ["month": "2026-05"]], as: .dost, headers: [("Idempotency-Key", "k")])
    #expect(keyed.id == again.id)
  }
}
