import Domain

/// Makes a score out of what the texts say and of the coded facts of both sides.
struct Scoring {
  private let asker: Matcher.Asker
  /// The asking side.
  private let own: SideFacts
  private let leaning: Leaning
  private let weights: Weights
  private let micros: [Int]
  private let text: Double
  private let trackRecord: Double
  private let shares: SideSignals.Shares
  private let bounds: [Double]

  /// Share of a record's capability that its past projects usually have.
  private static let pastShare = 0.5

  init(asker: Matcher.Asker, facts: SideFacts, weights: Weights) {
    self.asker = asker
    own = facts
    leaning = Leaning(facts)
    self.weights = weights
    micros = Signal.allCases.map { weights.micros($0) }
    text = weights[.capability]
    trackRecord = weights[.trackRecord]
    shares = SideSignals.Shares(weights)
    bounds = SideSignals.bounds(shares)
  }

  /// The score in millionths: what the components sum to.
  func score(_ measure: TextScorer.Measure, _ record: Facts) -> Int {
    let sides = sides(measure, record)
    var sum = 0
    for (place, signal) in Signal.allCases.enumerated() {
      let value = Component.micros(Self.value(signal, measure, sides))
      sum += Component.contribution(value: value, weight: micros[place])
    }
    return sum
  }

  /// What each signal adds to the score.
  func components(_ measure: TextScorer.Measure, _ record: Facts) -> [Component] {
    let sides = sides(measure, record)
    return Signal.allCases.map {
      Component($0, value: Self.value($0, measure, sides), weights: weights)
    }
  }

  /// About what a record scores whose capability is about this.
  @inline(__always)
  func estimate(capability: Double, _ record: borrowing Facts) -> Double {
    let past = record.hasPastProjects || asker == .organisation ? Self.pastShare : 0
    return capability * (text + past * trackRecord)
      + sides(record.side).sum(shares, capability: capability)
  }

  /// How many tiers there are, by which records can be passed over that are estimated low.
  var tierCount: Int { bounds.count }

  /// The tier of a record; the last one bounds all.
  @inline(__always)
  func tier(_ record: Leaning) -> Int {
    asker == .problem
      ? Leaning.tier(problem: leaning, organisation: record)
      : Leaning.tier(problem: record, organisation: leaning)
  }

  /// The most that can be estimated for a record of that capability in a tier.
  func mostEstimated(capability: Double, tier: Int) -> Double {
    capability * (text + Self.pastShare * trackRecord)
      + SideSignals.gated(bounds[tier], capability: capability)
  }

  private static func value(
    _ signal: Signal, _ measure: TextScorer.Measure, _ sides: SideSignals
  ) -> Double {
    switch signal {
    case .capability: measure.capability
    case .trackRecord: measure.trackRecord
    default: sides.value(signal, capability: measure.capability)
    }
  }

  private func sides(_ measure: TextScorer.Measure, _ record: Facts) -> SideSignals {
    var facts = record.side
    facts.implied = (measure.fields, measure.technologies)
    return sides(facts)
  }

  @inline(__always)
  private func sides(_ record: SideFacts) -> SideSignals {
    asker == .problem
      ? SideSignals(problem: own, organisation: record)
      : SideSignals(problem: record, organisation: own)
  }
}
