import Domain
import Testing

/// The arithmetic of scores and the order of proposals.
@Suite struct RankingTests {
  static let plan = ReviewPlan(
    problem: ID("p"),
    criteria: [
      Criterion(key: "cost", title: "Chi phí", weight: 20, maxPoints: 5),
      Criterion(key: "fit", title: "Đáp ứng", weight: 50, maxPoints: 10),
      Criterion(key: "team", title: "Năng lực", weight: 30, maxPoints: 7),
    ], updatedAt: Instant(seconds: 0))

  /// Points in hundredths by the order of the criteria.
  private func card(_ points: Int...) -> Scorecard {
    Scorecard(
      scores: zip(Self.plan.criteria, points).map {
        Scorecard.Score(criterion: $0.key, points: Hundredths($1))
      })
  }

  private func entry(
    _ id: String, _ cards: [Scorecard], consensus: Scorecard? = nil, cost: Int64? = 100
  ) -> Ranking.Entry {
    Ranking.Entry(proposal: ID(id), cost: cost, cards: cards, consensus: consensus)
  }

  private func ranks(_ entries: [Ranking.Entry]) -> [String] {
    Ranking(entries, by: Self.plan).standings.map {
      "\($0.proposal) \($0.rank.map(String.init) ?? "–")\($0.isTied ? "=" : "")"
        + ($0.decidedBy.map { " \($0.text)" } ?? "")
    }
  }

  @Test func fullPointsAreAHundredAndNoneAreNothing() {
    #expect(card(500, 1000, 700).total(by: Self.plan) == Hundredths(10_000))
    #expect(card(0, 0, 0).total(by: Self.plan) == .zero)
    #expect(card(500, 1000).total(by: Self.plan) == nil, "a criterion without points")
    // 30 × 1.00 ÷ 7 = 4.2857…, rounded where it is shown.
    #expect(card(0, 0, 100).total(by: Self.plan) == Hundredths(429))
  }

  @Test func aTotalIsTheSumOfWhatIsShown() {
    var seed = Seeded(11)
    for _ in 0..<500 {
      let plan = randomPlan(&seed)
      let card = randomCard(plan, &seed)
      let sum = plan.criteria.reduce(0) { sum, criterion in
        sum + criterion.contribution(of: card.points(criterion.key) ?? .zero).count
      }
      #expect(card.total(by: plan)?.count == sum)
      #expect((0...10_000 + plan.criteria.count).contains(sum))
    }
  }

