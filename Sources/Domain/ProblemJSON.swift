extension ProblemStatement {
  /// Members that the register itself keeps; a client may read but not write them.
  package static let readOnly: Set<String> = [
    "id", "external_id", "code", "status", "status_reason", "version", "created_at", "updated_at",
    "published_at", "author", "completeness", "open_questions", "open", "notes", "document",
    "publish_at", "reason_code", "in_vietnam", "questions_to_ask",
  ]

  /// Reads a statement from its JSON form, collecting every fault.
  /// - Throws: `DomainError.invalid` with all faults.
  package static func read(
    _ json: JSON, places: Gazetteer, ignoring ignored: Set<String> = []
  ) throws(DomainError) -> (statement: ProblemStatement, notes: [Note]) {
    let log = FaultLog()
    var statement = ProblemStatement(title: "")
    if var reader = ObjectReader(json, log: log) {
      statement = read(&reader, places)
      reader.finish(readOnly: readOnly, ignored: ignored)
    }
    try log.check()
    return (statement, log.notes)
  }

  private static func read(_ reader: inout ObjectReader, _ places: Gazetteer) -> Self {
    let title = reader.line("title", most: TextLimit.name)
    reader.require("title", title != nil)
    var statement = ProblemStatement(title: title ?? "")
    statement.grounds = reader.text("grounds", most: TextLimit.text)
    statement.description = reader.text("description", most: TextLimit.text)
    statement.expectedResult = reader.text("expected_result", most: TextLimit.text)
    statement.field = reader.code("field", Field.self)
    statement.technologies = reader.codes("technologies", Technology.self)
    statement.owner = reader.line("owner", most: TextLimit.name)
    statement.ownerOrganisation = reader.line("owner_organisation", most: 100).map { ID($0) }
    statement.mechanism = reader.code("mechanism", Mechanism.self)
    statement.budgetVND = reader.money("budget_vnd")
    statement.province = reader.province("province", places)
    statement.required = requirements(&reader, places)
    statement.deadline = reader.instant("deadline")
    statement.questionDeadline = reader.instant("question_deadline")
    if let deadline = statement.deadline, let last = statement.questionDeadline, last > deadline {
      reader.log.add(
        Fault(
          reader.pointer("question_deadline"), .outOfRange, found: last.description,
          accepted: "≤ \(deadline)"))
    }
    return statement
  }

  private static func requirements(
    _ reader: inout ObjectReader, _ places: Gazetteer
  ) -> [Requirement] {
    var requirements: [Requirement] = []
    for (element, path) in reader.elements("required", most: 20) {
      let before = reader.log.faults.count
      guard var part = ObjectReader(element, path: path, log: reader.log) else { continue }
      let found = [
        part.integer("min_trl", in: 1...9).map(Requirement.minTRL),
        part.code("legal", LegalClass.self).map(Requirement.legal),
        part.province("province", places).map(Requirement.province),
        part.integer("min_employees", in: 1...10_000_000).map(Requirement.minEmployees),
        part.integer("founded_before", in: 1800...2100).map(Requirement.foundedBefore),
      ].compactMap { $0 }
      part.finish()
      if reader.log.faults.count == before, found.count != 1 {
        reader.log.add(
          Fault(
            path, .badFormat, found: element.compact,
            accepted:
              #"{"min_trl":6}, {"legal":"…"}, {"province":"66"}, {"min_employees":10}, {"founded_before":2024}"#
          ))
      }
      for requirement in found where !requirements.contains(requirement) {
        requirements.append(requirement)
      }
    }
    return requirements
  }

  /// What must be there before a draft can be submitted: something beyond the title to go by.
  package var submissionFaults: [Fault] {
    description == nil && expectedResult == nil
      ? [Fault("/expected_result", .missing, accepted: "expected_result, description")] : []
  }

  /// The statement's members in the order in which people read them.
  package var members: [(String, JSON)] {
    var members: [(String, JSON)] = [("title", .string(title))]
    members.add("grounds", grounds)
    members.add("description", description)
    members.add("expected_result", expectedResult)
    members.add("field", field?.rawValue)
    members.add("technologies", technologies)
    members.add("owner", owner)
    members.add("owner_organisation", ownerOrganisation?.text)
    members.add("mechanism", mechanism?.rawValue)
    members.add("budget_vnd", budgetVND)
    members.add("province", province)
    if !required.isEmpty { members.append(("required", .array(required.map(\.json)))) }
    members.add("deadline", deadline?.description)
    members.add("question_deadline", questionDeadline?.description)
    return members
  }
}

extension Requirement {
  /// The form in which requirements stand in files and the API.
  package var json: JSON {
    switch self {
    case .minTRL(let least): ["min_trl": JSON(least)]
    case .legal(let status): ["legal": .string(status.rawValue)]
    case .province(let code): ["province": .string(code)]
    case .minEmployees(let least): ["min_employees": JSON(least)]
    case .foundedBefore(let year): ["founded_before": JSON(year)]
    }
  }
}

extension Problem {
  /// The record as it stands in the API and in exported files.
  package var json: JSON {
    var members: [(String, JSON)] = [("id", .string(id.text))]
    members.add("external_id", externalID)
    members.add("code", code)
    members += statement.members
    members.append(("status", .string(status.rawValue)))
    members.add("reason_code", ending?.code)
    members.add("status_reason", statusReason)
    members.add("document", document?.text)
    members.append(("completeness", JSON(statement.completeness)))
    members.append(("open_questions", .array(openQuestions.map(JSON.string))))
    members.append(("version", JSON(version)))
    members.append(("created_at", .string(createdAt.description)))
    members.append(("updated_at", .string(updatedAt.description)))
    members.add("published_at", publishedAt?.description)
    members.add("publish_at", publishAt?.description)
    if let times = timesInVietnam { members.append(("in_vietnam", times)) }
    return .object(JSONObject(members))
  }

  /// The times that people must keep, as they are read in Vietnam (UTC+7 all year): with the zone's
  /// offset for programs, and as people write them; nil where there are none.
  private var timesInVietnam: JSON? {
    let times: [(String, Instant?)] = [
      ("deadline", statement.deadline), ("question_deadline", statement.questionDeadline),
      ("publish_at", publishAt),
    ]
    let told = times.compactMap { name, time in
      time.map { time -> (String, JSON) in
        (
          name,
          [
            "time": .string(time.rfc3339InVietnam), "text": .string(time.deadlineTextInVietnam),
          ]
        )
      }
    }
    return told.isEmpty ? nil : .object(JSONObject(told))
  }
}

extension [(String, JSON)] {
  /// Appends a text if there is one.
  mutating func add(_ name: String, _ text: String?) {
    if let text { append((name, .string(text))) }
  }

  /// Appends a number if there is one.
  mutating func add(_ name: String, _ number: (some BinaryInteger)?) {
    if let number { append((name, JSON(number))) }
  }

  /// Appends a list of codes if it is not empty.
  mutating func add(_ name: String, _ codes: [some Code]) {
    if !codes.isEmpty { append((name, .array(codes.map { .string($0.rawValue) }))) }
  }

  /// Appends a list of texts if it is not empty.
  mutating func add(_ name: String, _ texts: [String]) {
    if !texts.isEmpty { append((name, .array(texts.map(JSON.string)))) }
  }
}
