import Domain

/// Tests many records against the same hard requirements.
///
/// The rule is `Requirement.verdict`; one profile is filled again for each record, since making a
/// new one for each costs more than the test.
struct Gate {
  private let required: [Requirement]
  private let needsLegal: Bool
  private var profile = OrganisationProfile(kind: .technologyFirm, name: "")

  init(_ required: [Requirement]) {
    self.required = required
    needsLegal = required.contains { if case .legal = $0 { true } else { false } }
  }

  /// Whether a record fails a requirement; what is not known fails none.
  mutating func bars(_ facts: Facts) -> Bool {
    if required.isEmpty { return false }
    profile.province = facts.province
    profile.trl = facts.trl.map(Int.init)
    profile.founded = facts.founded.map(Int.init)
    profile.employees = facts.employees.map(Int.init)
    if needsLegal { profile.legal = facts.legal.codes.map { LegalStatus($0) } }
    return required.contains { requirement in
      if case .failed = requirement.verdict(on: profile) { true } else { false }
    }
  }
}
