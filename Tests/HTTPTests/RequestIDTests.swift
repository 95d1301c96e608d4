import HTTP
import Testing

@Suite struct RequestIDTests {
  @Test(arguments: ["a", "Az09._-", String(repeating: "x", count: 64)])
  func takesTheClients(offered: String) {
    var random = SystemRandomNumberGenerator()
    let headers = Headers([("x-request-id", offered)])
    #expect(RequestID.choose(headers, using: &random) == offered)
  }

  @Test(arguments: ["", "a b", "a=b", "é", "<script>", String(repeating: "x", count: 65)])
  func makesItsOwn(offered: String) {
    var random = SystemRandomNumberGenerator()
    let id = RequestID.choose(Headers([("X-Request-Id", offered)]), using: &random)
    #expect(id.count == 16)
    let isHexadecimal = id.allSatisfy { $0.isHexDigit }
    #expect(isHexadecimal)
  }

  @Test func makesDifferentOnes() {
    var random = SystemRandomNumberGenerator()
    #expect(Set((0..<1000).map { _ in RequestID.make(using: &random) }).count == 1000)
  }

  @Test func isAlwaysAnswered() throws {
    let handler = compose([RequestID.middleware]) { _ in Response(.notFound) }
    #expect(handler(try request(id: "abc")).headers["X-Request-Id"] == "abc")
  }
}
