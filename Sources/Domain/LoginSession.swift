/// That a person has logged in with a browser.
package struct LoginSession: Sendable, Equatable {
  /// Its identifier, by which it is listed and ended; the secret is another one.
  package let id: ID<LoginSession>
  /// Whose it is.
  package let account: ID<Account>
  /// Since when.
  package let createdAt: Instant
  /// When it was last used, to within `touchEvery`.
  package var usedAt: Instant
  /// From where it was begun: a numeric address.
  package let address: String?
  /// What the browser calls itself, cut to `userAgentLength` characters.
  package let userAgent: String?
  /// Whether the second factor is still owed; nothing else can be done with it until then.
  package let isPending: Bool

  /// Seconds without use after which it has ended.
  package static let idle: Int64 = 12 * 3600
  /// Seconds after which it has ended in any case.
  package static let absolute: Int64 = 14 * 24 * 3600
  /// Seconds within which the second factor must follow.
  package static let pendingLife: Int64 = 10 * 60
  /// Its use is noted no more often than this, in seconds, so that reading does not mean writing.
  package static let touchEvery: Int64 = 5 * 60
  /// How many live ones a person may have; a further one ends the oldest.
  package static let most = 50
  /// How much of a browser's name is kept.
  package static let userAgentLength = 120

  /// Puts a record together.
  package init(
    id: ID<LoginSession>, account: ID<Account>, createdAt: Instant, usedAt: Instant,
    address: String?, userAgent: String?, isPending: Bool = false
  ) {
    self.id = id
    self.account = account
    self.createdAt = createdAt
    self.usedAt = usedAt
    self.address = address
    self.userAgent = userAgent
    self.isPending = isPending
  }

  /// When it ends whatever happens.
  package var endsAt: Instant {
    createdAt + (isPending ? Self.pendingLife : Self.absolute)
  }

  /// Whether it still holds.
  package func isLive(at now: Instant) -> Bool {
    now < endsAt && now < usedAt + Self.idle
  }

  /// The record as it stands in the API.
  package func json(isCurrent: Bool) -> JSON {
    var members: [(String, JSON)] = [
      ("id", .string(id.text)), ("created_at", .string(createdAt.description)),
      ("used_at", .string(usedAt.description)), ("ends_at", .string(endsAt.description)),
    ]
    members.add("address", address)
    members.add("user_agent", userAgent)
    members.append(("current", .bool(isCurrent)))
    return .object(JSONObject(members))
  }
}
