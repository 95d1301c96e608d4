/// What follows from an award: the work of one solver on one problem, with its milestones.
package struct Engagement: Sendable, Equatable {
  /// Its identifier.
  package let id: ID<Engagement>
  /// The problem.
  package let problem: ID<Problem>
  /// The selected proposal; nil where the award was made outside the register.
  package let proposal: ID<Proposal>?
  /// Who does the work.
  package let organisation: ID<Organisation>
  /// Who has a part in it besides, as the proposal had it.
  package let partners: [ID<Organisation>]
  /// Where it stands.
  package var status: Status
  /// Why it was terminated.
  package var statusReason: String?
  /// What was agreed on.
  package var terms: Terms
  /// The steps of the work, in the order of their days.
  package var milestones: [Milestone]
  /// What was last told of the end of its controlled trial.
  package var toldEnd: ToldEnd?
  /// Counts changes from 1; the entity tag.
  package var version: Int
  /// When it was made.
  package let createdAt: Instant
  /// When it last changed.
  package var updatedAt: Instant

  /// The states of an engagement.
  package enum Status: String, Code {
    case active, completed, terminated
    package static let list = "engagement_states"
  }

  /// What can be done to an engagement.
  package enum Event: String, Code {
    case complete, terminate
    package static let list = "engagement_events"
  }

  /// What was agreed on, and what came of it.
  package struct Terms: Sendable, Equatable {
    /// The agreed amount in đồng; milestones cannot sum to more.
    package var amountVND: Int64?
    /// What came of it, in words.
    package var outcome: String?
    /// What came of it, in numbers.
    package var measures: [Measure] = []
    /// The terms of a controlled trial; nil unless the problem is solved that way.
    package var sandbox: Sandbox?

    /// Nothing agreed yet.
    package init(amountVND: Int64? = nil) { self.amountVND = amountVND }
  }

  /// A number by which the outcome is measured.
  package struct Measure: Sendable, Equatable {
    /// What is measured, with its unit.
    package var name: String
    /// What was aimed at; a text, since measures come as "≥ 90 %" as well as "12".
    package var target: String?
    /// What was reached.
    package var result: String?

    /// A measure.
    package init(name: String, target: String? = nil, result: String? = nil) {
      self.name = name
      self.target = target
      self.result = result
    }
  }

  /// A controlled trial (thử nghiệm có kiểm soát): within which limits something new is tried.
  package struct Sandbox: Sendable, Equatable {
    /// What is tried, and how much of it.
    package var scope: String
    /// Where.
    package var place: String
    /// What keeps people and property from harm.
    package var safeguards: String
    /// Who watches over it.
    package var supervisor: String
    /// The first day, yyyy-mm-dd, as days are in Vietnam.
    package var start: String
    /// The last day.
    package var end: String

    /// Puts the terms together.
    package init(
      scope: String, place: String, safeguards: String, supervisor: String, start: String,
      end: String
    ) {
      self.scope = scope
      self.place = place
      self.safeguards = safeguards
      self.supervisor = supervisor
      self.start = start
      self.end = end
    }
  }

  /// The most milestones of an engagement.
  package static let mostMilestones = 100

  /// Puts a record together.
  package init(
    id: ID<Engagement>, problem: ID<Problem>, proposal: ID<Proposal>?,
    organisation: ID<Organisation>, partners: [ID<Organisation>] = [],
    status: Status = .active, statusReason: String? = nil, terms: Terms,
    milestones: [Milestone] = [], toldEnd: ToldEnd? = nil, version: Int = 1, createdAt: Instant,
    updatedAt: Instant
  ) {
    self.id = id
    self.problem = problem
    self.proposal = proposal
    self.organisation = organisation
    self.partners = partners
    self.status = status
    self.statusReason = statusReason
    self.terms = terms
    self.milestones = milestones
    self.toldEnd = toldEnd
    self.version = version
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }

  /// The life of an engagement, as data.
  package static let lifecycle = StateMachine<Status, Event>(
    aggregate: "engagement",
    transitions: [
      Transition(.active, .complete, .completed, by: [.dost, .admin]),
      Transition(.active, .terminate, .terminated, by: [.dost, .admin], needsReason: true),
    ])

  /// What all milestones together are worth, in đồng.
  package var plannedVND: Int64 { milestones.reduce(0) { $0 + ($1.terms.amountVND ?? 0) } }

  /// What those are worth that were accepted.
  package var acceptedVND: Int64 {
    milestones.filter { $0.status == .accepted }.reduce(0) { $0 + ($1.terms.amountVND ?? 0) }
  }

  /// The first day that the solver still has to meet; nil where there is none, or where it ended.
  package var nextDue: String? { openDays.min() }

  /// The first of those days of which nobody was told yet that it has passed.
  package var untoldDue: String? {
    guard status == .active else { return nil }
    return milestones.filter { $0.isOpen && $0.toldOverdueAt == nil }.map(\.terms.due).min()
  }

  private var openDays: [String] {
    guard status == .active else { return [] }
    return milestones.filter(\.isOpen).map(\.terms.due)
  }

  /// What must still be there before it can be marked as completed, in the order of the work.
  package var owed: [Pending.What] {
    var owed: [Pending.What] = []
    if milestones.isEmpty { owed.append(.milestone) }
    if milestones.contains(where: { $0.status != .accepted }) { owed.append(.acceptance) }
    if terms.outcome == nil { owed.append(.outcome) }
    return owed
  }

  /// Whether something is overdue on a day: its own day is over, and it is not handed in.
  package func isOverdue(on today: String) -> Bool { nextDue.map { $0 < today } ?? false }
}

