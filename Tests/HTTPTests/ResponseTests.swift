import HTTP
import Testing

@Suite struct ResponseTests {
  @Test(arguments: ["/", "/a?b=c#d", "/%C3%A0"])
  func redirectsWithinTheSite(path: String) throws {
    let response = Response.redirect(to: try #require(LocalPath(path)))
    #expect(response.status == .seeOther)
    #expect(response.headers["Location"] == path)
  }

  @Test(arguments: [
    "", "a", "//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nX: 1", "/a b",
    "/\t/evil.example", "/à", "javascript:alert(1)",
  ])
  func refusesToLeadAway(path: String) {
    #expect(LocalPath(path) == nil)
  }

  @Test func knowsItsLength() {
    #expect(Response(.ok).contentLength == 0)
    #expect(Response.text("cà").contentLength == 3)
    #expect(Response.json([1, 2]).contentLength == 2)
    #expect(Response.stream(type: .csv) { nil }.contentLength == nil)
    #expect(
      Response.stream(type: .csv) { nil }.headers["Content-Type"] == "text/csv; charset=utf-8")
  }
}
