package import Domain
package import SQLite

extension Connection {
  private static let introductionColumns =
    """
    id, requester_id, recipient_id, status, message, refusal, note, version, created_at,
    updated_at, expires_at
    """

  /// The introduction of that identifier.
  package mutating func introduction(_ id: ID<Introduction>) throws(DomainError) -> Introduction? {
    let found = try row(
      "SELECT \(Self.introductionColumns) FROM introduction WHERE id = ?", [.text(id.text)],
      IntroductionRow.init)
    guard let found else { return nil }
    return try found.introduction(try outcomes(of: id))
  }

  /// A page of introductions, the newest first.
  package mutating func introductions(
    _ filter: BetweenFilter, _ page: PageRequest
  ) throws(DomainError) -> Page<Introduction> {
    return try newest(
      "introduction", Self.introductionColumns,
      filter.conditions(requester: "requester_id", recipient: "recipient_id"), page,
      IntroductionRow.init,
      { db, row throws(DomainError) in
        var item = try row.introduction([])
        if item.status == .accepted { item.outcomes = try db.outcomes(of: item.id) }
        return item
      }, key: { ($0.createdAt, $0.id) })
  }

  /// What stands between two organisations, whoever asked: an introduction that is unanswered, or
  /// accepted while neither side has said what came of it.
  package mutating func standingIntroduction(
    between one: ID<Organisation>, and other: ID<Organisation>
  ) throws(DomainError) -> ID<Introduction>? {
    for (requester, recipient) in [(one, other), (other, one)] {
      let found = try row(
        """
        SELECT id FROM introduction
        WHERE requester_id = ? AND recipient_id = ? AND (status = 'requested'
          OR (status = 'accepted' AND NOT EXISTS (
            SELECT 1 FROM introduction_outcome WHERE introduction_id = introduction.id)))
        LIMIT 1
        """, [.text(requester.text), .text(recipient.text)]
      ) { row in ID<Introduction>(row.text(0)) }
      if let found { return found }
    }
    return nil
  }

  /// How many unanswered introductions an organisation has asked for.
  package mutating func openIntroductionCount(
    of requester: ID<Organisation>
  ) throws(DomainError) -> Int {
    var conditions = Conditions()
    conditions.add("requester_id = ?", [.text(requester.text)])
    conditions.add("status = 'requested'")
    return try count("introduction", conditions)
  }

  /// The unanswered introductions whose time was over before that moment.
  package mutating func overdueIntroductions(
    at now: Instant, limit: Int
  ) throws(DomainError) -> [ID<Introduction>] {
    try rows(
      """
      SELECT id FROM introduction WHERE status = 'requested' AND expires_at < ?
      ORDER BY expires_at LIMIT ?
      """, [.integer(now.seconds), Value(limit)]
    ) { row in ID(row.text(0)) }
  }

  /// Adds an introduction.
  package mutating func insert(_ introduction: Introduction) throws(DomainError) {
    try run(
      """
      INSERT INTO introduction (id, requester_id, recipient_id, message, created_at, expires_at,
        status, refusal, note, version, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(introduction.id.text), .text(introduction.requester.text),
        .text(introduction.recipient.text), .text(introduction.message),
        .integer(introduction.createdAt.seconds), .integer(introduction.expiresAt.seconds),
      ] + columns(of: introduction))
  }

  /// Replaces an introduction that has not changed since it was read.
  /// - Throws: `DomainError.stale` where it has.
  package mutating func update(_ introduction: Introduction) throws(DomainError) {
    let changed = try run(
      """
      UPDATE introduction SET status = ?, refusal = ?, note = ?, version = ?, updated_at = ?
      WHERE id = ? AND version = ?
      """,
      columns(of: introduction) + [.text(introduction.id.text), Value(introduction.version - 1)])
    guard changed == 1 else { throw .stale(current: introduction.version) }
  }

  /// Adds what one side says came of an introduction.
  package mutating func insert(
    _ outcome: Introduction.Outcome, of id: ID<Introduction>
  ) throws(DomainError) {
    try run(
      """
      INSERT INTO introduction_outcome (introduction_id, organisation_id, kind, note, at)
      VALUES (?, ?, ?, ?, ?)
      """,
      [
        .text(id.text), .text(outcome.by.text), .text(outcome.kind.rawValue),
        Value(outcome.note), .integer(outcome.at.seconds),
      ])
  }

  /// Each side says each kind once, so there are few.
  private mutating func outcomes(
    of id: ID<Introduction>
  ) throws(DomainError) -> [Introduction.Outcome] {
    try rows(
      """
      SELECT organisation_id, kind, note, at FROM introduction_outcome
      WHERE introduction_id = ? ORDER BY at, organisation_id, kind
      """, [.text(id.text)]
    ) { row -> Introduction.Outcome? in
      guard let kind = Introduction.Outcome.Kind(rawValue: row.text(1)) else { return nil }
      return Introduction.Outcome(
        by: ID(row.text(0)), kind: kind, note: row.optionalText(2),
        at: Instant(seconds: row.integer(3)))
    }.compactMap { $0 }
  }

  private func columns(of introduction: Introduction) -> [Value] {
    [
      .text(introduction.status.rawValue), Value(introduction.refusal?.rawValue),
      Value(introduction.note), Value(introduction.version),
      .integer(introduction.updatedAt.seconds),
    ]
  }
}

/// The columns of one introduction.
private struct IntroductionRow {
  let id: String
  let requester: String
  let recipient: String
  let status: String
  let message: String
  let refusal: String?
  let note: String?
  let version: Int
  let createdAt: Int64
  let updatedAt: Int64
  let expiresAt: Int64

  init(_ row: borrowing Row) {
    id = row.text(0)
    requester = row.text(1)
    recipient = row.text(2)
    status = row.text(3)
    message = row.text(4)
    refusal = row.optionalText(5)
    note = row.optionalText(6)
    version = Int(row.integer(7))
    createdAt = row.integer(8)
    updatedAt = row.integer(9)
    expiresAt = row.integer(10)
  }

  func introduction(_ outcomes: [Introduction.Outcome]) throws(DomainError) -> Introduction {
    guard let status = Introduction.Status(rawValue: status) else {
      throw .internalFault("introduction \(id): status \(self.status)")
    }
    return Introduction(
      id: ID(id), requester: ID(requester), recipient: ID(recipient), message: message,
      status: status, refusal: refusal.flatMap(Introduction.Refusal.init(rawValue:)), note: note,
      version: version, createdAt: Instant(seconds: createdAt),
      updatedAt: Instant(seconds: updatedAt), expiresAt: Instant(seconds: expiresAt),
      outcomes: outcomes)
  }
}
