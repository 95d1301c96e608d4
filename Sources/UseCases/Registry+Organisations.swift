package import Domain
import Storage

/// A record together with what was understood differently from how it was written.
package struct Accepted<Record: Sendable>: Sendable {
  /// The record as it is now.
  package let record: Record
  /// What the register understood differently.
  package let notes: [Note]

  /// What an act made of its input.
  package init(record: Record, notes: [Note]) {
    self.record = record
    self.notes = notes
  }
}

extension Registry {
  /// Registers an organisation as a draft; a kind and a name are enough.
  ///
  /// Officers may register any. A member may register one: its token then acts for it.
  /// - Throws: `.unauthenticated`, `.forbidden`, `.invalid`, `.conflict` on a tax code that is
  ///   held already, `.keyReused`.
  package func createOrganisation(
    _ json: JSON, by actor: Actor, key: IdempotencyKey? = nil
  ) throws(DomainError) -> Accepted<Organisation> {
    guard actor.isKnown else { throw .unauthenticated }
    let (profile, notes) = try OrganisationProfile.read(json, places: places)
    let (now, places) = (clock(), places)
    let record = Organisation(
      id: newID(), status: .draft, createdAt: now, updatedAt: now, profile: profile)
    let stored = try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.organisation(ID(id), places: places)
    } make: { db throws(DomainError) in
      guard actor.mayRegister else {
        throw .forbidden(action: "organisation.create", needs: ["dost", "admin"])
      }
      try self.insert(record, &db, actor, now)
      if !actor.isOfficer, let account = actor.account {
        // Whoever registers an organisation owns it.
        try db.set(
          Membership(account: account, organisation: record.id, role: .owner, since: now))
        try self.audit(
          &db, actor, "join", .organisation, id: record.id.text, version: record.version, at: now,
          payload: ["account": .string(account.text), "role": "owner"])
      } else if actor.role == .member, let token = actor.token {
        guard try db.bind(token, to: record.id) else {
          throw .forbidden(action: "organisation.create", needs: ["dost", "admin"])
        }
        try self.audit(
          &db, actor, "bind", .token, id: token.text, version: 2, at: now,
          payload: ["organisation": .string(record.id.text)])
      }
      return (record, record.id.text)
    }
    return Accepted(record: stored, notes: notes)
  }

  /// An organisation by identifier or by the identifier of its import.
  /// - Throws: `.notFound` also where it exists but this actor may not know of it.
  package func organisation(_ name: String, by actor: Actor) throws(DomainError) -> Organisation {
    let places = places
    return try store.read { db throws(DomainError) in
      try db.visibleOrganisation(name, to: actor, places)
    }.seen(by: actor)
  }

  /// Those of these organisations that the actor may know of, by identifier. At most as many as a page of a list
  /// holds are asked for.
  package func organisations(
    _ ids: [ID<Organisation>], by actor: Actor
  ) throws(DomainError) -> [ID<Organisation>: Organisation] {
    let places = places
    let found = try store.read { db throws(DomainError) in
      try db.organisations(ids, places: places)
    }
    return Dictionary(
      found.filter { Visibility.sees(actor, $0) }.map { ($0.id, $0.seen(by: actor)) },
      uniquingKeysWith: { first, _ in first })
  }

  /// A page of the organisations that the actor may know of.
  package func organisations(
    _ filter: OrganisationFilter, page: PageRequest, by actor: Actor
  ) throws(DomainError) -> Page<Organisation> {
    var filter = filter
    filter.visibleTo =
      actor.isOfficer
      ? .everything : .verified(andAlso: actor.role == .member ? actor.organisation : nil)
    let (places, restricted) = (places, filter)
    let found = try store.read { db throws(DomainError) in
      try db.organisations(restricted, page, places: places)
    }
    return Page(
      items: found.items.map { $0.seen(by: actor) }, total: found.total, next: found.next)
  }

  /// Changes an organisation by a JSON merge patch (RFC 7396).
  ///
  /// Once verified, its name, tax code and legal classes are an officer's to change.
  /// - Throws: `.stale` where it is no longer at `version`; `.versionRequired` without one.
  package func updateOrganisation(
    _ name: String, patch: JSON, expecting version: Int?, by actor: Actor
  ) throws(DomainError) -> Accepted<Organisation> {
    guard actor.isKnown else { throw .unauthenticated }
    try patch.refuse(members: OrganisationProfile.readOnly)
    let (now, places) = (clock(), places)
    return try commit { db throws(DomainError) in
      let before = try db.visibleOrganisation(name, to: actor, places)
      let parties = actor.parties(towards: before.id)
      guard !parties.isDisjoint(with: [.owner, .dost, .admin]) else {
        throw .forbidden(action: "organisation.update", needs: ["owner", "dost", "admin"])
      }
      guard let version else { throw .versionRequired(current: before.version) }
      guard version == before.version else { throw .stale(current: before.version) }
      guard before.status != .withdrawn, before.status != .suspended || actor.isOfficer else {
        throw .refused(
          TransitionRefusal(
            aggregate: "organisation", event: "update", state: before.status.rawValue,
            allowedFrom: ["draft", "submitted", "returned", "verified"],
            allowedBy: ["owner", "dost", "admin"]))
      }
      let merged = JSON.object(JSONObject(before.profile.members))
        .merging(patch, keepingNull: true)
      let (profile, notes) = try OrganisationProfile.read(merged, places: places)
      guard profile != before.profile else { return Accepted(record: before, notes: notes) }
      if before.status == .verified, !actor.isOfficer {
        let guarded = before.profile.keyFields(changedIn: profile)
        guard guarded.isEmpty else {
          throw .invalid(guarded.map { Fault($0, .officerOnly, accepted: "dost") })
        }
      }
      var after = before
      after.profile = profile
      try self.replace(before, with: &after, "update", &db, actor, now)
      return Accepted(record: after, notes: notes)
    }
  }

  /// Takes an organisation one step through its life.
  ///
  /// `version` is checked where it is given, so that nobody verifies what they have not seen.
  /// - Throws: `.forbidden`, `.refused`, `.invalid` where members are still owed, `.stale`.
  package func moveOrganisation(
    _ name: String, _ event: Organisation.Event, reason: String? = nil,
    expecting version: Int? = nil,
    by actor: Actor,
    key: IdempotencyKey? = nil
  ) throws(DomainError) -> Organisation {
    guard actor.isKnown else { throw .unauthenticated }
    let (now, places) = (clock(), places)
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.organisation(ID(id), places: places)
    } make: { db throws(DomainError) in
      let before = try db.visibleOrganisation(name, to: actor, places)
      let target = try Organisation.lifecycle.target(
        of: event, from: before.status, as: actor.parties(towards: before.id), reason: reason)
      if let version, version != before.version { throw .stale(current: before.version) }
      if event == .submit, !before.profile.submissionFaults.isEmpty {
        throw .invalid(before.profile.submissionFaults)
      }
      var after = before
      after.status = target
      after.statusReason = reason
      try self.replace(before, with: &after, event.rawValue, &db, actor, now)
      return (after, after.id.text)
    }
  }

  /// Stores a new organisation with its audit entry.
  func insert(_ record: Organisation, _ db: inout Database, _ actor: Actor, _ now: Instant)
    throws(DomainError)
  {
    try refuseSecondHolder(of: record, &db)
    try db.insert(record)
    try audit(
      &db, actor, "create", .organisation, id: record.id.text, version: record.version, at: now,
      payload: ["after": record.json])
  }

  /// Stores the next version of an organisation with its audit entry.
  func replace(
    _ before: Organisation, with after: inout Organisation, _ action: String, _ db: inout Database,
    _ actor: Actor, _ now: Instant
  ) throws(DomainError) {
    after.version = before.version + 1
    after.updatedAt = now
    try refuseSecondHolder(of: after, &db)
    try db.update(after)
    try audit(
      &db, actor, action, .organisation, id: after.id.text, version: after.version, at: now,
      payload: .difference(from: before.json, to: after.json))
    try tellWatchers(before, after, &db, now)
  }

  private func refuseSecondHolder(of record: Organisation, _ db: inout Database)
    throws(DomainError)
  {
    guard let code = record.profile.taxCode, record.status != .withdrawn,
      let holder = try db.organisation(taxCode: code, places: places), holder.id != record.id
    else { return }
    throw .conflict(field: "tax_code", value: code, holder: holder.id.text)
  }
}

extension Database {
  /// Finds an organisation by either of its identifiers, if the actor may know of it.
  mutating func visibleOrganisation(_ name: String, to actor: Actor, _ places: Gazetteer)
    throws(DomainError) -> Organisation
  {
    var found = try organisation(ID(name), places: places)
    if found == nil { found = try organisation(externalID: name, places: places) }
    guard let found, Visibility.sees(actor, found) else {
      throw .notFound(aggregate: "organisation", id: name)
    }
    return found
  }
}

extension Actor {
  /// Whether they may register an organisation: officers any, a person theirs, a member's token
  /// the one that it then acts for.
  fileprivate var mayRegister: Bool {
    isOfficer || (role != .reviewer && account != nil)
      || (role == .member && organisation == nil)
  }
}

extension OrganisationProfile {
  /// The members that make the register vouch for an organisation, where they differ.
  fileprivate func keyFields(changedIn other: OrganisationProfile) -> [String] {
    [
      ("/kind", kind != other.kind), ("/name", name != other.name),
      ("/tax_code", taxCode != other.taxCode), ("/legal", legal != other.legal),
    ].filter(\.1).map(\.0)
  }
}
