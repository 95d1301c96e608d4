/// A completion script for the Z shell: one function for each command, on `_arguments`.
struct ZshCompletion {
  let program: Program

  var script: String {
    let functions = CompletionNode.all(of: program).map(function)
    let name = "_" + program.name
    return """
      #compdef \(program.name)
      # zsh completion for \(program.name)
      # To install: \(program.name) completions zsh > a folder of $fpath/_\(program.name)

      \(functions.joined(separator: "\n"))
      # Loaded by name the file is the function; sourced it must register it.
      if [[ $funcstack[1] == \(name) ]]; then
        \(name) "$@"
      else
        compdef \(name) \(program.name)
      fi

      """
  }

  private func function(_ node: CompletionNode) -> String {
    let options = (node.command.options + program.globalOptions).map(specification)
    guard node.command.action == nil else {
      let arguments = node.command.arguments.map(specification)
      return """
        \(name(node.path))() {
          _arguments -S \\
            \((options + arguments).joined(separator: " \\\n    "))
        }

        """
    }
    let commands = node.command.shownSubcommands
    let described = commands.map {
      "    " + "\($0.name):\(Self.plain($0.summary))".shellQuoted
    }
    let cases = commands.map { "        \($0.name)) \(name(node.path + [$0.name])) ;;" }
    return """
      \(name(node.path))() {
        local curcontext=$curcontext state line
        local -a commands=(
      \(described.joined(separator: "\n"))
        )
        _arguments -C -S \\
          \(options.joined(separator: " \\\n    ")) \\
          '1:command:->command' \\
          '*::argument:->argument'
        case $state in
          command) _describe -t commands command commands ;;
          argument)
            case $line[1] in
      \(cases.joined(separator: "\n"))
            esac
            ;;
        esac
      }

      """
  }

  private func name(_ path: [String]) -> String {
    (["_" + program.name] + path).joined(separator: "_")
  }

  private func specification(_ option: Option) -> String {
    let help = "[\(Self.plain(option.help))]"
    let value = option.valueName.map { ":\($0):\(action(option.allowed, option.completion))" } ?? ""
    let long = option.isFlag ? "--\(option.name)" : "--\(option.name)="
    guard let letter = option.letter else {
      return ((option.isRepeatable ? "*" : "") + long + help + value).shellQuoted
    }
    let short = option.isFlag ? "-\(letter)" : "-\(letter)+"
    let guarded = option.isRepeatable ? "*" : "(-\(letter) --\(option.name))"
    return "\(guarded.shellQuoted){\(short),\(long)}\((help + value).shellQuoted)"
  }

  private func specification(_ argument: Argument) -> String {
    let position = argument.isRepeatable ? "*:" : argument.isOptional ? "::" : ":"
    let values = action(argument.allowed, argument.completion)
    return "\(position)\(argument.valueName):\(values)".shellQuoted
  }

  private func action(_ allowed: [String], _ completion: ValueCompletion) -> String {
    if !allowed.isEmpty { return "(\(allowed.joined(separator: " ")))" }
    switch completion {
    case .nothing: return " "
    case .files: return "_files"
    case .directories: return "_files -/"
    }
  }

  /// Brackets would end an explanation and colons a field; no help text needs either.
  private static func plain(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "[": result += "("
      case "]": result += ")"
      case ":": result += ","
      case "\\": continue
      case "`", "$", "\"": continue
      default: result.append(character)
      }
    }
    return result
  }
}
