/// A command as it is declared: either a leaf that does something, or a group of commands.
package struct Command: Sendable {
  /// What a command does; the returned code ends the process.
  package typealias Action = @Sendable (Invocation) throws(Failure) -> ExitCode

  /// The word that selects it: `import`.
  package let name: String
  /// One line, an imperative without a full stop: `Read organisations from a file`.
  package let summary: String
  /// More, in paragraphs separated by an empty line; indented lines are kept as they are.
  package let discussion: String
  /// How it is used; every leaf has one at least.
  package let examples: [Example]
  /// Its own options and flags, besides the global ones.
  package let options: [Option]
  /// Its positional arguments in order.
  package let arguments: [Argument]
  /// The commands of a group; empty for a leaf.
  package let subcommands: [Command]
  /// Whether help, completions and suggestions leave it out.
  package let isHidden: Bool
  /// What a leaf does; nil for a group.
  package let action: Action?

  /// A command that does something.
  package init(
    _ name: String, summary: String, discussion: String = "", examples: [Example],
    options: [Option] = [], arguments: [Argument] = [], isHidden: Bool = false,
    run action: @escaping Action
  ) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    self.examples = examples
    self.options = options
    self.arguments = arguments
    self.subcommands = []
    self.isHidden = isHidden
    self.action = action
  }

  /// A group of commands.
  package init(
    _ name: String, summary: String, discussion: String = "", examples: [Example] = [],
    isHidden: Bool = false, subcommands: [Command]
  ) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    self.examples = examples
    self.options = []
    self.arguments = []
    self.subcommands = subcommands
    self.isHidden = isHidden
    self.action = nil
  }

  /// The subcommands that help shows.
  package var shownSubcommands: [Command] { subcommands.filter { !$0.isHidden } }
}

/// A use of a command and what it is for.
package struct Example: Sendable, Equatable {
  /// What to type, from the program's name on; it may go on in a pipe or a redirection.
  package let line: String
  /// What that does, without a full stop.
  package let purpose: String

  /// A use of a command.
  package init(_ line: String, _ purpose: String) {
    self.line = line
    self.purpose = purpose
  }
}
