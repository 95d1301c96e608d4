import Domain
import Glibc
import Synchronization

/// The program that looks at files which people hand in, such as a virus scanner.
///
/// It gets the path of the file as its only argument, without a shell, and no input. The file lies
/// in memory only, since what it holds may be meant to touch the disk encrypted: the path is that
/// of an open descriptor of this process, which programs of the same user can read.
///
/// It runs while the request waits, so only a few run at a time; one more is told to try again.
final class ScanCommand: Sendable {
  private let program: String
  private let seconds: Int
  private let running = Atomic<Int>(0)
  private static let mostAtATime = 2

  /// - Parameters:
  ///   - program: its path
  ///   - seconds: how long it may take
  init(program: String, seconds: Int = 30) {
    self.program = program
    self.seconds = seconds
  }

  /// Whether the program ends with 0.
  /// - Throws: `.unavailable` where it cannot be run or takes too long
  @Sendable func look(_ bytes: [UInt8]) throws(DomainError) -> Bool {
    let count = running.wrappingAdd(1, ordering: .relaxed).newValue
    defer { running.wrappingSubtract(1, ordering: .relaxed) }
    guard count <= Self.mostAtATime else { throw .unavailable("scan") }
    let file = Self.memory()
    guard file >= 0 else { throw .unavailable("scan") }
    defer { _ = close(file) }
    guard Self.write(bytes, to: file) else { throw .unavailable("scan") }
    let process = try start(on: "/proc/\(getpid())/fd/\(file)")
    return try wait(for: process)
  }

  private func start(on path: String) throws(DomainError) -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    for (descriptor, mode) in [(0, O_RDONLY), (1, O_WRONLY), (2, O_WRONLY)] {
      unsafe posix_spawn_file_actions_addopen(&actions, Int32(descriptor), "/dev/null", mode, 0)
    }
    var process: pid_t = 0
    var arguments = unsafe [strdup(program), strdup(path), nil]
    defer { unsafe arguments.forEach { unsafe free($0) } }
    var environment = unsafe [strdup("PATH=/usr/local/bin:/usr/bin:/bin"), nil]
    defer { unsafe environment.forEach { unsafe free($0) } }
    guard unsafe posix_spawn(&process, program, &actions, nil, &arguments, &environment) == 0
    else { throw .unavailable("scan") }
    return process
  }

  private func wait(for process: pid_t) throws(DomainError) -> Bool {
    var status: Int32 = 0
    let end = ContinuousClock.now + .seconds(seconds)
    while true {
      switch unsafe waitpid(process, &status, WNOHANG) {
      case process:
        // Ended by itself with 0; a signal or another code is a refusal.
        return status == 0
      case 0 where ContinuousClock.now < end: usleep(5_000)
      case -1 where errno == EINTR: continue
      default:
        _ = kill(process, SIGKILL)
        _ = unsafe waitpid(process, &status, 0)
        throw .unavailable("scan")
      }
    }
  }

  /// A file in memory without a name, gone with its descriptor (shm_open(3) sets close-on-exec).
  private static func memory() -> Int32 {
    let name = "/innoreg-scan-\(getpid())-\(UInt64.random(in: .min ... .max))"
    let file = unsafe shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0o600)
    if file >= 0 { _ = unsafe shm_unlink(name) }
    return file
  }

  private static func write(_ bytes: [UInt8], to file: Int32) -> Bool {
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(file, buffer.baseAddress?.advanced(by: done), buffer.count - done)
      }
      guard count > 0 else { return false }
      done += count
    }
    return true
  }
}
