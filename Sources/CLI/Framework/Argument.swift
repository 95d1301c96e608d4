/// A positional argument of a command.
package struct Argument: Sendable {
  /// The name by which the command asks for it: `file`.
  package let name: String
  /// One sentence for help.
  package let help: String
  /// Whether it may be left out.
  package let isOptional: Bool
  /// Whether it takes all that follows; only the last argument may.
  package let isRepeatable: Bool
  /// The only values accepted; empty when the command checks them itself.
  package let allowed: [String]
  /// What a shell offers for it when `allowed` is empty.
  package let completion: ValueCompletion

  /// An argument; required and single unless said otherwise.
  package init(
    _ name: String, help: String, isOptional: Bool = false, isRepeatable: Bool = false,
    allowed: [String] = [], completion: ValueCompletion = .nothing
  ) {
    self.name = name
    self.help = help
    self.isOptional = isOptional
    self.isRepeatable = isRepeatable
    self.allowed = allowed
    self.completion = completion
  }

  /// What it is called in help and errors: `FILE`.
  package var valueName: String { name.uppercased() }

  /// How it stands in a usage line: `FILE`, `[FILE]`, `FILE...`, `[FILE]...`.
  package var usage: String {
    (isOptional ? "[\(valueName)]" : valueName) + (isRepeatable ? "..." : "")
  }

  /// The help sentence with the accepted values.
  package var description: String {
    allowed.isEmpty ? help : "\(help) [one of: \(allowed.joined(separator: ", "))]"
  }
}
