import Domain
import Matching
import Testing

struct EvidenceFinderTests {
  private let snapshot = Samples.snapshot(Samples.firms)

  private func text(_ field: String, of profile: OrganisationProfile) -> String? {
    let parts = field.split(separator: "/")
    let index = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    switch parts[0] {
    case "name": return profile.name
    case "description": return profile.description
    case "products": return profile.products[index]
    case "past_projects": return profile.pastProjects[index].text
    default: return nil
    }
  }

  private func text(_ field: String, of statement: ProblemStatement) -> String? {
    switch field {
    case "title": statement.title
    case "description": statement.description
    case "expected_result": statement.expectedResult
    default: nil
    }
  }

  @Test func offsetsCutOutThePhrases() throws {
    let matches = snapshot.solvers(for: Samples.coffeeProblem, limit: 10).matches
    #expect(!matches.isEmpty)
    #expect(matches.prefix(3).allSatisfy { !$0.evidence.isEmpty })
    for match in matches {
      let profile = try #require(Samples.firms.first { $0.id == match.subject }).profile
      for evidence in match.evidence {
        let offered = try #require(text(evidence.organisationField, of: profile))
        #expect(slice(offered, evidence.organisationOffset) == evidence.organisationPhrase)
        let asked = try #require(text(evidence.problemField, of: Samples.coffeeProblem))
        #expect(slice(asked, evidence.problemOffset) == evidence.problemPhrase)
      }
    }
  }

  @Test func offsetsCountScalarsAlsoAfterRareOnes() throws {
    let firm = Samples.organisation("a", "X", "🌱 Ƀuôn 漢字 – “traceability” 🌱")
    let match = try #require(
      Samples.snapshot([firm])
        .solvers(for: Samples.statement("🙂 Truy xuất nguồn gốc"), limit: 1).matches.first)
    let evidence = try #require(match.evidence.first)
    #expect(evidence.organisationPhrase == "traceability")
    #expect(evidence.problemPhrase == "Truy xuất nguồn gốc")
    #expect(slice("🌱 Ƀuôn 漢字 – “traceability” 🌱", evidence.organisationOffset) == "traceability")
    #expect(evidence.concept == "traceability")
    #expect(evidence.conceptLabel?.en == "traceability")
  }

  @Test func differentPhrasesMeetInAConcept() throws {
    let match = try #require(
      snapshot.solvers(for: Samples.coffeeProblem, limit: 10).matches
        .first { $0.subject.text == "f02" })
    let evidence = try #require(match.evidence.first { $0.concept == "traceability" })
    #expect(evidence.problemPhrase.lowercased() == "truy xuất nguồn gốc")
    #expect(evidence.organisationPhrase == "traceability")
  }

  @Test func noPhraseIsToldTwice() {
    for match in snapshot.solvers(for: Samples.coffeeProblem, limit: 10).matches {
      #expect(match.evidence.count <= 5)
      for (number, one) in match.evidence.enumerated() {
        for other in match.evidence.dropFirst(number + 1) {
          #expect(
            one.organisationField != other.organisationField
              || !one.organisationOffset.overlaps(other.organisationOffset))
        }
        #expect((0...1).contains(one.weight))
      }
    }
  }

  private func evidence(_ asked: String, _ offered: String) -> [Evidence] {
    Samples.snapshot([Samples.organisation("a", "X", offered)])
      .solvers(for: Samples.statement(asked), limit: 1).matches.first?.evidence ?? []
  }

  @Test(arguments: [
    ("Sẵn sàng, dữ liệu thuộc tỉnh", "Sẵn sàng. Dữ liệu thuộc về nông hộ."),
    ("Mô hình ứng dụng (ví dụ)", "Ứng dụng theo mô hình (ví dụ)"),
    ("A system with data, for example", "Our data system, for example a solution"),
  ])
  func plainWordsAreNoEvidence(_ asked: String, _ offered: String) {
    #expect(evidence(asked, offered).isEmpty)
  }

  @Test func plainWordsAreCutOffAPhrase() {
    let found = evidence("Ứng dụng bản đồ ngập", "Công ty làm ứng dụng bản đồ ngập.")
    #expect(found.map(\.organisationPhrase) == ["bản đồ ngập"])
    #expect(found.map(\.problemPhrase) == ["bản đồ ngập"])
  }

  @Test func aPhraseDoesNotReachOverAComma() {
    #expect(evidence("Độ dốc, lớp phủ", "Độ dốc lớp phủ.").count == 2)
    #expect(
      evidence("Truy xuất nguồn gốc", "Truy xuất, nguồn gốc").allSatisfy { $0.concept == nil })
  }

  @Test func halfAWordIsNoEvidence() {
    #expect(evidence("Chống xói mòn bờ sông", "Kè chống xói lở ven biển").isEmpty)
  }

  @Test func casesOfTheSameBroaderConceptHaveNotMet() {
    #expect(evidence("Cà phê", "Quả bơ và cây trồng ngắn ngày").allSatisfy { $0.isIndirect })
    #expect(evidence("Bò", "Chăn nuôi bò sữa").allSatisfy { $0.organisationPhrase != "bò sữa" })
  }

  @Test(arguments: [
    ("Cà phê", "Arabica growers", "coffee", "arabica", ConceptLink.narrower),
    ("Cây trồng", "Arabica growers", "crop", "arabica", .narrower),
    ("Cà phê chè", "Coffee growers", "arabica", "coffee", .broader),
  ])
  func sayThroughWhichConceptTheyMeet(
    _ asked: String, _ offered: String, _ concept: String, _ met: String, _ link: ConceptLink
  ) throws {
    let found = try #require(evidence(asked, offered).first)
    #expect(found.isIndirect)
    #expect(found.problemPhrase == asked)
    #expect(found.concept == concept)
    let through = try #require(found.through)
    #expect((through.concept, through.link) == (met, link))
    #expect(through.label == Samples.lexicon.concept(met)?.label)
  }

  @Test func theAskingSideSaysWhatIsNarrower() throws {
    let snapshot = Samples.snapshot(
      [], [Samples.problem("p", Samples.statement("Trồng cà phê chè"))])
    let found = snapshot.problems(
      for: Samples.profile("X", "Cà phê"), limit: 1, now: Samples.moment)
    let match = try #require(found.matches.first)
    let evidence = try #require(match.evidence.first { $0.through != nil })
    #expect(evidence.concept == "coffee")
    #expect(evidence.through?.concept == "arabica")
    #expect(evidence.through?.link == .narrower)
    #expect(match.summary.vi.contains("hồ sơ nói về cà phê, rộng hơn cà phê chè của bài toán"))
  }

  @Test func whatIsNamedItselfIsMetThroughNothing() throws {
    let found = try #require(evidence("Cà phê", "Coffee growers").first)
    #expect(found.concept == "coffee")
    #expect(found.through == nil)
  }

  @Test func whoOwnsAProblemIsNoEvidence() {
    let firm = Samples.organisation("a", "X", "Bảo vệ rừng và cà phê")
    var statement = Samples.statement("Cà phê")
    statement.owner = "Chi cục Bảo vệ rừng"
    statement.grounds = "Kế hoạch bảo vệ rừng"
    let found = Samples.snapshot([firm]).solvers(for: statement, limit: 1).matches[0].evidence
    #expect(found.map(\.problemPhrase) == ["Cà phê"])
  }
}
