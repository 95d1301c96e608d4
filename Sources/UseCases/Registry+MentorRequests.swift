package import Domain
import Matching
import Storage

extension Registry {
  /// Asks one of an incubator's mentors for help, through the incubator.
  /// - Throws: `.invalid` where there is no such mentor or they take no new teams; `.conflict`
  ///   where a request waits for an answer already.
  package func createMentorRequest(
    _ json: JSON, by actor: Actor, key: IdempotencyKey? = nil
  ) throws(DomainError) -> MentorRequest {
    let own = try Self.actingOrganisation(actor, "mentor_request.create")
    let input = try MentorRequest.Input(json)
    let (now, places, id) = (clock(), places, newID() as ID<MentorRequest>)
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.mentorRequest(ID(id))
    } make: { db throws(DomainError) in
      let requester = try db.visibleOrganisation(own.text, to: actor, places)
      try Self.requireVerified(requester, "request_mentor")
      let audience = MandateKind.mentor.audience
      guard audience.contains(requester.profile.kind) else {
        throw .invalid([
          Fault(
            "/mentor", .notForKind, found: requester.profile.kind.rawValue,
            accepted: audience.map(\.rawValue).sorted().joined(separator: ", "))
        ])
      }
      let incubator = try db.visibleOrganisation(input.incubator, to: actor, places)
      let open = (incubator.profile.incubator?.mentorProfiles ?? []).filter { $0.open != false }
      guard let mentor = open.first(where: { $0.id == input.mentor }) else {
        throw .invalid([
          Fault(
            "/mentor", .notAccepted, found: input.mentor,
            accepted: open.map(\.id).joined(separator: ", "))
        ])
      }
      if let held = try db.openMentorRequest(of: own, to: mentor.id, of: incubator.id) {
        throw .conflict(field: "mentor", value: mentor.id, holder: held.text)
      }
      let request = MentorRequest(
        id: id, requester: own, incubator: incubator.id, mentor: mentor.id,
        message: input.message, createdAt: now, updatedAt: now)
      try db.insert(request)
      try self.audit(
        &db, actor, "create", .mentorRequest, id: id.text, version: 1, at: now,
        payload: ["after": request.json])
      try self.tell(
        .mentorRequestMade, of: request, to: incubator.id, mentor.title, &db, now)
      return (request, id.text)
    }
  }

  /// A request, if the actor may know of it.
  package func mentorRequest(
    _ id: ID<MentorRequest>, by actor: Actor
  ) throws(DomainError) -> MentorRequest {
    guard actor.isKnown else { throw .unauthenticated }
    let found = try store.read { db throws(DomainError) in
      try db.visibleMentorRequest(id, to: actor)
    }
    noteLook(at: found, by: actor)
    return found
  }

  /// Notes that an officer reads what a firm writes to a mentor.
  private func noteLook(at request: MentorRequest, by actor: Actor) {
    noteOfficer(actor, at: .mentorRequest, of: request.id.text, owner: request.requester)
  }

  /// A page of requests, the newest first: all for officers, its own for a member.
  package func mentorRequests(
    organisation: String? = nil, statuses: [MentorRequest.Status] = [], page: PageRequest,
    by actor: Actor
  ) throws(DomainError) -> Page<MentorRequest> {
    guard actor.isKnown else { throw .unauthenticated }
    let places = places
    let found = try store.read { db throws(DomainError) in
      var filter = BetweenFilter(visibleTo: actor)
      filter.statuses = statuses.map(\.rawValue)
      if let organisation {
        filter.organisation = try db.visibleOrganisation(organisation, to: actor, places).id
      }
      return try db.mentorRequests(filter, page)
    }
    for request in found.items { noteLook(at: request, by: actor) }
    return found
  }

  /// Takes a request one step through its life.
  /// - Throws: `.invalid` where the mentor has no room left in this month.
  package func moveMentorRequest(
    _ id: ID<MentorRequest>, _ event: MentorRequest.Event, reason: String? = nil,
    expecting version: Int? = nil, by actor: Actor, key: IdempotencyKey? = nil
  ) throws(DomainError) -> MentorRequest {
    guard actor.isKnown else { throw .unauthenticated }
    let (now, places) = (clock(), places)
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.mentorRequest(ID(id))
    } make: { db throws(DomainError) in
      let before = try db.visibleMentorRequest(id, to: actor)
      var after = before
      after.status = try MentorRequest.lifecycle.target(
        of: event, from: before.status,
        as: actor.parties(asking: before.requester, asked: before.incubator), reason: reason)
      if let version, version != before.version { throw .stale(current: before.version) }
      after.statusReason = reason
      let mentor = try db.organisation(before.incubator, places: places)?.profile.incubator?
        .mentorProfiles.first { $0.id == before.mentor }
      if event == .accept {
        let taken = try db.acceptedMentorRequests(
          to: before.mentor, of: before.incubator, since: now.startOfMonthInVietnam)
        if let most = mentor?.capacityPerMonth, taken >= most {
          throw .invalid([
            Fault("/mentor", .tooMany, found: "\(taken + 1)", accepted: "≤ \(most)")
          ])
        }
        after.acceptedAt = now
      }
      try self.replace(before, with: &after, event.rawValue, &db, actor, now)
      let title = mentor?.title ?? before.mentor
      switch event {
      case .accept:
        try self.tell(.mentorRequestAccepted, of: after, to: after.requester, title, &db, now)
      case .decline:
        try self.tell(.mentorRequestDeclined, of: after, to: after.requester, title, &db, now)
      case .withdraw:
        try self.tell(.mentorRequestWithdrawn, of: after, to: after.incubator, title, &db, now)
      case .complete: break
      }
      return (after, id.text)
    }
  }

  /// Records what one side says of a request that is done.
  /// - Throws: `.refused` where it is not; `.conflict` where that side has spoken.
  package func recordMentorFeedback(
    on id: ID<MentorRequest>, _ json: JSON, by actor: Actor, key: IdempotencyKey? = nil
  ) throws(DomainError) -> MentorRequest {
    guard actor.isKnown else { throw .unauthenticated }
    let input = try MentorRequest.Feedback.Input(json)
    let now = clock()
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.mentorRequest(ID(id))
    } make: { db throws(DomainError) in
      let before = try db.visibleMentorRequest(id, to: actor)
      let sides = actor.parties(asking: before.requester, asked: before.incubator)
      guard let own = actor.organisation, !sides.isDisjoint(with: [.requester, .recipient]) else {
        throw .forbidden(action: "mentor_request.feedback", needs: ["recipient", "requester"])
      }
      guard before.status == .done else {
        throw .refused(
          TransitionRefusal(
            aggregate: "mentor_request", event: "give_feedback", state: before.status.rawValue,
            allowedFrom: ["done"], allowedBy: ["recipient", "requester"]))
      }
      guard !before.feedback.contains(where: { $0.by == own }) else {
        throw .conflict(field: "by", value: own.text, holder: nil)
      }
      let feedback = MentorRequest.Feedback(
        by: own, rating: input.rating, text: input.text, at: now)
      var after = before
      after.feedback.append(feedback)
      try db.insert(feedback, on: id)
      try self.replace(before, with: &after, "give_feedback", &db, actor, now)
      return (after, id.text)
    }
  }

  private func replace(
    _ before: MentorRequest, with after: inout MentorRequest, _ action: String,
    _ db: inout Database, _ actor: Actor, _ now: Instant
  ) throws(DomainError) {
    after.version = before.version + 1
    after.updatedAt = now
    try db.update(after)
    try audit(
      &db, actor, action, .mentorRequest, id: after.id.text, version: after.version, at: now,
      payload: .difference(from: before.json, to: after.json))
  }

  private func tell(
    _ kind: Notice.Kind, of request: MentorRequest, to side: ID<Organisation>, _ mentor: String,
    _ db: inout Database, _ now: Instant
  ) throws(DomainError) {
    let from = try db.organisation(request.requester, places: places)?.profile.name
    try tell(
      Notice(
        kind, to: .organisation(side), about: Notice.Subject(.mentorRequest, request.id.text),
        ["from": from ?? "", "mentor": mentor]), &db, now)
  }
}

extension Instant {
  /// The first second of the calendar month in Vietnam.
  fileprivate var startOfMonthInVietnam: Instant {
    Instant(rfc3339: dayInVietnam.prefix(7) + "-01T00:00:00+07:00") ?? self
  }
}

extension Database {
  fileprivate mutating func visibleMentorRequest(
    _ id: ID<MentorRequest>, to actor: Actor
  ) throws(DomainError) -> MentorRequest {
    guard let found = try mentorRequest(id), Visibility.sees(actor, found) else {
      throw .notFound(aggregate: "mentor_request", id: id.text)
    }
    return found
  }
}
