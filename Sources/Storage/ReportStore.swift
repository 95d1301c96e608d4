package import Domain
package import SQLite

/// What reports count. What is under seal is in none of it: of proposals only those are counted
/// that were opened, at the time at which they were.
extension Connection {
  /// How many records of a kind first came into a state in a stretch of time.
  package mutating func arrivals(
    of aggregate: Aggregate, in state: String, during time: Range<Instant>
  ) throws(DomainError) -> Int {
    try counted(
      """
      SELECT count(*) FROM state_change c
      WHERE c.aggregate = ? AND c.state = ? AND c.at >= ? AND c.at < ?
        AND NOT EXISTS (
          SELECT 1 FROM state_change e WHERE e.aggregate = c.aggregate
            AND e.record_id = c.record_id AND e.state = c.state AND e.sequence < c.sequence)
      """, [.text(aggregate.rawValue), .text(state)] + time.values)
  }

  /// How many organisations first came into one of some states in a stretch of time, by kind.
  package mutating func organisationArrivals(
    in states: [Organisation.Status], during time: Range<Instant>
  ) throws(DomainError) -> [String: Int] {
    let marks = states.map { _ in "?" }.joined(separator: ", ")
    let codes = states.map { Value.text($0.rawValue) }
    return try counts(
      """
      SELECT o.kind, count(*) FROM state_change c JOIN organisation o ON o.id = c.record_id
      WHERE c.aggregate = 'organisation' AND c.state IN (\(marks)) AND c.at >= ? AND c.at < ?
        AND NOT EXISTS (
          SELECT 1 FROM state_change e WHERE e.aggregate = 'organisation'
            AND e.record_id = c.record_id AND e.state IN (\(marks)) AND e.sequence < c.sequence)
      GROUP BY o.kind
      """, codes + time.values + codes)
  }

  /// How many organisations were in a state at a moment, by kind.
  package mutating func organisations(
    in status: Organisation.Status, at moment: Instant
  ) throws(DomainError) -> [String: Int] {
    try counts(
      """
      SELECT o.kind, count(*) FROM organisation o JOIN state_change c ON c.sequence = (
        SELECT max(s.sequence) FROM state_change s
        WHERE s.aggregate = 'organisation' AND s.record_id = o.id AND s.at <= ?)
      WHERE c.state = ? GROUP BY o.kind
      """, [.integer(moment.seconds), .text(status.rawValue)])
  }

  /// How many organisations that were verified at a moment hold each legal class on that day, as the
  /// register knows its days now.
  package mutating func verifiedOrganisationsByClass(
    at moment: Instant
  ) throws(DomainError) -> [String: Int] {
    let day = Value.text(moment.dayInVietnam)
    return try counts(
      """
      SELECT t.code, count(*) FROM organisation o
      JOIN state_change c ON c.sequence = (
        SELECT max(s.sequence) FROM state_change s
        WHERE s.aggregate = 'organisation' AND s.record_id = o.id AND s.at <= ?)
      JOIN organisation_tag t ON t.organisation_id = o.id AND t.list = ?
      WHERE c.state = 'verified' AND (t.since IS NULL OR t.since <= ?)
        AND (t.until IS NULL OR t.until >= ?)
      GROUP BY t.code
      """, [.integer(moment.seconds), .text(LegalClass.list), day, day])
  }

  /// The records of a kind that were in a state at a moment, at most `limit`, each with when it
  /// last changed.
  package mutating func records(
    of aggregate: Aggregate, in state: String, at moment: Instant, kind: OrganisationKind? = nil,
    limit: Int
  ) throws(DomainError) -> [(id: String, updatedAt: Instant)] {
    let table = aggregate == .engagement ? "engagement" : "organisation"
    let ofKind = kind == nil ? "" : " AND r.kind = ?"
    return try rows(
      """
      SELECT r.id, r.updated_at FROM \(table) r JOIN state_change c ON c.sequence = (
        SELECT max(s.sequence) FROM state_change s
        WHERE s.aggregate = ? AND s.record_id = r.id AND s.at <= ?)
      WHERE c.state = ?\(ofKind) ORDER BY r.id LIMIT ?
      """,
      [.text(table), .integer(moment.seconds), .text(state)]
        + (kind.map { [Value.text($0.rawValue)] } ?? []) + [Value(limit)]
    ) { row in (row.text(0), Instant(seconds: row.integer(1))) }
  }

