import Domain
import HTTP
import UseCases

/// `/introductions`.
extension Site {
  func listIntroductions(_ call: Call) throws(DomainError) -> Response {
    var query = QueryReader(call.request.query)
    let organisation = query.text("organisation", most: 100)
    let statuses = query.codes("status", Introduction.Status.self)
    let page = try registry.introductions(
      organisation: organisation, statuses: statuses, page: try query.page(of: "introductions"),
      by: call.actor)
    return call.list(page.json("introductions", \.json))
  }

  func createIntroduction(_ call: Call) throws(DomainError) -> Response {
    let record = try registry.createIntroduction(
      try call.body(), by: call.actor, key: try call.idempotencyKey(Credentials.digest))
    var response = answer(record, call, status: .created)
    response.headers["Location"] = "/api/v1/introductions/\(record.introduction.id)"
    return response
  }

  func showIntroduction(_ call: Call) throws(DomainError) -> Response {
    answer(try registry.introduction(ID(call.parameter("id")), by: call.actor), call)
  }

  func moveIntroduction(_ event: Introduction.Event) -> Action {
    { call throws(DomainError) in
      let id = ID<Introduction>(call.parameter("id"))
      let reply = try Introduction.Answer(
        try call.body(orEmpty: true), takesRefusal: event == .refuse)
      let version = try call.expectedVersion { () throws(DomainError) in
        try registry.introduction(id, by: call.actor).introduction.version
      }
      return answer(
        try registry.moveIntroduction(
          id, event, reply, expecting: version, by: call.actor,
          key: try call.idempotencyKey(Credentials.digest)), call)
    }
  }

  func recordIntroductionOutcome(_ call: Call) throws(DomainError) -> Response {
    answer(
      try registry.recordIntroductionOutcome(
        of: ID(call.parameter("id")), try call.body(), by: call.actor,
        key: try call.idempotencyKey(Credentials.digest)), call, status: .created)
  }

  private func answer(
    _ record: IntroductionRecord, _ call: Call, status: Status = .ok
  ) -> Response {
    .record(
      record.json, version: record.introduction.version, for: call.request, status: status)
  }
}
