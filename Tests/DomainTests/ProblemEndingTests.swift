import Domain
import Testing

@Suite struct ProblemEndingTests {
  @Test func aStepWantsOneOfItsOwnCodes() throws {
    for event in Problem.Event.allCases {
      let wanted = [.noAward, .cancel, .close].contains(event)
      #expect(Problem.Ending.codes(for: event).isEmpty == !wanted)
    }
    let input = Problem.StepInput(code: "no_offers")
    #expect(try input.ending(of: .noAward, to: .noAward) == .noAward(.noOffers))
    #expect(throws: DomainError.self) { try input.ending(of: .cancel, to: .cancelled) }
    #expect(throws: DomainError.self) {
      try Problem.StepInput(reason: "x").ending(of: .cancel, to: .cancelled)
    }
    #expect(try Problem.StepInput().ending(of: .suspend, to: .suspended) == nil)
  }

  @Test func closingWantsACodeBeforeTheDeadlineAlone() throws {
    let coded = Problem.StepInput(code: "urgent")
    #expect(try coded.ending(of: .close, to: .closed, isEarly: true) == .closedEarly(.urgent))
    #expect(try coded.ending(of: .close, to: .closed) == nil)
    #expect(try Problem.StepInput().ending(of: .close, to: .closed) == nil)
    for code in [nil, "no_offers", ""] {
      #expect(throws: DomainError.self) {
        try Problem.StepInput(code: code).ending(of: .close, to: .closed, isEarly: true)
      }
    }
    for reason in CloseReason.allCases {
      #expect(Problem.Ending(.closed, code: reason.rawValue) == .closedEarly(reason))
      #expect(Problem.Ending(.reviewing, code: reason.rawValue) == nil)
    }
  }

  @Test(
    arguments: [
      (Problem.Event.suspend, ["reason": "x"], []), (.suspend, ["document": "x"], ["/document"]),
      (.publish, ["document": "x"], []), (.publish, ["reason": "x"], ["/reason"]),
      (.cancel, ["reason_code": "other", "reason": "x", "document": "y"], []),
      (.noAward, ["reason_code": "other", "document": "y"], ["/document"]),
      (.close, ["reason_code": "other", "document": "y"], ["/document"]),
      (.review, ["reason_code": "other"], ["/reason_code"]),
    ] as [(Problem.Event, JSON, [String])])
  func aStepTakesWhatMeansSomethingForIt(_ event: Problem.Event, _ json: JSON, _ bad: [String]) {
    let found = faults { () throws(DomainError) in _ = try Problem.StepInput(json, for: event) }
    #expect(found.map(\.path) == bad)
  }

  @Test func timesAreShownAsTheyAreReadInVietnam() throws {
    let deadline = try #require(Instant(rfc3339: "2026-12-31"))
    #expect(deadline.rfc3339InVietnam == "2026-12-31T23:59:59+07:00")
    #expect(deadline.deadlineTextInVietnam == "31/12/2026 23:59:59")
    let early = try #require(Instant(rfc3339: "2026-12-31T17:00:05Z"))
    #expect(early.rfc3339InVietnam == "2027-01-01T00:00:05+07:00")
    #expect(early.deadlineTextInVietnam == "01/01/2027 00:00:05")
    var statement = ProblemStatement(title: "x")
    statement.deadline = deadline
    let problem = Problem(
      id: ID("p"), status: .draft, createdAt: deadline, updatedAt: deadline, statement: statement)
    #expect(
      problem.json["in_vietnam"] == [
        "deadline": ["time": "2026-12-31T23:59:59+07:00", "text": "31/12/2026 23:59:59"]
      ])
  }

  /// What is asked for does not change by publishing: it is said before.
  @Test func everyProblemIsAskedForItsDocument() {
    var problem = Problem(
      id: ID("p"), status: .draft, createdAt: Instant(seconds: 0), updatedAt: Instant(seconds: 0),
      statement: ProblemStatement(title: "x"))
    let asked = problem.openQuestions
    #expect(asked.last == "document" && Set(asked) == Set(OpenQuestion.accepted))
    problem.publishedAt = Instant(seconds: 1)
    #expect(problem.openQuestions == asked)
    problem.document = ID("d")
    #expect(!problem.openQuestions.contains("document"))
  }

  @Test func questionsEndNoLaterThanProposals() throws {
    let places = try Places.gazetteer()
    let json: JSON = [
      "title": "x", "deadline": "2026-06-30", "question_deadline": "2026-07-01",
    ]
    #expect(throws: DomainError.self) { try ProblemStatement.read(json, places: places) }
  }
}
