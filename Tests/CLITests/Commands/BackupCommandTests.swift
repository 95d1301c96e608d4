import CLI
import Domain
import Testing

@Suite struct BackupCommandTests {
  private let tool: Tool

  init() throws {
    tool = try Tool.ready()
    try tool.take(Records.problem, Records.sorter)
  }

  @Test func aBackupIsARegister() throws {
    let report = try tool.json("backup", tool.path("copy.sqlite"))
    #expect(report["health"]?["sound"] == true)
    #expect(try tool.json("org", "list", database: "copy.sqlite")["total"] == 1)
    #expect(tool.run("check", database: "copy.sqlite").code == .ok)
  }

  @Test func itNeverOverwrites() throws {
    try tool.write("mine", to: "copy.sqlite")
    #expect(tool.run("backup", tool.path("copy.sqlite")).code == .cannotCreate)
    #expect(try tool.text("copy.sqlite") == "mine")
    #expect(tool.run("backup", "/no/such/folder/copy.sqlite").code == .cannotCreate)
  }
}

@Suite struct RestoreCommandTests {
  private let tool: Tool

  init() throws {
    tool = try Tool.ready()
    try tool.take(Records.sorter)
    try #require(tool.run("backup", tool.path("copy.sqlite")).code == .ok)
    try tool.take(Records.accountant)
  }

  private func total(_ database: String) throws -> JSON? {
    try tool.json("org", "list", database: database)["total"]
  }

  @Test func whatWasBackedUpIsThereAgain() throws {
    let outcome = tool.run("restore", tool.path("copy.sqlite"), database: "new.sqlite")
    #expect(outcome.code == .ok, "\(outcome)")
    #expect(try total("new.sqlite") == 1)
  }

  @Test func aRegisterIsReplacedOnlyWhenTold() throws {
    #expect(tool.run("restore", tool.path("copy.sqlite")).code == .cannotCreate)
    #expect(try total("test.sqlite") == 2)
    #expect(tool.run("restore", "--force", tool.path("copy.sqlite")).code == .ok)
    #expect(try total("test.sqlite") == 1)
    #expect(tool.run("check").code == .ok)
  }

  @Test func aRegisterThatWasNotClosedIsTakenWithItsLog() throws {
    // Records of the last commands may still be in the write-ahead log beside the file.
    #expect(tool.run("restore", tool.path("test.sqlite"), database: "new.sqlite").code == .ok)
    #expect(try total("new.sqlite") == 2)
  }

  @Test func whatIsNoBackupReplacesNothing() throws {
    let junk = try tool.write(String(repeating: "junk", count: 4000), to: "junk")
    #expect(tool.run("restore", "--force", junk).code == .noInput)
    #expect(tool.run("restore", "--force", tool.path("none")).code == .noInput)
    #expect(try total("test.sqlite") == 2)
  }

  @Test func aDamagedBackupReplacesNothing() throws {
    var bytes = try tool.bytes("copy.sqlite")
    for index in bytes.indices.dropFirst(8192) where index.isMultiple(of: 7) {
      bytes[index] ^= 0x5A
    }
    try tool.write(bytes, to: "damaged.sqlite")
    #expect(tool.run("restore", "--force", tool.path("damaged.sqlite")).code != .ok)
    #expect(try total("test.sqlite") == 2)
  }

  @Test func nothingIsLeftBehind() throws {
    _ = tool.run("restore", "--force", tool.path("copy.sqlite"))
    _ = tool.run("restore", "--force", try tool.write("junk", to: "junk"))
    #expect(try tool.names.filter { $0.contains(".part") } == [])
  }
}
