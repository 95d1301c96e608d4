/// Why a problem ended without anybody being chosen.
package enum NoAwardReason: String, Code {
  /// Nobody proposed anything.
  case noOffers = "no_offers"
  /// No proposal was admissible or good enough.
  case allRejected = "all_rejected"
  /// The chosen solver and the agency did not come to terms.
  case noAgreement = "no_agreement"
  /// The agency decided otherwise.
  case buyerDecision = "buyer_decision"
  /// The money did not come.
  case noFunding = "no_funding"
  /// A law or a ruling stands against it.
  case legal
  case other
  package static let list = "no_award_reasons"
}

/// Why a problem was cancelled.
package enum CancelReason: String, Code {
  /// What hurt does not hurt any more.
  case needGone = "need_gone"
  /// Another problem or document takes its place.
  case superseded
  /// It is part of another problem now.
  case merged
  /// It was taken apart into several problems.
  case split
  /// The money did not come.
  case funding
  /// A law or a ruling stands against it.
  case legal
  /// It was published by mistake, or with mistakes that no amendment mends.
  case error
  case other
  package static let list = "cancel_reasons"
}

/// Why a problem was closed before its published deadline.
package enum CloseReason: String, Code {
  /// A solution is needed sooner than was thought.
  case urgent
  /// What is needed has changed.
  case needChanged = "need_changed"
  /// The agency it belongs to asked for it.
  case ownerRequest = "owner_request"
  /// A superior authority ordered it.
  case order
  /// A law or a ruling stands against waiting.
  case legal
  case other
  package static let list = "close_reasons"
}

extension Problem {
  /// The coded reason for which a problem ended early; public, since many have counted on it.
  package enum Ending: Sendable, Equatable {
    case noAward(NoAwardReason)
    case cancelled(CancelReason)
    /// Proposals were no longer taken before the published deadline.
    case closedEarly(CloseReason)

    /// The code as it stands in the API and the database.
    package var code: String {
      switch self {
      case .noAward(let reason): reason.rawValue
      case .cancelled(let reason): reason.rawValue
      case .closedEarly(let reason): reason.rawValue
      }
    }

    /// What a code means for a problem in that state; nil where it means nothing there.
    package init?(_ status: Status, code: String) {
      switch status {
      case .noAward:
        guard let reason = NoAwardReason(rawValue: code) else { return nil }
        self = .noAward(reason)
      case .cancelled:
        guard let reason = CancelReason(rawValue: code) else { return nil }
        self = .cancelled(reason)
      case .closed:
        guard let reason = CloseReason(rawValue: code) else { return nil }
        self = .closedEarly(reason)
      case .draft, .submitted, .published, .reviewing, .awarded, .inProgress, .solved,
        .failed, .suspended:
        return nil
      }
    }

    /// The codes that a step wants one of, closing only before the deadline; empty where it wants
    /// none.
    package static func codes(for event: Event) -> [String] {
      switch event {
      case .noAward: NoAwardReason.accepted
      case .cancel: CancelReason.accepted
      case .close: CloseReason.accepted
      case .submit, .return, .publish, .review, .award, .start, .solve, .fail, .suspend,
        .resume:
        []
      }
    }
  }

  /// What comes with a step: why, and under which document.
  package struct StepInput: Sendable, Equatable {
    /// Why, in words.
    package var reason: String?
    /// Why, as a code of `Ending.codes`.
    package var code: String?
    /// The document by which it is done, by identifier.
    package var document: String?

    /// A step that needs no words.
    package init(reason: String? = nil, code: String? = nil, document: String? = nil) {
      self.reason = reason
      self.code = code
      self.document = document
    }

    /// Reads the body of a step.
    /// - Throws: `DomainError.invalid` with all faults; members that mean nothing for this step
    ///   are refused by name.
    package init(_ json: JSON, for event: Event) throws(DomainError) {
      let log = FaultLog()
      var input = Self()
      if var reader = ObjectReader(json, log: log) {
        if event != .publish { input.reason = reader.text("reason", most: 5000) }
        if !Ending.codes(for: event).isEmpty { input.code = reader.line("reason_code", most: 100) }
        if event == .publish || event == .cancel {
          input.document = reader.line("document", most: 100)
        }
        reader.finish()
      }
      try log.check()
      self = input
    }

    /// The coded reason of a step that wants one.
    ///
    /// `isEarly` says that people were promised more time. Who closes when the time is over owes no
    /// reason, and one that was given as the deadline passed means nothing any more.
    /// - Throws: `DomainError.invalid` where it is missing or none of those accepted.
    package func ending(
      of event: Event, to status: Status, isEarly: Bool = false
    ) throws(DomainError) -> Ending? {
      let accepted = Ending.codes(for: event)
      guard !accepted.isEmpty, event != .close || isEarly else { return nil }
      guard let code else {
        throw .invalid([
          Fault("/reason_code", .missing, accepted: accepted.joined(separator: ", "))
        ])
      }
      guard let ending = Ending(status, code: code) else {
        throw .invalid([
          Fault(
            "/reason_code", .notAccepted, found: code, accepted: accepted.joined(separator: ", "))
        ])
      }
      return ending
    }
  }
}
