import Domain

/// Finds the best records of an index: exactly those that scoring every record would find.
///
/// A first look bounds what each record can score. A few with the highest bounds are scored, then
/// every record whose bound reaches the score of the last one kept so far.
struct Ranking {
  /// A record with what was found of it.
  struct Ranked {
    let candidate: Retrieval.Candidate
    let id: String
    let score: Int
    let measure: TextScorer.Measure

    /// Best first, ties by identifier.
    static func precedes(_ left: Ranked, _ right: Ranked) -> Bool {
      left.score == right.score
        ? left.id.utf8.lexicographicallyPrecedes(right.id.utf8) : left.score > right.score
    }
  }

  private let index: Index
  private let words: [QueryWords]
  private let scoring: Scoring
  private var scorer: TextScorer
  private var retrieval: Retrieval
  private var eligible: Leaders<Ranked>
  private var barred = Leaders<Ranked>(limit: barredLimit, by: Ranked.precedes)
  /// Records that were scored first, by part.
  private var scored: [Set<Int>]

  /// How many of the barred are kept.
  private static let barredLimit = 20
  /// How many are scored first, for each that is wanted.
  private static let pilots = 3

  init(query: Query, index: Index, limit: Int, scorer: TextScorer, scoring: Scoring) {
    self.index = index
    self.scoring = scoring
    self.scorer = scorer
    words = QueryWords.tables(query, index)
    retrieval = Retrieval(query, words, in: index)
    eligible = Leaders(limit: limit, by: Ranked.precedes)
    scored = index.parts.map { _ in [] }
  }

  /// The best eligible records, and the barred ones that would be among them.
  mutating func best(
    limit: Int, standing: (Facts) -> Retrieval.Standing
  ) -> (eligible: [Ranked], barred: [Ranked]) {
    let pilots = retrieval.best(limit * Self.pilots) { candidate in
      let part = index.parts[candidate.part]
      return part.live.contains(candidate.record)
        && standing(part.segment.records.facts[candidate.record]) == .eligible
    }
    for candidate in pilots {
      scored[candidate.part].insert(candidate.record)
      if let ranked = ranked(candidate) { eligible.insert(ranked) }
    }
    // With room left everything counts that meets the query at all.
    if !eligible.isFull { retrieval.complete() }
    for part in index.parts.indices { scan(part, standing) }
    let threshold = eligible.isFull ? eligible.worst?.score ?? 0 : 0
    return (eligible.sorted(), barred.sorted().filter { $0.score >= threshold })
  }

  private mutating func scan(_ number: Int, _ standing: (Facts) -> Retrieval.Standing) {
    let part = index.parts[number]
    let sums = retrieval.sums[number]
    let first = scored[number]
    var floor = self.floor
    var least = least(for: floor)
    for record in sums.indices where sums[record] >= least {
      guard part.live.contains(record), !first.contains(record) else { continue }
      let facts = part.segment.records.facts[record]
      let capability = scorer.share(retrieval.weight(sums[record]))
      guard scoring.bound(capability: capability, facts) + Self.rounding >= floor else { continue }
      let candidate = Retrieval.Candidate(part: number, record: record)
      switch standing(facts) {
      case .outside: continue
      case .eligible:
        if let ranked = ranked(candidate) { eligible.insert(ranked) }
        if floor != self.floor {
          floor = self.floor
          least = self.least(for: floor)
        }
      case .barred:
        if barred.isFull, let worst = barred.worst,
          scoring.bound(capability: capability, facts) + Self.rounding < worst.score
        {
          continue
        }
        if let ranked = ranked(candidate) { barred.insert(ranked) }
      }
    }
  }

  /// Millionths by which a bound may be wrong since its parts were added in another order.
  private static let rounding = 8

  /// The score that a record must reach to be among the best.
  private var floor: Int { eligible.isFull ? eligible.worst?.score ?? 0 : 0 }

  /// The least sum with which any record can reach a score.
  private func least(for score: Int) -> UInt32 {
    var low: UInt32 = retrieval.rest > 0 ? 0 : 1
    var high = UInt32.max / 2
    while low < high {
      let middle = low + (high - low) / 2
      let capability = scorer.share(retrieval.weight(middle))
      if scoring.bound(capability: capability) + Self.rounding >= score {
        high = middle
      } else {
        low = middle + 1
      }
    }
    return low
  }

  private mutating func ranked(_ candidate: Retrieval.Candidate) -> Ranked? {
    let segment = index.parts[candidate.part].segment
    let measure = scorer.measure(candidate.record, of: segment, words[candidate.part])
    guard measure.capability > 0 else { return nil }
    return Ranked(
      candidate: candidate, id: segment.records.id(candidate.record),
      score: scoring.score(measure, segment.records.facts[candidate.record]), measure: measure)
  }
}
