import Domain
import Testing

@Suite struct QuestionTests {
  private let question = Question(
    id: ID("q"), problem: ID("p"), organisation: ID("qzasker"), text: "qztext",
    status: .answered, statusReason: "qzreason", number: 3, wording: "w", answer: "a",
    answeredAt: Instant(seconds: 86_399), version: 2, createdAt: Instant(seconds: 5),
    updatedAt: Instant(seconds: 6))

  @Test func whatIsPublicSaysNothingOfTheAsker() {
    #expect(
      question.publicJSON == [
        "id": "q", "problem": "p", "status": "answered", "number": 3, "wording": "w",
        "answer": "a", "answered_on": "1970-01-02", "version": 2,
      ])
    for word in ["qzasker", "qztext", "qzreason", "1970-01-01T00:00:05Z"] {
      #expect(!question.publicJSON.compact.contains(word))
      #expect(question.json.compact.contains(word))
    }
  }

  @Test func onlyTheAskerAndOfficersKnowTheAsker() {
    let problem = Problem(
      id: ID("p"), status: .published, createdAt: Instant(seconds: 0),
      updatedAt: Instant(seconds: 0), publishedAt: Instant(seconds: 1), author: ID("agency"),
      statement: ProblemStatement(title: "x"))
    func member(_ id: String, _ role: Membership.Role = .owner) -> Actor {
      Actor(name: id, role: .member, organisation: ID(id), membership: role)
    }
    let knowing = [
      member("qzasker"), member("qzasker", .viewer), Actor(name: "d", role: .dost),
      Actor(name: "a", role: .admin),
    ]
    let others = [
      Actor.anonymous, member("agency"), member("x"), Actor(name: "r", role: .reviewer),
    ]
    for status in Question.Status.allCases {
      var question = question
      question.status = status
      for actor in knowing {
        #expect(Visibility.sees(actor, question, on: problem))
        #expect(Visibility.seesAsker(actor, of: question))
      }
      for actor in others {
        #expect(Visibility.sees(actor, question, on: problem) == (status == .answered))
        #expect(!Visibility.seesAsker(actor, of: question))
      }
      var draft = problem
      draft.publishedAt = nil
      for actor in others where actor.organisation?.text != "agency" {
        #expect(!Visibility.sees(actor, question, on: draft))
      }
    }
  }
}
