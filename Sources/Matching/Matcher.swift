package import Domain

/// What people read instead of a code, by the name of its list and the code.
package typealias CodeLabel = @Sendable (_ list: String, _ code: String) -> Bilingual

/// Ranks the records of an index for one asking side and explains the best.
struct Matcher {
  /// Who asks; the other side is in the index.
  enum Asker {
    case problem, organisation
  }

  /// A record with what was found of it.
  struct Ranked {
    let candidate: Retrieval.Candidate
    let id: String
    let components: [Component]
    let score: Int
    let measure: TextScorer.Measure
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
  private let queryCodes: (fields: CodeSet<Field>, technologies: CodeSet<Technology>)

  /// A closer look is taken at this many at least.
  private static let poolSize = 300

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
    var fields: CodeSet<Field> = []
    var technologies: CodeSet<Technology> = []
    for mention in query.reading.mentions {
      let concept = reader.lexicon.concepts[mention.concept]
      if let field = concept.field { fields.insert(field) }
      if let technology = concept.technology { technologies.insert(technology) }
    }
    queryCodes = (fields, technologies)
  }

  /// The best admissible records with their reasons, and the relevant ones that are barred.
  func matches<Subject>(
    _ subject: Subject.Type, limit: Int, standing: (Facts) -> Retrieval.Standing
  ) -> Matches<Subject> {
    let found = Retrieval.candidates(
      for: query, in: index, limit: max(Self.poolSize, limit), standing: standing)
    var scratch = Reading()
    let best = rank(found.eligible, &scratch).prefix(max(0, limit))
    let threshold = best.count < limit ? 0 : best.last?.score ?? 0
    return Matches(
      matches: best.map { explain($0, &scratch) },
      excluded: rank(found.barred, &scratch).filter { $0.score >= threshold }
        .map { exclusion($0) },
      weightsVersion: weights.version)
  }

  /// The best admissible records by their signals alone.
  func scores<Subject>(
    limit: Int, standing: (Facts) -> Retrieval.Standing
  ) -> [SignalValues<Subject>] {
    let found = Retrieval.candidates(
      for: query, in: index, limit: max(Self.poolSize, limit), standing: standing)
    var scratch = Reading()
    return rank(found.eligible, &scratch).prefix(max(0, limit)).map {
      SignalValues(subject: ID($0.id), components: $0.components)
    }
  }

