import Domain
import HTTP
import UseCases

/// Criteria, `/reviews`, and what was said and decided about proposals.
extension Site {
  func showCriteria(_ call: Call) throws(DomainError) -> Response {
    let plan = try registry.reviewPlan(of: call.parameter("id"), by: call.actor)
    return .record(plan.json, version: plan.version, for: call.request)
  }

  func setCriteria(_ call: Call) throws(DomainError) -> Response {
    try Registry.requireOfficer(call.actor, "problem.set_criteria")
    let name = call.parameter("id")
    let body = try call.body()
    let version = try call.expectedVersion { () throws(DomainError) in
      try registry.reviewPlan(of: name, by: call.actor).version
    }
    let plan = try registry.setReviewPlan(of: name, body, expecting: version, by: call.actor)
    return .record(plan.json, version: plan.version, for: call.request)
  }

  func assignReviewers(_ call: Call) throws(DomainError) -> Response {
    try Registry.requireOfficer(call.actor, "review.assign")
    let records = try registry.assignReviewers(
      to: call.parameter("id"), try call.body(), by: call.actor,
      key: try call.idempotencyKey(Credentials.digest))
    return .json(
      ["items": .array(records.map(\.json)), "total": JSON(records.count)], status: .created)
  }

  func listReviews(_ call: Call) throws(DomainError) -> Response {
    var query = QueryReader(call.request.query)
    let problem = query.text("problem", most: 100)
    let proposal = query.text("proposal", most: 100)
    let reviewer = query.text("reviewer", most: 100)
    let statuses = query.codes("status", Review.Status.self)
    let page = try registry.reviews(
      problem: problem, proposal: proposal.map { ID($0) }, reviewer: reviewer.map { ID($0) },
      statuses: statuses, page: try query.page(of: "reviews"), by: call.actor)
    return call.list(page.json("reviews", \.json))
  }

  func showReview(_ call: Call) throws(DomainError) -> Response {
    answer(try registry.review(ID(call.parameter("id")), by: call.actor), call)
  }

  func declareReview(_ call: Call) throws(DomainError) -> Response {
    let id = ID<Review>(call.parameter("id"))
    return answer(
      try registry.declare(
        id, try call.body(), expecting: try expectedVersion(ofReview: id, call), by: call.actor,
        key: try call.idempotencyKey(Credentials.digest)), call)
  }

  func scoreReview(_ call: Call) throws(DomainError) -> Response {
    let id = ID<Review>(call.parameter("id"))
    return answer(
      try registry.score(
        id, try call.body(), expecting: try expectedVersion(ofReview: id, call), by: call.actor),
      call)
  }

  func lockReview(_ call: Call) throws(DomainError) -> Response {
    let id = ID<Review>(call.parameter("id"))
    let log = FaultLog()
    if let reader = ObjectReader(try call.body(orEmpty: true), log: log) { reader.finish() }
    try log.check()
    return answer(
      try registry.lock(
        id, expecting: try expectedVersion(ofReview: id, call), by: call.actor,
        key: try call.idempotencyKey(Credentials.digest)), call)
  }

  func endReview(_ event: Review.Event) -> Action {
    { call throws(DomainError) in
      let id = ID<Review>(call.parameter("id"))
      let reason = try call.reason()
      return answer(
        try registry.end(
          id, event, reason: reason, expecting: try expectedVersion(ofReview: id, call),
          by: call.actor, key: try call.idempotencyKey(Credentials.digest)), call)
    }
  }

  private func answer(_ record: ReviewRecord, _ call: Call) -> Response {
    var response = Response.record(
      record.json, version: record.review.version, for: call.request)
    // What it shows ends with access to it, which no version tells.
    response.headers["Cache-Control"] = "no-store"
    return response
  }

  private func expectedVersion(ofReview id: ID<Review>, _ call: Call) throws(DomainError) -> Int? {
    try call.expectedVersion { () throws(DomainError) in
      try registry.review(id, by: call.actor).review.version
    }
  }

  func showConsensus(_ call: Call) throws(DomainError) -> Response {
    let record = try registry.consensus(on: ID(call.parameter("id")), by: call.actor)
    return .record(record.json, version: record.version, for: call.request)
  }

  func setConsensus(_ call: Call) throws(DomainError) -> Response {
    try Registry.requireOfficer(call.actor, "proposal.set_consensus")
    let id = ID<Proposal>(call.parameter("id"))
    let body = try call.body()
    let version = try call.expectedVersion { () throws(DomainError) in
      try registry.consensus(on: id, by: call.actor).version
    }
    let record = try registry.setConsensus(on: id, body, expecting: version, by: call.actor)
    return .record(record.json, version: record.version, for: call.request)
  }

  func showFeedback(_ call: Call) throws(DomainError) -> Response {
    let record = try registry.feedback(on: ID(call.parameter("id")), by: call.actor)
    return .record(record.json, version: record.feedback.version, for: call.request)
  }

  func setFeedback(_ call: Call) throws(DomainError) -> Response {
    try Registry.requireOfficer(call.actor, "proposal.set_feedback")
    let id = ID<Proposal>(call.parameter("id"))
    let body = try call.body()
    let version = try call.expectedVersion { () throws(DomainError) in
      try registry.feedback(on: id, by: call.actor).feedback.version
    }
    let record = try registry.setFeedback(on: id, body, expecting: version, by: call.actor)
    return .record(record.json, version: record.feedback.version, for: call.request)
  }

  func showRanking(_ call: Call) throws(DomainError) -> Response {
    let query = QueryReader(call.request.query)
    try query.finish()
    return .json(
      try registry.deliberation(on: call.parameter("id"), by: call.actor).rankingJSON)
  }

  func showMinutes(_ call: Call) throws(DomainError) -> Response {
    var query = QueryReader(call.request.query)
    let format = query.codes("format", of: ["html", "json"]).first ?? "html"
    try query.finish()
    let deliberation = try registry.deliberation(on: call.parameter("id"), by: call.actor)
    var response: Response
    if format == "json" {
      response = .json(deliberation.minutesJSON)
    } else {
      let page = MinutesPage(
        deliberation: deliberation, messages: messages, codes: registry.codes,
        language: call.language)
      response = Response(.ok)
      response.headers["Content-Type"] = "text/html; charset=utf-8"
      response.headers["Content-Language"] = call.language.rawValue
      response.body = .bytes(page.bytes)
    }
    response.headers["Cache-Control"] = "no-store"
    return response
  }
}
