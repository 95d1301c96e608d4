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
    for match in matches {
      let profile = try #require(Samples.firms.first { $0.id == match.subject }).profile
      #expect(!match.evidence.isEmpty)
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
}
