package import Domain
package import SQLite

extension ProblemFilter {
  var conditions: Conditions {
    var conditions = Conditions()
    conditions.add("status", in: statuses.map(\.rawValue))
    conditions.add("field", in: fields.map(\.rawValue))
    conditions.add("province", in: provinces)
    if !technologies.isEmpty {
      let marks = Array(repeating: "?", count: technologies.count).joined(separator: ", ")
      conditions.add(
        "id IN (SELECT problem_id FROM problem_tag WHERE list = ? AND code IN (\(marks)))",
        [.text(Technology.list)] + technologies.map { .text($0.rawValue) })
    }
    switch visibleTo {
    case .everything: break
    case .published(nil): conditions.add("published_at IS NOT NULL")
    case .published(let author?):
      conditions.add("(published_at IS NOT NULL OR author = ?)", [.text(author.text)])
    }
    return conditions
  }
}

extension Connection {
  private static let problemColumns =
    """
    id, external_id, code, status, status_reason, author, version, created_at, updated_at,
    published_at, statement, document_id, publish_at, reason_code
    """

  /// The problem of that identifier.
  package mutating func problem(_ id: ID<Problem>, places: Gazetteer) throws(DomainError)
    -> Problem?
  {
    try problem("id = ?", id.text, places)
  }

  /// The problems of these identifiers, in no order. At most as many as a page of a list
  /// holds are asked for.
  package mutating func problems(_ ids: [ID<Problem>], places: Gazetteer) throws(DomainError)
    -> [Problem]
  {
    guard !ids.isEmpty else { return [] }
    var conditions = Conditions()
    conditions.add("id", in: ids.map(\.text))
    let found = try rows(
      "SELECT \(Self.problemColumns) FROM problem\(conditions.sql)", conditions.values,
      ProblemRow.init)
    var items: [Problem] = []
    for row in found { items.append(try row.problem(places)) }
    return items
  }

  /// The problem of that public code.
  package mutating func problem(code: String, places: Gazetteer) throws(DomainError) -> Problem? {
    try problem("code = ?", code, places)
  }

  /// The problem that was imported under that identifier.
  package mutating func problem(externalID: String, places: Gazetteer) throws(DomainError)
    -> Problem?
  {
    try problem("external_id = ?", externalID, places)
  }

  private mutating func problem(_ condition: String, _ value: String, _ places: Gazetteer)
    throws(DomainError) -> Problem?
  {
    let found = try row(
      "SELECT \(Self.problemColumns) FROM problem WHERE \(condition)", [.text(value)],
      ProblemRow.init)
    guard let found else { return nil }
    return try found.problem(places)
  }

  /// A page of problems, the newest first.
  package mutating func problems(
    _ filter: ProblemFilter, _ page: PageRequest, places: Gazetteer
  ) throws(DomainError) -> Page<Problem> {
    var conditions = filter.conditions
    let total = try count("problem", conditions)
    if let after = page.after {
      let key = after.key.value
      conditions.add(
        "created_at <= ? AND (created_at < ? OR id > ?)", [key, key, .text(after.id)])
    }
    let found = try rows(
      """
      SELECT \(Self.problemColumns) FROM problem\(conditions.sql)
      ORDER BY created_at DESC, id LIMIT ?
      """, conditions.values + [Value(page.limit + 1)], ProblemRow.init)
    return try self.page(
      found, page.limit, total, { _, row throws(DomainError) in try row.problem(places) },
      key: { (.number($0.createdAt), $0.id) })
  }

  /// Every problem, a page at a time in the order of identifiers, for indexes and exports.
  package mutating func problems(afterID: String, limit: Int, places: Gazetteer)
    throws(DomainError) -> [Problem]
  {
    let found = try rows(
      "SELECT \(Self.problemColumns) FROM problem WHERE id > ? ORDER BY id LIMIT ?",
      [.text(afterID), Value(limit)], ProblemRow.init)
    var items: [Problem] = []
    for row in found { items.append(try row.problem(places)) }
    return items
  }

  /// A page of every problem, those that cannot be read apart.
  package mutating func problems(
    salvagedAfter id: String, limit: Int, places: Gazetteer
  ) throws(DomainError) -> Salvage<Problem> {
    let found = try rows(
      "SELECT \(Self.problemColumns) FROM problem WHERE id > ? ORDER BY id LIMIT ?",
      [.text(id), Value(limit)], ProblemRow.init)
    var page = Salvage<Problem>()
    for row in found {
      try page.take(row.id) { () throws(DomainError) in try row.problem(places) }
    }
    unreadable.formUnion(page.lost)
    return page
  }

