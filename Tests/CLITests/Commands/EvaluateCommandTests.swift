import CLI
import Domain
import FoundationEssentials
import Testing

@Suite struct EvaluateCommandTests {
  private let tool: Tool

  init() throws {
    tool = try Tool()
    try FileManager.default.createDirectory(
      atPath: tool.path("set"), withIntermediateDirectories: true)
    try tool.write(
      [
        [
          "id": "P1", "title": "Phân loại quả cà phê chín",
          "description": "Máy phân loại quả cà phê.", "required": [["min_trl": 6]],
        ],
        ["id": "P2", "title": "Kế toán trường học", "description": "Phần mềm kế toán."],
      ], to: "set/problems.json")
    try tool.write(
      [
        firm("F1", "Máy phân loại quả cà phê chín.", 8),
        firm("F2", "Máy phân loại quả cà phê chín.", 3),
        [
          "id": "F3", "kind": "startup", "name": "F3", "stage": "seed", "raising_vnd": 1,
          "description": "Phần mềm kế toán trường học.",
        ],
      ], to: "set/firms.json")
  }

  private func firm(_ id: String, _ text: String, _ trl: Int64) -> JSON {
    [
      "id": .string(id), "kind": "technology_firm", "name": .string(id),
      "description": .string(text), "trl": .integer(trl),
    ]
  }

  private func lines() throws -> [[String]] {
    try tool.text("run.tsv").split(separator: "\n").map { line in
      line.split(separator: "\t").map(String.init)
    }
  }

  @Test func writesARunWithoutTheExcluded() throws {
    let report = try tool.json("evaluate", tool.path("set"), "--run", tool.path("run.tsv"))
    #expect(report["problems"] == 2)
    #expect(report["organisations"] == 3)
    let lines = try lines()
    #expect(lines.allSatisfy { $0.count == 3 && Double($0[2]) != nil })
    #expect(lines.first { $0[0] == "P1" }?[1] == "F1")
    #expect(lines.first { $0[0] == "P2" }?[1] == "F3")
    #expect(!lines.contains { $0[0] == "P1" && $0[1] == "F2" })
    for (above, below) in zip(lines, lines.dropFirst()) where above[0] == below[0] {
      #expect(try #require(Double(above[2])) >= #require(Double(below[2])))
    }
  }

