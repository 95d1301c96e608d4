import Domain
import Glibc
import Matching
import UseCases

/// The engine alone, without a database: index build, explained matches, search-box queries, one
/// firm's change, and the memory that the index takes.
enum MatchingBenchmark {
  private static let start = Instant(seconds: 0)

  /// Measures one size and prints one line of JSON, with the same members as the other engines'
  /// programs in `peers/`. The build's figures are what one thread does in its own time
  /// (`docs_per_s`), and what the threads that it takes do in time that passes.
  static func run(size: Int, clock: Clock) throws {
    let reference = try ReferenceData()
    let texts = try BenchmarkTexts(reference: reference, size: size)
    let organisations = texts.organisations.enumerated().map { organisation($1, $0) }
    let changes = organisations.map { Snapshot.Change.organisation($0) }

    let empty = Snapshot(lexicon: try reference.lexicon, weights: .standard)
    var snapshot = empty
    let before = ResidentMemory.bytes()
    ResidentMemory.forgetPeak()
    var build = 0.0
    let passed = Clock.wall.milliseconds {
      build = Clock.processor.milliseconds { snapshot = empty.applying(changes) }
    }
    let peak = ResidentMemory.peakBytes()
    let after = ResidentMemory.bytes()
    // What the index was built from must not make room for it.
    withExtendedLifetime(changes) {}
    precondition(snapshot.organisationCount == size, "the corpus must be indexed whole")

    let problems = texts.problems
    let queries = texts.queries
    let match = Timing(3 * problems.count, clock: clock) { run in
      _ = snapshot.solvers(for: problems[run % problems.count], limit: 20)
    }
    let search = Timing(3 * queries.count, clock: clock) { run in
      _ = snapshot.search(SearchQuery(text: queries[run % queries.count]))
    }
    let change = Timing(min(size, 200), clock: clock) { run in
      // A firm somewhere in the register takes over what another says.
      let number = (run * 7919 + 1) % size
      let profile = organisations[(number + size / 2) % size].profile
      snapshot = snapshot.applying([.organisation(organisation(profile, number))])
    }
    let row: JSON = [
      "engine": "innoreg", "size": JSON(size), "build_s": .number(build / 1e3),
      "docs_per_s": .number(Double(size) / build * 1e3),
      "docs_per_s_threads": .number(Double(size) / passed * 1e3),
      "build_threads": JSON(min(snapshot.partCount, sysconf(Int32(_SC_NPROCESSORS_ONLN)))),
      "query_p50_ms": .number(match.milliseconds(0.5)),
      "query_p95_ms": .number(match.milliseconds(0.95)),
      "search_p50_ms": .number(search.milliseconds(0.5)),
      "search_p95_ms": .number(search.milliseconds(0.95)),
      "change_p50_ms": .number(change.milliseconds(0.5)),
      "change_p95_ms": .number(change.milliseconds(0.95)),
      "rss_bytes": JSON(after - before), "peak_bytes": JSON(peak - before),
      "text_bytes": JSON(texts.bytes),
    ]
    print(row.compact)
  }

  private static func organisation(_ profile: OrganisationProfile, _ number: Int) -> Organisation {
    Organisation(
      id: ID("bench-\(number)"), status: .verified, createdAt: start, updatedAt: start,
      profile: profile)
  }
}
