package import Domain
package import SQLite

extension DataRequestFilter {
  fileprivate var conditions: Conditions {
    var conditions = Conditions()
    conditions.add("kind", in: kinds.map(\.rawValue))
    conditions.add("status", in: statuses.map(\.rawValue))
    if let account { conditions.add("account_id = ?", [.text(account.text)]) }
    if due.isWanted { conditions.add("due_at IS NOT NULL") }
    if let before = due.before { conditions.add("due_at < ?", [.integer(before.seconds)]) }
    return conditions
  }
}

extension Connection {
  private static let dataRequestColumns =
    """
    id, number, kind, received_at, reply_due_at, purpose, created_at, status, status_reason,
    account_id, applicant, details, reply, act_due_at, extended_because, replied_at, ended_at,
    remind_at, version, updated_at
    """

  /// The request of that identifier.
  package mutating func dataRequest(_ id: ID<DataRequest>) throws(DomainError) -> DataRequest? {
    let found = try row(
      "SELECT \(Self.dataRequestColumns) FROM data_request WHERE id = ?", [.text(id.text)],
      DataRequestRow.init)
    guard let found else { return nil }
    return try found.request()
  }

  /// A page of requests: the earliest due first where the filter asks for what is due, else the
  /// newest first.
  package mutating func dataRequests(
    _ filter: DataRequestFilter, _ page: PageRequest
  ) throws(DomainError) -> Page<DataRequest> {
    guard filter.due.isWanted else {
      return try newest(
        "data_request", Self.dataRequestColumns, filter.conditions, page, DataRequestRow.init
      ) { _, row throws(DomainError) in
        try row.request()
      } key: {
        ($0.createdAt, $0.id)
      }
    }
    var conditions = filter.conditions
    let total = try count("data_request", conditions)
    if let after = page.after {
      let key = after.key.value
      conditions.add("due_at >= ? AND (due_at > ? OR id > ?)", [key, key, .text(after.id)])
    }
    let found = try rows(
      """
      SELECT \(Self.dataRequestColumns), due_at FROM data_request\(conditions.sql)
      ORDER BY due_at, id LIMIT ?
      """, conditions.values + [Value(page.limit + 1)]
    ) { row in (DataRequestRow(row), row.integer(20)) }
    return try self.page(
      found, page.limit, total, { _, row throws(DomainError) in try row.0.request() },
      key: { (.number($0.1), $0.0.id) })
  }

  /// Requests of which officers are to be told by then.
  package mutating func dataRequestsToRemind(
    by now: Instant, limit: Int
  ) throws(DomainError) -> [DataRequest] {
    let found = try rows(
      """
      SELECT \(Self.dataRequestColumns) FROM data_request
      WHERE remind_at IS NOT NULL AND remind_at <= ? ORDER BY remind_at LIMIT ?
      """, [.integer(now.seconds), Value(limit)], DataRequestRow.init)
    var items: [DataRequest] = []
    for row in found { items.append(try row.request()) }
    return items
  }

  /// How many open requests a person has.
  package mutating func openDataRequests(of account: ID<Account>) throws(DomainError) -> Int {
    var conditions = Conditions()
    conditions.add("account_id = ? AND due_at IS NOT NULL", [.text(account.text)])
    return try count("data_request", conditions)
  }

