/// An option of a command: a flag, or a name with a value.
package struct Option: Sendable {
  /// The long name without dashes: `port` for `--port`.
  package let name: String
  /// The short form: `p` for `-p`.
  package let letter: Character?
  /// What the value is called in help: `PORT`; nil for a flag.
  package let valueName: String?
  /// One sentence for help.
  package let help: String
  /// The environment variable that stands in when the option is not given.
  package let environment: String?
  /// The value when neither the option nor the variable is given.
  package let defaultValue: String?
  /// The only values accepted; empty when the command checks them itself.
  package let allowed: [String]
  /// Whether it may be given several times.
  package let isRepeatable: Bool
  /// Whether the command cannot run without it.
  package let isRequired: Bool
  /// What a shell offers for the value when `allowed` is empty.
  package let completion: ValueCompletion

  /// Whether it takes no value.
  package var isFlag: Bool { valueName == nil }

  /// A flag: given or not. Its environment variable takes 1, true, yes, on or 0, false, no, off.
  package static func flag(
    _ name: String, letter: Character? = nil, help: String, environment: String? = nil
  ) -> Option {
    Option(
      name: name, letter: letter, valueName: nil, help: help, environment: environment,
      defaultValue: nil, allowed: [], isRepeatable: false, isRequired: false,
      completion: .nothing)
  }

  /// An option with a value. The environment variable of a repeatable one holds its values
  /// separated by commas.
  package static func value(
    _ name: String, _ valueName: String, letter: Character? = nil, help: String,
    environment: String? = nil, defaultValue: String? = nil, allowed: [String] = [],
    isRepeatable: Bool = false, isRequired: Bool = false, completion: ValueCompletion = .nothing
  ) -> Option {
    Option(
      name: name, letter: letter, valueName: valueName, help: help, environment: environment,
      defaultValue: defaultValue, allowed: allowed, isRepeatable: isRepeatable,
      isRequired: isRequired, completion: completion)
  }

  /// Both spellings, the short one first: `-p`, `--port`.
  package var spellings: [String] {
    (letter.map { ["-\($0)"] } ?? []) + ["--\(name)"]
  }

  /// The help sentence with what else there is to know: values, default, variable.
  package var description: String {
    var facts: [String] = []
    if isRequired { facts.append("required") }
    if isRepeatable { facts.append("may be repeated") }
    if !allowed.isEmpty { facts.append("one of: \(allowed.joined(separator: ", "))") }
    if let defaultValue { facts.append("default: \(defaultValue)") }
    if let environment { facts.append("environment: \(environment)") }
    return facts.isEmpty ? help : "\(help) [\(facts.joined(separator: "; "))]"
  }
}
