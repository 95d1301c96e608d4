package import Domain
package import SQLite

/// Where personal data are kept, and what becomes of them when their person asks for it: one table
/// for the export and for the erasure, so that what is in neither shows in a test.
package struct PersonalStore: Sendable {
  /// The table.
  package let name: String
  /// By what its rows are a person's.
  let key: Key
  /// What the person is shown of each row; secrets and their digests are left out.
  let shown: [Column]
  /// What becomes of it.
  package let fate: Fate

  /// By what rows are a person's.
  enum Key: Sendable {
    /// A column with the account.
    case account(String)
    /// A column with the name that the audit log calls them by.
    case actor(String)
    /// A column with an address, on a condition.
    case address(String, and: String = "1 = 1")
    /// A column with the account, on a condition.
    case accountWhere(String, String)
    /// Rows that hang on others, by a condition with one place for the account.
    case through(String)
    /// Likewise, with one place for the address.
    case addressThrough(String)
  }

  /// A column as it is shown.
  enum Column: Sendable {
    case text(String), number(String), time(String)

    var name: String {
      switch self {
      case .text(let name), .number(let name), .time(let name): name
      }
    }
  }

  /// What becomes of rows when their person's data are erased.
  package enum Fate: Sendable, Equatable {
    case removed
    /// These assignments are made.
    case blanked(String)
    /// It is kept, on a ground.
    case kept(KeptData)
  }

  /// All of them, in the order in which they can be erased.
  package static let all: [PersonalStore] = [
    PersonalStore(
      "account", .account("id"),
      [
        .text("email"), .text("name"), .text("language"), .text("role"), .text("status"),
        .time("created_at"), .time("updated_at"),
      ], .kept(.account)),
    PersonalStore(
      "membership", .account("account_id"),
      [.text("organisation_id"), .text("role"), .time("since")], .removed),
    // After the memberships, whose end leaves a line here.
    PersonalStore(
      "former_membership", .account("account_id"), [.text("organisation_id")], .removed),
    // The number stands for the only person who owns what it belongs to; before the erasure comes
    // here, that person's memberships have ended and taken it along.
    PersonalStore(
      "organisation_identity",
      .through(
        """
        organisation_id IN (
          SELECT m.organisation_id FROM membership m WHERE m.account_id = ? AND m.role = 'owner'
            AND NOT EXISTS (
              SELECT 1 FROM membership o WHERE o.organisation_id = m.organisation_id
                AND o.role = 'owner' AND o.account_id <> m.account_id))
        """), [.text("organisation_id")], .removed),
    PersonalStore(
      "invitation", .address("email"),
      [
        .text("organisation_id"), .text("email"), .text("role"), .time("created_at"),
        .time("expires_at"),
      ], .removed),
    PersonalStore(
      "claim", .account("account_id"),
      [
        .text("organisation_id"), .text("grounds"), .text("file_id"), .text("status"),
        .text("status_reason"), .time("created_at"), .time("updated_at"),
      ], .blanked("grounds = '', file_id = NULL, status_reason = NULL")),
    // What they scored is no datum on them, and a reviewer who stands aside reads it no more.
    PersonalStore(
      "review", .account("reviewer_id"),
      [
        .text("problem_id"), .text("proposal_id"), .text("status"), .text("status_reason"),
        .text("bar_kind"), .text("bar_organisation_id"), .text("conflict"),
        .text("conflict_grounds"), .time("declared_at"), .time("locked_at"),
        .time("created_at"),
      ], .kept(.review)),
    PersonalStore("password", .account("account_id"), [.time("changed_at")], .removed),
    PersonalStore(
      "session", .account("account_id"),
      [
        .time("created_at"), .time("used_at"), .time("ends_at"), .text("address"),
        .text("user_agent"),
      ], .removed),
    PersonalStore(
      "sign_in_link", .account("account_id"), [.text("purpose"), .time("expires_at")], .removed),
    PersonalStore("recovery_code", .account("account_id"), [], .removed),
    PersonalStore("second_factor", .account("account_id"), [.time("confirmed_at")], .removed),
    PersonalStore(
      "openid_identity", .account("account_id"),
      [.text("issuer"), .text("subject"), .time("since")], .removed),
    PersonalStore(
      "token", .account("account_id"),
      [
        .text("prefix"), .text("role"), .text("organisation_id"), .text("label"),
        .time("created_at"), .time("expires_at"), .time("revoked_at"), .text("last_used"),
      ], .blanked("label = NULL, revoked_at = coalesce(revoked_at, expires_at, 0)")),
    PersonalStore(
      "saved_search_hit",
      .through("saved_search_id IN (SELECT id FROM saved_search WHERE account_id = ?)"), [],
      .removed),
    PersonalStore(
      "saved_search", .account("account_id"),
      [.text("wish"), .time("created_at"), .time("updated_at")], .removed),
    PersonalStore(
      "problem_follower", .accountWhere("recipient", "audience = 'account'"),
      [.text("problem_id"), .time("since")], .removed),
    PersonalStore(
      "delivery_notice",
      .through("delivery_id IN (SELECT id FROM delivery WHERE account_id = ?)"), [], .removed),
    PersonalStore(
      "delivery_notice",
      .addressThrough("delivery_id IN (SELECT id FROM delivery WHERE address = ?)"), [],
      .removed),
    PersonalStore(
      "delivery", .account("account_id"),
      [.text("choice"), .text("state"), .time("created_at"), .time("ended_at")], .removed),
    PersonalStore(
      "delivery", .address("address"),
      [.text("address"), .text("state"), .time("created_at"), .time("ended_at")], .removed),
    PersonalStore(
      "notification", .account("account_id"),
      [.number("outbox_sequence"), .time("at"), .time("read_at")], .removed),
    PersonalStore(
      "notification_settings", .account("account_id"), [.text("settings"), .time("updated_at")],
      .removed),
    PersonalStore(
      "outbox", .accountWhere("recipient", "audience = 'account'"),
      [.number("sequence"), .time("at"), .text("kind"), .text("\"values\"")], .removed),
    PersonalStore(
      "outbox", .address("recipient", and: "audience = 'address'"),
      [.time("at"), .text("kind"), .text("recipient")], .removed),
    PersonalStore(
      "outbox", .addressThrough("instr(\"values\", ?) > 0"), [],
      .blanked("\"values\" = '{}'")),
    PersonalStore("idempotency", .actor("actor"), [.time("created_at")], .removed),
    PersonalStore(
      "data_request", .account("account_id"),
      [
        .text("number"), .text("kind"), .text("status"), .text("applicant"), .text("details"),
        .text("reply"), .time("received_at"), .time("ended_at"),
      ], .blanked("applicant = NULL, details = NULL, reply = NULL")),
    PersonalStore(
      "consent", .account("account_id"),
      [.text("purpose"), .text("text_version"), .number("given"), .time("at")],
      .kept(.consent)),
    PersonalStore(
      "access_log", .account("account_id"),
      [
        .text("day"), .text("role"), .text("part"), .text("record_id"), .text("address"),
        .time("last_at"), .number("times"),
      ], .blanked("address = NULL")),
    PersonalStore(
      "file", .actor("uploaded_by"), [.text("media_type"), .number("size"), .time("created_at")],
      .kept(.actor)),
    PersonalStore(
      "opening", .actor("opened_by"), [.text("problem_id"), .time("at")], .kept(.actor)),
    PersonalStore(
      "outcome", .actor("recorded_by"),
      [.text("problem_id"), .text("organisation_id"), .text("kind"), .time("at")], .kept(.actor)),
    PersonalStore(
      "weights", .actor("set_by"), [.text("version"), .time("set_at")], .kept(.actor)),
    PersonalStore(
      "consensus", .actor("recorded_by"), [.text("proposal_id"), .number("version"), .time("at")],
      .kept(.actor)),
    PersonalStore(
      "feedback", .actor("written_by"), [.text("proposal_id"), .time("at")], .kept(.actor)),
    PersonalStore(
      "decision", .actor("decided_by"), [.text("proposal_id"), .text("event"), .time("at")],
      .kept(.actor)),
    PersonalStore(
      "issued_report", .actor("issued_by"), [.text("period"), .time("created_at")],
      .kept(.actor)),
  ]

  private init(_ name: String, _ key: Key, _ shown: [Column], _ fate: Fate) {
    self.name = name
    self.key = key
    self.shown = shown
    self.fate = fate
  }

  /// The condition by which rows are a person's, and what it is bound to.
  fileprivate func condition(
    _ account: ID<Account>, _ email: String?
  ) -> (sql: String, value: Value)? {
    let id = Value.text(account.text)
    return switch key {
    case .account(let column): ("\(column) = ?", id)
    case .accountWhere(let column, let clause): ("\(column) = ? AND \(clause)", id)
    case .through(let clause): (clause, id)
    case .actor(let column): ("\(column) = ?", .text("account:" + account.text))
    case .address(let column, let clause):
      email.map { ("\(column) = ? AND \(clause)", .text($0)) }
    case .addressThrough(let clause): email.map { (clause, .text($0)) }
    }
  }
}

