import Domain
import Matching
import Testing

@Suite struct MatchDayTests {
  typealias Pair = MatchDay.Candidate

  static func pair(_ problem: String, _ firm: String, _ score: Int = 500_000) -> Pair {
    Pair(problem: ID(problem), organisation: ID(firm), scoreMicros: score)
  }

  static func limits(_ firm: Int, _ problem: Int, _ threshold: Int = 300_000) -> MatchDay.Limits {
    MatchDay.Limits(
      meetingsPerFirm: firm, meetingsPerProblem: problem, thresholdMicros: threshold)
  }

  /// A small day: some pairs in the order of identifiers, scores that often tie, some too low.
  private static func sample(_ seed: UInt64) -> (pairs: [Pair], limits: MatchDay.Limits) {
    var random = Seeded(seed: seed)
    let scores = [200_000, 299_999, 300_000, 400_000, 500_000, 700_000, 800_001, 1_000_000]
    var all: [Pair] = []
    for problem in 1...Int.random(in: 1...4, using: &random) {
      for firm in 1...Int.random(in: 1...5, using: &random) {
        let score = scores[Int.random(in: scores.indices, using: &random)]
        all.append(pair("p\(problem)", "f\(firm)", score))
      }
    }
    all.shuffle(using: &random)
    let pairs = all.prefix(12).sorted {
      ($0.problem, $0.organisation) < ($1.problem, $1.organisation)
    }
    return (
      pairs, limits(Int.random(in: 1...3, using: &random), Int.random(in: 1...3, using: &random))
    )
  }

  /// Every schedule within the limits, as the meetings in the order of the pairs.
  private static func schedules(_ pairs: [Pair], _ limits: MatchDay.Limits) -> [[Pair]] {
    let counting = pairs.filter { $0.scoreMicros >= limits.thresholdMicros }
    return (0..<(1 << counting.count)).map { choice in
      counting.indices.filter { choice >> $0 & 1 == 1 }.map { counting[$0] }
    }.filter { keeps($0, limits) }
  }

  private static func keeps(_ meetings: [Pair], _ limits: MatchDay.Limits) -> Bool {
    Dictionary(grouping: meetings, by: \.organisation).values
      .allSatisfy { $0.count <= limits.meetingsPerFirm }
      && Dictionary(grouping: meetings, by: \.problem).values
        .allSatisfy { $0.count <= limits.meetingsPerProblem }
  }

  private static func served(_ meetings: [Pair]) -> Set<ID<Organisation>> {
    Set(meetings.map(\.organisation))
  }

  private static func total(_ meetings: [Pair]) -> Int {
    meetings.reduce(0) { $0 + $1.scoreMicros }
  }

  /// Whether the pairs in question are in the one earlier than in the other.
  private static func comesFirst(_ left: [Pair], _ right: [Pair], _ pairs: [Pair]) -> Bool {
    for pair in pairs where left.contains(pair) != right.contains(pair) {
      return left.contains(pair)
    }
    return false
  }

