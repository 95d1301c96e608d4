import Domain
import HTTP
import Processes
import Testing

/// Somebody who opens every page that they can reach: the pages of the table, and whatever those
/// link to, a few of each kind.
struct Walk: Sendable {
  /// Something that was opened.
  struct Stop: Sendable, CustomStringConvertible {
    /// Its path and query.
    let path: String
    /// The pattern of the table that answers it.
    let pattern: String
    /// What came.
    let answer: TestClient.Answer

    var description: String { path }
    var isPage: Bool {
      answer.status == 200 && answer.headers["Content-Type"]?.hasPrefix("text/html") == true
    }

    /// What the page is made of, but for its words: every kind of tag in it with the names of its
    /// attributes, its classes, its role and its language.
    var signature: Set<String> {
      let main = answer.text.firstRange(of: "<main").map { answer.text[$0.lowerBound...] } ?? ""
      var kinds: Set<String> = []
      for part in main.split(separator: "<").dropFirst() {
        let tag = part.prefix { $0 != ">" }
        var kind = String(tag.prefix { $0 != " " })
        for attribute in tag.split(separator: "\" ") {
          let pair = attribute.split(separator: "=\"", maxSplits: 1)
          let name = pair.first?.split(separator: " ").last ?? ""
          kind += " " + name
          if ["class", "lang", "role"].contains(name) { kind += "=" + (pair.last ?? "") }
        }
        kinds.insert(kind)
      }
      return kinds
    }

    /// The forms that change something: where each goes, and the token in it.
    var forms: [(action: String, token: String?)] {
      answer.text.matches(of: /<form method="post" action="([^"]*)"[^>]*>(.{0,200})/).map {
        let token = $0.2.firstMatch(of: /name="form_token" value="([^"]*)"/).map { String($0.1) }
        return (String($0.1).replacing("&amp;", with: "&"), token)
      }
    }
  }

  /// How many of one kind are opened.
  private static let mostOfAKind = 3

  /// What was opened, in order.
  let stops: [Stop]

  /// Walks as somebody, or as anybody.
  init(_ site: RunningSite, as client: Client?, by corners: [String]) throws {
    var waiting = corners + PageTable.patterns.map(\.pattern).filter { !$0.contains("{") }
    var known = Set(waiting)
    var counts: [String: Int] = [:]
    var stops: [Stop] = []
    while let path = waiting.first {
      waiting.removeFirst()
      guard let pattern = PageTable.pattern(of: path), pattern != "/language",
        counts[pattern, default: 0] < Self.mostOfAKind
      else { continue }
      counts[pattern, default: 0] += 1
      let stop = Stop(
        path: path, pattern: pattern, answer: try Self.read(path, site, client))
      stops.append(stop)
      guard stop.isPage else { continue }
      for link in Self.links(on: stop) where known.insert(link).inserted { waiting.append(link) }
    }
    self.stops = stops
  }

  /// Opens a path.
  static func read(
    _ path: String, _ site: RunningSite, _ client: Client?, in language: Language? = nil
  ) throws -> TestClient.Answer {
    let cookies = [client?.cookie, language.map { "innoreg-language=" + $0.rawValue }]
      .compactMap(\.self)
    let cookie = cookies.isEmpty ? [] : [("Cookie", cookies.joined(separator: "; "))]
    return try site.client.send(
      .GET, path,
      headers: cookie + [("Accept", "text/html"), ("Host", "127.0.0.1:\(site.port)")])
  }

  private static func links(on stop: Stop) -> [String] {
    stop.answer.text.matches(of: /<a [^>]*href="(\/[^"]*)"/).map { link in
      String(link.1.prefix { $0 != "#" }).replacing("&amp;", with: "&")
    }
  }

  /// One page of each kind, the one with the most on it.
  var pages: [Stop] {
    var best: [String: Stop] = [:]
    for stop in stops where stop.isPage {
      if stop.answer.body.count > best[stop.pattern]?.answer.body.count ?? 0 {
        best[stop.pattern] = stop
      }
    }
    return stops.filter { best[$0.pattern]?.path == $0.path }
  }
}

/// A busy register, and everybody's walk through it.
struct Walks: Sendable {
  /// Where they went.
  let register: BusyRegister
  /// Each walk, by who took it.
  let walks: [(name: String, walk: Walk)]

  /// Those who walk, in order; the first has no account.
  private static let names = [
    "anybody", "person", "startup", "firm", "fund", "incubator", "reviewer", "recused", "dost",
    "admin",
  ]

  /// Fills a register and sends everybody through it.
  init() throws {
    let register = try BusyRegister()
    self.register = register
    walks = try Self.names.map { name in
      let corners = register.corners[name] ?? []
      return (name, try Walk(register.site, as: register.people[name], by: corners))
    }
  }

  /// The walk of one of them.
  func walk(_ name: String) throws -> Walk { try #require(walks.first { $0.name == name }).walk }

  /// The walks that the suites below ``Browsing/Looking`` share.
  static func shared() throws -> Walks {
    guard let walks = OneRegister.current else {
      throw Executable.Failure(description: "no busy register is there for this suite")
    }
    return walks
  }
}

/// Fills one register for all the suites below the one that has this trait.
struct OneRegister: SuiteTrait, TestScoping {
  @TaskLocal fileprivate static var current: Walks?

  func provideScope(
    for test: Test, testCase: Test.Case?, performing tests: @Sendable () async throws -> Void
  ) async throws {
    try await Self.$current.withValue(try Walks()) { try await tests() }
  }
}

extension Browsing {
  /// Those who only look at what is there.
  @Suite(.serialized, OneRegister()) enum Looking {}
}
