/// A person who can log in.
package struct Account: Sendable, Equatable {
  /// Its identifier.
  package let id: ID<Account>
  /// The e-mail address they log in with, in lower case; one account per address.
  package var email: String
  /// What they are called.
  package var name: String
  /// The language they are written to in.
  package var language: Language
  /// Their role beside their memberships: reviewer, dost or admin; nil for everybody else.
  package var role: Role?
  /// Where it stands.
  package var status: Status
  /// Counts changes from 1; the entity tag.
  package var version: Int
  /// When it was made.
  package let createdAt: Instant
  /// When it last changed.
  package var updatedAt: Instant

  /// The states of an account.
  package enum Status: String, Code {
    /// The address has not been confirmed yet.
    case unconfirmed
    case active
    /// Ended by an administrator.
    case disabled
    /// Its person's data were erased on request.
    case erased
    package static let list = "account_states"
  }

  /// Puts a record together.
  package init(
    id: ID<Account>, email: String, name: String, language: Language, role: Role? = nil,
    status: Status, version: Int = 1, createdAt: Instant, updatedAt: Instant
  ) {
    self.id = id
    self.email = email
    self.name = name
    self.language = language
    self.role = role
    self.status = status
    self.version = version
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }
}

/// That a person belongs to an organisation.
package struct Membership: Sendable, Equatable {
  /// Who.
  package let account: ID<Account>
  /// Where.
  package let organisation: ID<Organisation>
  /// What they may do there.
  package var role: Role
  /// Since when.
  package let since: Instant

  /// What a member may do.
  package enum Role: String, Code {
    /// Everything, members and withdrawal included.
    case owner
    /// Change the record, propose, apply, ask.
    case editor
    /// Read.
    case viewer
    package static let list = "membership_roles"
  }

  /// Puts a membership together.
  package init(
    account: ID<Account>, organisation: ID<Organisation>, role: Role, since: Instant
  ) {
    self.account = account
    self.organisation = organisation
    self.role = role
    self.since = since
  }
}
