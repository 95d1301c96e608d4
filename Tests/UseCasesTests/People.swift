import Domain
import Storage
import UseCases

/// Accounts without passwords, for tests that need people but no logins.
extension World {
  /// An active account.
  @discardableResult
  func account(_ email: String) throws(DomainError) -> Account {
    let now = registry.now
    let account = Account(
      id: ID(random: Array(email.utf8) + [0]), email: email,
      name: String(email.prefix { $0 != "@" }),
      language: .vi, status: .active, createdAt: now, updatedAt: now)
    try store.write { db throws(DomainError) in try db.insert(account) }
    return account
  }

  /// A person who belongs nowhere.
  func person(_ email: String = "an@example.vn") throws(DomainError) -> Actor {
    let account = try account(email)
    return Actor(name: "account:" + account.id.text, role: nil, account: account.id)
  }

  /// A person who belongs to an organisation.
  func member(
    _ role: Membership.Role, of organisation: Organisation, _ email: String = "an@example.vn"
  ) throws(DomainError) -> Actor {
    let now = registry.now
    let account = try account(email)
    try store.write { db throws(DomainError) in
      try db.set(
        Membership(
          account: account.id, organisation: organisation.id, role: role, since: now))
    }
    return Self.actor(account.id, role, of: organisation.id)
  }

  static func actor(
    _ account: ID<Account>, _ role: Membership.Role, of organisation: ID<Organisation>
  ) -> Actor {
    Actor(
      name: "account:" + account.text, role: .member, organisation: organisation,
      membership: role, account: account)
  }

  /// The roles by which people belong to an organisation.
  func roles(in organisation: Organisation) throws(DomainError) -> [String] {
    try registry.members(of: organisation.id.text, by: Self.dost)
      .map { "\($0.account.email) \($0.membership.role.rawValue)" }.sorted()
  }

  /// What waits to be told of these kinds, as kind and audience.
  func told(_ kinds: Set<Notice.Kind>) throws(DomainError) -> [String] {
    try notices().filter { kinds.contains($0.kind) }.map { notice in
      switch notice.audience {
      case .account(let id): "\(notice.kind.rawValue) account \(id)"
      case .organisation(let id): "\(notice.kind.rawValue) organisation \(id)"
      case .officers: "\(notice.kind.rawValue) officers"
      case .address(let address, _): "\(notice.kind.rawValue) \(address)"
      }
    }
  }
}
