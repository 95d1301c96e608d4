import Domain
import Storage

extension Duty {
  /// Takes the waiting notices out of the outbox and puts each before the people it is for.
  static let shareNotices = Duty("share_notices") { registry, now throws(DomainError) in
    let waiting = try registry.store.read { db throws(DomainError) in
      try db.waitingNotices(limit: 100)
    }
    for entry in waiting { try registry.share(entry, now) }
  }
}

extension Registry {
  /// One transaction for each notice: it leaves the outbox and stands in everybody's list and in
  /// their mail, or none of that has happened.
  fileprivate func share(_ entry: OutboxEntry, _ now: Instant) throws(DomainError) {
    try store.write { db throws(DomainError) in
      guard try db.markDispatched(entry.sequence, at: now) else { return }
      _ = try self.put(entry, &db, now)
    }
  }

  /// Puts a notice that has left the outbox before the people it is for.
  /// - Returns: the deliveries that carry it.
  func put(
    _ entry: OutboxEntry, _ db: inout Database, _ now: Instant
  ) throws(DomainError) -> [ID<Delivery>] {
    if case .address(let address, let language) = entry.notice.audience {
      let delivery = Delivery(
        id: newID(), account: nil, address: address, language: language, choice: .atOnce,
        at: now, due: now)
      try db.insert(delivery)
      try db.add(entry.sequence, to: delivery.id)
      return [delivery.id]
    }
    var deliveries: [ID<Delivery>] = []
    for account in try db.recipients(of: entry.notice.audience) {
      guard try db.notify(account.id, of: entry.sequence, as: newID(), at: now) else { continue }
      let choice = try db.notificationSettings(of: account.id).choice(entry.notice.topic)
      guard let due = choice.due(after: now),
        try agrees(account.id, toMailOf: entry.notice.kind, &db)
      else { continue }
      let id = try delivery(to: account.id, choice, due, &db, now)
      try db.add(entry.sequence, to: id)
      deliveries.append(id)
    }
    return deliveries
  }

  /// The digest that waits already, or a new delivery.
  private func delivery(
    to account: ID<Account>, _ choice: MailChoice, _ due: Instant, _ db: inout Database,
    _ now: Instant
  ) throws(DomainError) -> ID<Delivery> {
    if choice.isDigest, let id = try db.waitingDigest(of: account, choice, due: due) { return id }
    let delivery = Delivery(id: newID(), account: account, choice: choice, at: now, due: due)
    try db.insert(delivery)
    return delivery.id
  }
}
