/// Who does something, and in which capacity.
package struct Actor: Sendable, Equatable {
  /// What the audit log calls them, such as `token:3f9a12cd`, `account:…` or `cli`.
  package let name: String
  /// Their role; nil for the public and for people who belong to no organisation yet.
  package let role: Role?
  /// The organisation they act for.
  package let organisation: ID<Organisation>?
  /// What they may do for that organisation; a member's token acts as an owner.
  package let membership: Membership.Role?
  /// The account of a person who has logged in, or for whom a token acts.
  package let account: ID<Account>?
  /// The token they showed, if that is how they came.
  package let token: ID<Token>?
  /// The numeric address of the client; nil on the machine itself.
  package var address: String?
  /// Whether the token they showed is for reading alone.
  package var mayOnlyRead = false

  /// Whether they stand in for an organisation by a token that an administrator made, whether it
  /// has people or not: an administrator may know the secret too, so that no proposal is made,
  /// read or changed by it.
  package var isStandIn = false

  /// Somebody with a role.
  package init(
    name: String, role: Role?, organisation: ID<Organisation>? = nil,
    membership: Membership.Role? = nil, account: ID<Account>? = nil, token: ID<Token>? = nil,
    address: String? = nil
  ) {
    self.name = name
    self.role = role
    self.organisation = organisation
    self.membership = organisation == nil ? nil : membership ?? .owner
    self.account = account
    self.token = token
    self.address = address
  }

  /// Anybody who reads the public register.
  package static let anonymous = Actor(name: "anonymous", role: nil)

  /// Whoever can run the admin tool on the machine itself.
  package static let commandLine = Actor(name: "cli", role: .admin)

  /// The service itself, when a time has come.
  package static let clock = Actor(name: "clock", role: nil)

  /// Whether it is known who they are, also where they belong to no organisation yet.
  package var isKnown: Bool { role != nil || account != nil }

  /// Whether this is DOST or an administrator.
  package var isOfficer: Bool { role == .dost || role == .admin }

  /// The same person as a reader without their office: as one who belongs to that organisation, or
  /// to none.
  package func withoutOffice(in organisation: ID<Organisation>?) -> Actor {
    var reader = Actor(
      name: name, role: organisation == nil ? nil : .member, organisation: organisation,
      membership: .viewer, account: account, token: token, address: address)
    reader.mayOnlyRead = true
    return reader
  }

  /// Whether they belong to that organisation, in whatever role.
  package func belongs(to organisation: ID<Organisation>?) -> Bool {
    role == .member && organisation != nil && self.organisation == organisation
  }

  /// The capacities in which they may take steps with a record of that organisation.
  package func parties(towards owner: ID<Organisation>?) -> Set<Party> {
    var parties: Set<Party> = []
    switch role {
    case .dost: parties.insert(.dost)
    case .admin: parties.insert(.admin)
    case .reviewer: parties.insert(.reviewer)
    case .member, nil: break
    }
    if belongs(to: owner), membership != .viewer { parties.insert(.owner) }
    if self == .clock { parties.insert(.clock) }
    return parties
  }
}
