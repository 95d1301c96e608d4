private import Glibc

/// A command that takes messages on its standard input, as `sendmail` does.
///
/// It is started without a shell, as `COMMAND -i -f SENDER -- RECIPIENT`, without this
/// program's open files and without what the environment holds for this program.
package struct SendmailCommand: Sendable {
  private let words: [String]
  private let seconds: Int

  /// - Parameters:
  ///   - words: the command's path, then further words of its own; at least one
  ///   - seconds: how long it may take, after which it is killed
  package init(words: [String], seconds: Int = 60) {
    self.words = words
    self.seconds = seconds
  }

  /// Hands a message over.
  /// - Throws: `HandOverFailure` where the command cannot be run or does not end well.
  package func send(_ envelope: Envelope) throws(HandOverFailure) {
    // Lines end as they do on this system; commands put CRLF in themselves.
    let input = try Scratch.holding(envelope.message.filter { $0 != UInt8(ascii: "\r") })
    let errors = try Scratch.holding([])
    let process = try start(
      words + ["-i", "-f", envelope.sender, "--", envelope.recipient], input, errors)
    switch wait(for: process) {
    case nil: throw HandOverFailure("\(words[0]): no end within \(seconds) s")
    case 0?: return
    case let status?:
      let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F)
      throw HandOverFailure(
        "\(words[0]): exit code \(code) \(errors.text)", isPermanent: Self.permanent.contains(code))
    }
  }

  /// What `sysexits.h` calls EX_DATAERR, EX_NOUSER and EX_NOHOST.
  private static let permanent: Set<Int32> = [65, 67, 68]

  private func start(
    _ arguments: [String], _ input: borrowing Scratch, _ errors: borrowing Scratch
  ) throws(HandOverFailure) -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, input.descriptor, 0)
    unsafe posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, errors.descriptor, 2)
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    // The service holds signals back in all its threads, which a command must not inherit; a
    // group of its own lets whatever it has started be ended with it.
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    unsafe sigaddset(&signals, SIGPIPE)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    unsafe posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
    var strings: [UnsafeMutablePointer<CChar>?] = unsafe arguments.map { unsafe strdup($0) }
    unsafe strings.append(nil)
    defer { unsafe strings.forEach { unsafe free($0) } }
    var variables = unsafe Self.environment
    unsafe variables.append(nil)
    var process: pid_t = 0
    let code = unsafe posix_spawn(
      &process, words[0], &actions, &attributes, strings, variables)
    guard code == 0 else { throw HandOverFailure("\(words[0]): \(Self.reason(code))") }
    return process
  }

  /// The environment without this program's own variables, which hold secrets.
  private static var environment: [UnsafeMutablePointer<CChar>?] {
    var kept: [UnsafeMutablePointer<CChar>?] = unsafe []
    var entry = unsafe environ
    while let variable = unsafe entry.pointee {
      if unsafe strncmp(variable, "INNOREG_", 8) != 0 { unsafe kept.append(variable) }
      unsafe entry += 1
    }
    return unsafe kept
  }

  /// The wait status; nil where the time was up and it was killed.
  private func wait(for process: pid_t) -> Int32? {
    var status: Int32 = 0
    for _ in 0..<seconds * 50 {
      let ended = unsafe waitpid(process, &status, WNOHANG)
      if ended == process { return status }
      if ended < 0, errno != EINTR { return 0x7F00 }
      usleep(20_000)
    }
    kill(-process, SIGKILL)
    while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
    return nil
  }

  fileprivate static func reason(_ code: Int32) -> String {
    unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
  }
}

/// A file without a name, in memory, that ends with its owner; no command that is started later
/// inherits it by accident.
private struct Scratch: ~Copyable {
  let descriptor: Int32

  private init(descriptor: Int32) { self.descriptor = descriptor }

  static func holding(_ bytes: [UInt8]) throws(HandOverFailure) -> Scratch {
    let name = "/innoreg-\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
    let opened = unsafe shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0o600)
    guard opened >= 0 else { throw HandOverFailure(SendmailCommand.reason(errno)) }
    unsafe shm_unlink(name)
    let file = Scratch(descriptor: opened)
    try file.fill(bytes)
    return file
  }

  private func fill(_ bytes: [UInt8]) throws(HandOverFailure) {
    var written = 0
    while written < bytes.count {
      let rest = bytes[written...]
      let count = unsafe rest.withUnsafeBytes {
        unsafe write(descriptor, $0.baseAddress, $0.count)
      }
      guard count > 0 else { throw HandOverFailure(SendmailCommand.reason(errno)) }
      written += count
    }
    lseek(descriptor, 0, SEEK_SET)
  }

  deinit { close(descriptor) }

  /// The first characters, on one line.
  var text: String {
    var bytes = [UInt8](repeating: 0, count: 400)
    let count = unsafe pread(descriptor, &bytes, bytes.count, 0)
    return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
      .split { $0.isNewline }.joined(separator: " ")
  }
}
