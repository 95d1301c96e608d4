package import Domain
import Storage

/// That two records stand for the same organisation, and which of them goes on.
package struct MergeOrder: Sendable, Equatable {
  /// The record that goes on, by either of its names.
  package let into: String
  /// Why.
  package let reason: String

  /// Reads the order.
  /// - Throws: `DomainError.invalid` with all faults.
  package init(_ json: JSON) throws(DomainError) {
    let log = FaultLog()
    var (into, reason): (String?, String?)
    if var reader = ObjectReader(json, log: log) {
      into = reader.line("into", most: 100)
      reason = reader.text("reason", most: 5000)
      reader.require("into", into != nil)
      reader.require("reason", reason != nil)
      reader.finish()
    }
    try log.check()
    self.into = into ?? ""
    self.reason = reason ?? ""
  }
}

extension Registry {
  /// Joins a record with another that stands for the same organisation.
  ///
  /// Everything that names the one names the other from then on: members, tokens, files, problems,
  /// proposals, outcomes, portfolios, introductions, applications, requests. What the other does not
  /// say of itself it takes over. The one stays withdrawn, with its history, and leads to the other.
  /// Where both have a live proposal for a problem that has ended, or an offer that was opened and a
  /// draft that never was handed in, the one that was submitted stands, or else the later; the other
  /// is withdrawn.
  ///
  /// Nothing that a merger answers depends on what is under seal: it is allowed by who belongs to
  /// the two and by which calls are open. Unless the same people belong to both, the offers of the
  /// one that nobody has opened stay with it, as do its parts in those of others: also those for a
  /// call that has ended without being opened, which would come to people whom they are not for.
  /// - Throws: `.forbidden` for whoever is no administrator; `.refused` where either is withdrawn;
  ///   `.conflict` where both have proposals for a problem that were opened; `.obstructed` where the
  ///   one has people, others than the other has, while any call may have offers under seal
  package func mergeOrganisation(
    _ name: String, _ order: MergeOrder, expecting version: Int? = nil, by actor: Actor,
    key: IdempotencyKey? = nil
  ) throws(DomainError) -> Organisation {
    do { return try merge(name, order, expecting: version, by: actor, key: key) } catch {
      try noteRefusedMerger(of: name, order, error, by: actor)
      throw error
    }
  }

  /// A merger that was tried in vain stands in the log as well.
  private func noteRefusedMerger(
    of name: String, _ order: MergeOrder, _ error: DomainError, by actor: Actor
  ) throws(DomainError) {
    let why: String
    switch error {
    case .obstructed(let obstacle): why = obstacle.key
    case .conflict: why = "conflict"
    case .refused: why = "transition_refused"
    case .forbidden: why = "forbidden"
    default: return
    }
    guard actor.role == .admin, !actor.mayOnlyRead else { return }
    let (now, places) = (clock(), places)
    try commit { db throws(DomainError) in
      let source = try db.visibleOrganisation(name, to: actor, places)
      let target = try db.target(of: order, actor, places)
      try self.audit(
        &db, actor, "refuse_merge", .organisation, id: source.id.text, version: source.version,
        at: now, payload: ["into": .string(target.id.text), "refused": .string(why)])
    }
  }

