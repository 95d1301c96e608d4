import FoundationEssentials
import Glibc

/// Runs a program found in `PATH` and returns its exit status, or `nil` where there is none.
func run(_ arguments: [String]) -> Int32? {
  var strings: [UnsafeMutablePointer<CChar>?] = unsafe arguments.map { unsafe strdup($0) }
  unsafe strings.append(nil)
  defer { unsafe strings.forEach { unsafe free($0) } }
  var child: pid_t = 0
  guard unsafe posix_spawnp(&child, arguments[0], nil, nil, strings, environ) == 0 else {
    return nil
  }
  var status: Int32 = 0
  guard unsafe waitpid(child, &status, 0) == child else { return nil }
  return status & 0x7F == 0 ? (status >> 8) & 0xFF : -1
}

/// A directory that is gone after use.
func withTemporaryDirectory(_ use: (String) throws -> Void) throws {
  let path = FileManager.default.temporaryDirectory
    .appending(path: "http-tests-\(UUID().uuidString)").path()
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: path) }
  try use(path)
}
