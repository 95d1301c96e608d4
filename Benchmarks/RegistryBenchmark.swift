import Domain
import FoundationEssentials
import HTTP
import Matching
import UseCases
import Web

/// Import rate, match and search latency over registers of growing size, each number beside its
/// ratio to the smallest register of the same run, since machines differ and are noisy.
enum RegistryBenchmark {
  private struct Row {
    let size: Int
    let importRate: Double
    let loadRate: Double
    let match: Timing
    let search: Timing
    let page: Timing
    let change: Timing
  }

  /// Measures each size and prints one table.
  static func run(sizes: [Int]) throws {
    let reference = try ReferenceData()
    print(
      "| organisations | import/s | index load/s | match p50 ms | p95 ms | × "
        + "| search p50 ms | p95 ms | × | page p50 ms | p95 ms | write ms |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    var base: Row?
    for size in sizes {
      let row = try measure(size, reference)
      let first = base ?? row
      base = first
      let cells = [
        String(row.size), row.importRate.text(0), row.loadRate.text(0),
        row.match.milliseconds(0.5).text(2), row.match.milliseconds(0.95).text(2),
        (row.match.milliseconds(0.5) / first.match.milliseconds(0.5)).text(1),
        row.search.milliseconds(0.5).text(3), row.search.milliseconds(0.95).text(3),
        (row.search.milliseconds(0.5) / first.search.milliseconds(0.5)).text(1),
        row.page.milliseconds(0.5).text(2), row.page.milliseconds(0.95).text(2),
        row.change.milliseconds(0.5).text(2),
      ]
      print("| " + cells.joined(separator: " | ") + " |")
    }
  }

  private static func measure(_ size: Int, _ reference: ReferenceData) throws -> Row {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "innoreg-bench-\(UUID().uuidString).sqlite").path
    defer {
      for suffix in ["", "-wal", "-shm"] {
        try? FileManager.default.removeItem(atPath: path + suffix)
      }
    }
    let clock: @Sendable () -> Instant = { Instant(Date()) }
    let registry = try Registry.open(path: path, create: true, clock: clock)
    let texts = try BenchmarkTexts(reference: reference, size: size)
    let items = texts.organisations.enumerated().map { number, profile in
      ImportItem(
        position: "\(number)",
        content: .success(
          .object(JSONObject([("id", .string("bench-\(number)"))] + profile.members))))
    }
    let start = ContinuousClock.now
    let report = try registry.importRecords(items, options: ImportOptions(), by: .commandLine)
    let imported = start.duration(to: .now).inMilliseconds
    precondition(report.created == size, "the corpus must import whole")

    let loading = ContinuousClock.now
    try registry.follow()
    let loaded = loading.duration(to: .now).inMilliseconds

    let problems = texts.problems.map { JSON.object(JSONObject($0.members)) }
    let match = try Timing(40) { run in
      _ = try registry.solvers(
        for: problems[run % problems.count], limit: 20, kinds: nil, by: .anonymous)
    }
    let search = Timing(400) { run in
      _ = registry.search(SearchQuery(text: texts.queries[run % texts.queries.count]))
    }
    let page = try pages(registry, texts.queries)
    let change = try Timing(20) { run in
      _ = try registry.createOrganisation(
        ["kind": "startup", "name": .string("Thay đổi \(size)-\(run)")], by: .commandLine)
    }
    return Row(
      size: size, importRate: Double(size) / imported * 1e3,
      loadRate: Double(size) / loaded * 1e3, match: match, search: search, page: page,
      change: change)
  }

  /// The page of 20 results, from the request to the last byte, without the network.
  private static func pages(_ registry: Registry, _ queries: [String]) throws -> Timing {
    let logger = Logger(format: .text, minimum: .error, sink: { _ in })
    let handler = try Site(registry: registry, messages: Messages(), logger: logger).handler()
    return try Timing(400) { run in
      let query = Query([("q", queries[run % queries.count])])
      let target = try RequestTarget(Array("/organisations?\(query.encoded)".utf8), method: .GET)
      let answer = handler(
        Request(method: .GET, target: target, requestID: "bench", receivedAt: Date()))
      precondition(answer.status == .ok, "the page must be shown")
    }
  }
}
