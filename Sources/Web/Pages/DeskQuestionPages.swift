import Domain
import HTML
import HTTP
import UseCases

/// `/desk/questions`: what firms ask about problems, for officers to answer.
extension Site {
  /// The table of these pages.
  var deskQuestionPages: [Route] {
    [
      Route(.GET, "/desk/questions", page(officer(listQuestions))),
      Route(.POST, "/desk/questions/{id}", submission(officer(decideQuestion))),
    ]
  }

  func listQuestions(_ visit: Visit) throws(DomainError) -> Response {
    let isTried = visit.refusal != nil
    var query = QueryReader(isTried ? Query() : visit.request.query)
    _ = query.text("done")
    let statuses = query.codes("status", Question.Status.self)
    let wanted = statuses.isEmpty ? [Question.Status.asked] : statuses
    let found = try registry.questions(
      problem: nil, statuses: wanted, page: try query.page(of: "desk-questions"), by: visit.actor)
    var questions = found.items
    // What was typed on one that somebody else has answered meanwhile stays to be read.
    if isTried {
      let tried = ID<Question>(visit.parameter("id"))
      if !questions.contains(where: { $0.id == tried }) {
        questions.insert(try registry.question(tried, by: visit.actor), at: 0)
      }
    }
    let problems = try registry.problems(Array(Set(questions.map(\.problem))), by: visit.actor)
    let names = try visit.names(of: questions.map(\.organisation))
    var visits: [ID<Problem>: Visit] = [:]
    for (id, problem) in problems { visits[id] = try visit.deciding(on: problem) }
    let next = found.next.map { Cursor.encode("desk-questions", $0) }
    var page = WebPage(visit.say("nav.questions"), lead: visit.say("questions.lead")) {
      visit.refusedStep
      visit.stateTabs("/desk/questions", [Question.Status.asked, .answered, .declined], wanted)
      if questions.isEmpty { p(.class("nothing"), text: visit.say("questions.none")) }
      for question in questions {
        (visits[question.problem] ?? visit).waiting(
          question, problems[question.problem], names[question.organisation])
      }
      visit.nextPage(next)
    }
    page.trail = [("/desk", visit.say("nav.desk"))]
    return visit.show(page)
  }

  func decideQuestion(_ visit: Visit) throws(DomainError) -> Response {
    try take(visit, again: listQuestions) { () throws(DomainError) in
      let id = ID<Question>(visit.parameter("id"))
      let isDeclined = visit.filled("act") == "decline"
      if isDeclined {
        _ = try registry.moveQuestion(
          id, .decline, reason: visit.filled("reason"), expecting: visit.expectedVersion,
          by: visit.actor)
      } else {
        _ = try registry.answerQuestion(
          id, visit.record(["answer", "wording"]), expecting: visit.expectedVersion,
          by: visit.actor)
      }
      return try visit.goOn(
        to: "/desk/questions", done: isDeclined ? "question_declined" : "question_answered")
    }
  }
}

extension Visit {
  /// Links to a list by state.
  func stateTabs<State: Code>(_ path: String, _ states: [State], _ chosen: [State]) -> Node {
    nav(.class("tabs"), .aria("label", say("facet.status"))) {
      ul {
        for state in states {
          li {
            a.with(
              [.href(path + "?status=" + state.rawValue)]
                + (chosen == [state] ? [.aria("current", "page")] : [])
            ) { word(state) }
          }
        }
      }
    }
  }

  fileprivate func waiting(_ question: Question, _ problem: Problem?, _ asker: String?) -> Node {
    let path = "/desk/questions/" + question.id.text
    let version = (name: "version", value: String(question.version))
    let events = Question.lifecycle.events(
      from: question.status, as: actor.parties(towards: nil))
    var values = FormValues()
    let wording = FormField(member: "wording", kind: .text(most: 5000))
    let answer = FormField(member: "answer", kind: .text(most: TextLimit.text), isRequired: true)
    values[wording] = [question.wording ?? question.text]
    values[answer] = [question.answer ?? ""]
    return article(.class("card")) {
      h2 {
        if let problem {
          a(.href(problem.deskPath)) { text(problem.statement.title) }
        } else {
          "–"
        }
      }
      p(.class("line")) {
        badge(question.status)
        asker.map { name in span { text(name) } }
        moment(question.createdAt)
      }
      paragraphs(question.text)
      question.answer.map { answer in
        div(.class("answer")) {
          question.number.map { strong(text: say("question.number", ["number": String($0)])) }
          paragraphs(answer)
        }
      }
      question.statusReason.map { reason in
        p {
          strong(text: say("organisation.reason") + " ")
          text(reason)
        }
      }
      barredNotice
      div(.class("steps")) {
        if events.contains(.answer) {
          stepForm(
            StepForm(
              id: "answer-" + question.id.text, path: path, label: word(Question.Event.answer),
              hidden: [("act", "answer"), version], fields: [answer, wording], values: values,
              isMain: true))
        }
        if events.contains(.decline) {
          stepForm(
            StepForm(
              id: "decline-" + question.id.text, path: path, label: word(Question.Event.decline),
              hidden: [("act", "decline"), version], fields: [Self.reasonField()]))
        }
      }
    }
  }
}
