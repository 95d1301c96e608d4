import Domain
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
        let target = route.pattern.replacing("{id}", with: scene.id(record))
          .replacing("{organisation}", with: scene.id("stranger"))
          .replacing("{investment}", with: scene.id("investment"))
          .replacing("{file}", with: scene.id("file")).replacing("{number}", with: "1")
        guard !target.contains("{") else { continue }
        for who in Who.allCases {
          let isKnown = try record.isEmpty || scene.knows(who, list, scene.id(record))
          let expected = line.expected(who, isKnown: isKnown, scene.relation(of: who, to: record))
          // An unknown member keeps those who may from changing what others are asked about next.
          let hasBody = [.POST, .PATCH].contains(route.method)
          let body: JSON? = hasBody ? expected.isPassing ? ["qz_unknown": 1] : [:] : nil
          let reply = try scene.send(route.method, target, as: who, body: body)
          asked += 1
          // What an act cannot read at all may be told first, see docs/security.md.
          let isOfForm = hasBody && [422, 428].contains(reply.status)
          #expect(
            expected.contains(reply.status) || isOfForm,
            "\(who) \(route.name) \(record): \(reply.status), not \(expected.text): \(reply.text.prefix(160))"
          )
        }
      }
    }
    #expect(asked > 1000)
  }
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
    case .person: return record == "account" || record == "data_request" ? .owner : .person
    case .stranger, .startup, .fund, .incubator: break
    }
    let owners: [String: [Who]] = [
      "startup": [.startup], "stranger": [.stranger], "fund": [.fund],
      "incubator": [.incubator], "proposal": [.startup],
      "question": [.startup], "answered": [.startup], "file": [.startup],
      "saved_search": [.fund], "cohort": [.incubator],
    ]
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
