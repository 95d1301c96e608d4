private import Crypto
package import Domain
import Storage

/// What somebody puts into an authenticator application.
package struct SecondFactorOffer: Sendable {
  /// The shared secret in Base32.
  package let secret: String
  /// The same as an address that applications read from a picture.
  package let url: String
}

extension Registry {
  /// How many codes stand in for a lost telephone.
  static let recoveryCodeCount = 10
  /// Bytes of a shared secret (RFC 4226 §4 recommends 20).
  private static let secretLength = 20
  /// What applications show beside the address.
  private static let issuer = "innoreg"

  /// Begins to set up a second factor; it is asked for only once a code has confirmed it.
  /// - Throws: `.refused` where one is set up; `.invalid` for a wrong password, `.throttled`.
  package func enrolSecondFactor(_ json: JSON, by actor: Actor) throws(DomainError)
    -> SecondFactorOffer
  {
    let id = try actor.ownAccount()
    let log = FaultLog()
    var password: String?
    if var reader = ObjectReader(json, log: log) {
      password = reader.secret("password")
      reader.finish()
    }
    try log.check()
    try requirePassword(password, of: id, at: "/password")
    let (now, secret) = (clock(), random(Self.secretLength))
    return try commit { db throws(DomainError) in
      guard let account = try db.account(id) else { throw .unauthenticated }
      if try db.secondFactor(of: id)?.confirmedAt != nil {
        throw Self.refusedFactor(.on, allowedFrom: .off)
      }
      try db.setSecondFactor(
        sealed: try self.vault.seal(secret, for: Self.factorContext(id)), of: id)
      try self.audit(
        &db, actor, "second_factor_begin", .account, id: id.text, version: account.version,
        at: now, payload: [:])
      let text = OneTimePassword.base32(secret)
      let label = Self.issuer + ":" + account.email
      return SecondFactorOffer(
        secret: text,
        url: "otpauth://totp/\(OpenIDProvider.escape(label))?secret=\(text)&issuer=\(Self.issuer)"
          + "&algorithm=SHA1&digits=\(OneTimePassword.digits)&period=\(OneTimePassword.step)")
    }
  }

  /// Confirms a second factor by a first code.
  /// - Returns: recovery codes, shown here and never again
  /// - Throws: `.invalid` for a wrong code, `.refused` where none was begun, `.throttled`.
  package func confirmSecondFactor(
    _ json: JSON, keeping session: ID<LoginSession>?, by actor: Actor
  ) throws(DomainError) -> [String] {
    let id = try actor.ownAccount()
    let code = try Self.code(json)
    let now = clock()
    try countTry(.code, Self.codeKey(id), now)
    let codes = (0..<Self.recoveryCodeCount).map { _ in Credentials.recoveryCode(random) }
    try commit { db throws(DomainError) in
      guard let account = try db.account(id) else { throw .unauthenticated }
      guard let factor = try db.secondFactor(of: id) else {
        throw Self.refusedFactor(.off, allowedFrom: .begun)
      }
      guard factor.confirmedAt == nil else { throw Self.refusedFactor(.on, allowedFrom: .begun) }
      let secret = try self.secret(of: factor, id)
      guard let step = OneTimePassword.step(of: code, secret: secret, at: now.seconds),
        try db.useStep(step, of: id)
      else { throw .invalid([Fault("/code", .wrong)]) }
      try db.confirmSecondFactor(
        of: id, recovery: codes.map { Credentials.recoveryDigest($0, id) }, at: now)
      try db.forget(.code, Self.codeKey(id))
      // Sessions from before have shown a password alone.
      _ = try db.endSessions(of: id, but: session)
      try self.auditFactor("second_factor_on", .secondFactorOn, account, &db, actor, now)
    }
    return codes
  }

  /// Removes a second factor; this needs the password and a code.
  /// - Throws: `.invalid` for a wrong one, `.refused` where there is none, `.throttled`.
  package func removeSecondFactor(_ json: JSON, by actor: Actor) throws(DomainError) {
    let id = try actor.ownAccount()
    let log = FaultLog()
    var (password, code): (String?, String?)
    if var reader = ObjectReader(json, log: log) {
      password = reader.secret("password")
      code = reader.secret("code")
      reader.require("code", code != nil)
      reader.finish()
    }
    try log.check()
    guard let code else { throw .invalid([Fault("/code", .missing)]) }
    try requirePassword(password, of: id, at: "/password")
    let now = clock()
    try countTry(.code, Self.codeKey(id), now)
    try commit { db throws(DomainError) in
      guard let account = try db.account(id) else { throw .unauthenticated }
      guard try db.secondFactor(of: id)?.confirmedAt != nil else {
        throw Self.refusedFactor(.off, allowedFrom: .on)
      }
      guard try self.useCode(code, of: id, &db, now) else {
        throw .invalid([Fault("/code", .wrong)])
      }
      _ = try db.removeSecondFactor(of: id)
      try self.auditFactor("second_factor_off", .secondFactorOff, account, &db, actor, now)
    }
  }

