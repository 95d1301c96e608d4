package import Domain
import Storage

/// An organisation that waits for an officer, with what there is to look at.
package struct WaitingOrganisation: Sendable {
  /// The record.
  package let organisation: Organisation
  /// Since when it waits.
  package let since: Instant
  /// What has changed since an officer last looked; nil at the first look, and where the log cannot
  /// tell any more.
  package let changes: [MemberChange]?
  /// Records that may stand for the same organisation.
  package let duplicates: [PossibleDuplicate]
  /// How many undecided claims there are on it.
  package let openClaims: Int

  /// Whether a change of a verified record waits, rather than a registration.
  package var isRevision: Bool { organisation.status == .verified }

  /// The entry as it stands in the API.
  package var json: JSON {
    var members: [(String, JSON)] = [
      ("organisation", organisation.json), ("waiting", isRevision ? "revision" : "registration"),
      ("since", .string(since.description)),
    ]
    if let version = organisation.registration.lookedVersion {
      members.append(("looked_version", JSON(version)))
    }
    if let changes { members.append(("changes", .array(changes.map(\.json)))) }
    members.append(("identity", .string(organisation.profile.identity.rawValue)))
    members.append(("possible_duplicates", .array(duplicates.map(\.json))))
    members.append(("open_claims", JSON(openClaims)))
    return .object(JSONObject(members))
  }
}

extension Registry {
  /// Acts on one record up to which its log is replayed.
  private static let longestLog = 10_000

  /// A page of the organisations that wait for DOST, the longest waiting first.
  package func waitingOrganisations(
    page: PageRequest, by actor: Actor
  ) throws(DomainError) -> Page<WaitingOrganisation> {
    try Self.requireOfficer(actor, "organisation.queue")
    let places = places
    return try store.read { db throws(DomainError) in
      let found = try db.waitingOrganisations(page, places: places)
      var items: [WaitingOrganisation] = []
      for record in found.items { items.append(try self.entry(of: record, &db, actor)) }
      return Page(items: items, total: found.total, next: found.next)
    }
  }

  /// What there is to look at of one organisation, whether or not anything of it waits.
  package func waitingOrganisation(
    _ name: String, by actor: Actor
  ) throws(DomainError) -> WaitingOrganisation {
    try Self.requireOfficer(actor, "organisation.queue")
    let places = places
    return try store.read { db throws(DomainError) in
      try self.entry(of: try db.visibleOrganisation(name, to: actor, places), &db, actor)
    }
  }

  private func entry(
    of record: Organisation, _ db: inout Database, _ actor: Actor
  ) throws(DomainError) -> WaitingOrganisation {
    WaitingOrganisation(
      organisation: show(record, to: actor), since: record.waitingSince ?? record.updatedAt,
      changes: try changesSinceLook(record, &db),
      duplicates: try db.possibleDuplicates(of: record, seenBy: actor),
      openClaims: try db.openClaims(on: record.id))
  }

  private func changesSinceLook(
    _ record: Organisation, _ db: inout Database
  ) throws(DomainError) -> [MemberChange]? {
    guard let version = record.registration.lookedVersion else { return nil }
    let payloads = try db.auditPayloads(
      of: .organisation, id: record.id.text, upTo: version, limit: Self.longestLog)
    guard payloads.count < Self.longestLog, let looked = AuditReplay(payloads).profile(of: record),
      let old = try? OrganisationProfile.read(looked, places: places).profile
    else { return nil }
    var wish = JSON.object(JSONObject(record.profile.members))
    if let pending = record.registration.pending {
      wish = wish.merging(.object(pending.changes))
    }
    return MemberChange.between(.object(JSONObject(old.members)), wish)
  }

