import HTTP
import Synchronization
import Testing

@Suite struct MiddlewareTests {
  @Test func runsFromTheOutsideInAndBack() throws {
    let order = Mutex<[String]>([])
    func note(_ name: String) -> Middleware {
      { request, next in
        order.withLock { $0.append("\(name) in") }
        defer { order.withLock { $0.append("\(name) out") } }
        return next(request)
      }
    }
    let handler = compose([note("a"), note("b")]) { _ in
      order.withLock { $0.append("handler") }
      return Response(.ok)
    }
    _ = handler(try request())
    #expect(
      order.withLock { Array($0) } == ["a in", "b in", "handler", "b out", "a out"])
  }

  @Test func mayAnswerByItself() throws {
    let handler = compose([{ _, _ in Response(.forbidden) }]) { _ in Response(.ok) }
    #expect(handler(try request()).status == .forbidden)
  }

  @Test func addsSecurityHeadersButLetsTheHandlerDecide() throws {
    let handler = compose([SecurityHeaders().middleware]) { _ in
      Response(.ok, headers: Headers([("Referrer-Policy", "no-referrer")]))
    }
    let plain = handler(try request())
    #expect(plain.headers["X-Content-Type-Options"] == "nosniff")
    #expect(plain.headers["Content-Security-Policy"]?.contains("default-src 'self'") == true)
    #expect(plain.headers["Referrer-Policy"] == "no-referrer")
    #expect(plain.headers["Strict-Transport-Security"] == nil)
    let secure = handler(try request(scheme: "https"))
    #expect(secure.headers["Strict-Transport-Security"] == "max-age=31536000")
  }
}
