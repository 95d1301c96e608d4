/// How much each signal counts, and how texts are weighed; data with a version that every match
/// names.
package struct Weights: Sendable, Equatable {
  /// Names this set of weights.
  package private(set) var version: String
  /// Millionths by place of the signal in `Signal.allCases`; they sum to a million.
  private var micros: [Int]
  /// How texts are weighed.
  package private(set) var text: TextModel

  /// Weights in proportion to these numbers; a signal that is left out has none.
  /// - Parameters:
  ///   - version: names this set of weights.
  ///   - signals: proportions; they are scaled to sum to 1 in whole millionths.
  ///   - text: how texts are weighed.
  package init(version: String, signals: [Signal: Double], text: TextModel = .standard) {
    self.version = version
    self.text = text
    let usable = signals.mapValues { $0.isFinite ? max(0, $0) : 0 }
    let total = Signal.allCases.reduce(0) { $0 + (usable[$1] ?? 0) }
    var micros = Signal.allCases.map { signal in
      signal != .capability && total > 0 ? Int((usable[signal] ?? 0) / total * 1e6 + 0.5) : 0
    }
    // What rounding leaves over belongs to the signal that dominates.
    micros[Signal.capability.position] = 1_000_000 - micros.reduce(0, +)
    self.micros = micros
  }

  /// The weight of a signal, 0 to 1; all of them sum to 1.
  package subscript(_ signal: Signal) -> Double { Double(micros(signal)) / 1e6 }

  /// The weight of a signal in millionths.
  package func micros(_ signal: Signal) -> Int { micros[signal.position] }

  /// These weights with other proportions of the signals, under another name.
  package func with(version: String? = nil, signals: [Signal: Double]) -> Weights {
    let scaled = Weights(version: version ?? self.version, signals: signals)
    var copy = self
    copy.version = scaled.version
    copy.micros = scaled.micros
    return copy
  }

  /// These weights with texts weighed otherwise; an index must be built anew for them.
  package func with(_ change: (inout TextModel) -> Void) -> Weights {
    var copy = self
    change(&copy.text)
    return copy
  }

  /// The proportions of all signals.
  package var signals: [Signal: Double] {
    Dictionary(uniqueKeysWithValues: Signal.allCases.map { ($0, self[$0]) })
  }

  /// The weights that ship with the program.
  package static let standard = Weights(
    version: "2026-2",
    signals: [
      .capability: 0.68, .field: 0.11, .technology: 0.09, .trackRecord: 0.07, .readiness: 0.03,
      .place: 0.01, .capacity: 0.01,
    ])
}

/// The constants of text weighing: BM25F without corpus averages, so that what a record is worth
/// for a word depends on that record alone.
package struct TextModel: Sendable, Equatable {
  /// Saturation: how fast further occurrences of a word stop counting.
  package var saturation = 0.9
  /// How much a long text is discounted, 0 to 1.
  package var lengthEffect = 0.5
  /// Words (function words left out) up to which a text is not long.
  package var pivotLength = 60.0
  /// Share of a concept that its broader concept gets, per step.
  package var broaderShare = 0.5
  /// Share of a concept of the asking side that each concept related to it gets; 0 leaves them out.
  package var relatedShare = 0.5
  /// Share of the asking side's words beyond which a record is taken for a copy of it or for a
  /// list of everything; 1 lets all pass. Judged profiles that fit reach 0.3, those of firms that have
  /// solved this very problem 0.48.
  package var coverageLimit = 0.5
  /// Concepts up to which a record is not broad.
  package var pivotConcepts = 14.0
  /// How much a broad record's concepts are discounted.
  package var breadthEffect = 0.3
  /// Weight of single words, relative to their inverse frequency.
  package var wordWeight = 0.3
  /// Weight of two words in sequence.
  package var pairWeight = 0.5
  /// Weight of a concept.
  package var conceptWeight = 2.8
  /// Share of the query's reachable maximum at which capability is one half.
  package var halfway = 0.18
  /// How many of the query's heaviest units make up the reachable maximum.
  package var reachableUnits = 16
  /// Weight of an organisation's members.
  package var organisation = Boosts(
    name: 1.2, description: 1, products: 1.2, pastProjects: 1.8, certificates: 0.5, thesis: 1)
  /// Weight of a problem's members.
  package var problem = ProblemBoosts(
    title: 1.6, grounds: 0.3, description: 1, expectedResult: 1, owner: 0.1)

  /// Weights of an organisation's members.
  package struct Boosts: Sendable, Equatable {
    package var name, description, products, pastProjects, certificates, thesis: Double
  }

  /// Weights of a problem's members.
  package struct ProblemBoosts: Sendable, Equatable {
    package var title, grounds, description, expectedResult, owner: Double
  }

  /// The constants that ship with the program.
  package static let standard = TextModel()

  func boost(_ field: MemberField) -> Double {
    switch field {
    case .name, .nameEN: organisation.name
    case .description: organisation.description
    case .products: organisation.products
    case .pastProjects: organisation.pastProjects
    case .certificates: organisation.certificates
    case .thesis: organisation.thesis
    case .title: problem.title
    case .grounds: problem.grounds
    case .expectedResult: problem.expectedResult
    case .owner, .code: problem.owner
    }
  }
}
