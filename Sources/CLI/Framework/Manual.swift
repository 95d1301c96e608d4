/// The manual page in mdoc(7), made from the tree.
package struct Manual: Sendable {
  private let program: Program
  private let purpose: String
  private let date: String

  /// A manual page.
  ///
  /// - Parameters:
  ///   - program: what it is about
  ///   - purpose: what follows the dash in its NAME section, without full stop
  ///   - date: of the release, as `November 21, 2026`
  package init(program: Program, purpose: String, date: String) {
    self.program = program
    self.purpose = purpose
    self.date = date
  }

  /// The page's source; `man -l` and mandoc show it.
  package var text: String {
    let nodes = CompletionNode.all(of: program)
    let described = nodes.dropFirst().filter {
      $0.command.action != nil || !$0.command.discussion.isEmpty
    }
    var lines = [
      ".Dd \(date)", ".Dt \(program.name.uppercased()) 1", ".Os",
      ".Sh NAME", ".Nm \(program.name)", ".Nd \(Self.escaped(purpose))",
      ".Sh SYNOPSIS", ".Nm", ".Op Ar option ...", ".Ar command", ".Op Ar argument ...",
      ".Sh DESCRIPTION",
    ]
    lines += Self.paragraphs(
      program.root.discussion.isEmpty ? program.root.summary + "." : program.root.discussion)
    lines += [".Ss Global options", "They are accepted before and after the command."]
    lines += Self.list(program.globalOptions.flatMap(Self.items))
    lines.append(".Sh COMMANDS")
    lines += described.flatMap(section)
    lines += environment(nodes)
    lines.append(".Sh EXIT STATUS")
    lines += Self.list(
      ExitCode.allCases.flatMap { [".It \($0.rawValue)"] + Self.sentences($0.meaning) })
    lines.append(".Sh EXAMPLES")
    lines += examples(nodes)
    return lines.joined(separator: "\n") + "\n"
  }

  private func section(_ node: CompletionNode) -> [String] {
    let command = node.command
    let synopsis = ([program.name, node.words] + Help.synopsis(of: command)).joined(separator: " ")
    var lines = [".Ss \(Self.escaped(node.words))"] + Self.literal([synopsis])
    lines += Self.sentences(command.summary + ".")
    if !command.discussion.isEmpty { lines += [".Pp"] + Self.paragraphs(command.discussion) }
    let arguments = command.arguments.flatMap { argument in
      [".It Ar \(Self.escaped(argument.valueName))"] + Self.sentences(argument.description)
    }
    return lines + Self.list(arguments + command.options.flatMap(Self.items))
  }

  private static func items(_ option: Option) -> [String] {
    let value = option.valueName.map { " Ar \(escaped($0))" } ?? ""
    // mdoc writes the first dash of a flag itself.
    let short = option.letter.map { "Fl \($0)\(value) , " } ?? ""
    return [".It \(short)Fl \\-\(escaped(option.name))\(value)"]
      + sentences(option.description)
  }

  private func environment(_ nodes: [CompletionNode]) -> [String] {
    var users: [(variable: String, option: String)] = []
    let options =
      program.globalOptions.map { ($0, "") }
      + nodes.flatMap { node in
        node.command.options.map { ($0, " of \(node.words)") }
      }
    for (option, place) in options {
      guard let variable = option.environment else { continue }
      users.append((variable, "--\(option.name)\(place)"))
    }
    var items: [String] = []
    var seen: Set<String> = []
    for (variable, _) in users where seen.insert(variable).inserted {
      let stands = users.filter { $0.variable == variable }.map(\.option)
      items.append(".It Ev \(variable)")
      items += Self.sentences(
        "Stands in for \(stands.joined(separator: ", ")) when that is not given.")
    }
    items += [".It Ev NO_COLOR", "When not empty, output has no colours."]
    return [".Sh ENVIRONMENT"] + Self.list(items)
  }

  private func examples(_ nodes: [CompletionNode]) -> [String] {
    nodes.flatMap(\.command.examples).enumerated().flatMap { index, example in
      (index == 0 ? [] : [".Pp"]) + Self.sentences(example.purpose + ":")
        + Self.literal([example.line])
    }
  }

  private static func list(_ items: [String]) -> [String] {
    items.isEmpty ? [] : [".Bl -tag -width Ds"] + items + [".El"]
  }

  /// Lines that stay as they are. Display macros of one line would take words such as `Ar` for
  /// macros; a block does not.
  private static func literal(_ lines: [String]) -> [String] {
    [".Bd -literal -offset indent"] + lines.map(escaped) + [".Ed"]
  }

  private static func paragraphs(_ text: String) -> [String] {
    var lines: [String] = []
    for paragraph in text.split(separator: "\n\n") {
      let source = paragraph.split(separator: "\n").map { String($0) }
      if source.allSatisfy({ $0.hasPrefix(" ") }) {
        lines += literal(source)
      } else {
        lines += (lines.isEmpty ? [] : [".Pp"]) + sentences(source.joined(separator: " "))
      }
    }
    return lines
  }

  /// Every sentence begins a line, so that the formatter sets the space between them.
  private static func sentences(_ text: String) -> [String] {
    var sentences: [[Substring]] = [[]]
    for word in text.split(separator: " ") {
      sentences[sentences.count - 1].append(word)
      if word.hasSuffix(".") { sentences.append([]) }
    }
    return sentences.flatMap { Paragraphs.lines($0.joined(separator: " "), width: 72) }
      .map(escaped)
  }

  /// Keeps roff from reading text as requests: backslashes, hyphens that must stay hyphens, and a
  /// dot or quote at the beginning of a line.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      default: result.append(character)
      }
    }
    if let first = result.first, first == "." || first == "'" { result = "\\&" + result }
    return result
  }
}
