extension Review {
  /// What a reviewer declares.
  package struct DeclarationInput: Sendable, Equatable {
    /// Whether there is a conflict of interest.
    package let conflict: Declaration.Conflict
    /// Which, in words; owed where there is one.
    package let grounds: String?

    /// Reads a declaration.
    /// - Throws: `DomainError.invalid` with all faults.
    package init(_ json: JSON) throws(DomainError) {
      let log = FaultLog()
      var (conflict, grounds): (Declaration.Conflict?, String?)
      if var reader = ObjectReader(json, log: log) {
        conflict = reader.code("conflict", Declaration.Conflict.self)
        grounds = reader.text("grounds", most: 5000)
        reader.require("conflict", conflict != nil)
        if conflict == .has { reader.require("grounds", grounds != nil) }
        reader.finish()
      }
      try log.check()
      guard let conflict else { throw .invalid([Fault("/conflict", .missing)]) }
      self.conflict = conflict
      self.grounds = grounds
    }
  }

  /// Whom an officer assigns.
  package struct Assignment: Sendable, Equatable {
    /// Accounts, each by identifier or e-mail address.
    package let accounts: [String]

    /// The most reviewers named at a time.
    package static let most = 50

    /// Reads an assignment.
    /// - Throws: `DomainError.invalid` with all faults.
    package init(_ json: JSON) throws(DomainError) {
      let log = FaultLog()
      var accounts: [String] = []
      if var reader = ObjectReader(json, log: log) {
        accounts = reader.lines("accounts", most: Self.most, length: 254)
        if accounts.isEmpty { reader.require("accounts", false) }
        reader.finish()
      }
      try log.check()
      self.accounts = accounts
    }
  }

  /// The record as it stands in the API; `scores` says whether its scores may be shown, `solver`
  /// whether anything that tells who proposes.
  package func members(
    by plan: ReviewPlan, scores: Bool, solver: Bool
  ) -> [(String, JSON)] {
    var members: [(String, JSON)] = [
      ("id", .string(id.text)), ("problem", .string(problem.text)),
      ("proposal", .string(proposal.text)), ("reviewer", .string(reviewer.text)),
      ("blind_to_solver", .bool(plan.isBlindToSolver)), ("status", .string(status.rawValue)),
    ]
    members.add("status_reason", statusReason)
    if let bar {
      var found: [(String, JSON)] = [("kind", .string(bar.kind.rawValue))]
      if solver { found.append(("organisation", .string(bar.organisation.text))) }
      members.append(("bar", .object(JSONObject(found))))
    }
    if let declaration { members.append(("declaration", declaration.json)) }
    if scores, !scorecard.scores.isEmpty { members += scorecard.members(by: plan) }
    members.append(("version", JSON(version)))
    members.append(("created_at", .string(createdAt.description)))
    members.append(("updated_at", .string(updatedAt.description)))
    members.add("locked_at", lockedAt?.description)
    return members
  }

  /// What the audit log tells: everything but the scores of a draft, which are the reviewer's own;
  /// once they are locked, those too.
  package func audited(by plan: ReviewPlan) -> JSON {
    .object(JSONObject(members(by: plan, scores: lockedAt != nil, solver: true)))
  }
}
