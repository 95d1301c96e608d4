import CLI
import Domain
import Testing

@Suite struct OutcomeCommandsTests {
  private let tool: Tool

  init() throws {
    tool = try Tool.ready()
    try tool.take(Records.problem, Records.sorter, Records.accountant)
  }

  @Test func anInvitationIsRecordedAndListed() throws {
    let made = try tool.json(
      "outcome", "add", "prob-1", "firm-1", "invited", "--note", "qua điện thoại")
    #expect(made["kind"] == "invited")
    #expect(made["rank"] == 1)
    #expect(made["by"] == "cli")
    #expect(made["note"] == "qua điện thoại")
    let listed = try tool.json("outcome", "list", "--problem", "prob-1")
    #expect(listed["items"] == [made])
    #expect(listed["total"] == 1)
    #expect(try tool.json("outcome", "list", "--kind", "awarded")["total"] == 0)
    #expect(try tool.json("outcome", "list", "--organisation", "firm-2")["total"] == 0)
    let table = tool.run("outcome", "list").output
    #expect(table.contains("Invited") && table.contains("2026-2"))
    // People read names, programs identifiers.
    let code = try #require(try tool.json("problem", "show", "prob-1")["code"]?.text)
    #expect(table.contains(code) && table.contains("Công ty Mắt Quả"))
    #expect(!table.contains(made["organisation"]?.text ?? "?"))
    #expect(tool.run("outcome", "list", "--language", "vi").output.contains("0,"))
  }

  @Test func peopleReadTheRank() {
    #expect(
      tool.run("outcome", "add", "prob-1", "firm-1", "invited").output
        == "Recorded: Invited (rank 1 then)\n")
    #expect(
      tool.run("outcome", "add", "prob-1", "firm-1", "refused", "--language", "vi").output
        == "Đã ghi: Doanh nghiệp từ chối lời mời (đang ở hạng 1)\n")
  }

  @Test(arguments: [
    (["prob-1", "firm-1", "hired"], ExitCode.usage), (["prob-1", "firm-1"], .usage),
    (["prob-9", "firm-1", "invited"], .noInput), (["prob-1", "firm-9", "invited"], .noInput),
    (["prob-1", "firm-1", "refused"], .data), (["prob-1", "firm-2", "invited"], .data),
  ])
  func mistakesRecordNothing(_ words: [String], _ code: ExitCode) throws {
    let outcome = tool.run(["outcome", "add"] + words)
    #expect(outcome.code == code)
    #expect(!outcome.errors.isEmpty)
    #expect(try tool.json("outcome", "list")["total"] == 0)
  }

  @Test func aSecondInvitationIsRefusedInWords() {
    #expect(tool.run("outcome", "add", "prob-1", "firm-1", "invited").code == .ok)
    let again = tool.run("outcome", "add", "prob-1", "firm-1", "invited")
    #expect(again.code == .data)
    #expect(again.errors.contains("Invited") && again.errors.contains("None yet"))
  }
}

@Suite struct WeightsCommandsTests {
  private let tool: Tool

  init() throws {
    tool = try Tool.ready()
    try tool.write(
      ["version": "thu-1", "signals": ["capability": 1, "field": 1]], to: "weights.json")
  }

  @Test func weightsAreShownSetAndListed() throws {
    let own = try tool.json("weights", "show")
    #expect(tool.run("weights", "show").output.contains("Capability"))
    let set = tool.run("weights", "set", tool.path("weights.json"))
    #expect(set.code == .ok && set.output.contains("thu-1"))
    let shown = try tool.json("weights", "show")
    #expect(shown["version"] == "thu-1")
    #expect(shown["signals"]?["field"] == .number(0.5))
    #expect(try tool.json("weights", "show", "2026-2") == own)
    let listed = try tool.json("weights", "list").elements ?? []
    #expect(listed.map { $0["version"] } == ["thu-1", "2026-2"])
    #expect(listed.map { $0["in_force"] } == [true, false])
    #expect(tool.run("weights", "list").output.contains("shipped"))
    // What is shown can be set again.
    let file = try tool.write(own.compact, to: "own.json")
    #expect(tool.run("weights", "set", file).code == .ok)
    #expect(try tool.json("weights", "show") == own)
  }

  @Test func matchesSaySo() throws {
    try tool.take(Records.problem, Records.sorter)
    #expect(tool.run("match", "prob-1").errors.contains("weights 2026-2"))
    #expect(tool.run("weights", "set", tool.path("weights.json")).code == .ok)
    #expect(try tool.json("match", "prob-1")["weights_version"] == "thu-1")
    #expect(tool.run("match", "prob-1").errors.contains("weights thu-1"))
  }

  @Test func mistakesChangeNothing() throws {
    let before = try tool.json("weights", "list")
    try tool.write(["version": "x", "signals": ["luck": 1]], to: "bad.json")
    let bad = tool.run("weights", "set", tool.path("bad.json"))
    #expect(bad.code == .data && bad.errors.contains("/signals/luck"))
    try tool.write(["version": "2026-2", "signals": ["capability": 1]], to: "used.json")
    let used = tool.run("weights", "set", tool.path("used.json"))
    #expect(used.code == .data && used.errors.contains("2026-2"))
    try tool.write("{", to: "broken.json")
    #expect(tool.run("weights", "set", tool.path("broken.json")).code == .data)
    #expect(tool.run("weights", "set", tool.path("none.json")).code == .noInput)
    #expect(tool.run("weights", "show", "none").code == .noInput)
    #expect(try tool.json("weights", "list") == before)
  }
}
