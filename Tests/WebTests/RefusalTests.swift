import Domain
import HTTP
import Testing
import UseCases

/// What the service refuses, and that it says where, why and what would be accepted.
@Suite struct RefusalTests {
  private static let scene = Result { try Scene() }

  private static let input: [Scenario] = [
    Scenario(422, .GET, "/api/v1/organisations?limit=0", faults: ["?limit out_of_range"]),
    Scenario(422, .GET, "/api/v1/organisations?limit=101", faults: ["?limit out_of_range"]),
    Scenario(422, .GET, "/api/v1/problems?limit=abc", faults: ["?limit out_of_range"]),
    Scenario(422, .GET, "/api/v1/search?limit=-1", faults: ["?limit out_of_range"]),
    Scenario(
      422, .GET, "/api/v1/problems/{open}/matches?limit=1000", faults: ["?limit out_of_range"]),
    Scenario(422, .GET, "/api/v1/proposals?limit=", as: .dost, faults: ["?limit out_of_range"]),
    Scenario(422, .GET, "/api/v1/organisations?limit=2&limit=3", faults: ["?limit repeated"]),
    Scenario(
      422, .GET, "/api/v1/organisations?knd=startup&limt=3&kind=shop&status=odd&province=Atlantis",
      faults: [
        "?knd unknown_member", "?limt unknown_member", "?kind not_accepted",
        "?status not_accepted", "?province not_accepted",
      ]),
    Scenario(422, .GET, "/api/v1/codes?lang=vi", faults: ["?lang unknown_member"]),
    Scenario(422, .GET, "/api/v1/search?q=a&status=odd", faults: ["?status not_accepted"]),
    Scenario(
      422, .GET, "/api/v1/search?type=person&stage=late",
      faults: ["?type not_accepted", "?stage not_accepted"]),
    Scenario(
      422, .GET, "/api/v1/organisations/{firm}/problem-matches?kind=startup",
      faults: ["?kind unknown_member"]),
    Scenario(
      422, .POST, "/api/v1/organisations", as: .dost,
      [
        "kind": "shop", "nmae": "x", "trl": "8", "employees": -1, "founded": 2016.5,
        "legal": ["sme_small", "sme_small"], "fields": "agriculture", "tax_code": "0100233489",
        "email": "nobody", "phone": "call me", "website": "example", "commune": "1",
        "province": "Atlantis", "status": "verified", "id": "x", "fund": [:],
        "products": ["ok", 7], "past_projects": [["client": "x"], 3],
      ],
      faults: [
        "/kind not_accepted", "/name missing", "/nmae unknown_member", "/trl wrong_type",
        "/employees out_of_range", "/founded wrong_type", "/legal/1 repeated",
        "/fields wrong_type", "/tax_code check_digit", "/email bad_format", "/phone bad_format",
        "/website bad_format", "/commune bad_format", "/province not_accepted",
        "/status read_only", "/id read_only", "/products/1 wrong_type",
        "/past_projects/0/title missing", "/past_projects/1 wrong_type",
      ]),
    Scenario(
      422, .POST, "/api/v1/organisations", as: .dost,
      ["kind": "startup", "name": "A", "fund": ["thesis": "x"]], faults: ["/fund not_for_kind"]),
    Scenario(
      422, .POST, "/api/v1/problems", as: .dost,
      [
        "title": "x", "required": [["min_trl": 10], ["size": 3], [:], "trl"],
        "code": "DLK-2026-009",
        "budget_vnd": 1.5, "deadline": "soon", "open": true,
      ],
      faults: [
        "/required/0/min_trl out_of_range", "/required/1/size unknown_member",
        "/required/2 bad_format", "/required/3 wrong_type", "/code read_only",
        "/budget_vnd wrong_type", "/deadline bad_format", "/open read_only",
      ]),
    Scenario(
      422, .PATCH, "/api/v1/organisations/{firm}", as: .dost,
      ["status": "withdrawn", "version": 9], headers: [("If-Match", "*")],
      faults: ["/status read_only", "/version read_only"]),
    Scenario(
      422, .PATCH, "/api/v1/organisations/{firm}", as: .firm,
      [
        "tax_code": "0100233489", "tax_code_override": ["reason": "x"], "personal_id": "12",
        "foreign_register": ["country": "VN"],
      ], headers: [("If-Match", "*")],
      faults: ["/foreign_register/country not_accepted", "/personal_id bad_format"]),
    Scenario(
      422, .PATCH, "/api/v1/organisations/{firm}", as: .dost, ["startup": ["stage": "seed"]],
      headers: [("If-Match", "*")], faults: ["/startup not_for_kind"]),
    Scenario(
      422, .PATCH, "/api/v1/problems/{open}", as: .dost, [1], headers: [("If-Match", "*")],
      faults: [" wrong_type"]),
    Scenario(
      422, .PATCH, "/api/v1/proposals/{proposal}", as: .firm,
      ["problem": "x", "organisation": "y"], headers: [("If-Match", "*")],
      faults: ["/problem read_only", "/organisation read_only"]),
    Scenario(
      422, .POST, "/api/v1/proposals", as: .firm,
      ["organisation": "{other}", "aproach": "x", "trl": 0, "partners": ["?"]],
      faults: [
        "/problem missing", "/organisation not_accepted", "/aproach unknown_member",
        "/trl out_of_range",
      ]),
    Scenario(
      422, .POST, "/api/v1/proposals", as: .firm,
      ["problem": "{second}", "partners": ["nobody", "{hidden}", "{other}", "{other}", "{firm}"]],
      faults: [
        "/partners/0 not_found", "/partners/1 not_found", "/partners/3 repeated",
        "/partners/4 not_found",
      ]),
    Scenario(
      422, .POST, "/api/v1/organisations/{firm}/suspend", as: .dost, faults: ["/reason missing"]),
    Scenario(
      422, .POST, "/api/v1/organisations/{firm}/suspend", as: .dost, ["reason": "   "],
      faults: ["/reason missing"]),
    Scenario(
      422, .POST, "/api/v1/organisations/{firm}/suspend", as: .dost, ["reason": 5, "why": "x"],
      faults: ["/reason wrong_type", "/why unknown_member"]),
    Scenario(400, .POST, "/api/v1/match", expecting: [("code", "not_json")]),
    Scenario(422, .POST, "/api/v1/match", ["name": "x"]),
  ]

