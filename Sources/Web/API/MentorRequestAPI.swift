import Domain
import HTTP
import UseCases

/// `/mentor-requests`.
extension Site {
  func listMentorRequests(_ call: Call) throws(DomainError) -> Response {
    var query = QueryReader(call.request.query)
    let organisation = query.text("organisation", most: 100)
    let statuses = query.codes("status", MentorRequest.Status.self)
    let page = try registry.mentorRequests(
      organisation: organisation, statuses: statuses,
      page: try query.page(of: "mentor_requests"), by: call.actor)
    return call.list(page.json("mentor_requests", \.json))
  }

  func createMentorRequest(_ call: Call) throws(DomainError) -> Response {
    let record = try registry.createMentorRequest(
      try call.body(), by: call.actor, key: try call.idempotencyKey(Credentials.digest))
    var response = Response.record(
      record.json, version: record.version, for: call.request, status: .created)
    response.headers["Location"] = "/api/v1/mentor-requests/\(record.id)"
    return response
  }

  func showMentorRequest(_ call: Call) throws(DomainError) -> Response {
    let record = try registry.mentorRequest(ID(call.parameter("id")), by: call.actor)
    return .record(record.json, version: record.version, for: call.request)
  }

  func moveMentorRequest(_ event: MentorRequest.Event) -> Action {
    { call throws(DomainError) in
      let id = ID<MentorRequest>(call.parameter("id"))
      let reason = try call.reason()
      let version = try call.expectedVersion { () throws(DomainError) in
        try registry.mentorRequest(id, by: call.actor).version
      }
      let record = try registry.moveMentorRequest(
        id, event, reason: reason, expecting: version, by: call.actor,
        key: try call.idempotencyKey(Credentials.digest))
      return .record(record.json, version: record.version, for: call.request)
    }
  }

  func recordMentorFeedback(_ call: Call) throws(DomainError) -> Response {
    let record = try registry.recordMentorFeedback(
      on: ID(call.parameter("id")), try call.body(), by: call.actor,
      key: try call.idempotencyKey(Credentials.digest))
    return .record(record.json, version: record.version, for: call.request, status: .created)
  }
}
