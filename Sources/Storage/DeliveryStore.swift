package import Domain
package import SQLite

extension Connection {
  private static let deliveryColumns =
    """
    id, account_id, address, language, choice, state, attempts, created_at, due_at, next_at,
    expires_at, claimed_at, ended_at, error
    """

  /// The delivery of that identifier.
  package mutating func delivery(_ id: ID<Delivery>) throws(DomainError) -> Delivery? {
    let found = try row(
      "SELECT \(Self.deliveryColumns) FROM delivery WHERE id = ?", [.text(id.text)],
      DeliveryRow.init)
    guard let found else { return nil }
    return try found.delivery()
  }

  /// The digest of an account that waits for that time.
  package mutating func waitingDigest(
    of account: ID<Account>, _ choice: MailChoice, due: Instant
  ) throws(DomainError) -> ID<Delivery>? {
    try row(
      """
      SELECT id FROM delivery
      WHERE account_id = ? AND due_at = ? AND state = 'waiting' AND choice = ? AND attempts = 0
      """, [.text(account.text), .integer(due.seconds), .text(choice.rawValue)]
    ) { row in ID(row.text(0)) }
  }

  /// Adds a new delivery.
  package mutating func insert(_ delivery: Delivery) throws(DomainError) {
    try run(
      """
      INSERT INTO delivery (id, account_id, language, choice, created_at, due_at, address, state,
        attempts, next_at, expires_at, claimed_at, ended_at, error)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(delivery.id.text), Value(delivery.account?.text),
        Value(delivery.language?.rawValue), .text(delivery.choice.rawValue),
        .integer(delivery.createdAt.seconds), .integer(delivery.dueAt.seconds),
      ] + columns(of: delivery))
  }

  /// Keeps where a delivery stands.
  package mutating func update(_ delivery: Delivery) throws(DomainError) {
    try run(
      """
      UPDATE delivery SET address = ?, state = ?, attempts = ?, next_at = ?, expires_at = ?,
        claimed_at = ?, ended_at = ?, error = ?
      WHERE id = ?
      """, columns(of: delivery) + [.text(delivery.id.text)])
  }

  private func columns(of delivery: Delivery) -> [Value] {
    let isDone = delivery.endedAt != nil
    return [
      Value(isDone ? delivery.address.map(Delivery.masked) : delivery.address),
      .text(delivery.state.rawValue), Value(delivery.attempts), .integer(delivery.nextAt.seconds),
      .integer(delivery.expiresAt.seconds), Value(delivery.claimedAt?.seconds),
      Value(delivery.endedAt?.seconds), Value(delivery.error),
    ]
  }

  /// Puts a notice of the outbox into a delivery.
  package mutating func add(_ sequence: Int64, to delivery: ID<Delivery>) throws(DomainError) {
    try run(
      "INSERT INTO delivery_notice (delivery_id, outbox_sequence) VALUES (?, ?)",
      [.text(delivery.text), .integer(sequence)])
  }

  /// The notices of a delivery in their order, at most a thousand: those that onlookers may know
  /// of, if any are given.
  package mutating func notices(
    of delivery: ID<Delivery>, shownTo onlookers: Set<Visibility.Onlooker>? = nil
  ) throws(DomainError) -> [OutboxEntry] {
    let isShown = onlookers.flatMap(SealedNotices.isShown).map { " AND " + $0 } ?? ""
    let found = try rows(
      """
      SELECT \(OutboxRow.columns) FROM delivery_notice
      JOIN outbox ON outbox.sequence = delivery_notice.outbox_sequence
      WHERE delivery_id = ?\(isShown) ORDER BY outbox_sequence LIMIT 1000
      """, [.text(delivery.text)]
    ) { row in OutboxRow(row) }
    var entries: [OutboxEntry] = []
    for row in found { entries.append(try row.entry()) }
    return entries
  }

  /// Whether a delivery is due, or was claimed before that time and not brought to an end.
  package mutating func hasDelivery(dueBy now: Instant, claimedBy then: Instant)
    throws(DomainError) -> Bool
  {
    if try nextDelivery(dueBy: now) != nil { return true }
    return try row(
      "SELECT 1 FROM delivery WHERE state = 'sending' AND claimed_at <= ? LIMIT 1",
      [.integer(then.seconds)]
    ) { _ in true } ?? false
  }

  /// The delivery that has been due the longest.
  package mutating func nextDelivery(dueBy now: Instant) throws(DomainError) -> Delivery? {
    let found = try row(
      """
      SELECT \(Self.deliveryColumns) FROM delivery
      WHERE state = 'waiting' AND next_at <= ? ORDER BY next_at, id LIMIT 1
      """, [.integer(now.seconds)], DeliveryRow.init)
    guard let found else { return nil }
    return try found.delivery()
  }

  /// Lets deliveries wait again that were claimed before that time and not brought to an end.
  package mutating func releaseDeliveries(claimedBy then: Instant) throws(DomainError) {
    try run(
      """
      UPDATE delivery SET state = 'waiting', claimed_at = NULL
      WHERE state = 'sending' AND claimed_at <= ?
      """, [.integer(then.seconds)])
  }

  /// Takes what the notices of a delivery to an address said out of the outbox, since it may hold
  /// a secret that was for that person alone.
  package mutating func wipeNotices(of delivery: ID<Delivery>) throws(DomainError) {
    try run(
      """
      UPDATE outbox SET "values" = '{}', recipient = '' WHERE audience = 'address'
      AND sequence IN (SELECT outbox_sequence FROM delivery_notice WHERE delivery_id = ?)
      """, [.text(delivery.text)])
  }

  /// Whether onlookers may know of a delivery.
  package mutating func isShown(
    _ delivery: ID<Delivery>, to onlookers: Set<Visibility.Onlooker>
  ) throws(DomainError) -> Bool {
    guard let isShown = SealedNotices.isDeliveryShown(to: onlookers) else { return true }
    return try row(
      "SELECT 1 FROM delivery WHERE id = ? AND \(isShown)", [.text(delivery.text)]
    ) { _ in true } ?? false
  }

  /// A page of the deliveries that onlookers may know of, the newest first; the total counts no
  /// others.
  package mutating func deliveries(
    failedOnly: Bool, shownTo onlookers: Set<Visibility.Onlooker>, _ page: PageRequest
  ) throws(DomainError) -> Page<Delivery> {
    var conditions = Conditions()
    if let isShown = SealedNotices.isDeliveryShown(to: onlookers) { conditions.add(isShown) }
    if failedOnly { conditions.add("state = 'failed'") }
    let total = try count("delivery", conditions)
    if let after = page.after {
      let key = after.key.value
      conditions.add(
        "created_at <= ? AND (created_at < ? OR id > ?)", [key, key, .text(after.id)])
    }
    let found = try rows(
      """
      SELECT \(Self.deliveryColumns) FROM delivery\(conditions.sql)
      ORDER BY created_at DESC, id LIMIT ?
      """, conditions.values + [Value(page.limit + 1)], DeliveryRow.init)
    return try self.page(
      found, page.limit, total, { _, row throws(DomainError) in try row.delivery() },
      key: { (.number($0.createdAt), $0.id) })
  }
}

/// The columns of one delivery.
private struct DeliveryRow {
  let id: String
  let account: String?
  let address: String?
  let language: String?
  let choice: String
  let state: String
  let attempts: Int
  let createdAt: Int64
  let dueAt: Int64
  let nextAt: Int64
  let expiresAt: Int64
  let claimedAt: Int64?
  let endedAt: Int64?
  let error: String?

  init(_ row: borrowing Row) {
    id = row.text(0)
    account = row.optionalText(1)
    address = row.optionalText(2)
    language = row.optionalText(3)
    choice = row.text(4)
    state = row.text(5)
    attempts = Int(row.integer(6))
    createdAt = row.integer(7)
    dueAt = row.integer(8)
    nextAt = row.integer(9)
    expiresAt = row.integer(10)
    claimedAt = row.optionalInteger(11)
    endedAt = row.optionalInteger(12)
    error = row.optionalText(13)
  }

  func delivery() throws(DomainError) -> Delivery {
    guard let choice = MailChoice(rawValue: choice), let state = Delivery.State(rawValue: state)
    else { throw .internalFault("delivery \(id): \(self.choice) \(self.state)") }
    return Delivery(
      id: ID(id), account: account.map { ID($0) }, address: address,
      language: language.flatMap(Language.init(rawValue:)), choice: choice, state: state,
      attempts: attempts, createdAt: Instant(seconds: createdAt), dueAt: Instant(seconds: dueAt),
      nextAt: Instant(seconds: nextAt), expiresAt: Instant(seconds: expiresAt),
      claimedAt: claimedAt.map(Instant.init(seconds:)),
      endedAt: endedAt.map(Instant.init(seconds:)), error: error)
  }
}
