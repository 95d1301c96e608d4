private import Assets
private import Crypto
package import Domain
import Storage

/// Whence a request to log in or to be written to comes.
package struct Origin: Sendable {
  /// The client's numeric address; nil on the machine itself.
  package let address: String?
  /// What the browser calls itself.
  package let userAgent: String?

  /// An origin.
  package init(address: String?, userAgent: String? = nil) {
    self.address = address
    self.userAgent = userAgent
  }

  /// What tries are counted by.
  var key: [UInt8] { Credentials.digest(Array((address ?? "").utf8)) }
}

/// What a link does by which a password is set.
package enum PasswordLink: Sendable {
  /// It sets the first one of an account that has none.
  case first
  /// It replaces one.
  case another
}

extension Registry {
  /// Passwords that are refused, folded.
  static let commonPasswords: Set<String> = {
    let text = Asset.named("fixtures/passwords/common.txt").text
    return Set(text.split(separator: "\n").map { Folding.fold(String($0)) })
  }()

  /// The hash of a password that nobody has, for work that tells nothing by not being done.
  private static let decoy =
    PasswordHash.make(
      Base64URL.encode(Credentials.random(16))) ?? ""

  /// The hash of a new password.
  func hash(_ password: String) throws(DomainError) -> String {
    try hashing.holding { () throws(DomainError) in
      guard let hash = PasswordHash.make(password) else { throw .unavailable("memory") }
      return hash
    }
  }

  /// Whether a password is right, and its hash with today's parameters where the old ones are
  /// others. Without a hash the work is the same and the answer no.
  func check(_ password: String, against hash: String?) throws(DomainError) -> (
    isRight: Bool, renewed: String?
  ) {
    try hashing.holding { () throws(DomainError) in
      let isRight = PasswordHash.matches(password, hash ?? Self.decoy) && hash != nil
      guard isRight, let hash, PasswordHash.isOutdated(hash) else { return (isRight, nil) }
      return (isRight, PasswordHash.make(password))
    }
  }

  /// Asks for a link by which another password may be set.
  ///
  /// Whether the address has an account shows neither in the answer nor in what is done until then:
  /// one transaction.
  /// - Throws: `.invalid`, `.throttled`.
  package func requestPasswordReset(_ json: JSON, from origin: Origin) throws(DomainError) {
    let email = try Self.email(json)
    let (now, secret) = (clock(), Credentials.linkSecret(random))
    try countMail(to: email, from: origin, now)
    try commit { db throws(DomainError) in
      guard let account = try db.account(email: email),
        account.status == .active || account.status == .unconfirmed
      else {
        try db.touchTry(.mail, Credentials.digest(Array(email.utf8)))
        return
      }
      try self.send(.reset, secret, to: account, .passwordReset, &db, now)
      try self.audit(
        &db, Actor(name: "anonymous", role: nil, address: origin.address), "ask_reset", .account,
        id: account.id.text, version: account.version, at: now, payload: [:])
    }
  }

  /// What a link by which a password is set does now; nil where it does so no more. Whoever does
  /// not have it learns nothing, since it cannot be guessed.
  package func passwordLink(_ token: String) throws(DomainError) -> PasswordLink? {
    let (now, linkHash) = (clock(), Credentials.digest(Array(token.utf8)))
    return try store.read { db throws(DomainError) in
      do throws(DomainError) {
        let account = try db.openAccount(linkHash, [.reset, .welcome], now)
        return try db.passwordHash(of: account.id) == nil ? .first : .another
      } catch {
        guard case .invalid = error else { throw error }
        return nil
      }
    }
  }