  @Test(arguments: input) private func inputIsRefusedFaultByFault(_ row: Scenario) throws {
    try row.run(on: try Self.scene.get())
  }

  private static let access: [Scenario] = [
    Scenario(
      401, .POST, "/api/v1/organisations", as: .anonymous, ["kind": "startup", "name": "A"]),
    Scenario(401, .PATCH, "/api/v1/organisations/{firm}", as: .anonymous, ["trl": 9]),
    Scenario(401, .POST, "/api/v1/organisations/{firm}/verify", as: .anonymous),
    Scenario(401, .POST, "/api/v1/problems", as: .anonymous, ["title": "x"]),
    Scenario(401, .POST, "/api/v1/problems/{open}/close", as: .anonymous),
    Scenario(401, .GET, "/api/v1/proposals", as: .anonymous),
    Scenario(401, .POST, "/api/v1/proposals", as: .anonymous, ["problem": "{open}"]),
    Scenario(
      403, .POST, "/api/v1/organisations", as: .reviewer, ["kind": "startup", "name": "A"],
      expecting: [("needs", ["dost", "admin"])]),
    Scenario(
      403, .PATCH, "/api/v1/organisations/{firm}", as: .other, ["trl": 9],
      headers: [("If-Match", "*")], expecting: [("needs", ["owner", "dost", "admin"])]),
    Scenario(
      403, .POST, "/api/v1/organisations/{firm}/suspend", as: .firm, ["reason": "x"],
      expecting: [("needs", ["admin", "dost"])]),
    Scenario(
      403, .POST, "/api/v1/problems", as: .firm, ["title": "x"],
      expecting: [("needs", ["dost", "admin", "agency"])]),
    Scenario(
      403, .POST, "/api/v1/problems/{open}/close", as: .firm,
      expecting: [("needs", ["admin", "dost"])]),
    Scenario(
      403, .PATCH, "/api/v1/problems/{open}", as: .firm, ["title": "y"],
      headers: [("If-Match", "*")]),
    Scenario(
      403, .POST, "/api/v1/proposals", as: .dost, ["problem": "{open}"],
      expecting: [("needs", ["member"])]),
    Scenario(404, .GET, "/api/v1/organisations/{hidden}", as: .anonymous),
    Scenario(404, .GET, "/api/v1/organisations/{hidden}", as: .firm),
    Scenario(200, .GET, "/api/v1/organisations/{hidden}", as: .hidden),
    Scenario(404, .GET, "/api/v1/organisations/{hidden}/problem-matches", as: .firm),
    Scenario(404, .PATCH, "/api/v1/organisations/{hidden}", as: .firm, ["trl": 9]),
    Scenario(200, .GET, "/api/v1/organisations/{firm}", as: .anonymous, absent: ["email"]),
    Scenario(
      200, .GET, "/api/v1/organisations/{firm}", as: .dost,
      expecting: [("email", "firm@example.vn")]),
    Scenario(404, .GET, "/api/v1/problems/{draft}", as: .firm),
    Scenario(404, .GET, "/api/v1/problems/{draft}/matches", as: .anonymous),
    Scenario(200, .GET, "/api/v1/problems/{draft}", as: .dost),
    Scenario(
      409, .POST, "/api/v1/organisations/{firm}/verify", as: .dost,
      expecting: [
        ("code", "refused"), ("state", "verified"), ("allowed_from", ["submitted", "suspended"]),
        ("allowed_by", ["admin", "dost"]),
      ]),
    Scenario(
      409, .POST, "/api/v1/problems/{open}/award", as: .dost, expecting: [("state", "published")]),
    Scenario(
      409, .PATCH, "/api/v1/problems/{closed}", as: .dost, ["title": "z"],
      headers: [("If-Match", "*")], expecting: [("code", "refused")]),
  ]

