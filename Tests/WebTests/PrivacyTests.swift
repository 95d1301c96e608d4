import Domain
import HTTP
import Testing
import Web

/// What is private leaves by no way: no list, search, match, explanation, error, header or log.
@Suite struct PrivacyTests {
  /// A word for each kind of private content, found nowhere else.
  private enum Planted: String, CaseIterable {
    case email = "qzemail@bimat.example"
    case phone = "0262 7731 9054"
    case address = "77 đường Qzbimat"
    case raising = "8317264509"
    case traction = "qztraction"
    case returnReason = "qzreturnreason"
    case suspendReason = "qzsuspendreason"
    case approach = "qzapproach"
    case cost = "7316254098"
    case hiddenName = "qzhiddenname"
    case hiddenText = "qzhiddentext"
    case suspendedName = "qzsuspendedname"
    case draftTitle = "qzdrafttitle"
    case draftText = "qzdrafttext"
  }

  private struct World {
    let service: Service
    var names: [String: String] = [:]

    init() throws {
      service = try Service()
      try organisation(
        "startup",
        [
          "kind": "startup", "name": "Hạt Công Khai", "province": "66",
          "description": "Phần mềm giám sát vườn cà phê", "fields": ["agriculture"], "trl": 8,
          "email": .string(Planted.email.rawValue), "phone": .string(Planted.phone.rawValue),
          "address": .string(Planted.address.rawValue),
          "startup": [
            "stage": "seed", "raising_vnd": 8_317_264_509,
            "traction": .string("Khách hàng \(Planted.traction.rawValue)"),
          ],
        ],
        [
          ("submit", nil), ("return", Planted.returnReason.rawValue), ("submit", nil),
          ("verify", nil),
        ]
      )
      try organisation(
        "other",
        [
          "kind": "technology_firm", "name": "Công ty Khác", "province": "66", "trl": 8,
          "description": "Cảm biến cà phê", "fields": ["agriculture"],
        ], [("submit", nil), ("verify", nil)])
      let hidden: JSON = [
        "kind": "technology_firm", "name": .string("Công ty " + Planted.hiddenName.rawValue),
        "province": "66", "fields": ["agriculture"],
        "description": .string("Cảm biến cà phê " + Planted.hiddenText.rawValue),
      ]
      try organisation("draft", hidden, [])
      try organisation(
        "returned", hidden, [("submit", nil), ("return", Planted.returnReason.rawValue)])
      try organisation(
        "suspended", hidden.merging(["name": .string(Planted.suspendedName.rawValue)]),
        [("submit", nil), ("verify", nil), ("suspend", Planted.suspendReason.rawValue)])
      try problem(
        "open",
        [
          "title": "Giám sát vườn cà phê", "expected_result": "Cảnh báo sâu bệnh",
          "deadline": "2026-06-30", "field": "agriculture",
        ], ["publish"])
      try problem(
        "secret",
        [
          "title": .string("Cà phê " + Planted.draftTitle.rawValue), "field": "agriculture",
          "description": .string("Cà phê " + Planted.draftText.rawValue),
        ], ["submit"])
      let proposal = try service.post(
        "/api/v1/proposals",
        [
          "problem": JSON(names["open"]), "cost_vnd": 7_316_254_098, "duration_months": 9,
          "approach": .string("Cà phê " + Planted.approach.rawValue),
        ], as: .member(names["startup", default: ""]))
      names["proposal"] = proposal.id
      let sent = try service.post(
        "/api/v1/proposals/\(proposal.id)/submit", as: .member(names["startup", default: ""]))
      try #require(sent.status == 200)
    }

    private mutating func organisation(
      _ name: String, _ body: JSON, _ events: [(String, String?)]
    ) throws {
      let made = try service.post("/api/v1/organisations", body, as: .dost)
      try #require(made.status == 201, "\(made.text)")
      for (event, reason) in events {
        let moved = try service.post(
          "/api/v1/organisations/\(made.id)/\(event)", reason.map { ["reason": .string($0)] },
          as: .dost)
        try #require(moved.status == 200, "\(moved.text)")
      }
      names[name] = made.id
    }

    private mutating func problem(_ name: String, _ body: JSON, _ events: [String]) throws {
      let made = try service.post("/api/v1/problems", body, as: .dost)
      for event in events { try service.post("/api/v1/problems/\(made.id)/\(event)", as: .dost) }
      names[name] = made.id
    }
  }

