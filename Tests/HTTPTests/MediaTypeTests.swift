import HTTP
import Testing

@Suite struct MediaTypeTests {
  static let offers: [MediaType] = [.html, .json, .csv]

  @Test(arguments: [
    (nil, "text/html"), ("", "text/html"), ("*/*", "text/html"),
    ("application/json", "application/json"),
    ("text/*", "text/html"), ("text/csv, text/*;q=0.5", "text/csv"),
    ("text/html;q=0.5, application/json;q=0.6", "application/json"),
    ("text/html;q=0, */*", "application/json"), ("TEXT/CSV; charset=utf-8", "text/csv"),
    ("application/json;q=0.999, text/csv;q=1.0", "text/csv"), ("garbage", "text/html"),
    (
      "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", "text/html"
    ),
  ])
  func negotiates(accept: String?, best: String) {
    #expect(Accept(accept).best(of: Self.offers)?.essence == best)
  }

  @Test(arguments: ["image/png", "text/html;q=0, application/*;q=0, text/csv;q=0", "*/*;q=0"])
  func findsNothingAcceptable(accept: String) {
    #expect(Accept(accept).best(of: Self.offers) == nil)
  }

  @Test(arguments: ["text/html;q=2", "text/html;q=x", "text/html;q=0.x", "text/html;q="])
  func takesAnUnreadableQualityAsNo(accept: String) {
    #expect(Accept(accept).quality(of: .html) == 0)
  }

  @Test(arguments: [
    ("vi", "vi"), ("vi-VN,vi;q=0.9,en;q=0.8", "vi"), ("en-GB, vi;q=0.5", "en"),
    ("fr, en;q=0.1", "en"),
    ("*", "vi"), ("vi;q=0, en", "en"),
  ])
  func choosesALanguage(value: String, best: String) {
    #expect(AcceptLanguage.best(value, of: ["vi", "en"]) == best)
  }

  @Test(arguments: [nil, "", "fr", "vie", "vi;q=0"])
  func choosesNoLanguage(value: String?) {
    #expect(AcceptLanguage.best(value, of: ["vi", "en"]) == nil)
  }

  @Test func readsContentTypes() throws {
    let typed = try request(.POST, headers: [("Content-Type", "Application/JSON; charset=utf-8")])
    #expect(typed.contentType == .json)
    #expect(MediaType("text") == nil)
    #expect(MediaType("a/b/c") == nil)
    #expect(MediaType.text.headerValue == "text/plain; charset=utf-8")
    #expect(MediaType.problemJSON.headerValue == "application/problem+json")
  }
}
