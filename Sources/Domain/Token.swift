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
