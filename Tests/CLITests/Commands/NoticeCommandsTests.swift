import CLI
import Domain
import Testing

@Suite struct NoticeCommandsTests {
  private let tool: Tool

  init() throws { tool = try Tool.ready() }

  @Test func aTestWaitsForTheServiceAndIsListed() throws {
    let made = try tool.json("notice", "test", "an@example.vn")
    #expect(made["state"] == "waiting" && made["kinds"] == ["test"])
    let listed = try tool.json("notice", "list")
    #expect(listed["items"] == [made] && listed["total"] == 1)
    #expect(try tool.json("notice", "list", "--failed")["total"] == 0)
    let table = tool.run("notice", "list").output
    #expect(table.contains("an@example.vn") && table.contains("Waiting"))
    #expect(tool.run("notice", "list", "--language", "vi").output.contains("Chờ gửi"))
  }

  @Test func oneThatIsNotSentInTimeEndsAsTemporary() {
    #expect(tool.run("notice", "test", "an@example.vn", "--wait", "1").code == .temporary)
  }

  @Test(arguments: [
    (["test", "an"], ExitCode.usage), (["test", "an@example.vn\r\nBcc: b@example.vn"], .usage),
    (["test", "an@example.vn", "--wait", "x"], .usage), (["test"], .usage),
    (["retry", "nothing"], .noInput), (["retry"], .usage),
  ]) func mistakesAreTold(_ words: [String], _ code: ExitCode) {
    #expect(tool.run(["notice"] + words).code == code)
  }

  @Test func whatWaitsIsNotRetried() throws {
    let id = try #require(try tool.json("notice", "test", "an@example.vn")["id"]?.text)
    let refused = tool.run("notice", "retry", id)
    #expect(refused.code == .data)
    #expect(refused.errors.contains("Retry") && refused.errors.contains("Waiting"))
  }
}
