package import Domain

/// Whether two firms would sell the same to the same people, as far as their texts say.
package struct Competition: Sendable, Equatable {
  /// The firm of the portfolio.
  package let with: ID<Organisation>
  /// How alike the two texts are, 0 to 1.
  package let likeness: Double

  /// From here on two firms of a common field and technology count as competitors: of the firms
  /// of the example data, only those that do the same thing are as alike as that.
  package static let threshold = 0.5
}

extension Snapshot {
  /// The nearest competitor of each firm within a portfolio, where it has one: of a common field
  /// and a common technology, and with a text that is alike enough.
  package func competitors(
    of firms: [Organisation], within portfolio: [Organisation]
  ) -> [ID<Organisation>: Competition] {
    guard !portfolio.isEmpty else { return [:] }
    let affinity = TextAffinity(
      reader: reader, weigher: Weigher(model: weights.text, lexicon: reader.lexicon),
      index: organisations)
    func side(_ firm: Organisation) -> (venture: Venture, side: TextAffinity.Side) {
      let venture = Venture(firm.id, firm.profile)
      return (venture, affinity.side(venture.document))
    }
    let held = portfolio.map(side)
    var found: [ID<Organisation>: Competition] = [:]
    for firm in firms {
      let own = side(firm)
      let near = held.filter {
        $0.venture.organisation != firm.id
          && !$0.venture.fields.intersection(own.venture.fields).isEmpty
          && !$0.venture.technologies.intersection(own.venture.technologies).isEmpty
      }.map {
        Competition(
          with: $0.venture.organisation, likeness: affinity.mutual(own.side, $0.side))
      }
      let best = near.max {
        $0.likeness == $1.likeness ? $1.with < $0.with : $0.likeness < $1.likeness
      }
      if let best, best.likeness >= Competition.threshold { found[firm.id] = best }
    }
    return found
  }
}
