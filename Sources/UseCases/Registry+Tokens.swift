package import Domain
import Storage

extension Registry {
  /// How many living tokens a person may have.
  private static let mostTokens = 50

  /// Makes an API token for another system; the secret is given out here and never again.
  ///
  /// One that acts for an organisation is told to its people, and reaches no proposals: see
  /// `Actor.isStandIn`.
  /// - Throws: `.notFound` where the organisation does not exist.
  package func createToken(
    role: Role, organisation name: String?, label: String?, expiresAt: Instant?,
    scope: Token.Scope = .write, by actor: Actor
  ) throws(DomainError) -> (token: Token, secret: String) {
    guard actor.role == .admin else {
      throw .forbidden(action: "token.create", needs: ["admin"])
    }
    let secret = Credentials.secret(random)
    let (now, places, id) = (clock(), places, newID() as ID<Token>)
    if let expiresAt, expiresAt <= now {
      throw .invalid([
        Fault("/expires", .inThePast, found: expiresAt.description, accepted: "> \(now)")
      ])
    }
    let token = try commit { db throws(DomainError) in
      // It would act without its maker's ties.
      try self.requireImpartial(actor, "token.create", registering: nil, &db)
      let organisation: ID<Organisation>? =
        if let name { try db.visibleOrganisation(name, to: actor, places).id } else { nil }
      let token = Token(
        id: id, prefix: Credentials.prefix(of: secret), role: role, organisation: organisation,
        label: label, createdAt: now, expiresAt: expiresAt, scope: scope)
      try self.insert(token, secret, &db, actor, now)
      if let organisation {
        try self.tell(token, made: .organisation(organisation), &db, now)
      }
      return token
    }
    return (token, secret)
  }

  /// Makes a token for one's own account, for one of one's organisations or, for those with a role
  /// of their own, for that role.
  ///
  /// It acts with what its person may do when it is used, so it ends with their membership.
  /// - Throws: `.invalid`, `.refused` where there are too many, `.unauthenticated`.
  package func createOwnToken(_ json: JSON, by actor: Actor) throws(DomainError) -> (
    token: Token, secret: String
  ) {
    let account = try actor.ownAccount()
    let now = clock()
    let latest = now + Token.mostDays * 24 * 3600
    let log = FaultLog()
    var (scope, name, label, expires): (Token.Scope?, String?, String?, Instant?)
    if var reader = ObjectReader(json, log: log) {
      scope = reader.code("scope", Token.Scope.self)
      name = reader.line("organisation", most: 100)
      label = reader.line("label", most: 200)
      expires = reader.instant("expires_at")
      reader.require("scope", scope != nil)
      reader.require("expires_at", expires != nil)
      if let expires {
        if expires <= now {
          log.add(
            Fault("/expires_at", .inThePast, found: expires.description, accepted: "> \(now)"))
        } else if expires > latest {
          log.add(
            Fault(
              "/expires_at", .outOfRange, found: expires.description, accepted: "≤ \(latest)"))
        }
      }
      reader.finish(readOnly: ["id", "prefix", "role", "account", "created_at", "last_used"])
    }
    try log.check()
    guard let scope, let expires else { throw .invalid([Fault("", .missing)]) }
    let (secret, id, written, text) = (
      Credentials.secret(random), newID() as ID<Token>, name, label
    )
    let token = try commit { db throws(DomainError) in
      guard let person = try db.account(account) else { throw .unauthenticated }
      let memberships = try db.memberships(of: account)
      var organisation: ID<Organisation>?
      if let written {
        organisation = memberships.first { $0.organisation.text == written }?.organisation
        guard organisation != nil else {
          throw .invalid([Fault("/organisation", .notFound, found: written)])
        }
      } else if person.role == nil {
        throw .invalid([Fault("/organisation", .missing)])
      }
      guard try db.liveTokens(of: account, at: now) < Self.mostTokens else {
        throw .invalid([
          Fault("", .tooMany, found: String(Self.mostTokens + 1), accepted: "≤ \(Self.mostTokens)")
        ])
      }
      let role = organisation == nil ? person.role ?? .member : .member
      let token = Token(
        id: id, prefix: Credentials.prefix(of: secret), role: role, organisation: organisation,
        label: text, createdAt: now, expiresAt: expires, account: account, scope: scope)
      try self.insert(token, secret, &db, actor, now)
      try self.tell(token, made: .account(account), &db, now)
      return token
    }
    return (token, secret)
  }

