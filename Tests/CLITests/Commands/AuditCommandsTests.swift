import CLI
import Domain
import Testing

@Suite struct AuditCommandsTests {
  private let tool: Tool

  init() throws {
    tool = try Tool.ready()
    try tool.take(Records.sorter, Records.problem)
  }

  private func actions(_ words: String...) throws -> [String] {
    let outcome = tool.run(["audit", "list", "--json"] + words)
    try #require(outcome.code == .ok, "\(outcome)")
    let items = try JSONParser.parse(outcome.output)["items"]?.elements ?? []
    return items.compactMap { $0["action"]?.text }
  }

  @Test func actsAreListedTheNewestFirst() throws {
    let json = try tool.json("audit", "list")
    let items = json["items"]?.elements ?? []
    #expect(json["total"] == JSON(items.count))
    let sequences = items.compactMap { $0["sequence"]?.wholeNumber }
    #expect(sequences == (1...Int64(items.count)).reversed())
    let first = try #require(items.last)
    #expect(first["payload"]?["after"] != nil)
    let table = tool.run("audit", "list", "--language", "vi").output
    #expect(table.contains("Bản ghi") && table.contains(first["id"]?.text ?? "?"))
  }

  @Test func filtersNarrow() throws {
    _ = try tool.json("lexicon", "add", "coffee", "--vi", "hạt nâu")
    let all = try actions()
    #expect(try actions("--aggregate", "lexicon") == ["lexicon.add"])
    #expect(try actions("--action", "lexicon.add") == ["lexicon.add"])
    #expect(try actions("--actor", "cli") == all)
    #expect(try actions("--actor", "nobody") == [])
    #expect(try actions("--since", "2020-01-01") == all)
    #expect(try actions("--since", "2999-01-01") == [])
    #expect(try actions("--limit", "1") == ["lexicon.add"])
    let next = try tool.json("audit", "list", "--limit", "1")["next_cursor"]?.text
    #expect(try actions("--cursor", try #require(next)) == Array(all.dropFirst()))
  }

  @Test(arguments: [["--since", "soon"], ["--aggregate", "firm"], ["--cursor", "x"]])
  func whatMeansNothingIsRefused(_ words: [String]) {
    #expect(tool.run(["audit", "list"] + words).code == .usage)
  }
}
