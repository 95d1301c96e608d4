extension ProposalOffer {
  /// Members that the register itself keeps; a client may read but not write them.
  package static let readOnly: Set<String> = [
    "id", "status", "status_reason", "version", "created_at", "updated_at", "submitted_at",
    "attachments", "partnerships", "opened_at",
  ]

  /// Reads an offer, leaving aside the members that say which problem and organisation.
  /// - Throws: `DomainError.invalid` with all faults.
  package static func read(
    _ json: JSON, ignoring ignored: Set<String> = []
  ) throws(DomainError) -> ProposalOffer {
    let log = FaultLog()
    var offer = ProposalOffer()
    if var reader = ObjectReader(json, log: log) {
      offer.partners = reader.lines("partners", most: 20, length: 60).map { ID($0) }
      offer.approach = reader.text("approach", most: 50_000)
      offer.trl = reader.integer("trl", in: 1...9)
      offer.costVND = reader.money("cost_vnd")
      offer.durationMonths = reader.integer("duration_months", in: 1...240)
      reader.finish(readOnly: readOnly, ignored: ignored)
    }
    try log.check()
    return offer
  }

  /// The offer's members in the order in which people read them.
  package var members: [(String, JSON)] {
    var members: [(String, JSON)] = []
    members.add("partners", partners.map(\.text))
    members.add("approach", approach)
    members.add("trl", trl)
    members.add("cost_vnd", costVND)
    members.add("duration_months", durationMonths)
    return members
  }

  /// What must be there before a draft can be submitted.
  package var submissionFaults: [Fault] {
    [
      ("/approach", approach == nil), ("/cost_vnd", costVND == nil),
      ("/duration_months", durationMonths == nil),
    ]
    .filter(\.1).map { Fault($0.0, .missing) }
  }
}

extension Proposal {
  /// The record as it stands in the API.
  package var json: JSON {
    var members: [(String, JSON)] = [
      ("id", .string(id.text)), ("problem", .string(problem.text)),
      ("organisation", .string(organisation.text)),
    ]
    members += offer?.members ?? []
    if !attachments.isEmpty { members.append(("attachments", .array(attachments.map(\.json)))) }
    if !partnerships.isEmpty {
      members.append(("partnerships", .array(partnerships.map(\.json))))
    }
    members.append(("status", .string(status.rawValue)))
    members.add("status_reason", statusReason)
    members.append(("version", JSON(version)))
    members.append(("created_at", .string(createdAt.description)))
    members.append(("updated_at", .string(updatedAt.description)))
    members.add("submitted_at", submittedAt?.description)
    members.add("opened_at", openedAt?.description)
    return .object(JSONObject(members))
  }
}
