import Domain
import HTTP
import UseCases

/// What DOST decides about registrations, and what organisations say to it.
extension Site {
  func listWaitingOrganisations(_ call: Call) throws(DomainError) -> Response {
    var query = QueryReader(call.request.query)
    let page = try registry.waitingOrganisations(
      page: try query.page(of: "organisations/queue"), by: call.actor)
    return call.list(page.json("organisations/queue", \.json))
  }

  func decideRevision(isAccepted: Bool) -> Action {
    { call throws(DomainError) in
      try Registry.requireOfficer(call.actor, "organisation.decide_revision")
      let name = call.parameter("id")
      let reason = try call.reason()
      return shown(
        try registry.decideRevision(
          of: name, isAccepted: isAccepted, reason: reason,
          expecting: try expectedVersion(of: name, call), by: call.actor,
          key: try call.idempotencyKey(Credentials.digest)), call)
    }
  }

  func withdrawRevision(_ call: Call) throws(DomainError) -> Response {
    let name = call.parameter("id")
    return shown(
      try registry.withdrawRevision(
        of: name, expecting: try expectedVersion(of: name, call), by: call.actor), call)
  }

  func confirmOrganisation(_ call: Call) throws(DomainError) -> Response {
    try call.requireEmpty()
    return shown(
      try registry.confirmRecord(
        of: call.parameter("id"), by: call.actor,
        key: try call.idempotencyKey(Credentials.digest)), call)
  }

  func recogniseClass(_ call: Call) throws(DomainError) -> Response {
    try Registry.requireOfficer(call.actor, "organisation.recognise")
    let name = call.parameter("id")
    let log = FaultLog()
    var (status, isRecognised, reason): (LegalClass?, Bool?, String?)
    if var reader = ObjectReader(try call.body(), log: log) {
      status = reader.code("class", LegalClass.self)
      isRecognised = reader.bool("recognised")
      reason = reader.text("reason", most: 5000)
      reader.require("class", status != nil)
      reader.finish()
    }
    try log.check()
    guard let status else { throw .invalid([Fault("/class", .missing)]) }
    return shown(
      try registry.recognise(
        status, of: name, isRecognised: isRecognised ?? true, reason: reason,
        expecting: try expectedVersion(of: name, call), by: call.actor,
        key: try call.idempotencyKey(Credentials.digest)), call)
  }

  func mergeOrganisation(_ call: Call) throws(DomainError) -> Response {
    let name = call.parameter("id")
    return shown(
      try registry.mergeOrganisation(
        name, try MergeOrder(try call.body()), expecting: try expectedVersion(of: name, call),
        by: call.actor, key: try call.idempotencyKey(Credentials.digest)), call)
  }

  private func expectedVersion(of name: String, _ call: Call) throws(DomainError) -> Int? {
    try call.expectedVersion { () throws(DomainError) in
      try registry.organisation(name, by: call.actor).version
    }
  }

  private func shown(_ record: Organisation, _ call: Call) -> Response {
    .record(record.seen(by: call.actor).json, version: record.version, for: call.request)
  }
}

extension Call {
  /// Refuses a body that says something, where nothing is to be said.
  func requireEmpty() throws(DomainError) {
    let log = FaultLog()
    if let reader = ObjectReader(try body(orEmpty: true), log: log) { reader.finish() }
    try log.check()
  }
}