  /// The version that a record had at a moment; nil where it was not there yet.
  package mutating func version(
    of aggregate: Aggregate, id: String, at moment: Instant
  ) throws(DomainError) -> Int? {
    try row(
      """
      SELECT max(version) FROM audit WHERE aggregate = ? AND record_id = ? AND at <= ?
      """, [.text(aggregate.rawValue), .text(id), .integer(moment.seconds)]
    ) { row in row.optionalInteger(0).map { Int($0) } } ?? nil
  }

  /// How many problems were first published in a stretch of time, by field; `""` for those without.
  package mutating func publications(
    during time: Range<Instant>
  ) throws(DomainError) -> [String: Int] {
    try counts(
      """
      SELECT coalesce(field, ''), count(*) FROM problem WHERE published_at >= ? AND published_at < ?
      GROUP BY field
      """, time.values)
  }

  /// How many public problems came into each state in a stretch of time, each once; what came into
  /// the register in a state has not come into it here.
  package mutating func problemArrivals(
    during time: Range<Instant>
  ) throws(DomainError) -> [String: Int] {
    try counts(
      """
      SELECT c.state, count(*) FROM state_change c JOIN problem p ON p.id = c.record_id
      WHERE c.aggregate = 'problem' AND c.former IS NOT NULL AND c.at >= ? AND c.at < ?
        AND p.published_at <= c.at
        AND NOT EXISTS (
          SELECT 1 FROM state_change e WHERE e.aggregate = 'problem' AND e.record_id = c.record_id
            AND e.state = c.state AND e.former IS NOT NULL AND e.sequence < c.sequence)
      GROUP BY c.state
      """, time.values)
  }

  /// How many problems that were public at a moment were in each state.
  package mutating func publicProblems(at moment: Instant) throws(DomainError) -> [String: Int] {
    let at = Value.integer(moment.seconds)
    return try counts(
      """
      SELECT c.state, count(*) FROM problem p JOIN state_change c ON c.sequence = (
        SELECT max(s.sequence) FROM state_change s
        WHERE s.aggregate = 'problem' AND s.record_id = p.id AND s.at <= ?)
      WHERE p.published_at <= ? GROUP BY c.state
      """, [at, at])
  }

  /// After how many whole days organisations were first verified, counted from their last
  /// submission before; see `awardWaits`.
  package mutating func verificationWaits(
    during time: Range<Instant>, limit: Int
  ) throws(DomainError) -> [(days: Int, count: Int)] {
    try rows(
      """
      SELECT (c.at - s.at) / 86400 AS days, count(*) FROM state_change c
      JOIN state_change s ON s.sequence = (
        SELECT max(b.sequence) FROM state_change b WHERE b.aggregate = 'organisation'
          AND b.record_id = c.record_id AND b.state = 'submitted' AND b.sequence < c.sequence)
      WHERE c.aggregate = 'organisation' AND c.state = 'verified' AND c.at >= ? AND c.at < ?
        AND NOT EXISTS (
          SELECT 1 FROM state_change e WHERE e.aggregate = 'organisation'
            AND e.record_id = c.record_id AND e.state = 'verified' AND e.sequence < c.sequence)
      GROUP BY days ORDER BY days LIMIT ?
      """, time.values + [Value(limit)]
    ) { row in (Int(row.integer(0)), Int(row.integer(1))) }
  }

