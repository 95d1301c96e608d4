import Domain
import FoundationEssentials
import Matching
import UseCases

/// Tunes a few constants on four fifths of a judged collection and measures on the last fifth,
/// five times over, so that the figures are of problems that no constant has seen.
///
/// The search goes over one constant after another, twice, and takes a value only where its gain
/// exceeds the standard error of the gain over the problems: everything below may be chance.
struct CrossValidation {
  /// A constant and the values that are tried.
  private struct Constant: Sendable {
    let name: String
    let values: [Double]
    let set: @Sendable (Weights, Double) -> Weights

    init(
      _ name: String, _ path: any (WritableKeyPath<TextModel, Double> & Sendable),
      _ values: [Double]
    ) {
      self.name = name
      self.values = values
      set = { weights, value in weights.with { $0[keyPath: path] = value } }
    }

    init(_ signal: Signal, _ values: [Double]) {
      name = signal.rawValue
      self.values = values
      set = { weights, value in
        weights.with(signals: weights.signals.merging([signal: value]) { $1 })
      }
    }
  }

  private static let constants = [
    Constant("related", \.relatedShare, [0, 0.3, 0.5, 0.7]),
    Constant("broader", \.broaderShare, [0.4, 0.5, 0.65]),
    Constant("words", \.wordWeight, [0.2, 0.3, 0.4]),
    Constant("pairs", \.pairWeight, [0.2, 0.35, 0.5, 0.65]),
    Constant("concepts", \.conceptWeight, [2, 2.8, 3.6]),
    Constant("halfway", \.halfway, [0.1, 0.18, 0.3]),
    Constant(.field, [0.07, 0.11, 0.15]), Constant(.technology, [0.06, 0.09, 0.12]),
    Constant(.trackRecord, [0.03, 0.07, 0.11]),
  ]
  private static let folds = 5
  private static let rounds = 2

  private let reference: ReferenceData
  private let problems: JSON
  private let firms: JSON
  private let judgements: Judgements
  private var known: [(weights: Weights, measures: [RankingMeasures])] = []

  private init(folder: String) throws {
    func bytes(_ name: String) throws -> [UInt8] {
      [UInt8](try Data(contentsOf: URL(filePath: "\(folder)/\(name)")))
    }
    reference = try ReferenceData()
    problems = try JSONParser.parse(bytes("problems.json"))
    firms = try JSONParser.parse(bytes("firms.json"))
    judgements = try Judgements(tabSeparated: bytes("qrels.tsv"), file: "qrels.tsv")
  }

  /// Prints nDCG@10 and Recall@20 of every fold, and of all held-out problems together, for the
  /// weights that ship and for those that were found without the fold.
  static func run(folder: String) throws {
    var tool = try CrossValidation(folder: folder)
    let shipped = try tool.measures(.standard)
    var heldOut: [RankingMeasures] = []
    for fold in 0..<folds {
      let (training, test) = (
        shipped.indices.filter { $0 % folds != fold }, shipped.indices.filter { $0 % folds == fold }
      )
      let (weights, changes) = try tool.tuned(on: training)
      let found = try tool.measures(weights)
      heldOut += test.map { found[$0] }
      print("fold \(fold + 1)", line(test.map { found[$0] }), changes.joined(separator: " "))
    }
    print("shipped   ", line(shipped))
    print("cross-validated", line(heldOut))
  }

  private static func line(_ measures: [RankingMeasures]) -> String {
    func mean(_ value: (RankingMeasures) -> Double) -> String {
      let mean = measures.reduce(0) { $0 + value($1) } / Double(max(1, measures.count))
      return "\(Double(Int(mean * 1000 + 0.5)) / 1000)"
    }
    return "nDCG@10 \(mean(\.ndcg10)) Recall@20 \(mean(\.recall20))"
  }

  private mutating func tuned(on training: [Int]) throws -> (Weights, changes: [String]) {
    var best = Weights.standard
    var bestMeasures = try measures(best)
    var changes: [String: Double] = [:]
    for _ in 0..<Self.rounds {
      for constant in Self.constants {
        let start = best
        for value in constant.values {
          let other = constant.set(start, value)
          let found = try measures(other)
          let gains = training.map { Self.worth(found[$0]) - Self.worth(bestMeasures[$0]) }
          guard Self.isClear(gains) else { continue }
          (best, bestMeasures) = (other, found)
          changes[constant.name] = value
        }
      }
    }
    return (best, changes.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
  }

  private static func worth(_ measures: RankingMeasures) -> Double {
    measures.ndcg10 + measures.recall20
  }

  private static func isClear(_ gains: [Double]) -> Bool {
    let count = Double(gains.count)
    let mean = gains.reduce(0, +) / count
    let variance = gains.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(1, count - 1)
    return mean > 0 && mean * mean * count > variance
  }

  /// The measures of each judged problem, in the order of their names.
  private mutating func measures(_ weights: Weights) throws -> [RankingMeasures] {
    if let seen = known.first(where: { $0.weights == weights }) { return seen.measures }
    let evaluation = try Evaluation(
      problems: problems, organisations: [("firms.json", firms)], reference: reference,
      weights: weights)
    let rankings = evaluation.matches(judgedBy: judgements).rankings(by: weights)
    let measures = judgements.queries.map {
      RankingMeasures(ranking: rankings[$0] ?? [], judged: judgements.grades[$0] ?? [:])
    }
    known.append((weights, measures))
    return measures
  }
}
