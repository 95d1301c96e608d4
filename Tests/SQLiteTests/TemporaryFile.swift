import FoundationEssentials
import SQLite

/// A database file of one test, removed with everything SQLite puts beside it.
final class TemporaryFile: Sendable {
  let path: String

  init() {
    path = FileManager.default.temporaryDirectory
      .appending(path: "innoreg-sqlite-\(UUID().uuidString).db").path()
  }

  deinit {
    for suffix in ["", "-wal", "-shm", "-journal"] {
      try? FileManager.default.removeItem(atPath: path + suffix)
    }
  }

  /// A connection to it with one table.
  func connection() throws -> Connection {
    var connection = try Connection(path: path, mode: .create)
    try connection.script("CREATE TABLE IF NOT EXISTS t (a INTEGER PRIMARY KEY, b)")
    return connection
  }
}
