import HTTP
import Testing

/// What comes from broken or hostile clients. Each test ends by asking whether the server lives.
@Suite struct ServerAbuseTests {
  static let head = "Host: a\r\n\r\n"

  @Test(arguments: [
    "GET /a%zz HTTP/1.1\r\n", "GET /a% HTTP/1.1\r\n", "GET /a%4 HTTP/1.1\r\n",
    "GET /%C3%28 HTTP/1.1\r\n", "GET /%C0%AF HTTP/1.1\r\n", "GET /%ED%A0%80 HTTP/1.1\r\n",
    "GET /a%00b HTTP/1.1\r\n", "GET /a%0Ab HTTP/1.1\r\n", "GET /a%7F HTTP/1.1\r\n",
    "GET /a%C2%85 HTTP/1.1\r\n", "GET /a/../b HTTP/1.1\r\n", "GET /a/%2e%2E/b HTTP/1.1\r\n",
    "GET /./a HTTP/1.1\r\n", "GET //a HTTP/1.1\r\n", "GET /a//b HTTP/1.1\r\n",
    "GET /a b HTTP/1.1\r\n", "GET /hello?q=%zz HTTP/1.1\r\n", "GET /hello?%00 HTTP/1.1\r\n",
    "GET /hello?q=%FF HTTP/1.1\r\n", "GET /hello#x HTTP/1.1\r\n", "GET hello HTTP/1.1\r\n",
    "GET * HTTP/1.1\r\n", "GET ftp://a/hello HTTP/1.1\r\n", "GET http:///hello HTTP/1.1\r\n",
    "GET /hello\u{E0} HTTP/1.1\r\n", "GET  /hello HTTP/1.1\r\n", "GET /hello  HTTP/1.1\r\n",
  ])
  func refusesBadTargets(line: String) throws {
    let running = try RunningServer()
    let answer = try running.answer(line + Self.head)
    #expect(answer.status == 400)
    #expect(answer.headers["Content-Type"] == "application/problem+json")
    #expect(answer.text.contains("\"status\":400"))
    #expect(try running.stillAnswers())
  }

