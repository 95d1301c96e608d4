package import Domain
import Storage

/// Somebody who belongs to an organisation.
package struct Member: Sendable, Equatable {
  /// Their membership.
  package let membership: Membership
  /// Their account.
  package let account: Account

  /// The entry as it stands in the API.
  package var json: JSON {
    [
      "account": .string(account.id.text), "name": .string(account.name),
      "email": .string(account.email), "role": .string(membership.role.rawValue),
      "since": .string(membership.since.description),
    ]
  }
}

extension Registry {
  /// Who belongs to an organisation, the longest first; for its members and officers.
  package func members(of name: String, by actor: Actor) throws(DomainError) -> [Member] {
    let places = places
    let (members, id) = try store.read { db throws(DomainError) in
      let organisation = try db.organisation(name, showingMembersTo: actor, places)
      var members: [Member] = []
      for membership in try db.members(of: organisation.id) {
        if let account = try db.account(membership.account) {
          members.append(Member(membership: membership, account: account))
        }
      }
      return (members, organisation.id)
    }
    noteOfficer(actor, at: .organisationMembers, of: id.text, owner: id)
    return members
  }

  /// Changes what a member may do.
  /// - Throws: `.forbidden` for whoever is no owner, `.lastHolder` where nobody would own it
  package func changeMember(
    _ account: ID<Account>, of name: String, to role: Membership.Role, by actor: Actor
  ) throws(DomainError) -> Member {
    let (now, places) = (clock(), places)
    return try commit { db throws(DomainError) in
      let (organisation, before) = try db.membership(
        of: account, in: name, actor, places, "organisation.change_member")
      guard actor.governs(organisation.id) else {
        throw .forbidden(action: "organisation.change_member", needs: ["owner", "admin"])
      }
      guard let person = try db.account(account) else {
        throw .internalFault("membership of \(account): no account")
      }
      var after = before
      after.role = role
      if after != before {
        try db.set(after)
        try db.requireOwner(of: organisation.id, after: before.role)
        if role == .owner { try db.endInvitationsOfOthers(to: organisation.id, at: now) }
        try self.audit(
          &db, actor, "change_member", .organisation, id: organisation.id.text,
          version: organisation.version, at: now,
          payload: .membership(account, from: before.role, to: role))
      }
      return Member(membership: after, account: person)
    }
  }

  /// Ends a membership: an owner that of anybody, everybody their own.
  /// - Throws: `.lastHolder` where nobody would own the organisation
  package func endMembership(
    of account: ID<Account>, in name: String, by actor: Actor
  ) throws(DomainError) {
    let (now, places) = (clock(), places)
    try commit { db throws(DomainError) in
      let (organisation, membership) = try db.membership(
        of: account, in: name, actor, places, "organisation.end_membership")
      guard actor.governs(organisation.id) || actor.account == account else {
        throw .forbidden(action: "organisation.end_membership", needs: ["owner", "admin"])
      }
      _ = try db.endMembership(of: account, in: organisation.id)
      try db.requireOwner(of: organisation.id, after: membership.role)
      try self.audit(
        &db, actor, "leave", .organisation, id: organisation.id.text,
        version: organisation.version, at: now,
        payload: .membership(account, from: membership.role, to: nil))
    }
  }
}

extension JSON {
  /// What the audit log keeps of a change to who belongs to an organisation. It is no part of the
  /// record itself, so it does not stand under before and after.
  static func membership(
    _ account: ID<Account>, from before: Membership.Role?, to after: Membership.Role?
  ) -> JSON {
    var members: [(String, JSON)] = [("account", .string(account.text))]
    if let before { members.append(("role_before", .string(before.rawValue))) }
    if let after { members.append(("role", .string(after.rawValue))) }
    return .object(JSONObject(members))
  }
}

extension Database {
  /// An organisation, if the actor may know who belongs to it.
  /// - Throws: `.unauthenticated`, `.notFound`, `.forbidden`
  mutating func organisation(
    _ name: String, showingMembersTo actor: Actor, _ places: Gazetteer
  ) throws(DomainError) -> Organisation {
    guard actor.isKnown else { throw .unauthenticated }
    let organisation = try visibleOrganisation(name, to: actor, places)
    guard Visibility.seesMembers(actor, of: organisation.id) else {
      throw .forbidden(action: "organisation.members", needs: ["member", "dost", "admin"])
    }
    return organisation
  }

  /// A membership, if the actor may know of it; everybody may of their own.
  fileprivate mutating func membership(
    of account: ID<Account>, in name: String, _ actor: Actor, _ places: Gazetteer,
    _ action: String
  ) throws(DomainError) -> (Organisation, Membership) {
    guard actor.isKnown else { throw .unauthenticated }
    if actor.account == account,
      let own = try memberships(of: account).first(where: { $0.organisation.text == name }),
      let organisation = try organisation(own.organisation, places: places)
    {
      return (organisation, own)
    }
    let organisation = try organisation(name, showingMembersTo: actor, places)
    guard let found = try members(of: organisation.id).first(where: { $0.account == account })
    else { throw .notFound(aggregate: "account", id: account.text) }
    return (organisation, found)
  }

  /// Refuses that the last owner goes or is lowered.
  fileprivate mutating func requireOwner(
    of organisation: ID<Organisation>, after before: Membership.Role
  ) throws(DomainError) {
    guard before == .owner, try activeOwners(of: organisation) == 0 else { return }
    throw .lastHolder(role: "owner")
  }
}
