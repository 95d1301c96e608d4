extension Engagement {
  /// Members that the register itself keeps.
  package static let readOnly: Set<String> = [
    "id", "problem", "proposal", "organisation", "partners", "status", "status_reason",
    "milestones", "planned_vnd", "accepted_vnd", "next_due", "overdue", "sandbox_ended", "version",
    "created_at", "updated_at",
  ]

  /// The record as it stands in the API on a day in Vietnam.
  package func json(on today: String) -> JSON {
    var members: [(String, JSON)] = [
      ("id", .string(id.text)), ("problem", .string(problem.text)),
    ]
    members.add("proposal", proposal?.text)
    members.append(("organisation", .string(organisation.text)))
    members.add("partners", partners.map(\.text))
    members += terms.members
    members.append(("planned_vnd", .integer(plannedVND)))
    members.append(("accepted_vnd", .integer(acceptedVND)))
    members.append(("milestones", .array(milestones.map { $0.json(on: today) })))
    members.add("next_due", nextDue)
    members.append(("overdue", .bool(isOverdue(on: today))))
    if terms.sandbox != nil {
      members.append(("sandbox_ended", .bool(hasSandboxEnded(on: today))))
    }
    members.append(("status", .string(status.rawValue)))
    members.add("status_reason", statusReason)
    members.append(("version", JSON(version)))
    members.append(("created_at", .string(createdAt.description)))
    members.append(("updated_at", .string(updatedAt.description)))
    return .object(JSONObject(members))
  }
}

extension Engagement.ToldEnd {
  /// What was told, as it is stored.
  package var stored: JSON { ["end": .string(end), "days": JSON(days)] }

  /// Reads what `stored` gave; nil where it is something else.
  package init?(stored json: JSON) {
    guard let end = json["end"]?.text, let days = json["days"]?.wholeNumber else { return nil }
    self.init(end: end, days: Int(clamping: days))
  }
}

extension Engagement.Terms {
  /// The members in the order in which people read them.
  package var members: [(String, JSON)] {
    var members: [(String, JSON)] = []
    members.add("amount_vnd", amountVND)
    members.add("outcome", outcome)
    if !measures.isEmpty { members.append(("measures", .array(measures.map(\.json)))) }
    if let sandbox { members.append(("sandbox", sandbox.json)) }
    return members
  }

  /// Reads what was agreed on.
  /// - Throws: `DomainError.invalid` with all faults.
  package static func read(
    _ json: JSON, ignoring ignored: Set<String> = []
  ) throws(DomainError) -> Self {
    let log = FaultLog()
    var terms = Engagement.Terms()
    if var reader = ObjectReader(json, log: log) {
      terms.amountVND = reader.money("amount_vnd")
      terms.outcome = reader.text("outcome", most: 20_000)
      for (element, path) in reader.elements("measures", most: 50) {
        guard var entry = ObjectReader(element, path: path, log: log) else { continue }
        let name = entry.line("name", most: 300)
        entry.require("name", name != nil)
        terms.measures.append(
          Engagement.Measure(
            name: name ?? "", target: entry.line("target", most: 300),
            result: entry.line("result", most: 300)))
        entry.finish()
      }
      terms.sandbox = reader.object("sandbox", Engagement.Sandbox.init) ?? nil
      reader.finish(readOnly: Engagement.readOnly, ignored: ignored)
    }
    try log.check()
    return terms
  }
}

extension Engagement.Measure {
  fileprivate var json: JSON {
    var members: [(String, JSON)] = [("name", .string(name))]
    members.add("target", target)
    members.add("result", result)
    return .object(JSONObject(members))
  }
}

extension Engagement.Sandbox {
  /// Reads the terms, of which none may be missing; nil where any has a fault.
  fileprivate init?(_ reader: inout ObjectReader) {
    func need(_ name: String, _ value: String?) -> String {
      reader.require(name, value != nil)
      return value ?? ""
    }
    let scope = reader.text("scope", most: 10_000)
    let place = reader.line("place", most: 1000)
    let safeguards = reader.text("safeguards", most: 10_000)
    let supervisor = reader.line("supervisor", most: 300)
    let start = reader.day("start")
    let end = reader.day("end")
    self.init(
      scope: need("scope", scope), place: need("place", place),
      safeguards: need("safeguards", safeguards), supervisor: need("supervisor", supervisor),
      start: need("start", start), end: need("end", end))
    if let start, let end, end < start {
      reader.log.add(Fault(reader.pointer("end"), .outOfRange, found: end, accepted: "≥ \(start)"))
    }
  }

