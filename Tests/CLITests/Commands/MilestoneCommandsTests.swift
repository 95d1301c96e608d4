import CLI
import Domain
import Testing

@Suite struct MilestoneCommandsTests {
  private let tool: Tool
  private let engagement: String

  /// An award that was made elsewhere.
  init() throws {
    tool = try Tool.ready()
    try tool.take(Records.problem.merging(["deadline": nil]), Records.sorter)
    for words in [
      ["problem", "close", "prob-1"], ["problem", "review", "prob-1"],
      ["outcome", "add", "prob-1", "firm-1", "shortlisted"],
      ["outcome", "add", "prob-1", "firm-1", "awarded"], ["problem", "award", "prob-1"],
    ] {
      let outcome = tool.run(words)
      try #require(outcome.code == .ok, "\(words): \(outcome)")
    }
    let listed = try tool.json("engagement", "list")
    engagement = try #require(listed["items"]?.elements?.first?["id"]?.text)
  }

  private func milestone(_ words: String...) -> Outcome {
    tool.run(["engagement", "milestone"] + words)
  }

  @Test func milestonesAreSetAndListedByTheirDays() throws {
    let added = milestone(
      "add", engagement, "Bàn giao", "--due", "2031-02-28", "--json")
    #expect(added.code == .ok, "\(added)")
    let made = try tool.json(
      "engagement", "milestone", "add", engagement, "Lắp đặt", "--due", "2030-09-30")
    #expect(made["total"] == 2)
    let listed = try tool.json("engagement", "milestone", "list", engagement)
    #expect(listed == made)
    #expect(listed["items"]?.elements?.map { $0["title"] } == ["Lắp đặt", "Bàn giao"])
    let table = milestone("list", engagement).output
    #expect(table.contains("30/09/2030") && table.contains("Lắp đặt"))
    #expect(tool.run("engagement", "list").output.contains("30/09/2030"))
  }

  @Test func nothingHandedInIsNeitherAcceptedNorReturned() throws {
    _ = milestone("add", engagement, "Lắp đặt", "--due", "2030-09-30")
    let listed = try tool.json("engagement", "milestone", "list", engagement)
    let id = try #require(listed["items"]?.elements?.first?["id"]?.text)
    for words in [["accept", engagement, id], ["return", engagement, id, "--reason", "Thiếu"]] {
      let refused = tool.run(["engagement", "milestone"] + words)
      #expect(refused.code == .data && refused.errors.contains("Planned"), "\(refused)")
    }
    #expect(milestone("return", engagement, id).code == .usage, "a reason is owed")
    #expect(milestone("accept", engagement, "nothing").code == .noInput)
    #expect(try tool.json("engagement", "milestone", "list", engagement) == listed)
  }

  @Test(arguments: [
    (["list", "nothing"], ExitCode.noInput), (["add", "nothing", "x"], .usage),
    (["add", "nothing", "x", "--due", "2030-01-01"], .noInput), (["drop", "nothing"], .usage),
  ]) func mistakesAreTold(_ words: [String], _ code: ExitCode) {
    let outcome = tool.run(["engagement", "milestone"] + words)
    #expect(outcome.code == code, "\(outcome)")
  }

  @Test(arguments: [
    ("2020-01-01", " or later"), ("2030-02-30", "/due"), ("30/09/2030", "/due"),
  ]) func aDayThatCannotBeMetIsRefused(_ day: String, _ told: String) throws {
    let refused = milestone("add", engagement, "Lắp đặt", "--due", day)
    #expect(refused.code == .data && refused.errors.contains(told), "\(refused)")
    #expect(milestone("add", engagement, "x", "--due", "2030-01-01", "--amount", "1").code == .data)
    #expect(try tool.json("engagement", "milestone", "list", engagement)["total"] == 0)
  }
}
