import FoundationEssentials
import Synchronization

/// A folder of one test that goes with it.
package final class Folder: Sendable {
  private let root = FileManager.default.temporaryDirectory
    .appending(path: "innoreg-\(UUID().uuidString)")
  private let count = Mutex(0)

  /// Makes it, empty.
  package init() throws {
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: root) }

  /// Where a file of that name lies in it.
  package func path(_ name: String) -> String { root.appending(path: name).path }

  /// A number that was not given before, for names of files.
  package func next() -> Int {
    count.withLock { count in
      count += 1
      return count
    }
  }

  /// Writes a file and says where it lies.
  @discardableResult
  package func write(_ text: String, to name: String) throws -> String {
    try Data(text.utf8).write(to: URL(filePath: path(name)))
    return path(name)
  }

  /// What a file says.
  package func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path(name))), as: UTF8.self)
  }

  /// The names of what lies in it.
  package var names: [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: path(""))) ?? []
  }

  /// Copies a file within it.
  package func copy(_ name: String, to target: String) throws {
    try FileManager.default.copyItem(atPath: path(name), toPath: path(target))
  }

  /// Whether a file of that name lies in it.
  package func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }
}
