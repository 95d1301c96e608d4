/// The shells that completion scripts are made for.
package enum Shell: String, Sendable, CaseIterable {
  /// GNU Bash, with or without the bash-completion package.
  case bash
  /// The Z shell.
  case zsh
  /// The friendly interactive shell.
  case fish
}

/// Completion scripts made from the tree, so that they cannot know less or more than the parser.
package struct Completions: Sendable {
  private let program: Program

  /// The completions of a program.
  package init(program: Program) {
    self.program = program
  }

  /// The script for a shell.
  package func script(for shell: Shell) -> String {
    switch shell {
    case .bash: BashCompletion(program: program).script
    case .zsh: ZshCompletion(program: program).script
    case .fish: FishCompletion(program: program).script
    }
  }
}

/// A command that completions show, with the words that lead to it.
struct CompletionNode {
  let path: [String]
  let command: Command

  /// `problem list`; empty for the root.
  var words: String { path.joined(separator: " ") }

  static func all(of program: Program) -> [CompletionNode] {
    nodes(program.root, path: [])
  }

  private static func nodes(_ command: Command, path: [String]) -> [CompletionNode] {
    [CompletionNode(path: path, command: command)]
      + command.shownSubcommands.flatMap { nodes($0, path: path + [$0.name]) }
  }
}

extension String {
  /// The text between single quotes as a POSIX shell reads it.
  var shellQuoted: String {
    "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
