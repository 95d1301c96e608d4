import HTTP
import Testing

@Suite struct RequestTargetTests {
  @Test(arguments: [
    ("/", []), ("/a", ["a"]), ("/a/b/", ["a", "b", ""]), ("/a%2Fb/c", ["a/b", "c"]),
    ("/%C4%90%E1%BA%AFk", ["Đắk"]), ("/a+b", ["a+b"]), ("/...", ["..."]), ("/a|b", ["a|b"]),
    ("http://a.vn", []), ("HTTPS://a.vn:443/x", ["x"]), ("http://[::1]:80/x?y", ["x"]),
  ])
  func splitsPaths(target: String, segments: [String]) throws {
    #expect(try RequestTarget(Array(target.utf8), method: .GET).segments == segments)
  }

  @Test func keepsRawPathQueryAndAuthority() throws {
    let target = try RequestTarget(Array("http://a.vn:81/x%20y?q=1?2".utf8), method: .GET)
    #expect(target.rawPath == "/x%20y")
    #expect(target.query["q"] == "1?2")
    #expect(target.authority == "a.vn:81")
    #expect(try RequestTarget(Array("http://a.vn?q".utf8), method: .GET).rawPath == "/")
  }

  @Test(arguments: [
    "", "a", "?a", "/..", "/a/..", "/../a", "/.", "/%2e", "/a/./b", "//", "/a//", "/%", "/a b",
    "/\u{7F}", "/é", "*", "http://", "http://a b/", "http://user@a/", "http://a:99999/", "/a#",
    "mailto:a@b", "a.vn:443",
  ])
  func refuses(target: String) {
    #expect {
      try RequestTarget(Array(target.utf8), method: .GET)
    } throws: { error in
      (error as? Refusal)?.status == .badRequest
    }
  }

  @Test func takesTheAsteriskForOptions() throws {
    #expect(try RequestTarget([UInt8(ascii: "*")], method: .OPTIONS).rawPath == "*")
  }
}
