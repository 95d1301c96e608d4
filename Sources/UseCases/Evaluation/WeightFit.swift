/// Looks for weights of the signals that order judged matches better.
///
/// Coordinate ascent (Metzler and Croft 2007): one weight after the other is made a little larger
/// or smaller, all are scaled to sum to 1, and what raises the mean nDCG@10 stays. Moving away
/// from the weights one starts from has its price, so that a small or chance gain changes nothing.
/// There is no randomness in it.
enum WeightFit {
  /// One judged problem.
  struct Example: Sendable {
    /// The signals of each candidate, in the order of `Signal.allCases`; candidates stand in the
    /// order of their identifiers, by which ties are broken.
    let values: [[Double]]
    /// The grade of each candidate.
    let grades: [Int]
    /// The gain of the best order.
    let ideal: Double

    /// nDCG@10 under these weights.
    func ndcg(_ weights: [Double]) -> Double {
      guard ideal > 0 else { return 0 }
      var top: [(score: Double, grade: Int)] = []
      for (place, candidate) in values.enumerated() {
        var score = 0.0
        for signal in weights.indices { score += weights[signal] * candidate[signal] }
        guard top.count < 10 || score > top[top.count - 1].score else { continue }
        let position = top.firstIndex { $0.score < score } ?? top.count
        top.insert((score, grades[place]), at: position)
        if top.count > 10 { top.removeLast() }
      }
      return RankingMeasures.gain(top.map(\.grade)) / ideal
    }
  }

  /// What nDCG must be gained for moving all of the weight elsewhere: a tenth of the weight has
  /// to bring 0.01.
  static let price = 0.1
  private static let steps = [0.5, 0.8, 1.25, 2.0]
  private static let rounds = 20

  /// The best weights found from a start, by signal as in `Signal.allCases`; they sum to 1.
  static func fit(_ examples: [Example], from start: [Double]) -> [Double] {
    func worth(_ weights: [Double]) -> Double {
      let moved = zip(weights, start).reduce(0) { $0 + abs($1.0 - $1.1) } / 2
      return mean(examples.map { $0.ndcg(weights) }) - price * moved
    }
    var best = start
    var bestWorth = worth(start)
    for _ in 0..<rounds {
      var isBetter = false
      for signal in start.indices {
        let before = best
        for step in steps {
          var tried = before
          tried[signal] *= step
          let sum = tried.reduce(0, +)
          guard sum > 0 else { continue }
          tried = tried.map { $0 / sum }
          let worth = worth(tried)
          if worth > bestWorth + 1e-9 {
            (best, bestWorth, isBetter) = (tried, worth, true)
          }
        }
      }
      if !isBetter { break }
    }
    return best
  }

  static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
  }

  /// The standard error of a mean.
  static func standardError(_ values: [Double]) -> Double {
    guard values.count > 1 else { return 0 }
    let mean = mean(values)
    let variance =
      values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
    return (variance / Double(values.count)).squareRoot()
  }
}
