import Domain
import Glibc
import Web

/// A file that a command reads, or standard input under the name `-`.
struct InputFile {
  let name: String
  let bytes: [UInt8]

  /// Reads everything, from a pipe too.
  ///
  /// - Throws: `Failure` with exit code 66 where it cannot be read.
  init(_ name: String, _ language: Language) throws(Failure) {
    self.name = name
    let file = name == "-" ? STDIN_FILENO : unsafe open(name, O_RDONLY | O_CLOEXEC)
    defer { if file > STDIN_FILENO { _ = close(file) } }
    guard file >= 0, let bytes = Self.read(file) else {
      let reason =
        errno == ENOENT
        ? language(vi: "không có tệp đó", en: "there is no such file")
        : unsafe String(cString: strerror(errno))
      throw Failure(
        .noInput, language(vi: "không đọc được \(name)", en: "cannot read \(name)"), reason)
    }
    self.bytes = bytes
  }

  /// The one JSON value that it holds.
  func json(_ voice: Voice) throws(Failure) -> JSON {
    do { return try JSONParser.parse(bytes) } catch {
      let failure = voice.failure(.notJSON(error))
      throw Failure(failure.code, lines: ["\(name): \(failure.lines.first ?? "")"])
    }
  }

  /// Whether there is such a file or folder.
  static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// - Returns: nil where reading fails, with the reason in `errno`
  private static func read(_ file: Int32) -> [UInt8]? {
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe part.withUnsafeMutableBytes {
        unsafe Glibc.read(file, $0.baseAddress, $0.count)
      }
      if count > 0 {
        bytes += part[..<count]
      } else if count == 0 {
        return bytes
      } else if errno != EINTR {
        return nil
      }
    }
  }
}
