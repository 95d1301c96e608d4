import Domain
import FoundationEssentials
import Glibc
import Testing

/// The built executable, started as a process of its own.
struct Executable {
  /// It is built into the folder that this test program is in.
  static let path: String = {
    let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return (own ?? "").split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/innoreg"
  }()

  let folder: Folder

  /// Starts a command in the folder; English, so that tests can read what it says.
  func start(
    _ words: [String], input: String = "", database: String = "test.sqlite",
    variables: [String] = []
  ) throws -> Child {
    let number = folder.next()
    let (output, errors) = (folder.path("\(number).out"), folder.path("\(number).err"))
    let source = folder.path("\(number).in")
    try Data(input.utf8).write(to: URL(filePath: source))
    let arguments =
      [Self.path, "--database", folder.path(database), "--language", "en"] + words
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    let write = O_WRONLY | O_CREAT | O_TRUNC
    unsafe posix_spawn_file_actions_addopen(&actions, 0, source, O_RDONLY, 0)
    unsafe posix_spawn_file_actions_addopen(&actions, 1, output, write, 0o600)
    unsafe posix_spawn_file_actions_addopen(&actions, 2, errors, write, 0o600)
    var strings: [UnsafeMutablePointer<CChar>?] = unsafe arguments.map { unsafe strdup($0) }
    unsafe strings.append(nil)
    defer { unsafe strings.forEach { unsafe free($0) } }
    var environment: [UnsafeMutablePointer<CChar>?] = unsafe variables.map { unsafe strdup($0) }
    let own = unsafe environment.count
    defer { unsafe environment.prefix(own).forEach { unsafe free($0) } }
    var entry = unsafe environ
    while let variable = unsafe entry.pointee {
      unsafe environment.append(variable)
      unsafe entry += 1
    }
    unsafe environment.append(nil)
    var process: pid_t = 0
    let code = unsafe posix_spawn(&process, Self.path, &actions, nil, strings, environment)
    try #require(code == 0, "cannot start \(Self.path)")
    return Child(process: process, outputPath: output, errorsPath: errors)
  }

  /// Runs a command to its end.
  func run(_ words: String..., input: String = "", database: String = "test.sqlite") throws
    -> Ended
  {
    try start(words, input: input, database: database).wait()
  }

  /// Runs a command to its end and reads what it prints as JSON.
  func json(_ words: String..., input: String = "", database: String = "test.sqlite") throws -> JSON
  {
    let ended = try start(words + ["--json"], input: input, database: database).wait()
    do { return try JSONParser.parse(ended.output) } catch {
      Issue.record("no JSON: \(ended)")
      throw error
    }
  }
}

/// A command that runs.
struct Child {
  let process: pid_t
  let outputPath: String
  let errorsPath: String

  var output: String { Self.text(outputPath) }
  var errors: String { Self.text(errorsPath) }

  func signal(_ signal: Int32) { kill(process, signal) }

  /// Waits for the end.
  func wait() throws -> Ended {
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0 {
      try #require(errno == EINTR)
    }
    let signal = status & 0x7F
    return Ended(
      code: signal == 0 ? (status >> 8) & 0xFF : -signal, output: output, errors: errors)
  }

  private static func text(_ path: String) -> String {
    let data = try? Data(contentsOf: URL(filePath: path))
    return String(decoding: data ?? Data(), as: UTF8.self)
  }
}

/// How a command ended; the code is negative where a signal ended it.
struct Ended: Equatable {
  let code: Int32
  let output: String
  let errors: String
}
