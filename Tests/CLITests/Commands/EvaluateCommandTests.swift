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
    #expect(report["organisations"] == 4)
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
}
