import Domain
import FoundationEssentials
import HTTP
import UseCases
import Web

/// The table of the pages as the program itself has it, so that no page is forgotten here.
enum PageTable {
  /// The patterns of what can be read.
  static let patterns: [Route] = routes.filter { $0.method == .GET }

  private static let routes: [Route] = {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "innoreg-table-\(UUID().uuidString).sqlite").path()
    defer {
      for suffix in ["", "-wal", "-shm", ".key"] {
        try? FileManager.default.removeItem(atPath: path + suffix)
      }
    }
    guard let messages = try? Messages(),
      let registry = try? Registry.open(
        path: path, create: true, readers: 1, clock: { Instant(seconds: 0) })
    else { return [] }
    return Site(
      registry: registry, messages: messages, logger: Logger(format: .json, sink: { _ in })
    ).pages
  }()

  /// What is no page of its own: files, and steps that lead on at once.
  private static let others: Set<String> = [
    "/static/{name}", "/language", "/search/suggestions", "/login/code", "/statistics/{file}",
    "/my/files/{id}", "/desk/files/{id}", "/reviews/files/{id}", "/account/data/download",
    "/my/proposals/{id}/receipt/file", "/claims/{id}", "/data-requests/{id}", "/engagements/{id}",
    "/reports/{id}/{file}", "/applications/{id}", "/mentor-requests/{id}",
  ]

  /// The patterns of the pages that somebody must be able to reach.
  static let pages: Set<String> = Set(patterns.map(\.pattern)).subtracting(others)

  /// The pattern that answers a path; the one with the fewest places to fill in.
  static func pattern(of path: String) -> String? {
    let parts = path.prefix { $0 != "?" && $0 != "#" }
      .split(separator: "/", omittingEmptySubsequences: true).map(String.init)
    func places(_ route: Route) -> Int {
      route.segments.count { if case .parameter = $0 { true } else { false } }
    }
    return patterns.filter { route in
      route.segments.count == parts.count
        && zip(route.segments, parts).allSatisfy { segment, part in
          if case .literal(let text) = segment { text == part } else { true }
        }
    }.min { places($0) < places($1) }?.pattern
  }
}
