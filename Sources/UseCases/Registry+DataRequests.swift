package import Domain
import Storage

extension Registry {
  /// Enters a request about personal data: a person's own, or one that came to DOST on paper.
  ///
  /// A person who withdraws a consent has withdrawn it with that; the answer is owed all the same.
  package func createDataRequest(
    _ json: JSON, by actor: Actor, key: IdempotencyKey? = nil
  ) throws(DomainError) -> DataRequest {
    guard actor.isKnown else { throw .unauthenticated }
    let isOnPaper =
      actor.isOfficer
      && (actor.account == nil || json["applicant"] != nil || json["account"] != nil)
    let own: ID<Account>? = isOnPaper ? nil : try actor.ownAccount()
    let draft = try DataRequest.Draft(json, byOfficer: isOnPaper)
    let (now, id) = (clock(), newID() as ID<DataRequest>)
    let received = draft.receivedAt ?? now
    guard received <= now else {
      throw .invalid([
        Fault("/received_at", .outOfRange, found: received.description, accepted: "≤ \(now)")
      ])
    }
    guard let rule = dataRights.rule(for: draft.kind, on: received.dayInVietnam) else {
      throw .internalFault("data_rights: \(draft.kind.rawValue)")
    }
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.dataRequest(ID(id))
    } make: { db throws(DomainError) in
      let account = own ?? draft.account
      if let account {
        guard let found = try db.account(account), found.status != .erased else {
          throw .invalid([Fault("/account", .notFound, found: account.text)])
        }
        if draft.kind == .erase, let first = try db.openErasure(of: account) {
          throw .obstructed(.erasureRequested(number: first.number))
        }
        let open = try db.openDataRequests(of: account)
        guard open < DataRequest.mostOpen else {
          throw .invalid([
            Fault(
              "/kind", .tooMany, found: String(open + 1), accepted: "≤ \(DataRequest.mostOpen)")
          ])
        }
      }
      var request = DataRequest(
        id: id, number: try db.nextDataRequestNumber(in: now.yearInVietnam), kind: draft.kind,
        account: account, applicant: draft.applicant, details: draft.details,
        purpose: draft.purpose, receivedAt: received,
        replyDueAt: self.workingDays.end(ofWorkingDay: rule.replyWorkingDays, after: received),
        actDueAt: self.workingDays.end(ofDay: rule.actDays, after: received), createdAt: now,
        updatedAt: now)
      request.remindAt = request.nextReminder(after: now, since: received)
      // What fell due before it was entered is told at once.
      if request.isOverdue(at: now) { request.remindAt = now }
      try db.insert(request)
      try self.audit(
        &db, actor, "create", .dataRequest, id: id.text, version: 1, at: now,
        payload: ["after": request.json])
      if let own, let purpose = draft.purpose {
        try self.decide(purpose, false, of: own, &db, actor, now)
      }
      try self.tell(self.notice(.dataRequestReceived, to: .officers, of: request), &db, now)
      return (request, id.text)
    }
  }

  /// A request, if the actor may know of it.
  package func dataRequest(
    _ id: ID<DataRequest>, by actor: Actor
  ) throws(DomainError) -> DataRequest {
    guard actor.isKnown else { throw .unauthenticated }
    let found = try store.read { db throws(DomainError) in
      try db.visibleDataRequest(id, to: actor)
    }
    noteLook(at: found, by: actor)
    return found
  }

  private func noteLook(at request: DataRequest, by actor: Actor) {
    guard actor.account == nil || actor.account != request.account else { return }
    noteOfficer(actor, at: .dataRequest, of: request.id.text)
  }

  /// A page of requests: all for officers, their own for everybody else.
  package func dataRequests(
    _ filter: DataRequestFilter, page: PageRequest, by actor: Actor
  ) throws(DomainError) -> Page<DataRequest> {
    guard actor.isKnown else { throw .unauthenticated }
    var own = filter
    if !Visibility.sees(actor, .dataRequest, of: nil) {
      own.account = try actor.ownAccount()
    }
    let restricted = own
    let found = try store.read { db throws(DomainError) in try db.dataRequests(restricted, page) }
    for request in found.items { noteLook(at: request, by: actor) }
    return found
  }

  /// Answers, puts off, fulfils or refuses a request, or takes it back.
  ///
  /// `text` is the reply, or the reason to put it off or refuse it. What is owed a reply is not
  /// fulfilled without one, now or before.
  /// - Throws: `.refused` where the state does not allow it, where it was put off before or may not
  ///   be, and where somebody's data are to be erased and are not yet.
  package func moveDataRequest(
    _ id: ID<DataRequest>, _ event: DataRequest.Event, text: String? = nil,
    expecting version: Int? = nil, by actor: Actor, key: IdempotencyKey? = nil
  ) throws(DomainError) -> DataRequest {
    guard actor.isKnown else { throw .unauthenticated }
    let now = clock()
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.dataRequest(ID(id))
    } make: { db throws(DomainError) in
      let before = try db.visibleDataRequest(id, to: actor)
      var parties = actor.parties(towards: nil)
      if let account = before.account, account == actor.account { parties.insert(.owner) }
      var after = before
      after.status = try DataRequest.lifecycle.target(
        of: event, from: before.status, as: parties, reason: text)
      if let version, version != before.version { throw .stale(current: before.version) }
      try self.take(event, text, on: &after, &db, actor, now)
      let start = after.repliedAt ?? after.receivedAt
      after.remindAt = after.nextReminder(after: now, since: start)
      try self.replace(before, with: &after, event.rawValue, &db, actor, now)
      if let kind = event.notice, let account = after.account {
        try self.tell(self.notice(kind, to: .account(account), of: after), &db, now)
      }
      return (after, id.text)
    }
  }

  private func take(
    _ event: DataRequest.Event, _ text: String?, on request: inout DataRequest,
    _ db: inout Database, _ actor: Actor, _ now: Instant
  ) throws(DomainError) {
    switch event {
    case .answer:
      request.reply = text
      request.repliedAt = now
    case .extend:
      let rule = dataRights.rule(for: request.kind, on: request.receivedAt.dayInVietnam)
      guard let rule, let more = rule.extensionDays, request.extendedBecause == nil else {
        throw .refused(
          TransitionRefusal(
            aggregate: "data_request", event: "extend", state: request.status.rawValue,
            allowedFrom: [], allowedBy: []))
      }
      request.extendedBecause = text
      request.actDueAt = workingDays.end(ofDay: rule.actDays + more, after: request.receivedAt)
    case .complete:
      if request.kind == .erase, let account = request.account,
        let found = try db.account(account), found.status != .erased
      {
        throw .refused(
          TransitionRefusal(
            aggregate: "account", event: "complete", state: found.status.rawValue,
            allowedFrom: ["erased"], allowedBy: ["admin"]))
      }
      if let purpose = request.purpose, let account = request.account {
        try decide(purpose, false, of: account, &db, actor, now)
      }
      if let text { request.reply = text }
      guard request.reply != nil || !request.owesReply else {
        throw .invalid([Fault("/reply", .missing)])
      }
      request.repliedAt = request.repliedAt ?? now
      request.endedAt = now
    case .refuse:
      request.statusReason = text
      request.repliedAt = request.repliedAt ?? now
      request.endedAt = now
    case .withdraw: request.endedAt = now
    }
  }

  /// Stores the next version of a request with its audit entry.
  func replace(
    _ before: DataRequest, with after: inout DataRequest, _ action: String, _ db: inout Database,
    _ actor: Actor, _ now: Instant
  ) throws(DomainError) {
    after.version = before.version + 1
    after.updatedAt = now
    try db.update(after)
    try audit(
      &db, actor, action, .dataRequest, id: after.id.text, version: after.version, at: now,
      payload: .difference(from: before.json, to: after.json))
  }

  /// Neither who asks nor what they say: a notice leaves the house by e-mail.
  fileprivate func notice(
    _ kind: Notice.Kind, to audience: Notice.Audience, of request: DataRequest
  ) -> Notice {
    Notice(
      kind, to: audience, about: Notice.Subject(.dataRequest, request.id.text),
      [
        "number": request.number,
        "due": (request.dueAt ?? request.actDueAt).deadlineTextInVietnam,
      ])
  }
}

