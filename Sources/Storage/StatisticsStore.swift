package import Domain
package import SQLite

extension Connection {
  /// How many problems were ever published, by field and state.
  package mutating func publicProblemCounts() throws(DomainError)
    -> [(field: String?, status: String, count: Int)]
  {
    try rows(
      """
      SELECT field, status, count(*) FROM problem WHERE published_at IS NOT NULL
      GROUP BY field, status
      """, []
    ) { row in (row.optionalText(0), row.text(1), Int(row.integer(2))) }
  }

  /// How many problems were first published on each day from a moment on, by the number of the day
  /// in Vietnam since 1 January 1970; days without any are left out.
  package mutating func publicationCounts(from start: Instant) throws(DomainError)
    -> [(day: Int64, count: Int)]
  {
    try rows(
      """
      SELECT (published_at + 25200) / 86400 AS day, count(*) FROM problem WHERE published_at >= ?
      GROUP BY day ORDER BY day
      """, [.integer(start.seconds)]
    ) { row in (row.integer(0), Int(row.integer(1))) }
  }

  /// How often each kind of outcome was recorded in a stretch of time.
  package mutating func outcomeCounts(
    during time: Range<Instant> = .always
  ) throws(DomainError) -> [String: Int] {
    let found = try rows(
      "SELECT kind, count(*) FROM outcome WHERE at >= ? AND at < ? GROUP BY kind", time.values
    ) { row in (row.text(0), Int(row.integer(1))) }
    return Dictionary(found, uniquingKeysWith: { first, _ in first })
  }

  /// After how many whole days problems were awarded, counted from their first publication, and how
  /// many after each, of those awarded in a stretch of time; the shortest first, at most `limit`
  /// different waits.
  package mutating func awardWaits(
    during time: Range<Instant> = .always, limit: Int
  ) throws(DomainError) -> [(days: Int, count: Int)] {
    try rows(
      """
      SELECT (a.at - p.published_at) / 86400 AS days, count(*) FROM problem_act a
      JOIN problem p ON p.id = a.problem_id
      WHERE a.kind = 'award' AND p.published_at IS NOT NULL AND a.at >= ? AND a.at < ?
      GROUP BY days ORDER BY days LIMIT ?
      """, time.values + [Value(limit)]
    ) { row in (Int(row.integer(0)), Int(row.integer(1))) }
  }
}

extension Range<Instant> {
  /// All of time that the register knows.
  package static let always = Instant(seconds: 0)..<Instant(seconds: 1 << 40)

  /// Its first moment and the one after its last, as they are bound to a statement.
  var values: [Value] { [.integer(lowerBound.seconds), .integer(upperBound.seconds)] }
}
