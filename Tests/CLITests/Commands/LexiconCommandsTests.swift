import CLI
import Domain
import Testing

@Suite struct LexiconCommandsTests {
  private let tool: Tool

  init() throws { tool = try Tool.ready() }

  private func addFogNet() throws -> JSON {
    try tool.json(
      "lexicon", "add", "fog_net", "--vi", "lưới gom sương", "--en", "fog catcher",
      "--broader", "irrigation")
  }

  @Test func anAddedConceptMakesAMatch() throws {
    try tool.take([
      "id": "firm-1", "kind": "technology_firm", "name": "Mist Works",
      "description": "Fog catcher monitors",
    ])
    let problem = try tool.write(#"{"title":"Lưới gom sương"}"#, to: "problem.json")
    #expect(try tool.json("match", "--file", problem)["matches"] == [])
    #expect(try addFogNet()["origin"] == "added")
    let matches = try tool.json("match", "--file", problem)["matches"]?.elements ?? []
    #expect(matches.map { $0["organisation"]?["external_id"] } == ["firm-1"])
  }

  @Test func conceptsAreShownListedChangedAndTakenOut() throws {
    _ = try addFogNet()
    let more = try tool.json("lexicon", "add", "coffee", "--vi", "hạt nâu")
    #expect(more["origin"] == "extended")
    #expect(try tool.json("lexicon", "show", "hat nau").elements?.map { $0["id"] } == ["coffee"])
    let own = try tool.json("lexicon", "list", "--origin", "added", "--origin", "extended")
    #expect((own["items"]?.elements ?? []).map { $0["id"] } == ["coffee", "fog_net"])
    let text = tool.run("lexicon", "list", "gom suong").output
    #expect(text.contains("fog_net") && text.contains("added"))
    // One concept is a block of lines, each label once and no line wider than a page.
    let block = tool.run("lexicon", "show", "ca phe").output.split(separator: "\n")
    #expect(block.first?.hasPrefix("Concept") == true && block.first?.hasSuffix("coffee") == true)
    #expect(block.contains { $0.hasPrefix("Vietnamese") && $0.contains("cà phê") })
    #expect(block.count > 4 && block.allSatisfy { $0.count <= 100 })
    let patch = try tool.write(#"{"related":["early_warning"],"broader":null}"#, to: "patch.json")
    let stale = tool.run("lexicon", "update", "fog_net", patch, "--at-version", "7")
    #expect(stale.code == .data)
    let changed = try tool.json("lexicon", "update", "fog_net", patch)
    #expect(changed["related"] == ["early_warning"])
    #expect(changed["broader"] == nil)
    #expect(try tool.json("lexicon", "remove", "fog_net")["removed"] == "fog_net")
    let unknown = tool.run("lexicon", "show", "fog_net")
    #expect(unknown.code == .noInput && unknown.errors.contains("fog_net"))
    #expect(unknown.output.isEmpty)
    #expect(tool.run("lexicon", "remove", "coffee").output.contains("coffee: taken out"))
    #expect(tool.run("check").code == .ok)
  }

  @Test(arguments: [
    (["x", "--vi", "cà phê", "--en", "y"], "/vi/0: “cà phê” means the concept coffee already"),
    (["coffee", "--broader", "arabica"], "/broader/0: A cycle: coffee → arabica → coffee"),
    (["x", "--vi", "zzz"], "/en: This is missing."),
    (["x", "--vi", "zzz", "--en", "y", "--related", "none"], "/related/0: There is no fitting"),
    (["coffee", "--related", "coffee"], "/related/0: “coffee” is coffee itself"),
    (["X"], "/id: “X” has the wrong form"),
  ])
  func aRefusalSaysWhatIsWrong(_ words: [String], _ message: String) {
    let outcome = tool.run(["lexicon", "add"] + words)
    #expect(outcome.code == .data)
    let errors = outcome.errors.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(errors.contains(message), "\(errors)")
  }

  @Test func removingWhatIsShippedOrNamedIsRefused() throws {
    #expect(tool.run("lexicon", "remove", "coffee").errors.contains("comes with the program"))
    _ = try addFogNet()
    _ = try tool.json(
      "lexicon", "add", "fog_meter", "--vi", "máy đo sương", "--en", "fog meter", "--related",
      "fog_net")
    #expect(tool.run("lexicon", "remove", "fog_net").errors.contains("Still named by: fog_meter"))
    #expect(tool.run("lexicon", "remove", "nothing").code != .ok)
  }

  @Test func whatIsExportedIsReadElsewhere() throws {
    _ = try addFogNet()
    _ = try tool.json("lexicon", "add", "coffee", "--vi", "hạt nâu")
    let file = tool.path("lexicon.jsonl")
    #expect(tool.run("lexicon", "export", "--output", file).code == .ok)
    let added = tool.run("lexicon", "export", "--added").output
    #expect(added.split(separator: "\n").count == 2)
    #expect(tool.run("init", database: "other.sqlite").code == .ok)
    let report = try tool.json("lexicon", "import", file, database: "other.sqlite")
    #expect(report["created"] == 2)
    #expect(report["committed"] == true)
    #expect(
      tool.run("lexicon", "export", database: "other.sqlite").output
        == (try tool.text("lexicon.jsonl")))
    #expect(
      try tool.json("lexicon", "export", "--added", database: "other.sqlite").elements?.count == 2)
    let again = tool.run("lexicon", "import", file, database: "other.sqlite")
    #expect(again.output.hasPrefix("0 created, 0 updated, "))
  }

  @Test func aFaultyFileIsRefusedWithItsLines() throws {
    let file = try tool.write(
      """
      {"id":"a","vi":["zza"],"en":["zzae"]}
      {"id":"b","vi":["cà phê"],"en":["zzb"]}
      {"id":
      """, to: "bad.jsonl")
    let outcome = tool.run("lexicon", "import", file)
    #expect(outcome.code == .data)
    #expect(outcome.errors.contains("rejected: 2 concepts; nothing was written"))
    #expect(outcome.errors.contains("line 2 (b): /vi/0: “cà phê” means the concept coffee"))
    #expect(outcome.errors.contains("line 3"))
    #expect(tool.run("lexicon", "show", "zza").code == .noInput)
  }
}
