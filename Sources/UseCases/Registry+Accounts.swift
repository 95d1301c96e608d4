package import Domain
import Storage

/// An account as its person and administrators see it.
package struct AccountView: Sendable {
  /// The account.
  package let account: Account
  /// Where its person belongs.
  package let memberships: [Membership]
  /// Whether a second factor is asked for.
  package let hasSecondFactor: Bool
  /// Recovery codes that are left; zero without a second factor.
  package let recoveryCodes: Int
}

extension Registry {
  /// Makes an account that is to be confirmed by a link.
  ///
  /// An address that has an account is told so by mail; to the one who asks, both look the same and
  /// take the same work. An account that was never confirmed is begun anew.
  /// - Throws: `.invalid`, `.throttled`, `.unavailable` while too many passwords are hashed.
  package func register(_ json: JSON, from origin: Origin) throws(DomainError) {
    let input = try Account.Registration(json, common: Self.commonPasswords)
    let (now, secret) = (clock(), Credentials.linkSecret(random))
    try countMail(to: input.email, from: origin, now)
    let hash = try hash(input.password)
    let id = newID() as ID<Account>
    let actor = Actor(name: "anonymous", role: nil, address: origin.address)
    try commit { db throws(DomainError) in
      let before = try db.account(email: input.email)
      if let before, before.status != .unconfirmed {
        // A disabled account is not told what it may not use.
        guard before.status == .active else {
          try db.touchTry(.mail, before.throttleKey)
          return
        }
        try self.tell(
          Notice(
            .accountExists, to: .address(before.email, before.language),
            about: Notice.Subject(.account, before.id.text), ["name": before.name]), &db, now)
        return
      }
      let account: Account
      if let before {
        var after = before
        after.name = input.name
        after.language = input.language
        try self.replace(before, with: &after, "register", &db, actor, now)
        account = after
      } else {
        account = Account(
          id: id, email: input.email, name: input.name, language: input.language,
          status: .unconfirmed, createdAt: now, updatedAt: now)
        try self.insert(account, "register", &db, actor, now)
      }
      try db.setPassword(hash, of: account.id, at: now)
      try self.send(.confirm, secret, to: account, .accountConfirm, &db, now)
    }
  }

  /// Confirms an account by its link and its password.
  ///
  /// The password is asked for because a stranger may have begun an account with somebody else's
  /// address: the link alone would give the stranger's password force.
  /// - Throws: `.invalid` for a link that has ended, `.badCredentials`, `.throttled`.
  package func confirm(_ json: JSON, from origin: Origin) throws(DomainError) -> Account {
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
    let stored = try store.read { db throws(DomainError) in
      try db.passwordHash(of: try db.openAccount(linkHash, [.confirm], now).id)
    }
    guard try check(password, against: stored).isRight else { throw .badCredentials }
    return try commit { db throws(DomainError) in
      let before = try db.openAccount(linkHash, [.confirm], now)
      // Begun anew meanwhile, the account has another password.
      guard try db.passwordHash(of: before.id) == stored else { throw .badCredentials }
      var after = before
      after.status = try Account.lifecycle.target(
        of: .confirm, from: before.status, as: [.owner], reason: nil)
      try db.endLinks(of: before.id)
      try db.takeBack(.links, origin.key)
      let actor = Actor(
        name: "account:" + before.id.text, role: nil, account: before.id, address: origin.address)
      try self.replace(before, with: &after, "confirm", &db, actor, now)
      return after
    }
  }

  /// Makes an account for somebody and sends them the link by which they set its password. Nobody
  /// else gets to see it.
  /// - Throws: `.forbidden`, `.invalid`, `.conflict` where the address has one.
  package func createAccount(
    email: String, name: String, language: Language, role: Role?, by actor: Actor
  ) throws(DomainError) -> Account {
    let input = try Self.newAccount(email, name, role, by: actor)
    return try insertWelcomed(input, language, role, by: actor) {
      account, secret, db, now throws(DomainError) in
      try self.send(.welcome, secret, to: account, .accountWelcome, &db, now)
    }.account
  }

  /// Makes an account whose first password is set by the secret that comes with it: on the machine
  /// itself alone, where the first accounts are made before there is mail.
  /// - Throws: `.forbidden`, `.invalid`, `.conflict` where the address has one.
  package func createAccountByHand(
    email: String, name: String, language: Language, role: Role?, by actor: Actor
  ) throws(DomainError) -> (account: Account, secret: String) {
    let input = try Self.newAccount(email, name, role, by: actor)
    try Self.requireMachine(actor, "account.create")
    return try insertWelcomed(input, language, role, by: actor) {
      account, secret, db, now throws(DomainError) in
      try db.insert(
        SignInLink(
          account: account.id, purpose: .welcome,
          expiresAt: now + SignInLink.Purpose.welcome.lifetime
        ), hash: Credentials.digest(Array(secret.utf8)))
    }
  }

