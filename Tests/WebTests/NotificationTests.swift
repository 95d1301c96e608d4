import Domain
import HTTP
import Testing
import UseCases
import Web

/// Notifications and their settings over HTTP, and the links in messages.
@Suite struct NotificationTests {
  static let scenarios: [Scenario] = [
    Scenario(401, .GET, "/api/v1/notifications"),
    Scenario(
      403, .GET, "/api/v1/notifications", as: .dost, expecting: [("needs", ["account"])]),
    Scenario(403, .GET, "/api/v1/notifications?unread=true", as: .reviewer),
    Scenario(
      422, .GET, "/api/v1/notifications?unread=1&x=2", as: .dost,
      faults: ["?unread not_accepted", "?x unknown_member"]),
    Scenario(400, .GET, "/api/v1/notifications?cursor=x", as: .dost),
    Scenario(401, .POST, "/api/v1/notifications/read-all"),
    Scenario(403, .POST, "/api/v1/notifications/read-all", as: .admin),
    Scenario(401, .POST, "/api/v1/notifications/n1/read"),
    Scenario(403, .POST, "/api/v1/notifications/n1/read", as: .reviewer),
    Scenario(
      422, .POST, "/api/v1/notifications/n1/read", as: .firm, ["read": true],
      faults: ["/read unknown_member"]),
    Scenario(401, .GET, "/api/v1/me/notification-settings"),
    Scenario(403, .GET, "/api/v1/me/notification-settings", as: .dost),
    Scenario(401, .PATCH, "/api/v1/me/notification-settings", ["mail": "none"]),
    Scenario(403, .PATCH, "/api/v1/me/notification-settings", as: .dost, ["mail": "none"]),
    Scenario(404, .GET, "/unsubscribe"),
    Scenario(404, .GET, "/unsubscribe?token=x.all.00"),
    Scenario(404, .POST, "/unsubscribe?token=x.all.00"),
    Scenario(422, .GET, "/unsubscribe?token=x&y=1", faults: ["?y unknown_member"]),
  ]

  @Test(arguments: scenarios) func answers(_ scenario: Scenario) throws {
    try scenario.run(on: try Scene())
  }

  @Test func aForgottenLinkIsNotFoundInBothLanguages() throws {
    let service = try Service()
    for language in ["vi", "en"] {
      let reply = try service.post(
        "/unsubscribe?token=a.b.c", headers: [("Accept-Language", language)])
      #expect(reply.status == 404 && reply.headers["Content-Language"] == language)
    }
  }

  /// Links are followed with a browser, also those that were cut or lengthened on the way.
  @Test(arguments: ["", "?foo=", "?token=", "?token=a.b.c", "?token=a.b.c&foo="])
  func aBrowserReadsAPageWhereALinkIsBroken(_ query: String) throws {
    let service = try Service()
    for method in [Method.GET, .POST] {
      let page = Reply(
        try service.client.send(
          method, "/unsubscribe" + query, headers: [("Accept", "text/html,*/*;q=0.8")]))
      let type = page.headers["Content-Type"] ?? ""
      #expect([404, 422].contains(page.status) && type.hasPrefix("text/html"), "\(method)")
      let document = try service.send(method, "/unsubscribe" + query)
      #expect(document.status == page.status)
      #expect(document.headers["Content-Type"]?.hasPrefix("application/problem+json") == true)
    }
  }

  @Test func theDescriptionHoldsForWhatAnAccountIsShown() throws {
    let service = try Service()
    let validator = Contract.published.validator
    let topics = try NotificationSettings(
      ["mail": "none", "topics": ["problems": "daily"]], account: ID("a"), version: 2)
    for settings in [topics, NotificationSettings(account: ID("a"))] {
      #expect(
        validator.faults(settings.json, ["$ref": "#/components/schemas/NotificationSettings"])
          == [])
    }
    for readAt in [nil, Service.start] {
      let json = service.site.notices.json(
        Notification(
          id: ID("n"), account: ID("a"), at: Service.start, readAt: readAt,
          notice: Notice(.test, to: .officers, about: Notice.Subject(.problem, "p"))))
      #expect(validator.faults(json, ["$ref": "#/components/schemas/Notification"]) == [])
      #expect(json["subject"]?["vi"] == "Thử thông báo")
    }
  }
}