  @Test(arguments: access) private func everyoneIsToldWhatTheyMay(_ row: Scenario) throws {
    try row.run(on: try Self.scene.get())
  }

  @Test(arguments: [
    "Bearer innoreg_0000000000000000aaaaaaaaaaaaaaaa", "Bearer x y", "Basic dXNlcjpwYXNz", "Bearer",
    "bearer ", "Bearer ünicode", "{expired}", "{revoked}",
  ]) func aBadTokenIsRefusedEvenWhereNoneIsNeeded(_ value: String) throws {
    let service = try Service()
    var header = value
    if value == "{expired}" {
      let end = Service.start + 3600
      header = "Bearer " + (try service.token(.dost, until: end))
      #expect(
        try service.get("/api/v1/codes", headers: [("Authorization", header)]).status == 200)
      try service.turn(to: end.description)
    }
    if value == "{revoked}" {
      let (token, secret) = try service.registry.createToken(
        role: .dost, organisation: nil, label: nil, expiresAt: nil, by: .commandLine)
      try service.registry.revokeToken(token.id.text, by: .commandLine)
      header = "Bearer " + secret
    }
    for path in ["/api/v1/organisations", "/api/v1/search?q=a", "/api/v1/codes"] {
      let reply = try service.get(path, headers: [("Authorization", header)])
      #expect(reply.status == 401)
      #expect(reply.code == "unauthenticated")
      #expect(reply.headers["WWW-Authenticate"] == "Bearer realm=\"innoreg\"")
    }
  }

  @Test func hiddenRecordsAreAnsweredLikeThoseThatDoNotExist() throws {
    let scene = try Self.scene.get()
    let pairs = [
      ("organisations", "hidden", ""), ("organisations", "hidden", "/problem-matches"),
      ("problems", "draft", ""), ("problems", "draft", "/matches"),
    ]
    let nobody = "0000000000000000"
    for (list, name, tail) in pairs {
      let request = [("X-Request-Id", "same")]
      let id = scene.id(name)
      let hidden = try scene.service.get("/api/v1/\(list)/\(id)\(tail)", headers: request)
      let missing = try scene.service.get("/api/v1/\(list)/\(nobody)\(tail)", headers: request)
      #expect(hidden.status == 404)
      #expect(hidden.text.replacing(id, with: nobody) == missing.text)
      #expect(comparable(hidden.headers) == comparable(missing.headers))
    }
    let path = "/api/v1/proposals/"
    let hidden = try scene.service.get(path + scene.id("proposal"), as: .dost)
    #expect(hidden.status == 404)
    #expect(hidden.code == "not_found")
  }

  private func comparable(_ headers: Headers) -> [String] {
    headers.filter { $0.name != "Date" }.map { "\($0.name): \($0.value)" }.sorted()
  }
}