  fileprivate var json: JSON {
    [
      "scope": .string(scope), "place": .string(place), "safeguards": .string(safeguards),
      "supervisor": .string(supervisor), "start": .string(start), "end": .string(end),
    ]
  }
}

extension Milestone {
  /// Members that the register itself keeps.
  package static let readOnly: Set<String> = [
    "id", "status", "status_reason", "evidence", "accepted_at", "overdue",
  ]

  /// The milestone as it stands in the API on a day in Vietnam.
  package func json(on today: String) -> JSON {
    var members: [(String, JSON)] = [("id", .string(id.text))]
    members += terms.members
    members.append(("overdue", .bool(isOpen && terms.due < today)))
    members.append(("status", .string(status.rawValue)))
    members.add("status_reason", statusReason)
    if let evidence { members.append(("evidence", evidence.json)) }
    members.add("accepted_at", acceptedAt?.description)
    return .object(JSONObject(members))
  }

  /// The milestone as it is stored.
  package var stored: JSON {
    var members: [(String, JSON)] = [("id", .string(id.text))]
    members += terms.members
    members.append(("status", .string(status.rawValue)))
    members.add("status_reason", statusReason)
    if let evidence { members.append(("evidence", evidence.json)) }
    members.add("accepted_at", acceptedAt?.description)
    members.add("told_overdue_at", toldOverdueAt?.description)
    return .object(JSONObject(members))
  }

  /// Reads what `stored` gave; nil where it is something else.
  package init?(stored json: JSON) {
    func instant(_ name: String, in json: JSON) -> Instant? {
      json[name]?.text.flatMap(Instant.init(rfc3339:))
    }
    guard let id = json["id"]?.text, let title = json["title"]?.text,
      let due = json["due"]?.text, let status = json["status"]?.text.flatMap(Status.init(rawValue:))
    else { return nil }
    var evidence: Evidence?
    if let stored = json["evidence"], let at = instant("at", in: stored) {
      evidence = Evidence(
        text: stored["text"]?.text,
        files: (stored["files"]?.elements ?? []).compactMap { $0.text.map { ID($0) } }, at: at)
    }
    self.init(
      id: ID(id),
      terms: Terms(title: title, due: due, amountVND: json["amount_vnd"]?.wholeNumber),
      status: status, statusReason: json["status_reason"]?.text, evidence: evidence,
      acceptedAt: instant("accepted_at", in: json),
      toldOverdueAt: instant("told_overdue_at", in: json))
  }
}

extension Milestone.Terms {
  /// The members in the order in which people read them.
  package var members: [(String, JSON)] {
    var members: [(String, JSON)] = [("title", .string(title)), ("due", .string(due))]
    members.add("amount_vnd", amountVND)
    return members
  }

  /// Reads what is to be done.
  /// - Throws: `DomainError.invalid` with all faults.
  package static func read(_ json: JSON) throws(DomainError) -> Self {
    let log = FaultLog()
    var terms = Self(title: "", due: "")
    if var reader = ObjectReader(json, log: log) {
      let title = reader.line("title", most: 500)
      let due = reader.day("due")
      terms.amountVND = reader.money("amount_vnd")
      reader.require("title", title != nil)
      reader.require("due", due != nil)
      reader.finish(readOnly: Milestone.readOnly)
      terms.title = title ?? ""
      terms.due = due ?? ""
    }
    try log.check()
    return terms
  }
}

extension Milestone.Evidence {
  fileprivate var json: JSON {
    var members: [(String, JSON)] = []
    members.add("text", text)
    members.add("files", files.map(\.text))
    members.append(("at", .string(at.description)))
    return .object(JSONObject(members))
  }

  /// Reads what shows that a milestone is done: words, files, or both.
  /// - Throws: `DomainError.invalid` with all faults.
  package init(_ json: JSON, at now: Instant) throws(DomainError) {
    let log = FaultLog()
    var (text, files): (String?, [String]) = (nil, [])
    if var reader = ObjectReader(json, log: log) {
      text = reader.text("text", most: 20_000)
      files = reader.lines("files", most: Self.mostFiles, length: 60)
      if text == nil, files.isEmpty, log.faults.isEmpty {
        log.add(Fault("/text", .missing, accepted: "text, files"))
      }
      for (index, file) in files.enumerated() where files[..<index].contains(file) {
        log.add(Fault("/files/\(index)", .repeated, found: file))
      }
      reader.finish()
    }
    try log.check()
    self.init(text: text, files: files.map { ID($0) }, at: now)
  }
}
