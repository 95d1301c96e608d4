import Domain

/// Finds the best records of an index for a query.
///
/// The first look and the coded facts give every record an estimate; the records with the best
/// estimates are then scored word by word. On 100,000 made-up firms 1,185 of the best twenty for
/// each of sixty problems are those of scoring every record.
struct Ranking {
  /// A record with what was found of it.
  struct Ranked {
    let candidate: Retrieval.Candidate
    let score: Int
    let measure: TextScorer.Measure
  }

  private struct Estimate {
    let value: Double
    let candidate: Retrieval.Candidate
  }

  private let index: Index
  /// Which words of each part meet the query.
  let words: [QueryWords]
  private let scoring: Scoring
  private var scorer: TextScorer
  private let query: Query

  /// How many records are scored for each that is wanted, and at least.
  private static let pool = (each: 4, least: 80)
  /// How many records for each that is scored are looked at before the others.
  private static let first = 4
  /// How many of the barred are kept.
  private static let barredLimit = 20
  /// By how much a score may exceed its estimate, as a rule: beyond it, a record is not scored.
  private static let margin = 0.1
  /// So many scores tell by how much those of this query exceed their estimates; a little more is
  /// allowed to those that follow.
  private static let sample = (count: 20, slack: 0.005)
  /// The step in which the lower end of the estimates is followed.
  private static let step = 0.002

  init(query: Query, index: Index, scorer: TextScorer, scoring: Scoring) {
    self.query = query
    self.index = index
    self.scoring = scoring
    self.scorer = scorer
    words = QueryWords.tables(query, index)
  }

  /// The best eligible records, and the barred ones that would be among them.
  mutating func best(
    _ limit: Int, standing: (Facts) -> Retrieval.Standing
  ) -> (eligible: [Ranked], barred: [Ranked]) {
    guard limit > 0 else { return ([], []) }
    var retrieval = Retrieval(query, words, in: index)
    let wanted = max(Self.pool.least, limit * Self.pool.each)
    var pool = pool(wanted, retrieval, standing)
    if !pool.isFull, retrieval.isPartial {
      retrieval.complete()
      pool = self.pool(wanted, retrieval, standing)
    }
    let eligible = ranked(pool.eligible, limit, from: 0).prefix(limit)
    let threshold = eligible.count < limit ? 0 : eligible.last?.score ?? 0
    let barred = ranked(pool.barred, Self.barredLimit, from: threshold)
      .prefix { $0.score >= threshold }.prefix(Self.barredLimit)
    return (Array(eligible), Array(barred))
  }

  private func pool(
    _ wanted: Int, _ retrieval: Retrieval, _ standing: (Facts) -> Retrieval.Standing
  ) -> (eligible: [Estimate], barred: [Estimate], isFull: Bool) {
    func precedes(_ left: Estimate, _ right: Estimate) -> Bool {
      left.value == right.value
        ? index.isOrdered(left.candidate, right.candidate) : left.value > right.value
    }
    var eligible = Leaders(limit: wanted, by: precedes)
    var barred = Leaders(limit: 2 * Self.barredLimit, by: precedes)
    var floor = 0.0
    // By tier; the last one is the least of all.
    var least = ContiguousArray<UInt16>(repeating: 1, count: scoring.tierCount)
    let last = least.count - 1
    var found: ContiguousArray<UInt16> = []
    func look(_ range: ClosedRange<UInt16>) {
      for (number, part) in index.parts.enumerated() {
        let sums = retrieval.sums[number]
        let records = part.segment.records
        var count = retrieval.records(of: number, within: range, into: &found)
        count = reaching(least, number, sums, &found, count)
        for record in found[..<count].lazy.map(Int.init)
        where sums[record] >= least[scoring.tier(records.leanings[record])] {
          let value = scoring.estimate(
            capability: scorer.share(retrieval.weight(sums[record])), records.facts[record])
          guard value >= floor, part.live.contains(record) else { continue }
          let estimate = Estimate(
            value: value, candidate: Retrieval.Candidate(part: number, record: record))
          switch standing(records.facts[record]) {
          case .eligible: eligible.insert(estimate)
          case .barred: barred.insert(estimate)
          case .outside: break
          }
          if eligible.isFull, let worst = eligible.worst, worst.value > floor + Self.step {
            floor = worst.value
            for tier in least.indices {
              least[tier] = self.least(for: floor, tier, retrieval, from: least[tier])
            }
          }
        }
      }
    }
    // The largest sums first: with them, most of the others need no look at their facts.
    let first = retrieval.least(ofLargest: wanted * Self.first)
    look(first...(.max))
    if first > least[last] { look(least[last]...(first - 1)) }
    return (eligible.sorted(), barred.sorted(), eligible.isFull)
  }

