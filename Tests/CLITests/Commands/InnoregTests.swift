import CLI
import Domain
import Testing

@Suite struct InnoregTests {
  @Test func theTreeIsSound() {
    #expect(Innoreg.program.faults == [])
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func completionsParse(_ shell: String) throws {
    guard ShellRun.isInstalled(shell) else { return }
    let script = try Tool().run("completions", shell).output
    #expect(script.contains("innoreg"))
    let checked = try ShellRun.run(shell, "-n", script: script)
    #expect(checked.status == 0, "\(checked.output)")
  }

  @Test func everyCommandHasHelp() throws {
    let tool = try Tool()
    for leaf in Innoreg.program.leaves {
      let outcome = tool.run(leaf.path + ["--help"])
      #expect(outcome.code == .ok)
      #expect(outcome.output.contains("Examples:"), "\(leaf.path)")
    }
  }

  @Test func theManualNamesEveryCommand() throws {
    // The page writes a hyphen as `\-`, lest it be set as a dash.
    let manual = try Tool().run("manual").output.filter { $0 != "\\" }
    for leaf in Innoreg.program.leaves {
      #expect(manual.contains(leaf.path.joined(separator: " ")), "\(leaf.path)")
    }
  }

  @Test func everyCommandThatNeedsARegisterSaysHowToMakeOne() throws {
    let tool = try Tool()
    let file = try tool.write("[]", to: "file.json")
    let lines: [[String]] = [
      ["serve"], ["import", file], ["export", "all"], ["match", "x"], ["search", "x"],
      ["org", "list"], ["org", "show", "x"], ["org", "create", file], ["org", "update", "x", file],
      ["org", "verify", "x"], ["problem", "list"], ["problem", "publish", "x"],
      ["proposal", "list"], ["token", "list"], ["token", "create", "--role", "dost"],
      ["token", "revoke", "x"], ["check"], ["audit", "verify"], ["backup", tool.path("copy")],
      ["reindex"], ["lexicon", "list"], ["lexicon", "add", "x"],
    ]
    for words in lines {
      let outcome = tool.run(words)
      #expect(outcome.code == .noInput, "\(words)")
      #expect(outcome.errors.contains("innoreg --database \(tool.path("test.sqlite")) init"))
    }
    #expect(!tool.has("test.sqlite"))
  }

  @Test func theVersionIsTheSameInAllItsForms() throws {
    let tool = try Tool()
    #expect(tool.run("version").output == tool.run("--version").output)
    #expect(try tool.json("version")["version"]?.text == Innoreg.program.version)
  }

  @Test func vietnameseIsTheFirstLanguage() throws {
    let tool = try Tool.ready()
    let silent = ["INNOREG_LANGUAGE": ""]
    #expect(tool.run("check", environment: silent).output.contains("Chuỗi nhật ký kiểm toán"))
    #expect(tool.run("check", "--language", "en").output.contains("Audit chain"))
  }
}
