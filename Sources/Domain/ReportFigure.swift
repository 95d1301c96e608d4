/// The parts of a report, in their order.
package enum ReportSection: String, Code {
  case organisations, problems, proposals, engagements, support, introductions
  case dataRequests = "data_requests"
  package static let list = "report_sections"

  /// Its figures, in their order.
  package var figures: [ReportFigure] { ReportFigure.allCases.filter { $0.section == self } }
}

/// What a report tells in figures, in the order in which it does.
package enum ReportFigure: String, Code {
  /// Came to be registered: submitted for the first time, or entered by DOST.
  case organisationsRegistered = "organisations_registered"
  /// Verified for the first time.
  case organisationsVerified = "organisations_verified"
  /// Verified, with a legal class in force.
  case organisationsByClass = "organisations_by_class"
  /// Mentors of verified incubators: those whom each lists, or the number it states where that is
  /// larger.
  case mentors
  /// Days from submission to verification.
  case verificationDays = "verification_days"
  case problemsPublished = "problems_published"
  case problemsOpen = "problems_open"
  case problemsClosed = "problems_closed"
  case problemsAwarded = "problems_awarded"
  case problemsSolved = "problems_solved"
  case problemsFailed = "problems_failed"
  case problemsNoAward = "problems_no_award"
  case problemsCancelled = "problems_cancelled"
  /// Days from publication to award.
  case awardDays = "award_days"
  case questionsAnswered = "questions_answered"
  /// Days from question to answer.
  case answerDays = "answer_days"
  case invitationsSent = "invitations_sent"
  /// Refused, or answered by a proposal that was opened since.
  case invitationsAnswered = "invitations_answered"
  /// Proposals, at the time at which they were opened.
  case proposalsOpened = "proposals_opened"
  case engagementsStarted = "engagements_started"
  case engagementsActive = "engagements_active"
  case milestonesAccepted = "milestones_accepted"
  case milestonesOverdue = "milestones_overdue"
  /// The agreed amounts of the work that is going on.
  case contractsVND = "contracts_vnd"
  /// What of these was accepted.
  case acceptedVND = "accepted_vnd"
  case sandboxes
  /// Programmes that verified incubators offer.
  case programmes
  case cohortsAnnounced = "cohorts_announced"
  case applicationsSubmitted = "applications_submitted"
  case applicationsAdmitted = "applications_admitted"
  case mentorRequests = "mentor_requests"
  case introductionsAsked = "introductions_asked"
  case introductionsConsented = "introductions_consented"
  case introductionsMet = "introductions_met"
  case introductionsInvested = "introductions_invested"
  case dataRequestsReceived = "data_requests_received"
  case dataRequestsAnswered = "data_requests_answered"
  case dataRequestsInTime = "data_requests_in_time"
  package static let list = "report_figures"

  /// What a figure is measured in.
  package enum Unit: String, Sendable { case count, days, vnd }

  /// How it belongs to time.
  package enum Nature: String, Sendable {
    /// Counts what happens: in the period, and all that had happened by its end. The figures of
    /// periods that follow each other add up.
    case event
    /// Says how things stand at the end of the period, and how they stood a year before.
    case state
    /// The median of what was finished in the period, and of all that was by its end.
    case median
  }

  /// Where it stands.
  package var section: ReportSection {
    switch self {
    case .organisationsRegistered, .organisationsVerified, .organisationsByClass, .mentors,
      .verificationDays:
      .organisations
    case .problemsPublished, .problemsOpen, .problemsClosed, .problemsAwarded, .problemsSolved,
      .problemsFailed, .problemsNoAward, .problemsCancelled, .awardDays, .questionsAnswered,
      .answerDays:
      .problems
    case .invitationsSent, .invitationsAnswered, .proposalsOpened: .proposals
    case .engagementsStarted, .engagementsActive, .milestonesAccepted, .milestonesOverdue,
      .contractsVND, .acceptedVND, .sandboxes:
      .engagements
    case .programmes, .cohortsAnnounced, .applicationsSubmitted, .applicationsAdmitted,
      .mentorRequests:
      .support
    case .introductionsAsked, .introductionsConsented, .introductionsMet, .introductionsInvested:
      .introductions
    case .dataRequestsReceived, .dataRequestsAnswered, .dataRequestsInTime: .dataRequests
    }
  }

  /// What it is measured in.
  package var unit: Unit {
    switch self {
    case .verificationDays, .awardDays, .answerDays: .days
    case .contractsVND, .acceptedVND: .vnd
    default: .count
    }
  }

  /// How it belongs to time.
  package var nature: Nature {
    switch self {
    case .organisationsByClass, .mentors, .problemsOpen, .engagementsActive, .milestonesOverdue,
      .contractsVND, .acceptedVND, .sandboxes, .programmes:
      .state
    case .verificationDays, .awardDays, .answerDays: .median
    default: .event
    }
  }

  /// Whether it is a part of another figure, which would tell of the rest of that one.
  package var isShare: Bool { self == .dataRequestsInTime }

  /// Whether it comes of what two sides or a single person keep to themselves, so that everybody
  /// reads no more of it than what happened in half-years, and no small numbers.
  package var isPrivate: Bool {
    switch self {
    case .verificationDays, .answerDays, .milestonesOverdue, .contractsVND, .acceptedVND,
      .invitationsSent, .invitationsAnswered, .applicationsSubmitted, .applicationsAdmitted,
      .mentorRequests, .introductionsAsked, .introductionsConsented, .introductionsMet,
      .introductionsInvested, .dataRequestsReceived, .dataRequestsAnswered, .dataRequestsInTime:
      true
    default: false
    }
  }
}
