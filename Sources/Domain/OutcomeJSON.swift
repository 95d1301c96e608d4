extension Outcome {
  /// What a client sends to record one.
  package struct Input: Sendable, Equatable {
    /// The organisation, by identifier or by the identifier of its import.
    package let organisation: String
    /// What happened.
    package let kind: Kind
    /// A remark of at most 2000 characters.
    package let note: String?

    /// Members that the register itself keeps.
    package static let readOnly: Set<String> = [
      "id", "problem", "at", "by", "proposal", "rank", "score", "weights_version",
    ]

    /// Reads what is to be recorded.
    /// - Throws: `DomainError.invalid` with all faults.
    package init(_ json: JSON) throws(DomainError) {
      let log = FaultLog()
      var organisation: String?
      var kind: Kind?
      var note: String?
      if var reader = ObjectReader(json, log: log) {
        organisation = reader.line("organisation", most: 100)
        kind = reader.code("kind", Kind.self)
        note = reader.text("note", most: 2000)
        reader.require("organisation", organisation != nil)
        reader.require("kind", kind != nil)
        reader.finish(readOnly: Self.readOnly)
      }
      try log.check()
      guard let organisation, let kind else { throw .invalid([Fault("", .missing)]) }
      self.organisation = organisation
      self.kind = kind
      self.note = note
    }
  }

  /// The record as it stands in the API.
  package var json: JSON {
    var members: [(String, JSON)] = [
      ("id", .string(id.text)), ("problem", .string(problem.text)),
      ("organisation", .string(organisation.text)), ("kind", .string(kind.rawValue)),
      ("at", .string(at.description)),
    ]
    if !by.isEmpty { members.append(("by", .string(by))) }
    members.add("note", note)
    members.add("proposal", proposal?.text)
    members.add("rank", standing.rank)
    if let micros = standing.scoreMicros {
      members.append(("score", .number(Double(micros) / 1e6)))
    }
    members.append(("weights_version", .string(standing.weightsVersion)))
    return .object(JSONObject(members))
  }

  /// The record as an actor may see it: who recorded it and what officers remarked is theirs,
  /// while a refusal's reason is the organisation's own.
  package func seen(by actor: Actor) -> Outcome {
    if actor.isOfficer { return self }
    return Outcome(
      id: id, problem: problem, organisation: organisation, kind: kind, at: at, by: "",
      note: kind == .refused ? note : nil, proposal: proposal, standing: standing)
  }
}