  @Test(arguments: 0..<300)
  func isTheBestOfAllSchedules(_ seed: UInt64) throws {
    let (pairs, limits) = Self.sample(seed)
    let schedules = Self.schedules(pairs, limits)
    let mostServed = schedules.map { Self.served($0).count }.max() ?? 0
    let fair = schedules.filter { Self.served($0).count == mostServed }
    let mostTotal = fair.map(Self.total).max() ?? 0
    let best = try #require(
      fair.filter { Self.total($0) == mostTotal }.min { Self.comesFirst($0, $1, pairs) })
    let day = MatchDay(pairs, limits: limits)
    #expect(day.meetings == best)
    #expect(day.totalMicros == mostTotal)
  }

  /// Fairness as the documentation words it, tried on all schedules.
  @Test(arguments: 0..<300)
  func nobodyStaysOutWhoCouldBePlaced(_ seed: UInt64) {
    let (pairs, limits) = Self.sample(seed)
    let day = MatchDay(pairs, limits: limits)
    let served = Self.served(day.meetings)
    let schedules = Self.schedules(pairs, limits)
    for firm in day.organisationsWithout {
      #expect(!served.contains(firm))
      #expect(!schedules.contains { Self.served($0).isSuperset(of: served.union([firm])) })
    }
    let counting = Set(
      pairs.filter { $0.scoreMicros >= limits.thresholdMicros }.map(\.organisation))
    #expect(served.union(day.organisationsWithout) == counting)
  }

  @Test(arguments: 0..<100)
  func theOrderOfThePairsDoesNotMatter(_ seed: UInt64) {
    var random = Seeded(seed: seed &+ 1000)
    let (pairs, limits) = Self.sample(seed)
    let day = MatchDay(pairs, limits: limits)
    let other = MatchDay((pairs + pairs.prefix(3)).shuffled(using: &random), limits: limits)
    #expect(other.meetings == day.meetings)
    #expect(other.organisationsWithout == day.organisationsWithout)
    #expect(other.problemsWithout == day.problemsWithout)
  }

  @Test func theBestSumIsNotTheGreedyOne() {
    let day = MatchDay(
      [
        Self.pair("p1", "f1", 900_000), Self.pair("p1", "f2", 800_000),
        Self.pair("p2", "f1", 800_000),
      ], limits: Self.limits(1, 1))
    #expect(day.meetings == [Self.pair("p1", "f2", 800_000), Self.pair("p2", "f1", 800_000)])
  }

  @Test func aSecondMeetingGivesWayToAFirst() {
    // f1 is better for both problems, yet f2 can only meet p1.
    let pairs = [
      Self.pair("p1", "f1", 900_000), Self.pair("p1", "f2", 300_000),
      Self.pair("p2", "f1", 900_000),
    ]
    let day = MatchDay(pairs, limits: Self.limits(2, 1))
    #expect(day.meetings == [pairs[1], pairs[2]])
    #expect(day.organisationsWithout == [])
  }

  @Test func whoCannotBePlacedWithoutUnseatingAnotherStaysOut() {
    let pairs = [
      Self.pair("p1", "f1", 900_000), Self.pair("p1", "f2", 800_000),
      Self.pair("p2", "f3", 700_000), Self.pair("p3", "f3", 700_000),
    ]
    let day = MatchDay(pairs, limits: Self.limits(2, 1))
    #expect(day.meetings == [pairs[0], pairs[2], pairs[3]])
    #expect(day.organisationsWithout == [ID("f2")])
  }

  @Test func tiesGoToTheFirstIdentifier() {
    let day = MatchDay(
      [Self.pair("p1", "f3"), Self.pair("p1", "f2"), Self.pair("p1", "f10")],
      limits: Self.limits(1, 1))
    #expect(day.meetings == [Self.pair("p1", "f10")])
  }

  @Test func theThresholdItselfIsEnoughAndNothingIsNot() {
    let pairs = [
      Self.pair("p1", "f1", 300_000), Self.pair("p1", "f2", 299_999), Self.pair("p2", "f3", 0),
    ]
    let day = MatchDay(pairs, limits: Self.limits(5, 5))
    #expect(day.meetings == [pairs[0]])
    #expect(day.organisationsWithout == [])
    #expect(MatchDay(pairs, limits: Self.limits(5, 5, 0)).meetings == [pairs[0], pairs[1]])
  }

  @Test func theBestScoreOfARepeatedPairCounts() {
    let pairs = [
      Self.pair("p1", "f1", 400_000), Self.pair("p1", "f1", 700_000),
      Self.pair("p1", "f1", 100_000),
    ]
    #expect(MatchDay(pairs, limits: Self.limits(2, 2)).meetings == [pairs[1]])
  }

  @Test func nobodyMeetsWhereNothingIsGivenOrAllowed() {
    #expect(MatchDay([], limits: Self.limits(3, 3)).meetings == [])
    let day = MatchDay([Self.pair("p1", "f1")], limits: Self.limits(0, 3))
    #expect(day.meetings == [])
    #expect(day.organisationsWithout == [ID("f1")])
    #expect(day.problemsWithout == [ID("p1")])
    #expect(MatchDay([Self.pair("p1", "f1")], limits: Self.limits(3, -1)).meetings == [])
  }

  /// Too large to try all schedules: no single change of the result may be better.
  @Test(arguments: 0..<6)
  func largerDaysKeepTheLimitsAndCannotBeImprovedByOneChange(_ seed: UInt64) {
    var random = Seeded(seed: seed)
    var pairs: [Pair] = []
    for problem in 0..<15 {
      for firm in Array(0..<120).shuffled(using: &random).prefix(20) {
        pairs.append(
          Self.pair("p\(problem)", "f\(firm)", Int.random(in: 0...1_000_000, using: &random)))
      }
    }
    let limits = Self.limits(3, 6)
    let day = MatchDay(pairs, limits: limits)
    #expect(Self.keeps(day.meetings, limits))
    let held = Set(day.meetings)
    let served = Self.served(day.meetings)
    let loads = Dictionary(grouping: day.meetings, by: \.organisation).mapValues(\.count)
    let rooms = Dictionary(grouping: day.meetings, by: \.problem).mapValues(\.count)
    for pair in pairs where pair.scoreMicros >= limits.thresholdMicros && !held.contains(pair) {
      let firmHasRoom = loads[pair.organisation, default: 0] < 3
      if rooms[pair.problem, default: 0] < 6 {
        #expect(!firmHasRoom, "\(pair) could be added")
        continue
      }
      // The newcomer must not be worth more than anybody who may give way.
      for other in day.meetings where other.problem == pair.problem && firmHasRoom {
        let isSpare = loads[other.organisation, default: 0] > 1
        if !served.contains(pair.organisation) {
          #expect(!isSpare, "\(other) could give way to \(pair)")
          #expect(pair.scoreMicros <= other.scoreMicros)
        } else if isSpare {
          #expect(pair.scoreMicros <= other.scoreMicros)
        }
      }
    }
  }
}
