/// A solver's offer for a problem; sealed until the proposals for the problem are opened.
package struct Proposal: Sendable, Equatable {
  /// Its identifier.
  package let id: ID<Proposal>
  /// What it answers.
  package let problem: ID<Problem>
  /// The organisation that leads it.
  package let organisation: ID<Organisation>
  /// Where it stands.
  package var status: Status
  /// Why it was found inadmissible, shortlisted, selected or declined; its owner is owed one.
  package var statusReason: String?
  /// Counts changes from 1; the entity tag.
  package var version: Int
  /// When it was created.
  package let createdAt: Instant
  /// When it last changed.
  package var updatedAt: Instant
  /// When it was submitted.
  package var submittedAt: Instant?
  /// What is offered; nil as long as the record was read without its key.
  package var offer: ProposalOffer?
  /// The files that belong to it; none as long as the record was read without its key.
  package var attachments: [Attachment] = []
  /// Who else has a part in it.
  package var partnerships: [Partnership] = []
  /// When it was opened; nobody but its own organisations may know of it before.
  package var openedAt: Instant?
  /// Offer and attachments as they are kept: encrypted.
  package var sealed: [UInt8] = []

  /// The states of a proposal.
  package enum Status: String, Code {
    case draft, submitted, withdrawn, admissible, inadmissible, shortlisted, selected, declined
    package static let list = "proposal_states"
  }

  /// What can be done to a proposal.
  package enum Event: String, Code {
    case submit, withdraw, reopen, admit, reject, shortlist, select, decline
    package static let list = "proposal_events"
  }

  /// Puts a record together.
  package init(
    id: ID<Proposal>, problem: ID<Problem>, organisation: ID<Organisation>, status: Status,
    statusReason: String? = nil, version: Int = 1, createdAt: Instant, updatedAt: Instant,
    submittedAt: Instant? = nil, openedAt: Instant? = nil,
    offer: ProposalOffer? = nil, partnerships: [Partnership] = [], sealed: [UInt8] = []
  ) {
    self.id = id
    self.problem = problem
    self.organisation = organisation
    self.status = status
    self.statusReason = statusReason
    self.version = version
    self.createdAt = createdAt
    self.updatedAt = updatedAt
    self.submittedAt = submittedAt
    self.openedAt = openedAt
    self.offer = offer
    self.partnerships = partnerships
    self.sealed = sealed
  }

  /// The life of a proposal, as data.
  package static let lifecycle = StateMachine<Status, Event>(
    aggregate: "proposal",
    transitions: [
      Transition(.draft, .submit, .submitted, by: [.owner]),
      Transition(.draft, .withdraw, .withdrawn, by: [.owner]),
      Transition(.submitted, .withdraw, .withdrawn, by: [.owner]),
      Transition(.withdrawn, .reopen, .draft, by: [.owner]),
      Transition(.submitted, .admit, .admissible, by: [.dost, .admin]),
      Transition(.submitted, .reject, .inadmissible, by: [.dost, .admin], needsReason: true),
      Transition(.admissible, .shortlist, .shortlisted, by: [.dost, .admin], needsReason: true),
      Transition(.admissible, .decline, .declined, by: [.dost, .admin], needsReason: true),
      Transition(.shortlisted, .select, .selected, by: [.dost, .admin], needsReason: true),
      Transition(.shortlisted, .decline, .declined, by: [.dost, .admin], needsReason: true),
    ])
}

/// What a proposal offers.
package struct ProposalOffer: Sendable, Equatable {
  /// Partners beside the lead, as organisation identifiers.
  package var partners: [ID<Organisation>] = []
  /// How the problem would be solved.
  package var approach: String?
  /// Technology readiness level of what is offered, 1 to 9.
  package var trl: Int?
  /// Price in đồng.
  package var costVND: Int64?
  /// Duration in months.
  package var durationMonths: Int?

  /// An empty draft.
  package init() {}
}