  /// Whether lists filter and sort a problem by what its record says.
  package mutating func isListed(_ problem: Problem) throws(DomainError) -> Bool {
    let names = [
      "code", "status", "status_reason", "title", "field", "province", "deadline", "version",
    ]
    let values = columns(of: problem)
    guard try hasRow("problem", id: problem.id.text, Array(zip(names, values))) else {
      return false
    }
    let tags = Set(problem.statement.technologies.map { "\(Technology.list) \($0.rawValue)" })
    return try self.tags("problem", of: problem.id.text) == tags
  }

  /// The number that the next public code with this prefix gets; they count from 1 each year.
  package mutating func nextProblemNumber(prefix: String) throws(DomainError) -> Int {
    let largest = try row(
      """
      SELECT max(CAST(substr(code, ?) AS INTEGER)) FROM problem WHERE code >= ? AND code < ?
      """, [Value(prefix.unicodeScalars.count + 1), .text(prefix), .text(prefix + "~")]
    ) { row in row.integer(0) }
    return Int(largest ?? 0) + 1
  }

  /// Adds a new problem.
  package mutating func insert(_ problem: Problem) throws(DomainError) {
    try run(
      """
      INSERT INTO problem (id, external_id, author, created_at, code, status, status_reason, title,
        field, province, deadline, version, updated_at, published_at, statement, document_id,
        publish_at, reason_code)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(problem.id.text), Value(problem.externalID), Value(problem.author?.text),
        .integer(problem.createdAt.seconds),
      ] + columns(of: problem))
    try tag(problem)
  }

  /// Replaces a problem that has not changed since it was read.
  /// - Throws: `DomainError.stale` where it has.
  package mutating func update(_ problem: Problem) throws(DomainError) {
    let changed = try run(
      """
      UPDATE problem SET code = ?, status = ?, status_reason = ?, title = ?, field = ?,
        province = ?, deadline = ?, version = ?, updated_at = ?, published_at = ?, statement = ?,
        document_id = ?, publish_at = ?, reason_code = ?
      WHERE id = ? AND version = ?
      """, columns(of: problem) + [.text(problem.id.text), Value(problem.version - 1)])
    guard changed == 1 else { throw .stale(current: problem.version) }
    try run("DELETE FROM problem_tag WHERE problem_id = ?", [.text(problem.id.text)])
    try tag(problem)
  }

  private func columns(of problem: Problem) -> [Value] {
    let statement = problem.statement
    return [
      Value(problem.code), .text(problem.status.rawValue), Value(problem.statusReason),
      .text(statement.title), Value(statement.field?.rawValue), Value(statement.province),
      Value(statement.deadline?.seconds), Value(problem.version),
      .integer(problem.updatedAt.seconds), Value(problem.publishedAt?.seconds),
      .text(JSON.object(JSONObject(statement.members)).compact), Value(problem.document?.text),
      Value(problem.publishAt?.seconds), Value(problem.ending?.code),
    ]
  }

  private mutating func tag(_ problem: Problem) throws(DomainError) {
    for technology in problem.statement.technologies {
      try run(
        "INSERT INTO problem_tag (problem_id, list, code) VALUES (?, ?, ?)",
        [.text(problem.id.text), .text(Technology.list), .text(technology.rawValue)])
    }
  }
}

/// The columns of one problem, taken out of the row before the JSON is read.
private struct ProblemRow {
  let id: String
  let externalID: String?
  let code: String?
  let status: String
  let statusReason: String?
  let author: String?
  let version: Int
  let createdAt: Int64
  let updatedAt: Int64
  let publishedAt: Int64?
  let statement: String
  let document: String?
  let publishAt: Int64?
  let reasonCode: String?

  init(_ row: borrowing Row) {
    id = row.text(0)
    externalID = row.optionalText(1)
    code = row.optionalText(2)
    status = row.text(3)
    statusReason = row.optionalText(4)
    author = row.optionalText(5)
    version = Int(row.integer(6))
    createdAt = row.integer(7)
    updatedAt = row.integer(8)
    publishedAt = row.optionalInteger(9)
    statement = row.text(10)
    document = row.optionalText(11)
    publishAt = row.optionalInteger(12)
    reasonCode = row.optionalText(13)
  }

  func problem(_ places: Gazetteer) throws(DomainError) -> Problem {
    guard let status = Problem.Status(rawValue: status) else {
      throw .internalFault("problem \(id): status \(self.status)")
    }
    return Problem(
      id: ID(id), externalID: externalID, code: code, status: status, statusReason: statusReason,
      version: version, createdAt: Instant(seconds: createdAt),
      updatedAt: Instant(seconds: updatedAt), publishedAt: publishedAt.map(Instant.init(seconds:)),
      author: author.map { ID($0) }, document: document.map { ID($0) },
      publishAt: publishAt.map(Instant.init(seconds:)),
      ending: reasonCode.flatMap { Problem.Ending(status, code: $0) },
      statement: try StoredJSON.read(statement, "problem \(id)") { json throws(DomainError) in
        try ProblemStatement.read(json, places: places).statement
      })
  }
}
