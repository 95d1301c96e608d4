/// The help text of one command.
package struct Help: Sendable {
  private let program: Program
  /// From the root to the command.
  private let commands: [Command]
  private let command: Command

  /// Help on the last of these commands, of which the first is the program's root.
  package init(program: Program, commands: [Command]) {
    self.program = program
    self.commands = commands
    command = commands.last ?? program.root
  }

  /// The text in lines of at most so many columns, words and paths that are longer excepted.
  package func text(width: Int, style: Style) -> String {
    var sections = [usageSection(width, style), Paragraphs.lines(sentence, width: width)]
    if !command.discussion.isEmpty {
      sections.append(Paragraphs.lines(command.discussion, width: width))
    }
    func add(_ title: String, _ rows: [(String, String)]) {
      guard !rows.isEmpty else { return }
      sections.append([style.bold(title + ":")] + Self.columns(rows, width: width))
    }
    add("Commands", command.shownSubcommands.map { ($0.name, $0.summary) })
    add("Arguments", command.arguments.map { ($0.usage, $0.description) })
    add("Options", command.options.map(Self.row))
    add("Global options", program.globalOptions.map(Self.row))
    if !command.examples.isEmpty { sections.append(examples(style)) }
    if command.action == nil { sections.append(furtherHelp(width)) }
    return sections.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  private var words: String {
    ([program.name] + commands.dropFirst().map(\.name)).joined(separator: " ")
  }

  private var sentence: String { command.summary + "." }

  /// What follows the command's words in its usage line; required options are spelled out.
  static func synopsis(of command: Command) -> [String] {
    guard command.action != nil else { return ["[OPTION]...", "COMMAND", "[ARGUMENT]..."] }
    let required = command.options.filter(\.isRequired).map { option in
      "--\(option.name) \(option.valueName ?? "")" + (option.isRepeatable ? "..." : "")
    }
    return required + ["[OPTION]..."] + command.arguments.map(\.usage)
  }

  private func usageSection(_ width: Int, _ style: Style) -> [String] {
    let lines = Paragraphs.lines(
      ([words] + Self.synopsis(of: command)).joined(separator: " "),
      width: width - "Usage: ".count)
    return lines.enumerated().map { index, line in
      (index == 0 ? style.bold("Usage:") + " " : "       ") + line
    }
  }

  private static func row(_ option: Option) -> (String, String) {
    let short = option.letter.map { "-\($0), " } ?? "    "
    let value = option.valueName.map { " \($0)" } ?? ""
    return ("\(short)--\(option.name)\(value)", option.description)
  }

  /// Two columns; a left one that is too long stands on a line of its own.
  private static func columns(_ rows: [(String, String)], width: Int) -> [String] {
    let left = min(rows.map { DisplayWidth.of($0.0) }.max() ?? 0, 26)
    let margin = String(repeating: " ", count: left + 4)
    return rows.flatMap { label, text in
      var lines = Paragraphs.lines(text, width: width - margin.count).map { margin + $0 }
      let gap = left - DisplayWidth.of(label)
      if gap >= 0, let first = lines.first {
        lines[0] = "  " + label + String(repeating: " ", count: gap + 2)
        lines[0] += first.dropFirst(margin.count)
        return lines
      }
      return ["  " + label] + lines
    }
  }

  private func examples(_ style: Style) -> [String] {
    [style.bold("Examples:")]
      + command.examples.flatMap { ["  \($0.purpose):", "    \($0.line)"] }
  }

  private func furtherHelp(_ width: Int) -> [String] {
    Paragraphs.lines("'\(words) COMMAND --help' tells more about a command.", width: width)
  }
}
