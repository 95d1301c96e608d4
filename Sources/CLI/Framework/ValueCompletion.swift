/// What a shell offers where a value is expected.
package enum ValueCompletion: Sendable, Equatable {
  /// Nothing: the value is free text or a number.
  case nothing
  /// Names of files.
  case files
  /// Names of directories.
  case directories
}
