private import Glibc

/// A file that holds one key: 64 hexadecimal digits on a line, so that it can be printed and kept
/// in a safe. Only its owner may read it.
package enum KeyFile {
  /// Why a key cannot be had.
  package enum Failure: Error, Sendable, Equatable {
    /// There is no such file.
    case missing
    /// It cannot be read or written; the reason is the system's.
    case unreadable(String)
    /// It is not 64 hexadecimal digits.
    case malformed
    /// Others than its owner may read or change it.
    case exposed
  }

  /// Reads a key.
  package static func read(_ path: String) throws(Failure) -> SecretKey {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw errno == ENOENT ? .missing : .unreadable(reason) }
    defer { _ = close(file) }
    var status = stat()
    guard unsafe fstat(file, &status) == 0 else { throw .unreadable(reason) }
    guard status.st_mode & 0o077 == 0 else { throw .exposed }
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = unsafe Glibc.read(file, &bytes, bytes.count)
    guard count >= 0 else { throw .unreadable(reason) }
    let digits = String(decoding: bytes.prefix(count), as: UTF8.self).split(
      whereSeparator: \.isWhitespace)
    guard digits.count == 1, let first = digits.first, let key = key(hex: first) else {
      throw .malformed
    }
    return key
  }

  /// Makes a fresh key and its file, which reaches the disk before this returns.
  ///
  /// Where another process makes the file at the same time, its key is the one that holds.
  /// - Throws: `Failure`; a file that exists is never overwritten
  package static func create(_ path: String) throws(Failure) -> SecretKey {
    let key = SecretKey()
    let temporary = "\(path).\(getpid()).part"
    let file = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw .unreadable(reason) }
    defer { _ = unsafe unlink(temporary) }
    let text = Array((hex(key.bytes) + "\n").utf8)
    let isSaved = unsafe write(file, text, text.count) == text.count && fsync(file) == 0
    guard close(file) == 0, isSaved else { throw .unreadable(reason) }
    // A link, unlike a rename, does not replace a file that is there.
    guard unsafe link(temporary, path) == 0 else {
      guard errno == EEXIST else { throw .unreadable(reason) }
      return try read(path)
    }
    try saveName(of: path)
    return key
  }

  /// A new name is safe against a power cut only once its folder is.
  private static func saveName(of path: String) throws(Failure) {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    let folder = parts.isEmpty ? "." : parts == [""] ? "/" : parts.joined(separator: "/")
    let directory = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { throw .unreadable(reason) }
    defer { _ = close(directory) }
    guard fsync(directory) == 0 else { throw .unreadable(reason) }
  }

  private static func key(hex: Substring) -> SecretKey? {
    guard hex.utf8.count == 2 * SecretKey.length, hex.allSatisfy(\.isHexDigit) else { return nil }
    let values = hex.compactMap { $0.hexDigitValue.map { UInt8($0) } }
    guard values.count == 2 * SecretKey.length else { return nil }
    return SecretKey((0..<SecretKey.length).map { values[2 * $0] << 4 | values[2 * $0 + 1] })
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private static var reason: String { unsafe String(cString: strerror(errno)) }
}
