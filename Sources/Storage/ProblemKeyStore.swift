package import Domain
package import SQLite

extension Connection {
  /// The wrapped key of a problem's proposals; nil before the first of them.
  package mutating func wrappedKey(of problem: ID<Problem>) throws(DomainError) -> [UInt8]? {
    try row("SELECT wrapped FROM problem_key WHERE problem_id = ?", [.text(problem.text)]) { row in
      row.blob(0)
    }
  }

  /// Keeps the wrapped key of a problem's proposals.
  package mutating func insert(
    wrappedKey: [UInt8], of problem: ID<Problem>, at now: Instant
  ) throws(DomainError) {
    try run(
      "INSERT INTO problem_key (problem_id, wrapped, created_at) VALUES (?, ?, ?)",
      [.text(problem.text), .blob(wrappedKey), .integer(now.seconds)])
  }
}
