import HTML
import Testing

@Suite struct RendererTests {
  private let p = Tag("p")
  private let a = Tag("a")
  private let input = Tag("input")

  private func html(_ node: Node) -> String {
    String(decoding: Renderer.fragment(node), as: UTF8.self)
  }

  private func xml(_ node: Node) -> String {
    String(decoding: Renderer.fragment(node, .xml), as: UTF8.self)
  }

  @Test(arguments: [
    ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    ("A & B", "A &amp; B"), ("&amp;", "&amp;amp;"), ("“Đắk Lắk”", "“Đắk Lắk”"),
    ("it's \"so\"", "it's \"so\""), ("a\u{0}b\u{1B}", "a\u{FFFD}b\u{FFFD}"),
  ]) func wordsNeverBecomeMarkup(_ row: (text: String, written: String)) {
    #expect(html(p(text: row.text)) == "<p>\(row.written)</p>")
    #expect(xml(p(text: row.text)) == "<p>\(row.written)</p>")
  }

  @Test func valuesNeverEndTheirAttribute() {
    let node = input(.value("\"><script>' onx='"), .flag("required"), .flag("disabled", false))
    #expect(
      html(node)
        == "<input value=\"&quot;&gt;&lt;script&gt;&#39; onx=&#39;\" required>")
    #expect(xml(input(.flag("required"))) == "<input required=\"required\"/>")
  }

  @Test(arguments: [
    ("/problems?field=energy&q=a", "/problems?field=energy&amp;q=a"),
    ("https://example.vn/", "https://example.vn/"),
    ("mailto:an@example.vn", "mailto:an@example.vn"),
    ("#top", "#top"), ("javascript:alert(1)", "#"), ("JavaScript:alert(1)", "#"),
    ("java\nscript:alert(1)", "#"), ("//evil.example", "#"), ("/\\evil.example", "#"),
    ("data:text/html,x", "#"), (" javascript:alert(1)", "#"), ("vbscript:x", "#"), ("", "#"),
  ]) func linksLeadToPagesAlone(_ row: (address: String, written: String)) {
    #expect(html(a(.href(row.address), text: "x")) == "<a href=\"\(row.written)\">x</a>")
  }

  @Test func scriptsHaveNoWayIn() {
    #expect(html(p(.attribute("onclick", "x()"))) == "<p data-barred=\"\"></p>")
    #expect(html(p(.attribute("style", "x"))) == "<p data-barred=\"\"></p>")
    #expect(html(Tag("script")(.src("/a.js"), text: "x")) == "<script src=\"/a.js\"></script>")
  }

  @Test func thePartsStandInTheirOrder() {
    let names = ["một", "hai"]
    let missing: Node? = nil
    let node = Tag("ul")(.class("list")) {
      for name in names { Tag("li")(text: name) }
      if names.count > 5 { "nhiều" } else { Tag("hr")() }
      missing
      Node.nothing
    }
    #expect(html(node) == "<ul class=\"list\"><li>một</li><li>hai</li><hr></ul>")
    #expect(
      String(decoding: Renderer.page(node), as: UTF8.self).hasPrefix("<!DOCTYPE html>\n<ul"))
    #expect(
      String(decoding: Renderer.document(Tag("feed")()), as: UTF8.self)
        == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed/>")
  }
}