  private func merge(
    _ name: String, _ order: MergeOrder, expecting version: Int?, by actor: Actor,
    key: IdempotencyKey?
  ) throws(DomainError) -> Organisation {
    guard actor.isKnown else { throw .unauthenticated }
    let (now, places) = (clock(), places)
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.organisation(ID(id), places: places)
    } make: { db throws(DomainError) in
      let source = try db.visibleOrganisation(name, to: actor, places)
      guard actor.role == .admin else {
        throw .forbidden(action: "organisation.merge", needs: ["admin"])
      }
      if let version, version != source.version { throw .stale(current: source.version) }
      let target = try db.target(of: order, actor, places)
      guard target.id != source.id else {
        throw .invalid([Fault("/into", .itself, found: order.into)])
      }
      for side in [source, target] where side.status == .withdrawn {
        throw .refused(
          TransitionRefusal(
            aggregate: "organisation", event: "merge", state: side.status.rawValue,
            allowedFrom: ["draft", "submitted", "returned", "verified", "suspended"],
            allowedBy: ["admin"]))
      }
      for side in [source, target] {
        try self.requireImpartial(actor, "organisation.merge", registering: side.id, &db)
      }
      let number = try self.personalID(of: source.id, &db)
      let people = Set(try db.members(of: source.id).map(\.account))
      // People who belong to both have let each other in, by the invitations of their owners.
      let others = Set(try db.members(of: target.id).map(\.account))
      let areSame = !people.isEmpty && people == others
      let leavesSealed = !areSame
      try self.settleRivals(
        source.id, target.id, leavingSealed: leavesSealed, &db, actor, now)
      if !people.isEmpty, !areSame, try db.isAnyCallUnderSeal() {
        throw .obstructed(.sealedMatters)
      }
      if !leavesSealed { try self.renamePartners(source.id, target.id, &db, actor, now) }
      try self.joinMembers(source.id, target.id, &db)
      let outcomes = try db.outcomesToMove(from: source.id, to: target.id)
      let owned = try db.problems(ownedBy: source.id, places: places)
      // Whom nobody of the one invited any more, nobody of the other has invited.
      if people.isEmpty { try db.removeInvitations(to: source.id) }
      try db.moveReferences(from: source.id, to: target.id, leavingSealed: leavesSealed)
      try self.auditMoved(outcomes, source.id, target.id, &db, actor, now)
      for before in owned {
        var after = before
        after.statement.ownerOrganisation = target.id
        try self.replace(before, with: &after, "merge_owner", &db, actor, now)
      }
      var gone = source
      gone.status = .withdrawn
      gone.statusReason = order.reason
      gone.registration.mergedInto = target.id
      try self.replace(source, with: &gone, "merge", &db, actor, now)
      var joined = target
      joined.profile = target.profile.completed(by: source.profile, number: number)
      try self.replace(target, with: &joined, "take_over", sharing: order.reason, &db, actor, now)
      try self.tell(
        .organisationMerged, to: .organisation(target.id), joined, &db, now,
        ["other": source.profile.name])
      return (joined, joined.id.text)
    }
  }

  /// The record that one was merged into, if the actor may know of it; nil where it was not.
  package func successor(
    of name: String, by actor: Actor
  ) throws(DomainError) -> ID<Organisation>? {
    let places = places
    return try store.read { db throws(DomainError) in
      var found = try db.organisation(ID(name), places: places)
      if found == nil { found = try db.organisation(externalID: name, places: places) }
      guard found?.registration.mergedInto != nil else { return nil }
      // Merges of merges are rare; a loop cannot be, since what is withdrawn takes nothing over.
      for _ in 0..<100 {
        guard let next = found?.registration.mergedInto else { break }
        found = try db.organisation(next, places: places)
      }
      return found.flatMap { Visibility.sees(actor, $0) ? $0.id : nil }
    }
  }

  private func settleRivals(
    _ source: ID<Organisation>, _ target: ID<Organisation>, leavingSealed: Bool,
    _ db: inout Database, _ actor: Actor, _ now: Instant
  ) throws(DomainError) {
    for (own, other) in try db.rivalProposals(of: source, and: target) {
      guard let left = try db.proposal(own), let right = try db.proposal(other) else { continue }
      if leavingSealed, left.openedAt == nil { continue }
      let isDecided = left.openedAt != nil && right.openedAt != nil
      guard !isDecided || left.status == .draft || right.status == .draft else {
        throw .conflict(field: "proposals", value: left.problem.text, holder: nil)
      }
      let leftStands =
        (left.status == .draft) == (right.status == .draft)
        ? left.updatedAt > right.updatedAt : left.status != .draft
      var loser = leftStands ? right : left
      loser.status = .withdrawn
      loser.version += 1
      loser.updatedAt = now
      try db.update(loser)
      try audit(&db, actor, "withdraw", loser, now)
    }
  }

  /// Drafts name the other partner from then on; what was submitted stays as its receipt says.
  private func renamePartners(
    _ source: ID<Organisation>, _ target: ID<Organisation>, _ db: inout Database,
    _ actor: Actor, _ now: Instant
  ) throws(DomainError) {
    for id in try db.drafts(withPartner: source) {
      guard let found = try db.proposal(id) else { continue }
      var draft = try vault.unsealed(found, &db)
      let isRepeated =
        draft.organisation == target
        || draft.partnerships.contains { $0.organisation == target }
      let partners = draft.offer?.partners ?? []
      draft.offer?.partners = partners.compactMap { partner in
        partner == source ? (isRepeated ? nil : target) : partner
      }
      draft.partnerships = draft.partnerships.compactMap { partner in
        guard partner.organisation == source else { return partner }
        return isRepeated
          ? nil : Partnership(organisation: target, status: partner.status, at: partner.at)
      }
      draft.version += 1
      draft.updatedAt = now
      try vault.seal(&draft, &db, now)
      try db.update(draft)
      try audit(&db, actor, "rename_partner", draft, now)
    }
  }

  /// Whoever belongs to both keeps the stronger role.
  private func joinMembers(
    _ source: ID<Organisation>, _ target: ID<Organisation>, _ db: inout Database
  ) throws(DomainError) {
    let held = try db.members(of: target)
    for membership in try db.members(of: source) {
      guard let other = held.first(where: { $0.account == membership.account }) else { continue }
      try db.set(
        Membership(
          account: other.account, organisation: target, role: max(other.role, membership.role),
          since: other.since))
    }
  }

  private func auditMoved(
    _ outcomes: [ID<Outcome>], _ source: ID<Organisation>, _ target: ID<Organisation>,
    _ db: inout Database, _ actor: Actor, _ now: Instant
  ) throws(DomainError) {
    for id in outcomes {
      try audit(
        &db, actor, "merge", .outcome, id: id.text, version: 1, at: now,
        payload: [
          "before": ["organisation": .string(source.text)],
          "after": ["organisation": .string(target.text)],
        ])
    }
  }
}

