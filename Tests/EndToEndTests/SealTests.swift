import Domain
import FoundationEssentials
import Glibc
import HTTP
import Processes
import Testing

/// Files and sealed proposals in the real executable.
@Suite(.serialized) struct SealTests {
  private let folder: Folder
  private let innoreg: Executable

  init() throws {
    folder = try Folder()
    innoreg = Executable(folder: folder)
    try #require(try innoreg.run("init").code == 0)
  }

  private func serve(_ flags: [String] = []) throws -> (child: Child, client: TestClient) {
    let child = try innoreg.start(["serve", "--port", "0"] + flags)
    for _ in 0..<1000 {
      if let match = child.errors.firstMatch(of: /listening on http:\/\/127\.0\.0\.1:([0-9]+)\n/),
        let port = UInt16(match.output.1)
      {
        return (child, TestClient(port: port))
      }
      usleep(10_000)
    }
    child.signal(SIGKILL)
    Issue.record("the server does not listen: \(try child.wait())")
    throw TestClient.Failure.timeout
  }

  private func secret(_ words: String...) throws -> String {
    let ended = try innoreg.start(["token", "create", "--json"] + words).wait()
    return try #require(try JSONParser.parse(ended.output)["secret"]?.text)
  }

  /// The fields of somebody who has logged in, as a browser sends them.
  private func person(_ client: TestClient) throws -> [(String, String)] {
    let made = try innoreg.json("account", "add", "chu@example.vn", "--name", "Chủ")
    let password: JSON = "một câu dài dễ nhớ"
    let json = ("Content-Type", "application/json")
    func post(_ path: String, _ body: JSON) throws -> TestClient.Answer {
      try client.send(
        .POST, "/api/v1" + path, headers: [json], body: Array(body.compact.utf8))
    }
    let set = try post(
      "/password-resets/complete", ["token": JSON(made["secret"]?.text), "password": password])
    #expect(set.status == 204)
    let session = try post("/sessions", ["email": "chu@example.vn", "password": password])
    let cookie = try #require(session.headers["Set-Cookie"]).prefix { $0 != ";" }
    let token = try JSONParser.parse(session.body)["csrf_token"]?.text
    return [json, ("Cookie", String(cookie)), ("X-CSRF-Token", token ?? "")]
  }

  private func pdf(_ word: String) -> [UInt8] {
    Array("%PDF-1.7\n1 0 obj << >> endobj\n\(word)\nstartxref\n9\n%%EOF\n".utf8)
  }

  private func fields(_ secret: String, _ type: String) -> [(String, String)] {
    [("Authorization", "Bearer " + secret), ("Content-Type", type)]
  }

  @Test func theScanProgramDecidesWhatIsTaken() throws {
    let script = try folder.write(
      "#!/bin/sh\n[ $# -eq 1 ] && head -c 5 \"$1\" | grep -q %PDF && ! grep -q infected \"$1\"\n",
      to: "scan.sh")
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: script)
    let secret = try secret("--role", "dost")
    for (program, word, status) in [
      (script, "harmless", 201), (script, "infected", 422), ("/bin/false", "harmless", 422),
      ("/nonexistent", "harmless", 503),
    ] {
      let (child, client) = try serve(["--scan-command", program])
      let answer = try client.send(
        .POST, "/api/v1/files?name=a.pdf", headers: fields(secret, "application/pdf"),
        body: pdf(word))
      #expect(answer.status == status, "\(program) \(word): \(answer.text)")
      child.signal(SIGTERM)
      #expect(try child.wait().code == 0)
    }
  }

  /// Whenever it is killed, every file that was acknowledged is whole, and none is recorded that
  /// is not there.
  @Test func aKillBetweenBlobAndRecordLosesNothing() throws {
    let secret = try secret("--role", "dost")
    var acknowledged: [String] = []
    for round in 0..<6 {
      let (child, client) = try serve()
      var random = SystemRandomNumberGenerator()
      let connections = try (0..<8).map { number in
        let connection = try client.connect()
        connection.send(
          TestClient.request(
            .POST, "/api/v1/files?name=a.pdf",
            headers: Headers(fields(secret, "application/pdf")), body: pdf("\(round) \(number)")))
        return connection
      }
      usleep(UInt32.random(in: 0..<60_000, using: &random))
      child.signal(SIGKILL)
      _ = try child.wait()
      for connection in connections {
        guard let answer = try? connection.receive(), answer.status == 201 else { continue }
        acknowledged.append(try JSONParser.parse(answer.body)["id"]?.text ?? "")
      }
      let check = try innoreg.json("check")
      #expect(check["sound"] == true, "\(check.compact)")
    }
    let (child, client) = try serve()
    for id in acknowledged {
      let answer = try client.send(
        .GET, "/api/v1/files/\(id)/content", headers: fields(secret, "application/pdf"))
      #expect(answer.status == 200)
    }
    child.signal(SIGTERM)
    #expect(try child.wait().code == 0)
  }

  @Test func aReceiptIsVerifiedBeforeAndAfterOpening() throws {
    let officer = fields(try secret("--role", "dost"), "application/json")
    let (child, client) = try serve()
    let member = try person(client)
    func post(_ path: String, _ body: JSON = [:], _ fields: [(String, String)]) throws -> JSON {
      let answer = try client.send(
        .POST, "/api/v1" + path, headers: fields, body: Array(body.compact.utf8))
      #expect([200, 201].contains(answer.status), "\(path): \(answer.text)")
      return try JSONParser.parse(answer.body)
    }
    func id(_ json: JSON) -> String { json["id"]?.text ?? "?" }
    let firm = id(
      try post(
        "/organisations",
        [
          "kind": "technology_firm", "name": "Hạt", "province": "66", "description": "Máy đo",
          "fields": ["agriculture"],
        ], member))
    _ = try post("/organisations/\(firm)/submit", [:], member)
    _ = try post("/organisations/\(firm)/verify", [:], officer)
    let problem = id(
      try post("/problems", ["title": "Đề", "expected_result": "x"], officer))
    _ = try post("/problems/\(problem)/publish", [:], officer)
    let proposal = id(
      try post(
        "/proposals",
        [
          "problem": .string(problem), "approach": "planted-8d20", "cost_vnd": 7001,
          "duration_months": 1,
        ], member))
    _ = try post("/proposals/\(proposal)/submit", [:], member)
    let receipt = try client.send(
      .GET, "/api/v1/proposals/\(proposal)/receipt", headers: member)
    let file = try folder.write(receipt.text, to: "receipt.json")
    #expect(try innoreg.json("proposal", "verify-receipt", file)["holds"] == true)
    #expect(try innoreg.run("proposal", "show", proposal).code == 66)
    let forged = try folder.write(
      receipt.text.replacing("7001", with: "7002"), to: "forged.json")
    #expect(try innoreg.run("proposal", "verify-receipt", forged).code == 1)
    #expect(try innoreg.run("proposal", "open", problem).code == 65, "it is not closed")
    _ = try post("/problems/\(problem)/close", [:], officer)
    #expect(try innoreg.json("proposal", "open", problem)["total"] == 1)
    #expect(try innoreg.json("proposal", "verify-receipt", file)["offered"] == true)
    #expect(try innoreg.run("proposal", "show", proposal).output.contains("planted-8d20"))
    child.signal(SIGTERM)
    let ended = try child.wait()
    #expect(ended.code == 0 && !ended.errors.contains("planted-8d20"))
    #expect(!ended.errors.contains(proposal))
  }
}
