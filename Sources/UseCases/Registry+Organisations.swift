package import Domain
import Storage

/// A record together with what was understood differently from how it was written.
package struct Accepted<Record: Sendable>: Sendable {
  /// The record as it is now.
  package let record: Record
  /// What the register understood differently.
  package let notes: [Note]
  /// Other records that may stand for the same, as far as the actor may know of them.
  package let duplicates: [PossibleDuplicate]

  /// What an act made of its input.
  package init(record: Record, notes: [Note], duplicates: [PossibleDuplicate] = []) {
    self.record = record
    self.notes = notes
    self.duplicates = duplicates
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
    let (input, notes) = try OrganisationProfile.read(json, places: places)
    try refusePersonalNumbers(in: json)
    let (now, places) = (clock(), places)
    let id = newID() as ID<Organisation>
    let stored = try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.organisation(ID(id), places: places)
    } make: { db throws(DomainError) in
      guard actor.mayRegister else {
        throw .forbidden(action: "organisation.create", needs: ["dost", "admin"])
      }
      var profile = input
      try self.settle(&profile, of: id, before: nil, &db, actor)
      var record = Organisation(
        id: id, status: .draft, createdAt: now, updatedAt: now, profile: profile)
      // A draft keeps nobody from a tax code, but who holds one is told of already.
      try self.refuseTaken(profile.taxCode, for: id, by: actor, &db)
      try self.insert(&record, &db, actor, now)
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
    let duplicates = try store.read { db throws(DomainError) in
      try db.possibleDuplicates(of: stored, seenBy: actor)
    }
    return Accepted(record: stored, notes: notes, duplicates: duplicates)
  }

  /// An organisation by identifier or by the identifier of its import.
  /// - Throws: `.notFound` also where it exists but this actor may not know of it.
  package func organisation(_ name: String, by actor: Actor) throws(DomainError) -> Organisation {
    let places = places
    return show(
      try store.read { db throws(DomainError) in
        try db.visibleOrganisation(name, to: actor, places)
      }, to: actor)
  }

  /// Those of these organisations that the actor may know of, by identifier, with no more than
  /// everybody is shown of them, so that looking through a list is no look at anybody's contacts.
  /// At most as many as a page of a list holds are asked for.
  package func organisations(
    _ ids: [ID<Organisation>], by actor: Actor
  ) throws(DomainError) -> [ID<Organisation>: Organisation] {
    let places = places
    let found = try store.read { db throws(DomainError) in
      try db.organisations(ids, places: places)
    }
    return Dictionary(
      found.filter { Visibility.sees(actor, $0) }.map { ($0.id, $0.seen(by: .anonymous)) },
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
    filter.day = clock().dayInVietnam
    let (places, restricted) = (places, filter)
    let found = try store.read { db throws(DomainError) in
      try db.organisations(restricted, page, places: places)
    }
    return Page(
      items: found.items.map { show($0, to: actor) }, total: found.total, next: found.next)
  }

  /// Changes an organisation by a JSON merge patch (RFC 7396).
  ///
  /// What its members change of the kind, name, tax code, foreign register or legal classes of a
  /// verified one waits for DOST, see `Organisation.Revision`.
  /// - Throws: `.stale` where it is no longer at `version`; `.versionRequired` without one.
  package func updateOrganisation(
    _ name: String, patch: JSON, expecting version: Int?, by actor: Actor
  ) throws(DomainError) -> Accepted<Organisation> {
    guard actor.isKnown else { throw .unauthenticated }
    try patch.refuse(members: OrganisationProfile.readOnly)
    try refusePersonalNumbers(in: patch)
    let (now, places) = (clock(), places)
    return try commit { db throws(DomainError) in
      let before = try db.visibleOrganisation(name, to: actor, places)
      let parties = actor.parties(towards: before.id)
      guard !parties.isDisjoint(with: [.owner, .dost, .admin]) else {
        throw .forbidden(action: "organisation.update", needs: ["owner", "dost", "admin"])
      }
      // Before verification somebody else looks it over yet.
      if [.verified, .suspended].contains(before.status) {
        try self.requireImpartial(actor, "organisation.update", towards: before.id, &db)
      }
      if !actor.belongs(to: before.id) {
        try self.requireImpartial(actor, "organisation.update", registering: before.id, &db)
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
      let (changed, notes) = try self.changed(before, by: patch, actor, &db, now)
      guard changed != before else { return Accepted(record: before, notes: notes) }
      var after = changed
      try self.replace(before, with: &after, "update", &db, actor, now)
      if before.registration.pending == nil, after.registration.pending != nil {
        try self.tell(.revisionWaiting, to: .officers, after, &db, now)
      }
      return Accepted(record: after, notes: notes)
    }
  }

  /// Takes an organisation one step through its life.
  ///
  /// `version` is checked where it is given, so that nobody verifies what they have not seen.
  /// Verifying an organisation behind which the person of another verified one stands wants a
  /// reason.
  /// - Throws: `.forbidden`, `.refused`, `.invalid` where members are still owed, `.stale`,
  ///   `.conflict` on a tax code or a personal number that another holds.
  package func moveOrganisation(
    _ name: String, _ event: Organisation.Event, reason: String? = nil,
    reasons: [FieldReason] = [], expecting version: Int? = nil,
    by actor: Actor,
    key: IdempotencyKey? = nil
  ) throws(DomainError) -> Organisation {
    guard actor.isKnown else { throw .unauthenticated }
    let (now, places) = (clock(), places)
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.organisation(ID(id), places: places)
    } make: { db throws(DomainError) in
      let before = try db.visibleOrganisation(name, to: actor, places)
      let isOwn = actor.belongs(to: before.id)
      if [.verify, .return, .suspend].contains(event) || !isOwn {
        try self.requireImpartial(
          actor, "organisation.\(event.rawValue)", registering: before.id, &db)
      }
      let target = try Organisation.lifecycle.target(
        of: event, from: before.status, as: actor.parties(towards: before.id), reason: reason)
      // Whom somebody else takes out of the register is told why.
      if event == .withdraw, !isOwn, reason?.trimmed.isEmpty ?? true,
        !(try db.members(of: before.id).isEmpty)
      {
        throw .invalid([Fault("/reason", .missing)])
      }
      if let version, version != before.version { throw .stale(current: before.version) }
      let owed = before.profile.submissionFaults + before.profile.contradictions
      if event == .submit, !owed.isEmpty { throw .invalid(owed) }
      var after = before
      after.status = target
      after.statusReason = reason
      after.registration.reasons = reasons
      try self.replace(
        before, with: &after, event.rawValue, sharing: event == .verify ? reason : nil, &db, actor,
        now)
      try self.tellOfStep(event, after, by: actor, &db, now)
      return (after, after.id.text)
    }
  }

  /// Stores a new organisation with its audit entry.
  func insert(
    _ record: inout Organisation, _ db: inout Database, _ actor: Actor, _ now: Instant
  ) throws(DomainError) {
    record.note(nil, by: actor, at: now)
    try refuseSecondHolder(of: record, by: actor, &db)
    _ = try refuseSharedNumber(of: record, before: nil, reason: nil, by: actor, &db)
    let identity = try seal(&record.profile, of: record.id)
    try db.insert(record)
    if let identity { try db.set(identity, of: record.id) }
    try bindEvidence(of: record, before: nil, &db)
    try audit(
      &db, actor, "create", .organisation, id: record.id.text, version: record.version, at: now,
      payload: payload(["after": record.json], identity: identity))
  }

  /// Stores the next version of an organisation with its audit entry; `sharing` says why it is taken
  /// although the person behind it stands behind another.
  func replace(
    _ before: Organisation, with after: inout Organisation, _ action: String,
    sharing reason: String? = nil, _ db: inout Database, _ actor: Actor, _ now: Instant
  ) throws(DomainError) {
    after.version = before.version + 1
    after.updatedAt = now
    after.note(before, by: actor, at: now)
    try refuseSecondHolder(of: after, by: actor, &db)
    let others = try refuseSharedNumber(
      of: after, before: before, reason: reason, by: actor, &db)
    let identity = try seal(&after.profile, of: after.id)
    try db.update(after)
    if identity != nil || after.profile.personalID == nil && before.profile.personalID != nil {
      try db.set(identity, of: after.id)
    }
    try bindEvidence(of: after, before: before, &db)
    try audit(
      &db, actor, action, .organisation, id: after.id.text, version: after.version, at: now,
      payload: payload(
        .difference(from: before.json, to: after.json), identity: identity, others: others))
    try tellWatchers(before, after, &db, now)
  }

  private func refuseSecondHolder(
    of record: Organisation, by actor: Actor, _ db: inout Database
  ) throws(DomainError) {
    if record.holdsTaxCode {
      try refuseTaken(record.profile.taxCode, for: record.id, by: actor, &db)
    }
  }

  /// Refuses a tax code that is another's already; who holds it is told to those alone who may know
  /// of that one.
  func refuseTaken(
    _ code: String?, for id: ID<Organisation>, by actor: Actor, _ db: inout Database
  ) throws(DomainError) {
    guard let code, let holder = try db.organisation(taxCode: code, places: places),
      holder.id != id
    else { return }
    throw .conflict(
      field: "tax_code", value: code,
      holder: Visibility.sees(actor, holder) ? holder.id.text : nil)
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

extension Organisation {
  /// Notes what the register keeps of a registration when its record changes.
  fileprivate mutating func note(_ before: Organisation?, by actor: Actor, at now: Instant) {
    if status == .verified, before?.status != .verified {
      registration.verifiedOn = now.dayInVietnam
      registration.reasons = []
    }
    if status != .submitted {
      registration.submittedAt = nil
    } else if before?.status != .submitted {
      registration.submittedAt = now
    }
    if actor.isOfficer { registration.lookedVersion = version }
    guard var pending = registration.pending else { return }
    let shown = JSONObject(profile.members)
    for (name, value) in pending.changes.members where (shown[name] ?? .null) == value {
      pending.changes[name] = nil
    }
    let isOver = status == .withdrawn || pending.changes.members.isEmpty
    registration.pending = isOver ? nil : pending
  }
}
