import Domain
import Matching
import Testing

@Suite struct WeightsInputTests {
  private func faults(_ json: JSON) -> Set<String> {
    do { _ = try Weights.Input(json) } catch {
      guard case .invalid(let faults) = error else { return ["?"] }
      let words = faults.map { "\($0.path) \($0.rule.rawValue)" }
      return Set(words).count == words.count ? Set(words) : ["told twice"]
    }
    return []
  }

  @Test(
    arguments: [
      (["version": "a", "signals": ["capability": 1]], []),
      (["version": "2026-2+3fa92c", "signals": ["capability": 3, "place": 1.5]], []),
      (["signals": ["capability": 1]], ["/version missing"]),
      (["version": "a"], ["/signals missing"]),
      (["version": "a b", "signals": ["capability": 1]], ["/version bad_format"]),
      (["version": "ký", "signals": ["capability": 1]], ["/version bad_format"]),
      (["version": 1, "signals": 2], ["/version wrong_type", "/signals wrong_type"]),
      (
        ["version": "a", "signals": ["capability": -1, "field": "x", "luck": 1]],
        [
          "/signals/capability out_of_range", "/signals/field wrong_type",
          "/signals/luck unknown_member",
        ]
      ),
      (["version": "a", "signals": [:]], ["/signals/capability out_of_range"]),
      (["version": "a", "signals": ["capability": 0]], ["/signals/capability out_of_range"]),
      (
        ["version": "a", "signals": ["capability": 1, "field": 999]],
        ["/signals/capability out_of_range"]
      ),
      (["version": "a", "signals": ["capability": 1e300]], ["/signals/capability out_of_range"]),
      (["version": "a", "signals": ["capability": 1], "x": 1], ["/x unknown_member"]),
      ([], [" wrong_type"]),
    ] as [(JSON, Set<String>)])
  func everyMistakeIsNamed(_ json: JSON, _ expected: Set<String>) {
    #expect(faults(json) == expected)
  }

  @Test func aLongNameIsRefused() {
    let name = JSON.string(String(repeating: "a", count: 41))
    #expect(faults(["version": name, "signals": ["capability": 1]]) == ["/version too_long"])
  }

  /// What is shown can be handed in again and weighs the same, to the last millionth.
  @Test func whatIsShownIsReadBack() throws {
    var seed: UInt64 = 7
    func next() -> Double {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(seed >> 40) / Double(1 << 24)
    }
    for _ in 0..<500 {
      var signals: [Signal: Double] = [:]
      for signal in Signal.allCases { signals[signal] = next() }
      signals[.capability] = 0.1 + next()
      let weights = Weights.standard.with(version: "x", signals: signals)
      let read = try Weights.Input(JSONParser.parse(weights.json.compact))
      #expect(Weights.standard.with(version: read.version, signals: read.signals) == weights)
    }
  }
}
