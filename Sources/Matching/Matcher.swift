package import Domain

/// What people read instead of a code, by the name of its list and the code.
package typealias CodeLabel = @Sendable (_ list: String, _ code: String) -> Bilingual

/// Ranks the records of an index for one asking side and explains the best.
struct Matcher {
  /// Who asks; the other side is in the index.
  enum Asker {
    case problem, organisation
  }

  let index: Index
  let reader: Reader
  let weights: Weights
  let label: CodeLabel
  let asker: Asker
  let query: Query
  let weigher: Weigher
  /// The moment that counts for deadlines; nil where they do not matter.
  let now: Instant?
  private let phrasing: Phrasing
  private let scoring: Scoring
  private let impliedTechnologies: CodeSet<Technology>

  init(
    asking document: Document, as asker: Asker, index: Index, reader: Reader, weights: Weights,
    label: @escaping CodeLabel, now: Instant?
  ) {
    self.index = index
    self.reader = reader
    self.weights = weights
    self.label = label
    self.asker = asker
    self.now = now
    weigher = Weigher(model: weights.text, lexicon: reader.lexicon)
    query = Query(document, reader: reader, index: index, weigher: weigher)
    phrasing = Phrasing(query.reading, reader.plainWords)
    var facts = document.facts.side
    facts.implied = reader.impliedCodes(query.reading.mentions.lazy.map(\.concept))
    scoring = Scoring(asker: asker, facts: facts, weights: weights)
    impliedTechnologies = facts.implied.technologies
  }

  /// The best admissible records with their reasons, and the relevant ones that are barred.
  func matches<Subject>(
    _ subject: Subject.Type, limit: Int, standing: (Facts) -> Retrieval.Standing
  ) -> Matches<Subject> {
    let best = ranked(limit, standing)
    var scratch = Reading()
    var kinships = EvidenceFinder.Kinships(query, reader.lexicon)
    return Matches(
      matches: best.eligible.map { explain($0, &scratch, &kinships) },
      excluded: best.barred.filter(isTold).map { exclusion($0) },
      weightsVersion: weights.version)
  }

  /// Whether a barred record is worth telling of. Who looks for solvers learns nothing from one
  /// that hardly fits; an organisation wants to know what keeps it from any problem.
  private func isTold(_ barred: Ranking.Ranked) -> Bool {
    asker == .organisation || barred.score >= Summary.steps.partial
  }

  /// The best admissible records by their signals alone.
  func scores<Subject>(
    limit: Int, standing: (Facts) -> Retrieval.Standing
  ) -> [SignalValues<Subject>] {
    ranked(limit, standing).eligible.map {
      SignalValues(subject: ID($0.id), components: components($0))
    }
  }

  private func ranked(
    _ limit: Int, _ standing: (Facts) -> Retrieval.Standing
  ) -> (eligible: [Ranking.Ranked], barred: [Ranking.Ranked]) {
    var ranking = Ranking(
      query: query, index: index,
      scorer: TextScorer(query: query, reader: reader, weigher: weigher), scoring: scoring)
    return ranking.best(limit, standing: standing)
  }

  private func components(_ ranked: Ranking.Ranked) -> [Component] {
    let records = index.parts[ranked.candidate.part].segment.records
    return scoring.components(ranked.measure, records.facts[ranked.candidate.record])
  }

  private func gaps(_ candidate: Retrieval.Candidate) -> Gaps {
    let records = index.parts[candidate.part].segment.records
    let facts = records.facts[candidate.record]
    return Gaps(
      problem: asker == .problem ? query.document.facts : facts,
      organisation: asker == .problem ? facts : query.document.facts,
      hasPastProjects: (asker == .problem ? facts : query.document.facts).hasPastProjects,
      label: label)
  }

  private func exclusion<Subject>(_ ranked: Ranking.Ranked) -> Exclusion<Subject> {
    let records = index.parts[ranked.candidate.part].segment.records
    return Exclusion(
      subject: ID(ranked.id), externalID: records.externalID(ranked.candidate.record),
      score: Double(ranked.score) / 1e6, reasons: gaps(ranked.candidate).reasons(now: now))
  }

