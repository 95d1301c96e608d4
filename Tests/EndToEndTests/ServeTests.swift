import Domain
import Glibc
import HTTP
import Processes
import Testing

@Suite(.serialized) struct ServeTests {
  private let folder: Folder
  private let innoreg: Executable

  init() throws {
    folder = try Folder()
    innoreg = Executable(folder: folder)
    try #require(try innoreg.run("init").code == 0)
  }

  /// Starts a server and waits until it listens.
  private func serve(_ flags: [String] = []) throws -> (child: Child, client: TestClient, UInt16) {
    let child = try innoreg.start(["serve", "--port", "0"] + flags)
    for _ in 0..<1000 {
      if let match = child.errors.firstMatch(of: /listening on http:\/\/127\.0\.0\.1:([0-9]+)\n/),
        let port = UInt16(match.output.1)
      {
        return (child, TestClient(port: port), port)
      }
      usleep(10_000)
    }
    child.signal(SIGKILL)
    Issue.record("the server does not listen: \(try child.wait())")
    throw TestClient.Failure.timeout
  }

  private func stop(_ child: Child) throws {
    child.signal(SIGTERM)
    #expect(try child.wait().code == 0)
  }

  @Test func aFirmImportedBesideItTurnsUpWithinASecond() throws {
    try folder.write(Records.problem.compact, to: "problem.json")
    #expect(try innoreg.run("import", folder.path("problem.json")).code == 0)
    let (child, client, _) = try serve()
    let target = "/api/v1/problems/prob-1/matches"
    let before = try client.send(.GET, target)
    #expect(before.status == 200)
    #expect(!before.text.contains("firm-1"))
    try folder.write(
      Records.firm(1, description: "Máy phân loại quả cà phê chín").compact, to: "firm.json")
    #expect(try innoreg.run("import", folder.path("firm.json")).code == 0)
    let imported = ContinuousClock.now
    var found = false
    while !found, .now - imported < .seconds(1) {
      found = try client.send(.GET, target).text.contains("firm-1")
      if !found { usleep(20_000) }
    }
    #expect(found)
    try stop(child)
  }

