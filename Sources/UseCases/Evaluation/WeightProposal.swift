package import Matching

/// Weights that judgements speak for, with what cross-validation says of them; it changes nothing.
package struct WeightProposal: Sendable {
  /// One part of the problems, measured with weights that were fitted on all others.
  package struct Fold: Sendable, Equatable {
    /// How many problems.
    package let problems: Int
    /// Their mean nDCG@10 with the current weights.
    package let current: Double
    /// Their mean nDCG@10 with the weights that were fitted without them.
    package let proposed: Double
  }

  /// Why there is no proposal.
  package enum Refusal: Error, Sendable, Equatable {
    /// Too few problems have something to find: what fits so few fits no others.
    case tooFew(problems: Int, needed: Int)
  }

  /// What matches are made with now.
  package let current: Weights
  /// What is proposed; the current ones where nothing better was found.
  package let proposed: Weights
  /// The parts.
  package let folds: [Fold]
  /// How many problems were judged.
  package let problems: Int
  /// Mean nDCG@10 of the held-out problems with the current weights.
  package let currentNDCG: Double
  /// The same with the weights fitted without them.
  package let proposedNDCG: Double
  /// The standard error of the difference, over problems.
  package let standardError: Double

  /// What fitting gains on problems that it has not seen.
  package var gain: Double { proposedNDCG - currentNDCG }

  /// Whether the gain is more than its standard error; below, it may well be chance.
  package var isGainClear: Bool { gain > standardError }

  /// Whether anything else than the current weights is proposed.
  package var isDifferent: Bool { proposed.signals != current.signals }

  /// The least number of problems from which weights are proposed.
  package static let leastProblems = 10
  private static let foldCount = 5

  /// Fits weights to judged matches and cross-validates the fit in five parts by problem.
  /// - Throws: `Refusal` where there are fewer than `leastProblems`.
  package init(from matches: JudgedMatches, current: Weights) throws(Refusal) {
    let examples = matches.examples
    guard examples.count >= Self.leastProblems else {
      throw .tooFew(problems: examples.count, needed: Self.leastProblems)
    }
    let start = Signal.allCases.map { current[$0] }
    var folds: [Fold] = []
    var before = [Double](repeating: 0, count: examples.count)
    var after = before
    for fold in 0..<Self.foldCount {
      let held = examples.indices.filter { $0 % Self.foldCount == fold }
      let others = examples.indices.filter { $0 % Self.foldCount != fold }
      let fitted = WeightFit.fit(others.map { examples[$0] }, from: start)
      for problem in held {
        before[problem] = examples[problem].ndcg(start)
        after[problem] = examples[problem].ndcg(fitted)
      }
      folds.append(
        Fold(
          problems: held.count, current: WeightFit.mean(held.map { before[$0] }),
          proposed: WeightFit.mean(held.map { after[$0] })))
    }
    let fitted = WeightFit.fit(examples, from: start)
    let isSame = fitted == start
    let signals = Dictionary(uniqueKeysWithValues: zip(Signal.allCases, fitted))
    proposed = isSame ? current : current.with(signals: signals).namedByContent
    self.current = current
    self.folds = folds
    problems = examples.count
    currentNDCG = WeightFit.mean(before)
    proposedNDCG = WeightFit.mean(after)
    standardError = WeightFit.standardError(zip(after, before).map { $0 - $1 })
  }
}

extension Weights {
  /// The same weights under a name that follows from them and from what they came from, such as
  /// `2026-2+3fa92c`: other weights get another name.
  fileprivate var namedByContent: Weights {
    // FNV-1a, 32 bits; it need not withstand anybody, since a used name is refused.
    var hash: UInt32 = 2_166_136_261
    for signal in Signal.allCases {
      for byte in "\(signal.rawValue)=\(micros(signal));".utf8 {
        hash = (hash ^ UInt32(byte)) &* 16_777_619
      }
    }
    let digits = String(hash & 0xFFFFFF, radix: 16)
    let base = version.prefix { $0 != "+" }.prefix(30)
    let name = base + "+" + String(repeating: "0", count: 6 - digits.count) + digits
    return with(version: String(name), signals: signals)
  }
}
