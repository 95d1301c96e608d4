package import Domain
package import SQLite

extension AccessFilter {
  fileprivate var conditions: Conditions {
    var conditions = Conditions()
    if let actor { conditions.add("actor = ?", [.text(actor)]) }
    if let part { conditions.add("part = ?", [.text(part.rawValue)]) }
    if let record { conditions.add("record_id = ?", [.text(record)]) }
    if let owner { conditions.add("owner_id = ?", [.text(owner.text)]) }
    if let since { conditions.add("day >= ?", [.text(since)]) }
    if let until { conditions.add("day <= ?", [.text(until)]) }
    return conditions
  }
}

extension Connection {
  /// Adds looks at confidential records; those of one actor at one part of a record on a day are
  /// one row.
  package mutating func note(_ accesses: [Access]) throws(DomainError) {
    for access in accesses {
      try run(
        """
        INSERT INTO access_log (day, actor, account_id, role, part, record_id, owner_id, address,
          first_at, last_at, times) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (record_id, part, day, actor) DO UPDATE SET
          last_at = max(last_at, excluded.last_at), address = excluded.address,
          times = times + excluded.times
        """,
        [
          .text(access.day), .text(access.actor), Value(access.account?.text),
          .text(access.role), .text(access.part.rawValue), .text(access.record),
          Value(access.owner?.text), Value(access.address), .integer(access.firstAt.seconds),
          .integer(access.lastAt.seconds), Value(access.times),
        ])
    }
  }

  /// A page of looks, the newest row first.
  package mutating func accesses(
    _ filter: AccessFilter, _ page: PageRequest
  ) throws(DomainError) -> Page<Access> {
    var conditions = filter.conditions
    let total = try count("access_log", conditions)
    if let after = page.after { conditions.add("id < ?", [after.key.value]) }
    let found = try rows(
      """
      SELECT id, day, actor, account_id, role, part, record_id, owner_id, address, first_at,
        last_at, times FROM access_log\(conditions.sql) ORDER BY id DESC LIMIT ?
      """, conditions.values + [Value(page.limit + 1)]
    ) { row in
      (
        row.integer(0),
        Visibility.Part(rawValue: row.text(5)).map { part in
          Access(
            day: row.text(1), actor: row.text(2), account: row.optionalText(3).map { ID($0) },
            role: row.text(4), part: part, record: row.text(6),
            owner: row.optionalText(7).map { ID($0) }, address: row.optionalText(8),
            firstAt: Instant(seconds: row.integer(9)), lastAt: Instant(seconds: row.integer(10)),
            times: Int(row.integer(11)))
        }
      )
    }
    let last = found.count > page.limit ? found.prefix(page.limit).last?.0 : nil
    return Page(
      items: found.prefix(page.limit).compactMap(\.1), total: total,
      next: last.map { (key: .number($0), id: String($0)) })
  }

  /// A page of how often people of each role looked at an organisation's records, the newest day
  /// first. A place is a day, a role and a part in one text.
  package mutating func accessCounts(
    of owner: ID<Organisation>, _ page: PageRequest
  ) throws(DomainError) -> Page<AccessCount> {
    let key = "day || ' ' || role || ' ' || part"
    let total = try row(
      "SELECT count(DISTINCT \(key)) FROM access_log WHERE owner_id = ?", [.text(owner.text)]
    ) { row in Int(row.integer(0)) }
    var conditions = Conditions()
    conditions.add("owner_id = ?", [.text(owner.text)])
    if let after = page.after { conditions.add("\(key) < ?", [.text(after.id)]) }
    let found = try rows(
      """
      SELECT day, role, part, sum(times), \(key) AS place FROM access_log\(conditions.sql)
      GROUP BY day, role, part ORDER BY place DESC LIMIT ?
      """, conditions.values + [Value(page.limit + 1)]
    ) { row in
      (
        row.text(4),
        Visibility.Part(rawValue: row.text(2)).map {
          AccessCount(day: row.text(0), role: row.text(1), part: $0, times: Int(row.integer(3)))
        }
      )
    }
    let last = found.count > page.limit ? found.prefix(page.limit).last?.0 : nil
    return Page(
      items: found.prefix(page.limit).compactMap(\.1), total: total ?? 0,
      next: last.map { (key: .number(0), id: $0) })
  }
}
