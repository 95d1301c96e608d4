/// A big problem (bài toán lớn) as the register holds it.
package struct Problem: Sendable, Equatable {
  /// Its identifier.
  package let id: ID<Problem>
  /// The identifier it had in the file it was imported from.
  package var externalID: String?
  /// Its public code, such as DLK-2026-001, given when it is first published.
  package var code: String?
  /// Where it stands.
  package var status: Status
  /// Why it was returned, suspended, cancelled, failed or not awarded.
  package var statusReason: String?
  /// Counts changes from 1; the entity tag.
  package var version: Int
  /// When it was created.
  package let createdAt: Instant
  /// When it last changed.
  package var updatedAt: Instant
  /// When it was first published; what never was stays private.
  package var publishedAt: Instant?
  /// The agency whose member wrote it, if not DOST itself.
  package var author: ID<Organisation>?
  /// The document under which it was published.
  package var document: ID<IssuingDocument>?
  /// When an officer wants it published, while it waits for that.
  package var publishAt: Instant?
  /// The coded reason for which it ended early.
  package var ending: Ending?
  /// What the problem is.
  package var statement: ProblemStatement

  /// The states of a problem.
  package enum Status: String, Code {
    case draft, submitted, published, closed, reviewing, awarded
    case inProgress = "in_progress"
    case solved, failed
    case noAward = "no_award"
    case cancelled, suspended
    package static let list = "problem_states"
  }

  /// What can be done to a problem.
  package enum Event: String, Code {
    case submit, `return`, publish, close, review, award, start, solve, fail
    case noAward = "no_award"
    case cancel, suspend, resume
    package static let list = "problem_events"
  }

  /// Puts a record together.
  package init(
    id: ID<Problem>, externalID: String? = nil, code: String? = nil, status: Status,
    statusReason: String? = nil, version: Int = 1, createdAt: Instant, updatedAt: Instant,
    publishedAt: Instant? = nil, author: ID<Organisation>? = nil,
    document: ID<IssuingDocument>? = nil, publishAt: Instant? = nil, ending: Ending? = nil,
    statement: ProblemStatement
  ) {
    self.id = id
    self.externalID = externalID
    self.code = code
    self.status = status
    self.statusReason = statusReason
    self.version = version
    self.createdAt = createdAt
    self.updatedAt = updatedAt
    self.publishedAt = publishedAt
    self.author = author
    self.document = document
    self.publishAt = publishAt
    self.ending = ending
    self.statement = statement
  }

  /// Whether proposals may be submitted at that moment.
  package func isOpen(at now: Instant) -> Bool {
    status == .published && (statement.deadline.map { now <= $0 } ?? true)
  }

  /// Whether its deadline, where it has one, has not passed at that moment. The deadline itself is
  /// the last second in which everything is open.
  package func isBeforeDeadline(at now: Instant) -> Bool {
    statement.deadline.map { now <= $0 } ?? false
  }

  private static let officers: Set<Party> = [.dost, .admin]

  /// The life of a problem, as data. `no_award`, `cancel` and a `close` before the deadline want a
  /// coded reason, see `Ending`.
  package static let lifecycle = StateMachine<Status, Event>(
    aggregate: "problem",
    transitions: [
      Transition(.draft, .submit, .submitted, by: [.owner, .dost, .admin]),
      Transition(.draft, .publish, .published, by: [.dost, .admin, .clock]),
      Transition(.submitted, .return, .draft, by: officers, needsReason: true),
      Transition(.submitted, .publish, .published, by: [.dost, .admin, .clock]),
      Transition(.published, .close, .closed, by: [.dost, .admin, .clock]),
      Transition(.published, .suspend, .suspended, by: officers, needsReason: true),
      Transition(.suspended, .resume, .published, by: officers),
      Transition(.closed, .review, .reviewing, by: officers),
      Transition(.reviewing, .award, .awarded, by: officers),
      Transition(.awarded, .start, .inProgress, by: officers),
      Transition(.inProgress, .solve, .solved, by: officers),
      Transition(.inProgress, .fail, .failed, by: officers, needsReason: true),
      Transition(.closed, .noAward, .noAward, by: officers),
      Transition(.reviewing, .noAward, .noAward, by: officers),
    ]
      + [.draft, .submitted, .published, .suspended, .closed, .reviewing, .awarded, .inProgress]
      .map { Transition($0, .cancel, .cancelled, by: officers) })
}

