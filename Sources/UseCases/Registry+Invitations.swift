package import Domain
import Storage

extension Registry {
  /// Invites somebody to an organisation: a link of 14 days goes to their address, and works once.
  /// Another invitation to the same address takes the place of the first. An administrator invites
  /// where no owner is left, and an owner alone: who else comes is theirs to say.
  /// - Throws: `.forbidden` for whoever is no owner, `.conflict` where they belong to it already,
  ///   `.obstructed` where others have belonged to it while any call may have offers under seal
  package func invite(
    to name: String, _ json: JSON, by actor: Actor, key: IdempotencyKey? = nil
  ) throws(DomainError) -> Invitation {
    guard actor.isKnown else { throw .unauthenticated }
    let input = try Invitation.Input(json)
    let (now, places) = (clock(), places)
    let (id, secret) = (newID() as ID<Invitation>, Credentials.linkSecret(random))
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.invitation(ID(id))
    } make: { db throws(DomainError) in
      let organisation = try db.visibleOrganisation(name, to: actor, places)
      guard actor.governs(organisation.id) else {
        throw .forbidden(action: "organisation.invite", needs: ["owner", "admin"])
      }
      // An administrator helps an organisation that has lost its owner; into any other it could
      // bring somebody who reads what is sealed. Whose account is locked owns it still, or locking
      // it would be the way in.
      if !actor.belongs(to: organisation.id) {
        guard !(try db.hasOwner(organisation.id)) else {
          throw .forbidden(action: "organisation.invite", needs: ["owner"])
        }
        try self.requireImpartial(
          actor, "organisation.invite", registering: organisation.id, &db)
        guard input.role == .owner else {
          throw .invalid([
            Fault("/role", .notAccepted, found: input.role.rawValue, accepted: "owner")
          ])
        }
        try db.requireNothingSealed(toNewcomersOf: organisation.id)
      }
      guard organisation.status != .withdrawn else {
        throw .refused(
          TransitionRefusal(
            aggregate: "organisation", event: "invite_member",
            state: organisation.status.rawValue,
            allowedFrom: ["draft", "submitted", "returned", "verified", "suspended"],
            allowedBy: ["owner"]))
      }
      let account = try db.account(email: input.email)
      if let account,
        try db.members(of: organisation.id).contains(where: { $0.account == account.id })
      {
        throw .conflict(field: "email", value: input.email, holder: account.id.text)
      }
      let open = try db.invitations(to: organisation.id, at: now)
      guard open.count < Invitation.mostOpen || open.contains(where: { $0.email == input.email })
      else {
        throw .invalid([
          Fault(
            "/email", .tooMany, found: String(open.count), accepted: "\(Invitation.mostOpen)")
        ])
      }
      // Mail that a stranger did not ask for is counted, as for registrations.
      try db.countTry(.mail, Credentials.digest(Array(input.email.utf8)), at: now)
      let invitation = Invitation(
        id: id, organisation: organisation.id, email: input.email, role: input.role,
        createdAt: now, expiresAt: now + Invitation.lifetime)
      try db.insert(invitation, hash: Credentials.digest(Array(secret.utf8)))
      try self.audit(
        &db, actor, "invite", .organisation, id: organisation.id.text,
        version: organisation.version, at: now,
        payload: ["invitation": .string(id.text), "role": .string(input.role.rawValue)])
      try self.tell(
        .memberInvited, to: .address(input.email, account?.language ?? input.language),
        organisation, &db, now, ["secret": secret])
      return (invitation, id.text)
    }
  }

  /// Whether an administrator from outside may think of inviting to an organisation: nobody owns
  /// it, and it is not withdrawn. What else stands against it is told to whoever tries.
  package func lacksOwner(_ name: String, by actor: Actor) throws(DomainError) -> Bool {
    let places = places
    return try store.read { db throws(DomainError) in
      let found = try db.organisation(name, showingMembersTo: actor, places)
      guard found.status != .withdrawn else { return false }
      return !(try db.hasOwner(found.id))
    }
  }

  /// The open invitations to an organisation, the newest first; for its members and officers.
  package func invitations(
    to name: String, by actor: Actor
  ) throws(DomainError) -> [Invitation] {
    let (now, places) = (clock(), places)
    let (invitations, id) = try store.read { db throws(DomainError) in
      let organisation = try db.organisation(name, showingMembersTo: actor, places)
      return (try db.invitations(to: organisation.id, at: now), organisation.id)
    }
    noteOfficer(actor, at: .organisationMembers, of: id.text, owner: id)
    return invitations
  }

  /// Takes an invitation back; its link dies.
  package func withdrawInvitation(
    _ id: ID<Invitation>, to name: String, by actor: Actor
  ) throws(DomainError) {
    let (now, places) = (clock(), places)
    try commit { db throws(DomainError) in
      let organisation = try db.organisation(name, showingMembersTo: actor, places)
      guard actor.governs(organisation.id) else {
        throw .forbidden(action: "organisation.invite", needs: ["owner", "admin"])
      }
      guard try db.invitation(id, to: organisation.id) != nil, try db.remove(id) else {
        throw .notFound(aggregate: "invitation", id: id.text)
      }
      try self.audit(
        &db, actor, "withdraw_invitation", .organisation, id: organisation.id.text,
        version: organisation.version, at: now, payload: ["invitation": .string(id.text)])
    }
  }

  /// Accepts an invitation by the secret of its link, for the account of the address that it was
  /// sent to. Whoever belongs to the organisation already keeps the stronger role. What an
  /// administrator sent counts only as long as they might still send it.
  /// - Throws: `.unauthenticated`, `.forbidden` for an account of another address, `.invalid` for a
  ///   link that was used, has ended or never was, `.obstructed` where an administrator sent it
  ///   and others have belonged to the organisation while any call may have offers under seal
  package func acceptInvitation(_ json: JSON, by actor: Actor) throws(DomainError) -> Member {
    guard let person = actor.account else {
      throw actor.isKnown
        ? .forbidden(action: "invitation.accept", needs: ["person"]) : .unauthenticated
    }
    let log = FaultLog()
    var token: String?
    if var reader = ObjectReader(json, log: log) {
      token = reader.secret("token")
      reader.require("token", token != nil)
      reader.finish()
    }
    try log.check()
    let (now, places) = (clock(), places)
    let hash = Credentials.digest(Array((token ?? "").utf8))
    return try commit { db throws(DomainError) in
      guard let invitation = try db.invitation(hash: hash, at: now),
        let organisation = try db.organisation(invitation.organisation, places: places),
        organisation.status != .withdrawn
      else { throw .invalid([Fault("/token", .ended)]) }
      guard let account = try db.account(person), account.status == .active,
        account.email == invitation.email
      else { throw .forbidden(action: "invitation.accept", needs: ["invited"]) }
      // What no owner has sent is asked again: much may have come since it was.
      if !(try db.wasSentByOwner(invitation)) {
        guard !(try db.hasOwner(organisation.id)) else {
          throw .invalid([Fault("/token", .ended)])
        }
        try db.requireNothingSealed(toNewcomersOf: organisation.id)
      }
      let held = try db.memberships(of: person).first { $0.organisation == organisation.id }
      let membership = Membership(
        account: person, organisation: organisation.id,
        role: max(held?.role ?? .viewer, invitation.role), since: held?.since ?? now)
      try self.endRequestsToPartner(organisation, &db, now)
      try db.set(membership)
      _ = try db.remove(invitation.id)
      if membership.role == .owner {
        try db.endInvitationsOfOthers(to: organisation.id, at: now)
      }
      try self.audit(
        &db, actor, "join", .organisation, id: organisation.id.text,
        version: organisation.version, at: now,
        payload: .membership(person, from: held?.role, to: membership.role))
      try self.tell(
        .memberJoined, to: .organisation(organisation.id), organisation, &db, now,
        ["member": account.name])
      return Member(membership: membership, account: account)
    }
  }
}