extension OrganisationProfile {
  /// This profile with what another says and it does not; lists are joined. `number` is that of the
  /// person behind the other.
  func completed(by other: OrganisationProfile, number: String?) -> OrganisationProfile {
    var joined = self
    joined.nameEN = nameEN ?? other.nameEN
    if taxCode == nil {
      (joined.taxCode, joined.taxCodeOverride) = (other.taxCode, other.taxCodeOverride)
    }
    joined.foreignRegister = foreignRegister ?? other.foreignRegister
    joined.founded = founded ?? other.founded
    joined.employees = employees ?? other.employees
    if province == nil { (joined.province, joined.commune) = (other.province, other.commune) }
    joined.address = address ?? other.address
    joined.website = website ?? other.website
    joined.email = email ?? other.email
    joined.phone = phone ?? other.phone
    joined.description = description ?? other.description
    joined.trl = trl ?? other.trl
    joined.legal += other.legal.filter { theirs in
      !legal.contains { $0.status == theirs.status }
    }
    joined.fields = fields.isEmpty ? other.fields : fields
    joined.technologies = technologies.isEmpty ? other.technologies : technologies
    joined.products = Self.joined(products, other.products, most: TextLimit.list)
    joined.certificates = Self.joined(certificates, other.certificates, most: TextLimit.list)
    joined.pastProjects = Self.joined(pastProjects, other.pastProjects, most: 200)
    if kind == other.kind {
      joined.startup = startup ?? other.startup
      joined.fund = fund ?? other.fund
      joined.incubator = incubator?.completed(by: other.incubator) ?? other.incubator
    }
    if personalID == nil, let number { joined.personalID = try? PersonalID(number) }
    return joined
  }

  private static func joined<Item: Equatable>(_ own: [Item], _ other: [Item], most: Int) -> [Item] {
    Array((own + other.filter { !own.contains($0) }).prefix(most))
  }
}

extension IncubatorProfile {
  /// This profile with the programmes and mentors of another, which cohorts and requests name.
  fileprivate func completed(by other: IncubatorProfile?) -> IncubatorProfile {
    guard let other else { return self }
    var joined = self
    joined.programmes += other.programmes.filter { theirs in
      !programmes.contains { $0.id == theirs.id }
    }
    joined.mentorProfiles += other.mentorProfiles.filter { theirs in
      !mentorProfiles.contains { $0.id == theirs.id }
    }
    return joined
  }
}

extension Database {
  fileprivate mutating func target(
    of order: MergeOrder, _ actor: Actor, _ places: Gazetteer
  ) throws(DomainError) -> Organisation {
    do { return try visibleOrganisation(order.into, to: actor, places) } catch {
      guard case .notFound = error else { throw error }
      throw .invalid([Fault("/into", .notFound, found: order.into)])
    }
  }
}
