import CLI
import Domain
import Testing

@Suite struct AccountCommandsTests {
  private let tool: Tool

  init() throws { tool = try Tool.ready() }

  @Test func theFirstAdministratorGetsASecretThatStandsAlone() throws {
    let made = tool.run("account", "add", "An@Example.vn", "--name", "An", "--role", "admin")
    #expect(made.code == .ok)
    #expect(made.output.wholeMatch(of: /[A-Za-z0-9_-]{43}\n/) != nil)
    #expect(made.errors.contains("password-resets/complete"))
    let listed = tool.run("account", "list").output
    #expect(listed.contains("an@example.vn") && listed.contains("Administrator"))
    #expect(!listed.contains(made.output.trimmed))
    let again = tool.run("account", "add", "an@example.vn", "--name", "An")
    #expect(again.code == .data && again.errors.contains("an@example.vn"))
  }

  @Test func aProgramGetsTheRecordToo() throws {
    let made = try tool.json("account", "add", "an@example.vn", "--name", "An")
    #expect(made["status"] == "unconfirmed" && made["role"] == .null)
    #expect(made["secret"]?.text?.utf8.count == 43)
    let sent = try tool.json("account", "reset", "an@example.vn")
    #expect(sent["id"] == made["id"] && sent["secret"] == nil)
    let reset = try tool.json("account", "reset", "an@example.vn", "--print")
    #expect(reset["id"] == made["id"] && reset["secret"] != made["secret"])
    #expect(try tool.json("account", "show", "an@example.vn")["secret"] == nil)
    #expect(try tool.json("account", "list", "--status", "active")["total"] == 0)
  }

  @Test func rolesAreGivenAndTakenAway() throws {
    #expect(tool.run("account", "add", "an@example.vn", "--name", "An").code == .ok)
    #expect(try tool.json("account", "role", "an@example.vn", "dost")["role"] == "dost")
    #expect(try tool.json("account", "role", "an@example.vn", "none")["role"] == .null)
    #expect(tool.run("account", "role", "an@example.vn", "member").code == .usage)
    #expect(tool.run("account", "role", "nobody@example.vn", "dost").code == .noInput)
  }

  @Test func whatIsWrongIsSaid() throws {
    #expect(tool.run("account", "add", "an", "--name", "An").errors.contains("/email"))
    #expect(tool.run("account", "add", "an@example.vn").code == .usage)
    #expect(
      tool.run("account", "add", "an@example.vn", "--name", "An", "--role", "member").code
        == .usage)
    #expect(tool.run("account", "add", "an@example.vn", "--name", "An").code == .ok)
    #expect(tool.run("account", "disable", "an@example.vn").code == .usage)
    let early = tool.run("account", "disable", "an@example.vn", "--reason", "x")
    #expect(early.code == .data && early.errors.contains("Not confirmed"))
    #expect(tool.run("account", "enable", "an@example.vn").code == .data)
  }
}
