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
  /// Claims with who makes them, for officers, who decide on them: a claim stands or falls with the
  /// person.
  package func records(
    of claims: [Claim], by actor: Actor
  ) throws(DomainError) -> [ClaimRecord] {
    guard actor.isOfficer else { return claims.map { ClaimRecord(claim: $0, claimant: nil) } }
    return try store.read { db throws(DomainError) in
      var records: [ClaimRecord] = []
      for claim in claims {
        let account = try db.account(claim.account)
        records.append(
          ClaimRecord(
            claim: claim,
            claimant: account.map { ClaimRecord.Claimant(name: $0.name, email: $0.email) }))
      }
      return records
    }
  }
}
