/// Who does something, and in which capacity.
package struct Actor: Sendable, Equatable {
  /// What the audit log calls them, such as `token:3f9a12cd` or `cli`.
  package let name: String
  /// Their role; nil for the public.
  package let role: Role?
  /// The organisation they act for.
  package let organisation: ID<Organisation>?
  /// The token they showed, if that is how they came.
  package let token: ID<Token>?

  /// Somebody with a role.
  package init(
    name: String, role: Role?, organisation: ID<Organisation>? = nil, token: ID<Token>? = nil
  ) {
    self.name = name
    self.role = role
    self.organisation = organisation
    self.token = token
  }

  /// Anybody who reads the public register.
  package static let anonymous = Actor(name: "anonymous", role: nil)

  /// Whoever can run the admin tool on the machine itself.
  package static let commandLine = Actor(name: "cli", role: .admin)

  /// Whether this is DOST or an administrator.
  package var isOfficer: Bool { role == .dost || role == .admin }

  /// The capacities in which they stand to a record of that organisation.
  package func parties(towards owner: ID<Organisation>?) -> Set<Party> {
    var parties: Set<Party> = []
    switch role {
    case .dost: parties.insert(.dost)
    case .admin: parties.insert(.admin)
    case .reviewer: parties.insert(.reviewer)
    case .member, nil: break
    }
    if role == .member, let organisation, organisation == owner { parties.insert(.owner) }
    return parties
  }
}

/// An API token as it is kept: never the secret itself, only its hash.
package struct Token: Sendable, Equatable {
  /// Its identifier.
  package let id: ID<Token>
  /// The first characters of the secret, by which people recognise it.
  package let prefix: String
  /// The role it gives.
  package let role: Role
  /// The organisation it acts for.
  package let organisation: ID<Organisation>?
  /// What it is for.
  package let label: String?
  /// When it was made.
  package let createdAt: Instant
  /// When it ends; nil means never.
  package let expiresAt: Instant?
  /// When it was revoked.
  package let revokedAt: Instant?

  /// Puts a record together.
  package init(
    id: ID<Token>, prefix: String, role: Role, organisation: ID<Organisation>?, label: String?,
    createdAt: Instant, expiresAt: Instant?, revokedAt: Instant? = nil
  ) {
    self.id = id
    self.prefix = prefix
    self.role = role
    self.organisation = organisation
    self.label = label
    self.createdAt = createdAt
    self.expiresAt = expiresAt
    self.revokedAt = revokedAt
  }
}
