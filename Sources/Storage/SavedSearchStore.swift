package import Domain
package import SQLite

extension Connection {
  private static let savedSearchColumns =
    "id, organisation_id, account_id, version, created_at, updated_at, wish"

  /// The saved search of that identifier.
  package mutating func savedSearch(
    _ id: ID<SavedSearch>, places: Gazetteer
  ) throws(DomainError) -> SavedSearch? {
    let found = try row(
      "SELECT \(Self.savedSearchColumns) FROM saved_search WHERE id = ?", [.text(id.text)],
      SavedSearchRow.init)
    guard let found else { return nil }
    return try found.search(places)
  }

  /// A page of what an owner has saved, the newest first.
  package mutating func savedSearches(
    of owner: SavedSearch.Owner, _ page: PageRequest, places: Gazetteer
  ) throws(DomainError) -> Page<SavedSearch> {
    try newest(
      "saved_search", Self.savedSearchColumns, owner.conditions, page, SavedSearchRow.init,
      { _, row throws(DomainError) in try row.search(places) },
      key: { ($0.createdAt, $0.id) })
  }

  /// How many an owner has saved.
  package mutating func savedSearchCount(of owner: SavedSearch.Owner) throws(DomainError) -> Int {
    try count("saved_search", owner.conditions)
  }

  /// The searches that are to be asked now: those whose time has come, and those that look at
  /// every change where there has been one after what they have seen.
  package mutating func dueSearches(
    at now: Instant, newest sequence: Int64, limit: Int
  ) throws(DomainError) -> [ID<SavedSearch>] {
    let timed: [ID<SavedSearch>] = try rows(
      """
      SELECT id FROM saved_search WHERE due_at IS NOT NULL AND due_at <= ?
      ORDER BY due_at LIMIT ?
      """, [.integer(now.seconds), Value(limit)]
    ) { row in ID(row.text(0)) }
    let atOnce: [ID<SavedSearch>] = try rows(
      """
      SELECT id FROM saved_search WHERE due_at IS NULL AND seen_sequence < ?
      ORDER BY seen_sequence LIMIT ?
      """, [.integer(sequence), Value(limit)]
    ) { row in ID(row.text(0)) }
    return timed + atOnce
  }

  /// What an owner has been told of.
  package mutating func toldHits(of id: ID<SavedSearch>) throws(DomainError) -> Set<String> {
    Set(
      try rows("SELECT hit FROM saved_search_hit WHERE saved_search_id = ?", [.text(id.text)]) {
        row in row.text(0)
      })
  }

  /// Records that a search was asked: what it found, how far in the feed it has looked, and when
  /// it is next asked.
  package mutating func markAsked(
    _ id: ID<SavedSearch>, found: [String], sequence: Int64, due: Instant?
  ) throws(DomainError) {
    for hit in found {
      try run(
        """
        INSERT INTO saved_search_hit (saved_search_id, hit) VALUES (?, ?)
        ON CONFLICT DO NOTHING
        """, [.text(id.text), .text(hit)])
    }
    try run(
      "UPDATE saved_search SET seen_sequence = ?, due_at = ? WHERE id = ?",
      [.integer(sequence), Value(due?.seconds), .text(id.text)])
  }

  /// Forgets what an owner has been told of, since another question is asked now.
  package mutating func forgetHits(of id: ID<SavedSearch>) throws(DomainError) {
    try run("DELETE FROM saved_search_hit WHERE saved_search_id = ?", [.text(id.text)])
  }

  /// Adds a saved search.
  package mutating func insert(_ search: SavedSearch) throws(DomainError) {
    let (organisation, account): (String?, String?) =
      switch search.owner {
      case .organisation(let id): (id.text, nil)
      case .account(let id): (nil, id.text)
      }
    try run(
      """
      INSERT INTO saved_search (id, organisation_id, account_id, created_at, seen_sequence,
        version, updated_at, wish) VALUES (?, ?, ?, ?, 0, ?, ?, ?)
      """,
      [
        .text(search.id.text), Value(organisation), Value(account),
        .integer(search.createdAt.seconds),
      ] + columns(of: search))
  }

  /// Replaces a saved search that has not changed since it was read.
  /// - Throws: `DomainError.stale` where it has.
  package mutating func update(_ search: SavedSearch) throws(DomainError) {
    let changed = try run(
      "UPDATE saved_search SET version = ?, updated_at = ?, wish = ? WHERE id = ? AND version = ?",
      columns(of: search) + [.text(search.id.text), Value(search.version - 1)])
    guard changed == 1 else { throw .stale(current: search.version) }
  }

  /// Takes a saved search out.
  package mutating func remove(_ search: SavedSearch) throws(DomainError) {
    try forgetHits(of: search.id)
    try run("DELETE FROM saved_search WHERE id = ?", [.text(search.id.text)])
  }

  private func columns(of search: SavedSearch) -> [Value] {
    [
      Value(search.version), .integer(search.updatedAt.seconds),
      .text(JSON.object(JSONObject(search.wish.members)).compact),
    ]
  }
}

extension SavedSearch.Owner {
  fileprivate var conditions: Conditions {
    var conditions = Conditions()
    switch self {
    case .organisation(let id): conditions.add("organisation_id = ?", [.text(id.text)])
    case .account(let id): conditions.add("account_id = ?", [.text(id.text)])
    }
    return conditions
  }
}

/// The columns of one saved search.
private struct SavedSearchRow {
  let id: String
  let organisation: String?
  let account: String?
  let version: Int
  let createdAt: Int64
  let updatedAt: Int64
  let wish: String

  init(_ row: borrowing Row) {
    id = row.text(0)
    organisation = row.optionalText(1)
    account = row.optionalText(2)
    version = Int(row.integer(3))
    createdAt = row.integer(4)
    updatedAt = row.integer(5)
    wish = row.text(6)
  }

  func search(_ places: Gazetteer) throws(DomainError) -> SavedSearch {
    let owner: SavedSearch.Owner =
      if let organisation {
        .organisation(ID(organisation))
      } else if let account {
        .account(ID(account))
      } else {
        throw .internalFault("saved_search \(id): no owner")
      }
    return SavedSearch(
      id: ID(id), owner: owner,
      wish: try StoredJSON.read(wish, "saved_search \(id)") { json throws(DomainError) in
        try SavedSearch.Wish.read(json, places: places)
      }, version: version, createdAt: Instant(seconds: createdAt),
      updatedAt: Instant(seconds: updatedAt))
  }
}
