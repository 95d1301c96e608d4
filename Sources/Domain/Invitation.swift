/// That an owner has asked somebody to join an organisation; a link sent by e-mail accepts it once.
package struct Invitation: Sendable, Equatable {
  /// Its identifier.
  package let id: ID<Invitation>
  /// Where to.
  package let organisation: ID<Organisation>
  /// The address that the link was sent to, in lower case; only its account can accept.
  package let email: String
  /// What they are to be.
  package let role: Membership.Role
  /// When it was sent.
  package let createdAt: Instant
  /// When the link ends.
  package let expiresAt: Instant

  /// How long a link lives, in seconds: 14 days.
  package static let lifetime: Int64 = 14 * 86_400
  /// How many may be open for one organisation.
  package static let mostOpen = 50

  /// Puts a record together.
  package init(
    id: ID<Invitation>, organisation: ID<Organisation>, email: String, role: Membership.Role,
    createdAt: Instant, expiresAt: Instant
  ) {
    self.id = id
    self.organisation = organisation
    self.email = email
    self.role = role
    self.createdAt = createdAt
    self.expiresAt = expiresAt
  }

  /// The record as it stands in the API.
  package var json: JSON {
    [
      "id": .string(id.text), "organisation": .string(organisation.text),
      "email": .string(email), "role": .string(role.rawValue),
      "created_at": .string(createdAt.description), "expires_at": .string(expiresAt.description),
    ]
  }

  /// Whom an owner invites.
  package struct Input: Sendable, Equatable {
    /// The address, in lower case.
    package let email: String
    /// What they are to be.
    package let role: Membership.Role
    /// The language in which they are written to, where they have no account.
    package let language: Language

    /// Reads the input.
    /// - Throws: `DomainError.invalid` with all faults.
    package init(_ json: JSON) throws(DomainError) {
      let log = FaultLog()
      var (email, role, language): (String?, Membership.Role?, Language?)
      if var reader = ObjectReader(json, log: log) {
        email = reader.email("email")
        role = reader.code("role", Membership.Role.self)
        language = reader.code("language", Language.self)
        reader.require("email", email != nil)
        reader.require("role", role != nil)
        reader.finish(readOnly: ["id", "organisation", "created_at", "expires_at"])
      }
      try log.check()
      self.email = email ?? ""
      self.role = role ?? .viewer
      self.language = language ?? .vi
    }
  }
}

extension Membership.Role: Comparable {
  /// By how much they may do.
  package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .viewer: 0
    case .editor: 1
    case .owner: 2
    }
  }
}

extension Actor {
  /// Whether they may say who belongs to an organisation: its owners, and administrators for one
  /// that nobody can act for any more. Whoever only stands in for it says nothing of that.
  package func governs(_ organisation: ID<Organisation>) -> Bool {
    role == .admin || (belongs(to: organisation) && membership == .owner && !isStandIn)
  }
}

extension Visibility {
  /// Whether an actor may know who belongs to an organisation.
  package static func seesMembers(_ actor: Actor, of organisation: ID<Organisation>) -> Bool {
    sees(actor, .organisationMembers, of: organisation)
  }
}
