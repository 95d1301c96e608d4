/// One message by e-mail to one person, on its way or done with.
package struct Delivery: Sendable, Equatable {
  /// Its identifier, which is in its Message-ID, so that whoever gets it twice can see so.
  package let id: ID<Delivery>
  /// Whom it is for; nil for an address that no account stands for.
  package let account: ID<Account>?
  /// That address; only its beginning and domain once the message is done with.
  package let address: String?
  /// The language of a message to such an address.
  package let language: Language?
  /// At once or which digest.
  package let choice: MailChoice
  /// Where it stands.
  package var state: State
  /// How often it was tried.
  package var attempts: Int
  /// When the first of its notices was shared out.
  package let createdAt: Instant
  /// When it was first due; its Date.
  package let dueAt: Instant
  /// When it is tried next.
  package var nextAt: Instant
  /// When it is given up.
  package var expiresAt: Instant
  /// When somebody took it to hand it over.
  package var claimedAt: Instant?
  /// When it was sent, dropped or given up.
  package var endedAt: Instant?
  /// What went wrong last.
  package var error: String?

  /// The states of a delivery.
  package enum State: String, Code {
    /// Until it is due, or to be tried again.
    case waiting
    /// Being handed over; after a crash it waits again.
    case sending
    /// Taken by the mail server or command.
    case sent
    /// Not wanted any more when it was due.
    case dropped
    /// Given up.
    case failed
    package static let list = "delivery_states"
  }

  /// What an administrator can do with one.
  package enum Event: String, Code {
    /// Let one that was given up be tried again.
    case retry
    package static let list = "delivery_events"
  }

  /// Puts a record together.
  package init(
    id: ID<Delivery>, account: ID<Account>?, address: String?, language: Language?,
    choice: MailChoice, state: State = .waiting, attempts: Int = 0, createdAt: Instant,
    dueAt: Instant, nextAt: Instant, expiresAt: Instant, claimedAt: Instant? = nil,
    endedAt: Instant? = nil, error: String? = nil
  ) {
    self.id = id
    self.account = account
    self.address = address
    self.language = language
    self.choice = choice
    self.state = state
    self.attempts = attempts
    self.createdAt = createdAt
    self.dueAt = dueAt
    self.nextAt = nextAt
    self.expiresAt = expiresAt
    self.claimedAt = claimedAt
    self.endedAt = endedAt
    self.error = error
  }

  /// A new one that waits until it is due.
  package init(
    id: ID<Delivery>, account: ID<Account>?, address: String? = nil, language: Language? = nil,
    choice: MailChoice, at now: Instant, due: Instant
  ) {
    self.init(
      id: id, account: account, address: address, language: language, choice: choice,
      createdAt: now, dueAt: due, nextAt: due, expiresAt: due + Self.lifetime)
  }

  /// Seconds for which sending is tried: a week, after which the news is old.
  package static let lifetime: Int64 = 7 * 86_400
  /// Seconds to wait after each failed attempt; after the last one the delivery is given up.
  package static let backoff: [Int64] = [
    60, 300, 900, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 86_400,
  ]
  /// The most characters that are kept of what went wrong.
  package static let longestError = 500

  /// The delivery after an attempt that went wrong: to be tried again, or given up.
  package func failing(_ error: String, isPermanent: Bool, at now: Instant) -> Delivery {
    var copy = self
    copy.error = String(error.prefix(Self.longestError))
    copy.claimedAt = nil
    let wait = attempts <= Self.backoff.count ? Self.backoff[max(attempts, 1) - 1] : nil
    if let wait, !isPermanent, now + wait <= expiresAt {
      copy.state = .waiting
      copy.nextAt = now + wait
    } else {
      copy.state = .failed
      copy.endedAt = now
    }
    return copy
  }

  /// An address of which only its first character and domain are left.
  package static func masked(_ address: String) -> String {
    guard let at = address.lastIndex(of: "@") else { return "…" }
    return address.prefix(1) + "…" + address[at...]
  }

  /// The record for administrators, with the kinds of its notices.
  package func json(kinds: [Notice.Kind]) -> JSON {
    var members: [(String, JSON)] = [("id", .string(id.text))]
    members.add("account", account?.text)
    members.add("address", address)
    members += [
      ("kinds", .array(kinds.map { .string($0.rawValue) })),
      ("choice", .string(choice.rawValue)), ("state", .string(state.rawValue)),
      ("attempts", JSON(attempts)), ("created_at", .string(createdAt.description)),
      ("due_at", .string(dueAt.description)),
    ]
    if state == .waiting { members.append(("next_at", .string(nextAt.description))) }
    members.add("ended_at", endedAt?.description)
    members.add("error", error)
    return .object(JSONObject(members))
  }
}