  @Test func fundsAreIndexedWherePresent() throws {
    try tool.write(
      [["id": "Q1", "kind": "venture_capital", "name": "Quỹ", "thesis": "Nông nghiệp."]],
      to: "set/funds.json")
    let report = try tool.json("evaluate", tool.path("set"), "--run", tool.path("run.tsv"))
    #expect(report["organisations"] == 3 && report["fund_profiles"] == 1)
    #expect(
      tool.run("evaluate", tool.path("set"), "--run", tool.path("run.tsv")).output
        .contains("3 organisations, 1 fund,"))
    #expect(try !lines().contains { $0[1] == "Q1" })
  }

  @Test func aFaultyRecordIsNamed() throws {
    try tool.write([["id": "F9", "kind": "startup", "name": "A", "trl": 10]], to: "set/firms.json")
    let outcome = tool.run("evaluate", tool.path("set"), "--run", tool.path("run.tsv"))
    #expect(outcome.code == .data)
    #expect(outcome.errors.contains("firms.json, record 1 (F9)"))
    #expect(outcome.errors.contains("/trl"))
    #expect(!tool.has("run.tsv"))
  }

  @Test func aMissingCollectionIsNoInput() {
    let outcome = tool.run("evaluate", tool.path("none"), "--run", tool.path("run.tsv"))
    #expect(outcome.code == .noInput)
  }

  @Test func writesARunOfFundsForStartupsThatRaise() throws {
    func fund(_ id: String, _ thesis: String, open: Bool = true) -> JSON {
      [
        "id": .string(id), "name": .string(id), "kind": "venture_capital", "open": .bool(open),
        "thesis": .string(thesis), "stages": ["seed"], "ticket_min_vnd": 0,
        "ticket_max_vnd": 9_000_000_000, "instruments": ["equity"],
      ]
    }
    try tool.write(
      [
        fund("Q1", "Cà phê."), fund("Q2", "Phần mềm kế toán cho trường học."),
        fund("Q3", "Phần mềm kế toán.", open: false),
      ], to: "set/funds.json")
    let result = tool.run(
      "evaluate", tool.path("set"), "--run", tool.path("run.tsv"), "--fund-run",
      tool.path("funds.tsv"))
    #expect(result.code == .ok)
    let lines = try tool.text("funds.tsv").split(separator: "\n").map { line in
      line.split(separator: "\t").map(String.init)
    }
    #expect(lines.map { $0.prefix(2).joined(separator: " ") } == ["F3 Q2", "F3 Q1"])
    #expect(lines.allSatisfy { Double($0[2]) != nil })
  }

  @Test func judgementsOfUnknownIdentifiersAreNamed() throws {
    try judge("P1\tF1\t3", "P1\tF8\t2", "P7\tF1\t1", "P2\tF3\t0")
    let report = try tool.json("evaluate", tool.path("set"))
    #expect(report["unknown_ids"] == ["F8", "P7"])
    let outcome = tool.run("evaluate", tool.path("set"))
    #expect(outcome.code == .ok)
    #expect(outcome.errors.contains("warning: 2 identifiers") && outcome.errors.contains("F8, P7"))
    try judge("P1\tF1\t3")
    #expect(!tool.run("evaluate", tool.path("set")).errors.contains("warning"))
  }

  @Test func vietnameseReadersGetADecimalComma() throws {
    try judge("P1\tF1\t3")
    let table = tool.run("evaluate", tool.path("set"), "--language", "vi").output
    #expect(table.contains("1,0000") && !table.contains("1.0000"))
    #expect(tool.run("evaluate", tool.path("set")).output.contains("1.0000"))
  }

  private func judge(_ lines: String...) throws {
    try tool.write(
      "problem_id\tfirm_id\tgrade\tnote\n" + lines.map { $0 + "\n" }.joined(),
      to: "set/qrels.tsv")
  }

  @Test func judgedProblemsAreMeasuredWithAndWithoutEachPart() throws {
    try judge("P1\tF1\t3\t", "P1\tF2\t0\tineligible", "P2\tF3\t2\t")
    let report = try tool.json("evaluate", tool.path("set"))
    #expect(report["weights_version"] == "2026-2")
    #expect(report["queries"] == 2)
    let rows = report["measures"]?.elements ?? []
    #expect(rows.first?["ranking"] == "all")
    #expect(rows.first?["ndcg_10"] == 1 && rows.first?["recall_20"] == 1)
    #expect(rows.first?["precision_5"] == .number(0.2))
    #expect(rows.count > 10)
    #expect(Set(rows.compactMap { $0["ranking"]?.text }).count == rows.count)
    let table = tool.run("evaluate", tool.path("set")).output
    #expect(table.contains("all signals") && table.contains("profiles without marks"))
    #expect(table.contains("nDCG@10") && table.contains("1.0000"))
    let vietnamese = tool.run("evaluate", tool.path("set"), "--language", "vi").output
    #expect(vietnamese.contains("hồ sơ không dấu"))
  }

  @Test func otherWeightsMayBeTried() throws {
    try judge("P1\tF1\t3")
    try tool.write(["version": "thu-1", "signals": ["capability": 1]], to: "weights.json")
    let report = try tool.json(
      "evaluate", tool.path("set"), "--weights", tool.path("weights.json"))
    #expect(report["weights_version"] == "thu-1")
    try tool.write(["version": "thu-1", "signals": ["luck": 1]], to: "weights.json")
    let bad = tool.run("evaluate", tool.path("set"), "--weights", tool.path("weights.json"))
    #expect(bad.code == .data && bad.errors.contains("/signals/luck"))
  }

  @Test func faultyJudgementsAreNamedWithTheirLine() throws {
    try judge("P1\tF1\t3", "P1\tF1\t2")
    let outcome = tool.run("evaluate", tool.path("set"), "--run", tool.path("run.tsv"))
    #expect(outcome.code == .data)
    #expect(outcome.errors.contains("qrels.tsv, line 3"))
    #expect(!tool.has("run.tsv"))
  }

  @Test func withoutJudgementsThereMustBeARunToWrite() {
    let outcome = tool.run("evaluate", tool.path("set"))
    #expect(outcome.code == .noInput)
    #expect(outcome.errors.contains("qrels.tsv"))
  }

  @Test func tooFewProblemsTeachNothing() throws {
    try judge("P1\tF1\t3", "P2\tF3\t2")
    let outcome = tool.run("evaluate", tool.path("set"), "--propose", tool.path("w.json"))
    #expect(outcome.code == .data)
    #expect(outcome.errors.contains("only 2 problems") && outcome.errors.contains("10"))
    #expect(!tool.has("w.json"))
  }

  @Test(arguments: [
    ["evaluate"], ["evaluate", "set", "--from-outcomes"],
    ["evaluate", "--from-outcomes", "--run", "x"],
    ["evaluate", "--from-outcomes", "--weights", "x"],
  ])
  func contradictionsAreMistakes(_ words: [String]) {
    #expect(tool.run(words).code == .usage)
  }
}

