/// A question about a published problem: asked under one's name to DOST, answered to everybody
/// without it.
package struct Question: Sendable, Equatable {
  /// Its identifier.
  package let id: ID<Question>
  /// What it is about.
  package let problem: ID<Problem>
  /// Who asked; only they themselves and DOST ever see it.
  package let organisation: ID<Organisation>
  /// What was asked, in the asker's own words.
  package let text: String
  /// Where it stands.
  package var status: Status
  /// Why it is not answered; for the asker alone.
  package var statusReason: String?
  /// The place among the answered questions of its problem, from 1, in the order of answers.
  ///
  /// Public lists are ordered by it and not by time, which could tell who asked.
  package var number: Int?
  /// The question as everybody reads it.
  package var wording: String?
  /// The answer.
  package var answer: String?
  /// When it was last answered.
  package var answeredAt: Instant?
  /// Counts changes from 1; the entity tag.
  package var version: Int
  /// When it was asked.
  package let createdAt: Instant
  /// When it last changed.
  package var updatedAt: Instant

  /// The states of a question.
  package enum Status: String, Code {
    case asked, answered
    /// DOST does not answer it, with a reason for the asker.
    case declined
    /// Taken back by the asker before it was answered.
    case withdrawn
    package static let list = "question_states"
  }

  /// What can be done to a question.
  package enum Event: String, Code {
    case answer, decline, withdraw
    package static let list = "question_events"
  }

  /// How many questions of one organisation on one problem may wait for an answer.
  package static let mostWaiting = 20

  /// Puts a record together.
  package init(
    id: ID<Question>, problem: ID<Problem>, organisation: ID<Organisation>, text: String,
    status: Status = .asked, statusReason: String? = nil, number: Int? = nil,
    wording: String? = nil, answer: String? = nil, answeredAt: Instant? = nil, version: Int = 1,
    createdAt: Instant, updatedAt: Instant
  ) {
    self.id = id
    self.problem = problem
    self.organisation = organisation
    self.text = text
    self.status = status
    self.statusReason = statusReason
    self.number = number
    self.wording = wording
    self.answer = answer
    self.answeredAt = answeredAt
    self.version = version
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }

  private static let officers: Set<Party> = [.dost, .admin]

  /// The life of a question, as data; an answer may be corrected.
  package static let lifecycle = StateMachine<Status, Event>(
    aggregate: "question",
    transitions: [
      Transition(.asked, .answer, .answered, by: officers),
      Transition(.answered, .answer, .answered, by: officers),
      Transition(.asked, .decline, .declined, by: officers, needsReason: true),
      Transition(.asked, .withdraw, .withdrawn, by: [.owner]),
    ])
}

extension ProblemStatement {
  /// Until when questions are taken: its own time where it has one, else as long as proposals.
  package var lastQuestionAt: Instant? { questionDeadline ?? deadline }
}
