package import Domain
package import SQLite

/// A login that was sent to the identity provider.
package struct OpenIDLogin: Sendable, Equatable {
  /// Digest of the cookie of the browser that began it.
  package let browser: [UInt8]
  /// The local path to go to afterwards.
  package let returnTo: String
  /// When it is too late to come back.
  package let expiresAt: Instant

  /// Puts a record together.
  package init(browser: [UInt8], returnTo: String, expiresAt: Instant) {
    self.browser = browser
    self.returnTo = returnTo
    self.expiresAt = expiresAt
  }
}

/// The shared secret of a second factor.
package struct SecondFactor: Sendable, Equatable {
  /// The bytes that the authenticator application holds too, under the master key; nil for one of
  /// an earlier release that is not sealed yet.
  package let sealed: [UInt8]?
  /// The same bytes readable; empty once they are sealed.
  package let plain: [UInt8]
  /// Since when it is asked for; nil until a first code was right.
  package let confirmedAt: Instant?

  /// Puts a record together.
  package init(sealed: [UInt8]?, plain: [UInt8], confirmedAt: Instant?) {
    self.sealed = sealed
    self.plain = plain
    self.confirmedAt = confirmedAt
  }
}

/// What people show to log in.
extension Connection {
  /// The hash of an account's password; nil where it has none.
  package mutating func passwordHash(of account: ID<Account>) throws(DomainError) -> String? {
    try row("SELECT hash FROM password WHERE account_id = ?", [.text(account.text)]) { row in
      row.text(0)
    }
  }

  /// Sets the hash of an account's password.
  package mutating func setPassword(
    _ hash: String, of account: ID<Account>, at now: Instant
  ) throws(DomainError) {
    try run(
      """
      INSERT INTO password (account_id, hash, changed_at) VALUES (?, ?, ?)
      ON CONFLICT (account_id) DO UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at
      """, [.text(account.text), .text(hash), .integer(now.seconds)])
  }

  /// Replaces the hash of the same password, unless it was changed meanwhile.
  package mutating func renewPassword(
    _ hash: String, of account: ID<Account>, insteadOf old: String
  ) throws(DomainError) {
    try run(
      "UPDATE password SET hash = ? WHERE account_id = ? AND hash = ?",
      [.text(hash), .text(account.text), .text(old)])
  }

  /// An account's second factor, also where it is not confirmed yet.
  package mutating func secondFactor(of account: ID<Account>) throws(DomainError) -> SecondFactor? {
    try row(
      "SELECT sealed, secret, confirmed_at FROM second_factor WHERE account_id = ?",
      [.text(account.text)]
    ) { row in
      SecondFactor(
        sealed: row.isNull(0) ? nil : row.blob(0), plain: row.blob(1),
        confirmedAt: row.optionalInteger(2).map(Instant.init(seconds:)))
    }
  }

  /// Begins a second factor; one that is not confirmed is replaced.
  package mutating func setSecondFactor(
    sealed: [UInt8], of account: ID<Account>
  ) throws(DomainError) {
    try run(
      """
      INSERT INTO second_factor (account_id, secret, sealed, confirmed_at, last_step)
      VALUES (?, x'', ?, NULL, 0)
      ON CONFLICT (account_id) DO UPDATE SET secret = excluded.secret, sealed = excluded.sealed,
        confirmed_at = NULL, last_step = 0
      """, [.text(account.text), .blob(sealed)])
  }

  /// The secrets that are not sealed yet.
  package mutating func plainFactors() throws(DomainError) -> [(ID<Account>, [UInt8])] {
    try rows("SELECT account_id, secret FROM second_factor WHERE sealed IS NULL") { row in
      (ID(row.text(0)), row.blob(1))
    }
  }

  /// Keeps the secret of a second factor sealed instead of readable.
  package mutating func seal(
    _ sealed: [UInt8], factorOf account: ID<Account>
  ) throws(DomainError) {
    try run(
      "UPDATE second_factor SET secret = x'', sealed = ? WHERE account_id = ?",
      [.blob(sealed), .text(account.text)])
  }

