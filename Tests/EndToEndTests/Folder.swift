import FoundationEssentials
import Synchronization

/// A folder of one test that goes with it.
final class Folder: Sendable {
  private let root = FileManager.default.temporaryDirectory
    .appending(path: "innoreg-\(UUID().uuidString)")
  private let count = Mutex(0)

  init() throws {
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: root) }

  func path(_ name: String) -> String { root.appending(path: name).path }

  func next() -> Int {
    count.withLock { count in
      count += 1
      return count
    }
  }

  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try Data(text.utf8).write(to: URL(filePath: path(name)))
    return path(name)
  }

  func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path(name))), as: UTF8.self)
  }

  func copy(_ name: String, to target: String) throws {
    try FileManager.default.copyItem(atPath: path(name), toPath: path(target))
  }

  func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }
}
