import Domain
import Testing

@Suite struct CodeBookTests {
  static let lists = Dictionary(
    uniqueKeysWithValues: codes.map { code in (code.list, code.accepted) })

  private static let codes: [any Code.Type] = [
    OrganisationKind.self, Field.self, Technology.self, LegalClass.self, Stage.self,
    Mechanism.self, FundKind.self, Instrument.self, Role.self,
    Organisation.Status.self, Organisation.Event.self,
    Problem.Status.self, Problem.Event.self,
    Proposal.Status.self, Proposal.Event.self,
    Partnership.Status.self, Partnership.Event.self,
    Outcome.State.self, Outcome.Kind.self,
    Language.self,
    Account.Status.self, Account.Event.self, Membership.Role.self, Token.Scope.self,
    SecondFactorState.self,
    Notice.Kind.self,
    NoticeTopic.self, MailChoice.self, Delivery.State.self, Delivery.Event.self,
    Introduction.Status.self, Introduction.Event.self, Introduction.Refusal.self,
    Introduction.Outcome.Kind.self,
    Cohort.Status.self, Cohort.Event.self, Cohort.Intake.self,
    Application.Status.self, Application.Event.self,
    MentorRequest.Status.self, MentorRequest.Event.self,
    SavedSearch.Kind.self, SavedSearch.Alert.self,
    FundRule.Subject.self, FundRule.Effect.self,
    IssuingDocument.Kind.self, IssuingDocument.Status.self, IssuingDocument.Event.self,
    DocumentOrder.Act.self, ProblemAct.Kind.self, ProblemMember.self, OpenQuestion.self,
    Claim.Status.self, Claim.Event.self, PossibleDuplicate.Reason.self,
    NoAwardReason.self, CancelReason.self, CloseReason.self, Question.Status.self,
    Question.Event.self,
    Review.Status.self, Review.Event.self, Review.Declaration.Conflict.self,
    Review.Bar.Kind.self, Pending.What.self, Engagement.Status.self, Engagement.Event.self,
    Milestone.Status.self, Milestone.Event.self,
    DataRequest.Kind.self, DataRequest.Status.self, DataRequest.Event.self, ConsentPurpose.self,
    KeptData.self, StoredFile.State.self, StoredFile.Event.self,
    ReportPeriod.Kind.self, ReportSection.self, ReportFigure.self,
    IssuedReport.Status.self, IssuedReport.Event.self,
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
