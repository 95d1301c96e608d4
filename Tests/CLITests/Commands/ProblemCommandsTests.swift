import CLI
import Domain
import Testing

@Suite struct ProblemCommandsTests {
  private let tool: Tool

  init() throws { tool = try Tool.ready() }

  @Test func aProblemGoesItsWholeWay() throws {
    let file = try tool.write(
      ["title": "Đếm voi", "expected_result": "Số voi hoang dã mỗi năm."] as JSON, to: "new.json")
    let id = try #require(try tool.json("problem", "create", file)["id"]?.text)
    for (step, state) in [
      ("submit", "submitted"), ("publish", "published"), ("close", "closed"),
      ("review", "reviewing"),
    ] {
      #expect(try tool.json("problem", step, id)["status"]?.text == state)
    }
    // Nobody proposed here; what was selected elsewhere is recorded by hand.
    let early = tool.run("problem", "award", id)
    #expect(early.code == .data && early.errors.contains("No proposal selected"))
    try tool.take(Records.sorter)
    for kind in ["shortlisted", "awarded"] {
      _ = try tool.json("outcome", "add", id, "firm-1", kind)
    }
    #expect(try tool.json("problem", "award", id)["status"] == "awarded")
    let made = try tool.json("engagement", "list", "--problem", id)
    #expect(made["total"] == 1)
    let unplanned = tool.run("problem", "start", id)
    #expect(unplanned.code == .data && unplanned.errors.contains("No milestone"))
    let code = try #require(try tool.json("problem", "show", id)["code"]?.text)
    #expect(try tool.json("problem", "show", code)["id"]?.text == id)
    #expect(tool.run("problem", "cancel", id, "--reason-code", "other").code == .ok)
  }

  @Test func everyStepOfTheLifeHasACommand() {
    let steps = Set(Innoreg.program.leaves.filter { $0.path.first == "problem" }.map(\.path[1]))
    #expect(
      steps == [
        "list", "show", "create", "update", "submit", "return", "publish", "close", "review",
        "award", "start", "solve", "fail", "no-award", "cancel", "suspend", "resume",
        "extend", "amend", "unschedule", "versions", "history",
      ])
  }

  @Test func endingWithoutAwardNeedsAReason() throws {
    // Where there is a deadline, nothing ends without award before it.
    try tool.take(Records.problem.merging(["deadline": .null]))
    #expect(tool.run("problem", "close", "prob-1").code == .ok)
    #expect(tool.run("problem", "no-award", "prob-1").code == .usage)
    let ended = try tool.json("problem", "no-award", "prob-1", "--reason-code", "no_offers")
    #expect(ended["status"] == "no_award" && ended["reason_code"] == "no_offers")
  }

  @Test func closingBeforeTheDeadlineNeedsAReason() throws {
    try tool.take(Records.problem)
    #expect(tool.run("problem", "close", "prob-1").code == .data)
    #expect(tool.run("problem", "close", "prob-1", "--reason-code", "no_offers").code == .usage)
    let closed = try tool.json(
      "problem", "close", "prob-1", "--reason-code", "urgent", "--reason", "Lũ về sớm")
    #expect(closed["status"] == "closed" && closed["reason_code"] == "urgent")
    let early = tool.run("problem", "no-award", "prob-1", "--reason-code", "no_offers")
    #expect(early.code == .data, "it was promised until its deadline")
  }

  @Test func theListIsForPeople() throws {
    try tool.take(Records.problem)
    let output = tool.run("problem", "list", "--status", "published").output
    #expect(output.contains("Phân loại quả cà phê chín"))
    #expect(output.contains("31/12/2030 17:00"))
    #expect(output.contains("100%"))
  }

  @Test func aUpdateIsAMergePatch() throws {
    try tool.take(Records.problem)
    let patch = try tool.write(
      ["owner": .null, "budget_vnd": 6_000_000_000, "reason": "Điều chỉnh"] as JSON,
      to: "patch.json")
    let changed = try tool.json("problem", "update", "prob-1", patch)
    #expect(changed["owner"] == nil)
    #expect(changed["budget_vnd"] == 6_000_000_000)
    #expect(changed["title"] == "Phân loại quả cà phê chín")
  }
}
