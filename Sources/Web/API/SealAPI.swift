import Domain
import HTTP
import UseCases

/// What hangs on a proposal, who has a part in it, its receipt, and the opening of all of them.
extension Site {
  func listAttachments(_ call: Call) throws(DomainError) -> Response {
    let record = try registry.proposal(ID(call.parameter("id")), by: call.actor)
    return .record(
      [
        "items": .array(record.attachments.map(\.json)), "total": JSON(record.attachments.count),
      ], version: record.version, for: call.request)
  }

  func addAttachment(_ call: Call) throws(DomainError) -> Response {
    let id = ID<Proposal>(call.parameter("id"))
    let log = FaultLog()
    var file: String?
    if var reader = ObjectReader(try call.body(), log: log) {
      file = reader.text("file", most: 60)
      reader.finish()
      if file == nil, log.faults.isEmpty { log.add(Fault("/file", .missing)) }
    }
    try log.check()
    let record = try registry.attach(
      ID(file ?? ""), to: id, expecting: try expectedVersion(of: id, call), by: call.actor)
    return .record(record.json, version: record.version, for: call.request, status: .created)
  }

  func removeAttachment(_ call: Call) throws(DomainError) -> Response {
    let id = ID<Proposal>(call.parameter("id"))
    let record = try registry.detach(
      ID(call.parameter("file")), from: id, expecting: try expectedVersion(of: id, call),
      by: call.actor)
    return .record(record.json, version: record.version, for: call.request)
  }

  func answerPartnership(_ event: Partnership.Event) -> Action {
    { call throws(DomainError) in
      let log = FaultLog()
      if let reader = ObjectReader(try call.body(orEmpty: true), log: log) { reader.finish() }
      try log.check()
      let record = try registry.answerPartnership(
        in: ID(call.parameter("id")), event, by: call.actor)
      return .record(record.json, version: record.version, for: call.request)
    }
  }

  func showReceipt(_ call: Call) throws(DomainError) -> Response {
    .json(try registry.receipt(of: ID(call.parameter("id")), by: call.actor).json)
  }

  func openProposals(_ call: Call) throws(DomainError) -> Response {
    let log = FaultLog()
    if let reader = ObjectReader(try call.body(orEmpty: true), log: log) { reader.finish() }
    try log.check()
    return .json(try registry.openProposals(for: call.parameter("id"), by: call.actor).json)
  }

  func showOpening(_ call: Call) throws(DomainError) -> Response {
    .json(try registry.opening(of: call.parameter("id"), by: call.actor).json)
  }

  private func expectedVersion(
    of id: ID<Proposal>, _ call: Call
  ) throws(DomainError) -> Int? {
    try call.expectedVersion { () throws(DomainError) in
      try registry.proposal(id, by: call.actor).version
    }
  }
}
