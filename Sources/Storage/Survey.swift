package import Domain
package import SQLite

/// Rows that were read one by one, so that one that cannot be read hides no other.
package struct Salvage<Record: Sendable>: Sendable {
  /// What could be read.
  package private(set) var records: [Record] = []
  /// What is wrong with each row that could not.
  package private(set) var damage: [String] = []
  /// The identifiers of those rows.
  private(set) var lost: [String] = []
  /// The last row's identifier, be it readable or not; nil where there was none.
  package private(set) var last: String?

  /// Takes up one row.
  /// - Throws: whatever is no damage to the row.
  mutating func take(
    _ id: String, _ read: () throws(DomainError) -> Record
  ) throws(DomainError) {
    last = id
    do { records.append(try read()) } catch {
      guard case .internalFault(let detail) = error else { throw error }
      damage.append(detail)
      lost.append(id)
    }
  }
}

extension Aggregate {
  /// Where records of this kind are kept for good, and by what; nil where they may go in the order
  /// of things.
  fileprivate var table: (name: String, key: String)? {
    switch self {
    case .organisation: ("organisation", "id")
    case .claim: ("claim", "id")
    case .problem: ("problem", "id")
    case .proposal: ("proposal", "id")
    case .token: ("token", "id")
    case .setting: ("setting", "name")
    case .outcome: ("outcome", "id")
    case .weights: ("weights", "version")
    case .lexicon: ("lexicon_addition", "id")
    case .account: ("account", "id")
    case .investment: ("investment", "id")
    case .introduction: ("introduction", "id")
    case .cohort: ("cohort", "id")
    case .application: ("application", "id")
    case .mentorRequest: ("mentor_request", "id")
    case .document: ("issuing_document", "id")
    case .question: ("question", "id")
    case .review: ("review", "id")
    case .engagement: ("engagement", "id")
    case .dataRequest: ("data_request", "id")
    case .report: ("issued_report", "id")
    case .file, .notification, .notificationSettings, .delivery, .watch, .savedSearch,
      .consent:
      nil
    }
  }
}

extension Connection {
  /// The identifiers of the records of a kind after one, in order.
  package mutating func identifiers(
    of aggregate: Aggregate, after id: String, limit: Int
  ) throws(DomainError) -> [String] {
    guard let (table, key) = aggregate.table else { return [] }
    return try rows(
      "SELECT \(key) FROM \(table) WHERE \(key) > ? ORDER BY \(key) LIMIT ?",
      [.text(id), Value(limit)]
    ) { row in row.text(0) }
  }

  /// Whether a record is there, or is of a kind that may go.
  package mutating func holds(_ record: RecordKey) throws(DomainError) -> Bool {
    guard let (table, key) = record.aggregate.table else { return true }
    return try row("SELECT 1 FROM \(table) WHERE \(key) = ?", [.text(record.id)]) { _ in true }
      ?? false
  }

  /// The record of a kind that somebody acted on last.
  package mutating func lastActedOn(_ aggregate: Aggregate) throws(DomainError) -> String? {
    try row(
      "SELECT record_id FROM audit WHERE aggregate = ? ORDER BY sequence DESC LIMIT 1",
      [.text(aggregate.rawValue)]
    ) { row in row.text(0) }
  }

  /// Whether a row is there whose columns hold these values.
  mutating func hasRow(
    _ table: String, id: String, _ columns: [(name: String, value: Value)]
  ) throws(DomainError) -> Bool {
    let conditions = columns.map { " AND \($0.name) IS NOT DISTINCT FROM ?" }.joined()
    return try row(
      "SELECT 1 FROM \(table) WHERE id = ?\(conditions)", [.text(id)] + columns.map(\.value)
    ) { _ in true } ?? false
  }

  /// The tags of a record in one text each.
  mutating func tags(_ table: String, of id: String) throws(DomainError) -> Set<String> {
    Set(
      try rows("SELECT list, code FROM \(table)_tag WHERE \(table)_id = ?", [.text(id)]) { row in
        "\(row.text(0)) \(row.text(1))"
      })
  }
}
