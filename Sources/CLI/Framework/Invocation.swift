/// Where a value came from.
package enum ValueSource: Sendable, Equatable {
  /// Given on the command line.
  case commandLine
  /// Taken from this environment variable.
  case environment(String)
  /// The declared default, or nothing.
  case defaults
}

/// One call of a command: its values, checked against what the command declares.
///
/// Asking for a name that the command does not declare is a fault of the program (exit code 70).
package struct Invocation: Sendable {
  /// The program, for commands that print the tree.
  package let program: Program
  /// The command's words after the program's name.
  package let path: [String]
  /// Where to write.
  package let terminal: Terminal
  /// The environment the process was started with.
  package let environment: [String: String]
  private let given: [String: Given]

  /// What was given for one option or argument.
  struct Given: Sendable {
    /// How errors call it: `option '--port'`.
    let place: String
    let values: [String]
    let source: ValueSource
  }

  init(
    program: Program, path: [String], terminal: Terminal, environment: [String: String],
    given: [String: Given]
  ) {
    self.program = program
    self.path = path
    self.terminal = terminal
    self.environment = environment
    self.given = given
  }

  /// The value of an option or argument that is required or has a default.
  package func string(_ name: String) throws(Failure) -> String {
    guard let value = try optionalString(name) else {
      throw Failure(.software, "'\(name)' is read as if it always had a value")
    }
    return value
  }

  /// The value of an option or argument, or nil when none was given.
  package func optionalString(_ name: String) throws(Failure) -> String? {
    try lookUp(name).values.first
  }

  /// All values of a repeatable option or argument, in the order given.
  package func list(_ name: String) throws(Failure) -> [String] {
    try lookUp(name).values
  }

  /// Whether a flag is set.
  package func flag(_ name: String) throws(Failure) -> Bool {
    try !lookUp(name).values.isEmpty
  }

  /// Where the value came from.
  package func source(_ name: String) throws(Failure) -> ValueSource {
    try lookUp(name).source
  }

  /// A whole number within a range; the option or argument is required or has a default.
  package func integer(_ name: String, in range: ClosedRange<Int>) throws(Failure) -> Int {
    try integer(string(name), of: name, in: range)
  }

  /// A whole number within a range, or nil when none was given.
  package func optionalInteger(
    _ name: String, in range: ClosedRange<Int>
  ) throws(Failure) -> Int? {
    guard let text = try optionalString(name) else { return nil }
    return try integer(text, of: name, in: range)
  }

  /// One of an enumeration's cases by raw value; the option is required or has a default.
  package func choice<Choice>(_ name: String, of _: Choice.Type) throws(Failure) -> Choice
  where Choice: RawRepresentable<String> & CaseIterable {
    try choice(string(name), of: name)
  }

  /// One of an enumeration's cases by raw value, or nil when none was given.
  package func optionalChoice<Choice>(
    _ name: String, of _: Choice.Type
  ) throws(Failure) -> Choice?
  where Choice: RawRepresentable<String> & CaseIterable {
    guard let text = try optionalString(name) else { return nil }
    return try choice(text, of: name)
  }

  /// Cases of an enumeration by raw value, in the order given.
  package func choices<Choice>(_ name: String, of _: Choice.Type) throws(Failure) -> [Choice]
  where Choice: RawRepresentable<String> & CaseIterable {
    var choices: [Choice] = []
    for text in try list(name) { choices.append(try choice(text, of: name)) }
    return choices
  }

  /// The fault of a value that only the command itself could find wrong, named like the others.
  package func notAccepted(
    _ name: String, found: String, accepted: String, suggestion: String? = nil
  ) -> Failure {
    guard let given = given[name] else { return undeclared(name) }
    return given.notAccepted(found, accepted: accepted, path: path, suggestion: suggestion)
  }

  private func lookUp(_ name: String) throws(Failure) -> Given {
    guard let given = given[name] else { throw undeclared(name) }
    return given
  }

  private func undeclared(_ name: String) -> Failure {
    Failure(.software, "'\(path.joined(separator: " "))' does not declare '\(name)'")
  }

  private func integer(
    _ text: String, of name: String, in range: ClosedRange<Int>
  ) throws(Failure) -> Int {
    guard let number = Int(text), range.contains(number) else {
      throw notAccepted(name, found: text, accepted: Self.describe(range))
    }
    return number
  }

  private static func describe(_ range: ClosedRange<Int>) -> String {
    switch (range.lowerBound, range.upperBound) {
    case (.min, .max): "a whole number"
    case (let least, .max): "a whole number from \(least)"
    case (let least, let most): "a whole number from \(least) to \(most)"
    }
  }

  private func choice<Choice>(_ text: String, of name: String) throws(Failure) -> Choice
  where Choice: RawRepresentable<String> & CaseIterable {
    guard let choice = Choice(rawValue: text) else {
      let accepted = Choice.allCases.map(\.rawValue)
      throw notAccepted(
        name, found: text, accepted: accepted.joined(separator: ", "),
        suggestion: Suggestion.nearest(to: text, among: accepted))
    }
    return choice
  }
}

extension Invocation.Given {
  /// A wrong value on the command line is a usage fault, one in a variable a wrong configuration.
  func notAccepted(
    _ found: String, accepted: String, path: [String], suggestion: String?
  ) -> Failure {
    switch source {
    case .environment(let variable):
      .notAccepted(
        "environment variable \(variable)", found: found, accepted: accepted,
        code: .configuration, path: path, suggestion: suggestion)
    case .commandLine, .defaults:
      .notAccepted(place, found: found, accepted: accepted, path: path, suggestion: suggestion)
    }
  }
}
