package import Domain
import Matching
import Storage

/// Numbers on the public register as a whole.
package struct Statistics: Sendable {
  /// A code with how many there are of it.
  package typealias Count<Counted> = (of: Counted, count: Int)

  /// Public problems by field, nil for those without, and state.
  package let problems: [(field: Field?, status: Problem.Status, count: Int)]
  /// First publications by month (yyyy-mm) in Vietnam, the last 24 months, the oldest first.
  package let publications: [(month: String, count: Int)]
  /// Verified organisations by kind, the most frequent first.
  package let kinds: [Count<OrganisationKind>]
  /// Verified organisations by technology, the most frequent first.
  package let technologies: [Count<Technology>]
  /// How many organisations were invited to propose, put on a short list, given a problem to solve.
  package let matches: [Count<Outcome.Kind>]
  /// How long it took from the first publication to the award; nil where nothing was awarded yet.
  package let waits: Waits?

  /// A distribution in whole days.
  package struct Waits: Sendable, Equatable {
    /// How many problems were awarded.
    package let count: Int
    /// A quarter of them at most after so many days.
    package let lowerQuartile: Int
    /// Half of them at most after so many days.
    package let median: Int
    /// Three quarters of them at most after so many days.
    package let upperQuartile: Int

    /// The quartiles of waits, given with how often each occurred and the shortest first: the
    /// smallest wait that at least so large a part does not exceed. Nil for none.
    package init?(_ waits: [(days: Int, count: Int)]) {
      let total = waits.reduce(0) { $0 + $1.count }
      guard total > 0 else { return nil }
      func quantile(_ quarters: Int) -> Int {
        var seen = 0
        for wait in waits {
          seen += wait.count
          if seen * 4 >= total * quarters { return wait.days }
        }
        return waits.last?.days ?? 0
      }
      count = total
      lowerQuartile = quantile(1)
      median = quantile(2)
      upperQuartile = quantile(3)
    }
  }
}

extension Registry {
  /// Numbers on the public register as a whole, the same for everybody: counts of what is public,
  /// and of acts without whom they concerned.
  ///
  /// Few grouped queries, none of which reads a record; members are counted in the index.
  package func statistics() throws(DomainError) -> Statistics {
    let months = Self.months(before: clock(), Self.statisticsMonths)
    guard let first = months.first, let start = Instant(rfc3339: first + "-01T00:00:00+07:00")
    else { throw .internalFault("statistics: months") }
    let found = try store.read { db throws(DomainError) in
      (
        problems: try db.publicProblemCounts(), days: try db.publicationCounts(from: start),
        outcomes: try db.outcomeCounts(), waits: try db.awardWaits(limit: Self.mostWaits)
      )
    }
    var published: [String: Int] = [:]
    for (day, count) in found.days {
      published[
        String(Instant(seconds: day * 86_400).description.prefix(7)), default: 0] += count
    }
    var everybody = SearchQuery(text: "", limit: 0)
    everybody.types = [.organisation]
    let facets = Dictionary(
      search(everybody).facets.map { ($0.name, $0.counts) },
      uniquingKeysWith: { first, _ in first })
    return Statistics(
      problems: found.problems.compactMap { field, status, count in
        Problem.Status(rawValue: status).map { (field.flatMap(Field.init(rawValue:)), $0, count) }
      },
      publications: months.map { ($0, published[$0] ?? 0) },
      kinds: (facets["kinds"] ?? []).compactMap { code, count in
        OrganisationKind(rawValue: code).map { ($0, count) }
      },
      technologies: (facets["technologies"] ?? []).compactMap { code, count in
        Technology(rawValue: code).map { ($0, count) }
      },
      matches: [.invited, .shortlisted, .awarded].map { ($0, found.outcomes[$0.rawValue] ?? 0) },
      waits: Statistics.Waits(found.waits))
  }

  /// How many months of publications are told.
  private static let statisticsMonths = 24
  /// Of how many different waits the quartiles are made: ten years of days.
  private static let mostWaits = 3653

  /// The last months up to a moment as yyyy-mm, the oldest first.
  private static func months(before now: Instant, _ count: Int) -> [String] {
    let day = now.dayInVietnam
    guard let year = Int(day.prefix(4)), let month = Int(day.dropFirst(5).prefix(2)) else {
      return []
    }
    let last = year * 12 + month - 1
    return (last - count + 1...last).map { number in
      let month = number % 12 + 1
      return "\(number / 12)-\(month < 10 ? "0" : "")\(month)"
    }
  }

  /// How many verified organisations are in each commune of a province, by the commune's code.
  package func organisationCounts(byCommuneOf province: String) -> [String: Int] {
    index.current.organisationCounts(byCommuneOf: province)
  }
}