  /// Takes or refuses the change of key members that waits; those who asked are told.
  /// - Throws: `.obstructed` where none waits, `.invalid` where it no longer fits or a refusal has no
  ///   reason, `.conflict` on a tax code that another has got since
  package func decideRevision(
    of name: String, isAccepted: Bool, reason: String?, expecting version: Int? = nil,
    by actor: Actor, key: IdempotencyKey? = nil
  ) throws(DomainError) -> Organisation {
    let (now, places) = (clock(), places)
    guard actor.isKnown else { throw .unauthenticated }
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.organisation(ID(id), places: places)
    } make: { db throws(DomainError) in
      let before = try db.visibleOrganisation(name, to: actor, places)
      guard actor.isOfficer else {
        throw .forbidden(action: "organisation.decide_revision", needs: ["admin", "dost"])
      }
      try self.requireImpartial(actor, "organisation.decide_revision", registering: before.id, &db)
      let pending = try Self.pending(before)
      if let version, version != before.version { throw .stale(current: before.version) }
      var after = before
      after.registration.pending = nil
      if isAccepted {
        let wish = JSON.object(JSONObject(before.profile.members))
          .merging(.object(pending.changes))
        var profile = try OrganisationProfile.read(wish, places: places).profile
        for place in profile.legal.indices {
          profile.legal[place].isRecognised = before.profile.recognises(profile.legal[place])
        }
        if !profile.contradictions.isEmpty { throw .invalid(profile.contradictions) }
        after.profile = profile
        after.registration.refusal = nil
      } else {
        guard let reason, !reason.trimmed.isEmpty else {
          throw .invalid([Fault("/reason", .missing)])
        }
        after.registration.refusal = Organisation.Refusal(reason: reason, at: now)
      }
      try self.replace(
        before, with: &after, isAccepted ? "accept_revision" : "refuse_revision", &db, actor, now)
      try self.tell(
        isAccepted ? .revisionAccepted : .revisionRefused, to: .organisation(after.id), after, &db,
        now)
      return (after, after.id.text)
    }
  }

  /// Takes back the change of key members that waits.
  package func withdrawRevision(
    of name: String, expecting version: Int? = nil, by actor: Actor
  ) throws(DomainError) -> Organisation {
    guard actor.isKnown else { throw .unauthenticated }
    let (now, places) = (clock(), places)
    return try commit { db throws(DomainError) in
      let before = try db.visibleOrganisation(name, to: actor, places)
      guard actor.parties(towards: before.id).contains(.owner) else {
        throw .forbidden(action: "organisation.withdraw_revision", needs: ["owner"])
      }
      _ = try Self.pending(before)
      if let version, version != before.version { throw .stale(current: before.version) }
      var after = before
      after.registration.pending = nil
      try self.replace(before, with: &after, "withdraw_revision", &db, actor, now)
      return after
    }
  }

  private static func pending(
    _ record: Organisation
  ) throws(DomainError) -> Organisation.Revision {
    guard record.status == .verified, let pending = record.registration.pending else {
      throw .obstructed(.noRevisionPending)
    }
    return pending
  }

  /// Says that a verified record is still right.
  package func confirmRecord(
    of name: String, by actor: Actor, key: IdempotencyKey? = nil
  ) throws(DomainError) -> Organisation {
    guard actor.isKnown else { throw .unauthenticated }
    let (now, places) = (clock(), places)
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.organisation(ID(id), places: places)
    } make: { db throws(DomainError) in
      let before = try db.visibleOrganisation(name, to: actor, places)
      guard actor.parties(towards: before.id).contains(.owner) else {
        throw .forbidden(action: "organisation.confirm_record", needs: ["owner"])
      }
      guard before.status == .verified else {
        throw .refused(
          TransitionRefusal(
            aggregate: "organisation", event: "confirm_record", state: before.status.rawValue,
            allowedFrom: ["verified"], allowedBy: ["owner"]))
      }
      var after = before
      after.registration.confirmedOn = now.dayInVietnam
      guard after != before else { return (before, before.id.text) }
      try self.replace(before, with: &after, "confirm", &db, actor, now)
      return (after, after.id.text)
    }
  }

  /// Says that an officer has seen the evidence of a legal class, or no longer vouches for it.
  /// - Throws: `.invalid` where the class is not held, its evidence says neither issuer nor day, or
  ///   it has ended
  package func recognise(
    _ status: LegalClass, of name: String, isRecognised: Bool, reason: String?,
    expecting version: Int? = nil, by actor: Actor, key: IdempotencyKey? = nil
  ) throws(DomainError) -> Organisation {
    guard actor.isKnown else { throw .unauthenticated }
    let (now, places) = (clock(), places)
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.organisation(ID(id), places: places)
    } make: { db throws(DomainError) in
      let before = try db.visibleOrganisation(name, to: actor, places)
      guard actor.isOfficer else {
        throw .forbidden(action: "organisation.recognise", needs: ["admin", "dost"])
      }
      try self.requireImpartial(actor, "organisation.recognise", registering: before.id, &db)
      if let version, version != before.version { throw .stale(current: before.version) }
      guard let place = before.profile.legal.firstIndex(where: { $0.status == status }) else {
        throw .invalid([
          Fault(
            "/class", .notAccepted, found: status.rawValue,
            accepted: before.profile.legal.map(\.status.rawValue).joined(separator: ", "))
        ])
      }
      if isRecognised {
        try Self.requireEvidence(before.profile.legal[place], at: place, on: now.dayInVietnam)
      } else if reason?.trimmed.isEmpty ?? true {
        throw .invalid([Fault("/reason", .missing)])
      }
      var after = before
      after.profile.legal[place].isRecognised = isRecognised
      guard after != before else { return (before, before.id.text) }
      try self.replace(
        before, with: &after, isRecognised ? "recognise" : "stop_recognising", &db, actor, now)
      return (after, after.id.text)
    }
  }

  private static func requireEvidence(
    _ evidence: LegalStatus, at place: Int, on day: String
  ) throws(DomainError) {
    var faults: [Fault] = []
    if evidence.issuer == nil { faults.append(Fault("/legal/\(place)/issuer", .missing)) }
    if evidence.issuedOn == nil { faults.append(Fault("/legal/\(place)/issued_on", .missing)) }
    if let last = evidence.expiresOn, last < day {
      faults.append(Fault("/legal/\(place)/expires_on", .inThePast, found: last))
    }
    guard faults.isEmpty else { throw .invalid(faults) }
  }
}