  @Test func weightsThatAreSetBesideItAreTakenUpWithinASecond() throws {
    try folder.write(
      JSON.array([Records.problem, Records.firm(1, description: "Máy phân loại quả cà phê")])
        .compact, to: "file.json")
    #expect(try innoreg.run("import", folder.path("file.json")).code == 0)
    let (child, client, _) = try serve()
    let target = "/api/v1/problems/prob-1/matches"
    #expect(try !client.send(.GET, target).text.contains(#""weights_version":"thu-1""#))
    try folder.write(
      #"{"version":"thu-1","signals":{"capability":1,"place":1}}"#, to: "weights.json")
    #expect(try innoreg.run("weights", "set", folder.path("weights.json")).code == 0)
    let start = ContinuousClock.now
    var found = false
    while !found, .now - start < .seconds(1) {
      found = try client.send(.GET, target).text.contains(#""weights_version":"thu-1""#)
      if !found { usleep(20_000) }
    }
    #expect(found)
    try stop(child)
  }

  @Test func conceptsOfTheAPIAndOfTheCommandLineMakeMatchesInTheRunningServer() throws {
    try folder.write(
      JSON.array([
        Records.problem.merging(["title": "Lưới gom sương và tường rêu", "expected_result": nil]),
        Records.firm(1, description: "Fog catcher monitors"),
        Records.firm(2, description: "Moss wall counters"),
      ]).compact, to: "file.json")
    #expect(try innoreg.run("import", folder.path("file.json")).code == 0)
    let secret = try innoreg.run("token", "create", "--role", "dost").output.trimmed
    let (child, client, _) = try serve()
    func meets(_ concept: String) throws -> Bool {
      let answer = try client.send(.GET, "/api/v1/problems/prob-1/matches")
      return answer.text.contains("\"concept\":{\"id\":\"\(concept)\"")
    }
    func comesUp(_ concept: String) throws -> Bool {
      for _ in 0..<300 {
        if try meets(concept) { return true }
        usleep(20_000)
      }
      return false
    }
    #expect(try !meets("fog_net") && !meets("moss_wall"))
    let made = try client.send(
      .POST, "/api/v1/lexicon",
      headers: [("Authorization", "Bearer \(secret)"), ("Content-Type", "application/json")],
      body: Array(
        #"{"id":"fog_net","vi":["lưới gom sương"],"en":["fog catcher"]}"#.utf8))
    #expect(made.status == 201)
    #expect(try comesUp("fog_net"))
    let added = try innoreg.run(
      "lexicon", "add", "moss_wall", "--vi", "tường rêu", "--en", "moss wall")
    #expect(added.code == 0, "\(added)")
    #expect(try comesUp("moss_wall"))
    try stop(child)
  }

  @Test func theCommandLineAndTheAPIGiveTheSameMatches() throws {
    try folder.write(
      JSON.array([
        Records.problem, Records.firm(1, description: "Máy phân loại quả cà phê"),
        Records.firm(2, description: "Cà phê rang xay"), Records.firm(3),
      ]).compact, to: "file.json")
    #expect(try innoreg.run("import", folder.path("file.json")).code == 0)
    let printed = try innoreg.json("match", "prob-1", "--limit", "20")
    let (child, client, _) = try serve()
    let answer = try client.send(.GET, "/api/v1/problems/prob-1/matches")
    let served = try JSONParser.parse(answer.body)
    func ranking(_ json: JSON) -> [JSON] {
      (json["matches"]?.elements ?? []).map {
        [$0["organisation"]?["id"] ?? .null, $0["score"] ?? .null, $0["components"] ?? .null]
      }
    }
    #expect(!ranking(printed).isEmpty)
    #expect(ranking(printed) == ranking(served))
    try stop(child)
  }

  @Test func aRequestUnderWayIsFinishedOnSIGTERM() throws {
    let secret = try innoreg.run("token", "create", "--role", "dost").output.trimmed
    let (child, _, port) = try serve()
    try folder.write(Records.lines(3000), to: "firms.jsonl")
    // An import that is halted within its transaction holds the writer; a request that writes
    // then has to wait.
    let importing = try innoreg.start(["import", folder.path("firms.jsonl")])
    var waiting: TestConnection?
    for _ in 0..<500 where waiting == nil {
      usleep(20_000)
      importing.signal(SIGSTOP)
      let connection = try TestClient(port: port, seconds: 1).connect()
      connection.send(registration(secret))
      do {
        #expect(try connection.receive().status == 201)
        importing.signal(SIGCONT)
      } catch .timeout {
        waiting = connection
      }
    }
    child.signal(SIGTERM)
    usleep(200_000)
    importing.signal(SIGKILL)
    #expect(try importing.wait().code == -SIGKILL)
    #expect(try waiting?.receive().status == 201)
    #expect(try child.wait().code == 0)
    #expect(try innoreg.run("check").code == 0)
  }

  private func registration(_ secret: String) -> [UInt8] {
    TestClient.request(
      .POST, "/api/v1/organisations",
      headers: Headers([
        ("Authorization", "Bearer \(secret)"), ("Content-Type", "application/json"),
        ("Connection", "close"),
      ]), body: Array(#"{"kind":"startup","name":"Chậm mà chắc"}"#.utf8))
  }

  @Test func aPortInUseIsSaid() throws {
    let (child, _, port) = try serve()
    let second = try innoreg.run("serve", "--port", "\(port)")
    #expect(second.code == 69)
    #expect(second.errors.contains("cannot listen on 127.0.0.1 port \(port)"))
    try stop(child)
  }

  @Test func aRegisterInUseIsNotReplaced() throws {
    #expect(try innoreg.run("backup", folder.path("copy.sqlite")).code == 0)
    let (child, _, _) = try serve()
    #expect(try innoreg.run("restore", "--force", folder.path("copy.sqlite")).code == 75)
    try stop(child)
    #expect(try innoreg.run("restore", "--force", folder.path("copy.sqlite")).code == 0)
  }

  @Test func theDemoServesAndStartsAgain() throws {
    for expected in [
      /: [1-9][0-9]* records new, 0 updated, 0 unchanged/, /: 0 records new, 0 updated, [1-9]/,
    ] {
      let child = try innoreg.start(["demo", "--port", "0"], database: "demo.sqlite")
      for _ in 0..<1000 where !child.errors.contains("listening on") { usleep(10_000) }
      #expect(child.output.contains(expected), "\(child.output)")
      let command = try #require(child.output.firstMatch(of: /curl -s '(http.*)'/)).output.1
      let port = try #require(command.firstMatch(of: /:([0-9]+)\//)).output.1
      let answer = try TestClient(port: try #require(UInt16(port))).send(
        .GET, String(command.drop { $0 != "/" }.dropFirst(2).drop { $0 != "/" }))
      #expect(answer.status == 200)
      try stop(child)
    }
  }
}
