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

  /// Which record it is; an identifier alone may stand for records of several kinds.
  package var record: RecordKey { RecordKey(aggregate: aggregate, id: id) }
}

/// One record among those of all kinds.
package struct RecordKey: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The kind of record.
  package let aggregate: Aggregate
  /// Its identifier among those of its kind.
  package let id: String

  /// Names a record.
  package init(aggregate: Aggregate, id: String) {
    self.aggregate = aggregate
    self.id = id
  }

  /// Both, as faults name a record.
  package var description: String { "\(aggregate.rawValue) \(id)" }

  /// By kind, then by identifier.
  package static func < (left: RecordKey, right: RecordKey) -> Bool {
    (left.aggregate.rawValue, left.id) < (right.aggregate.rawValue, right.id)
  }
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
  package mutating func feedVersions() throws(DomainError) -> [RecordKey: Int] {
    let found = try rows(
      "SELECT aggregate, record_id, max(version) FROM change_feed GROUP BY aggregate, record_id"
    ) { row in (Aggregate(rawValue: row.text(0)), row.text(1), Int(row.integer(2))) }
    var versions: [RecordKey: Int] = [:]
    for case (let aggregate?, let id, let version) in found {
      versions[RecordKey(aggregate: aggregate, id: id)] = version
    }
    return versions
  }

  /// The place of the last change; 0 before the first.
  package mutating func lastChange() throws(DomainError) -> Int64 {
    try row("SELECT coalesce(max(sequence), 0) FROM change_feed") { row in row.integer(0) } ?? 0
  }
}

extension Connection {
  /// The place of the last change to records of these kinds; 0 before the first.
  package mutating func lastChange(of kinds: [Aggregate]) throws(DomainError) -> Int64 {
    var last: Int64 = 0
    for kind in kinds {
      let found = try row(
        "SELECT max(sequence) FROM change_feed WHERE aggregate = ?", [.text(kind.rawValue)]
      ) { row in row.isNull(0) ? 0 : row.integer(0) }
      last = max(last, found ?? 0)
    }
    return last
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