extension Registry {
  /// The record as a patch makes it, and what was understood differently.
  func changed(
    _ before: Organisation, by patch: JSON, _ actor: Actor, _ db: inout Database, _ now: Instant
  ) throws(DomainError) -> (Organisation, [Note]) {
    let isRevision = before.status == .verified && !actor.isOfficer
    var base = JSON.object(JSONObject(before.profile.members))
    if isRevision, let pending = before.registration.pending {
      base = base.merging(.object(pending.changes))
    }
    var merged = base.merging(patch, keepingNull: true)
    // An override is for the code that it was given for.
    if let code = patch["tax_code"], code != base["tax_code"],
      !actor.isOfficer || patch["tax_code_override"] == nil
    {
      merged = merged.merging(["tax_code_override": patch["tax_code_override"] ?? nil])
    }
    var (wish, notes) = try OrganisationProfile.read(merged, places: places)
    if isRevision, patch["personal_id"] == nil {
      // A household business that becomes an enterprise leaves its number behind.
      wish.personalID = wish.mayBePerson ? before.profile.personalID : nil
    }
    try settle(&wish, of: before.id, before: before, &db, actor)
    if wish.taxCode != before.profile.taxCode {
      try refuseTaken(wish.taxCode, for: before.id, by: actor, &db)
    }
    var after = before
    guard isRevision else {
      after.profile = wish
      return (after, notes)
    }
    guard
      wish.personalID == before.profile.personalID
        || (wish.personalID == nil && !wish.mayBePerson)
    else {
      throw .invalid([Fault("/personal_id", .officerOnly, accepted: "dost")])
    }
    let (shown, waiting) = before.profile.split(wish: wish)
    after.profile = try OrganisationProfile.read(shown, places: places).profile
    if waiting != before.registration.pending?.changes {
      after.registration.pending =
        waiting.members.isEmpty
        ? nil
        : Organisation.Revision(
          changes: waiting, at: before.registration.pending?.at ?? now)
      if !waiting.members.isEmpty { after.registration.refusal = nil }
    }
    return (after, notes)
  }

  /// Tells whom a step concerns.
  func tellOfStep(
    _ event: Organisation.Event, _ record: Organisation, by actor: Actor, _ db: inout Database,
    _ now: Instant
  ) throws(DomainError) {
    // The reason is read in the register, where only those close to it are.
    let hasMembers = try !db.members(of: record.id).isEmpty
    guard event == .submit || hasMembers else { return }
    switch event {
    case .submit:
      if !actor.isOfficer {
        try tell(.organisationSubmitted, to: .officers, record, &db, now)
      }
    case .verify:
      try tell(.organisationVerified, to: .organisation(record.id), record, &db, now)
    case .return:
      try tell(.organisationReturned, to: .organisation(record.id), record, &db, now)
    case .suspend:
      try tell(.organisationSuspended, to: .organisation(record.id), record, &db, now)
    case .withdraw:
      if !actor.belongs(to: record.id) {
        try tell(.organisationWithdrawn, to: .organisation(record.id), record, &db, now)
      }
    }
  }

  /// Tells of an organisation by its name.
  func tell(
    _ kind: Notice.Kind, to audience: Notice.Audience, _ record: Organisation,
    _ db: inout Database, _ now: Instant, _ values: [String: String] = [:]
  ) throws(DomainError) {
    try tell(
      Notice(
        kind, to: audience, about: Notice.Subject(.organisation, record.id.text),
        values.merging(["name": record.profile.name]) { own, _ in own }), &db, now)
  }
}

extension Database {
  /// Records that may stand for the same organisation, as far as an actor may know of them; at most
  /// twenty, the likeliest kinds of reason first.
  mutating func possibleDuplicates(
    of record: Organisation, seenBy actor: Actor
  ) throws(DomainError) -> [PossibleDuplicate] {
    let order = PossibleDuplicate.Reason.allCases
    let identity = try identityDigest(of: record.id)
    return try lookalikes(of: record.profile, identity: identity)
      .filter { $0.id != record.id && Visibility.sees(actor, $0.id, in: $0.status) }
      .map { candidate in
        var candidate = candidate
        // Who tries numbers must not learn whose they are.
        if !Visibility.sees(actor, .organisationIdentity, of: candidate.id) {
          candidate.isOfSamePerson = false
        }
        return candidate
      }
      .compactMap { PossibleDuplicate(record.profile, $0) }
      .sorted { left, right in
        let (a, b) = (order.firstIndex(of: left.why) ?? 0, order.firstIndex(of: right.why) ?? 0)
        return a == b ? left.id < right.id : a < b
      }
      .prefix(20).map { $0 }
  }
}
