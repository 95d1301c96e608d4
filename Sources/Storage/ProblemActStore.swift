package import Domain
package import SQLite

extension Connection {
  private static let actColumns =
    """
    id, problem_id, kind, at, document_id, statement_number, others, reason_code, reason, number
    """

  /// A page of what was done to a problem since it is public, the newest first.
  package mutating func acts(on problem: ID<Problem>, _ page: PageRequest) throws(DomainError)
    -> Page<ProblemAct>
  {
    var conditions = Conditions()
    conditions.add("problem_id = ?", [.text(problem.text)])
    let total = try count("problem_act", conditions)
    if let after = page.after { conditions.add("number < ?", [after.key.value]) }
    let found = try rows(
      """
      SELECT \(Self.actColumns) FROM problem_act\(conditions.sql) ORDER BY number DESC LIMIT ?
      """, conditions.values + [Value(page.limit + 1)], ActRow.init)
    return try self.page(
      found, page.limit, total, { _, row throws(DomainError) in try row.act() },
      key: { (.number($0.number), $0.id) })
  }

  /// A page of what was done by a document, the newest first.
  package mutating func acts(by document: ID<IssuingDocument>, _ page: PageRequest)
    throws(DomainError) -> Page<ProblemAct>
  {
    var conditions = Conditions()
    conditions.add("document_id = ?", [.text(document.text)])
    let total = try count("problem_act", conditions)
    if let after = page.after {
      let key = after.key.value
      conditions.add("at <= ? AND (at < ? OR id > ?)", [key, key, .text(after.id)])
    }
    let found = try rows(
      """
      SELECT \(Self.actColumns) FROM problem_act\(conditions.sql) ORDER BY at DESC, id LIMIT ?
      """, conditions.values + [Value(page.limit + 1)], ActRow.init)
    return try self.page(
      found, page.limit, total, { _, row throws(DomainError) in try row.act() },
      key: { (.number($0.at), $0.id) })
  }

  /// Adds a line to the history of a problem.
  package mutating func insert(_ act: ProblemAct) throws(DomainError) {
    let number = try row(
      "SELECT coalesce(max(number), 0) + 1 FROM problem_act WHERE problem_id = ?",
      [.text(act.problem.text)]
    ) { row in row.integer(0) }
    try run(
      """
      INSERT INTO problem_act (\(Self.actColumns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(act.id.text), .text(act.problem.text), .text(act.kind.rawValue),
        .integer(act.at.seconds), Value(act.document?.text), Value(act.statement),
        .text(JSON.array(act.others.map { .string($0.text) }).compact), Value(act.code),
        Value(act.reason), .integer(number ?? 1),
      ])
  }
}

/// The columns of one act.
private struct ActRow {
  let id: String
  let problem: String
  let kind: String
  let at: Int64
  let document: String?
  let statement: Int64?
  let others: String
  let code: String?
  let reason: String?
  let number: Int64

  init(_ row: borrowing Row) {
    id = row.text(0)
    problem = row.text(1)
    kind = row.text(2)
    at = row.integer(3)
    document = row.optionalText(4)
    statement = row.optionalInteger(5)
    others = row.text(6)
    code = row.optionalText(7)
    reason = row.optionalText(8)
    number = row.integer(9)
  }

  func act() throws(DomainError) -> ProblemAct {
    guard let kind = ProblemAct.Kind(rawValue: kind) else {
      throw .internalFault("act \(id): kind \(self.kind)")
    }
    return ProblemAct(
      id: ID(id), problem: ID(problem), kind: kind, at: Instant(seconds: at),
      document: document.map { ID($0) }, statement: statement.map { Int($0) },
      others: try StoredJSON.read(others, "act \(id)") { json throws(DomainError) in
        (json.elements ?? []).compactMap(\.text).map { ID($0) }
      }, code: code, reason: reason)
  }
}
