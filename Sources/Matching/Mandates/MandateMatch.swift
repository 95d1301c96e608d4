package import Domain

/// Startups and mandates that should meet, best first, and those that a hard limit bars.
package struct MandateMatches: Sendable {
  /// The admissible ones, best first; ties by identifier.
  package let matches: [MandateMatch]
  /// Those that would be among the matches but for a hard limit, best first, at most 20.
  package let excluded: [MandateExclusion]
  /// The weights all this was made with.
  package let weightsVersion: String
}

/// Who or what is matched.
package struct MandateSubject: Sendable, Hashable {
  /// The organisation: a fund, an incubator or the startup.
  package let organisation: ID<Organisation>
  /// The programme or mentor of that incubator; nil for an organisation as such.
  package let part: String?

  /// An organisation, or a part of it.
  package init(organisation: ID<Organisation>, part: String?) {
    self.organisation = organisation
    self.part = part
  }
}

/// One match with its reasons.
package struct MandateMatch: Sendable {
  /// Who or what is matched.
  package let subject: MandateSubject
  /// The score in millionths: the sum of the components' contributions.
  package let scoreMicros: Int
  /// One component for each signal that counts for this kind of mandate.
  package let components: [MandateComponent]
  /// The phrases of both sides that met, weightiest first.
  package let evidence: [MandateEvidence]
  /// Phrases of clauses in which the mandate excludes what the startup speaks of.
  package let against: [MandateEvidence]
  /// What is not known and would make the match surer.
  package let missing: [Missing]
  /// One sentence that says why.
  package let summary: Bilingual

  /// The score, 0 to 1.
  package var score: Double { Double(scoreMicros) / 1e6 }
}

/// A phrase of the mandate and a phrase of the organisation that mean the same.
package struct MandateEvidence: Sendable, Equatable {
  /// The words of the mandate.
  package let mandatePhrase: String
  /// Which member they stand in: `thesis`, `name`, `description`, or of a programme or mentor
  /// `title`, `description`, `expertise`.
  package let mandateField: String
  /// Where, in Unicode scalars of that member's text.
  package let mandateOffset: Range<Int>
  /// The words of the organisation.
  package let organisationPhrase: String
  /// Which member they stand in, such as `description`, `products/1`.
  package let organisationField: String
  /// Where, in Unicode scalars of that member's text; a past project's is `PastProject.text`.
  package let organisationOffset: Range<Int>
  /// The concept in which they meet, if they meet in one.
  package let concept: String?
  /// What people call that concept.
  package let conceptLabel: Bilingual?
  /// Whether the mandate names only a narrower, broader or related concept.
  package let isIndirect: Bool
}

/// Someone relevant whom a hard limit bars.
package struct MandateExclusion: Sendable {
  /// Who or what is barred.
  package let subject: MandateSubject
  /// What it would have scored, in millionths.
  package let scoreMicros: Int
  /// Every limit that bars it.
  package let reasons: [MandateReason]
}

/// A hard limit of a mandate that a match would break.
package struct MandateReason: Sendable, Equatable {
  /// The limits, as stable keys.
  package enum Limit: String, Sendable, CaseIterable {
    /// The fund takes no applications.
    case fundClosed = "fund_closed"
    /// The startup's stage is not one of those it is meant for.
    case stage
    /// The startup is in a province where the fund does not give.
    case province
    /// The smallest ticket is larger than the round.
    case ticketAboveRound = "ticket_above_round"
    /// A fund with state money may only go into certain legal classes.
    case legalClass = "legal_class"
    /// The intake has not begun.
    case intakeNotOpen = "intake_not_open"
    /// The intake has ended.
    case intakeClosed = "intake_closed"
    /// No places are left.
    case noPlaces = "no_places"
    /// The mentor takes no new teams.
    case mentorUnavailable = "mentor_unavailable"
  }

  /// Which limit.
  package let limit: Limit
  /// What would be accepted, and what was found, in words.
  package let text: Bilingual
}
