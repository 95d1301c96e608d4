import Domain
import HTTP
import Testing

/// Requests whose outer form is not what it should be.
extension Abuse {
  func targets() throws {
    let bad = [
      "/api/v1/organisations/%FF", "/api/v1/organisations/%C3", "/api/v1/organisations/%00",
      "/api/v1/organisations/a%00b", "/api/v1/organisations/%", "/api/v1/organisations/%4",
      "/api/v1/organisations/%zz", "/api/v1/organisations/..", "/api/v1/./organisations",
      "/api/v1/%2e%2e/organisations", "//api/v1/organisations", "/api/v1/search?q=%FF",
      "/api/v1/search?q=%00", "/api/v1/search?%FF=1", "/api/v1/search?q=%C3%28",
      "/api/v1/search?q=a%0Ab", "/api/v1/organisations#x", "*", "http://[::1/x", "ftp://x/y",
    ]
    for target in bad { expectRefusal(try send(.GET, target), with: [400], target) }
    for target in [
      "/x", "/api/v1/problems/x/y", "/.env", "/wp-login.php", "/api/v1/organisations/a%2Fb",
    ] {
      expectRefusal(try send(.GET, target), with: [404], target)
    }
    for method in ["TRACE", "CONNECT", "PROPFIND", "get", "FOO"] {
      let reply = try send(Method(method), "/api/v1/codes")
      expectRefusal(reply, with: [405], method)
    }
    for method in [Method.PUT, .DELETE, .PATCH] {
      expectRefusal(try send(method, "/api/v1/codes"), with: [405], method.name)
    }
    var random = Seeded(1)
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    for _ in 0..<100 {
      let length = Int.random(in: 0...200, using: &random)
      let cursor = String((0..<length).map { _ in letters.randomElement(using: &random) ?? "A" })
      for list in ["organisations", "problems", "search"] {
        let reply = try send(.GET, "/api/v1/\(list)?cursor=\(cursor)")
        expectRefusal(reply, with: [400], "cursor \(cursor)")
      }
    }
    let huge = String(repeating: "A", count: 7000)
    expectRefusal(try send(.GET, "/api/v1/search?cursor=\(huge)"), with: [422], "huge cursor")
    expectRefusal(try send(.GET, "/api/v1/search?q=\(huge)"), with: [422], "huge query")
    let many = (0..<2000).map { "a\($0)=" }.joined(separator: "&")
    expectRefusal(
      try send(.GET, "/api/v1/search?\(many.prefix(8000))"), with: [422], "many parameters")
  }

  func heads() throws {
    func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
    let get = bytes("GET /api/v1/codes HTTP/1.1")
    let long = [UInt8](repeating: 0x61, count: 100_000)
    let requests: [(String, [UInt8])] = [
      ("100 kB header", request(get, [bytes("X-Long: ") + long])),
      ("100 kB URI", request(bytes("GET /") + long + bytes(" HTTP/1.1"))),
      ("20 kB URI", request(bytes("GET /") + long.prefix(20_000) + bytes(" HTTP/1.1"))),
      ("1000 headers", request(get, (0..<1000).map { bytes("X-\($0): 1") })),
      ("101 headers", request(get, (0..<101).map { bytes("X-\($0): 1") })),
      ("raw byte in the path", request(bytes("GET /") + [0xFF] + bytes(" HTTP/1.1"))),
      ("NUL in the path", request(bytes("GET /a") + [0] + bytes("b HTTP/1.1"))),
      ("UTF-8 in the path", request(bytes("GET /cà HTTP/1.1"))),
      ("bad UTF-8 in a header", request(get, [bytes("X-A: ") + [0xFF]])),
      ("NUL in a header", request(get, [bytes("X-A: a") + [0] + bytes("b")])),
      ("control character in a header", request(get, [bytes("X-A: a") + [1] + bytes("b")])),
      ("folded header", request(get, [bytes("X-A: a\r\n b")])),
      ("header without colon", request(get, [bytes("X-A")])),
      ("space before the colon", request(get, [bytes("X-A : a")])),
      ("two hosts", request(get, [bytes("Host: other")])),
      ("two lengths", request(get, [bytes("Content-Length: 1"), bytes("Content-Length: 2")])),
      (
        "length and chunks",
        request(get, [bytes("Content-Length: 1"), bytes("Transfer-Encoding: chunked")])
      ),
      ("bad length", request(get, [bytes("Content-Length: ten")])),
      ("negative length", request(get, [bytes("Content-Length: -1")])),
      ("unknown coding", request(get, [bytes("Transfer-Encoding: gzip")])),
      ("bad chunk", request(get, [bytes("Transfer-Encoding: chunked"), [], bytes("zz")])),
      ("no version", bytes("GET /\r\n\r\n")), ("no host", bytes("GET / HTTP/1.1\r\n\r\n")),
      ("version 2", bytes("GET / HTTP/2.0\r\nHost: x\r\n\r\n")),
      ("version 9", bytes("GET / HTTP/9\r\nHost: x\r\n\r\n")),
      ("no method", bytes(" / HTTP/1.1\r\nHost: x\r\n\r\n")),
      ("only line ends", bytes("\r\n\r\n\r\n\r\n")),
      ("binary", (0..<512).map { UInt8(truncatingIfNeeded: $0 &* 37) }),
      ("TLS hello", [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xFC, 0x03, 0x03]),
      ("unknown expectation", request(get, [bytes("Expect: magic")])),
    ]
    for (what, request) in requests { try rawRefused(request, what, seconds: 3) }
  }

  /// Clients that send a byte now and then, stop in the middle, or end one direction.
  func slowness() throws {
    let client = TestClient(port: service.port, seconds: 10)
    let whole = Array("GET /api/v1/codes HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".utf8)
    let body = Array(
      "POST /api/v1/match HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"ti"
        .utf8)
    var dripping: [TestConnection] = []
    for _ in 0..<12 {
      let connection = try client.connect()
      connection.send(Array(whole.prefix(20)))
      dripping.append(connection)
    }
    for cut in [0, 1, 10, 30, whole.count - 1] {
      let connection = try client.connect()
      connection.send(Array(whole.prefix(cut)))
      if cut % 2 == 0 { connection.endSending() }
      dripping.append(connection)
    }
    for _ in 0..<4 {
      let connection = try client.connect()
      connection.send(body)
      dripping.append(connection)
    }
    // Others are served while those dawdle.
    for _ in 0..<20 { #expect(try service.client.send(.GET, "/healthz").status == 200) }
    for connection in dripping { connection.send("a") }
    for connection in dripping {
      while let answer = try? connection.receive() {
        #expect((400..<500).contains(answer.status))
      }
    }
    let half = try client.connect()
    half.send(whole)
    half.endSending()
    #expect(try half.receive().status == 200)
    for _ in 0..<50 {
      let gone = try client.connect()
      gone.send(whole)
    }
  }
}
