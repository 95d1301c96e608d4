/// Something that somebody is to be told of, written in the transaction that makes it true.
///
/// It waits in the outbox until the people behind its audience have been told, in the service and
/// by e-mail as each of them chose.
package struct Notice: Sendable, Equatable {
  /// What it tells.
  package let kind: Kind
  /// Whom.
  package let audience: Audience
  /// The record it is about.
  package let about: Subject
  /// What its sentences have places for: `notice.KIND.subject` and `.body` of `Locale/`.
  ///
  /// Nothing sealed or private to others may stand here, since it leaves the house by e-mail. What
  /// is under `secret` is taken out of the outbox as soon as it was sent.
  package let values: [String: String]

  /// What can be told; each has its sentences under `notice.KIND.` in `Locale/`.
  package enum Kind: String, Code {
    /// A notice to somebody that their e-mail and what they chose work.
    case test
    case applicationAccepted = "application_accepted"
    case applicationDeclined = "application_declined"
    case applicationMoved = "application_moved"
    case applicationSubmitted = "application_submitted"
    case applicationWithdrawn = "application_withdrawn"
    case cohortCancelled = "cohort_cancelled"
    case introductionAccepted = "introduction_accepted"
    case introductionExpired = "introduction_expired"
    case introductionOutcome = "introduction_outcome"
    case introductionRefused = "introduction_refused"
    case introductionRequested = "introduction_requested"
    case introductionWithdrawn = "introduction_withdrawn"
    case mentorRequestAccepted = "mentor_request_accepted"
    case mentorRequestDeclined = "mentor_request_declined"
    case mentorRequestMade = "mentor_request_made"
    case mentorRequestWithdrawn = "mentor_request_withdrawn"
    /// A saved search has found what it did not find before.
    case savedSearchHits = "saved_search_hits"
    /// A watched organisation is no longer in the public register.
    case watchedHidden = "watched_hidden"
    /// A watched startup raises money and shows that to funds.
    case watchedRaising = "watched_raising"
    case watchedStage = "watched_stage"
    case watchedVerified = "watched_verified"
    /// A problem waits for DOST, came back to its author, or is public.
    case problemSubmitted = "problem_submitted"
    case problemReturned = "problem_returned"
    case problemPublished = "problem_published"
    /// DOST invites an organisation to propose for a problem.
    case problemInvited = "problem_invited"
    /// A problem was to be published at a time and could not be.
    case publicationFailed = "publication_failed"
    /// What becomes of a problem that somebody counts on.
    case problemAmended = "problem_amended"
    case problemExtended = "problem_extended"
    case problemSuspended = "problem_suspended"
    case problemResumed = "problem_resumed"
    case problemClosed = "problem_closed"
    /// A problem takes no more proposals although its deadline is still to come.
    case problemClosedEarly = "problem_closed_early"
    case problemNotAwarded = "problem_not_awarded"
    case problemCancelled = "problem_cancelled"
    /// A question was asked, answered to everybody, or declined.
    case questionAsked = "question_asked"
    case questionAnswered = "question_answered"
    case questionDeclined = "question_declined"
    /// A new account is to be confirmed; `secret` is that of the link.
    case accountConfirm = "account_confirm"
    /// Somebody asked for an account with an address that has one.
    case accountExists = "account_exists"
    /// Another password may be set; `secret` is that of the link.
    case passwordReset = "password_reset"
    /// An administrator has made an account for somebody; `secret` is that of the link.
    case accountWelcome = "account_welcome"
    /// The same, asked for by an administrator.
    case accountReset = "account_reset"
    /// An administrator was shown, on the machine itself, a secret that sets a password.
    case resetByHand = "reset_by_hand"
    /// A token of the API was made that acts for somebody.
    case tokenMade = "token_made"
    /// An account has got its first password.
    case passwordSet = "password_set"
    /// A password was changed.
    case passwordChanged = "password_changed"
    /// A second factor was set up.
    case secondFactorOn = "second_factor_on"
    /// A second factor was removed.
    case secondFactorOff = "second_factor_off"
    /// An account was disabled by an administrator, for `reason`.
    case accountDisabled = "account_disabled"
    /// An organisation waits for DOST, or DOST has decided.
    case organisationSubmitted = "organisation_submitted"
    case organisationVerified = "organisation_verified"
    case organisationReturned = "organisation_returned"
    case organisationSuspended = "organisation_suspended"
    case organisationWithdrawn = "organisation_withdrawn"
    /// A change of what the register vouches for waits for DOST, or DOST has decided.
    case revisionWaiting = "revision_waiting"
    case revisionAccepted = "revision_accepted"
    case revisionRefused = "revision_refused"
    /// Evidence of a legal class ends in some days, or has ended.
    case evidenceEnding = "evidence_ending"
    case evidenceEnded = "evidence_ended"
    /// A year has gone by since a record was last confirmed.
    case confirmationDue = "confirmation_due"
    /// Two records were joined.
    case organisationMerged = "organisation_merged"
    /// Somebody claims an organisation, or DOST has decided.
    case claimMade = "claim_made"
    case claimAccepted = "claim_accepted"
    case claimRefused = "claim_refused"
    /// Somebody is invited to join an organisation; `secret` is that of the link.
    case memberInvited = "member_invited"
    /// Somebody has joined an organisation.
    case memberJoined = "member_joined"
    /// A partner is asked to confirm its part in a proposal, or asked again after a change.
    case partnerAsked = "partner_asked"
    /// A partner has confirmed its part in a proposal.
    case partnerConfirmed = "partner_confirmed"
    /// A partner has refused its part in a proposal, or withdrawn it.
    case partnerRefused = "partner_refused"
    /// A proposal was submitted; its receipt can be fetched.
    case proposalSubmitted = "proposal_submitted"
    /// A proposal was opened with all others for its problem.
    case proposalOpened = "proposal_opened"
    /// The criteria of a published problem have changed.
    case criteriaChanged = "criteria_changed"
    /// Somebody is to review proposals for a problem.
    case reviewAssigned = "review_assigned"
    /// A reviewer has a conflict of interest, declared or found, or stands aside.
    case reviewLost = "review_lost"
    /// A review was taken away from its reviewer.
    case reviewEnded = "review_ended"
    /// Nothing is owed any more by those who review proposals for a problem.
    case reviewsComplete = "reviews_complete"
    /// A proposal is admissible, inadmissible or on the short list.
    case proposalMoved = "proposal_moved"
    /// It is decided what becomes of a proposal; its feedback can be read.
    case proposalDecided = "proposal_decided"
    /// A problem was given to somebody to solve.
    case problemAwarded = "problem_awarded"
    /// The work on a problem has an engagement.
    case engagementMade = "engagement_made"
    case engagementCompleted = "engagement_completed"
    case engagementTerminated = "engagement_terminated"
    /// A milestone waits for acceptance, was accepted or returned, or is overdue.
    case milestoneSubmitted = "milestone_submitted"
    case milestoneAccepted = "milestone_accepted"
    case milestoneReturned = "milestone_returned"
    case milestoneOverdue = "milestone_overdue"
    /// A controlled trial ends in some days, or today.
    case sandboxEnding = "sandbox_ending"
    case sandboxEnded = "sandbox_ended"
    /// Somebody asks about the data that are kept on them.
    case dataRequestReceived = "data_request_received"
    /// Half of the time to answer or fulfil such a request is gone.
    case dataRequestDue = "data_request_due"
    /// All of that time is gone.
    case dataRequestOverdue = "data_request_overdue"
    /// What was answered, done or refused, to whoever asked.
    case dataRequestAnswered = "data_request_answered"
    case dataRequestCompleted = "data_request_completed"
    case dataRequestRefused = "data_request_refused"
    package static let list = "notice_kinds"

    /// What everybody who counts on a problem is told, those with a sealed proposal included: who
    /// may not know of proposals must not count such notices.
    package static let toInterested: Set<Self> = [
      .problemAmended, .problemExtended, .problemSuspended, .problemResumed, .problemClosedEarly,
      .problemNotAwarded, .problemCancelled, .problemAwarded, .questionAnswered, .criteriaChanged,
    ]
  }

  /// Whom a notice is for.
  package enum Audience: Sendable, Hashable {
    /// One person.
    case account(ID<Account>)
    /// The owners and editors of an organisation.
    case organisation(ID<Organisation>)
    /// DOST.
    case officers
    /// Somebody who has no account yet, or whose address is still to be confirmed.
    case address(String, Language)
  }

  /// The record that a notice is about.
  package struct Subject: Sendable, Hashable {
    /// Its kind.
    package let aggregate: Aggregate
    /// Its identifier.
    package let id: String

    /// A record by kind and identifier.
    package init(_ aggregate: Aggregate, _ id: String) {
      self.aggregate = aggregate
      self.id = id
    }
  }

  /// Puts a notice together.
  package init(
    _ kind: Kind, to audience: Audience, about: Subject, _ values: [String: String] = [:]
  ) {
    self.kind = kind
    self.audience = audience
    self.about = about
    self.values = values
  }
}
