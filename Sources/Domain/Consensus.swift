/// What was agreed on about a proposal after each reviewer had spoken alone. A change is a new
/// version with its reason; the ones before stay.
package struct Consensus: Sendable, Equatable {
  /// The proposal.
  package let proposal: ID<Proposal>
  /// Counts from 1.
  package let version: Int
  /// The points.
  package let scorecard: Scorecard
  /// Why it differs from the version before; nil for the first.
  package let reason: String?
  /// When it was recorded.
  package let at: Instant
  /// Who recorded it, as the audit log calls them.
  package let by: String

  /// Puts a version together.
  package init(
    proposal: ID<Proposal>, version: Int, scorecard: Scorecard, reason: String?, at: Instant,
    by: String
  ) {
    self.proposal = proposal
    self.version = version
    self.scorecard = scorecard
    self.reason = reason
    self.at = at
    self.by = by
  }

  /// The version as it stands in the API; `by` is for officers alone.
  package func json(by plan: ReviewPlan, whole: Bool = true) -> JSON {
    var members: [(String, JSON)] = [
      ("proposal", .string(proposal.text)), ("version", JSON(version)),
    ]
    members += scorecard.members(by: plan)
    if whole {
      members.add("reason", reason)
      members.append(("by", .string(by)))
    }
    members.append(("at", .string(at.description)))
    return .object(JSONObject(members))
  }
}

/// What its proposer is told about a proposal, so that they can learn from it. It is owed.
package struct Feedback: Sendable, Equatable {
  /// The proposal.
  package let proposal: ID<Proposal>
  /// The text.
  package let text: String
  /// Counts changes from 1; the entity tag.
  package let version: Int
  /// When it was last written.
  package let at: Instant
  /// Who wrote it, as the audit log calls them.
  package let by: String

  /// Puts a record together.
  package init(proposal: ID<Proposal>, text: String, version: Int, at: Instant, by: String) {
    self.proposal = proposal
    self.text = text
    self.version = version
    self.at = at
    self.by = by
  }

  /// Reads the body that writes it.
  /// - Throws: `DomainError.invalid` with all faults.
  package static func text(_ json: JSON) throws(DomainError) -> String {
    let log = FaultLog()
    var text: String?
    if var reader = ObjectReader(json, log: log) {
      text = reader.text("text", most: 20_000)
      reader.require("text", text != nil)
      reader.finish()
    }
    try log.check()
    guard let text else { throw .invalid([Fault("/text", .missing)]) }
    return text
  }

  /// The record as it stands in the API.
  package var json: JSON {
    [
      "proposal": .string(proposal.text), "text": .string(text), "version": JSON(version),
      "at": .string(at.description),
    ]
  }
}

/// A step in the life of an opened proposal, with its reason, as the minutes tell it.
package struct Decision: Sendable, Equatable {
  /// The proposal.
  package let proposal: ID<Proposal>
  /// The step.
  package let event: Proposal.Event
  /// Why.
  package let reason: String?
  /// When.
  package let at: Instant
  /// Who, as the audit log calls them.
  package let by: String

  /// Puts an entry together.
  package init(
    proposal: ID<Proposal>, event: Proposal.Event, reason: String?, at: Instant, by: String
  ) {
    self.proposal = proposal
    self.event = event
    self.reason = reason
    self.at = at
    self.by = by
  }

  /// The steps that are decisions about a proposal, and not its owner's own.
  package static let events: Set<Proposal.Event> = [.admit, .reject, .shortlist, .select, .decline]
  /// Those among them by which a proposal has its result, which its proposers are told with the
  /// award.
  package static let results: Set<Proposal.Event> = [.select, .decline]

  /// The entry as it stands in the API.
  package var json: JSON {
    var members: [(String, JSON)] = [("event", .string(event.rawValue))]
    members.add("reason", reason)
    members.append(("at", .string(at.description)))
    members.append(("by", .string(by)))
    return .object(JSONObject(members))
  }
}

extension Proposal {
  /// The acts on a proposal, by their names in the audit log, that tell of its result or come with
  /// it.
  package static let resultActs =
    Decision.results.map { "proposal.\($0.rawValue)" }.sorted()
    + ["proposal.set_consensus", "proposal.set_feedback"]

  /// Whether it is selected or declined.
  package var hasResult: Bool { status == .selected || status == .declined }

  /// The proposal as it was before it got its result; `decisions` are those on it, the first
  /// first. Its version goes back too, or a step that is not told would be counted.
  package func withoutResult(_ decisions: [Decision]) -> Proposal {
    guard hasResult else { return self }
    let told = decisions.last { !Decision.results.contains($0.event) }
    var proposal = self
    proposal.status = told?.event == .shortlist ? .shortlisted : .admissible
    proposal.statusReason = told?.reason
    proposal.version = version - 1
    proposal.updatedAt = told?.at ?? openedAt ?? createdAt
    return proposal
  }
}

/// What must be done before something else can be: one piece of it.
package struct Pending: Sendable, Equatable {
  /// What is missing.
  package let what: What
  /// Of which record: an identifier or a public code.
  package let record: String
  /// What people call that record: who proposed, who reviews, which milestone; nil where the code
  /// says it.
  package let name: String?

  /// What can be missing.
  package enum What: String, Code {
    /// The proposals for the problem are not opened.
    case opening
    /// The problem has no reviewers for the proposal.
    case reviewers
    /// A reviewer has not locked their scores, and is neither recused nor gone on without.
    case review
    /// No review of the proposal counts.
    case scores
    /// The proposal has no consensus.
    case consensus
    /// It is not decided what becomes of the proposal.
    case decision
    /// Its proposer is owed words.
    case feedback
    /// No proposal is selected.
    case selection
    /// The award has no engagement.
    case engagement
    /// The engagement has no milestone.
    case milestone
    /// A milestone is not accepted.
    case acceptance
    /// The engagement has no terms of its sandbox.
    case sandbox
    /// The engagement does not say what came of it.
    case outcome
    /// The engagement is not ended, or none is completed.
    case completion
    package static let list = "pending_kinds"
  }

  /// Something missing of a record.
  package init(_ what: What, _ record: String, name: String? = nil) {
    self.what = what
    self.record = record
    self.name = name
  }
}
