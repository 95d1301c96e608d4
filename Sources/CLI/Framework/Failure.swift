/// Why a command stopped: the exit code and what a person must know.
package struct Failure: Error, Sendable, Equatable {
  /// The number the process ends with.
  package let code: ExitCode
  /// What to say on standard error: the first line is the fault, the others explain it. Empty
  /// when there is nothing to say.
  package let lines: [String]
  /// The command whose help would have prevented a usage fault, as its words after the program's
  /// name; nil when only the caller knows.
  package let path: [String]?

  /// A fault with its lines.
  package init(_ code: ExitCode, _ lines: String..., path: [String]? = nil) {
    self.init(code, lines: lines, path: path)
  }

  /// A fault whose lines are already in a list.
  package init(_ code: ExitCode, lines: [String], path: [String]? = nil) {
    self.code = code
    self.lines = lines
    self.path = path
  }

  /// The reader of standard output went away (`innoreg … | head`); it has what it wanted, so
  /// this is no error and nothing is said.
  package static let outputClosed = Failure(.ok)

  /// A value that is not accepted: where it was given, what was found, what would be accepted.
  package static func notAccepted(
    _ place: String, found: String, accepted: String, code: ExitCode = .usage,
    path: [String]? = nil, suggestion: String? = nil
  ) -> Failure {
    var lines = ["\(place): found '\(found)', accepted: \(accepted)"]
    if let suggestion { lines.append("did you mean '\(suggestion)'?") }
    return Failure(code, lines: lines, path: path)
  }
}
