import FoundationEssentials
import Glibc

/// How much memory of this process is resident (Linux).
enum ResidentMemory {
  /// Bytes resident now, after what is free has gone back to the system.
  static func bytes() -> Int {
    giveBack()
    return status("VmRSS:")
  }

  /// Calls `malloc_trim`, which the Glibc module leaves out.
  private static func giveBack() {
    typealias Trim = @convention(c) (Int) -> CInt
    guard let program = unsafe dlopen(nil, RTLD_NOW),
      let symbol = unsafe dlsym(program, "malloc_trim")
    else { return }
    _ = unsafe unsafeBitCast(symbol, to: Trim.self)(0)
  }

  /// The most bytes resident at once since `forgetPeak`.
  static func peakBytes() -> Int { status("VmHWM:") }

  /// Lets the peak start again from now; the kernel takes a 5 for that (proc(5)).
  static func forgetPeak() {
    try? Data("5".utf8).write(to: URL(filePath: "/proc/self/clear_refs"))
  }

  private static func status(_ name: String) -> Int {
    guard let file = FileManager.default.contents(atPath: "/proc/self/status") else { return 0 }
    let lines = String(decoding: file, as: UTF8.self).split(separator: "\n")
    let line = lines.first { $0.hasPrefix(name) }
    return (line?.split(separator: " ").compactMap { Int($0) }.first).map { $0 * 1024 } ?? 0
  }
}