  private static func newAccount(
    _ email: String, _ name: String, _ role: Role?, by actor: Actor
  ) throws(DomainError) -> (email: String, name: String) {
    guard actor.role == .admin else { throw .forbidden(action: "account.create", needs: ["admin"]) }
    let email = try Self.email(["email": .string(email)])
    let log = FaultLog()
    var reader = ObjectReader(["name": .string(name)], log: log)
    let cleaned = reader?.line("name", most: 200)
    if cleaned == nil { reader?.require("name", false) }
    if role == .member {
      log.add(
        Fault("/role", .notAccepted, found: "member", accepted: "reviewer, dost, admin"))
    }
    try log.check()
    return (email, cleaned ?? "")
  }

  private func insertWelcomed(
    _ input: (email: String, name: String), _ language: Language, _ role: Role?, by actor: Actor,
    _ hand:
      @escaping @Sendable (Account, String, inout Database, Instant) throws(DomainError) -> Void
  ) throws(DomainError) -> (account: Account, secret: String) {
    let (now, secret) = (clock(), Credentials.linkSecret(random))
    let account = Account(
      id: newID(), email: input.email, name: input.name, language: language, role: role,
      status: .unconfirmed, createdAt: now, updatedAt: now)
    try commit { db throws(DomainError) in
      try self.requireImpartial(actor, "account.create", registering: nil, &db)
      if let holder = try db.account(email: account.email) {
        throw .conflict(field: "email", value: account.email, holder: holder.id.text)
      }
      try self.insert(account, "create", &db, actor, now)
      try hand(account, secret, &db, now)
    }
    return (account, secret)
  }

  /// Sends the person of an account a link by which they set a password, and says who asked; older
  /// links die. Whoever asks does not get to see it, since it would open what is sealed. The second
  /// factor stays unless it is said to be lost.
  /// - Throws: `.forbidden`, `.notFound`, `.refused` for a disabled one.
  package func resetAccount(
    _ name: String, withoutSecondFactor: Bool = false, by actor: Actor
  ) throws(DomainError) -> Account {
    try reset(name, withoutSecondFactor, by: actor) {
      account, secret, db, now throws(DomainError) in
      let isNew = account.status == .unconfirmed
      try self.send(
        isNew ? .welcome : .reset, secret, to: account, isNew ? .accountWelcome : .accountReset,
        &db, now)
    }.account
  }

  /// Makes a secret by which the person of an account sets a password: on the machine itself alone,
  /// where there is no mail, and not for who belongs to an organisation, since it would open what
  /// that has under seal. Whether there is anything is not asked: the answer would tell. The
  /// person is told, and the secret dies when they join one.
  /// - Throws: `.forbidden`, `.notFound`, `.refused` for a disabled one, `.obstructed` for who
  ///   belongs to an organisation.
  package func resetAccountByHand(
    _ name: String, withoutSecondFactor: Bool = false, by actor: Actor
  ) throws(DomainError) -> (account: Account, secret: String) {
    try reset(name, withoutSecondFactor, by: actor) {
      account, secret, db, now throws(DomainError) in
      try Self.requireMachine(actor, "account.reset")
      guard try db.memberships(of: account.id).isEmpty else {
        throw .obstructed(.belongsToOrganisation)
      }
      try db.insert(
        SignInLink(
          account: account.id, purpose: .welcome,
          expiresAt: now + SignInLink.Purpose.welcome.lifetime
        ), hash: Credentials.digest(Array(secret.utf8)))
      try self.tell(
        Notice(
          .resetByHand, to: .account(account.id),
          about: Notice.Subject(.account, account.id.text), ["name": account.name]), &db, now)
    }
  }

  private static func requireMachine(_ actor: Actor, _ action: String) throws(DomainError) {
    guard actor == .commandLine else { throw .forbidden(action: action, needs: ["cli"]) }
  }

  private func reset(
    _ name: String, _ withoutSecondFactor: Bool, by actor: Actor,
    _ hand:
      @escaping @Sendable (Account, String, inout Database, Instant) throws(DomainError) -> Void
  ) throws(DomainError) -> (account: Account, secret: String) {
    guard actor.role == .admin else { throw .forbidden(action: "account.reset", needs: ["admin"]) }
    let (now, secret) = (clock(), Credentials.linkSecret(random))
    let account = try commit { db throws(DomainError) in
      let account = try db.visibleAccount(name, to: actor)
      guard account.status == .active || account.status == .unconfirmed else {
        throw .refused(
          TransitionRefusal(
            aggregate: "account", event: "update", state: account.status.rawValue,
            allowedFrom: ["unconfirmed", "active"], allowedBy: ["admin"]))
      }
      try hand(account, secret, &db, now)
      try self.audit(
        &db, actor, "ask_reset", .account, id: account.id.text, version: account.version, at: now,
        payload: [:])
      if withoutSecondFactor, try db.removeSecondFactor(of: account.id) {
        try self.auditFactor("second_factor_off", .secondFactorOff, account, &db, actor, now)
      }
      return account
    }
    return (account, secret)
  }

