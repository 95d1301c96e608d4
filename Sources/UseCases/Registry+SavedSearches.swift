package import Domain
import Storage

extension Registry {
  /// A page of the searches that the actor, or the organisation they act for, has saved.
  package func savedSearches(
    page: PageRequest, by actor: Actor
  ) throws(DomainError) -> Page<SavedSearch> {
    let (owner, places) = (try Self.searchOwner(actor, "saved_search.list", writes: false), places)
    return try store.read { db throws(DomainError) in
      try db.savedSearches(of: owner, page, places: places)
    }
  }

  /// A saved search of the actor's own.
  package func savedSearch(
    _ id: ID<SavedSearch>, by actor: Actor
  ) throws(DomainError) -> SavedSearch {
    _ = try Self.searchOwner(actor, "saved_search.show", writes: false)
    let places = places
    return try store.read { db throws(DomainError) in
      try db.visibleSearch(id, to: actor, places)
    }
  }

  /// Saves a search. What it finds now counts as known; its owner is told of what comes anew.
  /// - Throws: `.invalid` where what it asks about is not there, or it is one too many.
  package func createSavedSearch(
    _ json: JSON, by actor: Actor, key: IdempotencyKey? = nil
  ) throws(DomainError) -> SavedSearch {
    let owner = try Self.searchOwner(actor, "saved_search.create")
    let (now, places, id) = (clock(), places, newID() as ID<SavedSearch>)
    let search = SavedSearch(
      id: id, owner: owner, wish: try .read(json, places: places), createdAt: now, updatedAt: now)
    let known = try known(search.wish, by: actor)
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.savedSearch(ID(id), places: places)
    } make: { db throws(DomainError) in
      let count = try db.savedSearchCount(of: owner)
      guard count < SavedSearch.mostPerOwner else {
        throw .invalid([
          Fault("", .tooMany, found: "\(count + 1)", accepted: "≤ \(SavedSearch.mostPerOwner)")
        ])
      }
      try db.insert(search)
      try db.markAsked(
        id, found: known.hits, sequence: known.sequence, due: search.wish.due(after: now))
      try self.audit(
        &db, actor, "create", .savedSearch, id: id.text, version: 1, at: now,
        payload: ["after": search.json])
      return (search, id.text)
    }
  }

  /// Changes a saved search by a JSON merge patch; `query` is replaced as a whole.
  package func updateSavedSearch(
    _ id: ID<SavedSearch>, patch: JSON, expecting version: Int?, by actor: Actor
  ) throws(DomainError) -> SavedSearch {
    _ = try Self.searchOwner(actor, "saved_search.update")
    try patch.refuse(members: SavedSearch.Wish.readOnly)
    let (now, places) = (clock(), places)
    let before = try savedSearch(id, by: actor)
    guard let version else { throw .versionRequired(current: before.version) }
    guard version == before.version else { throw .stale(current: before.version) }
    var members = JSONObject(before.wish.members)
    if patch["query"] != nil { members["query"] = nil }
    var after = before
    after.wish = try .read(
      JSON.object(members).merging(patch, keepingNull: true), places: places)
    guard after.wish != before.wish else { return before }
    after.version += 1
    after.updatedAt = now
    let asksAnew = after.wish.kind != before.wish.kind || after.wish.query != before.wish.query
    let known = asksAnew ? try known(after.wish, by: actor) : nil
    let changed = after
    return try commit { db throws(DomainError) in
      let newest = try db.lastChange(of: [.organisation, .problem, .cohort])
      try db.update(changed)
      if known != nil { try db.forgetHits(of: id) }
      try db.markAsked(
        id, found: known?.hits ?? [], sequence: known?.sequence ?? newest,
        due: changed.wish.due(after: now))
      try self.audit(
        &db, actor, "update", .savedSearch, id: id.text, version: changed.version, at: now,
        payload: .difference(from: before.json, to: changed.json))
      return changed
    }
  }

  /// Takes a saved search out.
  package func removeSavedSearch(
    _ id: ID<SavedSearch>, expecting version: Int?, by actor: Actor
  ) throws(DomainError) {
    _ = try Self.searchOwner(actor, "saved_search.remove")
    let (now, places) = (clock(), places)
    try commit { db throws(DomainError) in
      let search = try db.visibleSearch(id, to: actor, places)
      guard let version else { throw .versionRequired(current: search.version) }
      guard version == search.version else { throw .stale(current: search.version) }
      try db.remove(search)
      try self.audit(
        &db, actor, "remove", .savedSearch, id: id.text, version: search.version + 1, at: now,
        payload: ["before": search.json])
    }
  }

  /// What a search finds now, and up to which change that holds.
  private func known(
    _ wish: SavedSearch.Wish, by actor: Actor
  ) throws(DomainError) -> (hits: [String], sequence: Int64) {
    let sequence = try store.read { db throws(DomainError) in
      try db.lastChange(of: [.organisation, .problem, .cohort])
    }
    try index.follow()
    do throws(DomainError) {
      return (try hits(of: wish, by: actor).map(\.key), sequence)
    } catch {
      guard case .notFound(_, let id) = error else { throw error }
      let member = wish.kind == .solverMatches ? "problem" : "organisation"
      throw .invalid([Fault("/query/\(member)", .notFound, found: id)])
    }
  }

  private static func searchOwner(
    _ actor: Actor, _ action: String, writes: Bool = true
  ) throws(DomainError) -> SavedSearch.Owner {
    guard actor.role != nil || actor.account != nil else { throw .unauthenticated }
    if actor.role == .member, let own = actor.organisation {
      guard !writes || actor.membership != .viewer else {
        throw .forbidden(action: action, needs: ["owner"])
      }
      return .organisation(own)
    }
    guard let account = actor.account else { throw .forbidden(action: action, needs: ["member"]) }
    return .account(account)
  }
}

extension SavedSearch.Wish {
  /// When it is next asked after a moment; nil where every change is looked at.
  func due(after now: Instant) -> Instant? { alert.period.map { now + $0 } }
}

extension Database {
  fileprivate mutating func visibleSearch(
    _ id: ID<SavedSearch>, to actor: Actor, _ places: Gazetteer
  ) throws(DomainError) -> SavedSearch {
    guard let found = try savedSearch(id, places: places), Visibility.sees(actor, found) else {
      throw .notFound(aggregate: "saved_search", id: id.text)
    }
    return found
  }
}
