package import Domain
import Storage

/// What is found out about a receipt.
package struct ReceiptVerdict: Sendable, Equatable {
  /// Whether its digest is that of its content.
  package let isWhole: Bool
  /// Whether the audit log has a submission of that proposal with that digest.
  package let isRecorded: Bool
  /// Whether the opened proposal is what the receipt tells; nil while it is sealed or withdrawn.
  package let isOffered: Bool?

  /// Whether nothing speaks against it.
  package var holds: Bool { isWhole && isRecorded && isOffered != false }

  /// The verdict as it stands in answers.
  package var json: JSON {
    var members: [(String, JSON)] = [
      ("holds", .bool(holds)), ("whole", .bool(isWhole)), ("recorded", .bool(isRecorded)),
    ]
    if let isOffered { members.append(("offered", .bool(isOffered))) }
    return .object(JSONObject(members))
  }
}

extension Registry {
  /// The receipt of the last submission of a proposal.
  /// - Throws: `.notFound` also where it was never submitted
  package func receipt(of id: ID<Proposal>, by actor: Actor) throws(DomainError) -> Receipt {
    try store.read { db throws(DomainError) in
      let proposal = try self.readableProposal(id, by: actor, &db)
      guard proposal.submittedAt != nil, let receipt = try self.vault.receipt(of: proposal, &db)
      else { throw .notFound(aggregate: "proposal", id: id.text) }
      return receipt
    }
  }

  /// Compares a receipt with the audit log and, once it is opened, with the proposal itself. It
  /// tells whoever shows it nothing that the receipt does not.
  package func verify(_ receipt: Receipt) throws(DomainError) -> ReceiptVerdict {
    let digest = store.digest
    return try store.read { db throws(DomainError) in
      let payloads = try db.auditPayloads(
        of: .proposal, id: receipt.proposal.text, limit: 10_000)
      let isRecorded = payloads.contains { text in
        guard let text, let payload = try? JSONParser.parse(text) else { return false }
        return payload["receipt_digest"]?.text == receipt.digest
      }
      var isOffered: Bool?
      if isRecorded, let proposal = try db.proposal(receipt.proposal), proposal.openedAt != nil {
        isOffered = receipt.tells(try self.vault.unsealed(proposal, &db))
      }
      return ReceiptVerdict(
        isWhole: receipt.isWhole(digest), isRecorded: isRecorded, isOffered: isOffered)
    }
  }

  /// Writes the receipt of a proposal that is being submitted.
  func receipt(
    for proposal: Proposal, _ problem: Problem, _ db: inout Database
  ) throws(DomainError) -> Receipt {
    guard let offer = proposal.offer else {
      throw .internalFault("proposal \(proposal.id): sealed")
    }
    let receipt = Receipt(
      proposal, offer: offer, code: problem.code, salt: random(16), digest: store.digest)
    try db.set(
      sealedReceipt: try vault.seal(receipt, of: proposal, &db), of: proposal.id)
    return receipt
  }
}