  /// The number that the next request of a year gets.
  package mutating func nextDataRequestNumber(in year: Int) throws(DomainError) -> String {
    let last = try row(
      "SELECT max(number) FROM data_request WHERE number LIKE ?", [.text("\(year)-%")]
    ) { row in row.optionalText(0) }
    let count = last.flatMap { $0 }.flatMap { Int($0.dropFirst(5)) } ?? 0
    let digits = String(count + 1)
    return "\(year)-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }

  /// Adds a request.
  package mutating func insert(_ request: DataRequest) throws(DomainError) {
    try run(
      """
      INSERT INTO data_request (due_at, \(Self.dataRequestColumns))
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        Value(request.dueAt?.seconds), .text(request.id.text), .text(request.number),
        .text(request.kind.rawValue), .integer(request.receivedAt.seconds),
        .integer(request.replyDueAt.seconds), Value(request.purpose?.rawValue),
        .integer(request.createdAt.seconds),
      ] + columns(of: request))
  }

  /// Replaces a request that has not changed since it was read.
  /// - Throws: `DomainError.stale` where it has.
  package mutating func update(_ request: DataRequest) throws(DomainError) {
    let changed = try run(
      """
      UPDATE data_request SET due_at = ?, status = ?, status_reason = ?, account_id = ?,
        applicant = ?, details = ?, reply = ?, act_due_at = ?, extended_because = ?,
        replied_at = ?, ended_at = ?, remind_at = ?, version = ?, updated_at = ?
      WHERE id = ? AND version = ?
      """,
      [Value(request.dueAt?.seconds)] + columns(of: request)
        + [.text(request.id.text), Value(request.version - 1)])
    guard changed == 1 else { throw .stale(current: request.version) }
  }

  /// Notes when officers are told of a request next; no act of anybody, so its version stays.
  package mutating func remind(
    of id: ID<DataRequest>, at next: Instant?
  ) throws(DomainError) {
    try run(
      "UPDATE data_request SET remind_at = ? WHERE id = ?",
      [Value(next?.seconds), .text(id.text)])
  }

  private func columns(of request: DataRequest) -> [Value] {
    [
      .text(request.status.rawValue), Value(request.statusReason), Value(request.account?.text),
      Value(request.applicant), Value(request.details), Value(request.reply),
      .integer(request.actDueAt.seconds), Value(request.extendedBecause),
      Value(request.repliedAt?.seconds), Value(request.endedAt?.seconds),
      Value(request.remindAt?.seconds), Value(request.version),
      .integer(request.updatedAt.seconds),
    ]
  }
}

/// The columns of one request.
private struct DataRequestRow {
  let id: String
  let number: String
  let kind: String
  let receivedAt: Int64
  let replyDueAt: Int64
  let purpose: String?
  let createdAt: Int64
  let status: String
  let statusReason: String?
  let account: String?
  let applicant: String?
  let details: String?
  let reply: String?
  let actDueAt: Int64
  let extendedBecause: String?
  let repliedAt: Int64?
  let endedAt: Int64?
  let remindAt: Int64?
  let version: Int
  let updatedAt: Int64

  init(_ row: borrowing Row) {
    id = row.text(0)
    number = row.text(1)
    kind = row.text(2)
    receivedAt = row.integer(3)
    replyDueAt = row.integer(4)
    purpose = row.optionalText(5)
    createdAt = row.integer(6)
    status = row.text(7)
    statusReason = row.optionalText(8)
    account = row.optionalText(9)
    applicant = row.optionalText(10)
    details = row.optionalText(11)
    reply = row.optionalText(12)
    actDueAt = row.integer(13)
    extendedBecause = row.optionalText(14)
    repliedAt = row.optionalInteger(15)
    endedAt = row.optionalInteger(16)
    remindAt = row.optionalInteger(17)
    version = Int(row.integer(18))
    updatedAt = row.integer(19)
  }

  func request() throws(DomainError) -> DataRequest {
    guard let kind = DataRequest.Kind(rawValue: kind),
      let status = DataRequest.Status(rawValue: status)
    else { throw .internalFault("data_request \(id): \(self.kind) \(self.status)") }
    var request = DataRequest(
      id: ID(id), number: number, kind: kind, status: status, account: account.map { ID($0) },
      applicant: applicant, details: details, purpose: purpose.flatMap(ConsentPurpose.init),
      receivedAt: Instant(seconds: receivedAt), replyDueAt: Instant(seconds: replyDueAt),
      actDueAt: Instant(seconds: actDueAt), version: version,
      createdAt: Instant(seconds: createdAt), updatedAt: Instant(seconds: updatedAt))
    request.statusReason = statusReason
    request.reply = reply
    request.extendedBecause = extendedBecause
    request.repliedAt = repliedAt.map(Instant.init(seconds:))
    request.endedAt = endedAt.map(Instant.init(seconds:))
    request.remindAt = remindAt.map(Instant.init(seconds:))
    return request
  }
}
