package import Domain

/// What the signals of one match are worth, before they are weighed: a score under any weights
/// follows from it without reading a text again.
package struct SignalValues<Subject>: Sendable {
  /// Who or what is matched.
  package let subject: ID<Subject>
  /// Millionths, in the order of `Signal.allCases`.
  private let values: [Int]

  init(subject: ID<Subject>, components: [Component]) {
    self.subject = subject
    values = components.map { Int(($0.value * 1e6).rounded()) }
  }

  /// The values, 0 to 1, in the order of `Signal.allCases`.
  package var fractions: [Double] { values.map { Double($0) / 1e6 } }

  /// The score in millionths under these weights, exactly as a match would have it.
  package func score(by weights: Weights) -> Int {
    var sum = 0
    for (signal, value) in zip(Signal.allCases, values) {
      sum += Component.contribution(value: value, weight: weights.micros(signal))
    }
    return sum
  }
}
