import Domain
import HTML
import HTTP
import UseCases

/// `/notifications`: what somebody was told; `/unsubscribe`, where the links in messages lead.
extension Site {
  /// The table of these pages.
  var notificationPages: [Route] {
    [
      Route(.GET, "/notifications", page(listOwnNotifications)),
      Route(.POST, "/notifications/read-all", submission(readAllOwnNotifications)),
      Route(.POST, "/notifications/read", submission(readOwnNotification)),
    ]
  }

  func listOwnNotifications(_ visit: Visit) throws(DomainError) -> Response {
    var query = QueryReader(visit.request.query)
    let unreadOnly = query.text("unread") == "true"
    _ = query.text("done")
    let (page, unread) = try registry.notifications(
      unreadOnly: unreadOnly, page: try query.page(of: "notifications"), by: visit.actor)
    let next = page.next.map { Cursor.encode("notifications", $0) }
    return visit.show(
      WebPage(visit.say("nav.notifications")) {
        div(.class("actions")) {
          p(.class("count"), text: visit.say("notifications.unread", ["count": String(unread)]))
          if unread > 0 { visit.step("/notifications/read-all", "notifications.read_all") }
          if unreadOnly {
            a(.href("/notifications"), text: visit.say("notifications.all"))
          } else {
            a(.href("/notifications?unread=true"), text: visit.say("notifications.only_unread"))
          }
          a(.href("/account/notifications"), text: visit.say("notifications.settings"))
        }
        if page.items.isEmpty {
          p(.class("nothing"), text: visit.say("notifications.none"))
        } else {
          ol(.class("hits")) {
            for item in page.items { li { visit.notification(item) } }
          }
        }
        visit.nextPage(next)
      })
  }

  /// Marks a notification as read, and leads to the page of what it is about.
  func readOwnNotification(_ visit: Visit) throws(DomainError) -> Response {
    let read = try registry.readNotification(
      ID(visit.filled("notification") ?? ""), by: visit.actor)
    guard visit.filled("follow") != nil, let path = NoticeWriter.path(read.notice) else {
      return try visit.goOn(to: "/notifications")
    }
    return try visit.goOn(to: path)
  }

  func readAllOwnNotifications(_ visit: Visit) throws(DomainError) -> Response {
    _ = try registry.readAllNotifications(by: visit.actor)
    return try visit.goOn(to: "/notifications", done: "all_read")
  }
}

extension Visit {
  fileprivate func notification(_ item: Notification) -> Node {
    let isRead = item.readAt != nil
    let about = NoticeWriter.path(item.notice)
    return article(.class(isRead ? "card read" : "card unread")) {
      h2(text: site.notices.subject(item.notice, language))
      p(.class("line")) {
        span(text: word(item.notice.topic))
        moment(item.at)
        if !isRead { strong(text: say("notifications.new")) }
      }
      toldParagraphs(site.notices.body(item.notice, language))
      div(.class("actions")) {
        if let about, isRead {
          a(.href(about), text: say("notifications.open"))
        }
        if about != nil, !isRead {
          step(
            "/notifications/read", "notifications.open",
            [("notification", item.id.text), ("follow", "true")], isMain: true)
        }
        if !isRead {
          step("/notifications/read", "notifications.read", [("notification", item.id.text)])
        }
      }
    }
  }
}