  private func explain<Subject>(
    _ ranked: Ranking.Ranked, _ scratch: inout Reading,
    _ kinships: inout EvidenceFinder.Kinships
  ) -> Match<Subject> {
    let segment = index.parts[ranked.candidate.part].segment
    let records = segment.records
    segment.unpack(ranked.candidate.record, into: &scratch)
    let meetings = EvidenceFinder.meetings(
      query: query, phrasing, record: scratch, Phrasing(scratch, reader.plainWords),
      weigher: weigher, &kinships)
    let evidence = meetings.map { self.evidence($0, scratch) }
    let gaps = gaps(ranked.candidate)
    let own = gaps.organisation.technologies.union(
      asker == .problem ? ranked.measure.technologies : impliedTechnologies)
    let missing = gaps.missing(askedByOrganisation: asker == .organisation, own: own)
    return Match(
      subject: ID(ranked.id), externalID: records.externalID(ranked.candidate.record),
      scoreMicros: ranked.score,
      components: components(ranked),
      evidence: evidence,
      missing: missing,
      summary: Summary(
        score: ranked.score,
        topics: zip(meetings, evidence).map { meeting, evidence in
          topic(meeting, evidence, of: scratch)
        },
        sharedField: gaps.problem.fields.intersection(gaps.organisation.fields).codes.first
          .map { label(Field.list, $0.rawValue) },
        pastProject: pastProject(evidence, scratch), gap: missing.first?.text
      ).sentence)
  }

  /// What a meeting is called in the summary.
  private func topic(
    _ meeting: EvidenceFinder.Meeting, _ evidence: Evidence, of record: Reading
  ) -> Summary.Topic {
    let lexicon = reader.lexicon
    guard let concept = meeting.concept, let offered = meeting.offeredConcept else {
      return Summary.Topic(
        phrases: [evidence.organisationPhrase, evidence.problemPhrase],
        words: meeting.offered.count)
    }
    let (own, other) = (lexicon.labels[concept], lexicon.labels[offered])
    let (problem, organisation) = asker == .problem ? (own, other) : (other, own)
    let isSame = SmallLetters.areEqual(evidence.problemPhrase, evidence.organisationPhrase)
    // The words that name the concept, where there are many more around them.
    let core = meeting.core.flatMap {
      meeting.offered.count <= $0.count + 2
        ? nil : Phrase(record, $0, meeting.offeredPart).text
    }
    return Summary.Topic(
      concept: concept, implied: lexicon.ancestors[concept].map(\.concept), label: own,
      cases: lexicon.cases[concept],
      phrase: isSame ? core ?? evidence.organisationPhrase : nil,
      near: meeting.isIndirect
        ? Summary.Topic.Near(
          problem: problem, organisation: organisation,
          link: asker == .problem ? link(concept, offered) : link(concept, offered).reversed) : nil)
  }

  /// The past project that the weightiest evidence from past projects stands in.
  private func pastProject(
    _ evidence: [Evidence], _ record: Reading
  ) -> String? {
    guard
      let path = evidence.first(where: {
        !$0.isIndirect && $0.organisationField.hasPrefix("past_projects/")
      })?.organisationField
    else { return nil }
    let organisation = asker == .problem ? record : query.reading
    return organisation.parts.firstIndex { $0.field.path($0.index) == path }
      .map { organisation.text(part: $0) }
  }

  private func evidence(
    _ meeting: EvidenceFinder.Meeting, _ reading: Reading
  ) -> Evidence {
    let asked = Phrase(query.reading, meeting.asked, meeting.askedPart)
    let offered = Phrase(reading, meeting.offered, meeting.offeredPart)
    let (problem, organisation) = asker == .problem ? (asked, offered) : (offered, asked)
    return Evidence(
      problemPhrase: problem.text, problemField: problem.field, problemOffset: problem.offset,
      organisationPhrase: organisation.text, organisationField: organisation.field,
      organisationOffset: organisation.offset,
      concept: meeting.concept.map { reader.lexicon.concepts[$0].id },
      conceptLabel: meeting.concept.map { reader.lexicon.labels[$0] }, through: through(meeting),
      weight: query.reachable > 0 ? min(1, meeting.weight / query.reachable) : 0)
  }
}

extension Matcher {
  /// The concept that the record names instead of the one that is asked for.
  private func through(_ meeting: EvidenceFinder.Meeting) -> Evidence.Through? {
    guard meeting.isIndirect, let asked = meeting.concept, let met = meeting.offeredConcept else {
      return nil
    }
    return Evidence.Through(
      concept: reader.lexicon.concepts[met].id, label: reader.lexicon.labels[met],
      link: link(asked, met))
  }

  /// How the concept that was met stands to the one that was asked for.
  private func link(_ asked: Int, _ met: Int) -> ConceptLink {
    let ancestors = reader.lexicon.ancestors
    if ancestors[met].contains(where: { $0.concept == asked }) { return .narrower }
    return ancestors[asked].contains { $0.concept == met } ? .broader : .related
  }
}

/// A few words of a member, with where they stand.
struct Phrase {
  let text: String
  let field: String
  let offset: Range<Int>

  init(_ reading: Reading, _ tokens: Range<Int>, _ part: Int) {
    let (first, last) = (
      reading.tokens[tokens.lowerBound], reading.tokens[tokens.upperBound - 1]
    )
    offset = Int(first.start)..<Int(last.end)
    field = reading.parts[part].field.path(reading.parts[part].index)
    text = String(decoding: reading.text[Int(first.from)..<Int(last.to)], as: UTF8.self)
  }
}
