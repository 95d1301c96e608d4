import Domain

/// What each signal is worth between a venture and a mandate, 0 to 1 each.
///
/// Unknown is no failure: where one side says nothing the value is one half.
struct MandateScore {
  let mandate: MandateTerms
  let venture: Venture
  /// What the texts of both sides say.
  let texts: Texts

  /// What was found in the texts.
  struct Texts {
    /// How much both speak of the same, without what the mandate excludes.
    let shared: Double
    /// How much the venture speaks of what the mandate excludes.
    let excluded: Double
    /// What the venture's text implies where its lists are empty or say too little.
    let fields: CodeSet<Field>
    let technologies: CodeSet<Technology>
  }

  private static let unknown = 0.5
  /// Part of the thesis signal that needs agreement in sector or technology: words that a solar
  /// fund and a solar-powered collar for cattle share make them no match yet.
  private static let codedPart = 0.4
  /// How much a mention among what is excluded takes away, for one that would have given 1.
  private static let exclusionCost = 0.5
  /// From this part of the round on a ticket is a serious share of it; a fund whose largest is
  /// smaller leaves the startup to look elsewhere anyway.
  private static let seriousShare = 0.25
  /// What is left of every signal then.
  private static let smallTicketShare = 0.5

  /// The value of every signal that has a weight.
  func components(_ weights: MandateWeights) -> [MandateComponent] {
    let scale = isTicketSmall ? Self.smallTicketShare : 1
    return MandateSignal.allCases.filter { weights.micros($0) > 0 }.map {
      MandateComponent($0, value: value($0) * scale, weights: weights)
    }
  }

  /// Whether it is worth a place in the list. Funds are few, and where no words meet their terms
  /// still tell near from far; of programmes and mentors only those are told that share words, or
  /// declare the same sector or technology.
  var isRelevant: Bool {
    mandate.kind == .fund || texts.shared > 0
      || !venture.fields.intersection(mandate.fields).isEmpty
      || !venture.technologies.intersection(mandate.technologies).isEmpty
  }

  /// Whether the largest ticket is small beside the round.
  var isTicketSmall: Bool { coverage.map { $0 < Self.seriousShare } ?? false }

  private func value(_ signal: MandateSignal) -> Double {
    switch signal {
    case .thesis: thesis
    case .field: field
    case .technology: technology
    case .stage: mandate.stages.isEmpty || venture.stage == nil ? Self.unknown : 1
    case .ticket: coverage.map { min(1, $0 / Self.seriousShare) } ?? Self.unknown
    case .place: place
    case .instrument: instrument
    }
  }

  private var thesis: Double {
    let net = max(0, texts.shared - texts.excluded * Self.exclusionCost)
    return net * (1 - Self.codedPart + Self.codedPart * max(field, technology))
  }

  /// Half for being in one of the sectors, half for the share of the own sectors that are.
  private var field: Double {
    if mandate.fields.isEmpty { return Self.unknown }
    let implied = texts.fields.intersection(mandate.fields)
    guard !venture.fields.isEmpty else {
      if texts.fields.isEmpty { return Self.unknown }
      return ((implied.isEmpty ? 0 : 1) + Self.share(implied.count, of: texts.fields.count)) / 2
    }
    let declared = venture.fields.intersection(mandate.fields)
    if declared.isEmpty { return implied.isEmpty ? 0 : Self.unknown / 2 }
    return (1 + Self.share(declared.count, of: venture.fields.count)) / 2
  }

  private var technology: Double {
    if mandate.technologies.isEmpty { return Self.unknown }
    let own = venture.technologies.isEmpty ? texts.technologies : venture.technologies
    if own.isEmpty { return Self.unknown }
    return Self.share(own.intersection(mandate.technologies).count, of: own.count)
  }

  /// The part of the round that the largest ticket covers; nil where one of them is not known.
  private var coverage: Double? {
    guard let most = mandate.ticketMaxVND, let raising = venture.raisingVND, raising > 0 else {
      return nil
    }
    return Double(most) / Double(raising)
  }

  /// Who gives only in some provinces is closer to the startups there than who gives anywhere;
  /// a programme is closer to those around it.
  private var place: Double {
    if mandate.kind == .fund {
      guard let own = venture.province else { return Self.unknown }
      return mandate.provinces.contains(own) ? 1 : Self.unknown
    }
    guard let own = venture.province, let home = mandate.home else { return Self.unknown }
    return own == home ? 1 : 0
  }

  /// A loan asks for repayment, which early startups can seldom promise.
  private var instrument: Double {
    if mandate.instruments.isEmpty { return Self.unknown }
    guard mandate.instruments.allSatisfy({ $0 == .loan }) else { return 1 }
    switch venture.stage {
    case .growth: return 1
    case .seriesA, nil: return Self.unknown
    case .idea, .preSeed, .seed: return 0
    }
  }

  private static func share(_ part: Int, of whole: Int) -> Double {
    whole == 0 ? 0 : Double(part) / Double(whole)
  }
}
