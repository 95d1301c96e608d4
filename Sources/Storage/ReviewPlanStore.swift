package import Domain
package import SQLite

extension Connection {
  /// The criteria of a problem; nil as long as none were set or fixed.
  package mutating func reviewPlan(of problem: ID<Problem>) throws(DomainError) -> ReviewPlan? {
    let found = try row(
      "SELECT criteria, blind, template, version, updated_at FROM review_plan WHERE problem_id = ?",
      [.text(problem.text)]
    ) { row in
      (row.text(0), row.integer(1) == 1, row.optionalText(2), row.integer(3), row.integer(4))
    }
    guard let found else { return nil }
    guard let json = try? JSONParser.parse(found.0),
      let input = try? ReviewPlan.Input(["criteria": json])
    else { throw .internalFault("review plan \(problem): criteria") }
    return ReviewPlan(
      problem: problem, criteria: input.criteria, isBlindToSolver: found.1, template: found.2,
      version: Int(found.3), updatedAt: Instant(seconds: found.4))
  }

  /// Keeps the criteria of a problem in place of those before.
  package mutating func set(_ plan: ReviewPlan) throws(DomainError) {
    try run(
      """
      INSERT INTO review_plan (problem_id, criteria, blind, template, version, updated_at)
      VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (problem_id) DO UPDATE SET criteria = excluded.criteria, blind = excluded.blind,
        template = excluded.template, version = excluded.version, updated_at = excluded.updated_at
      """,
      [
        .text(plan.problem.text), .text(JSON.array(plan.criteria.map(\.json)).compact),
        .integer(plan.isBlindToSolver ? 1 : 0), Value(plan.template), Value(plan.version),
        .integer(plan.updatedAt.seconds),
      ])
  }
}
