package import Domain
import SQLite

/// Lists whose newest record stands first.
extension Connection {
  /// A page of a table by `created_at` and `id`.
  mutating func newest<Columns, Item: Sendable>(
    _ table: String, _ columns: String, _ conditions: Conditions, _ page: PageRequest,
    _ read: (borrowing Row) throws(DatabaseError) -> Columns,
    _ item: (Columns) throws(DomainError) -> Item, key: (Item) -> (Instant, String)
  ) throws(DomainError) -> Page<Item> {
    var conditions = conditions
    let total = try count(table, conditions)
    if let after = page.after {
      let key = after.key.value
      conditions.add(
        "created_at <= ? AND (created_at < ? OR id > ?)", [key, key, .text(after.id)])
    }
    let found = try rows(
      "SELECT \(columns) FROM \(table)\(conditions.sql) ORDER BY created_at DESC, id LIMIT ?",
      conditions.values + [Value(page.limit + 1)], read)
    var items: [Item] = []
    for row in found.prefix(page.limit) { items.append(try item(row)) }
    let last = found.count > page.limit ? items.last.map(key) : nil
    return Page(
      items: items, total: total, next: last.map { (key: .number($0.0.seconds), id: $0.1) })
  }
}

/// Which records between two organisations a list is to hold.
package struct BetweenFilter: Sendable {
  /// On either side.
  package var organisation: ID<Organisation>?
  /// For one cohort; applications only.
  package var cohort: ID<Cohort>?
  /// States; empty does not restrict.
  package var statuses: [String] = []
  /// Who is asking.
  package var visibleTo: Visibility = .nobody

  /// Who may see what.
  package enum Visibility: Sendable {
    case nobody
    /// What an organisation asks or is asked.
    case side(ID<Organisation>)
    case officer
  }

  /// No restriction but who is asking.
  package init() {}

  /// `handedIn` is a condition without which only the requester may know of a record.
  func conditions(
    requester: String, recipient: String, handedIn: String? = nil
  ) -> Conditions {
    var conditions = Conditions()
    if let organisation {
      let id = Value.text(organisation.text)
      conditions.add("(\(requester) = ? OR \(recipient) = ?)", [id, id])
    }
    if let cohort { conditions.add("cohort_id = ?", [.text(cohort.text)]) }
    conditions.add("status", in: statuses)
    switch visibleTo {
    case .nobody: conditions.add("1 = 0")
    case .side(let own):
      let id = Value.text(own.text)
      let received = [recipient + " = ?", handedIn].compactMap { $0 }.joined(separator: " AND ")
      conditions.add("(\(requester) = ? OR (\(received)))", [id, id])
    case .officer:
      if let handedIn { conditions.add(handedIn) }
    }
    return conditions
  }
}
