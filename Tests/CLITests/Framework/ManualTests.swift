import CLI
import Testing

@Suite struct ManualTests {
  private static let text = Manual(
    program: Sample.program, purpose: "innovation register of a province",
    date: "November 21, 2026"
  ).text

  @Test func beginsAsAManualPage() {
    #expect(
      Self.text.hasPrefix(
        """
        .Dd November 21, 2026
        .Dt INNOREG 1
        .Os
        .Sh NAME
        .Nm innoreg
        .Nd innovation register of a province
        .Sh SYNOPSIS
        .Nm
        """))
  }

  @Test func sectionsInTheirOrder() {
    let sections = Self.text.split(separator: "\n").filter { $0.hasPrefix(".Sh ") }
    #expect(
      sections.map { $0.dropFirst(4) } == [
        "NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "ENVIRONMENT", "EXIT STATUS", "EXAMPLES",
      ])
  }

  @Test func everyShownLeafAndItsOptionsAreThere() {
    for (path, command) in Sample.program.leaves {
      let section = "\n.Ss \(path.joined(separator: " "))\n"
      #expect(Self.text.contains(section) == !command.isHidden)
      for option in command.options {
        #expect(Self.text.contains("Fl \\-\(option.name)"))
        if let variable = option.environment { #expect(Self.text.contains(".It Ev \(variable)")) }
      }
    }
    for code in ExitCode.allCases { #expect(Self.text.contains(".It \(code.rawValue)\n")) }
  }

  @Test func hyphensAndBackslashesSurvive() {
    let leaf = Command(
      "do", summary: "Do it", discussion: ".so /etc/passwd is no request. A \\ stays.",
      examples: [Example("innoreg do --x-y 'Ar' .", "Do it")], run: { _ in .ok })
    let program = Program(
      version: "1", root: Command("innoreg", summary: "Register", subcommands: [leaf]))
    let text = Manual(program: program, purpose: "register", date: "May 1, 2026").text
    #expect(text.contains("\n\\&.so /etc/passwd is no request.\nA \\e stays.\n"))
    #expect(text.contains("innoreg do \\-\\-x\\-y 'Ar' .\n"))
  }

  @Test(.enabled(if: ShellRun.isInstalled("mandoc"), "mandoc is not installed"))
  func mandocHasNothingToSay() throws {
    let result = try ShellRun.run("mandoc", "-T lint -W warning", script: Self.text)
    #expect(result.status == 0 && result.output == "", "\(result.output)")
  }
}
