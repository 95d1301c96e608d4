/// What one reviewer says of one proposal, alone and without knowing what the others say.
package struct Review: Sendable, Equatable {
  /// Its identifier.
  package let id: ID<Review>
  /// The problem.
  package let problem: ID<Problem>
  /// The proposal.
  package let proposal: ID<Proposal>
  /// Who reviews, an account with role reviewer.
  package let reviewer: ID<Account>
  /// Where it stands.
  package var status: Status
  /// Why it ended without counting.
  package var statusReason: String?
  /// The conflict of interest that the register has found; nil where it found none.
  package var bar: Bar?
  /// What the reviewer has declared about conflicts of interest; nil until then.
  package var declaration: Declaration?
  /// The scores, in part while it is a draft.
  package var scorecard: Scorecard
  /// Counts changes from 1; the entity tag.
  package var version: Int
  /// When it was assigned.
  package let createdAt: Instant
  /// When it last changed.
  package var updatedAt: Instant
  /// When its scores were locked; from then on they never change.
  package var lockedAt: Instant?

  /// The states of a review.
  package enum Status: String, Code {
    /// The reviewer has not declared yet and is shown nothing of the offer.
    case assigned
    /// No conflict, as far as the reviewer knows.
    case declared
    /// There are scores, which are the reviewer's own draft.
    case scored
    /// The scores are given for good.
    case locked
    /// The reviewer stands aside, for a conflict or another reason.
    case recused
    /// The register found a conflict of interest.
    case barred
    /// DOST goes on without it.
    case waived
    package static let list = "review_states"

    /// Whether its reviewer may work on it, and so is shown the offer.
    package var isAtWork: Bool { self == .declared || self == .scored || self == .locked }
    /// Whether it is still owed.
    package var isOwed: Bool { self == .assigned || self == .declared || self == .scored }
  }

  /// What can be done to a review.
  package enum Event: String, Code {
    case declare, score, lock, recuse, bar, waive
    package static let list = "review_events"
  }

  /// Whether a reviewer has an interest of their own in what they are to judge.
  package struct Declaration: Sendable, Equatable {
    /// Whether there is one.
    package let conflict: Conflict
    /// Which, in words.
    package let grounds: String?
    /// When it was declared.
    package let at: Instant

    /// What can be declared.
    package enum Conflict: String, Code {
      case none, has
      package static let list = "review_conflicts"
    }

    /// Puts a declaration together.
    package init(conflict: Conflict, grounds: String?, at: Instant) {
      self.conflict = conflict
      self.grounds = grounds
      self.at = at
    }

    /// The declaration as it stands in the API.
    package var json: JSON {
      var members: [(String, JSON)] = [("conflict", .string(conflict.rawValue))]
      members.add("grounds", grounds)
      members.append(("at", .string(at.description)))
      return .object(JSONObject(members))
    }
  }

  /// What binds a reviewer to an organisation that proposes.
  package struct Bar: Sendable, Equatable {
    /// How.
    package let kind: Kind
    /// To which: the leader of a proposal for the same problem, or a partner.
    package let organisation: ID<Organisation>

    /// What the register looks for.
    package enum Kind: String, Code {
      /// Belongs to it.
      case member
      /// Once belonged to it.
      case formerMember = "former_member"
      /// Is reached under the address that the organisation gives as its own.
      case contact
      package static let list = "review_bars"
    }

    /// A tie to an organisation.
    package init(kind: Kind, organisation: ID<Organisation>) {
      self.kind = kind
      self.organisation = organisation
    }
  }

  /// Puts a record together.
  package init(
    id: ID<Review>, problem: ID<Problem>, proposal: ID<Proposal>, reviewer: ID<Account>,
    status: Status = .assigned, statusReason: String? = nil, bar: Bar? = nil,
    declaration: Declaration? = nil,
    scorecard: Scorecard = Scorecard(), version: Int = 1, createdAt: Instant,
    updatedAt: Instant, lockedAt: Instant? = nil
  ) {
    self.id = id
    self.problem = problem
    self.proposal = proposal
    self.reviewer = reviewer
    self.status = status
    self.statusReason = statusReason
    self.bar = bar
    self.declaration = declaration
    self.scorecard = scorecard
    self.version = version
    self.createdAt = createdAt
    self.updatedAt = updatedAt
    self.lockedAt = lockedAt
  }

  /// Whether its scores count: they are given, and nothing was found since that speaks against it.
  package var counts: Bool { status == .locked }

  private static let officers: Set<Party> = [.dost, .admin]

  /// The life of a review, as data. `reviewer` is the person whose review it is, and nobody else.
  package static let lifecycle = StateMachine<Status, Event>(
    aggregate: "review",
    transitions: [
      Transition(.assigned, .declare, .declared, by: [.reviewer]),
      Transition(.declared, .score, .scored, by: [.reviewer]),
      Transition(.scored, .score, .scored, by: [.reviewer]),
      Transition(.scored, .lock, .locked, by: [.reviewer]),
    ]
      + [.assigned, .declared, .scored].map {
        Transition($0, .recuse, .recused, by: [.reviewer, .dost, .admin], needsReason: true)
      }
      + [Transition(.locked, .recuse, .recused, by: officers, needsReason: true)]
      + [.assigned, .declared, .scored, .locked].map {
        Transition($0, .bar, .barred, by: [.clock])
      }
      + [.assigned, .declared, .scored].map {
        Transition($0, .waive, .waived, by: officers, needsReason: true)
      })
}

