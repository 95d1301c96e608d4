import Domain
import FoundationEssentials
import HTTP
import Testing
import UseCases

/// The abuse run: a real server, a hostile client, and at the end an unharmed register.
@Suite struct AbuseTests {
  /// It has a process of its own, so that its memory is its own.
  @Test func theServiceSurvivesAbuse() async {
    await #expect(processExitsWith: .success) {
      // What never arrives whole is waited for but a second; what does arrive may take its time,
      // for other tests share the machine.
      let hurried = Abuse(
        try Scene(keepsLog: false) { configuration in
          configuration.idleTimeout = 1
          configuration.requestDeadline = 1
        })
      let patient = Abuse(try Scene(keepsLog: false))
      let both = [hurried, patient]
      let witnesses = try both.map { try $0.witness() }
      var resident: [Int] = []
      for third in 0..<3 {
        try patient.bodies()
        try patient.types()
        try patient.targets()
        try hurried.heads()
        try hurried.slowness()
        try patient.oddities(third)
        try hurried.mutations(seed: UInt64(third), count: 3400)
        resident.append(try AbuseTests.residentBytes())
      }
      for (abuse, witness) in zip(both, witnesses) {
        let after = try abuse.witness()
        #expect(after.body == witness.body, "the witness has changed: \(after.text)")
        #expect(try abuse.service.get("/readyz").status == 200, "not ready")
        let faults = try abuse.service.registry.check().flatMap { check in
          check.faults.map { "\(check.name): \($0)" }
        }
        #expect(faults == [], "\(faults)")
        #expect(abuse.service.log == [], "\(abuse.service.log.prefix(5))")
        let unexpected = Set(abuse.closed.all.keys).subtracting(AbuseTests.withoutDocument)
        #expect(unexpected == [], "\(unexpected)")
      }
      let growth = (resident.last ?? 0) - (resident.first ?? 0)
      #expect(growth < 16 << 20, "grew by \(growth >> 20) MiB: \(resident)")
    }
  }

  /// What libmicrohttpd refuses by itself, before a request is whole: with its own page, or by
  /// ending the connection.
  private static let withoutDocument: Set<String> = [
    "header without colon (the library's own 400)", "bad length (the library's own 400)",
    "negative length (the library's own 400)", "bad chunk (the library's own 400)",
    "no version (the library's own 400)", "version 9 (the library's own 400)",
    "binary (the library's own 400)", "version 2 (the library's own 505)",
    "mutation (the library's own 400)", "mutation (the library's own 505)",
    "mutation (the library's own 413)", "mutation (the library's own 431)",
    "no method (closed)", "only line ends (closed)", "TLS hello (closed)",
  ]

  /// The memory that this process holds now.
  private static func residentBytes() throws -> Int {
    let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
    return (Int(text.split(separator: " ").dropFirst().first ?? "") ?? 0) * 4096
  }
}

extension Abuse {
  /// A record that nobody changes.
  func witness() throws -> Reply {
    try service.get("/api/v1/organisations/\(scene.id("firm"))", as: .dost)
  }

