package import Domain
import FoundationEssentials
package import Glibc

/// A program as a process of its own: the built executable unless another is named.
package struct Executable: Sendable {
  /// The built executable, which lies in the folder that this test program is in.
  package static let path: String = {
    let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return (own ?? "").split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/innoreg"
  }()

  /// Why a program did not do what a test needs of it.
  package struct Failure: Error, CustomStringConvertible {
    /// The reason, for people.
    package let description: String

    /// A failure for that reason.
    package init(description: String) {
      self.description = description
    }
  }

  /// Where its files lie.
  package let folder: Folder

  /// The built executable with its files in that folder.
  package init(folder: Folder) {
    self.folder = folder
  }

  /// Starts a command in the folder; English, so that tests can read what it says.
  package func start(
    _ words: [String], input: String = "", database: String = "test.sqlite",
    variables: [String] = []
  ) throws -> Child {
    try Self.start(
      [Self.path, "--database", folder.path(database), "--language", "en"] + words, in: folder,
      input: input, variables: variables)
  }

  /// Starts any program by its path and arguments; what it writes goes into files of the folder.
  package static func start(
    _ arguments: [String], in folder: Folder, input: String = "", variables: [String] = []
  ) throws -> Child {
    let number = folder.next()
    let (output, errors) = (folder.path("\(number).out"), folder.path("\(number).err"))
    let source = folder.path("\(number).in")
    try Data(input.utf8).write(to: URL(filePath: source))
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    let write = O_WRONLY | O_CREAT | O_TRUNC
    unsafe posix_spawn_file_actions_addopen(&actions, 0, source, O_RDONLY, 0)
    unsafe posix_spawn_file_actions_addopen(&actions, 1, output, write, 0o600)
    unsafe posix_spawn_file_actions_addopen(&actions, 2, errors, write, 0o600)
    // Threads that run tests block signals, which a program would inherit and never end by one.
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var mask = sigset_t()
    unsafe sigemptyset(&mask)
    unsafe posix_spawnattr_setsigmask(&attributes, &mask)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
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
    let program = arguments.first ?? ""
    let code = unsafe posix_spawn(
      &process, program, &actions, &attributes, strings, environment)
    guard code == 0 else {
      throw Failure(
        description: "cannot start \(program): \(unsafe String(cString: strerror(code)))")
    }
    return Child(process: process, outputPath: output, errorsPath: errors)
  }

  /// Runs a command to its end.
  package func run(
    _ words: String..., input: String = "", database: String = "test.sqlite"
  ) throws -> Ended {
    try start(words, input: input, database: database).wait()
  }

  /// Runs a command to its end and reads what it prints as JSON.
  package func json(
    _ words: String..., input: String = "", database: String = "test.sqlite"
  ) throws -> JSON {
    let ended = try start(words + ["--json"], input: input, database: database).wait()
    do { return try JSONParser.parse(ended.output) } catch {
      throw Failure(description: "no JSON: \(ended)")
    }
  }
}

/// A command that runs.
package struct Child: Sendable {
  /// Its number in the system.
  package let process: pid_t
  private let outputPath: String
  private let errorsPath: String

  /// A process whose output goes into those files.
  package init(process: pid_t, outputPath: String, errorsPath: String) {
    self.process = process
    self.outputPath = outputPath
    self.errorsPath = errorsPath
  }

  /// What it has written so far.
  package var output: String { Self.text(outputPath) }
  /// What it has written to standard error so far.
  package var errors: String { Self.text(errorsPath) }

  /// Sends it a signal.
  package func signal(_ signal: Int32) { kill(process, signal) }

  /// Waits for the end.
  package func wait() throws -> Ended {
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0 {
      guard errno == EINTR else {
        throw Executable.Failure(description: "no child \(process): \(errno)")
      }
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
package struct Ended: Equatable, Sendable {
  /// What it answered to the system.
  package let code: Int32
  /// What it wrote.
  package let output: String
  /// What it wrote to standard error.
  package let errors: String

  /// An end with what was written until then.
  package init(code: Int32, output: String, errors: String) {
    self.code = code
    self.output = output
    self.errors = errors
  }
}
