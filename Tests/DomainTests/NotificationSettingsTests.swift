import Domain
import Testing

@Suite struct NotificationSettingsTests {
  private let account = ID<Account>("a")

  @Test func withoutAChoiceMailComesAtOnce() {
    let settings = NotificationSettings(account: account)
    #expect(NoticeTopic.allCases.allSatisfy { settings.choice($0) == .atOnce })
    #expect(settings.version == 1)
  }

  @Test func aTopicGoesBeforeTheRestAndSecurityBeforeAll() throws {
    let settings = try NotificationSettings(
      ["mail": "none", "topics": ["problems": "daily"]], account: account, version: 3)
    #expect(settings.choice(.problems) == .daily)
    #expect(settings.choice(.proposals) == .none)
    #expect(settings.choice(.security) == .atOnce)
    #expect(settings.json["effective"]?["problems"] == "daily")
    #expect(settings.json["effective"]?["security"] == "at_once")
    #expect(
      try NotificationSettings(settings.stored, account: account, version: 3) == settings)
  }

  @Test(
    arguments: [
      (["mail": "hourly"], ["/mail not_accepted"]),
      (["mail": "daily", "topics": ["security": "none"]], ["/topics/security unknown_member"]),
      (["mail": "daily", "topics": ["weather": "none"]], ["/topics/weather unknown_member"]),
      (["mail": "daily", "version": 2], ["/version read_only"]),
      ([:], ["/mail missing"]),
    ] as [(JSON, [String])]) func faultsAreNamed(_ json: JSON, _ expected: [String])
  {
    do {
      _ = try NotificationSettings(json, account: account, version: 1)
      Issue.record("accepted \(json.compact)")
    } catch {
      guard case .invalid(let faults) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(faults.map { "\($0.path) \($0.rule.rawValue)" } == expected)
    }
  }

  @Test func unsubscribingEndsATopicOrAllThatCanBeChosen() {
    var settings = NotificationSettings(account: account, topics: [.problems: .daily])
    settings = settings.without(.proposals)
    #expect(settings.choice(.proposals) == .none)
    #expect(settings.choice(.problems) == .daily)
    settings = settings.without(nil)
    for topic in NoticeTopic.allCases {
      #expect(settings.choice(topic) == (topic == .security ? .atOnce : .none))
    }
  }
}
