import Domain
package import Matching

/// The signals of everything that matching finds for judged problems, so that weights can be
/// tried without matching again.
package struct JudgedMatches: Sendable {
  /// The grades.
  package let judgements: Judgements
  private let found: [String: [SignalValues<Organisation>]]

  /// Matches by the name of the problem; the judgements call organisations by their identifiers.
  init(_ found: [String: [SignalValues<Organisation>]], _ judgements: Judgements) {
    self.found = found.mapValues { candidates in
      candidates.sorted {
        $0.subject.text.utf8.lexicographicallyPrecedes($1.subject.text.utf8)
      }
    }
    self.judgements = judgements
  }

  /// The measures under these weights.
  package func measures(by weights: Weights) -> RankingMeasures {
    RankingMeasures(run: rankings(by: weights), judgements: judgements)
  }

  /// The first fifty organisations for each problem under these weights; ties by identifier.
  package func rankings(by weights: Weights) -> [String: [String]] {
    found.mapValues { candidates in
      let scored: [(score: Int, id: String)] = candidates.map {
        ($0.score(by: weights), $0.subject.text)
      }
      // Candidates stand in the order of their identifiers, and sorting keeps equals in theirs.
      let ranked = scored.sorted { $0.score > $1.score }
      return ranked.prefix(Evaluation.depth).map(\.id)
    }
  }

  /// One example for each judged problem, in the order of their names.
  var examples: [WeightFit.Example] {
    judgements.queries.map { query in
      let grades = judgements.grades[query] ?? [:]
      let candidates = found[query] ?? []
      let fractions = candidates.map(\.fractions)
      return WeightFit.Example(
        values: Signal.allCases.indices.map { signal in fractions.map { $0[signal] } },
        grades: candidates.map { grades[$0.subject.text] ?? 0 },
        ideal: RankingMeasures.gain(grades.values.sorted(by: >).prefix(10)))
    }
  }
}
