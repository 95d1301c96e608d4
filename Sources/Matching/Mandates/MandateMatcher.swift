import Domain

/// Compares ventures with mandates. The score of a pair is the same whoever asks.
struct MandateMatcher {
  let reader: Reader
  let weights: Weights
  let affinity: TextAffinity
  let terms: Circumstances

  /// What a match depends on beside the two records.
  struct Circumstances {
    /// What the law sets for funds.
    let rules: FundRules
    /// What people read instead of a code, by list and code.
    let label: CodeLabel
    /// The moment that counts for intakes and the law.
    let now: Instant
    /// The programmes of which an intake is announced that is not over, so that its days are known.
    let announced: Set<MandateSubject>
  }

  /// A venture ready to be compared.
  struct Asker {
    let venture: Venture
    let side: TextAffinity.Side
  }

  /// A mandate ready to be compared.
  struct Offer {
    let mandate: Mandate
    let wanted: TextAffinity.Side
    let unwanted: TextAffinity.Side?
  }

  /// A pair with what was found of it.
  private struct Pair {
    let asker: Asker
    let offer: Offer
    let subject: MandateSubject
    let key: String
    let components: [MandateComponent]
    let score: Int
    let reasons: [MandateReason]
    let limits: MandateLimits
    let isTicketSmall: Bool
  }

  /// More of the barred would not be read.
  private static let barredLimit = 20

  init(reader: Reader, weights: Weights, index: Index, terms: Circumstances) {
    self.reader = reader
    self.weights = weights
    self.terms = terms
    affinity = TextAffinity(
      reader: reader, weigher: Weigher(model: weights.text, lexicon: reader.lexicon), index: index)
  }

  func asker(_ venture: Venture) -> Asker {
    Asker(venture: venture, side: affinity.side(venture.document))
  }

  func offer(_ mandate: Mandate) -> Offer {
    Offer(
      mandate: mandate, wanted: affinity.side(mandate.wanted),
      unwanted: mandate.unwanted.map(affinity.side))
  }

  /// The mandates for a venture.
  func mandates(_ mandates: [Mandate], for venture: Venture, limit: Int) -> MandateMatches {
    let asker = asker(venture)
    return matches(
      mandates.compactMap { mandate in
        pair(
          asker, offer(mandate), key: mandate.key,
          MandateSubject(organisation: mandate.organisation, part: mandate.part))
      }, limit: limit)
  }

  /// The ventures for a mandate.
  func ventures(_ ventures: [Venture], for mandate: Mandate, limit: Int) -> MandateMatches {
    let offer = offer(mandate)
    return matches(
      ventures.compactMap { venture in
        pair(
          asker(venture), offer, key: venture.organisation.text,
          MandateSubject(organisation: venture.organisation, part: nil))
      }, limit: limit)
  }

  private func matches(_ pairs: [Pair], limit: Int) -> MandateMatches {
    let ranked = pairs.sorted {
      $0.score == $1.score
        ? $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) : $0.score > $1.score
    }
    let best = ranked.filter(\.reasons.isEmpty).prefix(max(0, limit))
    // What is barred is worth telling only as far as it would have been among the best.
    let threshold = best.count < limit ? 0 : best.last?.score ?? 0
    return MandateMatches(
      matches: best.map(explain),
      excluded: ranked.filter { !$0.reasons.isEmpty && $0.score >= threshold }
        .prefix(Self.barredLimit).map {
          MandateExclusion(subject: $0.subject, scoreMicros: $0.score, reasons: $0.reasons)
        },
      weightsVersion: weights.version)
  }

  /// What is found of a pair; nil where nothing speaks for it.
  private func pair(
    _ asker: Asker, _ offer: Offer, key: String, _ subject: MandateSubject
  ) -> Pair? {
    let score = MandateScore(
      mandate: offer.mandate.terms, venture: asker.venture,
      texts: MandateScore.Texts(
        shared: affinity.mutual(asker.side, offer.wanted),
        excluded: offer.unwanted.map { affinity.either(asker.side, $0) } ?? 0,
        fields: asker.side.fields, technologies: asker.side.technologies))
    guard score.isRelevant else { return nil }
    let components = score.components(weights.mandates(offer.mandate.terms.kind))
    let mandate = MandateSubject(
      organisation: offer.mandate.organisation, part: offer.mandate.part)
    let limits = MandateLimits(
      terms: offer.mandate.terms, venture: asker.venture, circumstances: terms,
      isIntakeAnnounced: terms.announced.contains(mandate))
    return Pair(
      asker: asker, offer: offer, subject: subject, key: key, components: components,
      score: components.reduce(0) { $0 + $1.contributionMicros }, reasons: limits.reasons,
      limits: limits, isTicketSmall: score.isTicketSmall)
  }

  private func explain(_ pair: Pair) -> MandateMatch {
    let evidence = MandateEvidenceFinder(
      reader: reader, weigher: affinity.weigher, venture: pair.asker,
      kind: pair.offer.mandate.terms.kind)
    let found = evidence.meetings(with: pair.offer.wanted)
    // Only what is named as such speaks against a match, not a kinship or a common word.
    let against = (pair.offer.unwanted.map(evidence.meetings) ?? [])
      .filter { $0.concept != nil && !$0.isIndirect }
    let missing = pair.limits.missing
    let shared = pair.asker.venture.fields.intersection(pair.offer.mandate.terms.fields).codes
    return MandateMatch(
      subject: pair.subject, scoreMicros: pair.score, components: pair.components,
      evidence: found, against: against,
      missing: missing,
      summary: MandateSummary(
        kind: pair.offer.mandate.terms.kind, score: pair.score, evidence: found,
        against: against.first,
        sharedField: shared.first.map { terms.label(Field.list, $0.rawValue) },
        isSmall: pair.isTicketSmall, gap: missing.first?.text
      ).sentence)
  }
}
