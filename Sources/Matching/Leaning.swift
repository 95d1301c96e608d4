import Domain

/// The sectors and technologies of a record in eight bytes, so that a first look at very many
/// records stays close to the processor.
struct Leaning: Sendable {
  private let ownFields: UInt16
  private let impliedFields: UInt16
  private let technologyBits: UInt32

  init(_ facts: SideFacts) {
    ownFields = UInt16(truncatingIfNeeded: facts.fields.bits)
    impliedFields = UInt16(truncatingIfNeeded: facts.implied.fields.bits)
    technologyBits =
      (facts.technologies.isEmpty ? facts.implied.technologies : facts.technologies).bits
  }

  /// Whether an organisation meets a problem in sectors and technologies, as a number below
  /// `SideSignals.bounds`: three times what the sectors are worth at most and what the technologies
  /// are, each 0 for nothing, 1 for what is unknown and 2 for all.
  @inline(__always)
  static func tier(problem: Leaning, organisation: Leaning) -> Int {
    let wanted = problem.ownFields == 0 ? problem.impliedFields : problem.ownFields
    let offered = organisation.ownFields | organisation.impliedFields
    let field =
      wanted == 0 || offered == 0
      ? 1 : organisation.ownFields & wanted != 0 ? 2 : offered & wanted != 0 ? 1 : 0
    let (asked, own) = (problem.technologyBits, organisation.technologyBits)
    let technology = asked == 0 || own == 0 ? 1 : own & asked == 0 ? 0 : 2
    return field * 3 + technology
  }
}
