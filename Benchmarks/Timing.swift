import Glibc

/// What time is counted in.
enum Clock {
  /// Time that passes; what a user waits for on a machine with nothing else to do.
  case wall
  /// Processor time of this process, which other processes on the machine disturb less.
  case processor

  /// Runs the work and says how many milliseconds it took.
  func milliseconds(_ work: () throws -> Void) rethrows -> Double {
    switch self {
    case .wall:
      let start = ContinuousClock.now
      try work()
      return start.duration(to: .now).inMilliseconds
    case .processor:
      let start = clock()
      try work()
      return Double(clock() - start) * 1e3 / Double(CLOCKS_PER_SEC)
    }
  }
}

/// How long repeated work took.
struct Timing {
  private let samples: [Double]

  /// Runs the work once unmeasured, then so many times.
  init(_ runs: Int, clock: Clock = .wall, _ work: (Int) throws -> Void) rethrows {
    try work(0)
    var samples: [Double] = []
    for run in 0..<runs { samples.append(try clock.milliseconds { try work(run) }) }
    self.samples = samples.sorted()
  }

  /// The duration that this share of the runs did not exceed, in milliseconds.
  func milliseconds(_ share: Double) -> Double {
    guard !samples.isEmpty else { return 0 }
    return samples[min(samples.count - 1, Int(share * Double(samples.count)))]
  }
}

extension Duration {
  /// The duration in milliseconds.
  var inMilliseconds: Double {
    Double(components.seconds) * 1e3 + Double(components.attoseconds) / 1e15
  }
}

extension Double {
  /// The number with so many decimals.
  func text(_ decimals: Int) -> String {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let whole = Int((self * scale).rounded())
    guard decimals > 0 else { return String(whole) }
    let digits = String(abs(whole))
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    return (whole < 0 ? "-" : "") + padded.dropLast(decimals) + "." + padded.suffix(decimals)
  }
}
