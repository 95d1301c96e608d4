import Domain
import HTTP
import Testing

/// A service with one record in every situation that the tables of requests name.
final class Scene: Sendable {
  let service: Service
  /// Identifiers by the names that stand in paths as `{name}`.
  let names: [String: String]

  init(
    keepsLog: Bool = true, configure: (inout ServerConfiguration) -> Void = { _ in }
  ) throws {
    let service = try Service(keepsLog: keepsLog, configure: configure)
    var names: [String: String] = [:]
    func organisation(_ name: String, _ patch: JSON, _ events: [String]) throws {
      let base: JSON = [
        "kind": "technology_firm", "name": .string("Công ty " + name), "province": "66",
        "description": "Cảm biến và phần mềm giám sát vườn cà phê",
        "fields": ["agriculture"], "technologies": ["iot"], "trl": 8,
      ]
      let made = try service.post("/api/v1/organisations", base.merging(patch), as: .dost)
      try #require(made.status == 201, "\(made.text)")
      names[name] = made.id
      for event in events {
        let moved = try service.post(
          "/api/v1/organisations/\(made.id)/\(event)", ["reason": "lý do"], as: .dost)
        try #require(moved.status == 200, "\(moved.text)")
      }
    }
    func problem(_ name: String, _ patch: JSON, _ events: [String]) throws {
      let base: JSON = [
        "title": .string("Giám sát vườn cà phê " + name), "field": "agriculture",
        "expected_result": "Cảnh báo sâu bệnh sớm", "deadline": "2026-06-30",
      ]
      let made = try service.post("/api/v1/problems", base.merging(patch), as: .dost)
      try #require(made.status == 201, "\(made.text)")
      names[name] = made.id
      for event in events {
        let why: JSON = event == "close" ? ["reason_code": "urgent"] : [:]
        let moved = try service.post("/api/v1/problems/\(made.id)/\(event)", why, as: .dost)
        try #require(moved.status == 200, "\(moved.text)")
      }
    }
    try organisation("firm", ["email": "firm@example.vn"], ["submit", "verify"])
    try organisation("other", ["trl": 3], ["submit", "verify"])
    try organisation("hidden", [:], [])
    try problem("open", ["required": [["min_trl": 6]]], ["publish"])
    try problem("second", ["required": [["min_trl": 6]]], ["publish"])
    try problem("draft", [:], [])
    try problem("closed", [:], ["publish", "close"])
    let proposal = try service.post(
      "/api/v1/proposals",
      [
        "problem": JSON(names["open"]), "approach": "Đặt cảm biến lá", "cost_vnd": 900_000_000,
        "duration_months": 9,
      ], as: .member(names["firm", default: ""]))
    try #require(proposal.status == 201, "\(proposal.text)")
    names["proposal"] = proposal.id
    self.service = service
    self.names = names
  }

  /// A fresh issuing document, issued unless told otherwise; its identifier.
  func document(_ number: String = "9/QĐ", issue: Bool = true) throws -> String {
    let made = try service.post(
      "/api/v1/documents",
      [
        "number": .string(number), "kind": "decision", "date": "2026-05-28", "issuer": "UBND tỉnh",
      ], as: .dost)
    try #require(made.status == 201, "\(made.text)")
    if issue { try service.post("/api/v1/documents/\(made.id)/issue", as: .dost) }
    return made.id
  }

  func id(_ name: String) -> String { names[name, default: "?"] }

  /// Fills the names into a path.
  func path(_ pattern: String) -> String {
    names.reduce(pattern) { $0.replacing("{\($1.key)}", with: $1.value) }
  }

  func caller(_ role: Scenario.Role) -> Caller {
    switch role {
    case .anonymous: .anonymous
    case .dost: .dost
    case .admin: .admin
    case .reviewer: .reviewer
    case .firm: .member(id("firm"))
    case .other: .member(id("other"))
    case .hidden: .member(id("hidden"))
    }
  }
}