/// One step of an engagement's work.
package struct Milestone: Sendable, Equatable {
  /// Its identifier.
  package let id: ID<Milestone>
  /// What is to be done until when, for how much.
  package var terms: Terms
  /// Where it stands.
  package var status: Status
  /// Why it was returned.
  package var statusReason: String?
  /// What its solver handed in last.
  package var evidence: Evidence?
  /// When it was accepted.
  package var acceptedAt: Instant?
  /// When people were told that it is overdue; once for each day that it is due on.
  package var toldOverdueAt: Instant?

  /// The states of a milestone.
  package enum Status: String, Code {
    case planned, submitted, accepted, returned
    package static let list = "milestone_states"
  }

  /// What can be done to a milestone.
  package enum Event: String, Code {
    case submit, accept, `return`
    package static let list = "milestone_events"
  }

  /// What is to be done.
  package struct Terms: Sendable, Equatable {
    /// What, in one line.
    package var title: String
    /// The last day, yyyy-mm-dd, as days are in Vietnam.
    package var due: String
    /// For how much, in đồng.
    package var amountVND: Int64?

    /// What is to be done until when.
    package init(title: String, due: String, amountVND: Int64? = nil) {
      self.title = title
      self.due = due
      self.amountVND = amountVND
    }
  }

  /// What shows that it is done.
  package struct Evidence: Sendable, Equatable {
    /// In words.
    package var text: String?
    /// Files that show it.
    package var files: [ID<StoredFile>]
    /// When it was handed in.
    package var at: Instant

    /// The most files.
    package static let mostFiles = 20

    /// Puts evidence together.
    package init(text: String?, files: [ID<StoredFile>], at: Instant) {
      self.text = text
      self.files = files
      self.at = at
    }
  }

  /// Puts a milestone together.
  package init(
    id: ID<Milestone>, terms: Terms, status: Status = .planned, statusReason: String? = nil,
    evidence: Evidence? = nil, acceptedAt: Instant? = nil, toldOverdueAt: Instant? = nil
  ) {
    self.id = id
    self.terms = terms
    self.status = status
    self.statusReason = statusReason
    self.evidence = evidence
    self.acceptedAt = acceptedAt
    self.toldOverdueAt = toldOverdueAt
  }

  /// Whether it is the solver's turn.
  package var isOpen: Bool { status == .planned || status == .returned }

  /// The life of a milestone, as data; `owner` is the solver.
  package static let lifecycle = StateMachine<Status, Event>(
    aggregate: "milestone",
    transitions: [
      Transition(.planned, .submit, .submitted, by: [.owner]),
      Transition(.returned, .submit, .submitted, by: [.owner]),
      Transition(.submitted, .accept, .accepted, by: [.dost, .admin]),
      Transition(.submitted, .return, .returned, by: [.dost, .admin], needsReason: true),
    ])
}

extension Visibility {
  /// Whether an actor may know of an engagement.
  package static func sees(_ actor: Actor, _ engagement: Engagement) -> Bool {
    var onlookers = actor.onlookers(towards: engagement.organisation)
    if engagement.partners.contains(where: { actor.belongs(to: $0) }) { onlookers.insert(.partner) }
    return shows(.engagement, to: onlookers)
  }
}
