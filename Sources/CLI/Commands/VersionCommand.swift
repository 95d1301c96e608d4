import Domain

/// `innoreg version`.
enum VersionCommand {
  static let command = Command(
    "version", summary: "Print the version",
    examples: [Example("innoreg version", "Print name and version")],
    run: { invocation throws(Failure) in
      let program = invocation.program
      if try invocation.flag("json") {
        try invocation.terminal.print(
          ["name": .string(program.name), "version": .string(program.version)] as JSON)
      } else {
        try invocation.terminal.print("\(program.name) \(program.version)")
      }
      return .ok
    })
}

/// `innoreg completions`.
enum CompletionsCommand {
  static let command = Command(
    "completions", summary: "Print a completion script for a shell",
    discussion: """
      bash: innoreg completions bash > /etc/bash_completion.d/innoreg

      zsh: innoreg completions zsh > "${fpath[1]}/_innoreg"

      fish: innoreg completions fish > ~/.config/fish/completions/innoreg.fish
      """,
    examples: [Example("innoreg completions bash", "Print the script for Bash")],
    arguments: [
      Argument("shell", help: "The shell.", allowed: Shell.allCases.map(\.rawValue))
    ],
    run: { invocation throws(Failure) in
      let shell = try invocation.choice("shell", of: Shell.self)
      try invocation.terminal.write(Completions(program: invocation.program).script(for: shell))
      return .ok
    })
}

/// `innoreg manual`.
enum ManualCommand {
  static let command = Command(
    "manual", summary: "Print the manual page",
    examples: [
      Example("innoreg manual > innoreg.1", "Save the page"),
      Example("innoreg manual | man -l -", "Read it"),
    ],
    run: { invocation throws(Failure) in
      let manual = Manual(
        program: invocation.program, purpose: "innovation ecosystem registry of a province",
        date: "November 21, 2026")
      try invocation.terminal.write(manual.text)
      return .ok
    })
}
