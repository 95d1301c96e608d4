import Domain
import Matching
import Testing

struct HighlighterTests {
  private func marked(_ highlight: Highlight) -> [String] {
    highlight.ranges.map { slice(highlight.text, $0) }
  }

  @Test(arguments: [
    ("ca phe", ["cà phê", "cà phê"]), ("coffee", ["cà phê", "cà phê"]), ("MÃ LÔ", ["mã lô"]),
  ])
  func marksWhatWasMet(_ query: String, _ expected: [String]) throws {
    let firm = Samples.organisation("a", "Zeta", "Bán cà phê, in mã lô cho cà phê.")
    let hit = try #require(Samples.snapshot([firm]).search(SearchQuery(text: query)).hits.first)
    let highlight = try #require(hit.highlights.first)
    #expect(highlight.field == "description")
    #expect(marked(highlight) == expected)
  }

  @Test func longTextsAreCutAroundTheWords() throws {
    let filler = Array(repeating: "lời dẫn dài dòng", count: 40).joined(separator: " ")
    let firm = Samples.organisation("a", "Zeta", "\(filler) rồi mới tới cà phê rang \(filler)")
    let hit = try #require(Samples.snapshot([firm]).search(SearchQuery(text: "cà phê")).hits.first)
    let highlight = try #require(hit.highlights.first)
    #expect(highlight.text.hasPrefix("…") && highlight.text.hasSuffix("…"))
    #expect(highlight.text.unicodeScalars.count <= 190)
    #expect(marked(highlight) == ["cà phê"])
  }

  @Test func theNameIsMarkedToo() throws {
    let firm = Samples.organisation("a", "Cà phê Ban Mê", "Rang xay")
    let hit = try #require(Samples.snapshot([firm]).search(SearchQuery(text: "ban me")).hits.first)
    #expect(hit.name == "Cà phê Ban Mê")
    #expect(hit.highlights.map(\.field) == ["name"])
    #expect(marked(hit.highlights[0]) == ["Ban Mê"])
  }

  @Test func listingHasNoHighlights() {
    let hits = Samples.snapshot(Samples.firms).search(SearchQuery(text: "")).hits
    #expect(hits.count == 7)
    #expect(hits.flatMap(\.highlights) == [])
  }
}
