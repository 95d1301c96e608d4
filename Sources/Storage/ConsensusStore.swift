package import Domain
package import SQLite

/// What was agreed on about proposals, what their proposers are told, and what was decided.
extension Connection {
  /// Every version of the consensus on a proposal, the first first; at most a thousand.
  package mutating func consensus(on proposal: ID<Proposal>) throws(DomainError) -> [Consensus] {
    let found = try rows(
      """
      SELECT version, scorecard, reason, at, recorded_by FROM consensus WHERE proposal_id = ?
      ORDER BY version LIMIT 1000
      """, [.text(proposal.text)]
    ) { row in
      (row.integer(0), row.text(1), row.optionalText(2), row.integer(3), row.text(4))
    }
    var items: [Consensus] = []
    for (version, card, reason, at, by) in found {
      guard let json = try? JSONParser.parse(card) else {
        throw .internalFault("consensus \(proposal): version \(version)")
      }
      items.append(
        Consensus(
          proposal: proposal, version: Int(version), scorecard: Scorecard(stored: json),
          reason: reason, at: Instant(seconds: at), by: by))
    }
    return items
  }

  /// Adds a version.
  package mutating func insert(_ consensus: Consensus) throws(DomainError) {
    try run(
      """
      INSERT INTO consensus (proposal_id, version, scorecard, reason, at, recorded_by)
      VALUES (?, ?, ?, ?, ?, ?)
      """,
      [
        .text(consensus.proposal.text), Value(consensus.version),
        .text(consensus.scorecard.stored.compact), Value(consensus.reason),
        .integer(consensus.at.seconds), .text(consensus.by),
      ])
  }

  /// What the proposer of a proposal is told; nil as long as it is owed.
  package mutating func feedback(on proposal: ID<Proposal>) throws(DomainError) -> Feedback? {
    let found = try row(
      "SELECT text, version, at, written_by FROM feedback WHERE proposal_id = ?",
      [.text(proposal.text)]
    ) { row in (row.text(0), row.integer(1), row.integer(2), row.text(3)) }
    return found.map {
      Feedback(
        proposal: proposal, text: $0.0, version: Int($0.1), at: Instant(seconds: $0.2), by: $0.3)
    }
  }

  /// Keeps what the proposer is told in place of what was told before.
  package mutating func set(_ feedback: Feedback) throws(DomainError) {
    try run(
      """
      INSERT INTO feedback (proposal_id, text, version, at, written_by) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (proposal_id) DO UPDATE SET text = excluded.text, version = excluded.version,
        at = excluded.at, written_by = excluded.written_by
      """,
      [
        .text(feedback.proposal.text), .text(feedback.text), Value(feedback.version),
        .integer(feedback.at.seconds), .text(feedback.by),
      ])
  }

  /// What was decided about a proposal, the first first; at most a thousand.
  package mutating func decisions(on proposal: ID<Proposal>) throws(DomainError) -> [Decision] {
    try rows(
      """
      SELECT event, reason, at, decided_by FROM decision WHERE proposal_id = ?
      ORDER BY sequence LIMIT 1000
      """, [.text(proposal.text)]
    ) { row in (row.text(0), row.optionalText(1), row.integer(2), row.text(3)) }
    .compactMap { event, reason, at, by in
      Proposal.Event(rawValue: event).map {
        Decision(
          proposal: proposal, event: $0, reason: reason, at: Instant(seconds: at), by: by)
      }
    }
  }

  /// Adds a decision.
  package mutating func insert(_ decision: Decision) throws(DomainError) {
    try run(
      "INSERT INTO decision (proposal_id, event, reason, at, decided_by) VALUES (?, ?, ?, ?, ?)",
      [
        .text(decision.proposal.text), .text(decision.event.rawValue), Value(decision.reason),
        .integer(decision.at.seconds), .text(decision.by),
      ])
  }
}
