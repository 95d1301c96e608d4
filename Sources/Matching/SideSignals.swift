import Domain

/// The signals beside capability: what the coded facts of both sides say, 0 to 1 each.
///
/// Unknown is no failure: where one side says nothing the value is one half. None of them counts
/// where there is no capability: being near and large makes nobody a solver.
struct SideSignals {
  let problem: Facts
  let organisation: Facts
  /// What the organisation's and the problem's texts imply where the lists are empty.
  let impliedFields: (problem: CodeSet<Field>, organisation: CodeSet<Field>)
  let impliedTechnologies: (problem: CodeSet<Technology>, organisation: CodeSet<Technology>)

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
    ungated(signal) * min(1, capability / Self.gate)
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
    let wanted = problem.fields.isEmpty ? impliedFields.problem : problem.fields
    let declared = organisation.fields
    if wanted.isEmpty || declared.isEmpty && impliedFields.organisation.isEmpty {
      return Self.unknown
    }
    if declared.intersection(wanted).isEmpty {
      return impliedFields.organisation.intersection(wanted).isEmpty ? 0 : Self.unknown
    }
    return Self.focus(declared.count, of: Self.ownFields)
  }

  private var technology: Double {
    let wanted =
      problem.technologies.isEmpty ? impliedTechnologies.problem : problem.technologies
    let own =
      organisation.technologies.isEmpty
      ? impliedTechnologies.organisation : organisation.technologies
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