  /// A page of accounts, the newest first.
  /// - Throws: `.unauthenticated`, `.forbidden` but for administrators.
  package func accounts(
    _ filter: AccountFilter, page: PageRequest, by actor: Actor
  ) throws(DomainError) -> Page<Account> {
    guard actor.isKnown else { throw .unauthenticated }
    guard actor.role == .admin else { throw .forbidden(action: "account.list", needs: ["admin"]) }
    let found = try store.read { db throws(DomainError) in try db.accounts(filter, page) }
    for account in found.items { noteLook(at: account, by: actor) }
    return found
  }

  /// An account by identifier or e-mail address.
  /// - Throws: `.notFound` also where it exists and is not the actor's.
  package func account(_ name: String, by actor: Actor) throws(DomainError) -> AccountView {
    guard actor.isKnown else { throw .unauthenticated }
    let found = try store.read { db throws(DomainError) in
      try db.view(of: try db.visibleAccount(name, to: actor))
    }
    noteLook(at: found.account, by: actor)
    return found
  }

  private func noteLook(at account: Account, by actor: Actor) {
    guard actor.account != account.id else { return }
    noteOfficer(actor, at: .account, of: account.id.text)
  }

  /// Changes role and status of an account; disabling it ends its sessions at once.
  /// - Throws: `.forbidden`, `.notFound`, `.stale`, `.versionRequired`, `.refused`, `.lastHolder`
  ///   where no administrator would be left.
  package func changeAccount(
    _ name: String, _ change: Account.Change, expecting version: Int?, by actor: Actor
  ) throws(DomainError) -> AccountView {
    guard actor.isKnown else { throw .unauthenticated }
    let now = clock()
    return try commit { db throws(DomainError) in
      let before = try db.visibleAccount(name, to: actor)
      guard actor.role == .admin else {
        throw .forbidden(action: "account.update", needs: ["admin"])
      }
      if before.id != actor.account {
        try self.requireImpartial(actor, "account.update", registering: nil, &db)
      }
      guard let version else { throw .versionRequired(current: before.version) }
      guard version == before.version else { throw .stale(current: before.version) }
      var after = before
      if let role = change.role { after.role = role }
      if let status = change.status, status != before.status {
        after.status = try Account.lifecycle.target(
          of: status == .active ? .enable : .disable, from: before.status,
          as: actor.parties(towards: nil), reason: change.reason)
      }
      guard after != before else { return try db.view(of: before) }
      let isAdmin = after.role == .admin && after.status == .active
      if before.role == .admin, before.status == .active, !isAdmin,
        try db.activeAccounts(with: .admin) <= 1
      {
        throw .lastHolder(role: "admin")
      }
      if after.status == .disabled, before.status != .disabled {
        _ = try db.endSessions(of: before.id)
        try db.endLinks(of: before.id)
        try self.tell(
          Notice(
            .accountDisabled, to: .address(before.email, before.language),
            about: Notice.Subject(.account, before.id.text),
            ["name": before.name, "reason": change.reason ?? ""]), &db, now)
      }
      try self.replace(
        before, with: &after, "update", &db, actor, now, reason: change.reason)
      return try db.view(of: after)
    }
  }

  private func insert(
    _ account: Account, _ action: String, _ db: inout Database, _ actor: Actor, _ now: Instant
  ) throws(DomainError) {
    try db.insert(account)
    try audit(
      &db, actor, action, .account, id: account.id.text, version: account.version, at: now,
      payload: ["after": account.json])
  }

  /// Stores the next version of an account with its audit entry.
  func replace(
    _ before: Account, with after: inout Account, _ action: String, _ db: inout Database,
    _ actor: Actor, _ now: Instant, reason: String? = nil
  ) throws(DomainError) {
    after.version = before.version + 1
    after.updatedAt = now
    try db.update(after)
    var payload = JSON.difference(from: before.json, to: after.json)
    if let reason { payload = payload.merging(["reason": .string(reason)]) }
    try audit(
      &db, actor, action, .account, id: after.id.text, version: after.version, at: now,
      payload: payload)
  }
}

extension Database {
  /// Finds an account by identifier or address, if the actor may know of it.
  mutating func visibleAccount(_ name: String, to actor: Actor) throws(DomainError) -> Account {
    var found = try account(ID(name))
    if found == nil { found = try account(email: name.lowercased()) }
    guard let found, Visibility.sees(actor, found) else {
      throw .notFound(aggregate: "account", id: name)
    }
    return found
  }

  /// An account with what belongs to it.
  mutating func view(of account: Account) throws(DomainError) -> AccountView {
    let factor = try secondFactor(of: account.id)
    return AccountView(
      account: account, memberships: try memberships(of: account.id),
      hasSecondFactor: factor?.confirmedAt != nil,
      recoveryCodes: try recoveryCodes(of: account.id))
  }
}
