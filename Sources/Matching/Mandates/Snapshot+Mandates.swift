package import Domain

extension Snapshot {
  /// How many startups are compared with a mandate word for word.
  package static let venturePool = 300

  /// The funds, programmes or mentors that a startup should look at.
  /// - Parameters:
  ///   - kind: which of them.
  ///   - organisation: the startup, or for mentors any firm, as the asker may see it: what is left
  ///     out of the record has no part in the match. It need not be in the register.
  ///   - limit: how many matches at most.
  ///   - now: the moment that counts for intakes.
  ///   - announced: the programmes of which an intake is announced that is not over.
  /// - Returns: the admissible ones, best first, and those that a hard limit bars.
  package func mandates(
    _ kind: MandateKind, for organisation: Organisation, limit: Int, now: Instant,
    announced: Set<MandateSubject> = []
  ) -> MandateMatches {
    mandateMatcher(now, announced).mandates(
      mandates.all(kind), for: Venture(organisation.id, organisation.profile),
      limit: limit)
  }

  /// The organisations of the register whose texts are nearest to a mandate, as the first step
  /// from a mandate to startups; at most `venturePool`, the nearest first.
  package func nearest(to mandate: Mandate) -> [ID<Organisation>] {
    let kinds = CodeSet(Array(mandate.terms.kind.audience))
    let weigher = Weigher(model: weights.text, lexicon: reader.lexicon)
    let query = Query(mandate.wanted, reader: reader, index: organisations, weigher: weigher)
    var ranking = Ranking(
      query: query, index: organisations,
      scorer: TextScorer(query: query, reader: reader, weigher: weigher),
      scoring: Scoring(asker: .problem, facts: mandate.wanted.facts.side, weights: weights))
    return ranking.best(Self.venturePool) { facts in
      facts.tags.kinds.intersection(kinds).isEmpty ? .outside : .eligible
    }.eligible.map { ID(organisations.id($0.candidate)) }
  }

  /// The startups that a fund, programme or mentor should look at.
  /// - Parameters:
  ///   - organisations: the candidates, each as the asker may see it: what is left out of a
  ///     record has no part in the match.
  ///   - mandate: what is looked for.
  ///   - limit: how many matches at most.
  ///   - now: the moment that counts for intakes.
  ///   - announced: the programmes of which an intake is announced that is not over.
  /// - Returns: the admissible ones, best first, and those that a hard limit bars.
  package func ventures(
    _ organisations: [Organisation], for mandate: Mandate, limit: Int, now: Instant,
    announced: Set<MandateSubject> = []
  ) -> MandateMatches {
    let audience = mandate.terms.kind.audience
    return mandateMatcher(now, announced).ventures(
      organisations.filter { audience.contains($0.profile.kind) }.map {
        Venture($0.id, $0.profile)
      }, for: mandate,
      limit: limit)
  }

  /// What an organisation looks for as a fund, in one of its programmes or through one of its
  /// mentors, verified or not.
  package func offers(of organisation: Organisation, _ kind: MandateKind) -> [Mandate] {
    Mandate.offers(of: organisation, reader: reader, cues: cues).filter { $0.terms.kind == kind }
  }

  private func mandateMatcher(
    _ now: Instant, _ announced: Set<MandateSubject>
  ) -> MandateMatcher {
    MandateMatcher(
      reader: reader, weights: weights, index: organisations,
      terms: MandateMatcher.Circumstances(
        rules: fundRules, label: label, now: now, announced: announced))
  }
}
