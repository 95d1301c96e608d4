package import Domain
import Storage

extension Registry {
  /// Makes an API token; the secret is given out here and never again.
  /// - Throws: `.notFound` where the organisation does not exist.
  package func createToken(
    role: Role, organisation name: String?, label: String?, expiresAt: Instant?, by actor: Actor
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
      let organisation: ID<Organisation>? =
        if let name { try db.visibleOrganisation(name, to: actor, places).id } else { nil }
      let token = Token(
        id: id, prefix: Credentials.prefix(of: secret), role: role, organisation: organisation,
        label: label, createdAt: now, expiresAt: expiresAt)
      try db.insert(token, hash: Credentials.digest(Array(secret.utf8)))
      try self.audit(
        &db, actor, "create", .token, id: id.text, version: 1, at: now,
        payload: ["role": .string(role.rawValue), "organisation": JSON(organisation?.text)])
      return token
    }
    return (token, secret)
  }

  /// The newest tokens, without their secrets.
  package func tokens(by actor: Actor) throws(DomainError) -> [Token] {
    guard actor.role == .admin else { throw .forbidden(action: "token.list", needs: ["admin"]) }
    return try store.read { db throws(DomainError) in try db.tokens() }
  }

  /// Ends a token at once, by its identifier or prefix.
  package func revokeToken(_ name: String, by actor: Actor) throws(DomainError) {
    guard actor.role == .admin else { throw .forbidden(action: "token.revoke", needs: ["admin"]) }
    let now = clock()
    try commit { db throws(DomainError) in
      guard let id = try db.revokeToken(name, at: now) else {
        throw .notFound(aggregate: "token", id: name)
      }
      try self.audit(
        &db, actor, "revoke", .token, id: id.text, version: 2, at: now, payload: [:])
    }
  }

  /// Who shows this secret.
  /// - Throws: `.unauthenticated` where the token is unknown, ended or revoked, without saying
  ///   which.
  package func actor(secret: String) throws(DomainError) -> Actor {
    let (now, hash) = (clock(), Credentials.digest(Array(secret.utf8)))
    let token = try store.read { db throws(DomainError) in try db.token(hash: hash) }
    guard let token, token.revokedAt == nil, token.expiresAt.map({ now < $0 }) ?? true else {
      throw .unauthenticated
    }
    return Actor(
      name: "token:" + token.id.text, role: token.role, organisation: token.organisation,
      token: token.id)
  }
}