/// From outcomes to weights in force, as an administrator does it.
@Suite struct LearningTests {
  /// Twelve problems; the firm that is further along always wins against the one nearby.
  private static func register() throws -> Tool {
    let tool = try Tool.ready()
    func firm(_ id: String, _ province: String, _ trl: Int64) -> JSON {
      [
        "id": .string(id), "kind": "technology_firm", "name": .string("Công ty " + id),
        "description": "Phân loại quả cà phê chín bằng máy.", "province": .string(province),
        "fields": ["agriculture"], "trl": .integer(trl),
      ]
    }
    var records = [firm("near", "66", 3), firm("ready", "01", 5)]
    for number in 1...12 {
      records.append([
        "id": .string("p\(number)"), "title": .string("Phân loại quả cà phê \(number)"),
        "description": "Máy phân loại quả cà phê chín.", "province": "66",
        "deadline": "2030-12-31",
      ])
    }
    let file = try tool.write(.array(records), to: "records.json")
    try #require(tool.run("import", file).code == .ok)
    return tool
  }

  @Test func outcomesBecomeAProposalAndThatBecomesTheWeights() throws {
    let tool = try Self.register()
    let early = tool.run("evaluate", "--from-outcomes", "--propose", tool.path("w.json"))
    #expect(early.code == .data && early.errors.contains("only 0 problems"))
    for number in 1...12 {
      for (firm, kind) in [
        ("ready", "shortlisted"), ("ready", "awarded"), ("near", "declined"),
      ] {
        #expect(tool.run("outcome", "add", "p\(number)", firm, kind).code == .ok)
      }
    }
    let measured = try tool.json("evaluate", "--from-outcomes")
    #expect(measured["problems"] == 12 && measured["pairs"] == 24)
    #expect(measured["proposal"] == nil)
    let report = try tool.json("evaluate", "--from-outcomes", "--propose", tool.path("w.json"))
    let proposal = try #require(report["proposal"])
    #expect(proposal["held_out"]?["is_gain_clear"] == true)
    #expect(proposal["folds"]?.elements?.count == 5)
    let proposed = try JSONParser.parse(tool.text("w.json"))
    #expect(proposed == proposal["proposed"])
    // Nothing changes by itself.
    #expect(try tool.json("weights", "show")["version"] == "2026-2")
    #expect(tool.run("weights", "set", tool.path("w.json")).code == .ok)
    #expect(try tool.json("weights", "show") == proposed)
    let after = try tool.json("evaluate", "--from-outcomes")
    #expect(after["measures"]?.elements?.first?["ndcg_10"] == 1)
    let again = tool.run("evaluate", "--from-outcomes", "--propose", tool.path("w2.json"))
    #expect(again.code == .ok && again.output.contains("Nothing better"))
    #expect(!tool.has("w2.json"))
    let first = try tool.json("match", "p1")["matches"]?.elements?.first
    #expect(first?["organisation"]?["external_id"] == "ready")
  }

  @Test func peopleReadWhatTheGainIsWorth() throws {
    let tool = try Self.register()
    for number in 1...12 {
      for (firm, kind) in [
        ("ready", "shortlisted"), ("ready", "awarded"), ("near", "declined"),
      ] {
        #expect(tool.run("outcome", "add", "p\(number)", firm, kind).code == .ok)
      }
    }
    let shown = tool.run("evaluate", "--from-outcomes", "--propose", tool.path("w.json")).output
    #expect(shown.contains("12 problems with outcomes, 24 pairs"))
    #expect(shown.contains("exceeds its standard error"))
    #expect(shown.contains("Held out") && shown.contains("Readiness".lowercased()))
  }
}
