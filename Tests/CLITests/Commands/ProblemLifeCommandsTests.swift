import CLI
import Domain
import Testing
import UseCases

@Suite struct ProblemLifeCommandsTests {
  private let tool: Tool

  init() throws {
    tool = try Tool.ready()
    try tool.take(Records.problem, Records.sorter)
  }

  private func document(_ number: String = "0193/QĐ-UBND") throws -> String {
    let file = try tool.write(
      [
        "number": .string(number), "kind": "decision", "date": "2026-05-28",
        "issuer": "UBND tỉnh", "batch": "Đợt 1",
      ] as JSON, to: "paper.json")
    let id = try #require(try tool.json("document", "create", file)["id"]?.text)
    #expect(try tool.json("document", "issue", id)["status"] == "issued")
    return id
  }

  @Test func aDeadlineIsPutOffAndTold() throws {
    let outcome = tool.run(
      "problem", "extend", "prob-1", "2031-01-31", "--reason", "Thêm thời gian",
      "--language", "vi")
    #expect(outcome.code == .ok && outcome.output.contains("hạn 31/01/2031 23:59:59"))
    #expect(
      tool.run("problem", "extend", "prob-1", "2030-01-31", "--reason", "x").code == .data)
    #expect(tool.run("problem", "extend", "prob-1", "2032-01-31").code == .usage)
    let versions = try tool.json("problem", "versions", "prob-1")
    #expect(versions["total"] == 2)
    #expect(versions["items"]?.elements?.first?["reason"] == "Thêm thời gian")
    let table = tool.run("problem", "versions", "prob-1").output
    #expect(table.contains("Deadline") && table.contains("Thêm thời gian"))
    let history = tool.run("problem", "history", "prob-1").output
    #expect(history.contains("Deadline extended") && history.contains("Published"))
  }

  @Test func anAmendmentNamesItsDocument() throws {
    let paper = try document()
    let patch = try tool.write(["budget_vnd": 6_000_000_000] as JSON, to: "patch.json")
    let changed = try tool.json(
      "problem", "amend", "prob-1", patch, "--reason", "Tăng kinh phí", "--document", paper)
    #expect(changed["budget_vnd"] == 6_000_000_000)
    let acts = try tool.json("document", "acts", paper)
    #expect(acts["items"]?.elements?.first?["kind"] == "amend")
    let wrong = try tool.write(["required": [["min_trl": 9]]] as JSON, to: "strict.json")
    let refused = tool.run("problem", "amend", "prob-1", wrong, "--reason", "x")
    #expect(refused.code == .data && refused.errors.contains("/changes/required/0"))
  }

  @Test func aListIsPublishedByItsDocument() throws {
    let paper = try document()
    let file = try tool.write(
      ["title": "Đếm voi", "expected_result": "Số voi"] as JSON, to: "new.json")
    let id = try #require(try tool.json("problem", "create", file)["id"]?.text)
    #expect(try tool.json("problem", "publish", id, "--at", "2040-01-01")["publish_at"] != nil)
    #expect(try tool.json("problem", "unschedule", id)["publish_at"] == nil)
    let done = try tool.json("document", "act", paper, "publish", id)
    #expect(done["problems"]?.elements?.first?["document"]?.text == paper)
    let merged = tool.run("document", "act", paper, "merge", id, "--into", "prob-1")
    #expect(merged.code == .ok && merged.output.contains("Cancelled"))
    let listed = tool.run("document", "list", "--kind", "decision").output
    #expect(listed.contains("0193/QĐ-UBND") && listed.contains("Đợt 1"))
    let other = try document("2/TB")
    #expect(try tool.json("document", "supersede", paper, other)["superseded_by"]?.text == other)
    #expect(tool.run("document", "show", paper).output.contains("Superseded"))
  }

  /// A thin problem is published all the same, and whoever publishes it is told what it lacks.
  @Test func publishingTellsHowCompleteAProblemIs() throws {
    let file = try tool.write(
      ["title": "Đếm voi", "expected_result": "Số voi"] as JSON, to: "thin.json")
    let id = try #require(try tool.json("problem", "create", file)["id"]?.text)
    let outcome = tool.run("problem", "publish", id)
    #expect(outcome.code == .ok && outcome.output.contains("now Open"))
    #expect(outcome.output.contains("Completeness: 30%. Solvers will ask:"))
    for question in ["Which field is it in?", "By which document is it published?"] {
      #expect(outcome.output.contains("  - " + question), "\(question)")
    }
    #expect(
      !tool.run("problem", "extend", id, "2031-01-31", "--reason", "x").output.contains("30%"))
    let other = try #require(try tool.json("problem", "create", file)["id"]?.text)
    let planned = tool.run("problem", "publish", other, "--at", "2040-01-01", "--language", "vi")
    #expect(planned.output.contains("Mức đầy đủ: 30%"))
  }

  @Test func cancellingWhatIsOpenWantsWords() throws {
    #expect(tool.run("problem", "cancel", "prob-1").code == .usage)
    #expect(tool.run("problem", "cancel", "prob-1", "--reason-code", "legal").code == .data)
    let ended = try tool.json(
      "problem", "cancel", "prob-1", "--reason-code", "legal", "--reason", "Vướng luật")
    #expect(ended["reason_code"] == "legal" && ended["status_reason"] == "Vướng luật")
  }

  @Test func questionsAreListedByCodesAndNames() throws {
    let firm = try tool.json("org", "show", "firm-1")["id"]?.text ?? ""
    let code = try #require(try tool.json("problem", "show", "prob-1")["code"]?.text)
    let registry = try Registry.open(
      path: tool.path("test.sqlite"), create: false, readers: 1,
      clock: { Instant(seconds: 1_790_000_000) })
    _ = try registry.askQuestion(
      about: "prob-1", ["text": "Có điện lưới không?"],
      by: Actor(name: "firm", role: .member, organisation: ID(firm)))
    let table = tool.run("question", "list").output
    #expect(table.contains(code) && table.contains("Có điện lưới"), "\(table)")
    #expect(table.contains(Records.sorter["name"]?.text ?? "?") && !table.contains(firm))
  }

  @Test func thereIsNothingToAnswerYet() throws {
    #expect(try tool.json("question", "list")["total"] == 0)
    #expect(tool.run("question", "answer", "none", "x").code == .noInput)
    #expect(tool.run("question", "decline", "none", "--reason", "x").code == .noInput)
    #expect(tool.run("question", "show", "none").code == .noInput)
  }
}
