package import Domain
import Storage

/// Who looked at what is confidential.
extension Registry {
  /// An organisation as an actor may see it; where that shows what is confidential to somebody who
  /// does not belong to it, the look is noted.
  func show(
    _ record: Organisation, to actor: Actor, raisingTerms: Bool = false
  ) -> Organisation {
    var seen = record.seen(by: actor, raisingTerms: raisingTerms)
    seen.isStale = record.isStale(on: CalendarDay(inVietnam: clock()))
    guard !actor.belongs(to: record.id), actor.role != nil else { return seen }
    var parts: [Visibility.Part] = []
    let profile = seen.profile
    if profile.address != nil || profile.email != nil || profile.phone != nil {
      parts.append(.organisationContacts)
    }
    if let startup = profile.startup, startup.raisingVND != nil || startup.traction != nil {
      parts.append(.organisationRaising)
    }
    for part in parts { note(actor, at: part, of: record.id.text, owner: record.id) }
    return seen
  }

  /// Notes that an officer reads the scores of one reviewer, or a reviewer what is offered. Of the
  /// scores administrators alone are told: how often they are read is no business of a proposer's.
  func noteLook(at record: ReviewRecord, by actor: Actor) {
    if actor.isOfficer, Visibility.seesScores(actor, of: record.review) {
      note(actor, at: .reviewScores, of: record.review.id.text, owner: nil)
    }
    if let material = record.material {
      note(actor, at: .reviewMaterial, of: material.id.text, owner: material.organisation)
    }
  }

  /// Notes that an officer reads what a solver has handed in.
  func noteLook(at engagement: Engagement, by actor: Actor) {
    guard actor.isOfficer, engagement.milestones.contains(where: { $0.evidence != nil }) else {
      return
    }
    note(actor, at: .engagement, of: engagement.id.text, owner: engagement.organisation)
  }

  /// Notes that an officer, or an administrator, was shown a part of a record that is confidential
  /// between others.
  func noteOfficer(
    _ actor: Actor, at part: Visibility.Part, of record: String,
    owner: ID<Organisation>? = nil
  ) {
    guard actor.isOfficer else { return }
    note(actor, at: part, of: record, owner: owner)
  }

  /// Notes that an actor was shown a confidential part of a record.
  func note(
    _ actor: Actor, at part: Visibility.Part, of record: String, owner: ID<Organisation>?
  ) {
    let look = Access(actor, at: part, of: record, owner: owner, now: clock())
    // Where it cannot be written now, it waits for the next time.
    if accessJournal.add([look]) { try? writeAccesses() }
  }

  /// Writes the looks down that wait.
  package func writeAccesses() throws(DomainError) {
    guard !accessJournal.isEmpty else { return }
    let looks = accessJournal.take()
    do {
      try store.write { db throws(DomainError) in try db.note(looks) }
    } catch {
      _ = accessJournal.add(looks)
      throw error
    }
  }

  /// A page of who looked at confidential records, the newest row first; for administrators.
  package func accesses(
    _ filter: AccessFilter, page: PageRequest, by actor: Actor
  ) throws(DomainError) -> Page<Access> {
    guard actor.isKnown else { throw .unauthenticated }
    guard Visibility.sees(actor, .accessDetails, ofRecordsOf: nil) else {
      throw .forbidden(action: "access.list", needs: ["admin"])
    }
    try writeAccesses()
    return try store.read { db throws(DomainError) in try db.accesses(filter, page) }
  }

  /// A page of how often people of each role looked at an organisation's confidential records, by
  /// day, for its members.
  package func accesses(
    toRecordsOf name: String, page: PageRequest, by actor: Actor
  ) throws(DomainError) -> Page<AccessCount> {
    guard actor.isKnown else { throw .unauthenticated }
    let places = places
    try writeAccesses()
    return try store.read { db throws(DomainError) in
      let record = try db.visibleOrganisation(name, to: actor, places)
      guard Visibility.sees(actor, .accesses, ofRecordsOf: record.id) else {
        throw .forbidden(action: "organisation.accesses", needs: ["owner", "admin"])
      }
      return try db.accessCounts(of: record.id, page)
    }
  }
}
