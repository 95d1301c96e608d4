import Domain
import HTTP
import UseCases

/// `/notifications` and `/me/notification-settings`, for the account that calls alone.
extension Site {
  func listNotifications(_ call: Call) throws(DomainError) -> Response {
    var query = QueryReader(call.request.query)
    let unread = query.codes("unread", of: ["true", "false"]).last == "true"
    let limit = query.limit()
    let cursor = query.text("cursor", most: 2000)
    try query.finish()
    let after: (key: SortKey, id: String)? =
      if let cursor { try Cursor.decode(cursor, "notifications", .time) } else { nil }
    let found = try registry.notifications(
      unreadOnly: unread, page: PageRequest(limit: limit, after: after), by: call.actor)
    return call.list(
      found.page.json("notifications", notices.json).merging(["unread": JSON(found.unread)]))
  }

  func readNotification(_ call: Call) throws(DomainError) -> Response {
    try call.requireNoMembers()
    return .json(
      notices.json(
        try registry.readNotification(ID(call.parameter("id")), by: call.actor)))
  }

  func readAllNotifications(_ call: Call) throws(DomainError) -> Response {
    try call.requireNoMembers()
    return .json(["read": JSON(try registry.readAllNotifications(by: call.actor))])
  }

  func showNotificationSettings(_ call: Call) throws(DomainError) -> Response {
    let settings = try registry.notificationSettings(by: call.actor)
    return .record(settings.json, version: settings.version, for: call.request)
  }

  func updateNotificationSettings(_ call: Call) throws(DomainError) -> Response {
    let patch = try call.body()
    let version = try call.expectedVersion { () throws(DomainError) in
      try registry.notificationSettings(by: call.actor).version
    }
    let settings = try registry.updateNotificationSettings(
      patch: patch, expecting: version, by: call.actor)
    return .record(settings.json, version: settings.version, for: call.request)
  }
}

extension Call {
  /// Refuses a body that says anything.
  fileprivate func requireNoMembers() throws(DomainError) {
    let log = FaultLog()
    if let reader = ObjectReader(try body(orEmpty: true), log: log) { reader.finish() }
    try log.check()
  }
}
