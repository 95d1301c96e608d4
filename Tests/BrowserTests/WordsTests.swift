import Domain
import HTTP
import Testing
import Web

extension Browsing.Looking {
  /// What stands on the pages is for people: words, days and sums as they read them.
  @Suite struct WordsTests {
    private let walks: Walks

    init() throws { walks = try Walks.shared() }

    /// What is seen of a page, without what was typed, what is marked as code, and attributes.
    private static func seen(_ page: String) -> String {
      page.firstRange(of: "<body").map { String(page[$0.lowerBound...]) }?
        .replacing(/<(code|textarea|script|style)\b[^>]*>.*?<\/\1>/.dotMatchesNewlines(), with: " ")
        .replacing(/<[^>]*>/, with: " ") ?? ""
    }

    @Test(arguments: Language.allCases) func nobodyReadsCodesOrRawDates(
      _ language: Language
    ) throws {
      let messages = try Messages()
      let keys = messages.keys(language)
      var count = 0
      for (name, walk) in walks.walks {
        for page in walk.pages {
          let answer = try Walk.read(
            page.path, walks.register.site, walks.register.people[name], in: language)
          guard answer.status == 200 else { continue }
          count += 1
          #expect(answer.text.contains("<html lang=\"\(language.rawValue)\">"), "\(page)")
          let text = Self.seen(answer.text)
          let place = "\(name), \(language.rawValue): \(page.path)"
          // Who adds a concept is shown what its identifier may look like.
          for code in text.matches(of: /\b[a-z]+(?:_[a-z0-9]+)+\b/)
          where page.pattern != "/admin/lexicon/new" {
            Issue.record("\(place) shows the code \(code.output)")
          }
          for date in text.matches(of: /\b\d{4}-\d\d-\d\d\b/) {
            Issue.record("\(place) shows the date \(date.output)")
          }
          for word in text.matches(of: /\b[a-z_]+(?:\.[a-z0-9_]+)+\b/)
          where keys.contains(String(word.output)) {
            Issue.record("\(place) shows the key \(word.output)")
          }
          #expect(!text.contains(/\{[a-z_]+\}/), "\(place)")
        }
      }
      #expect(count > 100)
    }

    /// The points of the signals are the score that stands above them, wherever one is drawn.
    @Test func theReasonsSumToTheScore() throws {
      var count = 0
      for (name, walk) in walks.walks {
        for stop in walk.stops where stop.isPage {
          let text = stop.answer.text
          let scores = text.matches(of: /<div class="score"><strong>(\d+)\u{A0}%/)
            .compactMap { Int($0.1) }
          let lists = text.split(separator: "<ul class=\"bars\">").dropFirst()
          // Where only some have their reasons beside them, which is whose cannot be told.
          guard scores.count == lists.count else { continue }
          for (shown, list) in zip(scores, lists) {
            let lines = list.prefix(upTo: list.firstRange(of: "</ul>")?.lowerBound ?? list.endIndex)
              .matches(of: /<span class="number">(\d+) \/ (\d+)<\/span>/)
            let points = lines.compactMap { Int($0.1) }
            let most = lines.compactMap { Int($0.2) }
            #expect(points.reduce(0, +) == shown, "\(name) \(stop): \(points), \(shown) %")
            #expect(most.reduce(0, +) == 100, "\(name) \(stop): \(most)")
            #expect(zip(points, most).allSatisfy { $0 <= $1 }, "\(name) \(stop)")
            count += 1
          }
        }
      }
      #expect(count > 30)
    }

    @Test func theChecksFindWhatTheyLookFor() {
      let page = """
        <html><body class="a_b"><p title="c_d">sme_micro 2026-01-01</p><code>e_f</code>
        <textarea>g_h</textarea></body></html>
        """
      let text = Self.seen(page)
      #expect(text.contains("sme_micro 2026-01-01"))
      for hidden in ["a_b", "c_d", "e_f", "g_h"] { #expect(!text.contains(hidden)) }
    }
  }
}
