import Outbound
import Testing

@Suite struct FetchTests {
  init() { #expect(Curl.prepare()) }

  @Test(arguments: [
    "", "example.vn", "ftp://example.vn/", "file:///etc/passwd", "http://example.vn/",
    "http://127.0.0.1.example.vn/", "http://127.0.0.1@example.vn/", "https://an@example.vn/",
    "http://example.vn\\@127.0.0.1/", "http://10.0.0.1/", "https://", "http:///x", "https://a b/",
    "gopher://127.0.0.1/", "HTTP://example.vn/", "https://example.vn/\r\nX: y",
  ]) func anAddressThatIsNeitherSafeNorLocalIsNotAsked(_ url: String) {
    #expect(throws: Fetch.Failure.address) { try Fetch(url).run() }
  }

  @Test func nobodyThereIsAFailureAndNoCrash() {
    var fetch = Fetch("http://127.0.0.1:1/")
    fetch.form = [(name: "a b", value: "c&d")]
    fetch.headers = [(name: "X-Test", value: "y")]
    do throws(Fetch.Failure) {
      _ = try fetch.run()
      Issue.record("somebody answered")
    } catch {
      guard case .transfer = error else {
        Issue.record("\(error)")
        return
      }
    }
  }
}
