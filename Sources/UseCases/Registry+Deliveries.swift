package import Domain
import Storage

extension Registry {
  /// Claims the message that has been due the longest, for whoever hands it over and then calls
  /// `settle`; nil where nothing is due. The lease is in seconds, after which a claim that came to
  /// no end no longer counts; it must be longer than handing over can take.
  ///
  /// The claim is committed before the message leaves and the end after it, so a crash in between
  /// means that it is handed over again, with the same Message-ID: told twice, never not at all.
  package func claimMail(lease: Int64) throws(DomainError) -> MailJob? {
    let now = clock()
    let then = now + -lease
    while try store.read({ db throws(DomainError) in
      try db.hasDelivery(dueBy: now, claimedBy: then)
    }) {
      let claim = try store.write { db throws(DomainError) in try self.claim(&db, now, then) }
      switch claim {
      case .job(let job): return job
      case .ended: continue
      case .nothing: return nil
      }
    }
    return nil
  }

  private enum Claim: Sendable {
    case job(MailJob)
    /// The delivery was brought to an end without a message.
    case ended
    case nothing
  }

  private func claim(
    _ db: inout Database, _ now: Instant, _ then: Instant
  ) throws(DomainError) -> Claim {
    try db.releaseDeliveries(claimedBy: then)
    guard var delivery = try db.nextDelivery(dueBy: now) else { return .nothing }
    // A program that dies of a message each time must not do so for ever.
    if delivery.expiresAt <= now || delivery.attempts > Delivery.backoff.count {
      delivery.error = delivery.error ?? "expired"
      return try end(delivery, .failed, &db, now)
    }
    let job: MailJob
    delivery.state = .sending
    delivery.attempts += 1
    delivery.claimedAt = now
    if let id = delivery.account {
      guard let made = try self.job(delivery, to: id, &db) else {
        return try end(delivery, .dropped, &db, now)
      }
      job = made
    } else {
      job = MailJob(
        delivery: delivery, address: delivery.address ?? "", name: nil,
        language: delivery.language ?? .vi, notices: try db.notices(of: delivery.id).map(\.notice),
        unsubscribe: nil)
    }
    try db.update(delivery)
    return .job(job)
  }

  /// The message to an account as it wants it by now; nil where it wants none of it.
  private func job(
    _ delivery: Delivery, to id: ID<Account>, _ db: inout Database
  ) throws(DomainError) -> MailJob? {
    guard let account = try db.account(id), account.status == .active else { return nil }
    let settings = try db.notificationSettings(of: id)
    let wanted = try db.notices(of: delivery.id).map(\.notice)
      .filter { settings.choice($0.topic) != .none }
    // Asked again here, so that mail which waits stops with the consent.
    var agreed: [Notice] = []
    for notice in wanted where try agrees(id, toMailOf: notice.kind, &db) {
      agreed.append(notice)
    }
    let notices = agreed
    guard !notices.isEmpty else { return nil }
    let topics = Set(notices.map(\.topic)).filter(\.canBeChosen)
    var unsubscribe: MailJob.Unsubscribe?
    if !topics.isEmpty {
      let topic = topics.count == 1 ? topics.first : nil
      let key = try Unsubscription.key(&db, drawn: random)
      unsubscribe = Unsubscription(account: id, topic: topic).token(key)
        .map { MailJob.Unsubscribe(token: $0, topic: topic) }
    }
    return MailJob(
      delivery: delivery, address: account.email, name: account.name, language: account.language,
      notices: notices, unsubscribe: unsubscribe)
  }

  private func end(
    _ delivery: Delivery, _ state: Delivery.State, _ db: inout Database, _ now: Instant
  ) throws(DomainError) -> Claim {
    var copy = delivery
    copy.state = state
    copy.claimedAt = nil
    copy.endedAt = now
    try keep(copy, &db)
    return .ended
  }

  /// Keeps where a delivery stands; one to an address that has come to its end leaves nothing of
  /// what it said.
  private func keep(_ delivery: Delivery, _ db: inout Database) throws(DomainError) {
    try db.update(delivery)
    if delivery.endedAt != nil, delivery.account == nil { try db.wipeNotices(of: delivery.id) }
  }

  /// Brings a claimed delivery to its end, or lets it be tried again later. Nothing happens where
  /// the claim no longer counts.
  package func settle(_ job: MailJob, _ outcome: HandOver) throws(DomainError) {
    let (now, claimed) = (clock(), job.delivery)
    try store.write { db throws(DomainError) in
      guard let current = try db.delivery(claimed.id), current.state == .sending,
        current.claimedAt == claimed.claimedAt, current.attempts == claimed.attempts
      else { return }
      switch outcome {
      case .taken:
        var sent = current
        sent.state = .sent
        sent.error = nil
        sent.claimedAt = nil
        sent.endedAt = now
        try self.keep(sent, &db)
      case .refused(let error, let isPermanent):
        try self.keep(current.failing(error, isPermanent: isPermanent, at: now), &db)
      }
    }
  }

