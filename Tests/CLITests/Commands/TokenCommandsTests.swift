import CLI
import Domain
import Testing

@Suite struct TokenCommandsTests {
  private let tool: Tool

  init() throws { tool = try Tool.ready() }

  @Test func theSecretStandsAloneAndIsNeverShownAgain() throws {
    let made = tool.run("token", "create", "--role", "dost", "--label", "Phòng QLCN")
    #expect(made.code == .ok)
    #expect(made.output.wholeMatch(of: /innoreg_[0-9a-z]{32}\n/) != nil)
    #expect(made.errors.contains("cannot be shown again"))
    for listed in [tool.run("token", "list").output, tool.run("token", "list", "--json").output] {
      #expect(listed.contains("Phòng QLCN"))
      #expect(!listed.contains(made.output.trimmed))
    }
  }

  @Test func aProgramGetsTheRecordToo() throws {
    try tool.take(Records.sorter)
    let json = try tool.json(
      "token", "create", "--role", "member", "--organisation", "firm-1", "--expires", "2040-01-01")
    #expect(json["secret"]?.text?.hasPrefix("innoreg_") == true)
    #expect(json["role"] == "member")
    #expect(json["organisation"] == (try tool.json("org", "show", "firm-1"))["id"])
    #expect(json["expires_at"] == "2040-01-01T16:59:59Z")
  }

  @Test func aRevokedTokenIsOver() throws {
    let prefix = try #require(try tool.json("token", "create", "--role", "admin")["prefix"]?.text)
    #expect(tool.run("token", "revoke", prefix).code == .ok)
    #expect(tool.run("token", "list").output.contains("revoked "))
    #expect(tool.run("token", "revoke", prefix).code == .noInput)
  }

  @Test(arguments: [
    (["--role", "king"], ExitCode.usage), ([], .usage),
    (["--role", "dost", "--expires", "soon"], .usage),
    (["--role", "dost", "--expires", "2020-01-01"], .data),
    (["--role", "member", "--organisation", "nobody"], .noInput),
  ])
  func mistakesMakeNoToken(_ words: [String], _ code: ExitCode) throws {
    #expect(tool.run(["token", "create"] + words).code == code)
    #expect(try tool.json("token", "list") == .array([]))
  }
}
