import CLI
import Testing

@Suite struct HelpTests {
  private static let globals = """
    Global options:
          --database PATH  The registry's database file. [default: innoreg.sqlite;
                           environment: INNOREG_DATABASE]
          --json           Print results as JSON.
      -q, --quiet          Print no progress and no notes, only results and errors.
          --no-color       Print without colours, as does a NO_COLOR that is not
                           empty.
      -h, --help           Print help and stop.
          --version        Print the version and stop.
    """

  @Test func ofTheProgram() {
    #expect(
      Outcome(Sample.program, ["--help"]).output == """
        Usage: innoreg [OPTION]... COMMAND [ARGUMENT]...

        Keep the innovation register of a province.

        Commands:
          serve    Serve the register over HTTP
          problem  Work with problems
          import   Read organisations from a file

        \(Self.globals)

        'innoreg COMMAND --help' tells more about a command.

        """)
  }

  @Test func ofACommandWithOptions() {
    #expect(
      Outcome(Sample.program, ["serve", "--help"]).output == """
        Usage: innoreg serve [OPTION]...

        Serve the register over HTTP.

        Listens until it is told to stop. Requests that are being answered are finished
        first.

          a kept line

        Options:
          -p, --port PORT   Where to listen. [default: 8080; environment: INNOREG_PORT]
          -v, --verbose     Log every request. [environment: INNOREG_VERBOSE]
          -a, --allow HOST  Hosts that may connect. [may be repeated; environment:
                            INNOREG_ALLOW]

        \(Self.globals)

        Examples:
          Serve on port 9000:
            innoreg serve --port 9000

        """)
  }

  @Test func ofACommandWithArguments() {
    #expect(
      Outcome(Sample.program, ["problem", "match", "--help"]).output == """
        Usage: innoreg problem match --kind KIND [OPTION]... PROBLEM-ID
               [ORGANISATION]...

        Find who can solve a problem.

        Arguments:
          PROBLEM-ID         The problem.
          [ORGANISATION]...  Only these.

        Options:
              --kind KIND  Kind of organisation. [required; one of: startup, fund,
                           incubator]

        \(Self.globals)

        Examples:
          Startups for a problem:
            innoreg problem match --kind startup 'P 1'

        """)
  }

  @Test(arguments: [40, 60, 80, 100])
  func noLineIsTooWide(width: Int) {
    for (path, _) in Sample.program.leaves {
      var commands = [Sample.root]
      for name in path {
        guard let next = commands[commands.count - 1].subcommands.first(where: { $0.name == name })
        else { continue }
        commands.append(next)
      }
      let text = Help(program: Sample.program, commands: commands)
        .text(width: width, style: Style(isOn: false))
      for line in text.split(separator: "\n") where !line.hasPrefix("    innoreg") {
        #expect(DisplayWidth.of(line) <= width, "\(line)")
      }
    }
  }

  @Test func headingsAreBoldOnATerminal() {
    let text = Outcome(Sample.program, ["--help"], isTerminal: true).output
    #expect(text.contains("\u{1B}[1mCommands:\u{1B}[0m"))
  }
}
