package import Domain
package import SQLite

/// Somebody who is told what becomes of a problem.
package enum ProblemFollower: Sendable, Hashable {
  case account(ID<Account>)
  case organisation(ID<Organisation>)

  /// As whom a notice reaches them.
  package var audience: Notice.Audience {
    switch self {
    case .account(let id): .account(id)
    case .organisation(let id): .organisation(id)
    }
  }

  fileprivate var columns: [Value] {
    switch self {
    case .account(let id): ["account", .text(id.text)]
    case .organisation(let id): ["organisation", .text(id.text)]
    }
  }

  fileprivate init(_ audience: String, _ recipient: String) {
    self = audience == "account" ? .account(ID(recipient)) : .organisation(ID(recipient))
  }
}

extension Connection {
  /// Makes somebody follow a problem; following twice is following once.
  /// - Returns: whether they did not before.
  package mutating func follow(
    _ problem: ID<Problem>, _ follower: ProblemFollower, at now: Instant
  ) throws(DomainError) -> Bool {
    guard try since(when: follower, follows: problem) == nil else { return false }
    try run(
      "INSERT INTO problem_follower (problem_id, audience, recipient, since) VALUES (?, ?, ?, ?)",
      [.text(problem.text)] + follower.columns + [.integer(now.seconds)])
    return true
  }

  /// Makes somebody follow a problem no longer.
  /// - Returns: whether they did before.
  package mutating func unfollow(
    _ problem: ID<Problem>, _ follower: ProblemFollower
  ) throws(DomainError) -> Bool {
    try run(
      "DELETE FROM problem_follower WHERE problem_id = ? AND audience = ? AND recipient = ?",
      [.text(problem.text)] + follower.columns) == 1
  }

  /// Since when somebody follows a problem; nil where they do not.
  package mutating func since(
    when follower: ProblemFollower, follows problem: ID<Problem>
  ) throws(DomainError) -> Instant? {
    try row(
      """
      SELECT since FROM problem_follower
      WHERE problem_id = ? AND audience = ? AND recipient = ?
      """, [.text(problem.text)] + follower.columns
    ) { row in Instant(seconds: row.integer(0)) }
  }

  /// Everybody who counts on a problem, in a fixed order and each once: followers, organisations
  /// with a proposal that was not taken back, those invited that did not refuse, and askers.
  ///
  /// Whom it gives says who proposes and who asks, so it is for notices alone.
  package mutating func interested(
    in problem: ID<Problem>
  ) throws(DomainError) -> [ProblemFollower] {
    let id = Value.text(problem.text)
    return try rows(
      """
      SELECT audience, recipient FROM problem_follower WHERE problem_id = ?
      UNION SELECT 'organisation', organisation_id FROM proposal
        WHERE problem_id = ? AND status <> 'withdrawn'
      UNION SELECT 'organisation', organisation_id FROM outcome AS invitation
        WHERE problem_id = ? AND kind = 'invited' AND NOT EXISTS (
          SELECT 1 FROM outcome AS refusal WHERE refusal.problem_id = invitation.problem_id
            AND refusal.organisation_id = invitation.organisation_id AND refusal.kind = 'refused')
      UNION SELECT 'organisation', organisation_id FROM question
        WHERE problem_id = ? AND status <> 'withdrawn'
      ORDER BY 1, 2
      """, [id, id, id, id]
    ) { row in ProblemFollower(row.text(0), row.text(1)) }
  }

  /// Problems whose time of publication has come, the longest due first.
  package mutating func problemsToPublish(by now: Instant, limit: Int) throws(DomainError)
    -> [ID<Problem>]
  {
    try rows(
      "SELECT id FROM problem WHERE publish_at <= ? ORDER BY publish_at LIMIT ?",
      [.integer(now.seconds), Value(limit)]
    ) { row in ID(row.text(0)) }
  }

  /// Published problems whose deadline has passed, the longest due first.
  package mutating func problemsToClose(by now: Instant, limit: Int) throws(DomainError)
    -> [ID<Problem>]
  {
    try rows(
      """
      SELECT id FROM problem WHERE status = 'published' AND deadline < ? ORDER BY deadline LIMIT ?
      """, [.integer(now.seconds), Value(limit)]
    ) { row in ID(row.text(0)) }
  }
}