extension Actor {
  /// The capacities in which they may take steps with a review.
  package func parties(towards review: Review) -> Set<Party> {
    var parties = parties(towards: nil).subtracting([.reviewer])
    if role == .reviewer, account == review.reviewer { parties.insert(.reviewer) }
    return parties
  }

  /// In which relations they stand to a review.
  package func onlookers(towards review: Review) -> Set<Visibility.Onlooker> {
    var onlookers = onlookers(towards: nil)
    if role == .reviewer, account == review.reviewer { onlookers.insert(.reviewer) }
    return onlookers
  }
}

extension Visibility {
  /// Whether an actor may know of a review.
  package static func sees(_ actor: Actor, _ review: Review) -> Bool {
    shows(.review, to: actor.onlookers(towards: review))
  }

  /// Whether an actor is shown what a proposal offers because they review it.
  package static func seesMaterial(_ actor: Actor, of review: Review) -> Bool {
    shows(
      .reviewMaterial, in: review.status.isAtWork ? [.declared] : [],
      to: actor.onlookers(towards: review))
  }

  /// Whether an actor is shown by the review who proposes: before the declaration too, since
  /// nobody could declare an interest in an unknown firm.
  package static func seesSolver(_ actor: Actor, of review: Review, _ plan: ReviewPlan) -> Bool {
    shows(
      .reviewSolver,
      in: (review.status.isAtWork || review.status == .assigned) && !plan.isBlindToSolver
        ? [.named] : [], to: actor.onlookers(towards: review))
  }

  /// Whether an actor is shown the scores of a review.
  package static func seesScores(_ actor: Actor, of review: Review) -> Bool {
    var situations: Set<Situation> = []
    if review.status.isAtWork { situations.insert(.declared) }
    if review.lockedAt != nil { situations.insert(.scoresLocked) }
    return shows(.reviewScores, in: situations, to: actor.onlookers(towards: review))
  }

  /// Whether an actor is shown how proposals are compared and decided: ranking and minutes.
  package static func seesDeliberation(_ actor: Actor) -> Bool {
    shows(.deliberation, to: actor.onlookers(towards: nil))
  }

  /// Whether an actor is shown which accounts can be asked to review.
  package static func seesReviewers(_ actor: Actor) -> Bool {
    shows(.reviewers, to: actor.onlookers(towards: nil))
  }

  /// Whether an actor is shown the consensus on a proposal, and its feedback; `isDecided` where it
  /// was ever decided who solves the problem, or that nobody does.
  package static func seesFeedback(
    _ actor: Actor, on proposal: Proposal, isDecided: Bool
  ) -> Bool {
    sees(actor, .feedback, on: proposal, isDecided: isDecided)
  }

  /// Whether an actor may know if a proposal is selected or declined; `isDecided` as above.
  package static func seesResult(
    _ actor: Actor, of proposal: Proposal, isDecided: Bool
  ) -> Bool {
    sees(actor, .proposalResult, on: proposal, isDecided: isDecided)
  }

  private static func sees(
    _ actor: Actor, _ part: Part, on proposal: Proposal, isDecided: Bool
  ) -> Bool {
    var onlookers = actor.onlookers(towards: proposal.organisation)
    let partners = proposal.partnerships.filter { $0.status != .refused }
    if partners.contains(where: { actor.belongs(to: $0.organisation) }) {
      onlookers.insert(.partner)
    }
    return shows(part, in: isDecided ? [.decided] : [], to: onlookers)
  }
}

extension Problem.Status {
  /// Whether it is decided who solves the problem, or that nobody does.
  package var isDecided: Bool {
    switch self {
    case .awarded, .inProgress, .solved, .failed, .noAward: true
    case .draft, .submitted, .published, .closed, .reviewing, .cancelled, .suspended: false
    }
  }
}