  /// From now on the second factor is asked for, and these codes stand in for it once each.
  package mutating func confirmSecondFactor(
    of account: ID<Account>, recovery hashes: [[UInt8]], at now: Instant
  ) throws(DomainError) {
    try run(
      "UPDATE second_factor SET confirmed_at = ? WHERE account_id = ?",
      [.integer(now.seconds), .text(account.text)])
    try run("DELETE FROM recovery_code WHERE account_id = ?", [.text(account.text)])
    for hash in hashes {
      try run(
        "INSERT INTO recovery_code (account_id, hash) VALUES (?, ?)",
        [.text(account.text), .blob(hash)])
    }
  }

  /// Takes a second factor out with its recovery codes.
  /// - Returns: whether there was one.
  package mutating func removeSecondFactor(of account: ID<Account>) throws(DomainError) -> Bool {
    try run("DELETE FROM recovery_code WHERE account_id = ?", [.text(account.text)])
    return try run("DELETE FROM second_factor WHERE account_id = ?", [.text(account.text)]) == 1
  }

  /// Uses a step of the clock up.
  /// - Returns: false where it, or a later one, was used before.
  package mutating func useStep(_ step: Int64, of account: ID<Account>) throws(DomainError) -> Bool
  {
    try run(
      "UPDATE second_factor SET last_step = ? WHERE account_id = ? AND last_step < ?",
      [.integer(step), .text(account.text), .integer(step)]) == 1
  }

  /// Uses a recovery code up.
  /// - Returns: false where there is none of that hash.
  package mutating func useRecoveryCode(
    _ hash: [UInt8], of account: ID<Account>
  ) throws(DomainError) -> Bool {
    try run(
      "DELETE FROM recovery_code WHERE account_id = ? AND hash = ?",
      [.text(account.text), .blob(hash)]) == 1
  }

  /// How many recovery codes are left.
  package mutating func recoveryCodes(of account: ID<Account>) throws(DomainError) -> Int {
    Int(
      try row("SELECT count(*) FROM recovery_code WHERE account_id = ?", [.text(account.text)]) {
        row in row.integer(0)
      } ?? 0)
  }

  /// Remembers a login that is sent to the identity provider, by the digest of its state.
  package mutating func insert(_ login: OpenIDLogin, state: [UInt8]) throws(DomainError) {
    try run(
      """
      INSERT INTO openid_login (state_hash, browser_hash, return_to, expires_at)
      VALUES (?, ?, ?, ?)
      """,
      [
        .blob(state), .blob(login.browser), .text(login.returnTo),
        .integer(login.expiresAt.seconds),
      ])
  }

  /// Takes out a login that has come back; it can do so only once.
  package mutating func takeOpenIDLogin(state: [UInt8], at now: Instant) throws(DomainError)
    -> OpenIDLogin?
  {
    let found = try row(
      "SELECT browser_hash, return_to, expires_at FROM openid_login WHERE state_hash = ?",
      [.blob(state)]
    ) { row in
      OpenIDLogin(
        browser: row.blob(0), returnTo: row.text(1), expiresAt: Instant(seconds: row.integer(2)))
    }
    guard let found else { return nil }
    try run("DELETE FROM openid_login WHERE state_hash = ?", [.blob(state)])
    return now < found.expiresAt ? found : nil
  }

  /// The account that an identity of a provider is linked to.
  package mutating func account(issuer: String, subject: String) throws(DomainError)
    -> ID<Account>?
  {
    try row(
      "SELECT account_id FROM openid_identity WHERE issuer = ? AND subject = ?",
      [.text(issuer), .text(subject)]
    ) { row in ID(row.text(0)) }
  }

  /// Links an identity of a provider to an account.
  package mutating func link(
    issuer: String, subject: String, to account: ID<Account>, at now: Instant
  ) throws(DomainError) {
    try run(
      "INSERT INTO openid_identity (issuer, subject, account_id, since) VALUES (?, ?, ?, ?)",
      [.text(issuer), .text(subject), .text(account.text), .integer(now.seconds)])
  }
}
