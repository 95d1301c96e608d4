import CLI
import Testing

@Suite struct TreeCheckTests {
  @Test func aGoodTreeHasNoFaults() {
    #expect(Sample.program.faults == [])
  }

  private static func leaf(
    _ name: String = "do", summary: String = "Do it",
    examples: [Example] = [Example("innoreg do", "Do it")], options: [Option] = [],
    arguments: [Argument] = []
  ) -> Command {
    Command(
      name, summary: summary, examples: examples, options: options, arguments: arguments,
      run: { _ in .ok })
  }

  @Test(arguments: [
    (leaf(summary: "Do it."), "not one line without full stop"),
    (leaf("Do"), "not made of small letters"),
    (leaf(examples: []), "there is no example"),
    (leaf(examples: [Example("do", "Do it")]), "does not begin with 'innoreg'"),
    (leaf(examples: [Example("innoreg do --x", "Do it")]), "unknown option '--x'"),
    (leaf(examples: [Example("innoreg do 'x", "Do it")]), "does not begin with"),
    (leaf(options: [.flag("json", help: "A.")]), "--json is declared twice"),
    (leaf(options: [.flag("queue", letter: "q", help: "A.")]), "-q is declared twice"),
    (leaf(options: [.flag("x", help: "A")]), "the help is no sentence"),
    (leaf(options: [.flag("x", help: "A.", environment: "X")]), "begin with INNOREG_"),
    (
      leaf(options: [.value("x", "X", help: "A.", defaultValue: "c", allowed: ["a", "b"])]),
      "the default is not allowed"
    ),
    (leaf(options: [.value("x", "X", help: "A.", allowed: ["a b"])]), "is no code"),
    (
      leaf(arguments: [
        Argument("a", help: "A.", isOptional: true, isRepeatable: true),
        Argument("b", help: "A.", isOptional: true),
      ]), "A takes all"
    ),
    (
      leaf(arguments: [Argument("a", help: "A.", isOptional: true), Argument("b", help: "A.")]),
      "B is required but follows"
    ),
    (leaf(arguments: [Argument("json", help: "A.", isOptional: true)]), "'json' is declared twice"),
  ])
  func namesTheFault(command: Command, fault: String) {
    let program = Program(
      version: "1", root: Command("innoreg", summary: "Register", subcommands: [command]))
    #expect(program.faults.contains { $0.contains(fault) }, "\(program.faults)")
  }

  @Test func aCommandDeclaredTwiceAndAnEmptyGroup() {
    let root = Command(
      "innoreg", summary: "Register",
      subcommands: [
        Self.leaf(), Self.leaf(), Command("empty", summary: "Nothing", subcommands: []),
      ])
    let faults = Program(version: "1", root: root).faults
    #expect(faults.contains("innoreg: the command 'do' is declared twice"))
    #expect(faults.contains("innoreg empty: the group is empty"))
  }
}
