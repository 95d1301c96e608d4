import FoundationEssentials
import Glibc
import UseCases

/// A copy of a database that is made beside its place and put there when it is sound.
struct DatabaseCopy {
  let temporary: String

  /// - Throws: `Failure` with exit code 73 where there is no such folder.
  init(beside target: String) throws(Failure) {
    temporary = "\(target).\(ProcessInfo.processInfo.processIdentifier).part"
    // Making it once shows whether it can be made, with the system's own reason if not.
    try OutputFile(temporary).discard()
  }

  /// Opens the copy, bringing it up to date if an older release made it, and checks it.
  ///
  /// - Throws: `Failure` with exit code 65 where it is not sound
  func check(_ voice: Voice) throws(Failure) -> [HealthCheck] {
    let checks = try Session.examine(temporary, voice)
    let faults = checks.flatMap { check in check.faults.map { "\(check.name): \($0)" } }
    guard faults.isEmpty else {
      throw Failure(
        .data,
        lines: [voice(vi: "bản sao có lỗi", en: "the copy is not sound")] + faults.prefix(20))
    }
    return checks
  }

  /// Puts the files in place, beside those that may be there, and then the database.
  func put(at target: String) throws(Failure) {
    Self.removeLogs(of: temporary)
    try Self.copyFiles(from: temporary, to: target)
    try OutputFile.move(temporary, to: target)
  }

  func discard() {
    try? FileManager.default.removeItem(atPath: temporary)
    try? FileManager.default.removeItem(atPath: Registry.folderOfFiles(beside: temporary))
    Self.removeLogs(of: temporary)
  }

  private static func copyFiles(from source: String, to target: String) throws(Failure) {
    do { try Registry.copyFiles(from: source, to: target) } catch {
      throw Failure(.inputOutput, "cannot copy the files of \(source)", "\(error)")
    }
  }

  /// Takes in a database that nobody has open, together with its write-ahead log, which one that
  /// was not closed in order still needs.
  func take(_ source: String) throws(Failure) {
    do {
      for suffix in ["", Self.log] where FileManager.default.fileExists(atPath: source + suffix) {
        try FileManager.default.copyItem(atPath: source + suffix, toPath: temporary + suffix)
      }
    } catch {
      throw Failure(.inputOutput, "cannot copy \(source)", "\(error)")
    }
    try Self.copyFiles(from: source, to: temporary)
  }

  /// Whether another process has a database open.
  ///
  /// A connection in WAL mode holds a shared lock on these bytes of the file for as long as it is
  /// open (SQLite, `os.h`: PENDING_BYTE, SHARED_FIRST, SHARED_SIZE). This process must not have
  /// the database open itself: closing the file here would drop its own locks (fcntl(2)).
  static func isOpenElsewhere(_ path: String) -> Bool {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return false }
    defer { _ = close(file) }
    var lock = flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_whence = Int16(SEEK_SET)
    lock.l_start = 0x4000_0000 + 2
    lock.l_len = 510
    guard unsafe fcntl(file, F_GETLK, &lock) == 0 else { return false }
    return lock.l_type != Int16(F_UNLCK)
  }

  private static let log = "-wal"

  /// Takes away the files that SQLite keeps beside a database; left over, they would be taken for
  /// those of the next database of that name.
  static func removeLogs(of path: String) {
    for suffix in [log, "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
  }
}
