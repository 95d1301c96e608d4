package import Domain
package import SQLite

extension Connection {
  private static let notificationColumns =
    "notification.id, notification.account_id, notification.at, notification.read_at, "
    + OutboxRow.columns

  /// The active accounts behind an audience, at most a thousand.
  package mutating func recipients(of audience: Notice.Audience) throws(DomainError) -> [Account] {
    let ids: [String]
    switch audience {
    case .address: ids = []
    case .account(let id): ids = [id.text]
    case .organisation(let id):
      ids = try rows(
        """
        SELECT account_id FROM membership WHERE organisation_id = ? AND role IN ('owner', 'editor')
        ORDER BY account_id LIMIT 1000
        """, [.text(id.text)]
      ) { row in row.text(0) }
    case .officers:
      ids = try rows(
        "SELECT id FROM account WHERE role = 'dost' ORDER BY id LIMIT 1000"
      ) { row in row.text(0) }
    }
    var found: [Account] = []
    for id in ids {
      if let account = try account(ID(id)), account.status == .active { found.append(account) }
    }
    return found
  }

  /// Puts a notice of the outbox into somebody's list.
  /// - Returns: false where it stands there already.
  package mutating func notify(
    _ account: ID<Account>, of sequence: Int64, as id: ID<Notification>, at now: Instant
  ) throws(DomainError) -> Bool {
    try run(
      """
      INSERT INTO notification (id, outbox_sequence, account_id, at) VALUES (?, ?, ?, ?)
      ON CONFLICT (outbox_sequence, account_id) DO NOTHING
      """,
      [.text(id.text), .integer(sequence), .text(account.text), .integer(now.seconds)]) == 1
  }

  /// The notification of that identifier.
  package mutating func notification(_ id: ID<Notification>) throws(DomainError) -> Notification? {
    let found = try row(
      """
      SELECT \(Self.notificationColumns) FROM notification
      JOIN outbox ON outbox.sequence = notification.outbox_sequence WHERE notification.id = ?
      """, [.text(id.text)], NotificationRow.init)
    guard let found else { return nil }
    return try found.notification()
  }

  /// A page of what an account was told, the newest first.
  package mutating func notifications(
    of account: ID<Account>, unreadOnly: Bool, _ page: PageRequest
  ) throws(DomainError) -> Page<Notification> {
    var conditions = Conditions()
    conditions.add("account_id = ?", [.text(account.text)])
    if unreadOnly { conditions.add("read_at IS NULL") }
    let total = try count("notification", conditions)
    if let after = page.after {
      let key = after.key.value
      conditions.add(
        "notification.at <= ? AND (notification.at < ? OR notification.id > ?)",
        [key, key, .text(after.id)])
    }
    let found = try rows(
      """
      SELECT \(Self.notificationColumns) FROM notification
      JOIN outbox ON outbox.sequence = notification.outbox_sequence\(conditions.sql)
      ORDER BY notification.at DESC, notification.id LIMIT ?
      """, conditions.values + [Value(page.limit + 1)], NotificationRow.init)
    return try self.page(
      found, page.limit, total, { _, row throws(DomainError) in try row.notification() },
      key: { (.number($0.at), $0.id) })
  }

  /// How much an account has not read yet.
  package mutating func unread(of account: ID<Account>) throws(DomainError) -> Int {
    var conditions = Conditions()
    conditions.add("account_id = ? AND read_at IS NULL", [.text(account.text)])
    return try count("notification", conditions)
  }

  /// Marks what an account was told as read: one notification, or all where nil.
  /// - Returns: how many were unread.
  package mutating func markRead(
    _ id: ID<Notification>?, of account: ID<Account>, at now: Instant
  ) throws(DomainError) -> Int {
    var conditions = Conditions()
    conditions.add("account_id = ? AND read_at IS NULL", [.text(account.text)])
    if let id { conditions.add("id = ?", [.text(id.text)]) }
    return try run(
      "UPDATE notification SET read_at = ?\(conditions.sql)",
      [.integer(now.seconds)] + conditions.values)
  }

  /// How an account wants to be told; what holds for everybody where it has chosen nothing.
  package mutating func notificationSettings(
    of account: ID<Account>
  ) throws(DomainError) -> NotificationSettings {
    let found = try row(
      "SELECT settings, version FROM notification_settings WHERE account_id = ?",
      [.text(account.text)]
    ) { row in (settings: row.text(0), version: Int(row.integer(1))) }
    guard let found else { return NotificationSettings(account: account) }
    return try StoredJSON.read(found.settings, "notification_settings \(account)") {
      json throws(DomainError) in
      try NotificationSettings(json, account: account, version: found.version)
    }
  }

  /// Keeps how an account wants to be told.
  package mutating func set(
    _ settings: NotificationSettings, at now: Instant
  ) throws(DomainError) {
    try run(
      """
      INSERT INTO notification_settings (account_id, settings, version, updated_at)
      VALUES (?, ?, ?, ?)
      ON CONFLICT (account_id) DO UPDATE SET settings = excluded.settings,
        version = excluded.version, updated_at = excluded.updated_at
      """,
      [
        .text(settings.account.text), .text(settings.stored.compact), Value(settings.version),
        .integer(now.seconds),
      ])
  }
}

/// The columns of one notification.
private struct NotificationRow {
  let id: String
  let account: String
  let at: Int64
  let readAt: Int64?
  let notice: OutboxRow

  init(_ row: borrowing Row) {
    id = row.text(0)
    account = row.text(1)
    at = row.integer(2)
    readAt = row.optionalInteger(3)
    notice = OutboxRow(row, from: 4)
  }

  func notification() throws(DomainError) -> Notification {
    Notification(
      id: ID(id), account: ID(account), at: Instant(seconds: at),
      readAt: readAt.map(Instant.init(seconds:)), notice: try notice.entry().notice)
  }
}
