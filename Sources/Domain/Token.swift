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
  /// The account for which it acts; nil for one that an administrator made, which acts by itself.
  package let account: ID<Account>?
  /// What may be done with it.
  package let scope: Scope
  /// The day in Vietnam on which it was last used, as yyyy-mm-dd.
  package let lastUsed: String?
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
    createdAt: Instant, expiresAt: Instant?, revokedAt: Instant? = nil,
    account: ID<Account>? = nil, scope: Scope = .write, lastUsed: String? = nil
  ) {
    self.id = id
    self.prefix = prefix
    self.role = role
    self.organisation = organisation
    self.label = label
    self.createdAt = createdAt
    self.expiresAt = expiresAt
    self.revokedAt = revokedAt
    self.account = account
    self.scope = scope
    self.lastUsed = lastUsed
  }

  /// What may be done with a token.
  package enum Scope: String, Code {
    /// Reading, searching and matching.
    case read
    /// Everything that its holder may.
    case write
    package static let list = "token_scopes"
  }

  /// How long a person's own token may live at most, in days.
  package static let mostDays: Int64 = 366

  /// The record as it stands in the API.
  package var json: JSON {
    var members: [(String, JSON)] = [
      ("id", .string(id.text)), ("prefix", .string(prefix)), ("role", .string(role.rawValue)),
      ("scope", .string(scope.rawValue)),
    ]
    members.add("organisation", organisation?.text)
    members.add("account", account?.text)
    members.add("label", label)
    members.append(("created_at", .string(createdAt.description)))
    members.append(("expires_at", JSON(expiresAt?.description)))
    members.add("revoked_at", revokedAt?.description)
    members.add("last_used", lastUsed)
    return .object(JSONObject(members))
  }
}
