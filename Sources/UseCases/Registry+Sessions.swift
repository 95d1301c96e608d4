package import Domain
import Storage

/// What somebody who has logged in is given.
package struct SignedIn: Sendable {
  /// The session.
  package let session: LoginSession
  /// Its secret, for the browser's cookie; kept nowhere else.
  package let secret: String
}

extension Registry {
  /// Logs somebody in by address, password and, where one is set up, a code of the second factor.
  ///
  /// Unknown addresses, wrong passwords, and accounts that are unconfirmed or disabled are answered
  /// in the same way, after the same work.
  ///
  /// With `inSteps`, a right password without the code that is owed begins a session that is good
  /// for nothing but `finishSignIn`.
  /// - Throws: `.badCredentials`, `.secondFactorRequired` after a right password alone,
  ///   `.throttled`, `.unavailable` while too many passwords are hashed.
  package func signIn(
    _ json: JSON, inSteps: Bool = false, from origin: Origin
  ) throws(DomainError) -> SignedIn {
    let log = FaultLog()
    var (email, password, code): (String?, String?, String?)
    if var reader = ObjectReader(json, log: log) {
      email = reader.email("email")
      password = reader.secret("password")
      code = reader.secret("code")
      reader.require("email", email != nil)
      reader.require("password", password != nil)
      reader.finish()
    }
    try log.check()
    guard let email, let password else { throw .invalid([Fault("", .missing)]) }
    let (now, key) = (clock(), Credentials.digest(Array(email.utf8)))
    try store.write { db throws(DomainError) in
      try db.countTry(.address, origin.key, at: now)
      try db.countTry(.account, key, at: now)
    }
    let (account, hash, factor) = try store.read { db throws(DomainError) in
      let account = try db.account(email: email)
      return (
        account,
        try account.map { account throws(DomainError) in
          try db.passwordHash(of: account.id)
        } ?? nil,
        try account.map { account throws(DomainError) in try db.secondFactor(of: account.id) }
          ?? nil
      )
    }
    let (isRight, renewed) = try check(password, against: hash)
    guard isRight, let account, let hash, account.status == .active else {
      try refuse(account, key, origin, now)
      throw .badCredentials
    }
    try store.write { db throws(DomainError) in
      try db.forget(.account, key)
      try db.takeBack(.address, origin.key)
      if let renewed { try db.renewPassword(renewed, of: account.id, insteadOf: hash) }
    }
    if factor?.confirmedAt != nil {
      guard let code else {
        guard inSteps else { throw .secondFactorRequired }
        return try commit { db throws(DomainError) in
          try self.begin(
            account.id, expecting: renewed ?? hash, isPending: true, origin, &db, now)
        }
      }
      try countTry(.code, Self.codeKey(account.id), now)
      return try commit { db throws(DomainError) in
        guard try self.useCode(code, of: account.id, &db, now) else { throw .badCredentials }
        return try self.begin(account.id, expecting: renewed ?? hash, origin, &db, now)
      }
    }
    return try commit { db throws(DomainError) in
      try self.begin(account.id, expecting: renewed ?? hash, origin, &db, now)
    }
  }

  /// Notes a login that failed. There is one write whether the address is known or not.
  private func refuse(
    _ account: Account?, _ key: [UInt8], _ origin: Origin, _ now: Instant
  ) throws(DomainError) {
    let actor = Actor(name: "anonymous", role: nil, address: origin.address)
    try commit { db throws(DomainError) in
      guard let account else {
        try db.touchTry(.account, key)
        return
      }
      try self.audit(
        &db, actor, "sign_in_refused", .account, id: account.id.text, version: account.version,
        at: now, payload: [:])
    }
  }

  /// Begins a session in a transaction, if the account still is what was checked.
  func begin(
    _ id: ID<Account>, expecting hash: String?, isPending: Bool = false, _ origin: Origin,
    _ db: inout Database, _ now: Instant
  ) throws(DomainError) -> SignedIn {
    guard let account = try db.account(id), account.status == .active else {
      throw .badCredentials
    }
    if let hash, try db.passwordHash(of: id) != hash { throw .badCredentials }
    let secret = Credentials.linkSecret(random)
    let agent = origin.userAgent.map { String($0.prefix(LoginSession.userAgentLength)) }
    let session = LoginSession(
      id: newID(), account: id, createdAt: now, usedAt: now, address: origin.address,
      userAgent: agent, isPending: isPending)
    try db.insert(session, hash: Credentials.digest(Array(secret.utf8)))
    let actor = Actor(
      name: "account:" + id.text, role: account.role, account: id, address: origin.address)
    try audit(
      &db, actor, isPending ? "sign_in_pending" : "sign_in", .account, id: id.text,
      version: account.version, at: now, payload: ["session": .string(session.id.text)])
    return SignedIn(session: session, secret: secret)
  }