extension Problem {
  /// What a solver would ask next, the same before and after it is published. The document behind it
  /// is asked for last and counts nothing for the grade, since lists are published without one.
  package var openQuestions: [String] {
    statement.openQuestions + (document == nil ? ["document"] : [])
  }
}

/// A question that a solver would ask of a thin problem; the label is the question in words.
package enum OpenQuestion: String, Code {
  case description
  case expectedResult = "expected_result"
  case field, owner, deadline
  case budgetVND = "budget_vnd"
  case mechanism, grounds, document
  package static let list = "problem_questions"
}

/// What a problem is; everything but the title may be unknown, as published lists show.
package struct ProblemStatement: Sendable, Equatable {
  /// One line.
  package var title: String
  /// The decision or duty it rests on.
  package var grounds: String?
  /// What hurts, for whom, and how it is now.
  package var description: String?
  /// What would count as solved.
  package var expectedResult: String?
  /// Its sector.
  package var field: Field?
  /// Technologies it calls for; empty means any.
  package var technologies: [Technology] = []
  /// The agency it belongs to, which need not be the one that published it.
  package var owner: String?
  /// The same as a registered organisation.
  package var ownerOrganisation: ID<Organisation>?
  /// How it is to be solved.
  package var mechanism: Mechanism?
  /// What it may cost, in đồng.
  package var budgetVND: Int64?
  /// GSO code of the province it is in.
  package var province: String?
  /// What a solver must fulfil.
  package var required: [Requirement] = []
  /// Until when proposals are taken.
  package var deadline: Instant?
  /// Until when questions are taken, where that ends before the deadline.
  package var questionDeadline: Instant?

  /// The least that a draft needs.
  package init(title: String) { self.title = title }

  /// What a solver would ask next, most useful first; empty when nothing is left open.
  package var openQuestions: [String] {
    // Not for technologies: a problem that names none takes any.
    [
      ("description", description == nil), ("expected_result", expectedResult == nil),
      ("field", field == nil), ("owner", owner == nil && ownerOrganisation == nil),
      ("deadline", deadline == nil),
      ("budget_vnd", budgetVND == nil), ("mechanism", mechanism == nil),
      ("grounds", grounds == nil),
    ].filter(\.1).map(\.0)
  }

  /// How complete the statement is, in percent: a thin problem is graded, never refused. The title
  /// alone counts two tenths, each answer one more.
  package var completeness: Int { (10 - openQuestions.count) * 10 }
}

/// A condition that a solver must fulfil; it excludes, it never lowers a score.
package enum Requirement: Sendable, Hashable {
  case minTRL(Int)
  case legal(LegalClass)
  case province(String)
  case minEmployees(Int)
  case foundedBefore(Int)

  /// How an organisation stands to the requirement.
  package enum Verdict: Sendable, Equatable {
    case met
    /// Not declared, which is not a failure.
    case unknown
    case failed(found: String)
  }

  /// Tests an organisation. The legal classes are complete: an absent one is not held.
  package func verdict(on profile: OrganisationProfile) -> Verdict {
    switch self {
    case .minTRL(let least): Self.compare(profile.trl) { $0 >= least }
    case .legal(let status):
      profile.legalClasses.contains(status)
        ? .met : .failed(found: profile.legal.map(\.status.rawValue).joined(separator: ", "))
    case .province(let code): Self.compare(profile.province) { $0 == code }
    case .minEmployees(let least): Self.compare(profile.employees) { $0 >= least }
    case .foundedBefore(let year): Self.compare(profile.founded) { $0 < year }
    }
  }

  private static func compare<Value: CustomStringConvertible>(
    _ value: Value?, _ test: (Value) -> Bool
  ) -> Verdict {
    guard let value else { return .unknown }
    return test(value) ? .met : .failed(found: value.description)
  }
}
