import Domain
import Matching
import Testing

@Suite struct CompetitionTests {
  private static let tracing = "Phần mềm truy xuất nguồn gốc cà phê cho nông hộ và nhà xuất khẩu."

  private static func firm(
    _ id: String, _ text: String, _ fields: [Field] = [.agriculture],
    _ technologies: [Technology] = [.ai]
  ) -> Organisation {
    MandateSamples.startup(id, text) {
      $0.fields = fields
      $0.technologies = technologies
    }
  }

  private static let held = firm("held", tracing)
  private static let same = firm(
    "same", "Truy xuất nguồn gốc cà phê cho nhà xuất khẩu và nông hộ bằng phần mềm.")
  private static let other = firm("other", "Máy bay không người lái cảnh báo sớm cháy rừng.")

  private func competitors(_ firms: [Organisation], _ portfolio: [Organisation]) -> [String: String]
  {
    let snapshot = MandateSamples.snapshot(MandateSamples.startups + firms + portfolio)
    return snapshot.competitors(of: firms, within: portfolio).reduce(into: [:]) {
      $0[$1.key.text] = $1.value.with.text
    }
  }

  @Test func whoDoesTheSameCompetes() {
    #expect(competitors([Self.same, Self.other], [Self.held]) == ["same": "held"])
  }

  @Test func noFirmCompetesWithItselfOrNobody() {
    #expect(competitors([Self.held], [Self.held]) == [:])
    #expect(competitors([Self.same], []) == [:])
  }

  @Test func fieldAndTechnologyMustBeShared() {
    let elsewhere = Self.firm("same", Self.tracing, [.health])
    let otherwise = Self.firm("same", Self.tracing, [.agriculture], [.uav])
    #expect(competitors([elsewhere], [Self.held]) == [:])
    #expect(competitors([otherwise], [Self.held]) == [:])
  }

  @Test func theNearestOfAPortfolioIsNamed() {
    let near = Self.firm("near", "Truy xuất nguồn gốc cà phê và bơ.")
    let found = competitors([Self.same], [near, Self.other, Self.held])
    #expect(found == ["same": "held"])
  }
}
