/// Which organisations a list is to hold; empty lists do not restrict.
package struct OrganisationFilter: Sendable {
  /// Kinds.
  package var kinds: [OrganisationKind] = []
  /// States.
  package var statuses: [Organisation.Status] = []
  /// Provinces.
  package var provinces: [String] = []
  /// Sectors, of which one suffices.
  package var fields: [Field] = []
  /// Technologies, of which one suffices.
  package var technologies: [Technology] = []
  /// Legal classes, of which one suffices.
  package var legal: [LegalClass] = []
  /// A tax code, normalised.
  package var taxCode: String?
  /// The day (yyyy-mm-dd) on which the legal classes are to count; nil for whatever day.
  package var day: String?
  /// Those that everybody may see, and this one.
  package var visibleTo: Visibility = .everything

  /// Who is asking.
  package enum Visibility: Sendable {
    case everything
    case verified(andAlso: ID<Organisation>?)
  }

  /// No restriction.
  package init() {}
}

/// Which problems a list is to hold; empty lists do not restrict.
package struct ProblemFilter: Sendable {
  /// States.
  package var statuses: [Problem.Status] = []
  /// Sectors.
  package var fields: [Field] = []
  /// Technologies, of which one suffices.
  package var technologies: [Technology] = []
  /// Provinces.
  package var provinces: [String] = []
  /// Only those that were ever published, and those of this author.
  package var visibleTo: Visibility = .everything

  /// Who is asking.
  package enum Visibility: Sendable {
    case everything
    case published(andBy: ID<Organisation>?)
  }

  /// No restriction.
  package init() {}
}

/// Which accounts a list is to hold.
package struct AccountFilter: Sendable {
  /// With one of these roles; empty does not restrict.
  package var roles: [Role] = []
  /// In one of these states; empty does not restrict.
  package var statuses: [Account.Status] = []

  /// No restriction.
  package init() {}
}
