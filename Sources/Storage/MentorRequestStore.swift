package import Domain
package import SQLite

extension Connection {
  private static let mentorRequestColumns =
    """
    id, requester_id, incubator_id, mentor, message, status, status_reason, version, created_at,
    updated_at, accepted_at
    """

  /// The request of that identifier.
  package mutating func mentorRequest(
    _ id: ID<MentorRequest>
  ) throws(DomainError) -> MentorRequest? {
    let found = try row(
      "SELECT \(Self.mentorRequestColumns) FROM mentor_request WHERE id = ?", [.text(id.text)],
      MentorRequestRow.init)
    guard let found else { return nil }
    return try found.request(try feedback(of: id))
  }

  /// A page of requests, the newest first.
  package mutating func mentorRequests(
    _ filter: BetweenFilter, _ page: PageRequest
  ) throws(DomainError) -> Page<MentorRequest> {
    return try newest(
      "mentor_request", Self.mentorRequestColumns,
      filter.conditions(requester: "requester_id", recipient: "incubator_id"), page,
      MentorRequestRow.init,
      { db, row throws(DomainError) in
        var item = try row.request([])
        if item.status == .done { item.feedback = try db.feedback(of: item.id) }
        return item
      }, key: { ($0.createdAt, $0.id) })
  }

  /// The unanswered request of a firm to a mentor.
  package mutating func openMentorRequest(
    of requester: ID<Organisation>, to mentor: String, of incubator: ID<Organisation>
  ) throws(DomainError) -> ID<MentorRequest>? {
    try row(
      """
      SELECT id FROM mentor_request
      WHERE requester_id = ? AND incubator_id = ? AND mentor = ? AND status = 'requested'
      """, [.text(requester.text), .text(incubator.text), .text(mentor)]
    ) { row in ID(row.text(0)) }
  }

  /// How many requests a mentor has accepted from a moment on, withdrawn ones left out.
  package mutating func acceptedMentorRequests(
    to mentor: String, of incubator: ID<Organisation>, since start: Instant
  ) throws(DomainError) -> Int {
    var conditions = Conditions()
    conditions.add("incubator_id = ?", [.text(incubator.text)])
    conditions.add("mentor = ?", [.text(mentor)])
    conditions.add("accepted_at >= ?", [.integer(start.seconds)])
    conditions.add("status", in: ["accepted", "done"])
    return try count("mentor_request", conditions)
  }

  /// Adds a request.
  package mutating func insert(_ request: MentorRequest) throws(DomainError) {
    try run(
      """
      INSERT INTO mentor_request (id, requester_id, incubator_id, mentor, message, created_at,
        status, status_reason, version, updated_at, accepted_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(request.id.text), .text(request.requester.text), .text(request.incubator.text),
        .text(request.mentor), .text(request.message), .integer(request.createdAt.seconds),
      ] + columns(of: request))
  }

  /// Replaces a request that has not changed since it was read.
  /// - Throws: `DomainError.stale` where it has.
  package mutating func update(_ request: MentorRequest) throws(DomainError) {
    let changed = try run(
      """
      UPDATE mentor_request SET status = ?, status_reason = ?, version = ?, updated_at = ?,
        accepted_at = ? WHERE id = ? AND version = ?
      """, columns(of: request) + [.text(request.id.text), Value(request.version - 1)])
    guard changed == 1 else { throw .stale(current: request.version) }
  }

  /// Adds what one side says afterwards.
  package mutating func insert(
    _ feedback: MentorRequest.Feedback, on id: ID<MentorRequest>
  ) throws(DomainError) {
    try run(
      """
      INSERT INTO mentor_feedback (mentor_request_id, organisation_id, rating, text, at)
      VALUES (?, ?, ?, ?, ?)
      """,
      [
        .text(id.text), .text(feedback.by.text), Value(feedback.rating), Value(feedback.text),
        .integer(feedback.at.seconds),
      ])
  }

  /// One for each side at most.
  private mutating func feedback(
    of id: ID<MentorRequest>
  ) throws(DomainError) -> [MentorRequest.Feedback] {
    try rows(
      """
      SELECT organisation_id, rating, text, at FROM mentor_feedback
      WHERE mentor_request_id = ? ORDER BY at, organisation_id
      """, [.text(id.text)]
    ) { row in
      MentorRequest.Feedback(
        by: ID(row.text(0)), rating: Int(row.integer(1)), text: row.optionalText(2),
        at: Instant(seconds: row.integer(3)))
    }
  }

  private func columns(of request: MentorRequest) -> [Value] {
    [
      .text(request.status.rawValue), Value(request.statusReason), Value(request.version),
      .integer(request.updatedAt.seconds), Value(request.acceptedAt?.seconds),
    ]
  }
}

/// The columns of one request.
private struct MentorRequestRow {
  let id: String
  let requester: String
  let incubator: String
  let mentor: String
  let message: String
  let status: String
  let statusReason: String?
  let version: Int
  let createdAt: Int64
  let updatedAt: Int64
  let acceptedAt: Int64?

  init(_ row: borrowing Row) {
    id = row.text(0)
    requester = row.text(1)
    incubator = row.text(2)
    mentor = row.text(3)
    message = row.text(4)
    status = row.text(5)
    statusReason = row.optionalText(6)
    version = Int(row.integer(7))
    createdAt = row.integer(8)
    updatedAt = row.integer(9)
    acceptedAt = row.optionalInteger(10)
  }

  func request(_ feedback: [MentorRequest.Feedback]) throws(DomainError) -> MentorRequest {
    guard let status = MentorRequest.Status(rawValue: status) else {
      throw .internalFault("mentor_request \(id): status \(self.status)")
    }
    return MentorRequest(
      id: ID(id), requester: ID(requester), incubator: ID(incubator), mentor: mentor,
      message: message, status: status, statusReason: statusReason, version: version,
      createdAt: Instant(seconds: createdAt), updatedAt: Instant(seconds: updatedAt),
      acceptedAt: acceptedAt.map(Instant.init(seconds:)), feedback: feedback)
  }
}
