/// The act by which the proposals for a problem are opened, all at once and once and for all.
package struct Opening: Sendable, Equatable {
  /// The problem.
  package let problem: ID<Problem>
  /// When.
  package let at: Instant
  /// Who, as the audit log calls them.
  package let by: String
  /// What was opened, in the order of submission.
  package let proposals: [Opened]

  /// One opened proposal.
  package struct Opened: Sendable, Equatable {
    /// The proposal.
    package let proposal: ID<Proposal>
    /// Who leads it.
    package let organisation: ID<Organisation>
    /// The digest on its receipt; nil for one that was submitted before there were receipts.
    package let digest: String?

    /// Puts an entry together.
    package init(proposal: ID<Proposal>, organisation: ID<Organisation>, digest: String?) {
      self.proposal = proposal
      self.organisation = organisation
      self.digest = digest
    }

    /// The entry as it stands in the API.
    package var json: JSON {
      var members: [(String, JSON)] = [
        ("proposal", .string(proposal.text)), ("organisation", .string(organisation.text)),
      ]
      members.add("digest", digest)
      return .object(JSONObject(members))
    }
  }

  /// Puts a record together.
  package init(problem: ID<Problem>, at: Instant, by: String, proposals: [Opened]) {
    self.problem = problem
    self.at = at
    self.by = by
    self.proposals = proposals
  }

  /// The record as it stands in the API.
  package var json: JSON {
    [
      "problem": .string(problem.text), "opened_at": .string(at.description),
      "opened_by": .string(by), "total": JSON(proposals.count),
      "proposals": .array(proposals.map(\.json)),
    ]
  }
}

extension Problem {
  /// Whether the proposals for it may be opened at that moment: it takes none any more, and the
  /// deadline, where there is one, has passed, also where it was closed before.
  package func mayBeOpened(at now: Instant) -> Bool {
    guard status == .closed || status == .reviewing else { return false }
    return statement.deadline.map { $0 < now } ?? true
  }
}
