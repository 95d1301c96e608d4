import Domain
import Matching
import Testing

/// Scores from signals alone are those of the matches, under whatever weights.
@Suite struct SignalValuesTests {
  private static let others: [Weights] = [
    .standard, Weights.standard.with(version: "a", signals: [.capability: 1]),
    Weights.standard.with(
      version: "b", signals: [.capability: 0.3, .field: 0.3, .technology: 0.2, .place: 0.2]),
  ]
  private static let statement = Samples.statement(
    "Truy xuất nguồn gốc cà phê", "Hợp tác xã cần truy xuất nguồn gốc cà phê và cảnh báo sớm."
  ) {
    $0.field = .agriculture
    $0.technologies = [.ai]
    $0.province = "66"
    $0.required = [.minTRL(4)]
  }

  @Test(arguments: others.indices) func scoresAreThoseOfTheMatches(_ index: Int) {
    let weights = Self.others[index]
    let snapshot = Samples.snapshot(Samples.firms)
    let matches = snapshot.weighing(signalsBy: weights).solvers(for: Self.statement, limit: 50)
    #expect(matches.weightsVersion == weights.version)
    #expect(!matches.matches.isEmpty)
    let values = snapshot.scores(for: Self.statement, limit: 50)
    #expect(Set(values.map(\.subject)) == Set(matches.matches.map(\.subject)))
    for match in matches.matches {
      let value = values.first { $0.subject == match.subject }
      #expect(value?.score(by: weights) == match.scoreMicros)
    }
  }

  @Test func reweighingIsTheSameAsBuildingWithTheWeights() {
    for weights in Self.others {
      let built = Snapshot(lexicon: Samples.lexicon, weights: weights)
        .applying(Samples.firms.map { .organisation($0) })
      let reweighed = Samples.snapshot(Samples.firms).weighing(signalsBy: weights)
      let (one, other) = (
        built.solvers(for: Self.statement, limit: 50),
        reweighed.solvers(for: Self.statement, limit: 50)
      )
      #expect(one.matches.map(\.scoreMicros) == other.matches.map(\.scoreMicros))
      #expect(one.matches.map(\.subject) == other.matches.map(\.subject))
      #expect(one.weightsVersion == other.weightsVersion)
    }
  }

  @Test func textsGoOnBeingWeighedAsTheyWereIndexed() {
    let other = Weights.standard.with { $0.conceptWeight = 0 }
    let snapshot = Samples.snapshot(Samples.firms).weighing(signalsBy: other)
    #expect(snapshot.weights.text == .standard)
  }
}
