import Domain
import HTTP
import UseCases

/// What becomes of a problem once it is written: `/problems/{id}/amend`, `/extend`, `/schedule`,
/// `/versions`, `/history`, `/follow`.
extension Site {
  func amendProblem(_ call: Call) throws(DomainError) -> Response {
    let name = call.parameter("id")
    let changed = try registry.amendProblem(
      name, try call.body(), expecting: try expectedVersion(ofProblem: name, call), by: call.actor)
    return .record(
      fullJSON(changed.record).with(changed.notes, errors), version: changed.record.version,
      for: call.request)
  }

  func extendProblem(_ call: Call) throws(DomainError) -> Response {
    let name = call.parameter("id")
    let record = try registry.extendProblem(
      name, try call.body(), expecting: try expectedVersion(ofProblem: name, call),
      by: call.actor, key: try call.idempotencyKey(Credentials.digest))
    return .record(fullJSON(record), version: record.version, for: call.request)
  }

  func scheduleProblem(_ call: Call) throws(DomainError) -> Response {
    let name = call.parameter("id")
    let record = try registry.scheduleProblem(
      name, try call.body(), expecting: try expectedVersion(ofProblem: name, call),
      by: call.actor, key: try call.idempotencyKey(Credentials.digest))
    return .record(fullJSON(record), version: record.version, for: call.request)
  }

  func unscheduleProblem(_ call: Call) throws(DomainError) -> Response {
    let name = call.parameter("id")
    try registry.unscheduleProblem(
      name, expecting: try expectedVersion(ofProblem: name, call), by: call.actor)
    return Response(.noContent)
  }

  private func expectedVersion(ofProblem name: String, _ call: Call) throws(DomainError) -> Int? {
    try call.expectedVersion { () throws(DomainError) in
      try registry.problem(name, by: call.actor).version
    }
  }

  func listProblemVersions(_ call: Call) throws(DomainError) -> Response {
    let page = try registry.problemVersions(
      call.parameter("id"), page: try call.page("problem_versions"), by: call.actor)
    return call.list(page.json("problem_versions") { json(of: $0, isWhole: false) })
  }

  func showProblemVersion(_ call: Call) throws(DomainError) -> Response {
    let revision = try registry.problemVersion(
      call.parameter("number"), of: call.parameter("id"), by: call.actor)
    return .json(json(of: revision, isWhole: true))
  }

  /// A version: in a list what it changed, by itself also what it says.
  private func json(of revision: ProblemRevision, isWhole: Bool) -> JSON {
    let version = revision.version
    var members: [(String, JSON)] = [
      ("problem", .string(version.problem.text)), ("number", JSON(version.number)),
      ("at", .string(version.at.description)),
    ]
    if let reason = version.reason { members.append(("reason", .string(reason))) }
    if let document = version.document { members.append(("document", .string(document.text))) }
    members.append(("changes", .array(revision.changes.map(json(of:)))))
    if isWhole {
      members.append(("statement", .object(JSONObject(version.statement.members))))
    }
    return .object(JSONObject(members))
  }

  private func json(of change: ProblemChange) -> JSON {
    let label = registry.codes.label(change.member)
    func words(_ language: Language) -> JSON {
      .string(
        messages(
          "problem.changed", language,
          [
            "member": language.pick(label), "before": text(change.before, change.member, language),
            "after": text(change.after, change.member, language),
          ]))
    }
    return [
      "member": .string(change.member.rawValue), "label": label.json, "before": change.before,
      "after": change.after, "text": ["vi": words(.vi), "en": words(.en)],
    ]
  }

  /// A value as people read it: codes as their labels, times as in Vietnam.
  private func text(_ value: JSON, _ member: ProblemMember, _ language: Language) -> String {
    guard value != .null else { return messages("problem.no_value", language) }
    func label(_ list: String, _ value: JSON) -> String {
      value.text.map { language.pick(registry.codes.label(list, $0)) } ?? value.compact
    }
    switch member {
    case .field: return label(Field.list, value)
    case .mechanism: return label(Mechanism.list, value)
    case .technologies:
      return (value.elements ?? []).map { label(Technology.list, $0) }.joined(separator: ", ")
    case .province: return value.text.map { language.pick(registry.places.name($0)) } ?? ""
    case .deadline, .questionDeadline:
      return value.text.flatMap(Instant.init(rfc3339:))?.deadlineTextInVietnam ?? value.compact
    case .required: return (value.elements ?? []).map(\.compact).joined(separator: ", ")
    case .title, .grounds, .description, .expectedResult, .owner, .ownerOrganisation, .budgetVND:
      return value.text ?? value.compact
    }
  }

  func listProblemHistory(_ call: Call) throws(DomainError) -> Response {
    let page = try registry.problemHistory(
      call.parameter("id"), page: try call.page("problem_history"), by: call.actor)
    return call.list(page.json("problem_history", \.json))
  }

  func showFollowing(_ call: Call) throws(DomainError) -> Response {
    let since = try registry.follows(call.parameter("id"), by: call.actor)
    return .json(Self.following(since))
  }

  func followProblem(_ call: Call) throws(DomainError) -> Response {
    try call.requireEmptyBody()
    return .json(
      Self.following(try registry.followProblem(call.parameter("id"), by: call.actor)))
  }

  func unfollowProblem(_ call: Call) throws(DomainError) -> Response {
    try registry.unfollowProblem(call.parameter("id"), by: call.actor)
    return Response(.noContent)
  }

  private static func following(_ since: Instant?) -> JSON {
    ["following": .bool(since != nil), "since": JSON(since?.description)]
  }
}

extension Call {
  /// The page of a list that is ordered by numbers and takes no other parameters.
  func page(_ list: String) throws(DomainError) -> PageRequest {
    var query = QueryReader(request.query)
    let limit = query.limit()
    let cursor = query.text("cursor", most: 2000)
    try query.finish()
    let after: (key: SortKey, id: String)? =
      if let cursor { try Cursor.decode(cursor, list, .time) } else { nil }
    return PageRequest(limit: limit, after: after)
  }

  /// Refuses members where the path says all.
  func requireEmptyBody() throws(DomainError) {
    let log = FaultLog()
    ObjectReader(try body(orEmpty: true), log: log)?.finish()
    try log.check()
  }
}
