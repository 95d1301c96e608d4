package import Domain
import Storage

/// A claim with who makes it, as far as the reader is told.
package struct ClaimRecord: Sendable, Equatable {
  /// The claim.
  package let claim: Claim
  /// Who makes it; nil for those who are no officers, and where the account is gone.
  package let claimant: Claimant?

  /// The person behind a claim.
  package struct Claimant: Sendable, Equatable {
    /// Their name; may be empty.
    package let name: String
    /// The address of their account.
    package let email: String
  }

  /// Both as they stand in the API.
  package var json: JSON {
    guard let claimant else { return claim.json }
    return claim.json.merging([
      "claimant": ["name": .string(claimant.name), "email": .string(claimant.email)]
    ])
  }
}

extension Registry {
  /// Claims with who makes them, as far as the reader is told: officers decide, and a claim stands
  /// or falls with the person.
  package func records(
    of claims: [Claim], by actor: Actor
  ) throws(DomainError) -> [ClaimRecord] {
    try store.read { db throws(DomainError) in
      var records: [ClaimRecord] = []
      for claim in claims {
        let isTold = Visibility.sees(actor, .claimant, of: claim.account)
        let account = isTold ? try db.account(claim.account) : nil
        records.append(
          ClaimRecord(
            claim: claim,
            claimant: account.map { ClaimRecord.Claimant(name: $0.name, email: $0.email) }))
      }
      return records
    }
  }
}
