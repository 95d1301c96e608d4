package import Domain
package import SQLite

extension Connection {
  private static let versionColumns = "problem_id, number, at, reason, document_id, statement"

  /// How many versions of a problem's statement were stored; 0 where it was never amended.
  package mutating func versionCount(of problem: ID<Problem>) throws(DomainError) -> Int {
    let last = try row(
      "SELECT coalesce(max(number), 0) FROM problem_version WHERE problem_id = ?",
      [.text(problem.text)]
    ) { row in row.integer(0) }
    return Int(last ?? 0)
  }

  /// One version of a problem's statement.
  package mutating func version(
    _ number: Int, of problem: ID<Problem>, places: Gazetteer
  ) throws(DomainError) -> ProblemVersion? {
    let found = try row(
      """
      SELECT \(Self.versionColumns) FROM problem_version WHERE problem_id = ? AND number = ?
      """, [.text(problem.text), Value(number)], VersionRow.init)
    guard let found else { return nil }
    return try found.version(places)
  }

  /// The versions of a problem's statement up to a number, the newest first.
  package mutating func versions(
    of problem: ID<Problem>, upTo number: Int, limit: Int, places: Gazetteer
  ) throws(DomainError) -> [ProblemVersion] {
    let found = try rows(
      """
      SELECT \(Self.versionColumns) FROM problem_version
      WHERE problem_id = ? AND number <= ? ORDER BY number DESC LIMIT ?
      """, [.text(problem.text), Value(number), Value(limit)], VersionRow.init)
    var versions: [ProblemVersion] = []
    for row in found { versions.append(try row.version(places)) }
    return versions
  }

  /// Adds a version.
  package mutating func insert(_ version: ProblemVersion) throws(DomainError) {
    try run(
      "INSERT INTO problem_version (\(Self.versionColumns)) VALUES (?, ?, ?, ?, ?, ?)",
      [
        .text(version.problem.text), Value(version.number), .integer(version.at.seconds),
        Value(version.reason), Value(version.document?.text),
        .text(JSON.object(JSONObject(version.statement.members)).compact),
      ])
  }
}

/// The columns of one version.
private struct VersionRow {
  let problem: String
  let number: Int
  let at: Int64
  let reason: String?
  let document: String?
  let statement: String

  init(_ row: borrowing Row) {
    problem = row.text(0)
    number = Int(row.integer(1))
    at = row.integer(2)
    reason = row.optionalText(3)
    document = row.optionalText(4)
    statement = row.text(5)
  }

  func version(_ places: Gazetteer) throws(DomainError) -> ProblemVersion {
    ProblemVersion(
      problem: ID(problem), number: number, at: Instant(seconds: at), reason: reason,
      document: document.map { ID($0) },
      statement: try StoredJSON.read(statement, "problem \(problem)") { json throws(DomainError) in
        try ProblemStatement.read(json, places: places).statement
      })
  }
}
