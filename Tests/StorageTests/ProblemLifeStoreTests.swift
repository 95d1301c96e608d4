import Domain
import SQLite
import Storage
import Testing

@Suite struct ProblemLifeStoreTests {
  let file: TemporaryStore
  let store: Store

  init() throws {
    file = try TemporaryStore()
    store = try file.open()
    try store.insert([Sample.organisation("a"), Sample.organisation("b")])
    try store.insert([Sample.problem("p"), Sample.problem("q")])
  }

  private func document(_ id: String, _ number: String, date: String = "2026-05-28")
    -> IssuingDocument
  {
    var paper = IssuingDocument.Particulars(
      number: number, kind: .notice, date: date, issuer: "Sở")
    paper.batch = "Đợt 1"
    return IssuingDocument(
      id: ID(id), status: .draft, createdAt: Instant(seconds: 5), updatedAt: Instant(seconds: 5),
      particulars: paper)
  }

  @Test func aDocumentComesBackAsItWent() throws {
    let record = document("d", "01/TB")
    try store.write { db throws(DomainError) in try db.insert(record) }
    #expect(try store.read { db throws(DomainError) in try db.document(ID("d")) } == record)
    #expect(
      try store.read { db throws(DomainError) in try db.document(like: record.particulars) }
        == record.id)
    #expect(throws: DomainError.conflict(field: "number", value: "", holder: nil)) {
      let same = document("e", "01 / tb")
      try store.write { db throws(DomainError) in try db.insert(same) }
    }
    let later = document("e", "01/TB", date: "2027-01-02")
    try store.write { db throws(DomainError) in try db.insert(later) }
    var next = record
    next.status = .issued
    next.version = 2
    let changed = next
    try store.write { db throws(DomainError) in try db.update(changed) }
    #expect(throws: DomainError.self) {
      try store.write { db throws(DomainError) in try db.update(changed) }
    }
    let (found, totals) = try store.walk(1) { db, page throws(DomainError) in
      try db.documents(DocumentFilter(), page)
    }
    #expect(found == [changed] && totals == [1])
  }

  @Test func endingsAndSchedulesStandOnTheProblem() throws {
    let record = document("d", "01/TB")
    try store.write { db throws(DomainError) in try db.insert(record) }
    var problem = Sample.problem("x", status: .cancelled)
    problem.ending = .cancelled(.needGone)
    problem.document = ID("d")
    problem.publishAt = Instant(seconds: 70)
    let stored = problem
    try store.insert([stored])
    let places = file.places
    let found = try store.read { db throws(DomainError) in
      try db.problem(ID("x"), places: places)
    }
    #expect(found == stored)
  }

  @Test func whatFallsDueIsFoundInItsOrder() throws {
    func problem(
      _ id: String, _ status: Problem.Status, deadline: Int64?, publishAt: Int64? = nil
    ) -> Problem {
      var problem = Sample.problem(id, status: status) {
        $0.deadline = deadline.map(Instant.init(seconds:))
      }
      problem.publishAt = publishAt.map(Instant.init(seconds:))
      return problem
    }
    try store.insert([
      problem("c1", .published, deadline: 20), problem("c2", .published, deadline: 10),
      problem("c3", .published, deadline: 30), problem("c4", .suspended, deadline: 10),
      problem("d1", .draft, deadline: nil, publishAt: 30),
      problem("d2", .submitted, deadline: nil, publishAt: 10),
      problem("d3", .draft, deadline: nil, publishAt: 31),
    ])
    let now = Instant(seconds: 30)
    let (closing, publishing) = try store.read { db throws(DomainError) in
      (try db.problemsToClose(by: now, limit: 9), try db.problemsToPublish(by: now, limit: 9))
    }
    #expect(closing == [ID("c2"), ID("c1")] && publishing == [ID("d2"), ID("d1")])
  }

  @Test func versionsAndHistoryAreOnlyAddedTo() throws {
    var statement = ProblemStatement(title: "một")
    statement.deadline = Instant(seconds: 50)
    let version = ProblemVersion(
      problem: ID("p"), number: 1, at: Instant(seconds: 3), reason: "x", statement: statement)
    let act = ProblemAct(
      id: ID("act"), problem: ID("p"), kind: .merge, at: Instant(seconds: 4), statement: 2,
      others: [ID("q")], code: "merged", reason: "gộp")
    try store.write { db throws(DomainError) in
      try db.insert(version)
      try db.insert(act)
    }
    let places = file.places
    let page = PageRequest(limit: 5)
    let (kept, acts) = try store.read { db throws(DomainError) in
      (
        try db.version(1, of: ID("p"), places: places),
        try db.acts(on: ID("p"), page).items
      )
    }
    #expect(kept == version && acts == [act])
    var raw = try file.raw()
    for sql in [
      "UPDATE problem_act SET reason = 'y'", "DELETE FROM problem_act",
      "UPDATE problem_version SET reason = 'y'", "DELETE FROM problem_version",
    ] {
      #expect(throws: DatabaseError.self, "\(sql)") { try raw.execute(sql) }
    }
  }

  @Test func pagesOfHistoryJoin() throws {
    for number in 1...5 {
      let act = ProblemAct(
        id: ID("a\(number)"), problem: ID("p"), kind: .amend, at: Instant(seconds: 9))
      try store.write { db throws(DomainError) in try db.insert(act) }
    }
    let (found, totals) = try store.walk(2) { db, page throws(DomainError) in
      try db.acts(on: ID("p"), page)
    }
    #expect(found.map(\.id.text) == ["a5", "a4", "a3", "a2", "a1"] && totals == [5])
  }

  @Test func questionsAreListedByAskerAndByNumber() throws {
    for number in 1...6 {
      var question = Question(
        id: ID("q\(number)"), problem: ID("p"),
        organisation: ID(number.isMultiple(of: 2) ? "a" : "b"), text: "?",
        createdAt: Instant(seconds: Int64(number)), updatedAt: Instant(seconds: 9))
      if number > 3 {
        question.status = .answered
        question.number = 7 - number
        question.answer = "!"
        question.wording = "?"
        question.answeredAt = Instant(seconds: Int64(20 - number))
      }
      let record = question
      try store.write { db throws(DomainError) in try db.insert(record) }
      #expect(
        try store.read { db throws(DomainError) in try db.question(record.id) } == record)
    }
    let (answers, totals) = try store.walk(2) { db, page throws(DomainError) in
      try db.answers(on: ID("p"), page)
    }
    #expect(answers.map(\.id.text) == ["q6", "q5", "q4"] && totals == [3])
    var filter = QuestionFilter()
    filter.visibleTo = .asker(ID("a"))
    let own = filter
    let (asked, ownTotals) = try store.walk(1) { db, page throws(DomainError) in
      try db.questions(own, page)
    }
    #expect(asked.map(\.id.text) == ["q6", "q4", "q2"] && ownTotals == [3])
    let (last, waiting, nobody) = try store.read { db throws(DomainError) in
      (
        try db.lastAnswer(on: ID("p")), try db.waitingQuestions(of: ID("b"), on: ID("p")),
        try db.questions(QuestionFilter(), PageRequest(limit: 5)).total
      )
    }
    #expect(last.at == Instant(seconds: 16) && last.next == 4 && waiting == 2 && nobody == 0)
  }
}
