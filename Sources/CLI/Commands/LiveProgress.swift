import Synchronization

/// A progress bar that several closures may update, on the clock of the process.
final class LiveProgress: Sendable {
  private let bar: Mutex<ProgressBar>
  private let start = ContinuousClock.now

  init(_ label: String, total: Int?, terminal: Terminal) {
    bar = Mutex(ProgressBar(label, total: total, terminal: terminal))
  }

  func update(_ done: Int) {
    let elapsed = ContinuousClock.now - start
    bar.withLock { $0.update(done, at: elapsed) }
  }

  func finish(_ done: Int) {
    let elapsed = ContinuousClock.now - start
    bar.withLock { $0.finish(done, at: elapsed) }
  }

  /// Takes the bar off the line before something else is said there.
  func clear() { bar.withLock { $0.clear() } }
}

extension Duration {
  /// Whole milliseconds.
  var milliseconds: Int64 {
    components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
  }

  /// Seconds with two decimals: `0.35 s`.
  func text(_ voice: Voice) -> String {
    let hundredths = milliseconds / 10
    let rest = hundredths % 100
    return voice.decimal("\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest) s")
  }
}