  /// After how many whole days questions were first answered; see `awardWaits`.
  package mutating func answerWaits(
    during time: Range<Instant>, limit: Int
  ) throws(DomainError) -> [(days: Int, count: Int)] {
    try rows(
      """
      SELECT (c.at - q.created_at) / 86400 AS days, count(*) FROM state_change c
      JOIN question q ON q.id = c.record_id
      WHERE c.aggregate = 'question' AND c.state = 'answered' AND c.at >= ? AND c.at < ?
        AND NOT EXISTS (
          SELECT 1 FROM state_change e WHERE e.aggregate = 'question'
            AND e.record_id = c.record_id AND e.state = 'answered' AND e.sequence < c.sequence)
      GROUP BY days ORDER BY days LIMIT ?
      """, time.values + [Value(limit)]
    ) { row in (Int(row.integer(0)), Int(row.integer(1))) }
  }

  /// How many invitations were answered in a stretch of time: refused, or by a proposal, of which
  /// the register learns when it is opened.
  package mutating func invitationsAnswered(
    during time: Range<Instant>
  ) throws(DomainError) -> Int {
    try counted(
      """
      SELECT count(*) FROM (
        SELECT id, min(at) AS at FROM (
          SELECT i.id AS id, r.at AS at FROM outcome i
          JOIN outcome r ON r.problem_id = i.problem_id
            AND r.organisation_id = i.organisation_id AND r.kind = 'refused'
          WHERE i.kind = 'invited'
          UNION ALL
          SELECT i.id, CASE WHEN p.opened_at < i.at THEN i.at ELSE p.opened_at END
          FROM outcome i JOIN proposal p ON p.problem_id = i.problem_id
            AND p.organisation_id = i.organisation_id
          WHERE i.kind = 'invited' AND p.opened_at IS NOT NULL)
        GROUP BY id)
      WHERE at >= ? AND at < ?
      """, time.values)
  }

  /// How many proposals were opened in a stretch of time.
  package mutating func proposalsOpened(during time: Range<Instant>) throws(DomainError) -> Int {
    try counted(
      "SELECT count(*) FROM proposal WHERE opened_at >= ? AND opened_at < ?", time.values)
  }

  /// How many acts of a name there were in a stretch of time on records of a kind.
  package mutating func acts(
    _ action: String, on aggregate: Aggregate, during time: Range<Instant>
  ) throws(DomainError) -> Int {
    try counted(
      "SELECT count(*) FROM audit WHERE aggregate = ? AND action = ? AND at >= ? AND at < ?",
      [.text(aggregate.rawValue), .text("\(aggregate.rawValue).\(action)")] + time.values)
  }

  /// Of how many introductions a side first said in a stretch of time that this came of it.
  package mutating func introductionOutcomes(
    _ kind: Introduction.Outcome.Kind, during time: Range<Instant>
  ) throws(DomainError) -> Int {
    try counted(
      """
      SELECT count(*) FROM (
        SELECT introduction_id, min(at) AS at FROM introduction_outcome WHERE kind = ?
        GROUP BY introduction_id)
      WHERE at >= ? AND at < ?
      """, [.text(kind.rawValue)] + time.values)
  }

  /// How many requests about personal data came in, and how many had their reply, in a stretch of
  /// time, and how many of these in time.
  package mutating func dataRequests(
    during time: Range<Instant>
  ) throws(DomainError) -> (received: Int, answered: Int, inTime: Int) {
    (
      try counted(
        "SELECT count(*) FROM data_request WHERE received_at >= ? AND received_at < ?",
        time.values),
      try counted(
        "SELECT count(*) FROM data_request WHERE replied_at >= ? AND replied_at < ?", time.values),
      try counted(
        """
        SELECT count(*) FROM data_request
        WHERE replied_at >= ? AND replied_at < ? AND replied_at <= reply_due_at
        """, time.values)
    )
  }

  private mutating func counted(_ sql: String, _ values: [Value]) throws(DomainError) -> Int {
    try row(sql, values) { row in Int(row.integer(0)) } ?? 0
  }

  private mutating func counts(_ sql: String, _ values: [Value]) throws(DomainError)
    -> [String: Int]
  {
    let found = try rows(sql, values) { row in (row.text(0), Int(row.integer(1))) }
    return Dictionary(found, uniquingKeysWith: +)
  }
}
