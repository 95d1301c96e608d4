import Domain
import HTTP
import UseCases

/// What people may ask about their data: `/me/data`, `/me/consents`, `/data-requests`.
extension Site {
  func showOwnData(_ call: Call) throws(DomainError) -> Response {
    try QueryReader(call.request.query).finish()
    return .private(try registry.personalData(by: call.actor))
  }

  func showPersonalData(_ call: Call) throws(DomainError) -> Response {
    try QueryReader(call.request.query).finish()
    return .private(try registry.personalData(of: try call.accountID(), by: call.actor))
  }

  func eraseAccount(_ call: Call) throws(DomainError) -> Response {
    let name = try call.accountID()
    let version = try call.expectedVersion { () throws(DomainError) in
      try registry.account(name, by: call.actor).account.version
    }
    let erasure = try registry.eraseAccount(
      name, try call.body(orEmpty: true), expecting: version, by: call.actor)
    return .private(erasure.json { registry.codes.label($0) })
  }

  func listConsents(_ call: Call) throws(DomainError) -> Response {
    try QueryReader(call.request.query).finish()
    let views = try registry.consents(by: call.actor)
    return .private(["items": .array(views.map(\.json)), "total": JSON(views.count)])
  }

  func decideConsent(_ call: Call) throws(DomainError) -> Response {
    .private(try registry.decide(try call.body(), by: call.actor).json)
  }

  func listDataRights(_ call: Call) throws(DomainError) -> Response {
    try QueryReader(call.request.query).finish()
    let rules = registry.dataRights.all
    let days = registry.workingDays.covered
    return .json([
      "items": .array(rules.map(\.json)), "total": JSON(rules.count),
      "holidays_known": [
        "from": JSON(days?.lowerBound), "to": JSON(days?.upperBound),
      ],
    ])
  }

  func listDataRequests(_ call: Call) throws(DomainError) -> Response {
    var query = QueryReader(call.request.query)
    var filter = DataRequestFilter()
    filter.kinds = query.codes("kind", DataRequest.Kind.self)
    filter.statuses = query.codes("status", DataRequest.Status.self)
    let due = query.codes("due", of: ["open", "overdue"])
    let now = registry.now
    filter.due = (!due.isEmpty, due == ["overdue"] ? now : nil)
    let list = due.isEmpty ? "data-requests" : "data-requests-due"
    let page = try registry.dataRequests(filter, page: try query.page(of: list), by: call.actor)
    return call.privateList(page.json(list) { $0.json(at: now) })
  }

  func createDataRequest(_ call: Call) throws(DomainError) -> Response {
    let record = try registry.createDataRequest(
      try call.body(), by: call.actor, key: try call.idempotencyKey(Credentials.digest))
    var response = answer(record, call, status: .created)
    response.headers["Location"] = "/api/v1/data-requests/\(record.id)"
    return response
  }

  func showDataRequest(_ call: Call) throws(DomainError) -> Response {
    answer(try registry.dataRequest(ID(call.parameter("id")), by: call.actor), call)
  }

  func moveDataRequest(_ event: DataRequest.Event) -> Action {
    { call throws(DomainError) in
      let id = ID<DataRequest>(call.parameter("id"))
      let version = try call.expectedVersion { () throws(DomainError) in
        try registry.dataRequest(id, by: call.actor).version
      }
      let text =
        switch event {
        case .answer: try DataRequest.reply(try call.body(), isOwed: true)
        case .complete: try DataRequest.reply(try call.body(orEmpty: true), isOwed: false)
        case .extend, .refuse, .withdraw: try call.reason()
        }
      return answer(
        try registry.moveDataRequest(
          id, event, text: text, expecting: version, by: call.actor,
          key: try call.idempotencyKey(Credentials.digest)), call)
    }
  }

  /// How it stands against the clock has no version, so the tag serves `If-Match` alone.
  private func answer(_ record: DataRequest, _ call: Call, status: Status = .ok) -> Response {
    var response = Response.private(record.json(at: registry.now), status: status)
    response.headers["ETag"] = EntityTag(version: Int64(record.version)).description
    return response
  }
}
