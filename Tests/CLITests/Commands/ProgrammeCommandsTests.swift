import CLI
import Domain
import Testing

@Suite struct ProgrammeCommandsTests {
  @Test(arguments: [
    ["introduction", "list"], ["cohort", "list"], ["cohort", "list", "--open"],
    ["application", "list"], ["application", "list", "--status", "accepted"],
    ["mentor-request", "list"], ["introduction", "list", "--status", "refused"],
  ]) func anEmptyRegisterHasNone(_ words: [String]) throws {
    let tool = try Tool.ready()
    let listed = tool.run(words + ["--json"])
    #expect(listed.code == .ok)
    #expect(try JSONParser.parse(listed.output)["total"] == 0)
    #expect(tool.run(words).code == .ok)
  }

  @Test(arguments: [
    (["introduction", "show", "nothing"], ExitCode.noInput),
    (["application", "show", "nothing"], .noInput),
    (["application", "list", "--cohort", "nothing"], .noInput),
    (["cohort", "list", "--status", "closed"], .usage),
    (["introduction", "list", "--organisation", "nothing"], .noInput),
  ]) func mistakesAreTold(_ words: [String], _ code: ExitCode) throws {
    let outcome = try Tool.ready().run(words)
    #expect(outcome.code == code)
    #expect(!outcome.errors.isEmpty)
  }
}
