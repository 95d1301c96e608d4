import Domain
import Testing

@Suite struct CodeBookTests {
  static let lists: [String: [String]] = [
    OrganisationKind.list: OrganisationKind.accepted, Field.list: Field.accepted,
    Technology.list: Technology.accepted, LegalClass.list: LegalClass.accepted,
    Stage.list: Stage.accepted, Mechanism.list: Mechanism.accepted,
    FundKind.list: FundKind.accepted, Instrument.list: Instrument.accepted,
    Role.list: Role.accepted, Organisation.Status.list: Organisation.Status.accepted,
    Organisation.Event.list: Organisation.Event.accepted,
    Problem.Status.list: Problem.Status.accepted, Problem.Event.list: Problem.Event.accepted,
    Proposal.Status.list: Proposal.Status.accepted, Proposal.Event.list: Proposal.Event.accepted,
    Outcome.State.list: Outcome.State.accepted, Outcome.Kind.list: Outcome.Kind.accepted,
  ]

  @Test func theListsAreTheOnesOfTheFile() throws {
    let book = try CodeBook(json: Places.json("fixtures/codes/codes.json"))
    #expect(Set(book.lists.map(\.name)) == Set(Self.lists.keys))
    for (name, entries) in book.lists {
      #expect(entries.map(\.code) == Self.lists[name], "\(name)")
      for entry in entries {
        #expect(
          !entry.label.vi.isEmpty && entry.label.vi == entry.label.vi.trimmed, "\(entry.code)")
        #expect(
          !entry.label.en.isEmpty && entry.label.en == entry.label.en.trimmed, "\(entry.code)")
        #expect(entry.label.en.utf8.allSatisfy { $0 < 0x80 }, "\(entry.label.en)")
        #expect(book.label(name, entry.code) == entry.label)
      }
      #expect(Set(entries.map(\.label.vi)).count == entries.count, "\(name)")
    }
  }

  @Test func labelsFallBackToTheCode() throws {
    let book = try CodeBook(json: ["fields": [["code": "agriculture", "vi": "A", "en": "B"]]])
    #expect(book.label(Field.agriculture) == Bilingual(vi: "A", en: "B"))
    #expect(book.label(Field.energy) == Bilingual(vi: "energy", en: "energy"))
    #expect(book.label("none", "x") == Bilingual(vi: "x", en: "x"))
  }

  @Test(arguments: [[], ["fields": [["code": "x", "vi": "a"]]], ["fields": ["x"]]] as [JSON])
  func refusesWhatItCannotRead(_ json: JSON) {
    #expect(throws: ReferenceDataError.self) { try CodeBook(json: json) }
  }
}
