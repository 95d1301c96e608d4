import Domain

/// The facts of one side that the signals beside capability look at.
struct SideFacts {
  let fields: CodeSet<Field>
  let technologies: CodeSet<Technology>
  /// What the texts imply, which counts where the lists are empty.
  var implied: (fields: CodeSet<Field>, technologies: CodeSet<Technology>)
  let trl: Int8?
  let province: UInt8?
  let employees: Int32?
  let budgetVND: Int64?
}

/// The signals beside capability: what the coded facts of both sides say, 0 to 1 each.
///
/// Unknown is no failure: where one side says nothing the value is one half. None of them counts
/// where there is no capability: being near and large makes nobody a solver.
struct SideSignals {
  let problem: SideFacts
  let organisation: SideFacts

  private static let unknown = 0.5
  /// Sectors that an organisation can well be at home in; who ticks three times as many is at
  /// home in none.
  private static let ownFields = 3
  private static let ownTechnologies = 5
  /// Đồng of a budget that one employee can carry.
  private static let budgetPerEmployee = 300_000_000.0
  /// Capability from which on the side signals count in full.
  private static let gate = 0.15

  /// The value of a side signal, given what is found of capability.
  func value(_ signal: Signal, capability: Double) -> Double {
    Self.gated(ungated(signal), capability: capability)
  }

  /// The weights of these signals.
  struct Shares {
    fileprivate let field, technology, readiness, place, capacity: Double

    init(_ weights: Weights) {
      field = weights[.field]
      technology = weights[.technology]
      readiness = weights[.readiness]
      place = weights[.place]
      capacity = weights[.capacity]
    }
  }

  /// The most that all of them can add in each tier of `Leaning`.
  static func bounds(_ shares: Shares) -> [Double] {
    let values = [0, unknown, 1]
    return values.flatMap { field in
      values.map { technology in
        shares.field * field + shares.technology * technology + shares.readiness + shares.place
          + shares.capacity
      }
    }
  }

  /// What all of them add, given what is found of capability.
  @inline(__always)
  func sum(_ shares: Shares, capability: Double) -> Double {
    Self.gated(
      shares.field * field + shares.technology * technology + shares.readiness * readiness
        + shares.place * place + shares.capacity * capacity, capability: capability)
  }

  @inline(__always)
  static func gated(_ value: Double, capability: Double) -> Double {
    min(1, capability / gate) * value
  }

  private func ungated(_ signal: Signal) -> Double {
    switch signal {
    case .capability, .trackRecord: 0
    case .field: field
    case .technology: technology
    case .readiness: readiness
    case .place: place
    case .capacity: capacity
    }
  }

  private var field: Double {
    let wanted = problem.fields.isEmpty ? problem.implied.fields : problem.fields
    let declared = organisation.fields
    if wanted.isEmpty || declared.isEmpty && organisation.implied.fields.isEmpty {
      return Self.unknown
    }
    if declared.intersection(wanted).isEmpty {
      return organisation.implied.fields.intersection(wanted).isEmpty ? 0 : Self.unknown
    }
    return Self.focus(declared.count, of: Self.ownFields)
  }

  private var technology: Double {
    let wanted =
      problem.technologies.isEmpty ? problem.implied.technologies : problem.technologies
    let own =
      organisation.technologies.isEmpty
      ? organisation.implied.technologies : organisation.technologies
    if wanted.isEmpty || own.isEmpty { return Self.unknown }
    let met = Double(own.intersection(wanted).count) / Double(wanted.count)
    return met * Self.focus(own.count, of: Self.ownTechnologies)
  }

  /// 1 for as many as one can have, falling to 0 at three times as many.
  private static func focus(_ count: Int, of usual: Int) -> Double {
    max(0, min(1, Double(3 * usual - count) / Double(2 * usual)))
  }

  private var readiness: Double {
    guard let level = organisation.trl else { return Self.unknown }
    return max(0, min(1, Double(level - 1) / 8))
  }

  private var place: Double {
    guard let wanted = problem.province, let own = organisation.province else {
      return Self.unknown
    }
    return wanted == own ? 1 : 0
  }

  private var capacity: Double {
    guard let budget = problem.budgetVND, budget > 0, let employees = organisation.employees
    else { return Self.unknown }
    return min(1, Double(employees) * Self.budgetPerEmployee / Double(budget))
  }
}
