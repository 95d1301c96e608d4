import Domain
import Matching
import Testing

struct SummaryTests {
  private func match(_ id: String) throws -> Match<Organisation> {
    try #require(
      Samples.snapshot(Samples.firms).solvers(for: Samples.coffeeProblem, limit: 10).matches
        .first { $0.subject.text == id })
  }

  @Test func namesTheTopicsInBothLanguages() throws {
    let summary = try match("f02").summary
    #expect(summary.vi.contains("truy xuất nguồn gốc"))
    #expect(summary.en.contains("traceability"))
    #expect(summary.en.contains("coffee"))
  }

  @Test func tellsPastWorkAndGaps() throws {
    #expect(try match("f01").summary.vi.contains("“Truy xuất nguồn gốc cà phê cho 2.000 hộ”"))
    let summary = try match("f03").summary
    #expect(summary.vi.contains("chưa khai báo mức sẵn sàng công nghệ"))
    #expect(summary.en.contains("not declared"))
  }

  @Test func isOneSentence() throws {
    for id in ["f01", "f02", "f03"] {
      let summary = try match(id).summary
      for text in [summary.vi, summary.en] {
        #expect(text.hasSuffix("."))
        #expect(!text.contains("\n"))
        #expect(text.first?.isUppercase == true)
      }
    }
  }
}
