import CLI
import Domain
import FoundationEssentials
import Testing

/// Keys and receipts from the command line.
@Suite struct SealCommandTests {
  let tool: Tool

  init() throws { tool = try Tool.ready() }

  @Test func initMakesAKeyThatServeNeedsAndBackupsLeaveOut() throws {
    #expect(tool.has("test.sqlite.key"))
    #expect(try tool.text("test.sqlite.key").utf8.count == 65)
    #expect(tool.run("backup", tool.path("copy.sqlite")).code == .ok)
    #expect(!tool.has("copy.sqlite.key"))
    #expect(tool.run("check", database: "copy.sqlite").code == .ok)
    #expect(tool.run("serve", "--port", "0", database: "copy.sqlite").code == .configuration)
    let key = tool.path("test.sqlite.key")
    #expect(tool.run("check", "--key-file", key, database: "copy.sqlite").code == .ok)
    #expect(
      tool.run("check", database: "copy.sqlite", environment: ["INNOREG_KEY_FILE": key]).code
        == .ok)
    try tool.write(String(repeating: "0", count: 64), to: "other.key")
    let other = tool.path("other.key")
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: other)
    #expect(tool.run("check", "--key-file", other).code == .configuration)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: other)
    let foreign = tool.run("check", "--key-file", other)
    #expect(foreign.code == .configuration && foreign.errors.contains("another register"))
  }

  @Test func whatIsNoReceiptIsRefused() throws {
    let none = try tool.write("{}", to: "none.json")
    #expect(tool.run("proposal", "verify-receipt", none).code == .data)
    #expect(tool.run("proposal", "verify-receipt", tool.path("missing")).code == .noInput)
    #expect(tool.run("proposal", "open", "nothing").code == .noInput)
  }
}
