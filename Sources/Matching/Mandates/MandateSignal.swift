package import Domain

/// What a match with a mandate is judged by; each is worth 0 to 1 and has a weight.
package enum MandateSignal: String, CaseIterable, Sendable, Hashable {
  /// What both sides say in words: the thesis of a fund, the text of a programme or mentor.
  case thesis
  /// The sector.
  case field
  /// The technologies.
  case technology
  /// How far the startup has come.
  case stage
  /// The sizes of tickets against what is raised.
  case ticket
  /// Where the startup is.
  case place
  /// How money is given.
  case instrument

  /// What people read instead of the code.
  package var label: Bilingual {
    switch self {
    case .thesis: Bilingual(vi: "Định hướng", en: "Focus")
    case .field: Bilingual(vi: "Lĩnh vực", en: "Field")
    case .technology: Bilingual(vi: "Công nghệ", en: "Technology")
    case .stage: Bilingual(vi: "Giai đoạn", en: "Stage")
    case .ticket: Bilingual(vi: "Mức vốn", en: "Ticket")
    case .place: Bilingual(vi: "Địa bàn", en: "Place")
    case .instrument: Bilingual(vi: "Hình thức cấp vốn", en: "Instrument")
    }
  }
}

/// How much each signal counts where startups meet funds, programmes and mentors.
package struct MandateWeights: Sendable, Equatable {
  /// Millionths by signal; they sum to a million.
  private let micros: [MandateSignal: Int]

  /// The weight of a signal in millionths.
  package func micros(_ signal: MandateSignal) -> Int { micros[signal] ?? 0 }

  /// The weight of a signal, 0 to 1; all of them sum to 1.
  package subscript(_ signal: MandateSignal) -> Double { Double(micros(signal)) / 1e6 }

  /// The weights that ship with the program, for funds.
  static let funds = MandateWeights(micros: [
    .thesis: 570_000, .field: 115_000, .technology: 75_000, .stage: 20_000, .ticket: 20_000,
    .place: 115_000, .instrument: 85_000,
  ])

  /// The same proportions without money, for programmes and mentors.
  static let support = MandateWeights(micros: [
    .thesis: 640_000, .field: 130_000, .technology: 85_000, .stage: 20_000, .place: 125_000,
  ])
}

extension Weights {
  /// The weights for startups and mandates of that kind; they belong to the same version.
  package func mandates(_ kind: MandateKind) -> MandateWeights {
    kind == .fund ? .funds : .support
  }
}

/// What one signal adds to the score of a match with a mandate.
package struct MandateComponent: Sendable, Equatable {
  /// Which signal.
  package let signal: MandateSignal
  /// Its value, 0 to 1.
  package let value: Double
  /// Its weight, 0 to 1.
  package let weight: Double
  /// What it adds, in millionths.
  package let contributionMicros: Int

  /// What it adds to the score.
  package var contribution: Double { Double(contributionMicros) / 1e6 }

  init(_ signal: MandateSignal, value: Double, weights: MandateWeights) {
    let micros = Int((max(0, min(1, value)) * 1e6).rounded())
    self.signal = signal
    self.value = Double(micros) / 1e6
    weight = weights[signal]
    contributionMicros = (micros * weights.micros(signal) + 500_000) / 1_000_000
  }
}
