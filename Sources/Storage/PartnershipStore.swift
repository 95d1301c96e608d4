import Domain
import SQLite

extension Connection {
  /// Who has a part in a proposal, in the order of identifiers.
  mutating func partnerships(of proposal: ID<Proposal>) throws(DomainError) -> [Partnership] {
    try rows(
      """
      SELECT organisation_id, status, at FROM proposal_partner WHERE proposal_id = ?
      ORDER BY organisation_id
      """, [.text(proposal.text)]
    ) { row in
      Partnership.Status(rawValue: row.text(1)).map {
        Partnership(
          organisation: ID(row.text(0)), status: $0, at: Instant(seconds: row.integer(2)))
      }
    }.compactMap { $0 }
  }

  /// Writes who has a part in a proposal, in place of what was written before.
  mutating func replacePartnerships(of proposal: Proposal) throws(DomainError) {
    try run("DELETE FROM proposal_partner WHERE proposal_id = ?", [.text(proposal.id.text)])
    for partnership in proposal.partnerships {
      try run(
        """
        INSERT INTO proposal_partner (proposal_id, organisation_id, status, at)
        VALUES (?, ?, ?, ?)
        """,
        [
          .text(proposal.id.text), .text(partnership.organisation.text),
          .text(partnership.status.rawValue), .integer(partnership.at.seconds),
        ])
    }
  }
}
