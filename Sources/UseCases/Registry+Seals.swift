import Domain
import Storage

extension Registry {
  /// Encrypts the offers that older releases kept in the clear, then writes the database anew, so
  /// that nothing of them is left in it.
  ///
  /// Partners of a proposal that was submitted already count as having confirmed, since nobody
  /// asked them then.
  func sealPlainOffers() throws(DomainError) {
    guard vault.isOpen else { return }
    var isAny = false
    while true {
      let now = clock()
      let count = try store.write { db throws(DomainError) in
        let offers = try db.plainOffers(limit: 200)
        for plain in offers {
          var proposal = Proposal(
            id: plain.proposal, problem: plain.problem, organisation: ID(""),
            status: plain.status, createdAt: now, updatedAt: now, offer: plain.offer)
          try self.vault.seal(&proposal, &db, now)
          let answer: Partnership.Status = plain.status == .draft ? .asked : .confirmed
          try db.seal(
            plain.proposal, proposal.sealed,
            plain.offer.partners.map { Partnership(organisation: $0, status: answer, at: now) })
        }
        return offers.count
      }
      isAny = isAny || count > 0
      if count < 200 { break }
    }
    if isAny { try store.forgetDeleted() }
  }

  /// Checks that every sealed offer and receipt can be opened; only with the key. Those that are
  /// still under seal are not counted, since their number is sealed with them.
  func checkSeals() throws(DomainError) -> HealthCheck {
    var faults: [String] = []
    var examined = 0
    var next: String? = ""
    while let after = next {
      let page = try store.read(bulk: true) { db throws(DomainError) in
        try db.proposals(afterID: after, limit: 500)
      }
      next = page.next?.id
      for proposal in page.items {
        if proposal.openedAt != nil { examined += 1 }
        guard vault.isOpen else { continue }
        do {
          try store.read { db throws(DomainError) in
            _ = try vault.unsealed(proposal, &db)
            _ = try vault.receipt(of: proposal, &db)
          }
        } catch {
          guard case .internalFault(let detail) = error else { throw error }
          faults.append(detail)
        }
      }
    }
    return HealthCheck(name: "seals", faults: faults, examined: examined, countsSealed: false)
  }
}
