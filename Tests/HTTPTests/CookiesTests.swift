import HTTP
import Testing

@Suite struct CookiesTests {
  @Test func readsCookies() throws {
    let cookies = try request(headers: [
      ("Cookie", "a=1; __Host-session=x.y=z;b=\"q\"; broken; =no; a=2"), ("Cookie", "c=3"),
    ]).cookies
    #expect(cookies["a"] == "1")
    #expect(cookies["__Host-session"] == "x.y=z")
    #expect(cookies["b"] == "q")
    #expect(cookies["c"] == "3")
    #expect(cookies["broken"] == nil)
    #expect(cookies[""] == nil)
  }

  @Test func writesSafeCookies() throws {
    var cookie = try #require(SetCookie("__Host-session", "abc"))
    #expect(
      cookie.headerValue == "__Host-session=abc; Path=/; Secure; HttpOnly; SameSite=Lax")
    cookie.maxAge = 0
    cookie.sameSite = .strict
    #expect(cookie.headerValue.contains("; Max-Age=0;"))
    #expect(cookie.headerValue.hasSuffix("SameSite=Strict"))
  }

  @Test(arguments: [("a b", "1"), ("", "1"), ("a", "1;2"), ("a", "\r\n"), ("a", "é"), ("a=", "1")])
  func refusesWhatCannotStandInACookie(name: String, value: String) {
    #expect(SetCookie(name, value) == nil)
  }
}
