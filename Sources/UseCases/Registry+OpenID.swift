private import Crypto
package import Domain
import Storage

extension Registry {
  /// Seconds within which people must be back from the identity provider.
  package static let openIDLife: Int64 = 600

  /// Begins a login at the identity provider; afterwards the browser goes to the local path
  /// `returnTo`.
  /// - Returns: where to send the browser, and the secret of its cookie
  /// - Throws: `.unavailable` where the provider cannot be reached, `.throttled`.
  package func beginOpenID(
    _ provider: OpenIDProvider, returnTo: String, from origin: Origin
  ) throws(DomainError) -> (location: String, browser: String) {
    let (now, state, browser) = (
      clock(), Credentials.linkSecret(random), Credentials.linkSecret(random)
    )
    try countTry(.openID, origin.key, now)
    let location = try provider.authorization(
      state: state, nonce: Self.derived("nonce", browser),
      verifier: Self.derived("verifier", browser), at: now)
    try store.write { db throws(DomainError) in
      try db.insert(
        OpenIDLogin(
          browser: Credentials.digest(Array(browser.utf8)), returnTo: returnTo,
          expiresAt: now + Self.openIDLife),
        state: Credentials.digest(Array(state.utf8)))
    }
    return (location, browser)
  }

  /// Finishes a login: the provider has sent the browser back.
  ///
  /// An identity that is linked to an account opens it. Otherwise an e-mail address that the
  /// provider has verified opens the confirmed account of that address, or makes one where there is
  /// none. An account that nobody confirmed may be a stranger's, so it is not opened.
  /// - Returns: the session, pending where a second factor is owed, and where to go
  /// - Throws: `.badCredentials` for whatever does not hold, `.conflict` where the address has an
  ///   account that is not confirmed, `.unavailable`.
  package func finishOpenID(
    _ provider: OpenIDProvider, code: String?, state: String?, issuer: String?, browser: String?,
    from origin: Origin
  ) throws(DomainError) -> (signedIn: SignedIn, returnTo: String) {
    let now = clock()
    guard let state, let browser else { throw .badCredentials }
    // Taken out before anything else, so that an answer counts once whatever becomes of it.
    let login = try store.write { db throws(DomainError) in
      try db.takeOpenIDLogin(state: Credentials.digest(Array(state.utf8)), at: now)
    }
    guard let login,
      ConstantTime.equal(login.browser, Credentials.digest(Array(browser.utf8))),
      let code, issuer == nil || issuer == provider.configuration.issuer
    else { throw .badCredentials }
    let text = try provider.token(
      code: code, verifier: Self.derived("verifier", browser), at: now)
    let claims = try provider.payload(of: text, at: now)
    let (settings, nonce) = (provider.configuration, Self.derived("nonce", browser))
    guard
      let token = IDToken(
        claims, issuer: settings.issuer, clientID: settings.clientID, nonce: nonce, at: now)
    else { throw .badCredentials }
    let signedIn = try commit { db throws(DomainError) in
      let id = try self.account(of: token, issuer: settings.issuer, &db, origin, now)
      let isPending = try db.secondFactor(of: id)?.confirmedAt != nil
      return try self.begin(id, expecting: nil, isPending: isPending, origin, &db, now)
    }
    return (signedIn, login.returnTo)
  }

  private func account(
    of token: IDToken, issuer: String, _ db: inout Database, _ origin: Origin, _ now: Instant
  ) throws(DomainError) -> ID<Account> {
    if let known = try db.account(issuer: issuer, subject: token.subject) { return known }
    guard let email = token.email else { throw .badCredentials }
    let account: Account
    if let found = try db.account(email: email) {
      guard found.status == .active else {
        if found.status == .unconfirmed {
          throw .conflict(field: "email", value: email, holder: nil)
        }
        throw .badCredentials
      }
      account = found
    } else {
      account = Account(
        id: newID(), email: email, name: token.name ?? email, language: .vi, status: .active,
        createdAt: now, updatedAt: now)
      try db.insert(account)
    }
    try db.link(issuer: issuer, subject: token.subject, to: account.id, at: now)
    let actor = Actor(
      name: "account:" + account.id.text, role: nil, account: account.id, address: origin.address)
    try audit(
      &db, actor, "link_identity", .account, id: account.id.text, version: account.version,
      at: now, payload: ["issuer": .string(issuer), "after": account.json])
    return account.id
  }

  /// Nonce and PKCE verifier of a login, which only its browser can have: they come from the secret
  /// in its cookie and so need to be kept nowhere.
  private static func derived(_ purpose: String, _ browser: String) -> String {
    Base64URL.encode(Credentials.digest(Array("openid \(purpose) \(browser)".utf8)))
  }
}