  /// A page of messages with the kinds of their notices, the newest first; for administrators.
  ///
  /// Left out is what tells of proposals that are sealed for administrators too, or lets them be
  /// counted: see `SealedNotices`.
  package func deliveries(
    failedOnly: Bool = false, page: PageRequest, by actor: Actor
  ) throws(DomainError) -> Page<(delivery: Delivery, kinds: [Notice.Kind])> {
    guard Visibility.seesDeliveries(actor) else {
      throw .forbidden(action: "delivery.list", needs: ["admin"])
    }
    noteOfficer(actor, at: .delivery, of: "mail")
    let onlookers = actor.onlookers(towards: nil)
    return try store.read { db throws(DomainError) in
      let found = try db.deliveries(failedOnly: failedOnly, shownTo: onlookers, page)
      var items: [(delivery: Delivery, kinds: [Notice.Kind])] = []
      for delivery in found.items {
        let notices = try db.notices(of: delivery.id, shownTo: onlookers)
        items.append((delivery, notices.map(\.notice.kind)))
      }
      return Page(items: items, total: found.total, next: found.next)
    }
  }

  /// Lets a message that was given up be tried again, at once and for another week.
  /// - Throws: `.refused` where it was not given up, `.conflict` where what it said is gone.
  package func retryDelivery(_ id: ID<Delivery>, by actor: Actor) throws(DomainError) -> Delivery {
    guard Visibility.seesDeliveries(actor) else {
      throw .forbidden(action: "delivery.retry", needs: ["admin"])
    }
    let now = clock()
    return try store.write { db throws(DomainError) in
      guard var delivery = try db.delivery(id, shownTo: actor) else {
        throw .notFound(aggregate: "delivery", id: id.text)
      }
      guard delivery.state == .failed else {
        throw .refused(
          TransitionRefusal(
            aggregate: "delivery", event: "retry", state: delivery.state.rawValue,
            allowedFrom: ["failed"], allowedBy: ["admin"]))
      }
      guard delivery.account != nil else {
        throw .conflict(field: "address", value: delivery.address ?? "", holder: nil)
      }
      delivery.state = .waiting
      delivery.attempts = 0
      delivery.nextAt = now
      delivery.expiresAt = now + Delivery.lifetime
      delivery.endedAt = nil
      try db.update(delivery)
      try self.audit(
        &db, actor, "retry", .delivery, id: id.text, version: 1, at: now, payload: [:])
      return delivery
    }
  }

  /// A message of that identifier, for administrators.
  package func delivery(_ id: ID<Delivery>, by actor: Actor) throws(DomainError) -> Delivery {
    guard Visibility.seesDeliveries(actor) else {
      throw .forbidden(action: "delivery.show", needs: ["admin"])
    }
    return try store.read { db throws(DomainError) in
      guard let found = try db.delivery(id, shownTo: actor) else {
        throw .notFound(aggregate: "delivery", id: id.text)
      }
      return found
    }
  }

  /// Sends a notice to an address by which an administrator sees that mail works.
  /// - Returns: its delivery, which the running service hands over.
  package func sendTestNotice(
    to address: String, _ language: Language, by actor: Actor
  ) throws(DomainError) -> ID<Delivery> {
    guard Visibility.seesDeliveries(actor) else {
      throw .forbidden(action: "delivery.test", needs: ["admin"])
    }
    let now = clock()
    let notice = Notice(
      .test, to: .address(address, language), about: Notice.Subject(.delivery, "test"))
    return try store.write { db throws(DomainError) in
      let sequence = try db.enter(notice, at: now)
      _ = try db.markDispatched(sequence, at: now)
      let entry = OutboxEntry(sequence: sequence, at: now, notice: notice)
      guard let id = try self.put(entry, &db, now).first else {
        throw .internalFault("test notice: no delivery")
      }
      try self.audit(
        &db, actor, "test", .delivery, id: id.text, version: 1, at: now, payload: [:])
      return id
    }
  }
}

extension Database {
  /// A delivery that somebody may know of.
  fileprivate mutating func delivery(
    _ id: ID<Delivery>, shownTo actor: Actor
  ) throws(DomainError) -> Delivery? {
    guard try isShown(id, to: actor.onlookers(towards: nil)) else { return nil }
    return try delivery(id)
  }
}
