package import Domain
import Storage

extension Registry {
  /// Claims an organisation that nobody acts for, as one that DOST has imported.
  /// - Throws: `.unauthenticated`, `.forbidden` for a token without a person, `.refused` where it
  ///   has an owner or is not verified, `.conflict` where the person's claim is undecided,
  ///   `.invalid`
  package func claim(
    _ name: String, _ json: JSON, by actor: Actor, key: IdempotencyKey? = nil
  ) throws(DomainError) -> Claim {
    guard actor.isKnown else { throw .unauthenticated }
    guard let account = actor.account, !actor.isOfficer else {
      throw .forbidden(action: "claim.create", needs: ["person"])
    }
    let input = try Claim.Input(json)
    let (now, places) = (clock(), places)
    let id = newID() as ID<Claim>
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.claim(ID(id))
    } make: { db throws(DomainError) in
      let organisation = try db.visibleOrganisation(name, to: actor, places)
      try db.requireOwnerless(organisation, "claim", by: ["person"])
      if let open = try db.openClaim(of: account, on: organisation.id) {
        throw .conflict(field: "organisation", value: organisation.id.text, holder: open.text)
      }
      if let file = input.file {
        guard let found = try db.file(file), found.by == actor.name,
          try db.uses(of: file).isEmpty
        else { throw .invalid([Fault("/file", .notFound, found: file.text)]) }
      }
      let claim = Claim(
        id: id, organisation: organisation.id, account: account, grounds: input.grounds,
        file: input.file, createdAt: now, updatedAt: now)
      try db.insert(claim)
      if let file = input.file { try db.use(file, by: FileUse(.claim, id.text)) }
      try self.audit(
        &db, actor, "create", .claim, id: id.text, version: 1, at: now,
        payload: ["after": claim.json])
      try self.tell(.claimMade, to: .officers, claim, organisation, &db, now)
      return (claim, id.text)
    }
  }

  /// Whether an organisation can be claimed: it is in the public register and nobody owns it.
  package func isClaimable(_ name: String, by actor: Actor) throws(DomainError) -> Bool {
    let places = places
    return try store.read { db throws(DomainError) in
      let found = try db.visibleOrganisation(name, to: actor, places)
      guard found.status == .verified else { return false }
      return !(try db.members(of: found.id).contains { $0.role == .owner })
    }
  }

  /// A claim, if the actor may know of it: the person who made it, and officers.
  package func claim(_ id: ID<Claim>, by actor: Actor) throws(DomainError) -> Claim {
    let found = try store.read { db throws(DomainError) in try db.visibleClaim(id, to: actor) }
    noteOfficer(actor, at: .claim, of: found.id.text)
    return found
  }

  /// A page of the claims that the actor may know of, the newest first.
  package func claims(
    organisation name: String?, statuses: [Claim.Status], page: PageRequest, by actor: Actor
  ) throws(DomainError) -> Page<Claim> {
    guard actor.isKnown else { throw .unauthenticated }
    let places = places
    let found = try store.read { db throws(DomainError) in
      var filter = ClaimFilter()
      filter.statuses = statuses
      // A token without a person has none.
      if !actor.isOfficer { filter.account = actor.account ?? ID("") }
      if let name { filter.organisation = try db.visibleOrganisation(name, to: actor, places).id }
      return try db.claims(filter, page)
    }
    for claim in found.items { noteOfficer(actor, at: .claim, of: claim.id.text) }
    return found
  }

  /// Takes a claim one step; who made an accepted one owns the organisation from then on.
  /// - Throws: `.refused` where it is decided, or has got an owner meanwhile
  package func moveClaim(
    _ id: ID<Claim>, _ event: Claim.Event, reason: String? = nil, expecting version: Int? = nil,
    by actor: Actor, key: IdempotencyKey? = nil
  ) throws(DomainError) -> Claim {
    guard actor.isKnown else { throw .unauthenticated }
    let (now, places) = (clock(), places)
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.claim(ID(id))
    } make: { db throws(DomainError) in
      let before = try db.visibleClaim(id, to: actor)
      if event != .withdraw {
        try self.requireImpartial(
          actor, "claim.\(event.rawValue)", registering: before.organisation, &db)
        // Whoever has become an officer since decides nothing on a claim of their own.
        if actor.isOfficer, actor.account == before.account {
          throw .forbidden(action: "claim.\(event.rawValue)", needs: ["impartial"])
        }
      }
      var after = before
      after.status = try Claim.lifecycle.target(
        of: event, from: before.status, as: actor.parties(towards: before), reason: reason)
      if let version, version != before.version { throw .stale(current: before.version) }
      guard let organisation = try db.organisation(before.organisation, places: places) else {
        throw .internalFault("claim \(id): no organisation")
      }
      after.statusReason = reason
      after.version = before.version + 1
      after.updatedAt = now
      if event == .accept {
        try db.requireOwnerless(organisation, "claim", by: ["dost", "admin"])
        try db.requireNothingSealed(toNewcomersOf: organisation.id)
        try self.makeOwner(of: organisation, before.account, &db, actor, now)
      }
      try db.update(after)
      try self.audit(
        &db, actor, event.rawValue, .claim, id: id.text, version: after.version, at: now,
        payload: .difference(from: before.json, to: after.json))
      switch event {
      case .accept:
        try self.tell(.claimAccepted, to: .account(after.account), after, organisation, &db, now)
      case .refuse:
        try self.tell(.claimRefused, to: .account(after.account), after, organisation, &db, now)
      case .withdraw: break
      }
      return (after, id.text)
    }
  }

  private func makeOwner(
    of organisation: Organisation, _ account: ID<Account>, _ db: inout Database, _ actor: Actor,
    _ now: Instant
  ) throws(DomainError) {
    let held = try db.memberships(of: account).first { $0.organisation == organisation.id }
    try endRequestsToPartner(organisation, &db, now)
    try db.set(
      Membership(
        account: account, organisation: organisation.id, role: .owner, since: held?.since ?? now))
    try db.endInvitationsOfOthers(to: organisation.id, at: now)
    try audit(
      &db, actor, "join", .organisation, id: organisation.id.text, version: organisation.version,
      at: now, payload: .membership(account, from: held?.role, to: .owner))
  }

  private func tell(
    _ kind: Notice.Kind, to audience: Notice.Audience, _ claim: Claim,
    _ organisation: Organisation, _ db: inout Database, _ now: Instant
  ) throws(DomainError) {
    try tell(
      Notice(
        kind, to: audience, about: Notice.Subject(.claim, claim.id.text),
        ["name": organisation.profile.name]), &db, now)
  }
}

extension Database {
  fileprivate mutating func visibleClaim(_ id: ID<Claim>, to actor: Actor) throws(DomainError)
    -> Claim
  {
    guard let found = try claim(id), Visibility.sees(actor, found) else {
      throw .notFound(aggregate: "claim", id: id.text)
    }
    return found
  }

  /// Refuses a claim on what somebody owns, or on what is not in the public register.
  fileprivate mutating func requireOwnerless(
    _ organisation: Organisation, _ event: String, by parties: [String]
  ) throws(DomainError) {
    if organisation.status == .verified, !(try hasOwner(organisation.id)) { return }
    throw .refused(
      TransitionRefusal(
        aggregate: "organisation", event: event,
        state: organisation.status.rawValue, allowedFrom: ["verified"], allowedBy: parties))
  }
}
