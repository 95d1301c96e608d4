import Domain
import Matching
import Testing

/// Nobody gains by saying more than there is.
struct WeigherTests {
  private static let honest = "Phần mềm ghi nhật ký vườn cà phê và cấp mã lô hàng."

  private func score(
    _ description: String, _ change: (inout OrganisationProfile) -> Void = { _ in }
  )
    -> Int
  {
    let firm = Samples.organisation("a", Samples.profile("Thử", description, change))
    return Samples.snapshot(Samples.firms + [firm])
      .solvers(for: Samples.coffeeProblem, limit: 20).matches
      .first { $0.subject.text == "a" }?.scoreMicros ?? 0
  }

  @Test func repeatingTheTextGainsNothing() {
    let once = score(Self.honest)
    #expect(once > 0)
    #expect(score(Array(repeating: Self.honest, count: 10).joined(separator: " ")) == once)
    #expect(
      score(Self.honest) { $0.products = Array(repeating: Self.honest, count: 20) } <= once + 1)
  }

  @Test func repeatingWordsGainsLittle() {
    let stuffed = Self.honest + String(repeating: " cà phê truy xuất", count: 60)
    #expect(Double(score(stuffed)) < Double(score(Self.honest)) * 1.35)
  }

  @Test func pastingTheProblemGainsNothing() throws {
    let pasted = try #require(Samples.coffeeProblem.description)
    let before = score("Phòng thu thanh, đàn và trống.")
    #expect(score("Phòng thu thanh, đàn và trống. " + pasted) <= before + 10_000)
  }

  @Test func listingEverythingGainsNothing() {
    let focused = score(Self.honest) {
      $0.technologies = [.digitalPlatform]
      $0.fields = [.agriculture]
    }
    let boastful = score(Self.honest) {
      $0.technologies = Technology.allCases
      $0.fields = Field.allCases
    }
    #expect(boastful < focused)
  }

  @Test func shortProfilesAreNotPunished() {
    let long = Self.honest + " Công ty có đội ngũ trẻ, văn phòng đẹp, đã nhận nhiều giải thưởng."
    #expect(score(Self.honest) >= score(long))
  }
}
