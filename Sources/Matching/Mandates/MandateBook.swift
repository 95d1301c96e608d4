import Domain

/// Every public mandate by whose it is. There are few beside the organisations that ask, so all
/// of them are looked at and none needs an index.
struct MandateBook: Sendable {
  private var mandates: [ID<Organisation>: [Mandate]] = [:]

  /// What an organisation offers.
  func of(_ organisation: ID<Organisation>) -> [Mandate] { mandates[organisation] ?? [] }

  /// Everything of a kind, in the order of the keys.
  func all(_ kind: MandateKind) -> [Mandate] {
    mandates.values.joined().filter { $0.terms.kind == kind }.sorted { $0.key < $1.key }
  }

  /// Takes in what an organisation offers now.
  mutating func replace(_ organisation: ID<Organisation>, with new: [Mandate]) {
    if !new.isEmpty {
      mandates[organisation] = new
    } else if mandates[organisation] != nil {
      mandates[organisation] = nil
    }
  }
}