  /// Sets a password by a link; this ends all sessions, and confirms the address, since the link
  /// came by it.
  /// - Throws: `.invalid`, also for a link that was used or has ended; `.throttled`.
  package func completePasswordReset(_ json: JSON, from origin: Origin) throws(DomainError) {
    let log = FaultLog()
    var (token, password): (String?, String?)
    if var reader = ObjectReader(json, log: log) {
      token = reader.secret("token")
      password = reader.secret("password")
      reader.require("token", token != nil)
      reader.require("password", password != nil)
      reader.finish()
    }
    try log.check()
    guard let token, let password else { throw .invalid([Fault("", .missing)]) }
    let (now, linkHash) = (clock(), Credentials.digest(Array(token.utf8)))
    try countTry(.links, origin.key, now)
    let account = try store.read { db throws(DomainError) in
      try db.openAccount(linkHash, [.reset, .welcome], now)
    }
    if let fault = Password.fault(
      password, at: "/password", common: Self.commonPasswords,
      context: [account.email, account.name])
    {
      throw .invalid([fault])
    }
    let hash = try hash(password)
    try commit { db throws(DomainError) in
      let before = try db.openAccount(linkHash, [.reset, .welcome], now)
      try db.endLinks(of: before.id)
      let actor = Actor(
        name: "account:" + before.id.text, role: nil, account: before.id, address: origin.address)
      try db.takeBack(.links, origin.key)
      try self.setPassword(hash, of: before, "reset_password", &db, actor, now)
      guard before.status == .unconfirmed else { return }
      var after = before
      after.status = try Account.lifecycle.target(
        of: .confirm, from: before.status, as: [.owner], reason: nil)
      try self.replace(before, with: &after, "confirm", &db, actor, now)
    }
  }

  /// Stores a password and ends every session but one that may stay.
  func setPassword(
    _ hash: String, of account: Account, _ action: String, _ db: inout Database, _ actor: Actor,
    _ now: Instant, keeping session: ID<LoginSession>? = nil
  ) throws(DomainError) {
    let isFirst = try db.passwordHash(of: account.id) == nil
    try db.setPassword(hash, of: account.id, at: now)
    try db.endLinks(of: account.id)
    let ended = try db.endSessions(of: account.id, but: session)
    try db.forget(.account, account.throttleKey)
    try audit(
      &db, actor, action, .account, id: account.id.text, version: account.version, at: now,
      payload: ["sessions_ended": JSON(ended)])
    try tell(
      Notice(
        isFirst ? .passwordSet : .passwordChanged, to: .account(account.id),
        about: Notice.Subject(.account, account.id.text), ["name": account.name]), &db, now)
  }

  /// Makes a link and sends it to the account's address.
  func send(
    _ purpose: SignInLink.Purpose, _ secret: String, to account: Account, _ kind: Notice.Kind,
    _ db: inout Database, _ now: Instant
  ) throws(DomainError) {
    try db.insert(
      SignInLink(account: account.id, purpose: purpose, expiresAt: now + purpose.lifetime),
      hash: Credentials.digest(Array(secret.utf8)))
    try tell(
      Notice(
        kind, to: .address(account.email, account.language),
        about: Notice.Subject(.account, account.id.text),
        ["name": account.name, "secret": secret]), &db, now)
  }

  /// Counts mail that a stranger has sent to an address, whether it has an account or not.
  func countMail(to email: String, from origin: Origin, _ now: Instant) throws(DomainError) {
    try store.write { db throws(DomainError) in
      try db.countTry(.mailers, origin.key, at: now)
      try db.countTry(.mail, Credentials.digest(Array(email.utf8)), at: now)
    }
  }

  /// Counts a try in a transaction of its own, so that it counts whatever becomes of it.
  func countTry(_ throttle: Throttle, _ key: [UInt8], _ now: Instant) throws(DomainError) {
    try store.write { db throws(DomainError) in try db.countTry(throttle, key, at: now) }
  }

  /// The address in a body that holds nothing else.
  static func email(_ json: JSON) throws(DomainError) -> String {
    let log = FaultLog()
    var email: String?
    if var reader = ObjectReader(json, log: log) {
      email = reader.email("email")
      reader.require("email", email != nil)
      reader.finish()
    }
    try log.check()
    guard let email else { throw .invalid([Fault("/email", .missing)]) }
    return email
  }
}

extension Account {
  /// What tries of its password are counted by; unknown addresses have the same kind of key.
  var throttleKey: [UInt8] { Credentials.digest(Array(email.utf8)) }
}

extension Database {
  /// The account that a living link of one of these purposes opens.
  /// - Throws: `.invalid` where there is none.
  mutating func openAccount(
    _ hash: [UInt8], _ purposes: Set<SignInLink.Purpose>, _ now: Instant
  ) throws(DomainError) -> Account {
    guard let link = try link(hash: hash, at: now), purposes.contains(link.purpose),
      let account = try account(link.account),
      account.status == .active || account.status == .unconfirmed
    else { throw .invalid([Fault("/token", .ended)]) }
    // What was handed over to make an account does not open what an organisation has under seal.
    if link.purpose == .welcome, !(try memberships(of: account.id).isEmpty) {
      throw .invalid([Fault("/token", .ended)])
    }
    return account
  }
}