  /// Texts that have broken other programs are kept and given back as they are, as JSON only.
  func oddities(_ round: Int) throws {
    let texts = [
      "'; DROP TABLE organisation; --", "\" OR 1=1 --", "%' UNION SELECT * FROM token --",
      "<script>alert(1)</script>", "</title><img src=x onerror=alert(1)>", "=HYPERLINK(\"x\")",
      "+1+cmd|' /C calc'!A0", "@SUM(1)", "-2+3", "{{7*7}}", "${jndi:ldap://x}", "../../etc/passwd",
      "\u{202E}moc.elgoog", "a\u{200B}b\u{200D}c\u{FEFF}d", "\u{2066}a\u{2069}",
      "a" + String(repeating: "\u{301}", count: 250), "👩‍👩‍👧‍👦🏳️‍🌈", "ﷺ", "İIıi", "ẞß", "𝕳𝖆̣",
      "\u{E000}\u{10FFFF}",
      "Ａｂｃ", "ǅ", "\\u0041", "null", "true", "0", "[]", "%s%n%x", "\u{1F1FB}\u{1F1F3}",
    ]
    for text in texts {
      let made = try service.post(
        "/api/v1/organisations",
        ["kind": "startup", "name": .string(text), "description": .string(text)], as: .dost)
      #expect(made.status == 201, "\(text)")
      let read = try service.get("/api/v1/organisations/\(made.id)", as: .dost)
      let expected = Folding.nfc(text)
      #expect(read.json["name"] == .string(expected))
      #expect(
        read.json["name"]?.text.map { Array($0.unicodeScalars) } == Array(expected.unicodeScalars))
      #expect(read.headers["Content-Type"] == "application/json")
      #expect(read.headers["X-Content-Type-Options"] == "nosniff")
      let encoded = PercentEncoding.encode(text)
      for target in ["search?q=", "organisations?tax_code="] {
        #expect(try service.get("/api/v1/\(target)\(encoded)").status == 200)
      }
      for target in ["organisations/", "problems/"] {
        #expect(try service.get("/api/v1/\(target)\(encoded)").status == 404)
      }
      #expect(try service.post("/api/v1/match", ["title": .string(text)]).status == 200)
      #expect(
        try service.get("/api/v1/codes", headers: [("Accept-Language", encoded)]).status == 200)
    }
    #expect(try service.get("/api/v1/organisations?limit=1", as: .dost).status == 200)
  }

  /// Valid requests with bytes changed at random, the same ones for the same seed.
  func mutations(seed: UInt64, count: Int) throws {
    var random = Seeded(seed &+ 7)
    let tail = Array("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".utf8)
    let requests = try samples()
    for number in 0..<count {
      guard let sample = requests.randomElement(using: &random) else { return }
      let what = "seed \(seed) number \(number): \(sample.line)"
      if sample.body.isEmpty || number % 3 == 0 {
        // The end of the head stays, so that the answer does not wait for more of it.
        var head = Array("\(sample.line)\r\nHost: x\r\n\(sample.fields)".utf8)
        Self.mutate(&head, &random)
        var bytes = head + Array("\r\n".utf8)
        if !sample.body.isEmpty { bytes += Array("Content-Length: \(sample.body.count)\r\n".utf8) }
        bytes += Array("\r\n".utf8) + sample.body
        for reply in try raw(bytes + tail, seconds: 3) { judge(reply, what) }
      } else {
        var body = sample.body
        Self.mutate(&body, &random)
        let head = "\(sample.line)\r\nHost: x\r\nConnection: close\r\n\(sample.fields)"
        let bytes = Array("\(head)Content-Length: \(body.count)\r\n\r\n".utf8) + body
        let replies = try raw(bytes, seconds: 3)
        #expect(replies.count == 1, "\(what)")
        for reply in replies { judge(reply, what) }
      }
    }
  }

  private func judge(_ reply: Reply, _ what: String) {
    guard reply.status >= 400 else { return }
    if reply.headers["X-Request-Id"] == nil {
      closed.add("mutation (the library's own \(reply.status))")
      if reply.status >= 500, reply.status != 505 { Issue.record("\(what) → \(reply.status)") }
    } else {
      expectRefusal(reply, with: Set(400..<500), what)
    }
  }

  private func samples() throws -> [(line: String, fields: String, body: [UInt8])] {
    let dost = "Authorization: Bearer \(try service.secret(of: .dost) ?? "")\r\n"
    let json = dost + "Content-Type: application/json\r\n"
    let organisation = """
      {"kind":"technology_firm","name":"Công ty Cảm Biến","legal":["sme_small",{"status":"large"}],\
      "founded":2016,"province":"66","fields":["agriculture"],"trl":8,"products":["Trạm đo"],\
      "past_projects":["Vườn",{"title":"Hạn","client":"HTX","year":2024}]}
      """
    let problem = """
      {"title":"Giám sát vườn cà phê","field":"agriculture","technologies":["iot"],\
      "budget_vnd":5000000000,"required":[{"min_trl":6}],"deadline":"2026-12-31"}
      """
    return [
      ("GET /api/v1/organisations?kind=startup&limit=5 HTTP/1.1", dost, []),
      ("GET /api/v1/organisations/\(scene.id("firm")) HTTP/1.1", "If-None-Match: \"v1\"\r\n", []),
      ("GET /api/v1/problems/\(scene.id("open"))/matches?limit=3 HTTP/1.1", "", []),
      ("GET /api/v1/search?q=c%C3%A0%20ph%C3%AA&field=agriculture HTTP/1.1", "", []),
      ("GET /openapi.json HTTP/1.1", "Accept-Language: en\r\n", []),
      ("POST /api/v1/organisations HTTP/1.1", json, Array(organisation.utf8)),
      ("POST /api/v1/problems HTTP/1.1", json + "Idempotency-Key: k\r\n", Array(problem.utf8)),
      ("POST /api/v1/match HTTP/1.1", json, Array(problem.utf8)),
      (
        "PATCH /api/v1/problems/\(scene.id("draft")) HTTP/1.1", json + "If-Match: *\r\n",
        Array("{\"expected_result\":\"x\",\"budget_vnd\":null}".utf8)
      ),
      (
        "POST /api/v1/organisations/\(scene.id("other"))/suspend HTTP/1.1",
        json + "If-Match: \"v99\"\r\n", Array("{\"reason\":\"lý do\"}".utf8)
      ),
    ]
  }

  /// Changes a few places.
  private static func mutate(_ bytes: inout [UInt8], _ random: inout Seeded) {
    for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<6, using: &random) {
      case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &random)
      case 1: bytes.remove(at: place)
      case 2: bytes.insert(UInt8.random(in: .min ... .max, using: &random), at: place)
      case 3: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 4:
        let end = min(bytes.count, place + Int.random(in: 1...20, using: &random))
        bytes.insert(contentsOf: bytes[place..<end], at: place)
      default:
        let end = min(bytes.count, place + Int.random(in: 1...20, using: &random))
        bytes.removeSubrange(place..<end)
      }
    }
  }
}
