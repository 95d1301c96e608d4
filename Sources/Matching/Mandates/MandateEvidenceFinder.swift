import Domain

/// Shows side by side what a venture and a mandate both speak of.
struct MandateEvidenceFinder {
  private let reader: Reader
  private let weigher: Weigher
  private let venture: MandateMatcher.Asker
  private let kind: MandateKind
  private let phrasing: Phrasing

  init(
    reader: Reader, weigher: Weigher, venture: MandateMatcher.Asker, kind: MandateKind
  ) {
    self.reader = reader
    self.weigher = weigher
    self.venture = venture
    self.kind = kind
    phrasing = Phrasing(venture.side.reading, reader.plainWords)
  }

  /// The weightiest phrases that met, weightiest first.
  func meetings(with side: TextAffinity.Side) -> [MandateEvidence] {
    var kinships = EvidenceFinder.Kinships(venture.side.query, weigher)
    return EvidenceFinder.meetings(
      query: venture.side.query, phrasing,
      record: Offer(side.reading, venture.side.query, reader.plainWords), weigher: weigher,
      &kinships
    ).map { meeting in
      let own = Phrase(venture.side.reading, meeting.asked, meeting.askedPart)
      let other = Phrase(side.reading, meeting.offered, meeting.offeredPart)
      let concept = meeting.concept.map { reader.lexicon.concepts[$0] }
      return MandateEvidence(
        mandatePhrase: other.text,
        mandateField: member(side.reading.parts[meeting.offeredPart].field),
        mandateOffset: other.offset, organisationPhrase: own.text, organisationField: own.field,
        organisationOffset: own.offset, concept: concept?.id, conceptLabel: concept?.label,
        isIndirect: meeting.isIndirect)
    }
  }

  /// The member of the fund's mandate, of the programme or of the mentor's entry.
  private func member(_ field: MemberField) -> String {
    switch field {
    case .thesis: "thesis"
    case .description: kind == .mentor ? "expertise" : "description"
    default: field.path(0)
    }
  }
}
