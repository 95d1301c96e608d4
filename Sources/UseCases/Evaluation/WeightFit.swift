/// Looks for weights of the signals that order judged matches better.
///
/// Coordinate ascent (Metzler and Croft 2007): one weight after the other is made a little larger
/// or smaller, all are scaled to sum to 1, and what raises the mean nDCG@10 stays. Moving away
/// from the weights one starts from has its price, so that a small or chance gain changes nothing.
/// There is no randomness in it.
enum WeightFit {
  /// One judged problem.
  struct Example: Sendable {
    /// By signal, in the order of `Signal.allCases`, its value for each candidate; candidates
    /// stand in the order of their identifiers, by which ties are broken.
    let values: [[Double]]
    /// The grade of each candidate.
    let grades: [Int]
    /// The gain of the best order.
    let ideal: Double

    /// The score of each candidate under these weights.
    func scores(_ weights: [Double]) -> [Double] {
      var scores = [Double](repeating: 0, count: grades.count)
      for (signal, weight) in weights.enumerated() {
        let column = values[signal]
        for candidate in scores.indices { scores[candidate] += weight * column[candidate] }
      }
      return scores
    }

    /// nDCG@10 under these weights.
    func ndcg(_ weights: [Double]) -> Double { ndcg(scores(weights), adding: 0, of: 0) }

    /// nDCG@10 of these scores with so much more of one signal.
    func ndcg(_ scores: [Double], adding shift: Double, of signal: Int) -> Double {
      guard ideal > 0 else { return 0 }
      let column = values[signal]
      var top: [(score: Double, grade: Int)] = []
      var least = -Double.infinity
      for candidate in scores.indices {
        let score = scores[candidate] + shift * column[candidate]
        guard score > least else { continue }
        top.insert(
          (score, grades[candidate]), at: top.firstIndex { $0.score < score } ?? top.count)
        if top.count > 10 { top.removeLast() }
        if top.count == 10 { least = top[9].score }
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
  ///
  /// Scaling all weights alike orders nothing anew, so that a step is tried by adding to the
  /// scores what the one signal gains.
  static func fit(_ examples: [Example], from start: [Double]) -> [Double] {
    func cost(_ weights: [Double]) -> Double {
      price * zip(weights, start).reduce(0) { $0 + abs($1.0 - $1.1) } / 2
    }
    var best = start
    var bestWorth = mean(examples.map { $0.ndcg(start) })
    for _ in 0..<rounds {
      var isBetter = false
      for signal in start.indices {
        let before = best
        let scores = examples.map { $0.scores(before) }
        for step in steps {
          var tried = before
          tried[signal] *= step
          let sum = tried.reduce(0, +)
          guard sum > 0 else { continue }
          tried = tried.map { $0 / sum }
          let shift = before[signal] * (step - 1)
          let gained = mean(
            zip(examples, scores).map { $0.ndcg($1, adding: shift, of: signal) })
          let worth = gained - cost(tried)
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
