/// The proposals for a problem in the order of what was said of them.
///
/// The rules are few and stated:
/// - A proposal counts with its consensus; as long as there is none, with the mean of the totals
///   that reviewers have locked. Reviews that are missing, waived, recused or barred count for
///   nothing: neither as zero nor as an average.
/// - Fewer than two counted reviews make a proposal `thin`.
/// - What is compared is what is shown, rounded to a hundredth.
/// - Of equal totals, more points on the heaviest criterion come first, then on the next; then the
///   lower cost. What is equal even then shares a rank and is marked `tied`: DOST decides, and
///   selecting wants a reason anyway.
package struct Ranking: Sendable, Equatable {
  /// Ranked proposals, the best first, then those without any score.
  package let standings: [Standing]

  /// Fewer counted reviews than this are thin.
  package static let fewest = 2

  /// What is known of one proposal.
  package struct Entry: Sendable, Equatable {
    /// The proposal.
    package let proposal: ID<Proposal>
    /// What it would cost in đồng; nil where it does not say.
    package let cost: Int64?
    /// The cards that count, in whatever order.
    package let cards: [Scorecard]
    /// What was agreed on; nil until then.
    package let consensus: Scorecard?

    /// Puts an entry together.
    package init(
      proposal: ID<Proposal>, cost: Int64?, cards: [Scorecard], consensus: Scorecard?
    ) {
      self.proposal = proposal
      self.cost = cost
      self.cards = cards
      self.consensus = consensus
    }
  }

  /// Where one proposal stands.
  package struct Standing: Sendable, Equatable {
    /// The proposal.
    package let proposal: ID<Proposal>
    /// Its place, 1 the best; nil without any score. Equal ones share a place, and the places
    /// after it stay empty.
    package let rank: Int?
    /// Whether others share its place.
    package let isTied: Bool
    /// Whether fewer than two reviews count.
    package let isThin: Bool
    /// What decides between it and the one before it; nil for the first.
    package let decidedBy: Decider?
    /// What it is ranked by, of 100.
    package let score: Hundredths?
    /// The totals of the reviews that count, the lowest first.
    package let totals: [Hundredths]
    /// Their mean.
    package let mean: Hundredths?
    /// Their standard deviation, of all of them and not of a sample.
    package let deviation: Hundredths?

    /// The lowest total.
    package var min: Hundredths? { totals.first }
    /// The highest total.
    package var max: Hundredths? { totals.last }
  }

  /// What puts one proposal before another.
  package enum Decider: Sendable, Equatable {
    case score
    /// A criterion, by key.
    case criterion(String)
    case cost
    /// Nothing: they are equal.
    case nothing

    /// The name in the API.
    package var text: String {
      switch self {
      case .score: "score"
      case .criterion(let key): "criterion:\(key)"
      case .cost: "cost"
      case .nothing: "nothing"
      }
    }
  }

  /// Ranks proposals. The order of entries and of their cards changes nothing; proposals that are
  /// equal in everything stand in the order of identifiers, on one place.
  package init(_ entries: [Entry], by plan: ReviewPlan) {
    let measured = entries.map { Measure($0, plan) }
    let ranked = measured.filter { $0.score != nil }.sorted { left, right in
      left.compare(right, plan)?.isBefore ?? (left.proposal < right.proposal)
    }
    var standings: [Standing] = []
    for (index, measure) in ranked.enumerated() {
      let before = index > 0 ? ranked[index - 1] : nil
      let decider = before.map { $0.compare(measure, plan)?.by ?? .nothing }
      let next = index + 1 < ranked.count ? ranked[index + 1] : nil
      let rank = decider == .nothing ? standings.last?.rank : index + 1
      standings.append(
        measure.standing(
          rank: rank,
          isTied: decider == .nothing || next.map { measure.compare($0, plan) == nil } == true,
          decidedBy: decider))
    }
    let rest = measured.filter { $0.score == nil }.sorted { $0.proposal < $1.proposal }
    self.standings = standings + rest.map { $0.standing(rank: nil, isTied: false, decidedBy: nil) }
  }

  /// What is compared of one proposal.
  private struct Measure {
    let proposal: ID<Proposal>
    let cost: Int64?
    let totals: [Hundredths]
    let score: Hundredths?
    /// What each criterion contributes, in the order in which they break ties.
    let contributions: [Hundredths]

    init(_ entry: Entry, _ plan: ReviewPlan) {
      proposal = entry.proposal
      cost = entry.cost
      let cards = entry.cards.filter { $0.total(by: plan) != nil }
      totals = cards.compactMap { $0.total(by: plan) }.sorted()
      let counted = entry.consensus.map { [$0] } ?? cards
      score = entry.consensus?.total(by: plan) ?? Hundredths.mean(of: totals)
      contributions = plan.byWeight.map { criterion in
        Hundredths.mean(
          of: counted.compactMap { $0.points(criterion.key) }.map(criterion.contribution))
          ?? .zero
      }
    }

    /// Which of the two comes first, and by what; nil where they are equal.
    func compare(_ other: Measure, _ plan: ReviewPlan) -> (isBefore: Bool, by: Decider)? {
      if score != other.score {
        return ((score ?? .zero) > (other.score ?? .zero), .score)
      }
      let keys = plan.byWeight.map(\.key)
      for (index, key) in keys.enumerated() where contributions[index] != other.contributions[index]
      {
        return (contributions[index] > other.contributions[index], .criterion(key))
      }
      // Whoever names no cost comes after those who do; a submitted proposal always names one.
      let (own, others) = (cost ?? .max, other.cost ?? .max)
      return own == others ? nil : (own < others, .cost)
    }

    func standing(rank: Int?, isTied: Bool, decidedBy: Decider?) -> Standing {
      Standing(
        proposal: proposal, rank: rank, isTied: isTied,
        isThin: totals.count < Ranking.fewest, decidedBy: decidedBy, score: score,
        totals: totals, mean: Hundredths.mean(of: totals),
        deviation: Hundredths.deviation(of: totals))
    }
  }
}
