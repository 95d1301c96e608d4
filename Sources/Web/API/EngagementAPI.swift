import Domain
import HTTP
import UseCases

/// `/engagements` with their milestones.
extension Site {
  func listEngagements(_ call: Call) throws(DomainError) -> Response {
    var query = QueryReader(call.request.query)
    let problem = query.text("problem", most: 100)
    let organisation = query.text("organisation", most: 100)
    let statuses = query.codes("status", Engagement.Status.self)
    let overdue = query.codes("overdue", of: ["true"])
    let page = try registry.engagements(
      problem: problem, organisation: organisation, statuses: statuses,
      overdueOnly: !overdue.isEmpty, page: try query.page(of: "engagements"), by: call.actor)
    return call.list(page.json("engagements", \.json))
  }

  func createEngagement(_ call: Call) throws(DomainError) -> Response {
    let record = try registry.createEngagement(
      try call.body(), by: call.actor, key: try call.idempotencyKey(Credentials.digest))
    var response = answer(record, call, status: .created)
    response.headers["Location"] = "/api/v1/engagements/\(record.engagement.id)"
    return response
  }

  func showEngagement(_ call: Call) throws(DomainError) -> Response {
    answer(try registry.engagement(ID(call.parameter("id")), by: call.actor), call)
  }

  func updateEngagement(_ call: Call) throws(DomainError) -> Response {
    try Registry.requireOfficer(call.actor, "engagement.update")
    let id = ID<Engagement>(call.parameter("id"))
    let patch = try call.body()
    return answer(
      try registry.updateEngagement(
        id, patch: patch, expecting: try expectedVersion(of: id, call), by: call.actor), call)
  }

  func moveEngagement(_ event: Engagement.Event) -> Action {
    { call throws(DomainError) in
      let id = ID<Engagement>(call.parameter("id"))
      let reason = try call.reason()
      return answer(
        try registry.moveEngagement(
          id, event, reason: reason, expecting: try expectedVersion(of: id, call),
          by: call.actor, key: try call.idempotencyKey(Credentials.digest)), call)
    }
  }

  func addMilestone(_ call: Call) throws(DomainError) -> Response {
    try Registry.requireOfficer(call.actor, "engagement.add_milestone")
    let id = ID<Engagement>(call.parameter("id"))
    return answer(
      try registry.addMilestone(
        to: id, try call.body(), expecting: try expectedVersion(of: id, call), by: call.actor,
        key: try call.idempotencyKey(Credentials.digest)), call, status: .created)
  }

  func updateMilestone(_ call: Call) throws(DomainError) -> Response {
    try Registry.requireOfficer(call.actor, "engagement.update_milestone")
    let id = ID<Engagement>(call.parameter("id"))
    let patch = try call.body()
    return answer(
      try registry.updateMilestone(
        ID(call.parameter("milestone")), of: id, patch: patch,
        expecting: try expectedVersion(of: id, call), by: call.actor), call)
  }

  func removeMilestone(_ call: Call) throws(DomainError) -> Response {
    let id = ID<Engagement>(call.parameter("id"))
    return answer(
      try registry.removeMilestone(
        ID(call.parameter("milestone")), of: id,
        expecting: try expectedVersion(of: id, call), by: call.actor), call)
  }

  func submitMilestone(_ call: Call) throws(DomainError) -> Response {
    let id = ID<Engagement>(call.parameter("id"))
    return answer(
      try registry.submitMilestone(
        ID(call.parameter("milestone")), of: id, try call.body(),
        expecting: try expectedVersion(of: id, call), by: call.actor,
        key: try call.idempotencyKey(Credentials.digest)), call)
  }

  func judgeMilestone(_ event: Milestone.Event) -> Action {
    { call throws(DomainError) in
      let id = ID<Engagement>(call.parameter("id"))
      let reason = try call.reason()
      return answer(
        try registry.judgeMilestone(
          ID(call.parameter("milestone")), of: id, event, reason: reason,
          expecting: try expectedVersion(of: id, call), by: call.actor,
          key: try call.idempotencyKey(Credentials.digest)), call)
    }
  }

  private func answer(
    _ record: EngagementRecord, _ call: Call, status: Status = .ok
  ) -> Response {
    .record(record.json, version: record.engagement.version, for: call.request, status: status)
  }

  private func expectedVersion(of id: ID<Engagement>, _ call: Call) throws(DomainError) -> Int? {
    try call.expectedVersion { () throws(DomainError) in
      try registry.engagement(id, by: call.actor).engagement.version
    }
  }
}
