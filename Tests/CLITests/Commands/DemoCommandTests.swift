import CLI
import Domain
import Testing

@Suite struct DemoCommandTests {
  @Test func loadsOnceAndSaysWhatToTry() throws {
    let tool = try Tool()
    let first = try tool.json("demo", "--no-serve")
    #expect((first["created"]?.wholeNumber ?? 0) >= 123)
    let again = try tool.json("demo", "--no-serve")
    #expect(again["created"] == 0)
    #expect(again["updated"] == 0)
    #expect(again["unchanged"] == first["created"])
    #expect(tool.run("check").code == .ok)
  }

  @Test func aRegisterOfItsOwnIsLeftAlone() throws {
    let tool = try Tool.ready()
    try tool.take(Records.sorter)
    #expect(tool.run("demo", "--no-serve").code == .cannotCreate)
    #expect(try tool.json("org", "list")["total"] == 1)
  }

  /// What its own warning names, it takes.
  @Test func mailLeavesAsItDoesFromServe() throws {
    let command = ["--sendmail", "/usr/sbin/sendmail"]
    let tool = try Tool()
    let alone = tool.run(["demo", "--port", "0"] + command)
    #expect(alone.code == .usage && alone.errors.contains("--mail-from"))
    let both = tool.run(["demo", "--port", "0", "--smtp-url", "smtp://127.0.0.1"] + command)
    #expect(both.code == .usage && both.errors.contains("exclude each other"))
  }

  @Test func anEmptyRegisterIsFilled() throws {
    #expect(try Tool.ready().run("demo", "--no-serve").code == .ok)
  }

  @Test func theCommandsToTryWork() throws {
    let tool = try Tool()
    let commands = try tool.json("demo", "--no-serve")["try"]?.elements?.compactMap(\.text) ?? []
    #expect(commands.count == 3)
    for command in commands.dropFirst() {
      let words = try #require(ShellWords.split(command))
      let outcome = tool.run(Array(words.dropFirst()))
      #expect(outcome.code == .ok, "\(command)")
    }
  }
}
