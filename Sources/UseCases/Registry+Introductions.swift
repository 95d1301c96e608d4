package import Domain
import Storage

/// An introduction as an actor may see it.
package struct IntroductionRecord: Sendable {
  /// The introduction.
  package let introduction: Introduction
  let contacts: (requester: Contact, recipient: Contact)?
  let now: Instant

  /// Where it stands.
  package var status: Introduction.Status { introduction.status(at: now) }

  /// The record as it stands in the API.
  package var json: JSON { introduction.json(at: now, contacts: contacts) }
}

extension Duty {
  /// Ends introductions that nobody has answered in time, and tells both sides.
  static let introductionExpiry = Duty("introductions") { registry, now throws(DomainError) in
    let due = try registry.store.read { db throws(DomainError) in
      try db.overdueIntroductions(at: now, limit: 1)
    }
    guard !due.isEmpty else { return }
    try registry.commit { db throws(DomainError) in
      try registry.expireIntroductions(&db, now)
    }
  }
}

extension Registry {
  /// Asks for an introduction on behalf of the actor's organisation.
  /// - Throws: `.refused` where it is not verified; `.invalid` where the other one is of a kind
  ///   that it cannot ask, or too many wait for an answer; `.conflict` where one stands between the two
  ///   already (see `standingIntroduction`).
  package func createIntroduction(
    _ json: JSON, by actor: Actor, key: IdempotencyKey? = nil
  ) throws(DomainError) -> IntroductionRecord {
    let own = try Self.actingOrganisation(actor, "introduction.create")
    let input = try Introduction.Input(json)
    let (now, places, id) = (clock(), places, newID() as ID<Introduction>)
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.introductionRecord(made: id, actor, places, now)
    } make: { db throws(DomainError) in
      try self.expireIntroductions(&db, now)
      let requester = try db.visibleOrganisation(own.text, to: actor, places)
      try Self.requireVerified(requester, "introduce")
      let recipient = try db.visibleOrganisation(input.recipient, to: actor, places)
      try Self.requireAskable(recipient, by: requester)
      if let open = try db.standingIntroduction(between: own, and: recipient.id) {
        throw .conflict(field: "to", value: recipient.id.text, holder: open.text)
      }
      let count = try db.openIntroductionCount(of: own)
      guard count < Introduction.mostOpen else {
        throw .invalid([
          Fault("/to", .tooMany, found: "\(count + 1)", accepted: "≤ \(Introduction.mostOpen)")
        ])
      }
      let introduction = Introduction(
        id: id, requester: own, recipient: recipient.id, message: input.message, createdAt: now,
        updatedAt: now, expiresAt: now + Introduction.answerTime)
      try db.insert(introduction)
      try self.audit(
        &db, actor, "create", .introduction, id: id.text, version: 1, at: now,
        payload: ["after": introduction.json(at: now)])
      try self.tell(.introductionRequested, of: introduction, to: [recipient.id], &db, now)
      return (IntroductionRecord(introduction: introduction, contacts: nil, now: now), id.text)
    }
  }

  /// An introduction, if the actor may know of it.
  package func introduction(
    _ id: ID<Introduction>, by actor: Actor
  ) throws(DomainError) -> IntroductionRecord {
    guard actor.isKnown else { throw .unauthenticated }
    let (now, places) = (clock(), places)
    let record = try store.read { db throws(DomainError) in
      let found = try db.visibleIntroduction(id, to: actor)
      return try db.introductionRecord(found, actor, places, now)
    }
    noteLook(at: record.introduction, by: actor)
    return record
  }

  /// What stands between the actor's organisation and another, whoever asked for it: an
  /// introduction that waits for its answer, or one that was accepted while neither side has said
  /// what came of it. Nil where another one may be asked for.
  package func standingIntroduction(
    with other: ID<Organisation>, by actor: Actor
  ) throws(DomainError) -> IntroductionRecord? {
    guard actor.isKnown else { throw .unauthenticated }
    guard let own = actor.organisation else { return nil }
    let (now, places) = (clock(), places)
    return try store.read { db throws(DomainError) in
      guard let id = try db.standingIntroduction(between: own, and: other),
        let record = try db.introductionRecord(made: id.text, actor, places, now),
        record.status != .expired
      else { return nil }
      return record
    }
  }

  /// A page of introductions, the newest first: all for officers, its own for a member.
  package func introductions(
    organisation: String? = nil, statuses: [Introduction.Status] = [], page: PageRequest,
    by actor: Actor
  ) throws(DomainError) -> Page<IntroductionRecord> {
    guard actor.isKnown else { throw .unauthenticated }
    let (now, places) = (clock(), places)
    let shown = try store.read { db throws(DomainError) in
      var filter = BetweenFilter(visibleTo: actor)
      filter.statuses = statuses.map(\.rawValue)
      if let organisation {
        filter.organisation = try db.visibleOrganisation(organisation, to: actor, places).id
      }
      let found = try db.introductions(filter, page)
      var items: [IntroductionRecord] = []
      for item in found.items {
        items.append(try db.introductionRecord(item, actor, places, now))
      }
      return Page(items: items, total: found.total, next: found.next)
    }
    for record in shown.items { noteLook(at: record.introduction, by: actor) }
    return shown
  }

  /// Notes that an officer reads what one organisation writes to another.
  private func noteLook(at introduction: Introduction, by actor: Actor) {
    noteOfficer(
      actor, at: .introduction, of: introduction.id.text, owner: introduction.requester)
  }

  /// Answers or withdraws an introduction. Once it is accepted, both sides see how to reach each
  /// other.
  package func moveIntroduction(
    _ id: ID<Introduction>, _ event: Introduction.Event, _ answer: Introduction.Answer,
    expecting version: Int? = nil, by actor: Actor, key: IdempotencyKey? = nil
  ) throws(DomainError) -> IntroductionRecord {
    guard actor.isKnown else { throw .unauthenticated }
    let (now, places) = (clock(), places)
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.introductionRecord(made: id, actor, places, now)
    } make: { db throws(DomainError) in
      let before = try db.visibleIntroduction(id, to: actor)
      var after = before
      after.status = try Introduction.lifecycle.target(
        of: event, from: before.status(at: now),
        as: actor.parties(asking: before.requester, asked: before.recipient),
        reason: answer.refusal?.rawValue)
      if let version, version != before.version { throw .stale(current: before.version) }
      after.refusal = answer.refusal
      after.note = answer.note
      try self.replace(before, with: &after, event.rawValue, &db, actor, now)
      switch event {
      case .accept:
        try self.tell(.introductionAccepted, of: after, to: [after.requester], &db, now)
        try self.tellOthers(.introductionAccepted, of: after, than: actor, &db, now)
      case .refuse: try self.tell(.introductionRefused, of: after, to: [after.requester], &db, now)
      case .withdraw, .expire:
        try self.tell(.introductionWithdrawn, of: after, to: [after.recipient], &db, now)
      }
      return (try db.introductionRecord(after, actor, places, now), id.text)
    }
  }

  /// Records what came of an introduction, as one of its sides says.
  /// - Throws: `.refused` where it was not accepted; `.conflict` where that side has said so.
  package func recordIntroductionOutcome(
    of id: ID<Introduction>, _ json: JSON, by actor: Actor, key: IdempotencyKey? = nil
  ) throws(DomainError) -> IntroductionRecord {
    guard actor.isKnown else { throw .unauthenticated }
    let input = try Introduction.Outcome.Input(json)
    let (now, places) = (clock(), places)
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.introductionRecord(made: id, actor, places, now)
    } make: { db throws(DomainError) in
      let before = try db.visibleIntroduction(id, to: actor)
      let sides = actor.parties(asking: before.requester, asked: before.recipient)
      guard let own = actor.organisation, !sides.isDisjoint(with: [.requester, .recipient]) else {
        throw .forbidden(action: "introduction.outcome", needs: ["recipient", "requester"])
      }
      guard before.status == .accepted else {
        throw .refused(
          TransitionRefusal(
            aggregate: "introduction", event: "record_outcome",
            state: before.status(at: now).rawValue, allowedFrom: ["accepted"],
            allowedBy: ["recipient", "requester"]))
      }
      guard !before.outcomes.contains(where: { $0.by == own && $0.kind == input.kind }) else {
        throw .conflict(field: "kind", value: input.kind.rawValue, holder: nil)
      }
      let outcome = Introduction.Outcome(by: own, kind: input.kind, note: input.note, at: now)
      var after = before
      after.outcomes.append(outcome)
      try db.insert(outcome, of: id)
      try self.replace(before, with: &after, "record_outcome", &db, actor, now)
      try self.tell(
        .introductionOutcome, of: after,
        to: [own == after.requester ? after.recipient : after.requester], &db, now)
      return (try db.introductionRecord(after, actor, places, now), id.text)
    }
  }

  /// Ends every introduction whose time is over, at most a hundred at once.
  func expireIntroductions(_ db: inout Database, _ now: Instant) throws(DomainError) {
    for id in try db.overdueIntroductions(at: now, limit: 100) {
      guard let before = try db.introduction(id) else { continue }
      var after = before
      after.status = try Introduction.lifecycle.target(
        of: .expire, from: before.status, as: [.clock], reason: nil)
      try replace(before, with: &after, "expire", &db, .clock, now)
      try tell(
        .introductionExpired, of: after, to: [after.requester, after.recipient], &db, now)
    }
  }

  private func replace(
    _ before: Introduction, with after: inout Introduction, _ action: String,
    _ db: inout Database, _ actor: Actor, _ now: Instant
  ) throws(DomainError) {
    after.version = before.version + 1
    after.updatedAt = now
    try db.update(after)
    try audit(
      &db, actor, action, .introduction, id: after.id.text, version: after.version, at: now,
      payload: .difference(from: before.json(at: now), to: after.json(at: now)))
  }

  private func tell(
    _ kind: Notice.Kind, of introduction: Introduction, to sides: [ID<Organisation>],
    _ db: inout Database, _ now: Instant
  ) throws(DomainError) {
    try tell(kind, of: introduction, to: sides.map(Notice.Audience.organisation), &db, now)
  }

  /// Tells those whom the asked organisation would be told through, but not whoever has answered:
  /// they know.
  private func tellOthers(
    _ kind: Notice.Kind, of introduction: Introduction, than actor: Actor,
    _ db: inout Database, _ now: Instant
  ) throws(DomainError) {
    guard let person = actor.account, actor.belongs(to: introduction.recipient) else {
      return try tell(kind, of: introduction, to: [introduction.recipient], &db, now)
    }
    let others = try db.members(of: introduction.recipient).filter {
      $0.account != person && $0.role != .viewer
    }
    try tell(
      kind, of: introduction, to: others.map { Notice.Audience.account($0.account) }, &db, now)
  }

  /// The message, the reason and the contacts stay in the service, where only the two sides are.
  private func tell(
    _ kind: Notice.Kind, of introduction: Introduction, to audiences: [Notice.Audience],
    _ db: inout Database, _ now: Instant
  ) throws(DomainError) {
    let from = try db.organisation(introduction.requester, places: places)?.profile.name
    let to = try db.organisation(introduction.recipient, places: places)?.profile.name
    for audience in audiences {
      try tell(
        Notice(
          kind, to: audience, about: Notice.Subject(.introduction, introduction.id.text),
          ["from": from ?? "", "to": to ?? ""]), &db, now)
    }
  }

  private static func requireAskable(
    _ recipient: Organisation, by requester: Organisation
  ) throws(DomainError) {
    let (asking, asked) = (requester.profile.kind, recipient.profile.kind)
    guard recipient.id != requester.id, Introduction.mayAsk(asking, for: asked) else {
      let kinds = OrganisationKind.allCases.filter { Introduction.mayAsk(asking, for: $0) }
      throw .invalid([
        Fault(
          "/to", .notForKind, found: asked.rawValue,
          accepted: kinds.map(\.rawValue).joined(separator: ", "))
      ])
    }
    guard asked != .fund || recipient.profile.fund?.open == true else {
      throw .invalid([
        Fault("/to", .notAccepted, found: recipient.profile.name, accepted: "fund.open = true")
      ])
    }
    try requireVerified(recipient, "introduce")
  }
}

