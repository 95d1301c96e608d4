/// What somebody asks about the personal data that are kept on them (Law 91/2025/QH15).
package struct DataRequest: Sendable, Equatable {
  /// Its identifier.
  package let id: ID<DataRequest>
  /// Its number in the book, such as `2026-0007`.
  package let number: String
  /// What is asked for.
  package let kind: Kind
  /// Where it stands.
  package var status: Status
  /// Why it is refused.
  package var statusReason: String?
  /// Whose data it is about; nil for somebody without an account.
  package var account: ID<Account>?
  /// Who asks, where it came on paper.
  package var applicant: String?
  /// What they say.
  package var details: String?
  /// Which consent is withdrawn; nil for other kinds.
  package let purpose: ConsentPurpose?
  /// What they were answered.
  package var reply: String?
  /// When it came in; the clocks run from there.
  package let receivedAt: Instant
  /// Until when they must have a reply.
  package let replyDueAt: Instant
  /// Until when it must be done.
  package var actDueAt: Instant
  /// Why that was put off; nil where it was not.
  package var extendedBecause: String?
  /// When they were answered first.
  package var repliedAt: Instant?
  /// When it was done, refused or taken back.
  package var endedAt: Instant?
  /// When officers are told next that time goes by; nil once nothing is due.
  package var remindAt: Instant?
  /// Counts changes from 1; the entity tag.
  package var version: Int
  /// When it was entered.
  package let createdAt: Instant
  /// When it last changed.
  package var updatedAt: Instant

  /// What can be asked.
  package enum Kind: String, Code {
    /// To see what is kept.
    case access
    case correct
    /// To take a consent back.
    case withdraw
    case erase
    /// That data are not processed, or not in some way.
    case object
    package static let list = "data_request_kinds"
  }

  /// Whether whoever asks is owed words on what was found or done. To take a consent back and to
  /// erase are acts of the register itself, which tell of themselves.
  package var owesReply: Bool {
    switch kind {
    case .access, .correct, .object: true
    case .withdraw, .erase: false
    }
  }

  /// The states of a request.
  package enum Status: String, Code {
    case received
    /// They know what will be done, and how.
    case answered
    /// It was done.
    case completed
    /// It is not done, with a reason.
    case refused
    /// Taken back.
    case withdrawn
    package static let list = "data_request_states"
  }

  /// What can be done to a request.
  package enum Event: String, Code {
    case answer
    /// Put off the day until which it must be done, once.
    case extend
    case complete, refuse, withdraw
    package static let list = "data_request_events"
  }

  /// How many requests of one person may be open.
  package static let mostOpen = 20

  /// Puts a record together.
  package init(
    id: ID<DataRequest>, number: String, kind: Kind, status: Status = .received,
    account: ID<Account>?, applicant: String? = nil, details: String? = nil,
    purpose: ConsentPurpose? = nil, receivedAt: Instant, replyDueAt: Instant, actDueAt: Instant,
    version: Int = 1, createdAt: Instant, updatedAt: Instant
  ) {
    self.id = id
    self.number = number
    self.kind = kind
    self.status = status
    self.account = account
    self.applicant = applicant
    self.details = details
    self.purpose = purpose
    self.receivedAt = receivedAt
    self.replyDueAt = replyDueAt
    self.actDueAt = actDueAt
    self.version = version
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }

  private static let officers: Set<Party> = [.dost, .admin]

  /// The life of a request, as data. The person who asks is its owner.
  package static let lifecycle = StateMachine<Status, Event>(
    aggregate: "data_request",
    transitions: [
      Transition(.received, .answer, .answered, by: officers),
      Transition(.received, .extend, .received, by: officers, needsReason: true),
      Transition(.answered, .extend, .answered, by: officers, needsReason: true),
      Transition(.received, .complete, .completed, by: officers),
      Transition(.answered, .complete, .completed, by: officers),
      Transition(.received, .refuse, .refused, by: officers, needsReason: true),
      Transition(.answered, .refuse, .refused, by: officers, needsReason: true),
      Transition(.received, .withdraw, .withdrawn, by: [.owner]),
      Transition(.answered, .withdraw, .withdrawn, by: [.owner]),
    ])

  /// What falls due next; nil once nothing does.
  package var dueAt: Instant? {
    switch status {
    case .received: min(replyDueAt, actDueAt)
    case .answered: actDueAt
    case .completed, .refused, .withdrawn: nil
    }
  }

  /// Whether what falls due next should have been done by then.
  package func isOverdue(at now: Instant) -> Bool { dueAt.map { $0 < now } ?? false }

  /// When officers are to be told next: when half of the time is gone, and when all is; the time
  /// that is running counts from `start`.
  package func nextReminder(after now: Instant, since start: Instant) -> Instant? {
    guard let due = dueAt else { return nil }
    let half = Instant(seconds: start.seconds + (due.seconds - start.seconds) / 2)
    return [half, due + 1].first { now < $0 }
  }
}

/// Which requests about personal data a list is to hold.
package struct DataRequestFilter: Sendable {
  /// Kinds; empty does not restrict.
  package var kinds: [DataRequest.Kind] = []
  /// States; empty does not restrict.
  package var statuses: [DataRequest.Status] = []
  /// Only those of which something falls due, the earliest first; with a moment, before it.
  package var due: (isWanted: Bool, before: Instant?) = (false, nil)
  /// Only those of one person.
  package var account: ID<Account>?

  /// No restriction.
  package init() {}
}
