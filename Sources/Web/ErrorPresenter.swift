package import Domain
package import HTTP

/// Turns errors into documents and sentences, for every way in which people meet them.
package struct ErrorPresenter: Sendable {
  private let messages: Messages
  private let codes: CodeBook
  private let places: Gazetteer

  /// A presenter with these sentences and labels.
  package init(messages: Messages, codes: CodeBook, places: Gazetteer) {
    self.messages = messages
    self.codes = codes
    self.places = places
  }

  /// What an error is called in documents, metrics and tests.
  package static func key(_ error: DomainError) -> String {
    switch error {
    case .invalid: "invalid"
    case .notJSON: "not_json"
    case .notFound: "not_found"
    case .unauthenticated: "unauthenticated"
    case .forbidden: "forbidden"
    case .badCredentials: "bad_credentials"
    case .secondFactorRequired: "second_factor_required"
    case .throttled: "throttled"
    case .lastHolder: "last_holder"
    case .refused: "refused"
    case .stale: "stale"
    case .versionRequired: "version_required"
    case .conflict: "conflict"
    case .keyReused: "key_reused"
    case .ineligible: "ineligible"
    case .deadlinePassed: "deadline_passed"
    case .tooEarly: "too_early"
    case .pending: "pending"
    case .obstructed(let obstacle): obstacle.key
    case .badCursor: "bad_cursor"
    case .unavailable: "unavailable"
    case .internalFault: "internal"
    }
  }

  /// The status that tells a program what happened.
  package static func status(_ error: DomainError) -> Status {
    switch error {
    case .invalid, .keyReused, .ineligible: .unprocessableContent
    case .notJSON, .badCursor: .badRequest
    case .notFound: .notFound
    case .unauthenticated, .badCredentials, .secondFactorRequired: .unauthorized
    case .throttled: .tooManyRequests
    case .forbidden: .forbidden
    case .refused, .conflict, .deadlinePassed, .tooEarly, .lastHolder, .pending, .obstructed:
      .conflict
    case .stale: .preconditionFailed
    case .versionRequired: .preconditionRequired
    case .unavailable: .serviceUnavailable
    case .internalFault: .internalServerError
    }
  }

  /// What happened, in a few words.
  package func title(_ error: DomainError, _ language: Language) -> String {
    messages("error.\(Self.key(error)).title", language)
  }

  /// What is refused as a part of the pages, not as one act.
  private static let areas: Set<String> = ["desk", "reviews", "page.admin"]

  /// What is wrong in this case and what would be accepted.
  package func detail(_ error: DomainError, _ language: Language, requestID: String = "")
    -> String
  {
    let key = "error.\(Self.key(error)).detail"
    return switch error {
    case .invalid(let faults):
      messages(key, language, ["count": String(faults.count)])
    case .notJSON(let syntax):
      messages(
        key, language,
        [
          "line": String(syntax.line), "column": String(syntax.column),
          "reason": messages(
            "json.\(syntax.reason.rawValue)", language, ["found": syntax.found ?? ""]),
        ])
    case .notFound(let aggregate, let id):
      messages(
        key, language,
        ["aggregate": messages("aggregate.\(aggregate)", language), "id": String(id.prefix(80))])
    case .forbidden(let action, let needs) where Self.areas.contains(action):
      messages(
        "error.forbidden.area", language,
        ["area": messages("area." + action, language), "needs": parties(needs, language)])
    case .forbidden(let action, let needs):
      messages(key, language, ["action": action, "needs": parties(needs, language)])
    case .refused(let refusal):
      messages(
        key, language,
        [
          "event": event(refusal.event, refusal.aggregate, language),
          "aggregate": messages("aggregate.\(refusal.aggregate)", language),
          "state": state(refusal.state, refusal.aggregate, language),
          "from": refusal.allowedFrom.map { state($0, refusal.aggregate, language) }
            .joined(separator: ", "),
          "by": parties(refusal.allowedBy, language),
        ])
    case .stale(let current): messages(key, language, ["current": String(current)])
    case .versionRequired(let current):
      messages(key, language, ["etag": EntityTag(version: Int64(current)).description])
    case .conflict("tax_code", let value, _):
      messages("error.conflict.tax_code", language, ["value": value])
    case .conflict("personal_id", let value, _):
      messages("error.conflict.personal_id", language, ["value": value])
    case .conflict("to", _, let standing?):
      messages("error.conflict.introduction", language, ["id": standing])
    case .conflict(let field, let value, _):
      messages(key, language, ["field": field, "value": value])
    case .ineligible(let unmet):
      messages(
        key, language,
        ["unmet": unmet.map { text(of: $0, language) }.joined(separator: "; ")])
    case .deadlinePassed(let deadline):
      messages(key, language, ["deadline": deadline.textInVietnam])
    case .tooEarly(let moment): messages(key, language, ["moment": moment.textInVietnam])
    case .pending(let missing):
      messages(
        key, language,
        ["missing": missing.prefix(100).map { text(of: $0, language) }.joined(separator: "; ")])
    case .obstructed(.erasureRequested(let number)):
      messages(key, language, ["number": number])
    case .obstructed(.reportIssued(let id, let period, let moment, let letter)):
      messages(
        letter == nil ? key : "error.report_issued.detail.letter", language,
        ["id": id, "period": period, "moment": moment.textInVietnam, "letter": letter ?? ""])
    case .unavailable(let reason): messages(key, language, ["reason": reason])
    case .internalFault: messages(key, language, ["request_id": requestID])
    case .throttled(let seconds): messages(key, language, ["seconds": String(seconds)])
    case .lastHolder(let role): messages(key, language, ["role": parties([role], language)])
    case .unauthenticated, .badCredentials, .secondFactorRequired, .keyReused, .badCursor,
      .obstructed:
      messages(key, language)
    }
  }

  /// What is wrong with one member.
  package func text(of fault: Fault, _ language: Language) -> String {
    let isBare = fault.rule == .missing && fault.accepted != nil
    let values = FaultValues(fault, messages, language)
    return messages(
      isBare ? "fault.missing_of" : "fault.\(fault.rule.rawValue)" + (values.isSum ? ".sum" : ""),
      language, ["found": values.found, "accepted": values.accepted])
  }

  /// What was understood differently.
  package func text(of note: Note, _ language: Language) -> String {
    messages(
      "note.\(note.key)", language,
      ["found": note.found, "became": language.pick(places.name(note.became))])
  }

  /// A requirement that is not fulfilled, with what there is instead.
  package func text(of unmet: UnmetRequirement, _ language: Language) -> String {
    let (key, needed, found): (String, String, String) =
      switch unmet.requirement {
      case .minTRL(let least): ("min_trl", String(least), unmet.found)
      case .legal(let status):
        (
          "legal", language.pick(codes.label(status)),
          unmet.found.split(separator: ", ")
            .map { language.pick(codes.label(LegalClass.list, String($0))) }
            .joined(separator: ", ")
        )
      case .province(let code):
        ("province", language.pick(places.name(code)), language.pick(places.name(unmet.found)))
      case .minEmployees(let least): ("min_employees", String(least), unmet.found)
      case .foundedBefore(let year): ("founded_before", String(year), unmet.found)
      }
    return messages(
      "requirement.\(key)", language,
      [
        "needed": needed,
        "found": found.isEmpty ? messages("requirement.none", language) : found,
      ])
  }

  /// One thing that must be done before.
  private func text(of pending: Pending, _ language: Language) -> String {
    "\(language.pick(codes.label(pending.what))) (\(pending.name ?? pending.record))"
  }

  /// The error as a problem document (RFC 9457).
  package func response(_ error: DomainError, _ language: Language, requestID: String) -> Response {
    var members: [(name: String, value: JSON)] = [
      ("code", .string(Self.key(error))), ("request_id", .string(requestID)),
    ]
    switch error {
    case .invalid(let faults):
      members.append(("errors", .array(faults.prefix(100).map { json($0, language) })))
    case .notJSON(let syntax):
      members.append(("line", JSON(syntax.line)))
      members.append(("column", JSON(syntax.column)))
    case .forbidden(_, let needs):
      members.append(("needs", .array(needs.map(JSON.string))))
    case .refused(let refusal):
      members.append(("state", .string(refusal.state)))
      members.append(("allowed_from", .array(refusal.allowedFrom.map(JSON.string))))
      members.append(("allowed_by", .array(refusal.allowedBy.map(JSON.string))))
    case .stale(let current), .versionRequired(let current):
      members.append(("version", JSON(current)))
    case .conflict(let field, let value, _):
      members.append(("field", .string(field)))
      members.append(("found", .string(value)))
    case .ineligible(let unmet):
      members.append(
        (
          "errors",
          .array(
            unmet.map {
              [
                "requirement": $0.requirement.json, "found": .string($0.found),
                "message": .string(text(of: $0, language)),
              ]
            })
        ))
    case .deadlinePassed(let deadline):
      members.append(("deadline", .string(deadline.description)))
    case .tooEarly(let moment): members.append(("after", .string(moment.description)))
    case .pending(let missing):
      members.append(
        (
          "missing",
          .array(
            missing.prefix(100).map { item in
              let name = item.name.map { [("name", JSON.string($0))] } ?? []
              return .object(
                JSONObject(
                  [("what", .string(item.what.rawValue)), ("record", .string(item.record))] + name
                    + [("message", .string(text(of: item, language)))]))
            })
        ))
    case .throttled(let seconds): members.append(("retry_after", JSON(seconds)))
    case .obstructed(.erasureRequested(let number)):
      members.append(("request", .string(number)))
    case .obstructed(.reportIssued(let id, _, let moment, let letter)):
      members.append(("report", .string(id)))
      members.append(("issued_at", .string(moment.description)))
      if let letter { members.append(("letter", .string(letter))) }
    case .notFound, .unauthenticated, .badCredentials, .secondFactorRequired, .lastHolder,
      .keyReused, .badCursor, .unavailable, .internalFault, .obstructed:
      break
    }
    var response = ProblemDetails(
      type: "urn:innoreg:error:" + Self.key(error), title: title(error, language),
      status: Self.status(error), detail: detail(error, language, requestID: requestID),
      extensions: members.map { ($0.name, JSONValue($0.value)) }
    ).response
    response.headers["Content-Language"] = language.rawValue
    response.headers["Vary"] = Site.varying
    switch error {
    case .unauthenticated, .badCredentials, .secondFactorRequired:
      response.headers["WWW-Authenticate"] = "Bearer realm=\"innoreg\""
    case .unavailable: response.headers["Retry-After"] = "2"
    case .throttled(let seconds): response.headers["Retry-After"] = String(seconds)
    case .stale(let current):
      response.headers["ETag"] = EntityTag(version: Int64(current)).description
    default: break
    }
    return response
  }

  private func json(_ fault: Fault, _ language: Language) -> JSON {
    var members: [(String, JSON)] = [
      ("pointer", .string(fault.path)), ("code", .string(fault.rule.rawValue)),
    ]
    if let found = fault.found { members.append(("found", .string(found))) }
    if let accepted = fault.accepted { members.append(("accepted", .string(accepted))) }
    members.append(("message", .string(text(of: fault, language))))
    return .object(JSONObject(members))
  }

  private func parties(_ names: [String], _ language: Language) -> String {
    names.map { messages("party.\($0)", language) }.joined(separator: ", ")
  }

  /// Some acts are no steps of a life cycle: changing a record, proposing for a problem, inviting
  /// to it, recording what came of that, asking about it, extending it, acting under a document,
  /// asking for an introduction, a place or a mentor, opening the proposals for it, setting their
  /// criteria, judging them, and making an engagement.
  private func event(_ event: String, _ aggregate: String, _ language: Language) -> String {
    switch event {
    case "update", "propose", "invite", "record_outcome", "ask", "cite", "extend", "apply",
      "give_feedback", "introduce", "request_mentor", "open", "claim", "confirm_record",
      "invite_member", "merge", "set_criteria", "judge", "engage":
      messages("event.\(event)", language)
    default: language.pick(codes.label("\(aggregate)_events", event))
    }
  }

  private func state(_ state: String, _ aggregate: String, _ language: Language) -> String {
    language.pick(codes.label("\(aggregate)_states", state))
  }
}
