package import Domain
import SQLite

/// Lists whose newest record stands first.
extension Connection {
  /// A page of a table by `created_at` and `id`.
  mutating func newest<Columns, Item: Sendable>(
    _ table: String, _ columns: String, _ conditions: Conditions, _ page: PageRequest,
    _ read: (borrowing Row) throws(DatabaseError) -> Columns,
    _ item: (inout Connection, Columns) throws(DomainError) -> Item,
    key: (Columns) -> (seconds: Int64, id: String)
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
    return try self.page(
      found, page.limit, total, item,
      key: { row in
        let (seconds, id) = key(row)
        return (.number(seconds), id)
      })
  }

  /// A page of what was found, of which one row more than `limit` tells that another page follows.
  ///
  /// A row that cannot be read, since a hand or a disk has damaged it, is left out and noted, so
  /// that it hides no other, and `check` names it. `total` counts it no more once it was met, here
  /// or where the index reads everything.
  mutating func page<Columns, Item: Sendable>(
    _ found: [Columns], _ limit: Int, _ total: Int,
    _ item: (inout Connection, Columns) throws(DomainError) -> Item,
    key: (Columns) -> (SortKey, id: String)
  ) throws(DomainError) -> Page<Item> {
    var (items, total): ([Item], Int) = ([], total)
    for row in found.prefix(limit) {
      do {
        items.append(try item(&self, row))
        // Somebody has mended it.
        if !unreadable.isEmpty, unreadable.remove(key(row).id) != nil { total += 1 }
      } catch {
        guard case .internalFault(let detail) = error else { throw error }
        skip(detail)
        if unreadable.insert(key(row).id).inserted { total -= 1 }
      }
    }
    let last = found.count > limit ? key(found[limit - 1]) : nil
    return Page(items: items, total: total, next: last.map { (key: $0.0, id: $0.id) })
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
