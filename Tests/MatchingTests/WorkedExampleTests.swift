import Domain
import FoundationEssentials
import Glibc
import Matching
import Testing

/// The example of docs/matching.md, worked through with nothing but arithmetic, beside what the
/// engine says and what the page says.
struct WorkedExampleTests {
  private static let lexicon = Result {
    try Lexicon(jsonLines: [
      (
        "example.jsonl",
        """
        {"id":"traceability","vi":["truy xuất nguồn gốc"],"en":["traceability"]}
        {"id":"coffee","vi":["cà phê"],"en":["coffee"]}
        {"id":"arabica","vi":["cà phê chè"],"en":["arabica"],"broader":["coffee"]}
        """
      )
    ])
  }

  private static let gardenBook = Samples.organisation(
    "a",
    Samples.profile("Sổ Vườn", "Truy xuất nguồn gốc nông sản.") {
      $0.pastProjects = [PastProject(title: "Arabica traceability.")]
      $0.fields = [.agriculture]
      $0.technologies = [.blockchain, .iot]
      $0.trl = 7
      $0.province = "66"
      $0.employees = 5
    })
  private static let roaster = Samples.organisation("b", "Lò Rang", "Rang xay cà phê.")

  private static var problem: ProblemStatement {
    var problem = ProblemStatement(title: "Truy xuất nguồn gốc cà phê")
    problem.field = .agriculture
    problem.technologies = [.blockchain]
    problem.province = "66"
    problem.budgetVND = 3_000_000_000
    return problem
  }

  /// ln(1 + (n − f + ½) / (f + ½)).
  private static func rarity(_ frequency: Double, of most: Double) -> Double {
    log(1 + (most - frequency + 0.5) / (frequency + 0.5))
  }

  private static func saturated(_ frequency: Double) -> Double { frequency / (frequency + 0.9) }

  private static func share(_ sum: Double, of reachable: Double) -> Double {
    sum / reachable * 1.18 / (sum / reachable + 0.18)
  }

  /// The values of the signals and what they rest on, by hand.
  private static var worked: (steps: [Double], values: [Signal: Double]) {
    let title = 2 * 1.6 / (1.6 + 1)
    let (rare, common) = (rarity(1, of: 2), rarity(2, of: 2))
    let (word, pair) = (title * rare * 0.3, title * rare * 0.5)
    let (traceability, coffee) = (title * rare * 2.8, title * common * 2.8)
    let reachable = 6 * word + 5 * pair + traceability + coffee
    let told = traceability * saturated(1 + 1.8) + coffee * saturated(0.5 * 1.8)
    let sum = (4 * word + 3 * pair) * saturated(1) + told
    let past = traceability * saturated(1.8) + coffee * saturated(0.5 * 1.8)
    let capability = share(sum, of: reachable)
    let trackRecord = share(past, of: reachable)
    return (
      [title, rare, common, word, pair, traceability, coffee, reachable, sum, past],
      [
        .capability: capability, .field: 1, .technology: 1, .trackRecord: trackRecord,
        .readiness: 6 / 8, .place: 1, .capacity: 5 * 0.3 / 3,
      ]
    )
  }

  @Test func theEngineAgrees() throws {
    let snapshot = Snapshot(lexicon: try Self.lexicon.get(), weights: .standard)
      .applying([.organisation(Self.gardenBook), .organisation(Self.roaster)])
    let matches = snapshot.solvers(for: Self.problem, limit: 2).matches
    let match = try #require(matches.first)
    #expect(match.subject == Self.gardenBook.id)
    let values = Self.worked.values
    for component in match.components {
      let value = try #require(values[component.signal])
      #expect(abs(component.value - value) < 2e-6, "\(component.signal): \(component.value)")
    }
    let score = values.reduce(0) { $0 + $1.value * Weights.standard[$1.key] }
    #expect(abs(match.score - score) < 5e-6)
  }

  @Test func thePageAgrees() throws {
    let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "docs/matching.md")
    let lines = String(decoding: try Data(contentsOf: page), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex(of: "## An example by hand"))
    let example = lines[(start + 1)...].prefix { !$0.hasPrefix("#") }.joined(separator: "\n")
    let (steps, values) = Self.worked
    let score = values.reduce(0) { $0 + $1.value * Weights.standard[$1.key] }
    for number in steps + Array(values.values) + [score] {
      let thousandths = Int((number * 1000).rounded())
      let digits = String(1000 + thousandths % 1000).dropFirst()
      let written = "\(thousandths / 1000).\(digits)"
      #expect(example.contains(written), "\(written)")
    }
  }
}
