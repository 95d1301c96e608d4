package import Domain
import Storage

extension Registry {
  /// A page of what the actor's account was told, the newest first, and how much of all it has not
  /// read.
  /// - Throws: `.forbidden` where no account stands behind the actor.
  package func notifications(
    unreadOnly: Bool = false, page: PageRequest, by actor: Actor
  ) throws(DomainError) -> (page: Page<Notification>, unread: Int) {
    let account = try Self.account(of: actor, "notification.list")
    return try store.read { db throws(DomainError) in
      (
        try db.notifications(of: account, unreadOnly: unreadOnly, page),
        try db.unread(of: account)
      )
    }
  }

  /// Marks one of the actor's notifications as read; doing so again changes nothing.
  package func readNotification(
    _ id: ID<Notification>, by actor: Actor
  ) throws(DomainError) -> Notification {
    let account = try Self.account(of: actor, "notification.read")
    let now = clock()
    return try store.write { db throws(DomainError) in
      guard let found = try db.notification(id),
        Visibility.seesNotifications(actor, of: found.account)
      else { throw .notFound(aggregate: "notification", id: id.text) }
      _ = try db.markRead(id, of: account, at: now)
      return try db.notification(id) ?? found
    }
  }

  /// Marks all that the actor was told as read.
  /// - Returns: how many were unread.
  package func readAllNotifications(by actor: Actor) throws(DomainError) -> Int {
    let account = try Self.account(of: actor, "notification.read")
    let now = clock()
    return try store.write { db throws(DomainError) in
      try db.markRead(nil, of: account, at: now)
    }
  }

  /// How the actor wants to be told by e-mail.
  package func notificationSettings(by actor: Actor) throws(DomainError) -> NotificationSettings {
    let account = try Self.account(of: actor, "notification_settings.show")
    return try store.read { db throws(DomainError) in try db.notificationSettings(of: account) }
  }

  /// Changes how the actor wants to be told, by a JSON merge patch.
  /// - Throws: `.versionRequired`, `.stale`, `.invalid`.
  package func updateNotificationSettings(
    patch: JSON, expecting version: Int?, by actor: Actor
  ) throws(DomainError) -> NotificationSettings {
    let account = try Self.account(of: actor, "notification_settings.update")
    try patch.refuse(members: NotificationSettings.readOnly)
    let now = clock()
    return try store.write { db throws(DomainError) in
      let before = try db.notificationSettings(of: account)
      guard let version else { throw .versionRequired(current: before.version) }
      guard version == before.version else { throw .stale(current: before.version) }
      let after = try NotificationSettings(
        before.stored.merging(patch, keepingNull: true), account: account,
        version: before.version + 1)
      return try self.replace(before, by: after, &db, actor, now)
    }
  }

  /// What a link in a message is about.
  /// - Throws: `.notFound` where this register did not make it.
  package func unsubscription(token: String) throws(DomainError) -> Unsubscription {
    try store.read { db throws(DomainError) in try Self.unsubscription(token, &db) }
  }

  /// Ends mail as the link in a message says; who has it needs no login. Doing so again changes
  /// nothing.
  /// - Throws: `.notFound` where this register did not make the link.
  package func unsubscribe(
    token: String, from address: String? = nil
  ) throws(DomainError) -> Unsubscription {
    let now = clock()
    return try store.write { db throws(DomainError) in
      let wanted = try Self.unsubscription(token, &db)
      let before = try db.notificationSettings(of: wanted.account)
      var after = before.without(wanted.topic)
      if after != before {
        after.version += 1
        let actor = Actor(
          name: "account:" + wanted.account.text, role: nil, account: wanted.account,
          address: address)
        _ = try self.replace(before, by: after, &db, actor, now)
      }
      return wanted
    }
  }

  private static func unsubscription(
    _ token: String, _ db: inout Database
  ) throws(DomainError) -> Unsubscription {
    guard let key = try Unsubscription.key(&db),
      let found = Unsubscription(token: token, key: key), try db.account(found.account) != nil
    else { throw .notFound(aggregate: "notification_settings", id: "") }
    return found
  }

  private func replace(
    _ before: NotificationSettings, by after: NotificationSettings, _ db: inout Database,
    _ actor: Actor, _ now: Instant
  ) throws(DomainError) -> NotificationSettings {
    if before.stored == after.stored { return before }
    try db.set(after, at: now)
    try audit(
      &db, actor, "update", .notificationSettings, id: after.account.text, version: after.version,
      at: now, payload: .difference(from: before.stored, to: after.stored))
    return after
  }

  private static func account(
    of actor: Actor, _ action: String
  ) throws(DomainError) -> ID<Account> {
    if actor.role == nil, actor.account == nil { throw .unauthenticated }
    guard let account = actor.account, Visibility.seesNotifications(actor, of: account) else {
      throw .forbidden(action: action, needs: ["account"])
    }
    return account
  }
}