  @Test func morePointsNeverMakeLess() {
    var seed = Seeded(12)
    for _ in 0..<300 {
      let plan = randomPlan(&seed)
      let criterion = seed.pick(plan.criteria)
      let points = (0..<2).map { _ in seed.number(0...criterion.maxPoints * 100) }.sorted()
      #expect(
        criterion.contribution(of: Hundredths(points[0]))
          <= criterion.contribution(of: Hundredths(points[1])))
    }
  }

  @Test func neitherTheOrderOfReviewersNorOfProposalsMatters() {
    var seed = Seeded(13)
    for _ in 0..<200 {
      let plan = randomPlan(&seed)
      var entries = (0..<seed.number(1...8)).map { number in
        Ranking.Entry(
          proposal: ID("o\(number)"), cost: seed.chance(20) ? nil : Int64(seed.number(1...3)),
          cards: (0..<seed.number(0...5)).map { _ in randomCard(plan, &seed, few: true) },
          consensus: seed.chance(30) ? randomCard(plan, &seed, few: true) : nil)
      }
      let before = Ranking(entries, by: plan)
      entries = entries.map {
        Ranking.Entry(
          proposal: $0.proposal, cost: $0.cost, cards: $0.cards.shuffled(using: &seed),
          consensus: $0.consensus)
      }.shuffled(using: &seed)
      #expect(Ranking(entries, by: plan) == before)
      let ranked = before.standings.filter { $0.rank != nil }
      for (left, right) in zip(ranked, ranked.dropFirst()) {
        #expect((left.score ?? .zero) >= (right.score ?? .zero))
        #expect((left.rank == right.rank) == (right.decidedBy == .nothing))
        if left.rank == right.rank { #expect(left.isTied && right.isTied) }
      }
      for (place, standing) in ranked.enumerated() where standing.decidedBy != .nothing {
        #expect(standing.rank == place + 1, "places after shared ones stay empty")
      }
    }
  }

  @Test func missingReviewsCountForNothing() throws {
    let standings = Ranking(
      [
        entry("one", [card(500, 1000, 700)]),
        entry("two", [card(400, 900, 700), card(400, 900, 700)]),
        entry("none", []), entry("partly", [card(500, 1000)]),
      ], by: Self.plan
    ).standings
    #expect(standings.map { $0.proposal.text } == ["one", "two", "none", "partly"])
    #expect(standings.map(\.isThin) == [true, false, true, true])
    #expect(standings.map(\.rank) == [1, 2, nil, nil])
    #expect(standings[1].deviation == .zero && standings[2].mean == nil)
  }

  @Test func theConsensusComesBeforeTheMean() throws {
    let low = card(100, 200, 100)
    let high = card(500, 1000, 700)
    let ranking = Ranking(
      [entry("a", [high, high], consensus: low), entry("b", [low, high])], by: Self.plan)
    #expect(ranking.standings.map { $0.proposal.text } == ["b", "a"])
    let a = try #require(ranking.standings.last)
    #expect(a.score == low.total(by: Self.plan) && a.mean == Hundredths(10_000))
    #expect(a.min == Hundredths(10_000) && a.max == Hundredths(10_000))
  }

  @Test func equalTotalsGoByTheHeaviestCriterion() {
    // 10 of 100 are 1 point of fit, and half a point of cost is 2: the totals are equal.
    #expect(
      ranks([entry("a", [card(500, 800, 700)]), entry("b", [card(250, 1000, 700)])])
        == ["b 1", "a 2 criterion:fit"])
    // A criterion of the same contribution leaves it to the next heaviest.
    #expect(
      ranks([entry("a", [card(500, 1000, 350)]), entry("b", [card(125, 1000, 700)])])
        == ["b 1", "a 2 criterion:team"])
  }

  @Test func thenByTheLowerCostAndThenByNothing() {
    let same = card(250, 500, 350)
    #expect(
      ranks([
        entry("a", [same], cost: 300), entry("b", [same], cost: 200), entry("c", [same], cost: nil),
        entry("d", [same], cost: 200), entry("e", [card(0, 0, 0)]),
      ]) == ["b 1=", "d 1= nothing", "a 3 cost", "c 4 cost", "e 5 score"])
  }

  @Test func criteriaOfOneWeightBreakTiesInTheirOrder() {
    let plan = ReviewPlan(
      problem: ID("p"),
      criteria: [("x", 40), ("y", 20), ("z", 40)].map {
        Criterion(key: $0.0, title: $0.0, weight: $0.1, maxPoints: 10)
      }, updatedAt: Instant(seconds: 0))
    #expect(plan.byWeight.map(\.key) == ["x", "z", "y"])
  }

  private func randomPlan(_ seed: inout Seeded) -> ReviewPlan {
    var left = 100
    var criteria: [Criterion] = []
    while left > 0 {
      let weight = criteria.count == 19 ? left : min(left, seed.number(1...60))
      left -= weight
      criteria.append(
        Criterion(
          key: "k\(criteria.count)", title: "x", weight: weight,
          maxPoints: seed.pick([1, 3, 5, 7, 10, 100, 1000])))
    }
    return ReviewPlan(problem: ID("p"), criteria: criteria, updatedAt: Instant(seconds: 0))
  }

  /// With `few`, of three possible points on each criterion, so that ties are frequent.
  private func randomCard(
    _ plan: ReviewPlan, _ seed: inout Seeded, few: Bool = false
  ) -> Scorecard {
    Scorecard(
      scores: plan.criteria.map { criterion in
        let most = criterion.maxPoints * 100
        let points = few ? most / 2 * seed.number(0...2) : seed.number(0...most)
        return Scorecard.Score(criterion: criterion.key, points: Hundredths(min(points, most)))
      })
  }
}
