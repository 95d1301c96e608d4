import Domain
import Matching
import Testing

/// The other direction: the problems that a firm should look at.
struct ProblemMatchesTests {
  private static let now = Samples.moment

  private static let problems: [Problem] = [
    Samples.problem("coffee", Samples.coffeeProblem),
    Samples.problem("forest", Samples.statement("Cảnh báo sớm cháy rừng khộp")),
    Samples.problem(
      "strict",
      Samples.statement("Truy xuất nguồn gốc cà phê đặc sản") { $0.required = [.minTRL(9)] }),
    Samples.problem(
      "late",
      Samples.statement("Truy xuất nguồn gốc cà phê vối") {
        $0.deadline = Instant(seconds: now.seconds - 1)
      }),
    Samples.problem(
      "due",
      Samples.statement("Truy xuất nguồn gốc cà phê hữu cơ") { $0.deadline = now }),
    Samples.problem("closed", Samples.statement("Truy xuất nguồn gốc cà phê"), status: .closed),
  ]

  private let snapshot = Samples.snapshot([], problems)
  private let firm = Samples.firms[0].profile

  @Test func findsOpenProblems() {
    let matches = snapshot.problems(for: firm, limit: 10, now: Self.now)
    #expect(Set(matches.ids) == ["coffee", "due"])
    #expect(
      snapshot.problems(for: Samples.firms[5].profile, limit: 10, now: Self.now).ids == ["forest"])
  }

  @Test func tellsWhyAProblemIsBarred() throws {
    let excluded = snapshot.problems(for: firm, limit: 10, now: Self.now).excluded
    #expect(Set(excluded.map(\.subject.text)) == ["strict", "late"])
    let late = try #require(excluded.first { $0.subject.text == "late" })
    #expect(late.reasons.map(\.cause) == [.deadlinePassed(Instant(seconds: Self.now.seconds - 1))])
    let strict = try #require(excluded.first { $0.subject.text == "strict" })
    #expect(
      strict.reasons.map(\.cause) == [
        .requirement(UnmetRequirement(requirement: .minTRL(9), found: "8"))
      ])
    #expect(strict.reasons[0].text.vi == "cần TRL từ 9, đơn vị khai TRL 8")
  }

  @Test func evidenceKeepsItsSides() throws {
    let match = try #require(
      snapshot.problems(for: firm, limit: 1, now: Self.now).matches.first)
    for evidence in match.evidence {
      #expect(["title", "description", "expected_result"].contains(evidence.problemField))
      #expect(!["title", "expected_result"].contains(evidence.organisationField))
    }
    #expect(match.components.reduce(0) { $0 + $1.contributionMicros } == match.scoreMicros)
    #expect(match.components.first { $0.signal == .trackRecord }.map { $0.value > 0 } == true)
  }
}
