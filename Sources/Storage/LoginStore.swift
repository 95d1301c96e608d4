package import Domain
package import SQLite

/// Sessions, links and tries.
extension Connection {
  private static let sessionColumns =
    "id, account_id, created_at, used_at, address, user_agent, pending"

  /// The session whose secret has that hash, also where it has ended.
  package mutating func session(hash: [UInt8]) throws(DomainError) -> LoginSession? {
    try row(
      "SELECT \(Self.sessionColumns) FROM session WHERE hash = ?", [.blob(hash)], Self.session)
  }

  /// A person's sessions, the newest first; at most a hundred.
  package mutating func sessions(of account: ID<Account>) throws(DomainError) -> [LoginSession] {
    try rows(
      """
      SELECT \(Self.sessionColumns) FROM session
      WHERE account_id = ? ORDER BY created_at DESC, id LIMIT 100
      """, [.text(account.text)], Self.session)
  }

  /// Adds a session by the hash of its secret, and ends the oldest beyond `LoginSession.most`.
  package mutating func insert(_ session: LoginSession, hash: [UInt8]) throws(DomainError) {
    try run(
      """
      INSERT INTO session (id, hash, account_id, created_at, used_at, ends_at, address, user_agent,
        pending) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(session.id.text), .blob(hash), .text(session.account.text),
        .integer(session.createdAt.seconds), .integer(session.usedAt.seconds),
        .integer(session.endsAt.seconds), Value(session.address), Value(session.userAgent),
        .integer(session.isPending ? 1 : 0),
      ])
    try run(
      """
      DELETE FROM session WHERE id IN (
        SELECT id FROM session WHERE account_id = ? ORDER BY created_at DESC, rowid DESC
        LIMIT -1 OFFSET ?)
      """, [.text(session.account.text), Value(LoginSession.most)])
  }

  /// Notes that a session was used.
  package mutating func touch(_ session: ID<LoginSession>, at now: Instant) throws(DomainError) {
    try run(
      "UPDATE session SET used_at = ? WHERE id = ?", [.integer(now.seconds), .text(session.text)])
  }

  /// Ends a session of a person.
  /// - Returns: whether there was one.
  package mutating func endSession(
    _ session: ID<LoginSession>, of account: ID<Account>
  ) throws(DomainError) -> Bool {
    try run(
      "DELETE FROM session WHERE id = ? AND account_id = ?",
      [.text(session.text), .text(account.text)]) == 1
  }

  /// Ends a person's sessions, but one that may stay.
  /// - Returns: how many were ended.
  package mutating func endSessions(
    of account: ID<Account>, but kept: ID<LoginSession>? = nil
  ) throws(DomainError) -> Int {
    try run(
      "DELETE FROM session WHERE account_id = ? AND id <> ?",
      [.text(account.text), .text(kept?.text ?? "")])
  }

  private static func session(_ row: borrowing Row) -> LoginSession {
    LoginSession(
      id: ID(row.text(0)), account: ID(row.text(1)), createdAt: Instant(seconds: row.integer(2)),
      usedAt: Instant(seconds: row.integer(3)), address: row.optionalText(4),
      userAgent: row.optionalText(5), isPending: row.integer(6) != 0)
  }

  /// Adds a link by the hash of its secret; older ones of the account die.
  package mutating func insert(_ link: SignInLink, hash: [UInt8]) throws(DomainError) {
    try endLinks(of: link.account)
    try run(
      "INSERT INTO sign_in_link (hash, account_id, purpose, expires_at) VALUES (?, ?, ?, ?)",
      [
        .blob(hash), .text(link.account.text), .text(link.purpose.rawValue),
        .integer(link.expiresAt.seconds),
      ])
  }

  /// The link whose secret has that hash; nil where it has ended.
  package mutating func link(hash: [UInt8], at now: Instant) throws(DomainError) -> SignInLink? {
    let found = try row(
      "SELECT account_id, purpose, expires_at FROM sign_in_link WHERE hash = ?", [.blob(hash)]
    ) { row in (row.text(0), row.text(1), row.integer(2)) }
    guard let found, let purpose = SignInLink.Purpose(rawValue: found.1), now.seconds < found.2
    else { return nil }
    return SignInLink(
      account: ID(found.0), purpose: purpose, expiresAt: Instant(seconds: found.2))
  }

  /// Ends every link of an account.
  package mutating func endLinks(of account: ID<Account>) throws(DomainError) {
    try run("DELETE FROM sign_in_link WHERE account_id = ?", [.text(account.text)])
  }

  /// Counts a try before it is made.
  /// - Throws: `DomainError.throttled` where one must wait, and then counts nothing.
  package mutating func countTry(
    _ throttle: Throttle, _ key: [UInt8], at now: Instant
  ) throws(DomainError) {
    let found = try row(
      "SELECT tries, blocked_until, forget_at FROM attempt WHERE throttle = ? AND key = ?",
      [.text(throttle.name), .blob(key)]
    ) { row in (tries: Int(row.integer(0)), until: row.integer(1), forget: row.integer(2)) }
    var tries = 1
    if let found, now.seconds < found.forget {
      guard found.until <= now.seconds else {
        throw .throttled(seconds: found.until - now.seconds)
      }
      tries += found.tries
    }
    try run(
      """
      INSERT INTO attempt (throttle, key, tries, blocked_until, forget_at) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (throttle, key) DO UPDATE SET tries = excluded.tries,
        blocked_until = excluded.blocked_until, forget_at = excluded.forget_at
      """,
      [
        .text(throttle.name), .blob(key), Value(tries),
        .integer(now.seconds + throttle.wait(after: tries)),
        .integer(now.seconds + throttle.memory),
      ])
  }

  /// Forgets the tries for something that turned out right.
  package mutating func forget(_ throttle: Throttle, _ key: [UInt8]) throws(DomainError) {
    try run(
      "DELETE FROM attempt WHERE throttle = ? AND key = ?", [.text(throttle.name), .blob(key)])
  }

  /// Remembers a count a second longer: of no use but to take the time of a write.
  package mutating func touchTry(_ throttle: Throttle, _ key: [UInt8]) throws(DomainError) {
    try run(
      "UPDATE attempt SET forget_at = forget_at + 1 WHERE throttle = ? AND key = ?",
      [.text(throttle.name), .blob(key)])
  }

  /// Takes one try back, such as a right one among wrong ones of others.
  package mutating func takeBack(_ throttle: Throttle, _ key: [UInt8]) throws(DomainError) {
    try run(
      """
      UPDATE attempt SET tries = max(tries - 1, 0), blocked_until = 0
      WHERE throttle = ? AND key = ?
      """, [.text(throttle.name), .blob(key)])
  }

  /// Whether anything of logins is past its end.
  package mutating func hasStaleLogins(at now: Instant) throws(DomainError) -> Bool {
    let moment = SQLite.Value.integer(now.seconds)
    return try row(
      """
      SELECT EXISTS (SELECT 1 FROM session WHERE ends_at <= ?)
        OR EXISTS (SELECT 1 FROM sign_in_link WHERE expires_at <= ?)
        OR EXISTS (SELECT 1 FROM attempt WHERE forget_at <= ?)
        OR EXISTS (SELECT 1 FROM openid_login WHERE expires_at <= ?)
      """, [moment, moment, moment, moment]
    ) { row in row.integer(0) == 1 } ?? false
  }

  /// Takes out what is past its end.
  package mutating func dropStaleLogins(at now: Instant) throws(DomainError) {
    let moment = SQLite.Value.integer(now.seconds)
    try run("DELETE FROM session WHERE ends_at <= ?", [moment])
    try run("DELETE FROM sign_in_link WHERE expires_at <= ?", [moment])
    try run("DELETE FROM attempt WHERE forget_at <= ?", [moment])
    try run("DELETE FROM openid_login WHERE expires_at <= ?", [moment])
  }
}
