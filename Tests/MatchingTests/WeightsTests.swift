import Domain
import Matching
import Testing

struct WeightsTests {
  @Test(arguments: [
    [Signal.capability: 1.0], [.capability: 1, .field: 1, .place: 1],
    [.capability: 0.1, .technology: 1 / 3, .capacity: 1 / 7], [.place: -4, .capability: 2],
    [.field: .infinity, .capability: 1], [:],
  ])
  func alwaysSumToOne(_ signals: [Signal: Double]) {
    let weights = Weights(version: "t", signals: signals)
    #expect(Signal.allCases.reduce(0) { $0 + weights.micros($1) } == 1_000_000)
    #expect(Signal.allCases.allSatisfy { weights.micros($0) >= 0 })
  }

  @Test func capabilityDominates() {
    let others = Signal.allCases.filter { $0 != .capability }
    #expect(Weights.standard[.capability] > others.reduce(0) { $0 + Weights.standard[$1] })
  }

  @Test func labelsAreGivenInBothLanguages() {
    #expect(Set(Signal.allCases.map(\.label.vi)).count == Signal.allCases.count)
    #expect(Set(Signal.allCases.map(\.label.en)).count == Signal.allCases.count)
  }
}
