import Domain
import HTTP
import UseCases

/// `/problems/{id}/questions` and `/questions`.
extension Site {
  func listAnswers(_ call: Call) throws(DomainError) -> Response {
    let found = try registry.answers(
      on: call.parameter("id"), page: try call.page("answers"), by: call.actor)
    let page = found.page.json("answers") { json(of: $0, for: call.actor) }
    guard case .object(var object) = page else { return call.list(page) }
    object["questions_until"] = JSON(found.until?.description)
    object["last_answered_on"] = JSON(found.last?.dayInVietnam)
    return call.list(.object(object))
  }

  func askQuestion(_ call: Call) throws(DomainError) -> Response {
    let record = try registry.askQuestion(
      about: call.parameter("id"), try call.body(), by: call.actor,
      key: try call.idempotencyKey(Credentials.digest))
    var response = Response.record(
      json(of: record, for: call.actor), version: record.version, for: call.request,
      status: .created)
    response.headers["Location"] = "/api/v1/questions/\(record.id)"
    return response
  }

  func listQuestions(_ call: Call) throws(DomainError) -> Response {
    var query = QueryReader(call.request.query)
    let problem = query.text("problem", most: 100)
    let statuses = query.codes("status", Question.Status.self)
    let limit = query.limit()
    let cursor = query.text("cursor", most: 2000)
    try query.finish()
    let after: (key: SortKey, id: String)? =
      if let cursor { try Cursor.decode(cursor, "questions", .time) } else { nil }
    let page = try registry.questions(
      problem: problem, statuses: statuses, page: PageRequest(limit: limit, after: after),
      by: call.actor)
    return call.list(page.json("questions") { json(of: $0, for: call.actor) })
  }

  func showQuestion(_ call: Call) throws(DomainError) -> Response {
    let record = try registry.question(ID(call.parameter("id")), by: call.actor)
    return .record(
      json(of: record, for: call.actor), version: record.version, for: call.request)
  }

  func answerQuestion(_ call: Call) throws(DomainError) -> Response {
    let id = ID<Question>(call.parameter("id"))
    let record = try registry.answerQuestion(
      id, try call.body(), expecting: try expectedVersion(of: id, call), by: call.actor,
      key: try call.idempotencyKey(Credentials.digest))
    return .record(
      json(of: record, for: call.actor), version: record.version, for: call.request)
  }

  func moveQuestion(_ event: Question.Event) -> Action {
    { call throws(DomainError) in
      let id = ID<Question>(call.parameter("id"))
      let record = try registry.moveQuestion(
        id, event, reason: try call.reason(), expecting: try expectedVersion(of: id, call),
        by: call.actor, key: try call.idempotencyKey(Credentials.digest))
      return .record(
        json(of: record, for: call.actor), version: record.version, for: call.request)
    }
  }

  /// Everything for the asker and DOST, what was published for everybody else.
  private func json(of question: Question, for actor: Actor) -> JSON {
    Visibility.seesAsker(actor, of: question) ? question.json : question.publicJSON
  }

  private func expectedVersion(of id: ID<Question>, _ call: Call) throws(DomainError) -> Int? {
    try call.expectedVersion { () throws(DomainError) in
      try registry.question(id, by: call.actor).version
    }
  }
}
