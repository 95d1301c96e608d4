package import Domain
package import SQLite

/// One committed change.
package struct ChangeEntry: Sendable, Equatable {
  /// Its place in the order of commits.
  package let sequence: Int64
  /// The kind of record.
  package let aggregate: Aggregate
  /// The record.
  package let id: String
  /// The version it then had.
  package let version: Int
}

extension Connection {
  /// Appends a change.
  mutating func recordChange(_ aggregate: Aggregate, _ id: String, _ version: Int)
    throws(DomainError)
  {
    try run(
      "INSERT INTO change_feed (aggregate, record_id, version) VALUES (?, ?, ?)",
      [.text(aggregate.rawValue), .text(id), Value(version)])
  }

  /// The changes after a place in the feed, oldest first.
  package mutating func changes(after sequence: Int64, limit: Int) throws(DomainError)
    -> [ChangeEntry]
  {
    try rows(
      """
      SELECT sequence, aggregate, record_id, version FROM change_feed
      WHERE sequence > ? ORDER BY sequence LIMIT ?
      """, [.integer(sequence), Value(limit)]
    ) { row -> ChangeEntry? in
      guard let aggregate = Aggregate(rawValue: row.text(1)) else { return nil }
      return ChangeEntry(
        sequence: row.integer(0), aggregate: aggregate, id: row.text(2),
        version: Int(row.integer(3)))
    }.compactMap { $0 }
  }

  /// The newest version of every record that the feed tells of.
  package mutating func feedVersions() throws(DomainError) -> [String: Int] {
    let found = try rows(
      "SELECT record_id, max(version) FROM change_feed GROUP BY aggregate, record_id"
    ) { row in (row.text(0), Int(row.integer(1))) }
    return Dictionary(found, uniquingKeysWith: max)
  }

  /// The identifiers of the organisations or problems after one, in order.
  package mutating func identifiers(
    of aggregate: Aggregate, after id: String, limit: Int
  ) throws(DomainError) -> [String] {
    let sql =
      aggregate == .problem
      ? "SELECT id FROM problem WHERE id > ? ORDER BY id LIMIT ?"
      : "SELECT id FROM organisation WHERE id > ? ORDER BY id LIMIT ?"
    return try rows(sql, [.text(id), Value(limit)]) { row in row.text(0) }
  }

  /// The place of the last change; 0 before the first.
  package mutating func lastChange() throws(DomainError) -> Int64 {
    try row("SELECT coalesce(max(sequence), 0) FROM change_feed") { row in row.integer(0) } ?? 0
  }
}

/// A connection of its own that notices commits by others, in this process or another.
///
/// `PRAGMA data_version` costs microseconds and only speaks of other connections, which is why
/// it cannot be asked on a pooled one.
package struct ChangeWatch: ~Copyable {
  private var connection: Connection
  private var seen: Int64 = -1

  /// Starts watching a store.
  package init(_ store: Store) throws(DomainError) {
    do {
      connection = try Connection(path: store.path, mode: .readOnly)
    } catch { throw DomainError(error) }
  }

  /// Whether anything was committed since the last call; true on the first.
  package mutating func hasNews() throws(DomainError) -> Bool {
    let version = try connection.row(Dialect.dataVersion) { row in row.integer(0) } ?? 0
    defer { seen = version }
    return version != seen
  }
}
