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

  private func summary(
    _ asked: String, _ offered: String, _ change: (inout OrganisationProfile) -> Void = { _ in }
  ) throws -> Bilingual {
    let firm = Samples.organisation("a", Samples.profile("X", offered, change))
    return try #require(
      Samples.snapshot([firm]).solvers(for: Samples.statement(asked), limit: 1).matches.first
    ).summary
  }

  @Test func saysPlainlyThatAMatchIsWeak() throws {
    let summary = try summary("Hệ thống dữ liệu sẵn sàng", "Hệ thống dữ liệu sẵn sàng")
    #expect(summary.vi.hasPrefix("Ít phù hợp: chỉ trùng một số từ chung"))
    #expect(summary.en.hasPrefix("Fits poorly: only some common words"))
  }

  @Test func oneTopicIsNoReasonToPraise() throws {
    #expect(!(try summary("Cà phê", "Cà phê")).vi.hasPrefix("Rất phù hợp"))
  }

  @Test func anIndirectMeetingIsSaidToBeOne() throws {
    let summary = try summary("Cà phê", "Arabica growers")
    #expect(summary.vi.contains("hồ sơ nói về cà phê chè, hẹp hơn cà phê của bài toán"))
    #expect(summary.en.contains("speaks of arabica, narrower than the problem's coffee"))
  }

  @Test func everyLanguageHasItsOwnWords() throws {
    let summary = try summary(
      "Truy xuất nguồn gốc cà phê, bản đồ ngập úng", "Coffee traceability. Bản đồ ngập úng.")
    #expect(summary.vi.contains("“Bản đồ ngập úng”"))
    #expect(!summary.en.contains("ngập"))
    #expect(summary.en.contains("coffee") && summary.en.contains("traceability"))
  }

  @Test func ofAPastProjectOnlyTheTitleIsTold() throws {
    let summary = try summary("Truy xuất nguồn gốc cà phê", "Phần mềm cho hợp tác xã") {
      var project = PastProject(title: "Truy xuất nguồn gốc cà phê tại TP. Buôn Ma Thuột")
      project.client = "Một hợp tác xã"
      project.outcome = "Xong 12 lô"
      $0.pastProjects = [project]
    }
    #expect(summary.vi.contains("“Truy xuất nguồn gốc cà phê tại TP. Buôn Ma Thuột”"))
    #expect(!summary.vi.contains("12 lô") && !summary.vi.contains("Một hợp tác xã"))
  }

  @Test func aLongTitleIsCutBetweenWords() throws {
    let title =
      "Truy xuất nguồn gốc cà phê cho liên minh các hợp tác xã ở vùng phía bắc của tỉnh và các "
      + "huyện giáp ranh trong ba mùa vụ liên tiếp"
    let summary = try summary("Truy xuất nguồn gốc cà phê", "Phần mềm") {
      $0.pastProjects = [PastProject(title: title)]
    }
    let shown = try #require(summary.vi.split(separator: "“").last?.split(separator: "…”").first)
    #expect(shown.count <= 90)
    #expect(title.hasPrefix(shown + " "))
  }
}
