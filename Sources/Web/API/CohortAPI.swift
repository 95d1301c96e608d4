import Domain
import HTTP
import UseCases

/// `/cohorts`.
extension Site {
  func listCohorts(_ call: Call) throws(DomainError) -> Response {
    var query = QueryReader(call.request.query)
    let incubator = query.text("incubator", most: 100)
    let programme = query.text("programme", most: PartID.limit)
    let statuses = query.codes("status", Cohort.Status.self)
    let openOnly = query.codes("intake", of: [Cohort.Intake.open.rawValue])
    let page = try registry.cohorts(
      incubator: incubator, programme: programme, statuses: statuses,
      openOnly: !openOnly.isEmpty, page: try query.page(of: "cohorts"), by: call.actor)
    return call.list(page.json("cohorts", \.json))
  }

  func createCohort(_ call: Call) throws(DomainError) -> Response {
    let record = try registry.createCohort(
      try call.body(), by: call.actor, key: try call.idempotencyKey(Credentials.digest))
    var response = answer(record, call, status: .created)
    response.headers["Location"] = "/api/v1/cohorts/\(record.cohort.id)"
    return response
  }

  func showCohort(_ call: Call) throws(DomainError) -> Response {
    answer(try registry.cohort(ID(call.parameter("id")), by: call.actor), call)
  }

  func updateCohort(_ call: Call) throws(DomainError) -> Response {
    let id = ID<Cohort>(call.parameter("id"))
    let patch = try call.body()
    let version = try expectedVersion(of: id, call)
    return answer(
      try registry.updateCohort(id, patch: patch, expecting: version, by: call.actor), call)
  }

  func moveCohort(_ event: Cohort.Event) -> Action {
    { call throws(DomainError) in
      let id = ID<Cohort>(call.parameter("id"))
      let reason = try call.reason()
      return answer(
        try registry.moveCohort(
          id, event, reason: reason, expecting: try expectedVersion(of: id, call),
          by: call.actor, key: try call.idempotencyKey(Credentials.digest)), call)
    }
  }

  private func answer(_ record: CohortRecord, _ call: Call, status: Status = .ok) -> Response {
    .record(record.json, version: record.cohort.version, for: call.request, status: status)
  }

  private func expectedVersion(of id: ID<Cohort>, _ call: Call) throws(DomainError) -> Int? {
    try call.expectedVersion { () throws(DomainError) in
      try registry.cohort(id, by: call.actor).cohort.version
    }
  }
}
