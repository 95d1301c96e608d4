/// Reads a command line after GNU's rules.
///
/// Long options `--name value` and `--name=value`, short ones `-n value` and `-nvalue`, flags in
/// groups `-qv`; options and arguments in any order; `--` ends the options; `-` alone is an
/// argument. Long names are never abbreviated, so that a later option cannot change what a
/// script means.
struct Parser: Sendable {
  private let program: Program
  private let environment: [String: String]

  /// A parser for a program's tree, with the environment that stands in for missing options.
  init(program: Program, environment: [String: String]) {
    self.program = program
    self.environment = environment
  }

  /// What a command line asks for.
  enum Request: Sendable {
    /// Help on the last command of the path, which begins with the root.
    case help([Command])
    case version
    case run(Command, path: [String], given: [String: Invocation.Given])
  }

  func parse(_ words: [String]) throws(Failure) -> Request {
    var scan = Scan(program: program)
    do {
      try scan.read(words)
    } catch {
      // Whoever asks for help gets it, even beside a mistake.
      guard Self.asksForHelp(words) else { throw error }
      return .help(scan.commands)
    }
    if scan.isSet("help") { return .help(scan.commands) }
    if scan.isSet("version") { return .version }
    let command = scan.current
    guard command.action != nil else { throw scan.missingCommand }
    return .run(
      command, path: scan.path,
      given: try ValueBinding(scan: scan, environment: environment).bind())
  }

  private static func asksForHelp(_ words: [String]) -> Bool {
    words.prefix { $0 != "--" }.contains { $0 == "--help" || $0 == "-h" }
  }
}

/// The words of a command line sorted into commands, options and arguments.
struct Scan {
  let program: Program
  /// The commands selected so far; the first is the root.
  private(set) var commands: [Command]
  /// What was given for each option, by long name; a flag has empty texts.
  private(set) var occurrences: [String: [String]] = [:]
  private(set) var operands: [String] = []
  private var isHelpWord = false

  init(program: Program) {
    self.program = program
    commands = [program.root]
  }

  var current: Command { commands.last ?? program.root }
  var path: [String] { commands.dropFirst().map(\.name) }
  var options: [Option] { current.options + program.globalOptions }

  func isSet(_ name: String) -> Bool {
    occurrences[name] != nil || (isHelpWord && name == "help")
  }

  mutating func read(_ words: [String]) throws(Failure) {
    var rest = words[...]
    while let word = rest.popFirst() {
      if word == "--" {
        for operand in rest { try take(operand: operand) }
        return
      } else if word.hasPrefix("--") {
        try take(long: word.dropFirst(2), &rest)
      } else if word.hasPrefix("-"), word.count > 1 {
        try take(letters: word.dropFirst(), &rest)
      } else {
        try take(operand: word)
      }
    }
  }

  private mutating func take(operand word: String) throws(Failure) {
    guard current.action == nil else {
      operands.append(word)
      return
    }
    if let command = current.subcommands.first(where: { $0.name == word }) {
      commands.append(command)
    } else if word == "help", commands.count == 1 {
      isHelpWord = true
    } else {
      throw unknown(
        "command '\(word)'", word, among: current.shownSubcommands.map(\.name), prefix: "")
    }
  }

  private mutating func take(long word: Substring, _ rest: inout ArraySlice<String>) throws(Failure)
  {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard let option = options.first(where: { $0.name == name }) else {
      throw unknown(option: name)
    }
    if parts.count == 2 {
      guard !option.isFlag else {
        throw usage("option '--\(name)' takes no value, found '\(parts[1])'")
      }
      try add(String(parts[1]), to: option)
    } else {
      try add(option.isFlag ? "" : value(of: option, spelled: "--\(name)", &rest), to: option)
    }
  }

  private mutating func take(
    letters: Substring, _ rest: inout ArraySlice<String>
  ) throws(Failure) {
    var letters = letters
    while let letter = letters.popFirst() {
      guard let option = options.first(where: { $0.letter == letter }) else {
        throw unknown(letter: letter)
      }
      if option.isFlag {
        try add("", to: option)
      } else if letters.isEmpty {
        try add(value(of: option, spelled: "-\(letter)", &rest), to: option)
      } else {
        try add(String(letters), to: option)
        return
      }
    }
  }

  private func value(
    of option: Option, spelled spelling: String, _ rest: inout ArraySlice<String>
  ) throws(Failure) -> String {
    let valueName = option.valueName ?? "VALUE"
    guard let value = rest.popFirst() else {
      throw usage("option '\(spelling)' needs a value: \(valueName)")
    }
    // `--output --json` is a forgotten value, not a file of that name.
    if value.hasPrefix("--"), options.contains(where: { "--\($0.name)" == value }) {
      throw usage(
        "option '\(spelling)' needs a value: \(valueName), found the option '\(value)'",
        "if the value is meant, write '--\(option.name)=\(value)'")
    }
    return value
  }

  private mutating func add(_ text: String, to option: Option) throws(Failure) {
    let before = occurrences[option.name] ?? []
    guard before.isEmpty || option.isRepeatable || option.isFlag else {
      throw usage(
        "option '--\(option.name)' is given twice: '\(before[0])' and '\(text)'")
    }
    occurrences[option.name] = before + [text]
  }
}

extension Scan {
  func usage(_ lines: String...) -> Failure {
    Failure(.usage, lines: lines, path: path)
  }

  var missingCommand: Failure {
    usage(
      "a command is missing after '\(([program.name] + path).joined(separator: " "))'",
      "one of: \(current.shownSubcommands.map(\.name).joined(separator: ", "))")
  }

  private func unknown(option name: String) -> Failure {
    let owners = program.leaves.filter { leaf in
      leaf.command.options.contains { $0.name == name } && leaf.path.starts(with: path)
    }
    if current.action == nil, let owner = owners.first {
      let words = ([program.name] + owner.path).joined(separator: " ")
      return usage(
        "option '--\(name)' belongs after its command", "for example '\(words) --\(name)'")
    }
    return unknown("option '--\(name)'", name, among: options.map(\.name), prefix: "--")
  }

  private func unknown(letter: Character) -> Failure {
    var lines = ["unknown option '-\(letter)'"]
    if letter.isNumber { lines.append("write '--' before an argument that begins with '-'") }
    return Failure(.usage, lines: lines, path: path)
  }

  private func unknown(
    _ what: String, _ word: String, among names: [String], prefix: String
  ) -> Failure {
    var lines = ["unknown \(what)"]
    if let nearest = Suggestion.nearest(to: word, among: names) {
      lines.append("did you mean '\(prefix)\(nearest)'?")
    }
    return Failure(.usage, lines: lines, path: path)
  }
}
