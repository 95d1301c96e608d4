import Domain
import FoundationEssentials
import HTTP
import Testing
import Web

/// Role × endpoint × state, by the rule of docs/security.md: 401 where nobody is known and the act
/// asks who it is, 404 where the record may not be known of, 403 where it may but the act is not
/// theirs, and only then what the state or the input says. A new route needs a line in
/// `AuthorisationMatrix`.
@Suite struct AuthorisationMatrixTests {
  private typealias Who = WholeScene.Who

  @Test func everyRouteHasALineAndEveryLineARoute() throws {
    let routes = Set(try Service().site.routes.map(\.name))
    #expect(routes.subtracting(AuthorisationMatrix.may.keys).sorted() == [])
    #expect(Set(AuthorisationMatrix.may.keys).subtracting(routes).sorted() == [])
  }

  /// What the matrix cannot ask is named in the document with the tests that do.
  @Test func everyRouteThatIsShownElsewhereIsNamed() throws {
    let file = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/security.md")
    let named = String(decoding: try Data(contentsOf: file), as: UTF8.self)
      .split(separator: "\n").filter { $0.hasPrefix("| `") }
      .compactMap { $0.split(separator: "`").dropFirst().first.map(String.init) }
    let elsewhere = AuthorisationMatrix.may.filter { $0.value == .elsewhere }.map(\.key)
    #expect(named.sorted() == elsewhere.sorted())
  }

  /// What a token that an administrator made does not reach in its organisation, as the fund's is:
  /// its proposals, and who belongs to it.
  private static let notByStandIns: Set<String> = [
    "POST /api/v1/proposals", "DELETE /api/v1/organisations/{id}/invitations/{invitation}",
    "DELETE /api/v1/organisations/{id}/members/{account}",
  ]

  /// What is everybody's who has an account, whatever they belong to.
  private static let byPeople: Set<String> = [
    "GET /api/v1/me", "GET /api/v1/tokens", "POST /api/v1/invitations/accept",
    "POST /api/v1/organisations", "POST /api/v1/organisations/{id}/claims",
    "GET /api/v1/notifications", "POST /api/v1/notifications/read-all",
    "GET /api/v1/me/notification-settings", "PATCH /api/v1/me/notification-settings",
  ]
  /// Those who come by a token of a person's own.
  private static let people: Set<Who> = [.startup, .stranger, .incubator]

  @Test func everyRefusalIsTheOneThatTheRuleSays() throws {
    let scene = try WholeScene()
    var asked = 0
    // What takes records away comes last.
    let routes =
      scene.service.site.routes.filter { $0.method != .DELETE }
      + scene.service.site.routes.filter { $0.method == .DELETE }
    for route in routes {
      guard let line = AuthorisationMatrix.may[route.name], line != .elsewhere else { continue }
      let parts = route.pattern.split(separator: "/").map(String.init)
      let list = parts.count > 2 ? parts[2] : ""
      let records = parts.contains("{id}") ? scene.records(of: list) : [""]
      for record in records {
        let target = scene.target(route.pattern, record)
        guard !target.contains("{") else { continue }
        var cases: [(who: Who, expected: AuthorisationMatrix.Expectation)] = []
        for who in Who.allCases {
          let isKnown = try record.isEmpty || scene.knows(who, list, scene.id(record))
          let isPersonal = Self.people.contains(who) && Self.byPeople.contains(route.name)
          let judged: Who = isPersonal ? .person : who
          let usual = line.expected(
            judged, isKnown: isKnown, scene.relation(of: judged, to: record))
          let isBarred = who == .fund && usual.isPassing && Self.notByStandIns.contains(route.name)
          let expected: AuthorisationMatrix.Expectation = isBarred ? .oneOf([403]) : usual
          cases.append((who, expected))
        }
        // Those whose act it is come last, since it takes away what others are asked about.
        for (who, expected) in cases.filter({ !$0.expected.isPassing })
          + cases.filter(\.expected.isPassing)
        {
          let reply = try ask(route, target, as: who, expected, scene)
          asked += 1
          #expect(
            expected.contains(reply.status),
            "\(who) \(route.name) \(record): \(reply.status), not \(expected.text): \(reply.text.prefix(160))"
          )
        }
      }
    }
    #expect(asked > 5000)
  }

  /// An unknown member keeps those who may from changing what others are asked about next. Those
  /// who may not say something that could be done; where the route alone bars them, they do not
  /// even say that.
  private func ask(
    _ route: Route, _ target: String, as who: Who, _ expected: AuthorisationMatrix.Expectation,
    _ scene: WholeScene
  ) throws -> Reply {
    guard !expected.isPassing else {
      return try scene.send(
        route.method, target, as: who, body: route.method.hasBody ? ["qz_unknown": 1] : nil)
    }
    let readable = try AuthorisationMatrix.readable[route.name].map { body in
      try JSONParser.parse(
        ["startup", "incubator"].reduce(body.compact) {
          $0.replacing("{\($1)}", with: scene.id($1))
        })
    }
    let isBarred =
      who == .anonymous
      || readable == nil && AuthorisationMatrix.isOfOfficersAlone(route.name)
    return try scene.send(
      route.method, target, as: who,
      body: route.method.hasBody ? isBarred ? ["qz_unknown": 1] : readable ?? [:] : nil,
      headers: route.method.isSafe || isBarred ? [] : [("If-Match", "*")])
  }
}

extension HTTP.Method {
  /// Whether requests with it say something.
  fileprivate var hasBody: Bool { self == .POST || self == .PATCH || self == .PUT }
}

extension WholeScene {
  /// Whether somebody may know of a record, as reading it shows.
  func knows(_ who: Who, _ list: String, _ id: String) throws -> Bool {
    let shown = list == "funds" ? "organisations" : list
    return try send(.GET, "/api/v1/\(shown)/\(id)", as: who).status == 200
  }

  /// In which capacity somebody stands to a record of the scene.
  func relation(of who: Who, to record: String) -> AuthorisationMatrix.Party {
    switch who {
    case .dost: return .dost
    case .admin: return .admin
    case .reviewer: return .reviewer
    case .anonymous: return .nobody
    case .person:
      return ["account", "data_request"].contains(record) ? .owner : .person
    case .claimant:
      return record == "claim" ? .owner : .person
    case .judge:
      return ["judged_review", "rival_review", "awarded_review"].contains(record)
        ? .reviewer : .person
    case .recused:
      return record == "recused_review" || record == "left_review" ? .reviewer : .person
    case .stranger, .startup, .fund, .incubator: break
    }
    let owners: [String: [Who]] = [
      "startup": [.startup], "stranger": [.stranger], "fund": [.fund],
      "incubator": [.incubator], "proposal": [.startup],
      "question": [.startup], "answered": [.startup], "file": [.startup],
      "saved_search": [.fund], "cohort": [.incubator],
      "judged_proposal": [.startup], "awarded_proposal": [.startup],
      "rival_proposal": [.stranger], "engagement": [.startup], "photo": [.startup],
      "paper": [.stranger],
    ]
    if who == .incubator, ["awarded_proposal", "engagement", "photo"].contains(record) {
      return .partner
    }
    let requesters: [String: Who] = [
      "introduction": .fund, "application": .startup, "draft_application": .startup,
      "mentor_request": .startup,
    ]
    let recipients: [String: Who] = [
      "introduction": .startup, "application": .incubator, "draft_application": .incubator,
      "mentor_request": .incubator,
    ]
    if owners[record]?.contains(who) == true { return .owner }
    if requesters[record] == who { return .requester }
    if recipients[record] == who { return .recipient }
    return .member
  }
}