extension Connection {
  /// Most rows of one table that an export shows.
  private static let mostShown = 10_000

  /// What is kept on a person, table by table; for others than that person without what would tell
  /// `onlookers` of something sealed.
  package mutating func personalData(
    of account: ID<Account>, email: String?, shownTo onlookers: Set<Visibility.Onlooker>? = nil
  ) throws(DomainError) -> [(table: String, rows: [JSON])] {
    var found: [(table: String, rows: [JSON])] = []
    for store in PersonalStore.all where !store.shown.isEmpty {
      guard let (condition, value) = store.condition(account, email) else { continue }
      let names = store.shown.map(\.name).joined(separator: ", ")
      let isShown = onlookers.flatMap { SealedNotices.condition(onRowsOf: store.name, for: $0) }
      let also = isShown.map { " AND " + $0 } ?? ""
      let rows = try rows(
        "SELECT \(names) FROM \(store.name) WHERE (\(condition))\(also) LIMIT ?",
        [value, Value(Self.mostShown)]
      ) { row in Self.shown(row, store.shown) }
      if !rows.isEmpty { found.append((store.name, rows)) }
    }
    return found
  }

  private static func shown(_ row: borrowing Row, _ columns: [PersonalStore.Column]) -> JSON {
    var members: [(String, JSON)] = []
    for (index, column) in columns.enumerated() {
      let place = Int32(index)
      if row.isNull(place) { continue }
      let value: JSON =
        switch column {
        case .text: .string(row.text(place))
        case .number: .integer(row.integer(place))
        case .time: .string(Instant(seconds: row.integer(place)).description)
        }
      members.append((column.name.filter { $0 != "\"" }, value))
    }
    return .object(JSONObject(members))
  }