  private func rank(_ candidates: [Retrieval.Candidate], _ scratch: inout Reading) -> [Ranked] {
    var scorer = TextScorer(query: query, weigher: weigher)
    var ranked: [Ranked] = []
    for candidate in candidates {
      let records = index.parts[candidate.part].segment.records
      read(candidate, into: &scratch)
      let measure = scorer.measure(scratch)
      guard measure.capability > 0 else { continue }
      let components = components(measure, records.facts[candidate.record])
      ranked.append(
        Ranked(
          candidate: candidate, id: records.id(candidate.record), components: components,
          score: components.reduce(0) { $0 + $1.contributionMicros }, measure: measure))
    }
    return ranked.sorted {
      $0.score == $1.score
        ? $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) : $0.score > $1.score
    }
  }

  private func read(_ candidate: Retrieval.Candidate, into scratch: inout Reading) {
    let records = index.parts[candidate.part].segment.records
    reader.read(
      records.text, from: records.textStart(candidate.record),
      members: records.members(candidate.record), into: &scratch)
  }

  private func components(_ measure: TextScorer.Measure, _ facts: Facts) -> [Component] {
    let sides = SideSignals(
      problem: asker == .problem ? query.document.facts : facts,
      organisation: asker == .problem ? facts : query.document.facts,
      impliedFields: asker == .problem
        ? (queryCodes.fields, measure.fields) : (measure.fields, queryCodes.fields),
      impliedTechnologies: asker == .problem
        ? (queryCodes.technologies, measure.technologies)
        : (measure.technologies, queryCodes.technologies))
    return Signal.allCases.map { signal in
      let value =
        switch signal {
        case .capability: measure.capability
        case .trackRecord: measure.trackRecord
        default: sides.value(signal, capability: measure.capability)
        }
      return Component(signal, value: value, weights: weights)
    }
  }

  private func gaps(_ candidate: Retrieval.Candidate) -> Gaps {
    let records = index.parts[candidate.part].segment.records
    let facts = records.facts[candidate.record]
    let members: [MemberField] =
      asker == .problem
      ? records.members(candidate.record).map(\.field) : query.document.members.map(\.field)
    return Gaps(
      problem: asker == .problem ? query.document.facts : facts,
      organisation: asker == .problem ? facts : query.document.facts,
      pastProjects: members.reduce(0) { $0 + ($1 == .pastProjects ? 1 : 0) }, label: label)
  }

  private func exclusion<Subject>(_ ranked: Ranked) -> Exclusion<Subject> {
    let records = index.parts[ranked.candidate.part].segment.records
    return Exclusion(
      subject: ID(ranked.id), externalID: records.facts[ranked.candidate.record].externalID,
      score: Double(ranked.score) / 1e6, reasons: gaps(ranked.candidate).reasons(now: now))
  }

  private func explain<Subject>(_ ranked: Ranked, _ scratch: inout Reading) -> Match<Subject> {
    let records = index.parts[ranked.candidate.part].segment.records
    read(ranked.candidate, into: &scratch)
    let meetings = EvidenceFinder.meetings(
      query: query, phrasing, record: scratch, Phrasing(scratch, reader.plainWords),
      weigher: weigher)
    let evidence = meetings.map { self.evidence($0, scratch, ranked.candidate) }
    let gaps = gaps(ranked.candidate)
    let own = gaps.organisation.technologies.union(
      asker == .problem ? ranked.measure.technologies : queryCodes.technologies)
    let missing = gaps.missing(askedByOrganisation: asker == .organisation, own: own)
    return Match(
      subject: ID(ranked.id), externalID: records.facts[ranked.candidate.record].externalID,
      scoreMicros: ranked.score, components: ranked.components, evidence: evidence,
      missing: missing,
      summary: Summary(
        score: ranked.score,
        topics: zip(meetings, evidence).map { meeting, evidence in
          let part = meeting.offeredPart
          let core = meeting.core.map {
            Phrase(scratch, $0, part, text: records.text(ranked.candidate.record, member: part))
          }
          return topic(meeting, evidence, core: core?.text)
        },
        sharedField: gaps.problem.fields.intersection(gaps.organisation.fields).codes.first
          .map { label(Field.list, $0.rawValue) },
        pastProject: pastProject(evidence, ranked.candidate), gap: missing.first?.text
      ).sentence)
  }

  /// What a meeting is called in the summary; `core` are the words that name its concept.
  private func topic(
    _ meeting: EvidenceFinder.Meeting, _ evidence: Evidence, core: String?
  ) -> Summary.Topic {
    let lexicon = reader.lexicon
    guard let concept = meeting.concept, let offered = meeting.offeredConcept else {
      return Summary.Topic(
        phrases: [evidence.organisationPhrase, evidence.problemPhrase],
        words: meeting.offered.count)
    }
    let (own, other) = (lexicon.concepts[concept].label, lexicon.concepts[offered].label)
    let (problem, organisation) = asker == .problem ? (own, other) : (other, own)
    let isSame = evidence.problemPhrase.lowercased() == evidence.organisationPhrase.lowercased()
    let isCompact = meeting.offered.count <= (meeting.core?.count ?? 0) + 2
    return Summary.Topic(
      concept: concept, implied: lexicon.ancestors[concept].map(\.concept), label: own,
      cases: lexicon.cases[concept],
      phrase: isSame ? (isCompact ? evidence.organisationPhrase : core) : nil,
      near: meeting.isIndirect
        ? Summary.Topic.Near(
          problem: problem, organisation: organisation,
          link: asker == .problem ? link(concept, offered) : link(concept, offered).reversed) : nil)
  }

  /// The past project that the weightiest evidence from past projects stands in.
  private func pastProject(_ evidence: [Evidence], _ candidate: Retrieval.Candidate) -> String? {
    guard
      let path = evidence.first(where: {
        !$0.isIndirect && $0.organisationField.hasPrefix("past_projects/")
      })?.organisationField
    else { return nil }
    let records = index.parts[candidate.part].segment.records
    let members =
      asker == .problem ? Array(records.members(candidate.record)) : Array(query.document.members)
    guard let position = members.firstIndex(where: { $0.field.path($0.index) == path }) else {
      return nil
    }
    return asker == .problem
      ? records.text(candidate.record, member: position) : query.document.text(member: position)
  }

  private func evidence(
    _ meeting: EvidenceFinder.Meeting, _ reading: Reading, _ candidate: Retrieval.Candidate
  ) -> Evidence {
    let records = index.parts[candidate.part].segment.records
    let asked = Phrase(
      query.reading, meeting.asked, meeting.askedPart,
      text: query.document.text(member: meeting.askedPart))
    let offered = Phrase(
      reading, meeting.offered, meeting.offeredPart,
      text: records.text(candidate.record, member: meeting.offeredPart))
    let (problem, organisation) = asker == .problem ? (asked, offered) : (offered, asked)
    let concept = meeting.concept.map { reader.lexicon.concepts[$0] }
    return Evidence(
      problemPhrase: problem.text, problemField: problem.field, problemOffset: problem.offset,
      organisationPhrase: organisation.text, organisationField: organisation.field,
      organisationOffset: organisation.offset, concept: concept?.id,
      conceptLabel: concept?.label, through: through(meeting),
      weight: query.reachable > 0 ? min(1, meeting.weight / query.reachable) : 0)
  }
}

extension Matcher {
  /// The concept that the record names instead of the one that is asked for.
  private func through(_ meeting: EvidenceFinder.Meeting) -> Evidence.Through? {
    guard meeting.isIndirect, let asked = meeting.concept, let met = meeting.offeredConcept else {
      return nil
    }
    let concept = reader.lexicon.concepts[met]
    return Evidence.Through(
      concept: concept.id, label: concept.label, link: link(asked, met))
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

  init(_ reading: Reading, _ tokens: Range<Int>, _ part: Int, text: String) {
    let start = Int(reading.tokens[tokens.lowerBound].start)
    let end = Int(reading.tokens[tokens.upperBound - 1].end)
    offset = start..<end
    field = reading.parts[part].field.path(reading.parts[part].index)
    self.text = String(
      String.UnicodeScalarView(text.unicodeScalars.dropFirst(start).prefix(end - start)))
  }
}