  /// Every GET route with every record, and searches for everything that is planted.
  private func targets(_ world: World) -> [String] {
    var targets: [String] = []
    for route in world.service.site.routes where route.method == .GET {
      if route.pattern.contains("{id}") {
        for id in world.names.values {
          targets.append(
            route.pattern.replacing("{id}", with: id).replacing("{organisation}", with: id)
              .replacing("{investment}", with: id))
        }
      } else {
        targets.append(route.pattern)
      }
    }
    for word in Planted.allCases {
      let text = PercentEncoding.encode(word.rawValue)
      for path in ["organisations", "problems"] {
        targets.append("/api/v1/search?q=\(text)&type=\(path.dropLast())")
        targets.append("/api/v1/\(path)?limit=100")
      }
      targets.append("/api/v1/search?q=\(text)%20c%C3%A0%20ph%C3%AA")
    }
    for status in Organisation.Status.accepted {
      targets.append("/api/v1/organisations?status=\(status)")
    }
    for status in Problem.Status.accepted { targets.append("/api/v1/problems?status=\(status)") }
    for name in ["startup", "draft"] {
      targets.append("/api/v1/proposals?organisation=\(world.names[name, default: ""])")
    }
    return targets
  }

  @Test func nothingPrivateLeaves() throws {
    let world = try World()
    let service = world.service
    let before = service.log.count
    let callers: [(Caller, Set<Planted>)] = [
      (.anonymous, Set(Planted.allCases)),
      (.member(world.names["other", default: ""]), Set(Planted.allCases)),
      (.reviewer, Set(Planted.allCases)),
      (.dost, [.approach, .cost]),
    ]
    for (caller, barred) in callers {
      for target in targets(world) {
        let reply = try service.get(target, as: caller)
        // What a caller typed comes back in its own link to the next page.
        expectNone(of: barred, in: reply, "\(caller) GET \(target)", asked: target)
      }
      for word in Planted.allCases {
        let body: JSON = [
          "title": "Giám sát vườn cà phê", "description": .string("Cảm biến \(word.rawValue)"),
        ]
        let reply = try service.post("/api/v1/match", body, as: caller)
        #expect(reply.status == 200)
        expectNone(of: barred, in: reply, "\(caller) POST /match \(word)")
      }
      for (path, event) in [("organisations", "verify"), ("problems", "publish")] {
        for name in ["draft", "returned", "suspended", "secret", "proposal"] {
          guard case .dost = caller else {
            let id = world.names[name, default: ""]
            let reply = try service.post("/api/v1/\(path)/\(id)/\(event)", as: caller)
            // Only officers do this: the refusal is the same for a record that does not exist.
            let refusal =
              switch caller {
              case .anonymous: 401
              default: 403
              }
            #expect(reply.status == refusal, "\(caller) \(path) \(name)")
            #expect(
              try service.post("/api/v1/\(path)/none/\(event)", as: caller).status == refusal)
            expectNone(of: barred, in: reply, "\(caller) POST \(path) \(name)")
            continue
          }
        }
      }
    }
    for line in service.log.dropFirst(before) {
      for word in Planted.allCases {
        #expect(!line.contains(word.rawValue), "\(line)")
      }
    }
    #expect(service.log.count > before + 400)
  }

  @Test func whatIsPlantedIsThereForThoseWhoMaySeeIt() throws {
    let world = try World()
    let own = Caller.member(world.names["startup", default: ""])
    let seen =
      try world.service.get("/api/v1/organisations?limit=100", as: .dost).text
      + world.service.get("/api/v1/problems?limit=100", as: .dost).text
      + world.service.get("/api/v1/proposals", as: own).text
    for word in Planted.allCases where word != .suspendReason {
      #expect(seen.contains(word.rawValue), "\(word)")
    }
    let startup = try world.service.get(
      "/api/v1/organisations/\(world.names["startup", default: ""])", as: own)
    for word in [Planted.email, .phone, .address, .raising, .traction] {
      #expect(startup.text.contains(word.rawValue), "\(word)")
    }
  }

  @Test func totalsTellNothingOfWhatIsHidden() throws {
    let world = try World()
    for caller in [Caller.anonymous, .reviewer] {
      let firms = try world.service.get("/api/v1/organisations", as: caller)
      #expect(firms.json["total"] == 2)
      let problems = try world.service.get("/api/v1/problems", as: caller)
      #expect(problems.json["total"] == 1)
      let found = try world.service.get("/api/v1/search?q=c%C3%A0%20ph%C3%AA", as: caller)
      #expect(found.json["total"] == 3)
    }
    for status in ["draft", "returned", "suspended"] {
      let list = try world.service.get("/api/v1/organisations?status=\(status)")
      #expect(list.json["total"] == 0)
    }
  }

  private func expectNone(
    of barred: Set<Planted>, in reply: Reply, _ what: String, asked: String = ""
  ) {
    var text = reply.headers.filter { $0.name != "Link" }.map(\.value).joined(separator: "\n")
    text += reply.text
    for word in barred where !asked.contains(PercentEncoding.encode(word.rawValue)) {
      #expect(!text.contains(word.rawValue), "\(what): \(word)")
    }
    for word in barred where asked.contains(PercentEncoding.encode(word.rawValue)) {
      #expect(!reply.text.contains(word.rawValue), "\(what): \(word)")
    }
  }
}
