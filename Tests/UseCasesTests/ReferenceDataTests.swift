import Domain
import Testing
import UseCases

@Suite struct ReferenceDataTests {
  @Test func whatIsBakedInCanBeRead() throws {
    let reference = try ReferenceData()
    #expect(reference.places.current.count == 34)
    #expect(reference.codes.label(Field.agriculture).vi == "Nông nghiệp")
    #expect(reference.codes.lists.count >= 17)
    #expect(Set(reference.codes.lists.map(\.name)).count == reference.codes.lists.count)
    #expect(!reference.fundRules.all.isEmpty)
  }
}
