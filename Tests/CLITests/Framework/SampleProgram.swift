import CLI
import Synchronization

/// A small tree that has everything a real one may have.
enum Sample {
  enum Kind: String, CaseIterable { case startup, fund, incubator }

  static let program = Program(version: "1.2.3", root: root)

  static let root = Command(
    "innoreg", summary: "Keep the innovation register of a province",
    subcommands: [serve, problem, importing, secret])

  static let serve = Command(
    "serve", summary: "Serve the register over HTTP",
    discussion: """
      Listens until it is told to stop. Requests that are being answered are finished first.

        a kept line
      """,
    examples: [Example("innoreg serve --port 9000", "Serve on port 9000")],
    options: [
      .value(
        "port", "PORT", letter: "p", help: "Where to listen.", environment: "INNOREG_PORT",
        defaultValue: "8080"),
      .flag("verbose", letter: "v", help: "Log every request.", environment: "INNOREG_VERBOSE"),
      .value(
        "allow", "HOST", letter: "a", help: "Hosts that may connect.",
        environment: "INNOREG_ALLOW", isRepeatable: true),
    ],
    run: { _ in .ok })

  static let problem = Command(
    "problem", summary: "Work with problems",
    subcommands: [
      Command(
        "list", summary: "List problems",
        examples: [Example("innoreg problem list --limit 5 | head", "The first five")],
        options: [.value("limit", "COUNT", letter: "n", help: "How many.")],
        run: { _ in .negative }),
      Command(
        "match", summary: "Find who can solve a problem",
        examples: [
          Example("innoreg problem match --kind startup 'P 1'", "Startups for a problem")
        ],
        options: [
          .value(
            "kind", "KIND", help: "Kind of organisation.",
            allowed: Kind.allCases.map(\.rawValue), isRequired: true)
        ],
        arguments: [
          Argument("problem-id", help: "The problem."),
          Argument("organisation", help: "Only these.", isOptional: true, isRepeatable: true),
        ],
        run: { _ in .ok }),
    ])

  static let importing = Command(
    "import", summary: "Read organisations from a file",
    examples: [
      Example("innoreg import firms.csv", "Read a file"),
      Example("innoreg import - < firms.csv", "Read standard input"),
    ],
    arguments: [Argument("file", help: "The file, or - for standard input.", completion: .files)],
    run: { _ in .ok })

  static let secret = Command(
    "secret", summary: "Not for everybody", examples: [Example("innoreg secret", "Do it")],
    isHidden: true, run: { _ in .ok })

  /// A program of one leaf `do`, for what the tree above lacks.
  static func program(
    options: [Option] = [], arguments: [Argument] = [], run: @escaping Command.Action
  ) -> Program {
    let leaf = Command(
      "do", summary: "Do it", examples: [Example("innoreg do", "Do it")], options: options,
      arguments: arguments, run: run)
    return Program(
      version: "1", root: Command("innoreg", summary: "Register", subcommands: [leaf]))
  }
}

/// A terminal whose text is kept.
final class Screen: Sendable {
  private let texts = Mutex((output: "", errors: ""))
  private let isTerminal: Bool
  private let width: Int

  init(isTerminal: Bool = false, width: Int = 80) {
    self.isTerminal = isTerminal
    self.width = width
  }

  var output: String { texts.withLock { $0.output } }
  var errors: String { texts.withLock { $0.errors } }

  var terminal: Terminal {
    Terminal(
      output: Terminal.Stream(isTerminal: isTerminal, width: width, usesColour: true) {
        [self] text in texts.withLock { $0.output += text }
      },
      errors: Terminal.Stream(isTerminal: isTerminal, width: width, usesColour: true) {
        [self] text in texts.withLock { $0.errors += text }
      })
  }
}

/// What came of one command line.
struct Outcome {
  let code: ExitCode
  let output: String
  let errors: String

  init(
    _ program: Program, _ words: [String], environment: [String: String] = [:],
    isTerminal: Bool = false
  ) {
    let screen = Screen(isTerminal: isTerminal)
    code = program.run(words, environment: environment, terminal: screen.terminal)
    output = screen.output
    errors = screen.errors
  }
}
