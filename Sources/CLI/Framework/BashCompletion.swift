/// A completion script for GNU Bash 4 or later; needs nothing but Bash itself.
struct BashCompletion {
  let program: Program

  var script: String {
    let nodes = CompletionNode.all(of: program)
    let function = "_" + program.name
    return """
      # bash completion for \(program.name)
      # To install: \(program.name) completions bash > \
      ~/.local/share/bash-completion/completions/\(program.name)

      \(function)() {
        local current=${COMP_WORDS[COMP_CWORD]}
        local previous=${COMP_WORDS[COMP_CWORD-1]}
        local at='' commands='' options='' values='' files='' index
        COMPREPLY=()
        # Readline splits --name=value at the equals sign.
        if [[ $current == '=' ]]; then
          current=''
        elif [[ $previous == '=' && COMP_CWORD -ge 2 ]]; then
          previous=${COMP_WORDS[COMP_CWORD-2]}
        fi
        for ((index = 1; index < COMP_CWORD; index++)); do
          case "$at|${COMP_WORDS[index]}" in
      \(steps(nodes).joined(separator: "\n"))
          esac
        done
        case "$at|$previous" in
      \(valueCases(nodes).joined(separator: "\n"))
        esac
        case "$at" in
      \(nodes.map(wordCase).joined(separator: "\n"))
        esac
        if [[ $current == -* ]]; then
          mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current")
        elif [[ -n $files ]]; then
          \(function)_files "$files"
        else
          mapfile -t COMPREPLY < <(compgen -W "$commands $values" -- "$current")
        fi
      }

      \(function)_files() {
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen "$1" -- "$current")
      }

      complete -F \(function) \(program.name)

      """
  }

  /// How the words before the cursor lead to a command; values of global options are no commands.
  private func steps(_ nodes: [CompletionNode]) -> [String] {
    var steps = nodes.dropFirst().map { node in
      let parent = node.path.dropLast().joined(separator: " ")
      return "      '\(parent)|\(node.command.name)') at='\(node.words)' ;;"
    }
    let spellings = program.globalOptions.filter { !$0.isFlag }.flatMap(\.spellings)
    if !spellings.isEmpty {
      steps.append(
        """
              \(spellings.map { "*'|\($0)'" }.joined(separator: " | ")))
                [[ ${COMP_WORDS[index+1]} == '=' ]] && index=$((index + 1))
                index=$((index + 1))
                ;;
        """)
    }
    return steps
  }

  /// What is offered as the value of an option.
  private func valueCases(_ nodes: [CompletionNode]) -> [String] {
    let global = program.globalOptions.filter { !$0.isFlag }.map { option in
      valueCase(option, option.spellings.map { "*'|\($0)'" })
    }
    let own = nodes.flatMap { node in
      node.command.options.filter { !$0.isFlag }.map { option in
        valueCase(option, option.spellings.map { "'\(node.words)|\($0)'" })
      }
    }
    return global + own
  }

  private func valueCase(_ option: Option, _ patterns: [String]) -> String {
    var action = ""
    if !option.allowed.isEmpty {
      let words = option.allowed.joined(separator: " ")
      action = "mapfile -t COMPREPLY < <(compgen -W '\(words)' -- \"$current\"); "
    } else if let kind = fileFlag(option.completion) {
      action = "_\(program.name)_files \(kind); "
    }
    return "    \(patterns.joined(separator: " | "))) \(action)return ;;"
  }

  private func wordCase(_ node: CompletionNode) -> String {
    let options = (node.command.options + program.globalOptions).flatMap(\.spellings)
    var parts = ["options='\(options.joined(separator: " "))'"]
    let commands = node.command.shownSubcommands.map(\.name)
    if !commands.isEmpty { parts.insert("commands='\(commands.joined(separator: " "))'", at: 0) }
    let values = node.command.arguments.flatMap(\.allowed)
    if !values.isEmpty { parts.append("values='\(values.joined(separator: " "))'") }
    if let kind = node.command.arguments.compactMap({ fileFlag($0.completion) }).first {
      parts.append("files='\(kind)'")
    }
    return "    '\(node.words)') \(parts.joined(separator: " ")) ;;"
  }

  private func fileFlag(_ completion: ValueCompletion) -> String? {
    switch completion {
    case .nothing: nil
    case .files: "-f"
    case .directories: "-d"
    }
  }
}
