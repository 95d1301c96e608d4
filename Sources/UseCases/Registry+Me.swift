package import Domain
import Storage

extension Registry {
  /// The account of whoever calls.
  /// - Throws: `.unauthenticated`, `.forbidden` for a token without a person.
  package func me(by actor: Actor) throws(DomainError) -> AccountView {
    guard let id = actor.account else {
      throw actor.isKnown
        ? .forbidden(action: "account.own", needs: ["person"]) : .unauthenticated
    }
    return try account(id.text, by: actor)
  }

  /// Changes one's own name, language or password; another password ends all other sessions.
  /// - Throws: `.stale`, `.versionRequired`, `.invalid` also for a wrong old password,
  ///   `.throttled`.
  package func updateMe(
    _ patch: JSON, expecting version: Int?, keeping session: ID<LoginSession>?, by actor: Actor
  ) throws(DomainError) -> AccountView {
    let id = try actor.ownAccount()
    let log = FaultLog()
    var (name, language, password, old): (String?, Language?, String?, String?)
    if var reader = ObjectReader(patch, log: log) {
      name = reader.line("name", most: 200)
      language = reader.code("language", Language.self)
      password = reader.secret("password")
      old = reader.secret("old_password")
      reader.finish(
        readOnly: Account.readOnly.subtracting(["name", "language"]).union([
          "role", "status",
        ]))
    }
    let account = try store.read { db throws(DomainError) in try db.account(id) }
    guard let account else { throw .unauthenticated }
    if let password,
      let fault = Password.fault(
        password, at: "/password", common: Self.commonPasswords,
        context: [account.email, name ?? account.name])
    {
      log.add(fault)
    }
    try log.check()
    guard let version else { throw .versionRequired(current: account.version) }
    guard version == account.version else { throw .stale(current: account.version) }
    var hash: String?
    if let password {
      try requirePassword(old, of: id, at: "/old_password")
      hash = try self.hash(password)
    }
    let (now, newHash) = (clock(), hash)
    let (newName, newLanguage) = (name, language)
    return try commit { db throws(DomainError) in
      guard let before = try db.account(id) else { throw .unauthenticated }
      guard before.version == version else { throw .stale(current: before.version) }
      var after = before
      if let newName { after.name = newName }
      if let newLanguage { after.language = newLanguage }
      if after != before { try self.replace(before, with: &after, "update", &db, actor, now) }
      if let newHash {
        try self.setPassword(
          newHash, of: after, "change_password", &db, actor, now, keeping: session)
      }
      return try db.view(of: after)
    }
  }
}