  @Test(arguments: [
    "GET /hello\0/x HTTP/1.1\r\nHost: a\r\n\r\n", "GET\0 /hello HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET /hello HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n",
    "GET /hello HTTP/1.1\r\nHost: a\r\nX: 1\r\n folded: 2\r\n\r\n",
    "GET /hello HTTP/1.1\r\nHost: a\r\nX: 1\r\n\tfolded\r\nY: 2\r\n\r\n",
    "GET /hello HTTP/1.1\r\nHost: a\r\nX : 1\r\n\r\n",
    "GET /hello HTTP/1.1\r\nHost: a\r\n: 1\r\n\r\n",
    "GET /hello HTTP/1.1\r\nHost: a\r\nX: a\u{1}b\r\n\r\n",
    "GET /hello HTTP/1.1\r\n\r\n", "GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "GET /hello HTTP/1.1\r\nHost: a/b\r\n\r\n",
    "GE(T /hello HTTP/1.1\r\nHost: a\r\n\r\n",
    "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 5\r\n\r\nhello",
    "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
    "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
      + "0\r\n\r\n",
    "POST /echo HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  ])
  func refusesBadHeadsAndCloses(text: String) throws {
    let running = try RunningServer()
    let answer = try running.exchange(text)
    #expect(answer.hasPrefix("HTTP/1.1 400 "))
    #expect(answer.contains("application/problem+json"))
    #expect(answer.components(of: "HTTP/1.1 ") == 1)
    #expect(try running.stillAnswers())
  }

  @Test func refusesHeaderValuesThatAreNotUTF8() throws {
    let running = try RunningServer()
    let bytes =
      Array("GET /hello HTTP/1.1\r\nHost: a\r\nX: ".utf8) + [0xFF, 0xFE]
      + Array("\r\n\r\n".utf8)
    #expect(try running.exchange(bytes).hasPrefix("HTTP/1.1 400 "))
    let good = try running.client.send(.GET, "/header/x", headers: [("X", "Đắk Lắk")])
    #expect(good.text == "Đắk Lắk")
  }

  @Test func refusesUnknownTransferCodings() throws {
    let running = try RunningServer()
    let answer = try running.exchange(
      "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n")
    #expect(answer.hasPrefix("HTTP/1.1 400 "))
    #expect(try running.stillAnswers())
  }

  @Test(arguments: ["BREW", "CONNECT", "TRACE", "get"])
  func refusesUnknownMethods(method: String) throws {
    let running = try RunningServer()
    let answer = try running.answer("\(method) /hello HTTP/1.1\r\n" + Self.head)
    #expect(answer.status == 405)
    #expect(answer.headers["Content-Type"] == "application/problem+json")
  }

  @Test(arguments: [
    "\r\n", "\u{1}\u{2}\u{3}\r\n\r\n", "hello\r\n\r\n", " / HTTP/1.1\r\n\r\n", "GET\r\n\r\n",
    "GET /\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET / HTTP/0.9\r\n\r\n", "GET / HTTP\r\n\r\n",
    "GET / HTTP/1.1\r\nno colon\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nX\0Y: a\r\n\r\n",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999999\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\n\r\nhello",
  ])
  func survivesGarbage(text: String) throws {
    let running = try RunningServer { $0.idleTimeout = 1 }
    let connection = try running.client.connect()
    connection.send(text)
    connection.endSending()
    let answer = String(decoding: try connection.receiveAll(), as: UTF8.self)
    #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 4") || answer.hasPrefix("HTTP/1.1 505"))
    #expect(try running.stillAnswers())
  }

  @Test func survivesRandomBytes() throws {
    let running = try RunningServer { $0.idleTimeout = 1 }
    var random = SystemRandomNumberGenerator()
    for _ in 0..<100 {
      let count = Int.random(in: 1...4_000, using: &random)
      let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
      let connection = try running.client.connect()
      connection.send(bytes + Array("\r\n\r\n".utf8))
    }
    #expect(try running.stillAnswers())
  }

  /// No single changed byte of a good request does harm.
  @Test func survivesEveryChangedByte() throws {
    let running = try RunningServer()
    let good = Array(
      "POST /echo?a=b HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"
        .utf8)
    for position in good.indices {
      for byte: UInt8 in [0x00, 0x0A, 0x0D, 0x20, 0x25, 0x3A, 0xFF] {
        var bytes = good
        bytes[position] = byte
        let connection = try running.client.connect()
        connection.send(bytes)
      }
    }
    #expect(try running.stillAnswers())
  }

  @Test(arguments: [(8_192, 404), (8_193, 414), (15_000, 414), (32_000, 414)])
  func limitsTheTarget(size: Int, status: Int) throws {
    let running = try RunningServer()
    let target = "/" + String(repeating: "a", count: size - 1)
    let answer = try running.answer("GET \(target) HTTP/1.1\r\n" + Self.head)
    #expect(answer.status == status)
    #expect(answer.headers["Content-Type"] == "application/problem+json")
    #expect(try running.stillAnswers())
  }

  @Test func takesAQueryOfManyParts() throws {
    let running = try RunningServer()
    let query = String(repeating: "a&", count: 4_000)
    let answer = try running.answer("GET /query?\(query) HTTP/1.1\r\n" + Self.head)
    #expect(answer.status == 200)
    #expect(answer.body.count == 4_000 * 3 - 1)
  }

  @Test func survivesATargetLargerThanItsMemory() throws {
    let running = try RunningServer()
    let answer = try running.exchange("GET /" + String(repeating: "a", count: 2_000_000))
    #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 414 "))
    #expect(try running.stillAnswers())
  }

  @Test(arguments: [(16_300, 200), (16_500, 431), (32_000, 431)])
  func limitsTheHeaderSection(size: Int, status: Int) throws {
    let running = try RunningServer()
    let field = "X: " + String(repeating: "a", count: size - 40) + "\r\n"
    let answer = try running.answer("GET /hello HTTP/1.1\r\n" + field + Self.head)
    #expect(answer.status == status)
    if status != 200 {
      #expect(answer.headers["Content-Type"] == "application/problem+json")
      #expect(answer.headers["Connection"]?.lowercased() == "close")
    }
    #expect(try running.stillAnswers())
  }

  @Test(arguments: [(99, 200), (100, 431), (1_000, 431)])
  func limitsTheNumberOfHeaders(count: Int, status: Int) throws {
    let running = try RunningServer()
    let fields = (0..<count).map { "X-\($0): 1\r\n" }.joined()
    let answer = try running.answer("GET /hello HTTP/1.1\r\n" + fields + Self.head)
    #expect(answer.status == status)
    #expect(try running.stillAnswers())
  }

  @Test func survivesEndlessHeaders() throws {
    let running = try RunningServer()
    let connection = try running.client.connect()
    connection.send("GET /hello HTTP/1.1\r\n")
    for number in 0..<20_000 where !connection.send("X-\(number): aaaaaaaaaaaaaaaa\r\n") { break }
    let text = String(decoding: try connection.receiveAll(), as: UTF8.self)
    #expect(text.isEmpty || text.hasPrefix("HTTP/1.1 431 "))
    #expect(try running.stillAnswers())
  }

  @Test func dropsASlightlyTooLargeBodyAndKeepsTheConnection() throws {
    let running = try RunningServer { $0.maxBodyBytes = 1_000 }
    let connection = try running.client.connect()
    connection.send(TestClient.request(.POST, "/echo", body: [UInt8](repeating: 1, count: 1_001)))
    #expect(try connection.receive().status == 413)
    connection.send(TestClient.request(.POST, "/echo", body: [UInt8](repeating: 1, count: 1_000)))
    #expect(try connection.receive().status == 200)
  }

  @Test func refusesAHugeBodyByItsLength() throws {
    let running = try RunningServer { $0.maxBodyBytes = 1_000 }
    let answer = try running.answer(
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 18446744073709551615\r\n\r\n")
    #expect(answer.status == 413)
    #expect(answer.headers["Content-Type"] == "application/problem+json")
    #expect(try running.stillAnswers())
  }

  @Test func refusesAHugeChunkedBody() throws {
    let running = try RunningServer { $0.maxBodyBytes = 1_000 }
    let connection = try running.client.connect()
    connection.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
    let chunk = "2000\r\n" + String(repeating: "a", count: 0x2000) + "\r\n"
    for _ in 0..<10_000 where !connection.send(chunk) { break }
    let text = String(decoding: try connection.receiveAll(), as: UTF8.self)
    #expect(text.isEmpty || text.hasPrefix("HTTP/1.1 413 "))
    #expect(try running.stillAnswers())
  }

  @Test func refusesAnOversizeChunkedBodyInOrder() throws {
    let running = try RunningServer { $0.maxBodyBytes = 1_000 }
    let connection = try running.client.connect()
    let chunk = "400\r\n" + String(repeating: "a", count: 0x400) + "\r\n"
    connection.send(
      "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        + chunk + chunk + "0\r\n\r\n")
    let answer = try connection.receive()
    #expect(answer.status == 413)
    #expect(answer.headers["Content-Type"] == "application/problem+json")
  }

  @Test(arguments: [
    "zz\r\n", "-1\r\nabc\r\n", "ffffffffffffffffffffff\r\n", "\r\n", "5\r\nabcdefgh\r\n",
    ";\r\n\r\n", "5 \r\nabcde\r\n", "0x5\r\nabcde\r\n",
  ])
  func survivesBadChunks(chunk: String) throws {
    let running = try RunningServer()
    let text = try running.exchange(
      "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk
        + String(repeating: "x", count: 100) + "\r\n")
    #expect(text.isEmpty || text.hasPrefix("HTTP/1.1 4"))
    #expect(try running.stillAnswers())
  }

  @Test(arguments: [
    "", "G", "GET /hel", "GET /hello HTTP/1.1\r\n", "GET /hello HTTP/1.1\r\nHost: a\r\n",
    "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf",
    "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
  ])
  func survivesHalfClosedSockets(text: String) throws {
    let running = try RunningServer { $0.idleTimeout = 1 }
    let connection = try running.client.connect()
    connection.send(text)
    connection.endSending()
    #expect(try connection.receiveAll().isEmpty)
    #expect(try running.stillAnswers())
  }

  @Test func survivesClientsThatLeaveWhileAStreamRuns() throws {
    let running = try RunningServer()
    for _ in 0..<30 {
      let connection = try running.client.connect()
      connection.send(TestClient.request(.GET, "/stream/1000"))
      _ = try? connection.receive(afterHead: true)
    }
    #expect(try running.stillAnswers())
  }

  @Test func letsGoOfAStreamWhoseClientLeft() throws {
    let running = try RunningServer()
    do {
      let connection = try running.client.connect()
      connection.send(TestClient.request(.GET, "/held"))
      #expect(try connection.receive(afterHead: true).status == 200)
      #expect(running.census.count == 1)
    }
    #expect(eventually { running.census.count == 0 })
  }

  @Test func limitsConnectionsPerAddress() throws {
    let running = try RunningServer { $0.maxConnectionsPerAddress = 5 }
    do {
      let flood = try (0..<40).map { _ in try running.client.connect() }
      var answered = 0
      for connection in flood {
        connection.send(TestClient.request(.GET, "/hello"))
        if (try? connection.receive())?.status == 200 { answered += 1 }
      }
      #expect(answered == 5)
    }
    #expect(eventually { (try? running.stillAnswers()) == true })
  }

  @Test func countsRefusedRequests() throws {
    let running = try RunningServer()
    _ = try running.answer("GET /%zz?secret=1 HTTP/1.1\r\n" + Self.head)
    #expect(running.metrics.page.contains("status=\"4xx\"} 1"))
    let line = running.log.all.first { $0.contains("status=400") }
    #expect(line?.contains("path=/%zz ") == true)
    #expect(line?.contains("secret") == false)
  }
}

extension String {
  /// How often a part occurs.
  fileprivate func components(of part: String) -> Int {
    var count = 0
    var rest = self[...]
    while let range = rest.firstRange(of: part) {
      count += 1
      rest = rest[range.upperBound...]
    }
    return count
  }
}
