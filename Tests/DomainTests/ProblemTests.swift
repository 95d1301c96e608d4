import Domain
import Testing

@Suite struct ProblemTests {
  private func problem(_ status: Problem.Status, deadline: Int64?) -> Problem {
    var statement = ProblemStatement(title: "x")
    statement.deadline = deadline.map(Instant.init(seconds:))
    return Problem(
      id: ID("p"), status: status, createdAt: Instant(seconds: 0), updatedAt: Instant(seconds: 0),
      statement: statement)
  }

  @Test func takesProposalsWhilePublishedAndUpToTheDeadline() {
    for status in Problem.Status.allCases {
      let published = status == .published
      #expect(problem(status, deadline: nil).isOpen(at: Instant(seconds: 100)) == published)
      #expect(problem(status, deadline: 100).isOpen(at: Instant(seconds: 100)) == published)
      #expect(!problem(status, deadline: 100).isOpen(at: Instant(seconds: 101)))
    }
  }

  @Test func completenessCountsWhatIsAnswered() {
    var statement = ProblemStatement(title: "x")
    #expect(statement.completeness == 20)
    #expect(
      statement.openQuestions == [
        "description", "expected_result", "field", "owner", "deadline", "budget_vnd", "mechanism",
        "grounds",
      ])
    statement.description = "d"
    statement.deadline = Instant(seconds: 1)
    #expect(statement.completeness == 40)
    #expect(!statement.openQuestions.contains("description"))
    statement.expectedResult = "e"
    statement.field = .energy
    statement.owner = "o"
    statement.budgetVND = 1
    statement.mechanism = .grant
    statement.grounds = "g"
    #expect(statement.completeness == 100, "no technology means any")
    #expect(statement.openQuestions.isEmpty)
  }

  @Test func requirementsAreMetFailedOrUnknown() {
    let unknown = OrganisationProfile(kind: .startup, name: "x")
    var known = unknown
    known.trl = 6
    known.legal = [LegalStatus(.smeSmall), LegalStatus(.startupInnovative)]
    known.province = "66"
    known.employees = 10
    known.founded = 2023
    let table: [(Requirement, Requirement.Verdict, Requirement.Verdict)] = [
      (.minTRL(6), .met, .unknown), (.minTRL(7), .failed(found: "6"), .unknown),
      (.legal(.smeSmall), .met, .failed(found: "")),
      (.legal(.large), .failed(found: "sme_small, startup_innovative"), .failed(found: "")),
      (.province("66"), .met, .unknown), (.province("01"), .failed(found: "66"), .unknown),
      (.minEmployees(10), .met, .unknown), (.minEmployees(11), .failed(found: "10"), .unknown),
      (.foundedBefore(2024), .met, .unknown),
      (.foundedBefore(2023), .failed(found: "2023"), .unknown),
    ]
    for (requirement, verdict, verdictOnUnknown) in table {
      #expect(requirement.verdict(on: known) == verdict)
      #expect(requirement.verdict(on: unknown) == verdictOnUnknown)
    }
  }
}
