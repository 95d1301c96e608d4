package import Domain
package import SQLite

/// Which questions a list is to hold.
package struct QuestionFilter: Sendable {
  /// On one problem.
  package var problem: ID<Problem>?
  /// States; empty does not restrict.
  package var statuses: [Question.Status] = []
  /// Who is asking.
  package var visibleTo: Visibility = .nobody
  /// What is kept from an officer with a tie.
  package var withheld = WithheldCompetitions()

  /// Who may see what.
  package enum Visibility: Sendable {
    case nobody
    /// What one organisation asked.
    case asker(ID<Organisation>)
    case officer
  }

  /// No restriction but who is asking.
  package init() {}

  var conditions: Conditions {
    var conditions = Conditions()
    if let problem { conditions.add("problem_id = ?", [.text(problem.text)]) }
    conditions.add("status", in: statuses.map(\.rawValue))
    switch visibleTo {
    case .nobody: conditions.add("1 = 0")
    case .asker(let asker): conditions.add("organisation_id = ?", [.text(asker.text)])
    case .officer:
      withheld.restrict(&conditions, problem: "problem_id", organisation: "organisation_id")
    }
    return conditions
  }
}

extension Connection {
  private static let questionColumns =
    """
    id, problem_id, organisation_id, text, created_at, status, status_reason, number, wording,
    answer, answered_at, version, updated_at
    """

  /// The question of that identifier.
  package mutating func question(_ id: ID<Question>) throws(DomainError) -> Question? {
    let found = try row(
      "SELECT \(Self.questionColumns) FROM question WHERE id = ?", [.text(id.text)],
      QuestionRow.init)
    guard let found else { return nil }
    return try found.question()
  }

  /// A page of questions, the newest first.
  package mutating func questions(_ filter: QuestionFilter, _ page: PageRequest)
    throws(DomainError) -> Page<Question>
  {
    var conditions = filter.conditions
    let total = try count("question", conditions)
    if let after = page.after {
      let key = after.key.value
      conditions.add(
        "created_at <= ? AND (created_at < ? OR id > ?)", [key, key, .text(after.id)])
    }
    let found = try rows(
      """
      SELECT \(Self.questionColumns) FROM question\(conditions.sql)
      ORDER BY created_at DESC, id LIMIT ?
      """, conditions.values + [Value(page.limit + 1)], QuestionRow.init)
    return try self.page(
      found, page.limit, total, { _, row throws(DomainError) in try row.question() },
      key: { (.number($0.createdAt), $0.id) })
  }

  /// A page of the answered questions of a problem by their public numbers.
  package mutating func answers(on problem: ID<Problem>, _ page: PageRequest) throws(DomainError)
    -> Page<Question>
  {
    var conditions = Conditions()
    conditions.add("problem_id = ? AND number IS NOT NULL", [.text(problem.text)])
    let total = try count("question", conditions)
    if let after = page.after { conditions.add("number > ?", [after.key.value]) }
    let found = try rows(
      """
      SELECT \(Self.questionColumns) FROM question\(conditions.sql) ORDER BY number LIMIT ?
      """, conditions.values + [Value(page.limit + 1)], QuestionRow.init)
    return try self.page(
      found, page.limit, total, { _, row throws(DomainError) in try row.question() },
      key: { (.number($0.number ?? 0), $0.id) })
  }

  /// When a question on a problem was last answered, and the number that the next answer gets.
  package mutating func lastAnswer(on problem: ID<Problem>) throws(DomainError)
    -> (at: Instant?, next: Int)
  {
    let found = try row(
      """
      SELECT max(answered_at), coalesce(max(number), 0) + 1 FROM question
      WHERE problem_id = ? AND number IS NOT NULL
      """, [.text(problem.text)]
    ) { row in (row.optionalInteger(0).map(Instant.init(seconds:)), Int(row.integer(1))) }
    return found ?? (nil, 1)
  }

  /// How many questions of an organisation on a problem wait for an answer.
  package mutating func waitingQuestions(
    of organisation: ID<Organisation>, on problem: ID<Problem>
  ) throws(DomainError) -> Int {
    let found = try row(
      """
      SELECT count(*) FROM question
      WHERE organisation_id = ? AND problem_id = ? AND status = 'asked'
      """, [.text(organisation.text), .text(problem.text)]
    ) { row in row.integer(0) }
    return Int(found ?? 0)
  }

  /// Adds a question.
  package mutating func insert(_ question: Question) throws(DomainError) {
    try run(
      """
      INSERT INTO question (\(Self.questionColumns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(question.id.text), .text(question.problem.text), .text(question.organisation.text),
        .text(question.text), .integer(question.createdAt.seconds),
      ] + columns(of: question))
  }

  /// Replaces a question that has not changed since it was read.
  /// - Throws: `DomainError.stale` where it has.
  package mutating func update(_ question: Question) throws(DomainError) {
    let changed = try run(
      """
      UPDATE question SET status = ?, status_reason = ?, number = ?, wording = ?, answer = ?,
        answered_at = ?, version = ?, updated_at = ? WHERE id = ? AND version = ?
      """, columns(of: question) + [.text(question.id.text), Value(question.version - 1)])
    guard changed == 1 else { throw .stale(current: question.version) }
  }

  private func columns(of question: Question) -> [Value] {
    [
      .text(question.status.rawValue), Value(question.statusReason), Value(question.number),
      Value(question.wording), Value(question.answer), Value(question.answeredAt?.seconds),
      Value(question.version), .integer(question.updatedAt.seconds),
    ]
  }
}

/// The columns of one question.
private struct QuestionRow {
  let id: String
  let problem: String
  let organisation: String
  let text: String
  let createdAt: Int64
  let status: String
  let statusReason: String?
  let number: Int64?
  let wording: String?
  let answer: String?
  let answeredAt: Int64?
  let version: Int
  let updatedAt: Int64

  init(_ row: borrowing Row) {
    id = row.text(0)
    problem = row.text(1)
    organisation = row.text(2)
    text = row.text(3)
    createdAt = row.integer(4)
    status = row.text(5)
    statusReason = row.optionalText(6)
    number = row.optionalInteger(7)
    wording = row.optionalText(8)
    answer = row.optionalText(9)
    answeredAt = row.optionalInteger(10)
    version = Int(row.integer(11))
    updatedAt = row.integer(12)
  }

  func question() throws(DomainError) -> Question {
    guard let status = Question.Status(rawValue: status) else {
      throw .internalFault("question \(id): status \(self.status)")
    }
    return Question(
      id: ID(id), problem: ID(problem), organisation: ID(organisation), text: text, status: status,
      statusReason: statusReason, number: number.map { Int($0) }, wording: wording, answer: answer,
      answeredAt: answeredAt.map(Instant.init(seconds:)), version: version,
      createdAt: Instant(seconds: createdAt), updatedAt: Instant(seconds: updatedAt))
  }
}