extension DataRequest.Event {
  /// What whoever asked is told of it.
  fileprivate var notice: Notice.Kind? {
    switch self {
    case .answer, .extend: .dataRequestAnswered
    case .complete: .dataRequestCompleted
    case .refuse: .dataRequestRefused
    case .withdraw: nil
    }
  }
}

extension Duty {
  /// Tells officers when half of the time for a request is gone, and when all is.
  static let remindOfDataRequests = Duty("remind of data requests") {
    registry, now throws(DomainError) in
    let due = try registry.store.read { db throws(DomainError) in
      try db.dataRequestsToRemind(by: now, limit: 100)
    }
    for request in due {
      try registry.store.write { db throws(DomainError) in
        // Somebody else may have told of it, or moved it on, meanwhile.
        guard let request = try db.dataRequest(request.id),
          let remindAt = request.remindAt, remindAt <= now
        else { return }
        let start = request.repliedAt ?? request.receivedAt
        try db.remind(of: request.id, at: request.nextReminder(after: now, since: start))
        try registry.tell(
          registry.notice(
            request.isOverdue(at: now) ? .dataRequestOverdue : .dataRequestDue, to: .officers,
            of: request), &db, now)
      }
    }
  }
}

extension Database {
  fileprivate mutating func visibleDataRequest(
    _ id: ID<DataRequest>, to actor: Actor
  ) throws(DomainError) -> DataRequest {
    guard let found = try dataRequest(id),
      Visibility.sees(actor, .dataRequest, of: found.account)
    else { throw .notFound(aggregate: "data_request", id: id.text) }
    return found
  }
}
