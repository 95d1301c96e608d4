/// How good rankings are, as means over queries, all 0 to 1.
package struct RankingMeasures: Sendable, Equatable {
  /// Normalised discounted cumulative gain of the first ten: gain 2^grade − 1, discount
  /// log2(rank + 1), against the best order of everything judged (Järvelin and Kekäläinen 2002).
  package let ndcg10: Double
  /// Share of what has grade 1 or more that is among the first twenty.
  package let recall20: Double
  /// Share of the first five that has grade 1 or more.
  package let precision5: Double
  /// Share of the first ten that was judged at all.
  package let judged10: Double

  private init(ndcg10: Double, recall20: Double, precision5: Double, judged10: Double) {
    self.ndcg10 = ndcg10
    self.recall20 = recall20
    self.precision5 = precision5
    self.judged10 = judged10
  }

  /// The measures of one ranking; what was not judged counts as grade 0.
  package init(ranking: [String], judged: [String: Int]) {
    func grade(_ item: String) -> Int { judged[item] ?? 0 }
    let top = ranking.prefix(10)
    let ideal = Self.gain(judged.values.sorted(by: >).prefix(10))
    let relevant = judged.values.count { $0 > 0 }
    ndcg10 = ideal > 0 ? Self.gain(top.map(grade)) / ideal : 0
    recall20 =
      relevant > 0 ? Double(ranking.prefix(20).count { grade($0) > 0 }) / Double(relevant) : 0
    precision5 = Double(ranking.prefix(5).count { grade($0) > 0 }) / 5
    judged10 =
      top.isEmpty ? 0 : Double(top.count { judged[$0] != nil }) / Double(top.count)
  }

  /// The means over all queries that have something to find; one that is not in the run counts 0.
  package init(run: [String: [String]], judgements: Judgements) {
    let queries = judgements.queries
    let each = queries.map {
      RankingMeasures(ranking: run[$0] ?? [], judged: judgements.grades[$0] ?? [:])
    }
    func mean(_ value: (RankingMeasures) -> Double) -> Double {
      each.isEmpty ? 0 : each.reduce(0) { $0 + value($1) } / Double(each.count)
    }
    self.init(
      ndcg10: mean(\.ndcg10), recall20: mean(\.recall20), precision5: mean(\.precision5),
      judged10: mean(\.judged10))
  }

  /// log2(rank + 1) for the ranks 1 to 10.
  private static let discounts = [
    1, 1.584_962_500_721_156, 2, 2.321_928_094_887_362, 2.584_962_500_721_156,
    2.807_354_922_057_604, 3, 3.169_925_001_442_312, 3.321_928_094_887_362,
    3.459_431_618_637_297,
  ]

  /// The discounted gain of the first ten grades in the order of a ranking.
  static func gain(_ grades: some Sequence<Int>) -> Double {
    zip(grades, discounts).reduce(0) { $0 + Double(1 << $1.0 - 1) / $1.1 }
  }
}
