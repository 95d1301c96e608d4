package import Domain

/// Who should meet whom, best first, and who is barred although relevant.
package struct Matches<Subject>: Sendable {
  /// The admissible ones, best first; ties by identifier.
  package let matches: [Match<Subject>]
  /// Those that would be among the matches but for a hard limit, most relevant first, at most 20.
  package let excluded: [Exclusion<Subject>]
  /// The weights all this was made with.
  package let weightsVersion: String
}

/// One match with its reasons.
package struct Match<Subject>: Sendable {
  /// Who or what is matched.
  package let subject: ID<Subject>
  /// The identifier it had in the file it came from.
  package let externalID: String?
  /// The score in millionths: the sum of the components' contributions.
  package let scoreMicros: Int
  /// One component for each signal, in the order of `Signal.allCases`.
  package let components: [Component]
  /// The phrases of both sides that met, weightiest first.
  package let evidence: [Evidence]
  /// What is not known and would make the match surer.
  package let missing: [Missing]
  /// One sentence that says why.
  package let summary: Bilingual

  /// The score, 0 to 1.
  package var score: Double { Double(scoreMicros) / 1e6 }
}

/// What one signal adds to a score.
package struct Component: Sendable, Equatable {
  /// Which signal.
  package let signal: Signal
  /// Its value, 0 to 1. What is beside capability counts only as far as there is capability.
  package let value: Double
  /// Its weight, 0 to 1.
  package let weight: Double
  /// What it adds, in millionths.
  package let contributionMicros: Int

  /// What it adds to the score.
  package var contribution: Double { Double(contributionMicros) / 1e6 }

  init(_ signal: Signal, value: Double, weights: Weights) {
    let micros = Self.micros(value)
    self.signal = signal
    self.value = Double(micros) / 1e6
    weight = weights[signal]
    contributionMicros = Self.contribution(value: micros, weight: weights.micros(signal))
  }

  /// A value in millionths.
  static func micros(_ value: Double) -> Int { Int((max(0, min(1, value)) * 1e6).rounded()) }

  /// A value times a weight, all in millionths, rounded half up.
  static func contribution(value: Int, weight: Int) -> Int {
    (value * weight + 500_000) / 1_000_000
  }
}

/// A phrase of the problem and a phrase of the organisation that mean the same.
package struct Evidence: Sendable, Equatable {
  /// The words of the problem.
  package let problemPhrase: String
  /// Which member they stand in: `title`, `description`, `expected_result`, `grounds`.
  package let problemField: String
  /// Where, in Unicode scalars of that member's text.
  package let problemOffset: Range<Int>
  /// The words of the organisation.
  package let organisationPhrase: String
  /// Which member they stand in, such as `description`, `products/1`, `past_projects/0`.
  package let organisationField: String
  /// Where, in Unicode scalars of that member's text; a past project's is `PastProject.text`.
  package let organisationOffset: Range<Int>
  /// The concept of the asking side in which they meet, if they meet in one.
  package let concept: String?
  /// What people call that concept.
  package let conceptLabel: Bilingual?
  /// What the other side names instead of that concept; nil where it names the concept itself.
  package let through: Through?
  /// Its share of what the record could reach, 0 to 1.
  package let weight: Double

  /// Whether the other side names the concept only through another one, which counts less.
  package var isIndirect: Bool { through != nil }

  /// A concept by which another one is met.
  package struct Through: Sendable, Equatable {
    /// Its identifier, such as `arabica` where `coffee` was asked for.
    package let concept: String
    /// What people call it.
    package let label: Bilingual
    /// How it stands to the concept that was asked for.
    package let link: ConceptLink
  }
}

/// How one concept stands to another.
package enum ConceptLink: String, Sendable, CaseIterable {
  /// It is a case of the other: arabica of coffee.
  case narrower
  /// The other is a case of it.
  case broader
  /// It speaks for the other in part, as what solves a need does.
  case related

  /// How the other one stands to it.
  var reversed: ConceptLink {
    switch self {
    case .narrower: .broader
    case .broader: .narrower
    case .related: .related
    }
  }
}

/// Something unknown that would make a match surer.
package struct Missing: Sendable, Equatable {
  /// A stable key: `trl_unknown`, `employees_unknown`, `founded_unknown`, `province_unknown`,
  /// `no_past_projects`, `field_unknown`, `technology_unknown`, `budget_unknown`,
  /// `technology:<code>` for one that is asked for and not declared.
  package let key: String
  /// What people read.
  package let text: Bilingual
}

/// A relevant record that a hard limit bars.
package struct Exclusion<Subject>: Sendable {
  /// Who or what is barred.
  package let subject: ID<Subject>
  /// The identifier it had in the file it came from.
  package let externalID: String?
  /// What it would have scored.
  package let score: Double
  /// Every limit that bars it.
  package let reasons: [ExclusionReason]
}

/// A hard limit that bars a match.
package struct ExclusionReason: Sendable, Equatable {
  /// What kind of limit.
  package enum Cause: Sendable, Equatable {
    /// A requirement of the problem that the organisation does not fulfil.
    case requirement(UnmetRequirement)
    /// Proposals are not taken any more.
    case deadlinePassed(Instant)
  }

  /// The limit itself.
  package let cause: Cause
  /// What is asked for and what was found, in words.
  package let text: Bilingual
}
