package import Domain
package import SQLite

extension Connection {
  /// The act that opened the proposals for a problem; nil while they are sealed.
  package mutating func opening(of problem: ID<Problem>) throws(DomainError) -> Opening? {
    let found = try row(
      "SELECT at, opened_by, proposals FROM opening WHERE problem_id = ?", [.text(problem.text)]
    ) { row in (row.integer(0), row.text(1), row.text(2)) }
    guard let found else { return nil }
    let list = try? JSONParser.parse(found.2)
    let proposals = (list?.elements ?? []).compactMap { entry -> Opening.Opened? in
      guard let proposal = entry["proposal"]?.text, let leader = entry["organisation"]?.text else {
        return nil
      }
      return Opening.Opened(
        proposal: ID(proposal), organisation: ID(leader), digest: entry["digest"]?.text)
    }
    return Opening(
      problem: problem, at: Instant(seconds: found.0), by: found.1, proposals: proposals)
  }

  /// Keeps the act and opens every submitted proposal for the problem.
  package mutating func insert(_ opening: Opening) throws(DomainError) {
    try run(
      "INSERT INTO opening (problem_id, at, opened_by, proposals) VALUES (?, ?, ?, ?)",
      [
        .text(opening.problem.text), .integer(opening.at.seconds), .text(opening.by),
        .text(JSON.array(opening.proposals.map(\.json)).compact),
      ])
    try run(
      "UPDATE proposal SET opened_at = ? WHERE problem_id = ? AND status = 'submitted'",
      [.integer(opening.at.seconds), .text(opening.problem.text)])
  }

  /// The encrypted receipt of the last submission of a proposal.
  package mutating func sealedReceipt(of proposal: ID<Proposal>) throws(DomainError) -> [UInt8]? {
    try row("SELECT receipt FROM proposal WHERE id = ?", [.text(proposal.text)]) { row in
      row.isNull(0) ? [] : row.blob(0)
    }.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Keeps the encrypted receipt of a submission.
  package mutating func set(
    sealedReceipt receipt: [UInt8], of proposal: ID<Proposal>
  ) throws(DomainError) {
    try run(
      "UPDATE proposal SET receipt = ? WHERE id = ?", [.blob(receipt), .text(proposal.text)])
  }
}
