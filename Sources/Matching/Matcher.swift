package import Domain

/// What people read instead of a code, by the name of its list and the code.
package typealias CodeLabel = @Sendable (_ list: String, _ code: String) -> Bilingual

/// Ranks the records of an index for one asking side and explains the best.
///
/// A class because it holds much, all of which would be copied wherever it is handed on; nothing in
/// it ever changes.
final class Matcher {
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

  /// What explaining one record after another fills again and again.
  private struct Scratch {
    var offer: Offer
    var kinships: EvidenceFinder.Kinships
    var text: ContiguousArray<UInt8> = []
  }

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
    var ranking = ranking
    let best = ranking.best(limit, standing: standing)
    var scratch = Scratch(
      offer: Offer(reader.plainWords), kinships: EvidenceFinder.Kinships(query, weigher))
    return Matches(
      matches: best.eligible.map { explain($0, ranking.words[$0.candidate.part], &scratch) },
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
    var ranking = ranking
    return ranking.best(limit, standing: standing).eligible.map {
      SignalValues(subject: ID(index.id($0.candidate)), components: components($0))
    }
  }

  private var ranking: Ranking {
    Ranking(
      query: query, index: index,
      scorer: TextScorer(query: query, reader: reader, weigher: weigher), scoring: scoring)
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
      subject: ID(index.id(ranked.candidate)),
      externalID: records.externalID(ranked.candidate.record),
      score: Double(ranked.score) / 1e6, reasons: gaps(ranked.candidate).reasons(now: now))
  }

  private func explain<Subject>(
    _ ranked: Ranking.Ranked, _ words: QueryWords, _ scratch: inout Scratch
  ) -> Match<Subject> {
    let segment = index.parts[ranked.candidate.part].segment
    let records = segment.records
    scratch.offer.read(ranked.candidate.record, of: segment, words)
    let meetings = EvidenceFinder.meetings(
      query: query, phrasing, record: scratch.offer, weigher: weigher, &scratch.kinships)
    let evidence = meetings.map { self.evidence($0, segment, &scratch) }
    let gaps = gaps(ranked.candidate)
    let own = gaps.organisation.technologies.union(
      asker == .problem ? ranked.measure.technologies : impliedTechnologies)
    let missing = gaps.missing(askedByOrganisation: asker == .organisation, own: own)
    return Match(
      subject: ID(index.id(ranked.candidate)),
      externalID: records.externalID(ranked.candidate.record),
      scoreMicros: ranked.score,
      components: components(ranked),
      evidence: evidence,
      missing: missing,
      summary: Summary(
        score: ranked.score,
        topics: zip(meetings, evidence).map { meeting, evidence in
          topic(meeting, evidence, of: segment, &scratch)
        },
        sharedField: gaps.problem.fields.intersection(gaps.organisation.fields).codes.first
          .map { label(Field.list, $0.rawValue) },
        pastProject: pastProject(meetings, of: segment, &scratch), gap: missing.first?.text
      ).sentence)
  }

  /// What a meeting is called in the summary.
  private func topic(
    _ meeting: EvidenceFinder.Meeting, _ evidence: Evidence, of segment: Segment,
    _ scratch: inout Scratch
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
    var phrase = isSame ? evidence.organisationPhrase : nil
    if isSame, let core = meeting.core, meeting.offered.count > core.count + 2 {
      // The words that name the concept, as there are many more around them.
      phrase =
        scratch.offer.phrase(core, meeting.offeredPart, of: segment, &scratch.text).text
    }
    return Summary.Topic(
      concept: concept, implied: lexicon.ancestors[concept], label: own,
      cases: lexicon.cases[concept], phrase: phrase,
      near: meeting.isIndirect
        ? Summary.Topic.Near(
          problem: problem, organisation: organisation,
          link: asker == .problem ? link(concept, offered) : link(concept, offered).reversed) : nil)
  }

  /// The past project that the weightiest evidence from past projects stands in.
  private func pastProject(
    _ meetings: [EvidenceFinder.Meeting], of segment: Segment, _ scratch: inout Scratch
  ) -> String? {
    let own = query.reading.parts
    let offered = scratch.offer.parts
    let first = meetings.first {
      !$0.isIndirect
        && (asker == .problem ? offered[$0.offeredPart].field : own[$0.askedPart].field)
          == .pastProjects
    }
    return first.map {
      asker == .problem
        ? scratch.offer.text(part: $0.offeredPart, of: segment, &scratch.text)
        : query.reading.text(part: $0.askedPart)
    }
  }

  private func evidence(
    _ meeting: EvidenceFinder.Meeting, _ segment: Segment, _ scratch: inout Scratch
  ) -> Evidence {
    let asked = Phrase(query.reading, meeting.asked, meeting.askedPart)
    let offered = scratch.offer.phrase(
      meeting.offered, meeting.offeredPart, of: segment, &scratch.text)
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
}

extension Phrase {
  init(_ reading: Reading, _ tokens: Range<Int>, _ part: Int) {
    let (first, last) = (
      reading.tokens[tokens.lowerBound], reading.tokens[tokens.upperBound - 1]
    )
    self.init(
      text: String(decoding: reading.text[Int(first.from)..<Int(last.to)], as: UTF8.self),
      field: reading.parts[part].field.path(reading.parts[part].index),
      offset: Int(first.start)..<Int(last.end))
  }
}
