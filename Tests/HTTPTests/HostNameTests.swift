import HTTP
import Testing

@Suite struct HostNameTests {
  @Test(arguments: [
    "a", "daklak.gov.vn", "127.0.0.1:8080", "[::1]", "[::ffff:1.2.3.4]:80", "a_b-c",
  ])
  func takes(text: String) {
    #expect(HostName.isValid(text))
  }

  @Test(arguments: [
    "", "a b", "a/b", "a:", "a:x", "a:+1", "a:65536", "[::1", "[]", "[g]", "a@b", "a,b", ":80", "é",
    "[::1]x", String(repeating: "a", count: 256),
  ])
  func refuses(text: String) {
    #expect(!HostName.isValid(text))
  }
}
