/// A completion script for fish.
struct FishCompletion {
  let program: Program

  private var condition: String { "__\(program.name)_at" }

  var script: String {
    let nodes = CompletionNode.all(of: program)
    let valued = program.globalOptions.filter { !$0.isFlag }.flatMap(\.spellings)
    let paths = nodes.dropFirst().map { $0.words.shellQuoted }
    let offers = program.globalOptions.map { line($0, at: nil) } + nodes.flatMap(lines)
    let valueCase = "case \(valued.joined(separator: " "))"
    let skip = valued.isEmpty ? "" : "\n            \(valueCase)\n                set skip 1"
    return """
      # fish completion for \(program.name)
      # To install: \(program.name) completions fish > \
      ~/.config/fish/completions/\(program.name).fish

      # Whether the words before the cursor lead to the command in question.
      function \(condition)
          set -l paths \(paths.joined(separator: " "))
          set -l words (commandline -opc)
          set -l at ''
          set -l skip 0
          for word in $words[2..-1]
              if test $skip -eq 1
                  set skip 0
                  continue
              end
              switch $word\(skip)
                  case '-*'
                  case '*'
                      set -l next (string trim -- "$at $word")
                      if contains -- $next $paths
                          set at $next
                      end
              end
          end
          test "$at" = "$argv[1]"
      end

      complete -c \(program.name) -f
      \(offers.joined(separator: "\n"))

      """
  }

  private func lines(_ node: CompletionNode) -> [String] {
    let start = start(at: node.words)
    let commands = node.command.shownSubcommands.map { command in
      "\(start) -a \(command.name) -d \(Self.quoted(command.summary))"
    }
    let options = node.command.options.map { line($0, at: node.words) }
    let arguments = node.command.arguments.compactMap { argument -> String? in
      if !argument.allowed.isEmpty {
        return "\(start) -a \(argument.allowed.joined(separator: " ").shellQuoted)"
      }
      return switch argument.completion {
      case .nothing: nil
      case .files: "\(start) -F"
      case .directories: "\(start) -a '(__fish_complete_directories)'"
      }
    }
    return commands + options + arguments
  }

  private func start(at words: String?) -> String {
    let start = "complete -c \(program.name)"
    guard let words else { return start }
    return "\(start) -n \("\(condition) '\(words)'".doubleQuoted)"
  }

  private func line(_ option: Option, at words: String?) -> String {
    var line = "\(start(at: words)) -l \(option.name)"
    if let letter = option.letter { line += " -s \(letter)" }
    if !option.isFlag {
      if !option.allowed.isEmpty {
        line += " -x -a \(option.allowed.joined(separator: " ").shellQuoted)"
      } else {
        switch option.completion {
        case .nothing: line += " -x"
        case .files: line += " -r -F"
        case .directories: line += " -x -a '(__fish_complete_directories)'"
        }
      }
    }
    return "\(line) -d \(Self.quoted(option.help))"
  }

  /// Fish knows `\'` inside single quotes, unlike POSIX shells.
  private static func quoted(_ text: String) -> String {
    var result = "'"
    for character in text {
      if character == "'" || character == "\\" { result += "\\" }
      result.append(character)
    }
    return result + "'"
  }
}

extension String {
  fileprivate var doubleQuoted: String { "\"\(self)\"" }
}
