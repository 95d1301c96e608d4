import CLI
import Domain
import Testing

@Suite struct ReviewCommandsTests {
  @Test(arguments: [
    ["review", "list"], ["review", "list", "--status", "locked"], ["engagement", "list"],
    ["engagement", "list", "--overdue"],
  ]) func anEmptyRegisterHasNone(_ words: [String]) throws {
    let tool = try Tool.ready()
    let listed = tool.run(words + ["--json"])
    #expect(listed.code == .ok)
    #expect(try JSONParser.parse(listed.output)["total"] == 0)
    #expect(tool.run(words).code == .ok)
  }

  @Test(arguments: [
    (["review", "ranking", "nothing"], ExitCode.noInput),
    (["review", "assign", "nothing", "a@example.vn"], .noInput),
    (["review", "assign", "nothing"], .usage),
    (["review", "list", "--status", "done"], .usage),
    (["engagement", "show", "nothing"], .noInput),
  ]) func mistakesAreTold(_ words: [String], _ code: ExitCode) throws {
    let outcome = try Tool.ready().run(words)
    #expect(outcome.code == code)
    #expect(!outcome.errors.isEmpty)
  }

  @Test func reviewersAreAssignedOnceProposalsAreOpened() throws {
    let tool = try Tool.ready()
    try tool.take(Records.problem)
    #expect(tool.run("review", "assign", "prob-1", "a@example.vn").code == .data)
    _ = tool.run("problem", "close", "prob-1", "--reason-code", "urgent")
    let sealed = tool.run("review", "ranking", "prob-1")
    #expect(sealed.code == .data && sealed.errors.contains("Proposals not opened"))
  }
}
