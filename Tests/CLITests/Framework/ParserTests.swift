import CLI
import Testing

@Suite struct ParserTests {
  /// Tells what it was called with, one `name=values` for each option and argument given.
  private static let echo = Sample.program(
    options: [
      .value("name", "NAME", letter: "n", help: "A."),
      .value("list", "ITEM", letter: "l", help: "A.", isRepeatable: true),
      .flag("all", letter: "a", help: "A."),
      .flag("brief", letter: "b", help: "A."),
    ],
    arguments: [
      Argument("first", help: "The first.", isOptional: true),
      Argument("rest", help: "Others.", isOptional: true, isRepeatable: true),
    ],
    run: { invocation throws(Failure) in
      var parts: [String] = []
      for name in ["database", "name", "list", "first", "rest"] {
        let values = try invocation.list(name)
        if try invocation.source(name) == .commandLine {
          parts.append("\(name)=\(values.joined(separator: ","))")
        }
      }
      for name in ["all", "brief", "json", "quiet"] where try invocation.flag(name) {
        parts.append(name)
      }
      try invocation.terminal.write(parts.joined(separator: " "))
      return .ok
    })

  @Test(arguments: [
    (["do"], ""),
    (["do", "--name", "x"], "name=x"),
    (["do", "--name=x"], "name=x"),
    (["do", "--name="], "name="),
    (["do", "--name=a=b"], "name=a=b"),
    (["do", "-n", "x"], "name=x"),
    (["do", "-nx"], "name=x"),
    (["do", "-n=x"], "name==x"),
    (["do", "-n", "-5"], "name=-5"),
    (["do", "--name", "--"], "name=--"),
    (["do", "--name=--json"], "name=--json"),
    (["do", "-ab"], "all brief"),
    (["do", "-abnx"], "name=x all brief"),
    (["do", "-abn", "x", "y"], "name=x first=y all brief"),
    (["do", "--all", "--all"], "all"),
    (["do", "-l", "1", "--list=2", "-l3"], "list=1,2,3"),
    (["do", "x", "y", "z"], "first=x rest=y,z"),
    (["do", "x", "--all", "y"], "first=x rest=y all"),
    (["do", "--", "--all", "-a"], "first=--all rest=-a"),
    (["do", "-"], "first=-"),
    (["do", ""], "first="),
    (["do", "--", "--"], "first=--"),
    (["--json", "do"], "json"),
    (["do", "--json", "-q"], "json quiet"),
    (["--database", "a.db", "do"], "database=a.db"),
    (["do", "--database=a.db"], "database=a.db"),
    (["do", "do"], "first=do"),
    (["do", "Đắk Lắk"], "first=Đắk Lắk"),
  ])
  func accepts(words: [String], expected: String) {
    let outcome = Outcome(Self.echo, words)
    #expect(outcome.code == .ok)
    #expect(outcome.output == expected)
    #expect(outcome.errors == "")
  }

  @Test(arguments: [
    (["serv"], "unknown command 'serv'", "did you mean 'serve'?"),
    (["frobnicate"], "unknown command 'frobnicate'", ""),
    (["secre"], "unknown command 'secre'", ""),
    (["problem"], "a command is missing after 'innoreg problem'", "one of: list, match"),
    (["problem", "lsit"], "unknown command 'lsit'", "did you mean 'list'?"),
    (["serve", "--prot", "1"], "unknown option '--prot'", "did you mean '--port'?"),
    (["serve", "--prot=1"], "unknown option '--prot'", "did you mean '--port'?"),
    (["serve", "--jsn"], "unknown option '--jsn'", "did you mean '--json'?"),
    (["serve", "-x"], "unknown option '-x'", ""),
    (["serve", "-5"], "unknown option '-5'", "write '--' before an argument"),
    (
      ["--port", "1", "serve"], "option '--port' belongs after its command", "innoreg serve --port"
    ),
    (["serve", "--port"], "option '--port' needs a value: PORT", ""),
    (["serve", "-p"], "option '-p' needs a value: PORT", ""),
    (["serve", "--port", "--json"], "found the option '--json'", "write '--port=--json'"),
    (["serve", "--json=yes"], "option '--json' takes no value, found 'yes'", ""),
    (["serve", "-p", "1", "--port=2"], "option '--port' is given twice: '1' and '2'", ""),
    (["serve", "a", "b"], "unexpected arguments 'a', 'b'", "takes no arguments"),
    (["import"], "argument FILE is missing: The file, or - for standard input.", ""),
    (["import", "a", "b"], "unexpected argument 'b'", "accepted: FILE"),
    (["problem", "match", "7"], "required option '--kind KIND' is missing", "startup, fund"),
    (
      ["problem", "match", "7", "--kind", "startups"],
      "option '--kind': found 'startups', accepted: startup, fund, incubator",
      "did you mean 'startup'?"
    ),
  ])
  func refuses(words: [String], fault: String, hint: String) {
    let outcome = Outcome(Sample.program, words)
    #expect(outcome.code == .usage)
    #expect(outcome.errors.hasPrefix("innoreg: "))
    #expect(outcome.errors.contains(fault), "\(outcome.errors)")
    #expect(outcome.errors.contains(hint), "\(outcome.errors)")
    #expect(outcome.errors.contains("did you mean") == hint.hasPrefix("did you mean"))
    #expect(outcome.output == "")
  }

  @Test func aUsageFaultNamesTheHelpOfItsCommand() {
    let outcome = Outcome(Sample.program, ["problem", "list", "--limt", "5"])
    #expect(
      outcome.errors == """
        innoreg: unknown option '--limt'
          did you mean '--limit'?
        try 'innoreg problem list --help'

        """)
  }

  @Test(arguments: [
    ["--help"], ["-h"], ["help"], ["--help", "--nonsense"], ["--nonsense", "-h"],
  ])
  func helpWinsOverMistakes(words: [String]) {
    let outcome = Outcome(Sample.program, words)
    #expect(outcome.code == .ok)
    #expect(outcome.output.hasPrefix("Usage: innoreg [OPTION]... COMMAND"))
    #expect(outcome.errors == "")
  }

  @Test(arguments: [
    ["problem", "list", "--help"], ["--help", "problem", "list"], ["help", "problem", "list"],
    ["problem", "list", "-n5", "-h"], ["problem", "list", "extra", "--help"],
  ])
  func helpIsOfTheCommandNamed(words: [String]) {
    let outcome = Outcome(Sample.program, words)
    #expect(outcome.code == .ok)
    #expect(outcome.output.hasPrefix("Usage: innoreg problem list "))
  }

  @Test func afterTwoDashesHelpIsAnArgument() {
    #expect(Outcome(Self.echo, ["do", "--", "--help"]).output == "first=--help")
  }

  @Test func version() {
    #expect(Outcome(Sample.program, ["--version"]).output == "innoreg 1.2.3\n")
    #expect(Outcome(Sample.program, ["serve", "--version"]).output == "innoreg 1.2.3\n")
  }

  @Test func withoutWordsHelpIsAFault() {
    let outcome = Outcome(Sample.program, [])
    #expect(outcome.code == .usage)
    #expect(outcome.output == "")
    #expect(outcome.errors.hasPrefix("Usage: innoreg "))
  }

  @Test func theCodeOfTheCommandIsTheCodeOfTheProgram() {
    #expect(Outcome(Sample.program, ["problem", "list"]).code == .negative)
    #expect(Outcome(Sample.program, ["secret"]).code == .ok)
  }
}
