/// The whole command line tool: its name, its version and its tree of commands.
package struct Program: Sendable {
  /// The name under which it is called and prints its errors.
  package let name: String
  /// The version without the name: `1.0.0`.
  package let version: String
  /// The tree; its name is the program's.
  package let root: Command
  /// The options that every command accepts, before or after its name.
  package let globalOptions: [Option]

  /// A program; `help` and `version` must be among the global options.
  package init(version: String, root: Command, globalOptions: [Option] = Program.standardOptions) {
    self.name = root.name
    self.version = version
    self.root = root
    self.globalOptions = globalOptions
  }

  /// What innoreg's commands have in common.
  package static let standardOptions: [Option] = [
    .value(
      "database", "PATH", help: "The registry's database file.", environment: "INNOREG_DATABASE",
      defaultValue: "innoreg.sqlite", completion: .files),
    .flag("json", help: "Print results as JSON."),
    .flag("quiet", letter: "q", help: "Print no progress and no notes, only results and errors."),
    .flag("no-color", help: "Print without colours, as does a NO_COLOR that is not empty."),
    .flag("help", letter: "h", help: "Print help and stop."),
    .flag("version", help: "Print the version and stop."),
  ]

  /// Every command that does something, with its words after the program's name, in order.
  package var leaves: [(path: [String], command: Command)] {
    Self.leaves(of: root, path: [])
  }

  /// Runs one command line and presents what comes of it.
  ///
  /// - Parameters:
  ///   - words: the arguments without the program's own name
  ///   - environment: variables that stand in for options; the terminal has looked at `NO_COLOR`
  ///   - terminal: where to write
  /// - Returns: the code to end the process with
  package func run(
    _ words: [String], environment: [String: String], terminal: Terminal
  ) -> ExitCode {
    let plain = words.prefix { $0 != "--" }.contains("--no-color")
    let terminal = plain ? terminal.withoutColour : terminal
    if words.isEmpty {
      terminal.report(help([root], terminal.errors))
      return .usage
    }
    do {
      return try perform(words, environment, terminal)
    } catch {
      present(error, terminal)
      return error.code
    }
  }

  private func perform(
    _ words: [String], _ environment: [String: String], _ terminal: Terminal
  ) throws(Failure) -> ExitCode {
    switch try Parser(program: self, environment: environment).parse(words) {
    case .help(let commands):
      try terminal.write(help(commands, terminal.output))
      return .ok
    case .version:
      try terminal.print("\(name) \(version)")
      return .ok
    case .run(let command, let path, let given):
      guard let action = command.action else { return .software }
      let isQuiet = given["quiet"]?.values.isEmpty == false
      let invocation = Invocation(
        program: self, path: path, terminal: isQuiet ? terminal.quiet : terminal,
        environment: environment, given: given)
      do {
        return try action(invocation)
      } catch {
        throw Failure(error.code, lines: error.lines, path: error.path ?? path)
      }
    }
  }

  private func help(_ commands: [Command], _ stream: Terminal.Stream) -> String {
    Help(program: self, commands: commands).text(width: stream.helpWidth, style: stream.style)
  }

  private func present(_ failure: Failure, _ terminal: Terminal) {
    let style = terminal.errors.style
    var text = ""
    for (index, line) in failure.lines.enumerated() {
      let start = index == 0 ? style.red("\(name):") + " " : String(repeating: " ", count: 2)
      text += start + Printable.text(line) + "\n"
    }
    if failure.code == .usage, !failure.lines.isEmpty {
      let words = [name] + (failure.path ?? [])
      text += "try '\(words.joined(separator: " ")) --help'\n"
    }
    terminal.report(text)
  }

  private static func leaves(
    of command: Command, path: [String]
  ) -> [(path: [String], command: Command)] {
    guard command.action == nil else { return [(path, command)] }
    return command.subcommands.flatMap { leaves(of: $0, path: path + [$0.name]) }
  }
}
