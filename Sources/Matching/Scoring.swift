import Domain

/// Makes a score out of what the texts say and of the coded facts of both sides.
struct Scoring {
  let asker: Matcher.Asker
  /// The asking side.
  let facts: Facts
  let weights: Weights
  /// What the asking side's texts imply.
  let implied: (fields: CodeSet<Field>, technologies: CodeSet<Technology>)
  private let micros: [Int]

  init(
    asker: Matcher.Asker, facts: Facts, weights: Weights,
    implied: (fields: CodeSet<Field>, technologies: CodeSet<Technology>)
  ) {
    self.asker = asker
    self.facts = facts
    self.weights = weights
    self.implied = implied
    micros = Signal.allCases.map { weights.micros($0) }
  }

  /// The score in millionths: what the components sum to.
  func score(_ measure: TextScorer.Measure, _ record: Facts) -> Int {
    let sides = sides(record, (measure.fields, measure.technologies))
    return sum { Self.value($0, measure, sides) }
  }

  /// What each signal adds to the score.
  func components(_ measure: TextScorer.Measure, _ record: Facts) -> [Component] {
    let sides = sides(record, (measure.fields, measure.technologies))
    return Signal.allCases.map {
      Component($0, value: Self.value($0, measure, sides), weights: weights)
    }
  }

  /// The most that a record can score whose capability is at most this.
  func bound(capability: Double, _ record: Facts) -> Int {
    let told = (asker == .problem ? record : facts).hasPastProjects
    let most = TextScorer.Measure(
      capability: capability, trackRecord: told ? capability : 0, fields: [], technologies: [])
    let implied = sides(record, record.implied)
    // What was pasted in implies nothing, which may be better than what it says.
    let bare = sides(record, ([], []))
    return sum { max(Self.value($0, most, implied), Self.value($0, most, bare)) }
  }

  /// The most that any record can score whose capability is at most this.
  func bound(capability: Double) -> Int {
    sum { $0 == .capability || $0 == .trackRecord ? capability : 1 }
  }

  private func sum(_ value: (Signal) -> Double) -> Int {
    var sum = 0
    for (place, signal) in Signal.allCases.enumerated() {
      sum += Component.contribution(
        value: Component.micros(value(signal)), weight: micros[place])
    }
    return sum
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

  private func sides(
    _ record: Facts, _ told: (fields: CodeSet<Field>, technologies: CodeSet<Technology>)
  ) -> SideSignals {
    asker == .problem
      ? SideSignals(
        problem: facts, organisation: record, impliedFields: (implied.fields, told.fields),
        impliedTechnologies: (implied.technologies, told.technologies))
      : SideSignals(
        problem: record, organisation: facts, impliedFields: (told.fields, implied.fields),
        impliedTechnologies: (told.technologies, implied.technologies))
  }
}