extension Database {
  /// Whether somebody owns an organisation, with an account that may be locked.
  mutating func hasOwner(_ organisation: ID<Organisation>) throws(DomainError) -> Bool {
    try members(of: organisation).contains { $0.role == .owner }
  }

  /// Refuses that somebody from outside comes to what an organisation without owner may have under
  /// seal: nobody of its own has let them in. Whether it has anything decides nothing, or the answer
  /// would tell; one to which nobody has ever belonged has made nothing.
  mutating func requireNothingSealed(
    toNewcomersOf organisation: ID<Organisation>
  ) throws(DomainError) {
    if try hasHadPeople(organisation), try isAnyCallUnderSeal() {
      throw .obstructed(.sealedToNewcomers)
    }
  }

  /// Ends the open invitations to an organisation that none of its owners has sent, once it has one:
  /// who comes from then on is theirs to say.
  mutating func endInvitationsOfOthers(
    to organisation: ID<Organisation>, at now: Instant
  ) throws(DomainError) {
    for invitation in try invitations(to: organisation, at: now)
    where !(try wasSentByOwner(invitation)) {
      _ = try remove(invitation.id)
    }
  }
}

extension Duty {
  /// Takes away invitations that have ended.
  static let dropEndedInvitations = Duty("invitations") { registry, now throws(DomainError) in
    let isDue = try registry.store.read { db throws(DomainError) in
      try db.hasEndedInvitations(at: now)
    }
    guard isDue else { return }
    try registry.store.write { db throws(DomainError) in try db.removeEndedInvitations(at: now) }
  }
}
