import Domain
import HTTP
import UseCases

/// `/problems`.
extension Site {
  func listProblems(_ call: Call) throws(DomainError) -> Response {
    var query = QueryReader(call.request.query)
    var filter = ProblemFilter()
    filter.statuses = query.codes("status", Problem.Status.self)
    filter.fields = query.codes("field", Field.self)
    filter.technologies = query.codes("technology", Technology.self)
    filter.provinces = query.provinces("province", registry.places)
    let limit = query.limit()
    let cursor = query.text("cursor", most: 2000)
    try query.finish()
    let after: (key: SortKey, id: String)? =
      if let cursor { try Cursor.decode(cursor, "problems", .time) } else { nil }
    let page = try registry.problems(
      filter, page: PageRequest(limit: limit, after: after), by: call.actor)
    return call.list(page.json("problems", \.json))
  }

  func createProblem(_ call: Call) throws(DomainError) -> Response {
    let made = try registry.createProblem(
      try call.body(), by: call.actor, key: try call.idempotencyKey(Credentials.digest))
    var response = Response.record(
      fullJSON(made.record).with(made.notes, errors), version: made.record.version,
      for: call.request, status: .created)
    response.headers["Location"] = "/api/v1/problems/\(made.record.id)"
    return response
  }

  func showProblem(_ call: Call) throws(DomainError) -> Response {
    let record = try registry.problem(call.parameter("id"), by: call.actor)
    return .record(fullJSON(record), version: record.version, for: call.request)
  }

  func updateProblem(_ call: Call) throws(DomainError) -> Response {
    let name = call.parameter("id")
    let patch = try call.body()
    let version = try call.expectedVersion { () throws(DomainError) in
      try registry.problem(name, by: call.actor).version
    }
    let changed = try registry.updateProblem(
      name, patch: patch, expecting: version, by: call.actor)
    return .record(
      fullJSON(changed.record).with(changed.notes, errors), version: changed.record.version,
      for: call.request)
  }

  func moveProblem(_ event: Problem.Event) -> Action {
    { call throws(DomainError) in
      let name = call.parameter("id")
      let input = try Problem.StepInput(try call.body(orEmpty: true), for: event)
      let version = try call.expectedVersion { () throws(DomainError) in
        try registry.problem(name, by: call.actor).version
      }
      let record = try registry.moveProblem(
        name, event, reason: input.reason, code: input.code, document: input.document,
        expecting: version, by: call.actor, key: try call.idempotencyKey(Credentials.digest))
      return .record(fullJSON(record), version: record.version, for: call.request)
    }
  }

  /// A single problem: the record with its open questions in words, which lists leave out.
  func fullJSON(_ problem: Problem) -> JSON {
    guard case .object(var object) = problem.json else { return problem.json }
    object["questions_to_ask"] = .array(
      problem.openQuestions.map { member in
        [
          "member": .string(member),
          "question": registry.codes.label(OpenQuestion.list, member).json,
        ]
      })
    return .object(object)
  }
}
