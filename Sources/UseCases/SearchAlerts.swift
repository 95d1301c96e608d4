import Domain
import Matching
import Storage

/// Something that a saved search has found.
struct SearchHit: Sendable {
  /// Names it among the hits of all kinds.
  let key: String
  /// What it is called.
  let name: String
}

extension Duty {
  /// Asks the saved searches whose time has come and tells their owners what is new.
  static let searchAlerts = Duty("saved searches") { registry, now throws(DomainError) in
    try registry.askSavedSearches(now)
  }
}

extension Registry {
  /// Searches asked in one go; the rest follow a moment later.
  private static let searchesAtOnce = 10
  /// How many hits are looked at; those that come after the best do not matter.
  private static let hitLimit = 50
  /// How many names stand in a notice.
  private static let namesInNotice = 5

  func askSavedSearches(_ now: Instant) throws(DomainError) {
    let (sequence, due) = try store.read { db throws(DomainError) in
      // What else changes cannot change what a search finds.
      let sequence = try db.lastChange(of: [.organisation, .problem, .cohort])
      return (
        sequence, try db.dueSearches(at: now, newest: sequence, limit: Self.searchesAtOnce)
      )
    }
    guard !due.isEmpty else { return }
    try index.follow()
    for id in due { try ask(id, upTo: sequence, now) }
  }

  private func ask(_ id: ID<SavedSearch>, upTo sequence: Int64, _ now: Instant)
    throws(DomainError)
  {
    let places = places
    let asked = try store.read { db throws(DomainError) -> (SavedSearch, Actor)? in
      guard let search = try db.savedSearch(id, places: places),
        let actor = try db.asker(of: search)
      else { return nil }
      return (search, actor)
    }
    var found: [SearchHit] = []
    if let (search, actor) = asked {
      do throws(DomainError) { found = try hits(of: search.wish, by: actor) } catch {
        // What it asks about may be gone; it goes on asking, since that may come back.
        if case .unavailable = error { throw error }
      }
    }
    let hits = found
    try commit { db throws(DomainError) in
      guard let (search, _) = asked, let current = try db.savedSearch(id, places: places),
        current.version == search.version
      else {
        try db.markAsked(id, found: [], sequence: sequence, due: asked?.0.wish.due(after: now))
        return
      }
      let told = try db.toldHits(of: id)
      let new = hits.filter { !told.contains($0.key) }
      try db.markAsked(
        id, found: new.map(\.key), sequence: sequence, due: search.wish.due(after: now))
      guard !new.isEmpty else { return }
      let names = new.prefix(Self.namesInNotice).map(\.name).joined(separator: "; ")
      try self.tell(
        Notice(
          .savedSearchHits, to: search.owner.audience,
          about: Notice.Subject(.savedSearch, id.text),
          ["search": search.wish.name, "count": String(new.count), "names": names]), &db, now)
    }
  }

  /// What a search finds for an actor, best first.
  /// - Throws: `.notFound` or `.invalid` where what it asks about is not there for them.
  func hits(of wish: SavedSearch.Wish, by actor: Actor) throws(DomainError) -> [SearchHit] {
    let (query, limit) = (wish.query, Self.hitLimit)
    switch wish.kind {
    case .search:
      return search(SearchQuery(query, limit: limit)).hits.map {
        SearchHit(key: "\($0.type.rawValue)/\($0.id)", name: $0.name)
      }
    case .problemMatches:
      return try problems(forOrganisation: query.record ?? "", limit: limit, by: actor)
        .list.matches.map {
          SearchHit(key: "problem/\($0.record.id)", name: $0.record.statement.title)
        }
    case .startupMatches:
      return try startups(
        forMandateOf: query.record ?? "", programme: query.programme, mentor: query.mentor,
        limit: limit, by: actor
      ).list.matches.map {
        SearchHit(
          key: "organisation/\($0.record.organisation.id)",
          name: $0.record.organisation.profile.name)
      }
    case .solverMatches:
      return try solvers(
        forProblem: query.record ?? "", limit: limit, kinds: nil, by: actor
      ).list.matches.map {
        SearchHit(key: "organisation/\($0.record.id)", name: $0.record.profile.name)
      }
    }
  }
}

extension SearchQuery {
  fileprivate init(_ query: SavedSearch.Query, limit: Int) {
    self.init(text: query.text ?? "", limit: limit)
    types = Set(query.types.compactMap(RecordType.init(rawValue:)))
    kinds = Set(query.kinds)
    fields = Set(query.fields)
    technologies = Set(query.technologies)
    provinces = Set(query.provinces)
    stages = Set(query.stages)
  }
}

extension SavedSearch.Owner {
  fileprivate var audience: Notice.Audience {
    switch self {
    case .organisation(let id): .organisation(id)
    case .account(let id): .account(id)
    }
  }
}

extension Database {
  /// Somebody who sees what the owner of a search may see, and no more; nil where there is nobody
  /// to tell.
  fileprivate mutating func asker(of search: SavedSearch) throws(DomainError) -> Actor? {
    switch search.owner {
    case .organisation(let id):
      return Actor(
        name: "saved_search:\(search.id)", role: .member, organisation: id, membership: .viewer)
    case .account(let id):
      guard let account = try account(id), account.status == .active else { return nil }
      return Actor(name: "saved_search:\(search.id)", role: account.role, account: id)
    }
  }
}
