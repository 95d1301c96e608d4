import Domain
import Matching
import Testing

struct GapsTests {
  private func missing(_ change: (inout OrganisationProfile) -> Void) -> [Missing] {
    var profile = Samples.profile("X", "Truy xuất nguồn gốc cà phê") {
      $0.trl = 5
      $0.fields = [.agriculture]
      $0.technologies = [.digitalPlatform]
      $0.pastProjects = [PastProject(title: "Vườn mẫu")]
    }
    change(&profile)
    let snapshot = Snapshot(lexicon: Samples.lexicon, weights: .standard) { list, code in
      Bilingual(vi: "\(list) \(code) vi", en: "\(list) \(code) en")
    }
    return snapshot.applying([.organisation(Samples.organisation("a", profile))])
      .solvers(for: Samples.coffeeProblem, limit: 1).matches.first?.missing ?? []
  }

  @Test func nothingIsMissingFromACompleteProfile() {
    #expect(missing { _ in }.isEmpty)
  }

  @Test func everyGapIsNamed() {
    #expect(missing { $0.trl = nil }.map(\.key) == ["trl_unknown"])
    #expect(missing { $0.pastProjects = [] }.map(\.key) == ["no_past_projects"])
    #expect(missing { $0.fields = [] }.map(\.key) == ["field_unknown"])
    #expect(missing { $0.technologies = [] }.map(\.key) == ["technology_unknown"])
  }

  @Test func codesAreCalledByTheirLabels() {
    let gap = missing { $0.technologies = [.uav] }
    #expect(gap.map(\.key) == ["technology:digital_platform"])
    #expect(gap.map(\.text.vi) == ["chưa nêu công nghệ technologies digital_platform vi"])
  }

  @Test func reasonsNameWhatIsNeededAndWhatIsThere() {
    var statement = Samples.coffeeProblem
    statement.required = [
      .minTRL(7), .province("79"), .minEmployees(50), .foundedBefore(2020), .legal(.large),
    ]
    let snapshot = Samples.snapshot([
      Samples.organisation(
        "a",
        Samples.profile("X", "Truy xuất nguồn gốc cà phê") {
          $0.trl = 5
          $0.province = "66"
          $0.employees = 7
          $0.founded = 2021
          $0.legal = [LegalStatus(.smeMicro)]
        })
    ])
    let excluded = snapshot.solvers(for: statement, limit: 5).excluded
    #expect(
      excluded.flatMap(\.reasons).map(\.text.en) == [
        "needs TRL 7 or more, has TRL 5", "must be in 79, is in 66",
        "needs 50 employees or more, has 7", "must be founded before 2020, was founded in 2021",
        "needs the status large, holds: sme_micro",
      ])
  }
}
