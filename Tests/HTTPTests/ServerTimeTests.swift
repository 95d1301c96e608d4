import HTTP
import Testing

@Suite struct ServerTimeTests {
  @Test(arguments: ServerConfiguration.Mode.allCases)
  func cutsOffASlowHead(mode: ServerConfiguration.Mode) throws {
    let running = try RunningServer {
      $0.mode = mode
      $0.requestDeadline = 1
    }
    let connection = try running.client.connect()
    let sent = drip("GET /hello HTTP/1.1\r\nHost: a\r\nX: " + filler, over: connection)
    #expect(sent < 200)
    let answer = try connection.receive()
    #expect(answer.status == 408)
    #expect(answer.headers["Content-Type"] == "application/problem+json")
    #expect(try connection.receiveAll().isEmpty)
    #expect(running.log.all.contains { $0.contains("request timed out") })
    #expect(try running.stillAnswers())
  }

  @Test func cutsOffASlowBody() throws {
    let running = try RunningServer { $0.requestDeadline = 1 }
    let connection = try running.client.connect()
    connection.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n")
    #expect(drip(filler, over: connection) < 200)
    #expect(try connection.receive().status == 408)
    #expect(try running.stillAnswers())
  }

  @Test func cutsOffASlowSecondRequest() throws {
    let running = try RunningServer {
      $0.requestDeadline = 1
      $0.idleTimeout = 1
    }
    let connection = try running.client.connect()
    connection.send(TestClient.request(.GET, "/hello"))
    #expect(try connection.receive().text == "hello")
    #expect(drip("GET /hello HTTP/1.1\r\nHost: a\r\nX: " + filler, over: connection) < 400)
    #expect(try connection.receive().status == 408)
  }

  @Test func watchesAgainAfterARestart() throws {
    let running = try RunningServer { $0.requestDeadline = 1 }
    #expect(running.server.stop(deadline: .seconds(5)) == .drained)
    let connection = try TestClient(port: try running.server.start()).connect()
    #expect(drip(filler, over: connection) < 200)
    #expect(try connection.receive().status == 408)
  }

  @Test func closesASilentConnection() throws {
    let running = try RunningServer { $0.idleTimeout = 1 }
    let connection = try running.client.connect()
    connection.send(TestClient.request(.GET, "/hello"))
    #expect(try connection.receive().text == "hello")
    #expect(try connection.receiveAll().isEmpty)
  }

  @Test func letsAHandlerTakeLongerThanTheDeadline() throws {
    let running = try RunningServer {
      $0.requestDeadline = 1
      $0.idleTimeout = 1
    }
    #expect(try running.client.send(.GET, "/slow/2500").text == "slept")
  }

  private let filler = String(repeating: "a", count: 1_000)

  /// Sends a byte every ten milliseconds until the server closes or an answer is there.
  private func drip(_ text: String, over connection: TestConnection) -> Int {
    var count = 0
    for byte in text.utf8 {
      guard connection.send([byte]) else { break }
      count += 1
      pause(milliseconds: 10)
    }
    return count
  }
}
