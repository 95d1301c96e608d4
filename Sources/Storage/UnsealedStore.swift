package import Domain
package import SQLite

/// An offer as releases before the seal kept it: in the clear.
package struct PlainOffer: Sendable {
  /// The proposal.
  package let proposal: ID<Proposal>
  /// What it answers.
  package let problem: ID<Problem>
  /// Where it stands.
  package let status: Proposal.Status
  /// The offer.
  package let offer: ProposalOffer
}

extension Connection {
  /// Offers that are still in the clear.
  package mutating func plainOffers(limit: Int) throws(DomainError) -> [PlainOffer] {
    let found = try rows(
      "SELECT id, problem_id, status, offer FROM proposal WHERE sealed IS NULL LIMIT ?",
      [Value(limit)]
    ) { row in (row.text(0), row.text(1), row.text(2), row.text(3)) }
    var offers: [PlainOffer] = []
    for (id, problem, status, text) in found {
      guard let status = Proposal.Status(rawValue: status) else {
        throw .internalFault("proposal \(id): status \(status)")
      }
      offers.append(
        PlainOffer(
          proposal: ID(id), problem: ID(problem), status: status,
          offer: try StoredJSON.read(text, "proposal \(id)") { json throws(DomainError) in
            try ProposalOffer.read(json)
          }))
    }
    return offers
  }

  /// Puts the encrypted offer in the place of the plain one, and the partners beside it.
  package mutating func seal(
    _ proposal: ID<Proposal>, _ sealed: [UInt8], _ partnerships: [Partnership]
  ) throws(DomainError) {
    try run(
      "UPDATE proposal SET sealed = ?, offer = '' WHERE id = ?",
      [.blob(sealed), .text(proposal.text)])
    for partnership in partnerships {
      try run(
        """
        INSERT INTO proposal_partner (proposal_id, organisation_id, status, at)
        VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
        """,
        [
          .text(proposal.text), .text(partnership.organisation.text),
          .text(partnership.status.rawValue), .integer(partnership.at.seconds),
        ])
    }
  }
}