  /// Finishes a login that still owes the second factor; the session gets another secret.
  /// - Throws: `.unauthenticated` where there is no such login, `.badCredentials`, `.throttled`.
  package func finishSignIn(
    session secret: String?, _ json: JSON, from origin: Origin
  ) throws(DomainError) -> SignedIn {
    let code = try Self.code(json)
    let now = clock()
    guard let secret,
      let session = try store.read({ db throws(DomainError) in
        try db.session(hash: Credentials.digest(Array(secret.utf8)))
      }), session.isPending, session.isLive(at: now)
    else { throw .unauthenticated }
    try countTry(.code, Self.codeKey(session.account), now)
    return try commit { db throws(DomainError) in
      guard try self.useCode(code, of: session.account, &db, now),
        try db.endSession(session.id, of: session.account)
      else { throw .badCredentials }
      return try self.begin(session.account, expecting: nil, origin, &db, now)
    }
  }

  /// Who uses this session, acting for the organisation that is named, else for their first; a
  /// person with an office of DOST, or a reviewer, acts as such unless they name one.
  /// - Returns: nil where the session is unknown or has ended
  /// - Throws: `.forbidden` where they do not belong to that organisation
  package func caller(
    session secret: String, organisation: String?
  ) throws(DomainError) -> (actor: Actor, session: LoginSession)? {
    let (now, hash) = (clock(), Credentials.digest(Array(secret.utf8)))
    let found = try store.read {
      db throws(DomainError) -> (LoginSession, Account, [Membership])? in
      guard let session = try db.session(hash: hash), !session.isPending,
        session.isLive(at: now), let account = try db.account(session.account),
        account.status == .active
      else { return nil }
      return (session, account, try db.memberships(of: account.id))
    }
    guard let (session, account, memberships) = found else { return nil }
    if now.seconds - session.usedAt.seconds >= LoginSession.touchEvery {
      // Not worth failing for: the session then counts as idle a little earlier.
      try? store.write { db throws(DomainError) in try db.touch(session.id, at: now) }
    }
    return (try account.actor(memberships, choosing: organisation), session)
  }

  /// The live sessions of a person, the newest first.
  package func sessions(by actor: Actor) throws(DomainError) -> [LoginSession] {
    let (account, now) = (try actor.ownAccount(), clock())
    return try store.read { db throws(DomainError) in try db.sessions(of: account) }
      .filter { $0.isLive(at: now) && !$0.isPending }
  }

  /// Ends one of a person's sessions.
  package func endSession(_ id: ID<LoginSession>, by actor: Actor) throws(DomainError) {
    let (account, now) = (try actor.ownAccount(), clock())
    try commit { db throws(DomainError) in
      guard try db.endSession(id, of: account) else {
        throw .notFound(aggregate: "session", id: id.text)
      }
      try self.auditSessions("sign_out", ["session": .string(id.text)], account, &db, actor, now)
    }
  }

  /// Ends all of a person's sessions but the one at hand.
  package func endOtherSessions(
    than current: ID<LoginSession>?, by actor: Actor
  ) throws(DomainError) {
    let (account, now) = (try actor.ownAccount(), clock())
    try commit { db throws(DomainError) in
      let ended = try db.endSessions(of: account, but: current)
      guard ended > 0 else { return }
      try self.auditSessions(
        "sign_out", ["sessions_ended": JSON(ended)], account, &db, actor, now)
    }
  }

  private func auditSessions(
    _ action: String, _ payload: JSON, _ id: ID<Account>, _ db: inout Database, _ actor: Actor,
    _ now: Instant
  ) throws(DomainError) {
    guard let account = try db.account(id) else { throw .unauthenticated }
    try audit(
      &db, actor, action, .account, id: id.text, version: account.version, at: now,
      payload: payload)
  }
}

extension Actor {
  /// The account of whoever acts themselves: what belongs to logging in is not for tokens, lest
  /// one that leaked be turned into more than it was.
  /// - Throws: `.unauthenticated` for the public, `.forbidden` for a token.
  func ownAccount() throws(DomainError) -> ID<Account> {
    guard let account, token == nil else {
      throw isKnown ? .forbidden(action: "account.own", needs: ["person"]) : .unauthenticated
    }
    return account
  }
}

extension Account {
  /// Its person as they act for one of their organisations or in their own role.
  func actor(
    _ memberships: [Membership], choosing name: String?, token: ID<Token>? = nil
  ) throws(DomainError) -> Actor {
    let chosen = name.map { name in memberships.first { $0.organisation.text == name } }
    if let chosen, chosen == nil {
      throw .forbidden(action: "organisation.act", needs: ["member"])
    }
    let who = "account:" + id.text
    if let membership = chosen ?? (role == nil ? memberships.first : nil) {
      return Actor(
        name: who, role: .member, organisation: membership.organisation,
        membership: membership.role, account: id, token: token)
    }
    return Actor(name: who, role: role, account: id, token: token)
  }
}

extension Duty {
  /// Takes out sessions, links and tries that are past their end.
  static let dropStaleLogins = Duty("drop stale logins") { registry, now throws(DomainError) in
    let isDue = try registry.store.read { db throws(DomainError) in
      try db.hasStaleLogins(at: now)
    }
    guard isDue else { return }
    try registry.store.write { db throws(DomainError) in try db.dropStaleLogins(at: now) }
  }
}