  /// Whether a code is right, of the clock or of recovery; it then is used up, and tries forgotten.
  func useCode(
    _ code: String, of account: ID<Account>, _ db: inout Database, _ now: Instant
  ) throws(DomainError) -> Bool {
    guard let factor = try db.secondFactor(of: account), factor.confirmedAt != nil else {
      return false
    }
    let isRight: Bool
    let secret = try secret(of: factor, account)
    if let step = OneTimePassword.step(of: code, secret: secret, at: now.seconds) {
      isRight = try db.useStep(step, of: account)
    } else {
      isRight = try db.useRecoveryCode(Credentials.recoveryDigest(code, account), of: account)
    }
    if isRight { try db.forget(.code, Self.codeKey(account)) }
    return isRight
  }

  /// What the secret of an account's second factor is sealed for.
  private static func factorContext(_ account: ID<Account>) -> String { "totp:\(account)" }

  /// The shared secret of a second factor.
  private func secret(
    of factor: SecondFactor, _ account: ID<Account>
  ) throws(DomainError) -> [UInt8] {
    guard let sealed = factor.sealed else { return factor.plain }
    return try vault.open(sealed, for: Self.factorContext(account))
  }

  /// Seals the secrets that earlier releases kept readable, then writes the database anew, so that
  /// nothing of them is left in it.
  func sealPlainFactors() throws(DomainError) {
    guard vault.isOpen else { return }
    let isAny = try store.write { db throws(DomainError) in
      let plain = try db.plainFactors()
      for (account, secret) in plain {
        try db.seal(
          try self.vault.seal(secret, for: Self.factorContext(account)), factorOf: account)
      }
      return !plain.isEmpty
    }
    if isAny { try store.forgetDeleted() }
  }

  /// Asks a person who is logged in for their password again; nothing is asked of those who have
  /// none, since they log in by an identity provider.
  /// - Throws: `.invalid` where it is missing or wrong, `.throttled`.
  func requirePassword(_ password: String?, of id: ID<Account>, at path: String)
    throws(DomainError)
  {
    let now = clock()
    let found = try store.read { db throws(DomainError) in
      (try db.account(id), try db.passwordHash(of: id))
    }
    guard let account = found.0 else { throw .unauthenticated }
    guard let hash = found.1 else { return }
    guard let password else { throw .invalid([Fault(path, .missing)]) }
    try countTry(.account, account.throttleKey, now)
    guard try check(password, against: hash).isRight else {
      throw .invalid([Fault(path, .wrong)])
    }
    try store.write { db throws(DomainError) in try db.forget(.account, account.throttleKey) }
  }

  /// Notes a change of a second factor and tells its person.
  func auditFactor(
    _ action: String, _ kind: Notice.Kind, _ account: Account, _ db: inout Database,
    _ actor: Actor, _ now: Instant
  ) throws(DomainError) {
    try audit(
      &db, actor, action, .account, id: account.id.text, version: account.version, at: now,
      payload: [:])
    try tell(
      Notice(
        kind, to: .account(account.id), about: Notice.Subject(.account, account.id.text),
        ["name": account.name]), &db, now)
  }

  /// What tries of a person's codes are counted by.
  static func codeKey(_ account: ID<Account>) -> [UInt8] {
    Credentials.digest(Array(account.text.utf8))
  }

  /// The code in a body that holds nothing else.
  static func code(_ json: JSON) throws(DomainError) -> String {
    let log = FaultLog()
    var code: String?
    if var reader = ObjectReader(json, log: log) {
      code = reader.secret("code")
      reader.require("code", code != nil)
      reader.finish()
    }
    try log.check()
    guard let code else { throw .invalid([Fault("/code", .missing)]) }
    return code
  }

  private static func refusedFactor(
    _ state: SecondFactorState, allowedFrom: SecondFactorState
  ) -> DomainError {
    .refused(
      TransitionRefusal(
        aggregate: "second_factor", event: "update", state: state.rawValue,
        allowedFrom: [allowedFrom.rawValue],
        allowedBy: ["person"]))
  }
}
