import Domain
import HTTP
import Processes
import Testing

/// A register in which something of every kind has happened: the example that comes with the
/// program, and beside it people who meet, propose, judge and work.
final class BusyRegister: Sendable {
  let site: RunningSite
  /// Those who look at the pages, by what they are there for.
  let people: [String: Client]
  /// Pages that a short walk does not come by, for those who look at them.
  let corners: [String: [String]]

  init() throws {
    let site = try RunningSite { innoreg in
      let loaded = try innoreg.run("demo", "--no-serve")
      try #require(loaded.code == 0, "\(loaded)")
    }
    self.site = site
    var people: [String: Client] = [:]
    for (name, role) in [
      ("dost", Role.dost), ("admin", .admin), ("reviewer", .reviewer), ("recused", .reviewer),
      ("startup", nil), ("firm", nil), ("fund", nil), ("incubator", nil), ("person", nil),
    ] {
      people[name] = try Client(site, name + "@example.vn", role)
    }
    self.people = people
    var work = BusyWork(people: people)
    try work.registerOrganisations()
    try work.publishProblems()
    try work.propose()
    try work.judge()
    try work.meet()
    try work.keepHouse()
    corners = work.corners
  }
}

/// What happens in the register, step by step.
private struct BusyWork {
  let people: [String: Client]
  var ids: [String: String] = [:]

