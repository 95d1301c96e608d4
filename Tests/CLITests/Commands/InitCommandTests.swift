import CLI
import Domain
import Testing

@Suite struct InitCommandTests {
  @Test func makesASoundRegister() throws {
    let tool = try Tool()
    #expect(tool.run("init").code == .ok)
    #expect(tool.run("check").code == .ok)
    #expect(try tool.json("org", "list")["total"] == 0)
  }

  @Test func neverTouchesAFileThatExists() throws {
    let tool = try Tool()
    try tool.write("mine", to: "test.sqlite")
    #expect(tool.run("init").code == .cannotCreate)
    #expect(try tool.text("test.sqlite") == "mine")
  }

  @Test func saysWhenTheFolderIsMissing() throws {
    let outcome = try Tool().run("init", database: "no/such/folder/x.sqlite")
    #expect(outcome.code == .cannotCreate)
  }

  @Test func numbersProblemsUnderThePrefix() throws {
    let tool = try Tool()
    #expect(tool.run("init", "--code-prefix", "VLG").code == .ok)
    try tool.take(Records.problem)
    let code = try tool.json("problem", "show", "prob-1")["code"]?.text
    #expect(code?.hasPrefix("VLG-") == true)
  }

  @Test(arguments: ["", "D", "dlk", "ĐLK", "DLK-1", "ABCDEFGHIJK"])
  func refusesAPrefixThatIsNone(_ prefix: String) throws {
    let tool = try Tool()
    #expect(tool.run("init", "--code-prefix", prefix).code == .usage)
    #expect(!tool.has("test.sqlite"))
  }

  @Test func aFileThatIsNoDatabaseIsRefused() throws {
    let tool = try Tool()
    try tool.write(String(repeating: "no database ", count: 500), to: "test.sqlite")
    let outcome = tool.run("check")
    #expect(outcome.code == .noInput)
    #expect(outcome.errors.contains("cannot open the database"))
  }
}
