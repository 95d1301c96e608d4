package import Domain
package import SQLite

extension Connection {
  /// The entry of a watched organisation.
  package mutating func watch(
    of organisation: ID<Organisation>, by fund: ID<Organisation>
  ) throws(DomainError) -> Watch? {
    try row(
      "SELECT since FROM watch WHERE fund_id = ? AND organisation_id = ?",
      [.text(fund.text), .text(organisation.text)]
    ) { row in
      Watch(fund: fund, organisation: organisation, since: Instant(seconds: row.integer(0)))
    }
  }

  /// A page of whom a fund watches, the newest first.
  package mutating func watches(
    by fund: ID<Organisation>, _ page: PageRequest
  ) throws(DomainError) -> Page<Watch> {
    var conditions = Conditions()
    conditions.add("fund_id = ?", [.text(fund.text)])
    let total = try count("watch", conditions)
    if let after = page.after {
      let key = after.key.value
      conditions.add(
        "since <= ? AND (since < ? OR organisation_id > ?)", [key, key, .text(after.id)])
    }
    let found = try rows(
      """
      SELECT organisation_id, since FROM watch\(conditions.sql)
      ORDER BY since DESC, organisation_id LIMIT ?
      """, conditions.values + [Value(page.limit + 1)]
    ) { row in
      Watch(
        fund: fund, organisation: ID(row.text(0)), since: Instant(seconds: row.integer(1)))
    }
    let items = Array(found.prefix(page.limit))
    let last = found.count > page.limit ? items.last : nil
    return Page(
      items: items, total: total,
      next: last.map { (key: .number($0.since.seconds), id: $0.organisation.text) })
  }

  /// The funds that watch an organisation; at most a thousand.
  package mutating func watchers(
    of organisation: ID<Organisation>
  ) throws(DomainError) -> [ID<Organisation>] {
    try rows(
      "SELECT fund_id FROM watch WHERE organisation_id = ? ORDER BY fund_id LIMIT 1000",
      [.text(organisation.text)]
    ) { row in ID(row.text(0)) }
  }

  /// Adds an entry.
  package mutating func insert(_ watch: Watch) throws(DomainError) {
    try run(
      "INSERT INTO watch (fund_id, organisation_id, since) VALUES (?, ?, ?)",
      [
        .text(watch.fund.text), .text(watch.organisation.text), .integer(watch.since.seconds),
      ])
  }

  /// Takes an entry out.
  /// - Returns: whether it was there.
  package mutating func remove(_ watch: Watch) throws(DomainError) -> Bool {
    try run(
      "DELETE FROM watch WHERE fund_id = ? AND organisation_id = ?",
      [.text(watch.fund.text), .text(watch.organisation.text)]) == 1
  }
}
