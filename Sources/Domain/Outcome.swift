/// What came of a meeting that matching proposed: one act, once recorded never changed.
package struct Outcome: Sendable, Equatable {
  /// Its identifier.
  package let id: ID<Outcome>
  /// The problem that was to be solved.
  package let problem: ID<Problem>
  /// The organisation that was to solve it.
  package let organisation: ID<Organisation>
  /// What happened.
  package let kind: Kind
  /// When it was recorded.
  package let at: Instant
  /// Who recorded it, as the audit log calls them.
  package let by: String
  /// A remark, or why an invitation was refused.
  package let note: String?
  /// The proposal whose step says it; nil where it was recorded by hand.
  package let proposal: ID<Proposal>?
  /// Where matching had the organisation at that time.
  package let standing: Standing

  /// What can happen between a problem's owner and an organisation.
  package enum Kind: String, Code {
    /// Asked by DOST to propose.
    case invited
    /// The organisation does not want to; this says nothing of its fitness.
    case refused
    /// Put on the short list.
    case shortlisted
    /// Not chosen by DOST.
    case declined
    /// Given the problem to solve.
    case awarded
    package static let list = "outcome_events"
  }

  /// How far a pair has come.
  package enum State: String, Code {
    case none, invited, refused, shortlisted, declined, awarded
    package static let list = "outcome_states"

    /// How far a pair has come of which this was recorded, in whatever order.
    package init(after kinds: Set<Kind>) {
      let furthest: [Kind] = [.awarded, .declined, .shortlisted, .refused, .invited]
      self = furthest.first { kinds.contains($0) }.flatMap { State(rawValue: $0.rawValue) } ?? .none
    }
  }

  /// What the engine said of a pair at the time of an act.
  package struct Standing: Sendable, Equatable {
    /// Its place in the list, 1 the best; nil where it was not among those looked at.
    package let rank: Int?
    /// Its score in millionths.
    package let scoreMicros: Int?
    /// The weights that the list was made with.
    package let weightsVersion: String

    /// A place in a list made with these weights.
    package init(rank: Int?, scoreMicros: Int?, weightsVersion: String) {
      self.rank = rank
      self.scoreMicros = scoreMicros
      self.weightsVersion = weightsVersion
    }
  }

  /// Puts a record together.
  package init(
    id: ID<Outcome>, problem: ID<Problem>, organisation: ID<Organisation>, kind: Kind,
    at: Instant, by: String, note: String? = nil, proposal: ID<Proposal>? = nil,
    standing: Standing
  ) {
    self.id = id
    self.problem = problem
    self.organisation = organisation
    self.kind = kind
    self.at = at
    self.by = by
    self.note = note
    self.proposal = proposal
    self.standing = standing
  }

  private static let officers: Set<Party> = [.dost, .admin]

  /// What may be recorded by hand after what, as data. An invitation comes first and only once;
  /// whoever refused may still propose later; nobody is awarded a problem whom nothing was heard
  /// of before; a decision is the end.
  package static let lifecycle = StateMachine<State, Kind>(
    aggregate: "outcome",
    transitions: [
      Transition(.none, .invited, .invited, by: officers),
      Transition(.invited, .refused, .refused, by: [.owner, .dost, .admin]),
    ]
      + [.none, .invited, .refused].map {
        Transition($0, .shortlisted, .shortlisted, by: officers)
      }
      + [.none, .invited, .refused, .shortlisted].map {
        Transition($0, .declined, .declined, by: officers)
      }
      + [.invited, .refused, .shortlisted].map {
        Transition($0, .awarded, .awarded, by: officers)
      })

  /// What a step of a proposal says; nil for steps that decide nothing.
  ///
  /// Selecting counts once the problem is awarded, which `Registry` sees to.
  package static func kind(of event: Proposal.Event) -> Kind? {
    switch event {
    case .shortlist: .shortlisted
    case .decline: .declined
    case .select: .awarded
    case .submit, .withdraw, .reopen, .admit, .reject: nil
    }
  }

  /// How useful a pair has proved, by the scale of judged collections, from everything that was
  /// recorded of it: awarded 3, shortlisted 2, invited 1 whether or not it refused, declined
  /// without having been on the short list 0.
  package static func grade(of kinds: Set<Kind>) -> Int {
    if kinds.contains(.awarded) { return 3 }
    if kinds.contains(.shortlisted) { return 2 }
    if kinds.contains(.declined) { return 0 }
    return kinds.isEmpty ? 0 : 1
  }
}