  private func client(_ name: String) throws -> Client { try #require(people[name]) }
  private func id(_ name: String) -> String { ids[name, default: "?"] }

  var corners: [String: [String]] {
    let compared = "/desk/problems/\(id("open"))/compare?firm=\(id("startup"))&firm=\(id("firm"))"
    let desk = [
      compared, "/desk/queue/" + id("startup"),
      "/desk/queue/\(id("startup"))/compare?with=\(id("firm"))",
      "/desk/problems/\(id("judged"))/proposals",
    ]
    return [
      "dost": desk, "admin": desk, "person": ["/organisations/demo-org-002/claim"],
      "startup": ["/problems/" + id("open"), "/my/proposals/" + id("awarded_proposal")],
    ]
  }

  mutating func registerOrganisations() throws {
    let own: [(String, JSON)] = [
      (
        "startup",
        [
          "kind": "startup", "name": "Công ty Cảnh Báo Vườn", "tax_code": "6001842151", "trl": 7,
          "description": "Cảnh báo sớm sâu bệnh cho vườn cà phê bằng cảm biến và ảnh điện thoại.",
          "products": ["Cảnh báo sớm rệp sáp và gỉ sắt cà phê"], "technologies": ["iot", "ai"],
          "email": "lienhe@example.vn", "employees": 9, "founded": 2022,
          "past_projects": [
            ["title": "Cảnh báo cho 120 vườn", "client": "Hợp tác xã", "year": 2025]
          ],
          "startup": ["stage": "seed", "raising_vnd": 3_000_000_000, "traction": "120 vườn"],
        ]
      ),
      (
        "firm",
        [
          "kind": "technology_firm", "name": "Công ty Cảm Biến Rẫy", "trl": 8,
          "description": "Cảm biến và trạm thời tiết cho vườn cà phê.", "technologies": ["iot"],
        ]
      ),
      (
        "fund",
        [
          "kind": "fund", "name": "Quỹ Cà Phê", "description": "Quỹ cho nông nghiệp.",
          "email": "quy@example.vn",
          "fund": [
            "fund_kind": "startup_investment_fund", "thesis": "Cảnh báo sâu bệnh cà phê.",
            "stages": ["seed"], "fields": ["agriculture"], "ticket_min_vnd": 500_000_000,
            "ticket_max_vnd": 5_000_000_000, "open": true,
          ],
        ]
      ),
      (
        "incubator",
        [
          "kind": "incubator", "name": "Vườn Ươm Cao Nguyên", "description": "Ươm tạo cà phê.",
          "incubator": [
            "capacity": 10,
            "programmes": [["id": "ca-phe", "title": "Ươm tạo cà phê", "stages": ["seed"]]],
            "mentor_profiles": [
              ["id": "co-van", "title": "Cố vấn cà phê", "open": true, "capacity_per_month": 3]
            ],
          ],
        ]
      ),
    ]
    let dost = try client("dost")
    for (name, profile) in own {
      let base: JSON = ["province": "66", "fields": ["agriculture"]]
      ids[name] = try client(name).make("/organisations", base.merging(profile))
      try client(name).send(.POST, "/organisations/\(id(name))/submit")
      try dost.send(.POST, "/organisations/\(id(name))/verify")
    }
    // One waits in the queue, with a paper; another has changed what is verified.
    let paper = try client("startup").file("giay-chung-nhan.pdf")
    try client("startup").send(
      .PATCH, "/organisations/" + id("startup"),
      [
        "name": "Công ty Cảnh Báo Vườn và Rẫy",
        "legal": [
          [
            "status": "sme_micro", "issuer": "Sở", "number": "1", "issued_on": "2026-01-01",
            "file": .string(paper),
          ]
        ],
      ])
    ids["waiting"] = try client("person").make(
      "/organisations",
      [
        "kind": "startup", "name": "Hợp tác xã Sầu Riêng Số", "province": "66",
        "description": "Sầu riêng", "fields": ["agriculture"], "startup": ["stage": "idea"],
      ])
    try client("person").send(.POST, "/organisations/\(id("waiting"))/submit")
  }

  mutating func publishProblems() throws {
    let dost = try client("dost")
    ids["document"] = try dost.make(
      "/documents",
      [
        "number": "01/QĐ-UBND", "kind": "decision", "date": "2026-06-01",
        "issuer": "UBND tỉnh Đắk Lắk", "title": "Công bố bài toán lớn đợt 1",
      ])
    try dost.send(.POST, "/documents/\(id("document"))/issue")
    for (name, title) in [
      ("open", "Cảnh báo sớm sâu bệnh trên vườn cà phê"), ("judged", "Tưới tiết kiệm cho cà phê"),
      ("awarded", "Dự báo sương muối cho vườn cà phê"), ("draft", "Giám sát hồ chứa nhỏ"),
    ] {
      var body: JSON = [
        "title": .string(title), "description": "Cần cảm biến và cảnh báo sớm cho từng vườn.",
        "expected_result": "Cảnh báo trước 48 giờ", "field": "agriculture",
        "technologies": ["iot"], "budget_vnd": 1_500_000_000, "province": "66",
        "owner": "Sở Nông nghiệp và Môi trường", "mechanism": "commission",
        "required": [["min_trl": 6]],
      ]
      if name == "open" { body = body.merging(["deadline": "2099-12-31T17:00:00+07:00"]) }
      ids[name] = try dost.make("/problems", body)
      guard name != "draft" else { continue }
      try dost.send(
        .PUT, "/problems/\(id(name))/criteria",
        [
          "criteria": [
            ["key": "fit", "title": ["vi": "Đáp ứng"], "weight": 60, "max_points": 10],
            ["key": "cost", "title": ["vi": "Chi phí"], "weight": 40, "max_points": 10],
          ]
        ])
      try dost.send(
        .POST, "/problems/\(id(name))/publish", ["document": .string(id("document"))])
    }
    try dost.send(
      .POST, "/problems/\(id("open"))/outcomes",
      ["organisation": .string(id("firm")), "kind": "invited"])
    for (question, answer) in [("Có cần điện lưới không?", "Không."), ("Có bản đồ vườn?", nil)] {
      let asked = try client("startup").make(
        "/problems/\(id("open"))/questions", ["text": .string(question)])
      if let answer {
        try dost.send(.POST, "/questions/\(asked)/answer", ["answer": .string(answer)])
      }
    }
  }

  private func proposal(
    _ who: String, _ problem: String, with partner: String? = nil, handsIn: Bool = true
  ) throws -> String {
    var body: JSON = [
      "problem": .string(id(problem)), "approach": "Cảm biến độ ẩm lá và ảnh từ điện thoại.",
      "cost_vnd": 900_000_000, "duration_months": 9, "trl": 7,
    ]
    if let partner { body = body.merging(["partners": [.string(id(partner))]]) }
    let made = try client(who).make("/proposals", body)
    if let partner { try client(partner).send(.POST, "/proposals/\(made)/confirm") }
    let file = try client(who).file("ho-so.pdf")
    try client(who).send(.POST, "/proposals/\(made)/attachments", ["file": .string(file)])
    if let partner { try client(partner).send(.POST, "/proposals/\(made)/confirm") }
    if handsIn { try client(who).send(.POST, "/proposals/\(made)/submit") }
    return made
  }

  mutating func propose() throws {
    _ = try proposal("startup", "open")
    _ = try proposal("firm", "open", handsIn: false)
    ids["judged_proposal"] = try proposal("startup", "judged")
    ids["rival_proposal"] = try proposal("firm", "judged")
    ids["awarded_proposal"] = try proposal("startup", "awarded", with: "firm")
    for name in ["judged", "awarded"] {
      try client("dost").send(.POST, "/problems/\(id(name))/close")
      try client("dost").send(.POST, "/problems/\(id(name))/open")
    }
  }

  private static func scores(_ points: Int64) -> JSON {
    [
      "scores": [
        ["criterion": "fit", "points": .integer(points)],
        ["criterion": "cost", "points": .integer(points)],
      ]
    ]
  }

  mutating func judge() throws {
    let (dost, judge) = (try client("dost"), try client("reviewer"))
    for name in ["judged", "awarded"] {
      try dost.send(
        .POST, "/problems/\(id(name))/reviewers",
        [
          "accounts": name == "judged"
            ? ["reviewer@example.vn", "recused@example.vn"] : ["reviewer@example.vn"]
        ])
    }
    func review(_ proposal: String, by person: Client) throws -> String {
      let list = try person.send(.GET, "/reviews?proposal=" + id(proposal))
      return "/reviews/" + (try #require(list["items"]?.elements?.first?["id"]?.text))
    }
    for (proposal, isLocked) in [
      ("judged_proposal", true), ("awarded_proposal", true), ("rival_proposal", false),
    ] {
      let review = try review(proposal, by: judge)
      try judge.send(.POST, review + "/declare", ["conflict": "none"])
      try judge.send(.PUT, review + "/scores", Self.scores(8).merging(["remark": "Rõ ràng."]))
      if isLocked { try judge.send(.POST, review + "/lock") }
    }
    let recused = try client("recused")
    try recused.send(
      .POST, try review("judged_proposal", by: recused) + "/declare",
      ["conflict": "has", "grounds": "Từng tư vấn."])
    try dost.send(.PUT, "/proposals/\(id("judged_proposal"))/consensus", Self.scores(7))
    let awarded = "/proposals/" + id("awarded_proposal")
    try dost.send(.PUT, awarded + "/consensus", Self.scores(9))
    try dost.send(.PUT, awarded + "/feedback", ["text": "Cảm ơn đơn vị."])
    try dost.send(.POST, awarded + "/admit")
    try dost.send(.POST, awarded + "/shortlist", ["reason": "Tốt"])
    try dost.send(.POST, "/problems/\(id("awarded"))/review")
    try dost.send(.POST, awarded + "/select", ["reason": "Tốt nhất"])
    try dost.send(.POST, "/problems/\(id("awarded"))/award")
    let startup = try client("startup")
    let list = try startup.send(.GET, "/engagements")
    let engagement = try #require(list["items"]?.elements?.first?["id"]?.text)
    let base = "/engagements/\(engagement)/milestones"
    let planned = try dost.send(.POST, base, ["title": "Lắp đặt", "due": "2099-09-30"])
    let milestone = try #require(planned["milestones"]?.elements?.first?["id"]?.text)
    let photo = try startup.file("anh-lap-dat.pdf")
    try startup.send(
      .POST, base + "/\(milestone)/submit",
      ["text": "Đã lắp 20 trạm.", "files": [.string(photo)]])
  }

  mutating func meet() throws {
    let (fund, startup, mentor) = (
      try client("fund"), try client("startup"), try client("incubator")
    )
    try fund.send(.PUT, "/funds/\(id("fund"))/watch/\(id("startup"))")
    _ = try fund.make(
      "/funds/\(id("fund"))/investments",
      ["name": "Trại Mẫu", "date": "2026-01-01", "amount_vnd": 800_000_000, "public": true])
    _ = try fund.make(
      "/saved-searches",
      ["name": "Cà phê", "kind": "search", "query": ["q": "cà phê"], "alert": "daily"])
    _ = try fund.make("/introductions", ["to": .string(id("startup")), "message": "Quỹ muốn gặp."])
    for name in ["Khóa một", "Khóa hai"] {
      let cohort = try mentor.make(
        "/cohorts",
        [
          "programme": "ca-phe", "name": .string(name), "opens": "2026-05-01",
          "closes": "2099-06-30", "capacity": 5,
        ])
      try mentor.send(.POST, "/cohorts/\(cohort)/announce")
      let application = try startup.make(
        "/applications", ["cohort": .string(cohort), "answers": "Chúng tôi muốn học bán hàng."])
      if name == "Khóa một" { try startup.send(.POST, "/applications/\(application)/submit") }
    }
    _ = try startup.make(
      "/mentor-requests",
      ["incubator": .string(id("incubator")), "mentor": "co-van", "message": "Cần hỏi về giá."])
  }

  mutating func keepHouse() throws {
    _ = try client("person").make(
      "/data-requests", ["kind": "correct", "details": "Xin sửa tên của tôi."])
    _ = try client("person").make(
      "/organisations/demo-org-001/claims", ["grounds": "Tôi là người đại diện."])
    let report = try client("dost").make(
      "/reports", ["notes": ["problems": "Một bài toán đã trao."]])
    try client("dost").send(.POST, "/reports/\(report)/publish")
    try client("startup").send(
      .POST, "/organisations/\(id("startup"))/invitations",
      ["email": "dong-nghiep@example.vn", "role": "viewer"])
    _ = try client("admin").make(
      "/lexicon",
      ["id": "fog_net", "vi": ["lưới gom sương"], "en": ["fog catcher"], "broader": ["irrigation"]])
  }
}
