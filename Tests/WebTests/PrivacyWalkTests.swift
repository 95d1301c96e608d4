import Domain
import HTTP
import Testing
import UseCases
import Web

/// Every way of reading that there is, walked as everybody: what is planted is found by those who
/// may read it and by nobody else. Routes that come later are walked without an edit here.
@Suite struct PrivacyWalkTests {
  private typealias Who = WholeScene.Who
  private typealias Planted = WholeScene.Planted

  /// Every readable path with every record of its list; where there are several places, with every
  /// identifier that there is in the second.
  private static func targets(_ scene: WholeScene) -> [String] {
    let ids = scene.names.values.sorted()
    var targets: Set<String> = []
    for route in scene.service.site.routes where route.method == .GET {
      let parts = route.pattern.split(separator: "/", omittingEmptySubsequences: false)
      let places = parts.indices.filter { parts[$0].hasPrefix("{") }
      func filled(_ values: [String]) -> String {
        var copy = parts.map(String.init)
        for (place, value) in zip(places, values) { copy[place] = value }
        return copy.joined(separator: "/")
      }
      let list = parts.count > 3 ? String(parts[3]) : ""
      for record in places.isEmpty ? [""] : scene.records(of: list) {
        for second in places.count > 1 ? ids + ["1"] : [""] {
          targets.insert(filled([scene.id(record), second]))
        }
      }
    }
    let searched = [
      "c%C3%A0%20ph%C3%AA", "qzancong", "qzcachlam", "qzbaitoannhap", "qzdoiten", "066090123456",
    ]
    for word in searched {
      for kind in ["", "&type=organisation", "&type=problem"] {
        targets.insert("/api/v1/search?q=\(word)\(kind)&limit=100")
      }
    }
    for list in [
      "organisations", "problems", "documents", "questions", "proposals", "cohorts", "reviews",
      "engagements", "claims", "organisations/queue",
    ] {
      targets.insert("/api/v1/\(list)?limit=100")
    }
    for status in Organisation.Status.accepted {
      targets.insert("/api/v1/organisations?status=\(status)&limit=100")
    }
    for aggregate in AuditQuery.aggregates {
      targets.insert("/api/v1/audit?aggregate=\(aggregate)&limit=100")
    }
    return targets.filter { !$0.hasPrefix("/login") }.sorted()
  }

  /// Every page with every record of its list.
  private static func pages(_ scene: WholeScene) -> [String] {
    var targets: Set<String> = []
    for route in scene.service.site.pages where route.method == .GET {
      let list = route.pattern.split(separator: "/").first.map(String.init) ?? ""
      for record in route.pattern.contains("{id}") ? scene.records(of: list) : [""] {
        targets.insert(scene.target(route.pattern, record))
      }
    }
    return targets.filter { !$0.contains("{") }.sorted()
  }

  @Test func whatIsPlantedIsReadByThoseWhoMayAndByNobodyElse() throws {
    let scene = try WholeScene()
    let before = scene.service.log.count
    var found: [Planted: Set<Who>] = [:]
    let targets = Self.targets(scene)
    let pages = Set(Self.pages(scene)).subtracting(targets)
    #expect(pages.count > 3)
    for who in Who.allCases {
      for target in targets + pages {
        let reply =
          pages.contains(target)
          ? try scene.read(target, as: who) : try scene.send(.GET, target, as: who)
        #expect(reply.status < 500 || target.hasSuffix("readyz"), "\(who) GET \(target)")
        let head = reply.headers.filter { $0.name != "Link" }.map(\.value)
        let text = head.joined(separator: "\n") + reply.text
        for word in Planted.allCases where text.contains(word.rawValue) {
          found[word, default: []].insert(who)
          #expect(word.readers.contains(who), "\(who) GET \(target) shows \(word)")
        }
      }
    }
    for word in Planted.allCases {
      #expect(found[word] == word.readers, "\(word): whoever may read it must find it")
    }
    for line in scene.service.log.dropFirst(before) {
      for word in Planted.allCases {
        #expect(!line.contains(word.rawValue), "\(line)")
      }
    }
  }

  /// What is refused tells nothing either.
  @Test func errorsTellNothing() throws {
    let scene = try WholeScene()
    // None of them is told of what is another's; what is their own they may read.
    let strangers: [Who] = [.anonymous, .stranger, .reviewer, .recused]
    for route in scene.service.site.routes where route.method != .GET && route.method != .DELETE {
      guard route.pattern.contains("/{id}"), !route.pattern.contains("/files") else { continue }
      let parts = route.pattern.split(separator: "/").map(String.init)
      for record in scene.records(of: parts.count > 2 ? parts[2] : "") {
        let target = scene.target(route.pattern, record)
        guard !target.contains("{") else { continue }
        for who in strangers {
          let reply = try scene.send(route.method, target, as: who, body: [:])
          for word in Planted.allCases where !word.readers.contains(who) {
            #expect(!reply.text.contains(word.rawValue), "\(who) \(route.name) shows \(word)")
          }
        }
      }
    }
  }
}
