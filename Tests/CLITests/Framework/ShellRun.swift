import FoundationEssentials
import Glibc

/// A shell that is started for real.
enum ShellRun {
  static func isInstalled(_ shell: String) -> Bool {
    unsafe system("command -v \(shell) >/dev/null 2>&1") == 0
  }

  /// What a script prints and its exit status. It runs in a new folder that is also its home, so
  /// that the settings of whoever runs the tests neither matter nor change.
  static func run(
    _ shell: String, _ arguments: String = "", script: String
  ) throws -> (status: Int32, output: String) {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("innoreg-shell-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("script")
    try Data(script.utf8).write(to: file)
    let printed = folder.appendingPathComponent("printed")
    let status = unsafe system(
      "cd '\(folder.path)' && HOME=\"$PWD\" \(shell) \(arguments) script >printed 2>&1 </dev/null")
    let output = String(decoding: try Data(contentsOf: printed), as: UTF8.self)
    return (status, output)
  }
}