  /// Erases what is kept on a person in every table but the account's own and the audit log.
  /// - Returns: how many rows of each table were removed or blanked.
  package mutating func erasePersonalData(
    of account: ID<Account>, email: String?
  ) throws(DomainError) -> [(table: String, rows: Int)] {
    var counts: [(table: String, rows: Int)] = []
    for store in PersonalStore.all {
      guard let (condition, value) = store.condition(account, email) else { continue }
      let changed: Int
      switch store.fate {
      case .kept: continue
      case .removed:
        // Somebody else's list may still lead to a notice.
        let free =
          store.name == "outbox"
          ? """
           AND NOT EXISTS (SELECT 1 FROM notification n WHERE n.outbox_sequence = outbox.sequence)
           AND NOT EXISTS (SELECT 1 FROM delivery_notice d WHERE d.outbox_sequence = outbox.sequence)
          """ : ""
        changed = try run("DELETE FROM \(store.name) WHERE \(condition)\(free)", [value])
      case .blanked(let assignments):
        changed = try run("UPDATE \(store.name) SET \(assignments) WHERE \(condition)", [value])
      }
      if changed > 0 { counts.append((store.name, changed)) }
    }
    return counts
  }

  /// Forgets tries that were counted under a digest.
  package mutating func forgetTries(_ key: [UInt8]) throws(DomainError) {
    try run("DELETE FROM attempt WHERE key = ?", [.blob(key)])
  }
}