extension Registry {
  /// The organisation that somebody may act for.
  static func actingOrganisation(
    _ actor: Actor, _ action: String
  ) throws(DomainError) -> ID<Organisation> {
    guard actor.isKnown else { throw .unauthenticated }
    guard let own = actor.organisation, actor.parties(towards: own).contains(.owner) else {
      throw .forbidden(action: action, needs: ["member"])
    }
    return own
  }

  static func requireVerified(_ organisation: Organisation, _ event: String) throws(DomainError) {
    guard organisation.status == .verified else {
      throw .refused(
        TransitionRefusal(
          aggregate: "organisation", event: event, state: organisation.status.rawValue,
          allowedFrom: ["verified"], allowedBy: ["owner"]))
    }
  }
}

extension BetweenFilter {
  /// What an actor may know of: everything, what is theirs, or nothing.
  init(visibleTo actor: Actor) {
    self.init()
    if actor.isOfficer {
      visibleTo = .officer
    } else if actor.role == .member, let own = actor.organisation {
      visibleTo = .side(own)
    }
  }
}

extension Database {
  fileprivate mutating func visibleIntroduction(
    _ id: ID<Introduction>, to actor: Actor
  ) throws(DomainError) -> Introduction {
    guard let found = try introduction(id), Visibility.sees(actor, found) else {
      throw .notFound(aggregate: "introduction", id: id.text)
    }
    return found
  }

  fileprivate mutating func introductionRecord(
    _ introduction: Introduction, _ actor: Actor, _ places: Gazetteer, _ now: Instant
  ) throws(DomainError) -> IntroductionRecord {
    guard Visibility.seesContacts(actor, of: introduction),
      let requester = try organisation(introduction.requester, places: places),
      let recipient = try organisation(introduction.recipient, places: places)
    else { return IntroductionRecord(introduction: introduction, contacts: nil, now: now) }
    return IntroductionRecord(
      introduction: introduction,
      contacts: (Contact(requester.profile), Contact(recipient.profile)), now: now)
  }

  /// What a repeated request made.
  fileprivate mutating func introductionRecord(
    made id: String, _ actor: Actor, _ places: Gazetteer, _ now: Instant
  ) throws(DomainError) -> IntroductionRecord? {
    guard let found = try introduction(ID(id)) else { return nil }
    return try introductionRecord(found, actor, places, now)
  }
}
