import CLI
import Domain
import Testing

@Suite struct MatchCommandTests {
  private let tool: Tool

  init() throws {
    tool = try Tool.ready()
    try tool.take(
      Records.problem, Records.sorter, Records.accountant,
      [
        "id": "firm-3", "kind": "startup", "name": "Quả Non", "trl": 3, "province": "66",
        "description": "Phân loại quả cà phê bằng điện thoại.", "fields": ["agriculture"],
      ])
  }

  private func names(_ json: JSON, _ part: String) -> [String] {
    (json[part]?.elements ?? []).compactMap { $0["organisation"]?["external_id"]?.text }
  }

  @Test func ranksSolversAndNamesTheBarred() throws {
    let json = try tool.json("match", "prob-1")
    #expect(names(json, "matches").first == "firm-1")
    #expect(!names(json, "matches").contains("firm-3"))
    #expect(names(json, "excluded").contains("firm-3"))
  }

  @Test func theScoreIsTheSumOfItsComponents() throws {
    for match in try tool.json("match", "prob-1")["matches"]?.elements ?? [] {
      func micros(_ value: JSON?) -> Int {
        switch value {
        case .number(let number)?: Int((number * 1e6).rounded())
        case .integer(let number)?: Int(number) * 1_000_000
        default: -1
        }
      }
      let parts = (match["components"]?.elements ?? []).map { micros($0["contribution"]) }
      #expect(!parts.isEmpty)
      #expect(parts.reduce(0, +) == micros(match["score"]))
    }
  }

  @Test func peopleReadReasonsInTheirLanguage() {
    let english = tool.run("match", "prob-1", "--reasons").output
    #expect(english.contains("Công ty Mắt Quả"))
    #expect(english.contains("Why"))
    #expect(english.contains("Capability: "))
    #expect(english.contains("↔"))
    #expect(english.contains("barred by a hard requirement"))
    let vietnamese = tool.run("match", "prob-1", "--language", "vi").output
    #expect(vietnamese.contains("Vì sao"))
    #expect(vietnamese.contains("không đủ điều kiện bắt buộc"))
    #expect(!vietnamese.contains("Năng lực: "))
  }

  @Test func tellsThroughWhichConceptAPhraseIsMet() throws {
    try tool.take([
      "id": "firm-4", "kind": "technology_firm", "name": "Hạt Vàng",
      "description": "Arabica growers' cooperative software.",
    ])
    let file = try tool.write(#"{"title":"Cà phê"}"#, to: "coffee.json")
    let text = tool.run("match", "--file", file, "--reasons").output
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(text.contains("“arabica”, narrower than “coffee”"), "\(text)")
    let matches = try tool.json("match", "--file", file)["matches"]?.elements ?? []
    let evidence = try #require(
      matches.first { $0["organisation"]?["external_id"]?.text == "firm-4" }?["evidence"]?
        .elements?.first)
    #expect(evidence["concept"]?["id"]?.text == "coffee")
    #expect(evidence["through"]?["link"]?.text == "narrower")
  }

  @Test func aProblemNeedNotBeStored() throws {
    let shown = tool.run("problem", "show", "prob-1", "--json").output
    let file = try tool.write(shown, to: "problem.json")
    #expect(try tool.json("match", "--file", file) == tool.json("match", "prob-1"))
  }

  @Test func anOrganisationFindsItsProblems() throws {
    let json = try tool.json("match", "--organisation", "firm-1")
    let found = json["matches"]?.elements?.first?["problem"]?["external_id"]
    #expect(found == "prob-1")
    #expect(tool.run("match", "--organisation", "firm-1").output.contains("Phân loại quả"))
  }

  @Test func kindsAndLimitNarrowTheList() throws {
    #expect(try tool.json("match", "prob-1", "--limit", "1")["matches"]?.elements?.count == 1)
    #expect(try tool.json("match", "prob-1", "--kind", "university")["matches"] == .array([]))
    #expect(tool.run("match", "prob-1", "--kind", "university").output.contains("Nothing matches."))
  }

  @Test(arguments: [
    ["match"], ["match", "prob-1", "--organisation", "firm-1"],
    ["match", "prob-1", "--limit", "0"],
    ["match", "--organisation", "firm-1", "--kind", "startup"],
  ])
  func contradictionsAreMistakes(_ words: [String]) {
    #expect(tool.run(words).code == .usage)
  }

  @Test func anUnknownProblemIsSaid() {
    let outcome = tool.run("match", "DLK-1999-001")
    #expect(outcome.code == .noInput)
    #expect(outcome.errors.contains("“DLK-1999-001”"))
  }
}
