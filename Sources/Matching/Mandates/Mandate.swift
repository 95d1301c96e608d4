package import Domain

/// What somebody looks for who supports startups: a fund, a programme of an incubator, a mentor.
package struct Mandate: Sendable {
  /// Whose it is.
  package let organisation: ID<Organisation>
  /// The programme or mentor within an incubator; nil for a fund.
  package let part: String?
  let terms: MandateTerms
  /// Its texts without the clauses that exclude; places in them are those of the whole text.
  let wanted: Document
  /// The clauses that exclude alone; nil where there are none.
  let unwanted: Document?

  /// The clauses in which it says what it does not want, in its own words.
  package var exclusions: [String] {
    guard let unwanted else { return [] }
    return unwanted.members.indices.flatMap { position in
      unwanted.text(member: position).split(separator: ".").map { $0.trimmed }
    }.filter { !$0.isEmpty }
  }

  /// Names it among all mandates; ties of scores are broken by it.
  var key: String {
    part.map { "\(organisation)/\(terms.kind.rawValue)/\($0)" } ?? organisation.text
  }

  private init(
    _ organisation: Organisation, part: String?, terms: MandateTerms,
    texts: [(MemberField, String?)],
    reader: Reader, cues: ExclusionCues
  ) {
    self.organisation = organisation.id
    self.part = part
    self.terms = terms
    let whole = Document(texts: texts)
    var reading = Reading()
    reader.read(whole.text, from: 0, members: whole.members, into: &reading)
    let clauses = cues.clauses(in: reading)
    if clauses.isEmpty {
      wanted = whole
      unwanted = nil
    } else {
      wanted = whole.keeping(reading, clauses, inside: false)
      unwanted = whole.keeping(reading, clauses, inside: true)
    }
  }

  /// All that a verified organisation offers startups; none where it is not public.
  static func all(of organisation: Organisation, reader: Reader, cues: ExclusionCues) -> [Mandate] {
    guard organisation.status == .verified else { return [] }
    return offers(of: organisation, reader: reader, cues: cues)
  }

  /// All that an organisation offers startups, whether it is public or not.
  static func offers(
    of organisation: Organisation, reader: Reader, cues: ExclusionCues
  ) -> [Mandate] {
    let profile = organisation.profile
    if profile.kind == .fund {
      return [
        Mandate(
          organisation, part: nil, terms: MandateTerms(profile.fund ?? FundProfile()),
          texts: [
            (.name, profile.name), (.nameEN, profile.nameEN), (.thesis, profile.fund?.thesis),
            (.description, profile.description),
          ], reader: reader, cues: cues)
      ]
    }
    guard let incubator = profile.incubator else { return [] }
    return incubator.programmes.map { programme in
      Mandate(
        organisation, part: programme.id, terms: MandateTerms(programme, in: profile.province),
        texts: [(.title, programme.title), (.description, programme.description)],
        reader: reader, cues: cues)
    }
      + incubator.mentorProfiles.map { mentor in
        Mandate(
          organisation, part: mentor.id, terms: MandateTerms(mentor, in: profile.province),
          texts: [(.title, mentor.title), (.description, mentor.expertise)],
          reader: reader, cues: cues)
      }
  }
}

/// Who offers support to startups.
package enum MandateKind: String, Sendable, CaseIterable {
  case fund, programme, mentor

  /// The kinds of organisation that it is offered to.
  package var audience: Set<OrganisationKind> {
    switch self {
    case .fund, .programme: [.startup]
    case .mentor: [.startup, .technologyFirm]
    }
  }
}

/// The coded terms of a mandate; empty lists restrict nothing, nil is not said.
struct MandateTerms: Sendable {
  let kind: MandateKind
  let fields: CodeSet<Field>
  let technologies: CodeSet<Technology>
  let stages: CodeSet<Stage>
  /// Where it gives; empty means the whole country.
  var provinces: [String] = []
  /// Where it is.
  var home: String?
  var fundKind: FundKind?
  var ticketMinVND: Int64?
  var ticketMaxVND: Int64?
  var instruments: [Instrument] = []
  var open: Bool?
  var places: Int?
  var opens: String?
  var closes: String?

  init(_ fund: FundProfile) {
    kind = .fund
    fields = CodeSet(fund.fields)
    technologies = CodeSet(fund.technologies)
    stages = CodeSet(fund.stages)
    provinces = fund.provinces
    fundKind = fund.fundKind
    ticketMinVND = fund.ticketMinVND
    ticketMaxVND = fund.ticketMaxVND
    instruments = fund.instruments
    open = fund.open
  }

  init(_ programme: Programme, in province: String?) {
    kind = .programme
    fields = CodeSet(programme.fields)
    technologies = CodeSet(programme.technologies)
    stages = CodeSet(programme.stages)
    home = province
    places = programme.places
    opens = programme.opens
    closes = programme.closes
  }

  init(_ mentor: MentorProfile, in province: String?) {
    kind = .mentor
    fields = CodeSet(mentor.fields)
    technologies = CodeSet(mentor.technologies)
    stages = CodeSet(mentor.stages)
    home = province
    open = mentor.open
  }
}

extension Document {
  /// This text with every word outside (or inside) the given runs of words blanked: what is left
  /// keeps its place, and a sentence ends where something was taken out.
  fileprivate func keeping(_ reading: Reading, _ runs: [Range<Int>], inside: Bool) -> Document {
    let texts = members.indices.map { position in
      let tokens = reading.parts[position].tokens
      let spans = runs.filter { tokens.contains($0.lowerBound) }.map { run in
        Int(reading.tokens[run.lowerBound].start)..<Int(reading.tokens[run.upperBound - 1].end)
      }
      var scalars = String.UnicodeScalarView()
      var isGap = false
      for (offset, scalar) in text(member: position).unicodeScalars.enumerated() {
        if spans.contains(where: { $0.contains(offset) }) == inside {
          scalars.append(scalar)
          isGap = false
        } else {
          scalars.append(isGap ? " " : ".")
          isGap = true
        }
      }
      return (members[position].field, Optional(String(scalars)))
    }
    return Document(texts: texts)
  }
}
