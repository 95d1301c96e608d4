import HTTP
import Testing

@Suite struct ServerTests {
  @Test(arguments: ServerConfiguration.Mode.allCases)
  func answersInEachMode(mode: ServerConfiguration.Mode) throws {
    let running = try RunningServer { $0.mode = mode }
    let answer = try running.client.send(.GET, "/hello")
    #expect(answer.status == 200)
    #expect(answer.text == "hello")
    #expect(answer.headers["Content-Type"] == "text/plain; charset=utf-8")
    #expect(answer.headers["Content-Length"] == "5")
    #expect(answer.headers["Date"]?.hasSuffix("GMT") == true)
    #expect(running.server.stop(deadline: .seconds(5)) == .drained)
  }

  @Test func listensOnIPv6Loopback() throws {
    let running = try RunningServer { $0.host = "::1" }
    let answer = try TestClient(host: "::1", port: running.port).send(.GET, "/peer")
    #expect(answer.text == "http ::1")
  }

  @Test func tellsPeerAndScheme() throws {
    let running = try RunningServer()
    #expect(try running.client.send(.GET, "/peer").text == "http 127.0.0.1")
  }

  @Test func saysWhyItCannotListen() throws {
    let first = try RunningServer()
    var configuration = ServerConfiguration()
    configuration.port = first.port
    let second = Server(configuration: configuration, logger: .silent) { _ in Response(.ok) }
    #expect {
      try second.start()
    } throws: { error in
      guard case .cannotListen("127.0.0.1", first.port, let reason)? = error as? ServerError else {
        return false
      }
      return reason.contains("in use")
    }
    #expect(throws: ServerError.alreadyRunning) { try first.server.start() }
    #expect(try first.stillAnswers())
  }

  /// Numbers that make no sense must not trap anywhere.
  @Test(arguments: [Int.min, -1, 0, Int.max])
  func bringsSenselessLimitsIntoRange(number: Int) throws {
    let running = try RunningServer {
      $0.threads = min(number, 2)
      $0.maxConnections = min(number, 50)
      $0.idleTimeout = number
      $0.requestDeadline = number
      $0.maxHeaderBytes = number
      $0.maxURIBytes = number
      $0.maxHeaderCount = number
      $0.maxBodyBytes = number
    }
    #expect(try running.stillAnswers())
    _ = try running.client.send(.POST, "/echo", body: [1, 2, 3])
    #expect(try running.stillAnswers())
  }

  @Test func startsAgainAfterAStop() throws {
    let running = try RunningServer()
    #expect(running.server.stop(deadline: .seconds(5)) == .drained)
    let port = try running.server.start()
    #expect(try TestClient(port: port).send(.GET, "/hello").text == "hello")
  }

  @Test func keepsConnectionsOpen() throws {
    let running = try RunningServer()
    let connection = try running.client.connect()
    for _ in 0..<50 {
      connection.send(TestClient.request(.GET, "/hello"))
      #expect(try connection.receive().text == "hello")
    }
  }

  @Test func answersPipelinedRequestsInOrder() throws {
    let running = try RunningServer()
    let connection = try running.client.connect()
    var bytes: [UInt8] = []
    for number in 0..<20 {
      bytes += TestClient.request(.GET, "/path/n/\(number)")
      bytes += TestClient.request(.POST, "/echo", body: Array("body \(number)".utf8))
    }
    connection.send(bytes)
    for number in 0..<20 {
      #expect(try connection.receive().text == "path|n|\(number)")
      #expect(try connection.receive().text == "body \(number)")
    }
  }

  @Test func servesHTTP10AndCloses() throws {
    let running = try RunningServer()
    let text = try running.exchange("GET /hello HTTP/1.0\r\n\r\n")
    #expect(text.contains(" 200 "))
    #expect(text.hasSuffix("\r\n\r\nhello"))
    #expect(try running.exchange("GET /stream/3 HTTP/1.0\r\n\r\n").hasSuffix("xxx"))
  }

  @Test func toleratesEmptyLinesBeforeARequest() throws {
    let running = try RunningServer()
    let answer = try running.answer("\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(answer.text == "hello")
  }

  @Test(arguments: [0, 1, 65_536, 1_048_576])
  func takesBodiesUpToTheLimit(size: Int) throws {
    let running = try RunningServer()
    let body = [UInt8](repeating: 7, count: size)
    let answer = try running.client.send(.POST, "/echo", body: body)
    #expect(answer.status == 200)
    #expect(answer.body == body)
  }

  @Test func takesChunkedBodies() throws {
    let running = try RunningServer()
    let answer = try running.answer(
      "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        + "5\r\nxin c\r\n4;note=1\r\nhào\r\n0\r\nX-Trailer: ignored\r\n\r\n")
    #expect(answer.text == "xin chào")
  }

  @Test func invitesABodyThatWaits() throws {
    let running = try RunningServer()
    let connection = try running.client.connect()
    connection.send(
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n")
    #expect(try connection.receive(interim: true).status == 100)
    connection.send("body")
    #expect(try connection.receive().text == "body")
  }

  @Test func refusesABodyBeforeItIsSent() throws {
    let running = try RunningServer()
    let connection = try running.client.connect()
    connection.send(
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\nExpect: 100-continue\r\n\r\n")
    let answer = try connection.receive(interim: true)
    #expect(answer.status == 413)
    #expect(answer.headers["Content-Type"] == "application/problem+json")
    #expect(try running.stillAnswers())
  }

  @Test func refusesOtherExpectations() throws {
    let running = try RunningServer()
    let answer = try running.client.send(.GET, "/hello", headers: [("Expect", "a miracle")])
    #expect(answer.status == 417)
  }

  @Test func answersHeadWithLengthAndWithoutBody() throws {
    let running = try RunningServer()
    let connection = try running.client.connect()
    connection.send(TestClient.request(.HEAD, "/hello"))
    let answer = try connection.receive(afterHead: true)
    #expect(answer.status == 200)
    #expect(answer.headers["Content-Length"] == "5")
    connection.send(TestClient.request(.HEAD, "/stream/3"))
    #expect(try connection.receive(afterHead: true).status == 200)
    #expect(try connection.receiveAll().isEmpty)
  }

  @Test(arguments: [("/nothing", 204), ("/same", 304)])
  func sendsNoBodyWhereTheStatusHasNone(target: String, status: Int) throws {
    let running = try RunningServer()
    let connection = try running.client.connect()
    connection.send(TestClient.request(.GET, target))
    let answer = try connection.receive()
    #expect(answer.status == status)
    #expect(answer.body.isEmpty)
    connection.send(TestClient.request(.GET, "/hello"))
    #expect(try connection.receive().text == "hello")
  }

  @Test func keepsItsOwnFieldsAndRefusesSplitting() throws {
    let running = try RunningServer()
    let answer = try running.client.send(.GET, "/odd")
    #expect(answer.status == 500)
    #expect(answer.text == "odd")
    #expect(answer.headers["Content-Length"] == "3")
    #expect(answer.headers["X-Fine"] == "1")
    #expect(answer.headers["X-Split"] == nil)
    #expect(answer.headers["Set-Cookie"] == nil)
  }

  @Test func streamsPageByPage() throws {
    let running = try RunningServer()
    let connection = try running.client.connect()
    connection.send(TestClient.request(.GET, "/stream/100"))
    let answer = try connection.receive()
    #expect(answer.headers["Transfer-Encoding"] == "chunked")
    #expect(answer.body.count == 100 * 50_000)
    connection.send(TestClient.request(.GET, "/hello"))
    #expect(try connection.receive().text == "hello")
  }

  @Test func endsTheConnectionWhenAStreamFails() throws {
    let running = try RunningServer()
    let text = try running.exchange("GET /broken HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(text.contains("begin"))
    #expect(!text.hasSuffix("0\r\n\r\n"))
    let logged = eventually {
      running.log.all.contains { $0.contains("stream failed") && $0.contains("BrokenStream") }
    }
    #expect(logged)
    #expect(try running.stillAnswers())
  }

  @Test func givesEveryAnswerAnIdentity() throws {
    let running = try RunningServer()
    let offered = try running.client.send(.GET, "/hello", headers: [("X-Request-Id", "abc-1")])
    #expect(offered.headers["X-Request-Id"] == "abc-1")
    let made = try running.client.send(.GET, "/hello", headers: [("X-Request-Id", "a b")])
    #expect(made.headers["X-Request-Id"]?.count == 16)
    let refused = try running.answer("GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(refused.headers["X-Request-Id"]?.count == 16)
  }

  @Test func decodesPathAndQuery() throws {
    let running = try RunningServer()
    let path = try running.client.send(.GET, "/path/c%C3%A0%20ph%C3%AA/a%2Fb+c")
    #expect(path.text == "path|cà phê|a/b+c")
    let query = try running.client.send(.GET, "/query?q=c%C3%A0+ph%C3%AA&q=2&empty=&bare&a%3Db=%26")
    #expect(query.text == "q=cà phê|q=2|empty=|bare=|a=b=&")
  }

  @Test func understandsAbsoluteTargets() throws {
    let running = try RunningServer()
    let answer = try running.answer(
      "GET http://example.vn:8080/host?x=1 HTTP/1.1\r\nHost: other\r\n\r\n")
    #expect(answer.text == "example.vn:8080")
  }

  @Test func answersOptions() throws {
    let running = try RunningServer()
    let one = try running.client.send(.OPTIONS, "/hello")
    #expect(one.status == 204)
    #expect(one.headers["Allow"] == "GET, HEAD, OPTIONS")
    let all = try running.client.send(.OPTIONS, "*")
    #expect(all.headers["Allow"] == "GET, HEAD, POST, PUT, OPTIONS")
  }
}