  private func insert(
    _ token: Token, _ secret: String, _ db: inout Database, _ actor: Actor, _ now: Instant
  ) throws(DomainError) {
    try db.insert(token, hash: Credentials.digest(Array(secret.utf8)))
    try audit(
      &db, actor, "create", .token, id: token.id.text, version: 1, at: now,
      payload: [
        "role": .string(token.role.rawValue), "organisation": JSON(token.organisation?.text),
        "scope": .string(token.scope.rawValue),
      ])
  }

  private func tell(
    _ token: Token, made audience: Notice.Audience, _ db: inout Database, _ now: Instant
  ) throws(DomainError) {
    try tell(
      Notice(
        .tokenMade, to: audience, about: Notice.Subject(.token, token.id.text),
        ["prefix": token.prefix, "label": token.label ?? "–"]), &db, now)
  }

  /// The newest tokens, without their secrets: all for an administrator, else one's own.
  package func tokens(by actor: Actor) throws(DomainError) -> [Token] {
    guard actor.isKnown else { throw .unauthenticated }
    if actor.role == .admin {
      return try store.read { db throws(DomainError) in try db.tokens() }
    }
    guard let account = actor.account else {
      throw .forbidden(action: "token.list", needs: ["admin"])
    }
    return try store.read { db throws(DomainError) in try db.tokens(of: account) }
  }

  /// Ends a token at once, by its identifier or prefix: any for an administrator, else one's own.
  package func revokeToken(_ name: String, by actor: Actor) throws(DomainError) {
    guard actor.isKnown else { throw .unauthenticated }
    guard actor.role == .admin || actor.account != nil else {
      throw .forbidden(action: "token.revoke", needs: ["admin"])
    }
    let (now, owner) = (clock(), actor.role == .admin ? nil : actor.account)
    try commit { db throws(DomainError) in
      guard let id = try db.revokeToken(name, of: owner, at: now) else {
        throw .notFound(aggregate: "token", id: name)
      }
      try self.audit(
        &db, actor, "revoke", .token, id: id.text, version: 2, at: now, payload: [:])
    }
  }

  /// Who shows this secret.
  /// - Throws: `.unauthenticated` where the token is unknown, ended or revoked, or its person is
  ///   not what they were when it was made, without saying which.
  package func actor(secret: String) throws(DomainError) -> Actor {
    let (now, hash) = (clock(), Credentials.digest(Array(secret.utf8)))
    let found = try store.read { db throws(DomainError) -> (Token, Account?, [Membership])? in
      guard let token = try db.token(hash: hash), token.revokedAt == nil,
        token.expiresAt.map({ now < $0 }) ?? true
      else { return nil }
      guard let id = token.account else { return (token, nil, []) }
      return (token, try db.account(id), try db.memberships(of: id))
    }
    guard let (token, account, memberships) = found else { throw .unauthenticated }
    var actor = Actor(
      name: "token:" + token.id.text, role: token.role, organisation: token.organisation,
      token: token.id)
    actor.isStandIn = token.account == nil && token.organisation != nil
    if token.account != nil {
      guard let account, account.status == .active else { throw .unauthenticated }
      do throws(DomainError) {
        actor = try account.actor(
          memberships, choosing: token.organisation?.text, token: token.id)
      } catch { throw .unauthenticated }
      // A role that was taken away, or changed, ends the tokens that were made with it.
      guard actor.role == token.role else { throw .unauthenticated }
    }
    actor.mayOnlyRead = token.scope == .read
    let today = now.dayInVietnam
    if token.lastUsed != today {
      // Not worth failing for.
      try? store.write { db throws(DomainError) in try db.noteUse(of: token.id, on: today) }
    }
    return actor
  }
}
