/// One organisation's wish to be introduced to another; contacts are shared only once that one
/// has consented.
package struct Introduction: Sendable, Equatable {
  /// Its identifier.
  package let id: ID<Introduction>
  /// Who asks.
  package let requester: ID<Organisation>
  /// Who is asked.
  package let recipient: ID<Organisation>
  /// Why they should meet, in the requester's words.
  package let message: String
  /// Where it stands in the database; see `status(at:)`.
  package var status: Status
  /// Why it was refused.
  package var refusal: Refusal?
  /// What was said with the answer.
  package var note: String?
  /// Counts changes from 1; the entity tag.
  package var version: Int
  /// When it was asked for.
  package let createdAt: Instant
  /// When it last changed.
  package var updatedAt: Instant
  /// The last moment at which it can be answered.
  package let expiresAt: Instant
  /// What came of it, as each side says, the earliest first.
  package var outcomes: [Outcome]

  /// The states of an introduction.
  package enum Status: String, Code {
    case requested, accepted, refused, withdrawn, expired
    package static let list = "introduction_states"
  }

  /// What can be done to an introduction.
  package enum Event: String, Code {
    case accept, refuse, withdraw, expire
    package static let list = "introduction_events"
  }

  /// Why an introduction is refused.
  package enum Refusal: String, Code {
    case notRaising = "not_raising"
    case tooEarly = "too_early"
    case noFit = "no_fit"
    case conflict
    case noTime = "no_time"
    case other
    package static let list = "introduction_refusals"
  }

  /// What one side says came of it.
  package struct Outcome: Sendable, Equatable {
    /// Which side says so.
    package let by: ID<Organisation>
    /// What.
    package let kind: Kind
    /// A remark.
    package let note: String?
    /// When it was said.
    package let at: Instant

    /// What can come of an introduction.
    package enum Kind: String, Code {
      case met
      /// Terms were offered.
      case terms
      case invested
      /// Nothing.
      case no
      package static let list = "introduction_outcomes"
    }

    /// Puts an outcome together.
    package init(by: ID<Organisation>, kind: Kind, note: String?, at: Instant) {
      self.by = by
      self.kind = kind
      self.note = note
      self.at = at
    }
  }

  /// How long it can be answered, in seconds: 14 days.
  package static let answerTime: Int64 = 14 * 86_400
  /// How many unanswered ones an organisation may have at a time.
  package static let mostOpen = 20

  /// Puts a record together.
  package init(
    id: ID<Introduction>, requester: ID<Organisation>, recipient: ID<Organisation>,
    message: String, status: Status = .requested, refusal: Refusal? = nil, note: String? = nil,
    version: Int = 1, createdAt: Instant, updatedAt: Instant, expiresAt: Instant,
    outcomes: [Outcome] = []
  ) {
    self.id = id
    self.requester = requester
    self.recipient = recipient
    self.message = message
    self.status = status
    self.refusal = refusal
    self.note = note
    self.version = version
    self.createdAt = createdAt
    self.updatedAt = updatedAt
    self.expiresAt = expiresAt
    self.outcomes = outcomes
  }

  /// Where it stands at a moment: an answer that comes too late finds it expired, also where the
  /// service has not recorded that yet.
  package func status(at now: Instant) -> Status {
    status == .requested && expiresAt < now ? .expired : status
  }

  /// The life of an introduction, as data.
  package static let lifecycle = StateMachine<Status, Event>(
    aggregate: "introduction",
    transitions: [
      Transition(.requested, .accept, .accepted, by: [.recipient]),
      Transition(.requested, .refuse, .refused, by: [.recipient], needsReason: true),
      Transition(.requested, .withdraw, .withdrawn, by: [.requester]),
      Transition(.requested, .expire, .expired, by: [.clock]),
    ])

  /// Whether organisations of one kind may ask for those of another: money, programmes and
  /// agencies ask for firms, and firms ask for funds.
  package static func mayAsk(_ requester: OrganisationKind, for recipient: OrganisationKind) -> Bool
  {
    switch requester {
    case .fund, .incubator, .agency: recipient == .startup || recipient == .technologyFirm
    case .startup, .technologyFirm: recipient == .fund
    case .researchInstitute, .university: false
    }
  }
}

/// How two organisations that are introduced reach each other.
package struct Contact: Sendable, Equatable {
  /// Its members: `email`, `phone`, `address`, `website`, as far as known.
  package let members: [(String, String)]

  /// The contacts of an organisation.
  package init(_ profile: OrganisationProfile) {
    members = [
      ("email", profile.email), ("phone", profile.phone), ("address", profile.address),
      ("website", profile.website),
    ].compactMap { name, text in text.map { (name, $0) } }
  }

  package static func == (left: Self, right: Self) -> Bool {
    left.members.elementsEqual(right.members, by: ==)
  }

  var json: JSON { .object(JSONObject(members.map { ($0.0, .string($0.1)) })) }
}
