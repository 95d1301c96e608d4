import Domain
import HTTP
import Testing

/// A service with a fund, two startups and an incubator, and what stands between them.
final class MeetingScene: Sendable {
  let service: Service
  let fund: String
  let startup: String
  let other: String
  let incubator: String

  init() throws {
    let service = try Service()
    func verified(_ body: JSON) throws -> String {
      let made = try service.post("/api/v1/organisations", body, as: .dost)
      try #require(made.status == 201, "\(made.text)")
      for event in ["submit", "verify"] {
        let moved = try service.post("/api/v1/organisations/\(made.id)/\(event)", as: .dost)
        try #require(moved.status == 200, "\(moved.text)")
      }
      return made.id
    }
    fund = try verified([
      "kind": "fund", "name": "Quỹ Mẫu", "province": "66", "email": "quy@bimat.example",
      "description": "Quỹ của tỉnh.",
      "fund": ["fund_kind": "startup_investment_fund", "thesis": "Cà phê.", "open": true],
    ])
    startup = try verified([
      "kind": "startup", "name": "Hạt Mẫu", "province": "66", "phone": "0262 771 0099",
      "description": "Truy xuất nguồn gốc cà phê.", "fields": ["agriculture"],
      "startup": ["stage": "seed"],
    ])
    other = try verified([
      "kind": "startup", "name": "Lá Mẫu", "province": "66", "description": "Lá chè.",
      "startup": ["stage": "seed"],
      "fields": ["agriculture"],
    ])
    incubator = try verified([
      "kind": "incubator", "name": "Vườn ươm Mẫu", "province": "66", "fields": ["agriculture"],
      "description": "Vườn ươm nông nghiệp.",
      "incubator": [
        "programmes": [["id": "ca-phe", "title": "Ươm tạo cà phê"]],
        "mentor_profiles": [
          [
            "id": "co-van-ca-phe", "title": "Cố vấn cà phê", "open": true,
            "availability": "Chiều thứ năm", "capacity_per_month": 2,
          ]
        ],
      ],
    ])
    self.service = service
  }

  /// Sends a request that must make or move something.
  @discardableResult
  func post(_ path: String, _ body: JSON? = nil, as caller: String) throws -> Reply {
    let reply = try service.post("/api/v1" + path, body, as: .member(caller))
    try #require([200, 201].contains(reply.status), "\(path): \(reply.text)")
    return reply
  }

  func introduction() throws -> String {
    try post("/introductions", ["to": .string(startup), "message": "qzloinhan"], as: fund).id
  }

  /// An announced cohort whose intake is open.
  func cohort() throws -> String {
    let id = try post(
      "/cohorts",
      [
        "programme": "ca-phe", "name": "Khoá mùa khô", "opens": "2026-05-01",
        "closes": "2026-06-30", "capacity": 2,
      ], as: incubator
    ).id
    try post("/cohorts/\(id)/announce", as: incubator)
    return id
  }

  func application(to cohort: String? = nil) throws -> String {
    let target = try cohort ?? self.cohort()
    return try post(
      "/applications", ["cohort": .string(target), "answers": "qztraloi"], as: startup
    ).id
  }

  func mentorRequest() throws -> String {
    try post(
      "/mentor-requests",
      [
        "incubator": .string(incubator), "mentor": "co-van-ca-phe", "message": "qzcauhoi",
      ], as: startup
    ).id
  }

  /// Sends an example body of the description to a record that is ready for it, as somebody who
  /// may; nil for operations on other records.
  static func send(_ operation: String, _ body: JSON, _ type: String) throws -> Reply? {
    let words = operation.split(separator: " ").map(String.init)
    let parts = words[1].split(separator: "/").map(String.init).dropFirst(2)
    let own: Set<String> = [
      "saved-searches", "introductions", "cohorts", "applications", "mentor-requests",
    ]
    guard let list = parts.first, own.contains(list) || parts.contains("investments") else {
      return nil
    }
    let scene = try MeetingScene()
    let (path, caller, needed) = try scene.target(list, parts.last ?? "", words[0], body)
    return try scene.service.send(
      Method(words[0]), "/api/v1" + path, as: .member(caller),
      headers: [("Content-Type", type)] + (words[0] == "PATCH" ? [("If-Match", "*")] : []),
      body: needed)
  }

  private func target(
    _ list: String, _ last: String, _ method: String, _ body: JSON
  ) throws -> (path: String, caller: String, body: JSON) {
    let makes = last == list || (list == "funds" && last == "investments")
    switch list {
    case "funds":
      let path = "/funds/\(fund)/investments"
      if makes { return (path, fund, body) }
      let made = try post(path, ["name": "Trại Mẫu", "date": "2026-01-01", "note": "x"], as: fund)
      return (path + "/" + made.id, fund, body)
    case "saved-searches":
      if makes { return ("/saved-searches", fund, body) }
      let made = try post(
        "/saved-searches",
        ["name": "x", "kind": "search", "query": [:], "alert": "daily"], as: fund)
      return ("/saved-searches/" + made.id, fund, body)
    case "introductions":
      if makes { return ("/introductions", fund, body.merging(["to": .string(startup)])) }
      let id = try introduction()
      if last == "outcomes" { try post("/introductions/\(id)/accept", as: startup) }
      let isRequesters = last == "withdraw" || last == "outcomes"
      return ("/introductions/\(id)/\(last)", isRequesters ? fund : startup, body)
    case "cohorts":
      if makes { return ("/cohorts", incubator, body) }
      let id = try cohort()
      return (method == "PATCH" ? "/cohorts/\(id)" : "/cohorts/\(id)/\(last)", incubator, body)
    case "applications":
      if makes {
        return ("/applications", startup, body.merging(["cohort": .string(try cohort())]))
      }
      let id = try application()
      if method == "PATCH" { return ("/applications/\(id)", startup, body) }
      if last != "submit" { try post("/applications/\(id)/submit", as: startup) }
      if ["join", "graduate", "leave"].contains(last) {
        try post("/applications/\(id)/accept", as: incubator)
      }
      if ["graduate", "leave"].contains(last) {
        try post("/applications/\(id)/join", as: startup)
      }
      let isStartups = ["submit", "withdraw", "join", "leave"].contains(last)
      return ("/applications/\(id)/\(last)", isStartups ? startup : incubator, body)
    default:
      if makes {
        return ("/mentor-requests", startup, body.merging(["incubator": .string(incubator)]))
      }
      let id = try mentorRequest()
      if ["complete", "feedback"].contains(last) {
        try post("/mentor-requests/\(id)/accept", as: incubator)
      }
      if last == "feedback" { try post("/mentor-requests/\(id)/complete", as: startup) }
      let isFirms = ["withdraw", "complete", "feedback"].contains(last)
      return ("/mentor-requests/\(id)/\(last)", isFirms ? startup : incubator, body)
    }
  }
}
