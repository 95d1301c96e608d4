import Domain
import Matching
import Testing

struct LexiconTests {
  private static func line(
    _ id: String, _ form: String, broader: String = "", related: String = ""
  ) -> String {
    #"{"id":"\#(id)","vi":["\#(form)"],"en":["\#(id)"],"broader":[\#(broader)],"#
      + #""related":[\#(related)]}"#
  }

  @Test func readsConcepts() throws {
    let lexicon = Samples.lexicon
    #expect(lexicon.concepts.count == 13)
    let drone = try #require(lexicon.concept("drone"))
    #expect(drone.technology == .uav)
    #expect(drone.label == Bilingual(vi: "máy bay không người lái", en: "drone"))
    #expect(lexicon.concept("crop")?.field == .agriculture)
    #expect(lexicon.concept("unheard_of") == nil)
  }

  @Test(arguments: [
    ("clash", [line("a", "cà phê"), line("b", "Cà Phê")], "already means a"),
    ("same id", [line("a", "một"), line("a", "hai")], "given twice"),
    ("unknown broader", [line("a", "một", broader: #""z""#)], "unknown broader concept z"),
    ("unknown related", [line("a", "một", related: #""z""#)], "unknown related concept z"),
    ("related to itself", [line("a", "một", related: #""a""#)], "unknown related concept a"),
    (
      "cycle", [line("a", "một", broader: #""b""#), line("b", "hai", broader: #""a""#)],
      "a: is broader than itself: a → b → a"
    ),
    (
      "long cycle",
      [
        line("z", "không", broader: #""a""#), line("a", "một", broader: #""b""#),
        line("b", "hai", broader: #""c""#), line("c", "ba", broader: #""a""#),
      ], "a → b → c → a"
    ),
    (
      "six levels",
      (0..<6).map { line("l\($0)", "bậc \($0)", broader: $0 > 0 ? #""l\#($0 - 1)""# : "") },
      "more than 5 levels: l5 → l4 → l3 → l2 → l1 → l0"
    ),
    ("no JSON", ["{"], "unexpected_end"),
    ("no forms", [#"{"id":"a","vi":[],"en":["x"]}"#], "no form"),
    (
      "unknown code", [#"{"id":"a","vi":["m"],"en":["x"],"code":"technology:magic"}"#],
      "unknown code technology:magic"
    ),
  ])
  func refuses(_ name: String, _ lines: [String], _ reason: String) throws {
    let error = try #require(throws: ReferenceDataError.self) {
      try Lexicon(jsonLines: [("t.jsonl", lines.joined(separator: "\n"))])
    }
    #expect(error.detail.contains(reason), "\(name): \(error.detail)")
  }

  @Test func namesFileAndLine() throws {
    let error = try #require(throws: ReferenceDataError.self) {
      try Lexicon(jsonLines: [
        ("one.jsonl", Self.line("a", "một")), ("two.jsonl", "\n" + Self.line("b", "một")),
      ])
    }
    #expect(error.source == "lexicon/two.jsonl:2")
  }

  @Test func readsConceptsAgainInAnyOrderOfFiles() throws {
    let lines = Samples.concepts.split(separator: "\n").map(String.init)
    let shuffled = try Lexicon(jsonLines: lines.reversed().map { ("f", $0) })
    let other = Samples.snapshot(Samples.firms, lexicon: shuffled)
      .solvers(for: Samples.coffeeProblem, limit: 10)
    let usual = Samples.snapshot(Samples.firms).solvers(for: Samples.coffeeProblem, limit: 10)
    #expect(other.ids == usual.ids)
    #expect(other.matches.map(\.scoreMicros) == usual.matches.map(\.scoreMicros))
  }
}
