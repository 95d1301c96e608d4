/// Everything that can go wrong, as keys and values; sentences are made where they are shown.
package enum DomainError: Error, Sendable, Equatable {
  /// The input breaks rules; all of them are listed.
  case invalid([Fault])
  /// The body or file is not JSON.
  case notJSON(JSONSyntaxError)
  /// No such record, or none that this actor may know of.
  case notFound(aggregate: String, id: String)
  /// Nobody has said who they are.
  case unauthenticated
  /// This actor may not; `needs` lists the parties that may.
  case forbidden(action: String, needs: [String])
  /// Address, password, code or link are not right, without saying which.
  case badCredentials
  /// The password was right; a code of the second factor is owed.
  case secondFactorRequired
  /// Tried too often; it may be tried again in so many seconds.
  case throttled(seconds: Int64)
  /// Nobody would be left in that role.
  case lastHolder(role: String)
  /// The record's state does not allow it.
  case refused(TransitionRefusal)
  /// The record has changed since it was read.
  case stale(current: Int)
  /// A change must say which version it is based on.
  case versionRequired(current: Int)
  /// Another record already holds a value that must be unique.
  case conflict(field: String, value: String, holder: String?)
  /// The idempotency key was used before for another request.
  case keyReused
  /// The solver does not fulfil the problem's hard requirements.
  case ineligible([UnmetRequirement])
  /// The time for this has passed.
  case deadlinePassed(Instant)
  /// The time for this has not come; it comes after that moment.
  case tooEarly(Instant)
  /// Something else must be done before; all of it is listed.
  case pending([Pending])
  /// Something stands in the way that is neither the record's state nor a value of the input.
  case obstructed(Obstacle)
  /// A page cursor that this service did not give out.
  case badCursor
  /// The store is busy or stopping; trying again helps.
  case unavailable(String)
  /// A fault of the program or the machine; the detail is for the log alone.
  case internalFault(String)
}

/// A step that a record's state does not allow.
package struct TransitionRefusal: Sendable, Equatable {
  /// The kind of record.
  package let aggregate: String
  /// What was to be done.
  package let event: String
  /// The state it is in.
  package let state: String
  /// The states that would allow it.
  package let allowedFrom: [String]
  /// The parties that may then do it.
  package let allowedBy: [String]

  /// A refused step and what would allow it.
  package init(
    aggregate: String, event: String, state: String, allowedFrom: [String], allowedBy: [String]
  ) {
    self.aggregate = aggregate
    self.event = event
    self.state = state
    self.allowedFrom = allowedFrom
    self.allowedBy = allowedBy
  }
}

/// What stands in the way of an act, and must be out of it before.
package enum Obstacle: Sendable, Equatable {
  /// Two organisations have different people while offers may be under seal. Whether either has any
  /// decides nothing: whoever joins records may not know.
  case sealedMatters
  /// Others have acted for an organisation without owner while offers may be under seal, which
  /// whoever is brought in from outside would read. Whether it has any decides nothing.
  case sealedToNewcomers
  /// No change of key members waits to be decided.
  case noRevisionPending
  /// The same person's request of that number has not ended yet.
  case erasureRequested(number: String)
  /// Whoever an account is of belongs to an organisation, which may have something under seal.
  case belongsToOrganisation
  /// A report on the period was issued already, at that moment and with that cover letter; another
  /// has to name it as the one whose place it takes.
  case reportIssued(id: String, period: String, at: Instant, letter: String?)

  /// What it is called in documents.
  package var key: String {
    switch self {
    case .sealedMatters: "sealed_matters"
    case .sealedToNewcomers: "sealed_to_newcomers"
    case .noRevisionPending: "no_revision_pending"
    case .erasureRequested: "erasure_requested"
    case .belongsToOrganisation: "belongs_to_organisation"
    case .reportIssued: "report_issued"
    }
  }
}

/// A hard requirement and what an organisation has instead.
package struct UnmetRequirement: Sendable, Equatable {
  /// The requirement.
  package let requirement: Requirement
  /// What the organisation declares; empty when it declares nothing of the kind.
  package let found: String

  /// A requirement and what was found instead.
  package init(requirement: Requirement, found: String) {
    self.requirement = requirement
    self.found = found
  }
}

/// One rule that an input breaks.
package struct Fault: Sendable, Equatable {
  /// Where, as a JSON pointer (RFC 6901) into the input.
  package let path: String
  /// Which rule.
  package let rule: Rule
  /// What was found, cut to a readable length.
  package let found: String?
  /// What would be accepted.
  package let accepted: String?

  /// The rules, as stable keys.
  package enum Rule: String, Sendable, CaseIterable {
    case missing
    case unknownMember = "unknown_member"
    case readOnly = "read_only"
    case wrongType = "wrong_type"
    case notAccepted = "not_accepted"
    case tooLong = "too_long"
    case tooShort = "too_short"
    /// A password that is among the first to be guessed.
    case tooCommon = "too_common"
    case tooMany = "too_many"
    case outOfRange = "out_of_range"
    case badFormat = "bad_format"
    case checkDigit = "check_digit"
    case controlCharacter = "control_character"
    case repeated
    /// The record itself, where another one is asked for.
    case itself
    case notFound = "not_found"
    case notForKind = "not_for_kind"
    case officerOnly = "officer_only"
    /// An account without the role `accepted`.
    case needsRole = "needs_role"
    case inThePast = "in_the_past"
    /// A form of the lexicon that means the concept `accepted` already.
    case clash
    /// A chain of broader concepts that leads back to `accepted`.
    case cycle
    /// A chain of broader concepts with too many levels.
    case tooDeep = "too_deep"
    /// A related concept that is `accepted` itself, or broader or narrower than it.
    case alreadyLinked = "already_linked"
    /// What comes with the program and cannot be taken out.
    case shipped
    /// What other concepts still name.
    case inUse = "in_use"
    /// A file that hangs on another record.
    case attachedElsewhere = "attached_elsewhere"
    /// A hard requirement that asks for more than what was published.
    case stricter
    /// What is to be published without the asker's name has it.
    case namesAsker = "names_asker"
    /// What everybody is to read has a person's identification number in it.
    case personalIDInText = "personal_id_in_text"
    /// A password or a code that is not the right one.
    case wrong
    /// A link or an invitation that was used, has ended or never was.
    case ended
    /// An office file with macros or embedded programs, in the part that was found.
    case activeContent = "active_content"
    /// A file that is kept so that nobody can tell whether it acts, or that would unpack to too much.
    case closedContent = "closed_content"
    /// A file that the configured scan took for harmful.
    case refusedByScan = "refused_by_scan"
  }

  /// A broken rule.
  package init(_ path: String, _ rule: Rule, found: String? = nil, accepted: String? = nil) {
    self.path = path
    self.rule = rule
    self.found = found.map { $0.count > 80 ? String($0.prefix(79)) + "…" : $0 }
    self.accepted = accepted
  }
}

/// Something the register understood differently from how it was written, and says so.
package struct Note: Sendable, Equatable {
  /// Where, as a JSON pointer.
  package let path: String
  /// What was done, as a stable key: `former_province`.
  package let key: String
  /// What was written.
  package let found: String
  /// What it became.
  package let became: String

  /// Tells what was understood.
  package init(path: String, key: String, found: String, became: String) {
    self.path = path
    self.key = key
    self.found = found
    self.became = became
  }
}
