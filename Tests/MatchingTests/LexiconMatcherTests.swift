import Domain
import Matching
import Testing

/// What texts are found to speak of, seen through the concepts in the evidence.
struct LexiconMatcherTests {
  private func concepts(_ asked: String, _ offered: String) -> [String] {
    let snapshot = Samples.snapshot([Samples.organisation("a", "X", offered)])
    return snapshot.solvers(for: Samples.statement(asked), limit: 1).matches.first?.evidence
      .compactMap(\.concept) ?? []
  }

  @Test(arguments: [
    ("Truy xuất nguồn gốc nông sản", "A traceability platform", "traceability"),
    ("Traceability for farms", "Phần mềm truy xuất nguồn gốc", "traceability"),
    ("Đẩy mạnh chuyển đổi số", "Tư vấn CĐS cho hợp tác xã", "digital_transformation"),
    ("Ứng dụng AI", "Giải pháp trí tuệ nhân tạo", "ai"),
    ("Ứng dụng trí tuệ nhân tạo", "Giai phap tri tue nhan tao cho nong dan vung cao", "ai"),
    ("Tìm hiểu drone", "Máy bay không người lái phun thuốc", "drone"),
  ])
  func meets(_ asked: String, _ offered: String, _ concept: String) {
    #expect(concepts(asked, offered).contains(concept))
  }

  @Test func abbreviationNeedsCapitalsInProse() {
    #expect(concepts("Ứng dụng trí tuệ nhân tạo", "Ai cũng làm được việc này") == [])
  }

  @Test func aSyllableOfAnotherWordMeansNothing() {
    #expect(concepts("Nuôi bò", "Trưng bày bò sát quý hiếm") == [])
    #expect(concepts("Nuôi bò", "Trưng bày bò và bò sát") == ["cattle"])
  }

  @Test func longestFormWins() {
    #expect(concepts("Nuôi bò sữa", "Trại bò sữa") == ["dairy"])
  }

  @Test func oneSyllableWithoutMarksMeansNothing() {
    #expect(concepts("Trồng bơ", "Trang trai trong bo cua nong dan") == [])
  }

  @Test func narrowerConceptCountsLessAndIsNamed() throws {
    let snapshot = Samples.snapshot([
      Samples.organisation("direct", "X", "Chuyên về coffee"),
      Samples.organisation("narrow", "Y", "Chuyên về arabica"),
    ])
    let matches = snapshot.solvers(for: Samples.statement("Cà phê"), limit: 5).matches
    #expect(matches.map(\.subject.text) == ["direct", "narrow"])
    let evidence = try #require(matches.last?.evidence.first)
    #expect(evidence.organisationPhrase == "arabica")
    #expect(evidence.concept == "coffee")
    #expect(evidence.isIndirect)
    #expect(matches.first?.evidence.first?.isIndirect == false)
  }
}