  /// Keeps of the first so many records those whose sums reach what their tier needs.
  /// - Returns: how many they are.
  private func reaching(
    _ least: ContiguousArray<UInt16>, _ part: Int, _ sums: ContiguousArray<UInt16>,
    _ found: inout ContiguousArray<UInt16>, _ count: Int
  ) -> Int {
    let leanings = index.parts[part].segment.records.leanings
    let values = sums.span
    var records = found.mutableSpan
    var kept = 0
    for place in 0..<count {
      let record = records[place]
      records[kept] = record
      let needed = least[scoring.tier(leanings[Int(record)])]
      kept &+= values[Int(record)] >= needed ? 1 : 0
    }
    return kept
  }

  /// The least sum with which any record of a tier can be estimated so high; it is no smaller than
  /// the one that is known for less, and mostly near it.
  private func least(
    for value: Double, _ tier: Int, _ retrieval: Retrieval, from known: UInt16
  ) -> UInt16 {
    func reaches(_ sum: UInt16) -> Bool {
      let capability = scorer.share(retrieval.weight(sum))
      return scoring.mostEstimated(capability: capability, tier: tier) >= value
    }
    var low = known
    var high = known
    var stride = 32
    while high < .max, !reaches(high) {
      low = high + 1
      high = UInt16(clamping: Int(high) + stride)
      stride *= 2
    }
    while low < high {
      let middle = low + (high - low) / 2
      if reaches(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// Scores those that can be among the best so many and reach so high, best first.
  private mutating func ranked(
    _ pool: [Estimate], _ limit: Int, from threshold: Int
  ) -> [Ranked] {
    var ranked: [Ranked] = []
    var best = Leaders<Int>(limit: limit, by: >)
    var surplus = -Double.infinity
    for estimate in pool {
      let floor = best.isFull ? max(threshold, best.worst ?? 0) : threshold
      let margin =
        ranked.count >= Self.sample.count ? surplus + Self.sample.slack : Self.margin
      if estimate.value + margin < Double(floor) / 1e6 { break }
      let candidate = estimate.candidate
      let segment = index.parts[candidate.part].segment
      let measure = scorer.measure(candidate.record, of: segment, words[candidate.part])
      guard measure.capability > 0 else { continue }
      let score = scoring.score(measure, segment.records.facts[candidate.record])
      best.insert(score)
      surplus = max(surplus, Double(score) / 1e6 - estimate.value)
      ranked.append(Ranked(candidate: candidate, score: score, measure: measure))
    }
    return ranked.sorted {
      $0.score == $1.score
        ? index.isOrdered($0.candidate, $1.candidate) : $0.score > $1.score
    }
  }
}

extension Index {
  /// The identifier of a record.
  func id(_ candidate: Retrieval.Candidate) -> String {
    parts[candidate.part].segment.records.id(candidate.record)
  }

  /// Whether the identifier of one record comes before that of the other.
  fileprivate func isOrdered(
    _ left: Retrieval.Candidate, _ right: Retrieval.Candidate
  ) -> Bool {
    func bytes(_ candidate: Retrieval.Candidate) -> ContiguousArray<UInt8>.SubSequence {
      parts[candidate.part].segment.records.idBytes(candidate.record)
    }
    return bytes(left).lexicographicallyPrecedes(bytes(right))
  }
}
