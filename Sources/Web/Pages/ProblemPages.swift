import Domain
import HTML
import HTTP
import Matching
import UseCases

/// `/problems`: the catalogue of big problems, for everybody.
extension Site {
  func listProblems(_ visit: Visit) throws(DomainError) -> Response {
    let browse = Browse(
      type: .problem, facets: [.field, .problemStatus, .technology, .province],
      orders: ["relevance", "newest", "deadline", "name"], orderWithoutWords: .newest)
    let contents = try visit.browse(browse)
    var page = WebPage(visit.say("problems.title"), lead: visit.say("problems.lead")) { contents }
    page.alternates = [visit.sameSearch(["type": "problem"])]
    return visit.show(page)
  }

  func showProblem(_ visit: Visit) throws(DomainError) -> Response {
    let problem = try registry.problem(visit.parameter("id"), by: visit.actor)
    let statement = problem.statement
    let document = try visit.document(of: problem)
    let answers = try visit.answers(on: problem)
    let history = try visit.history(of: problem)
    let steps = try visit.memberSteps(problem)
    var page = WebPage(statement.title) {
      visit.problemLine(problem)
      visit.standing(of: problem)
      steps
      visit.part("problem.description", statement.description.map { [visit.paragraphs($0)] } ?? [])
      visit.part(
        "problem.expected_result",
        statement.expectedResult.map { [visit.paragraphs($0)] } ?? [])
      visit.part("problem.facts", [visit.problemFacts(problem)])
      visit.part("problem.required", [visit.requirements(statement.required)])
      visit.part("problem.document", [document])
      if problem.mayStillChange {
        visit.part("problem.questions_to_ask", [visit.openQuestions(problem)])
      }
      if problem.publishedAt != nil, problem.mayStillChange {
        p(.class("actions")) {
          a(
            .class("button"), .href(problem.path + "/matches"), text: visit.say("problem.matches"))
        }
      }
      visit.part("problem.answers", answers)
      visit.part("problem.history", [history])
    }
    page.trail = [("/problems", visit.say("nav.problems"))]
    page.alternates = [("/api/v1" + problem.path, .json, visit.say("page.as_json"))]
    return visit.show(page)
  }
}

extension Problem {
  /// Its page.
  var path: String { "/problems/" + (code ?? id.text) }

  /// Whether what it says, and who could solve it, is still open: until proposals are taken no
  /// more.
  var mayStillChange: Bool { [.draft, .submitted, .published, .suspended].contains(status) }
}

extension Visit {
  /// A problem in one line: its code, state, field and deadline.
  func problemLine(_ problem: Problem) -> Node {
    p(.class("line")) {
      problem.code.map { span(.class("code"), text: $0) }
      badge(problem.status)
      problem.statement.field.map { span(text: word($0)) }
      if let deadline = problem.statement.deadline {
        span {
          say("problem.until") + " "
          self.deadline(deadline)
        }
      }
    }
  }

  /// What is known of a problem beside its texts.
  func problemFacts(_ problem: Problem) -> Node {
    let statement = problem.statement
    return facts([
      ("problem.owner", statement.owner.map(text)),
      ("problem.field", statement.field.map { .text(word($0)) }),
      (
        "problem.technologies",
        statement.technologies.isEmpty ? nil : tags(statement.technologies)
      ),
      ("problem.mechanism", statement.mechanism.map(mechanism)),
      ("problem.budget", statement.budgetVND.map { .text(money($0)) }),
      (
        "problem.province",
        statement.province.map { a(.href("/places/" + $0), text: place($0)) }
      ),
      ("problem.grounds", statement.grounds.map(text)),
      ("problem.published_at", problem.publishedAt.map(moment)),
      ("problem.question_deadline", statement.questionDeadline.map(deadline)),
    ])
  }

  /// What a solver must fulfil, in sentences.
  func requirements(_ required: [Requirement]) -> Node {
    required.isEmpty
      ? .nothing
      : ul { for requirement in required { li(text: sentence(requirement)) } }
  }

  /// How a problem is to be solved; a trial of what the law does not know yet says what that is.
  private func mechanism(_ mechanism: Mechanism) -> Node {
    .group([
      .text(word(mechanism)),
      mechanism == .sandbox ? p(.class("help"), text: say("problem.sandbox")) : .nothing,
    ])
  }

  /// A deadline, which ends to the second.
  func deadline(_ instant: Instant) -> Node {
    time(.datetime(instant.rfc3339InVietnam), text: instant.deadlineOnPages)
  }

  /// A requirement in words.
  func sentence(_ requirement: Requirement) -> String {
    switch requirement {
    case .minTRL(let least): say("required.min_trl", ["needed": String(least)])
    case .legal(let status): say("required.legal", ["needed": word(status)])
    case .province(let code): say("required.province", ["needed": place(code)])
    case .minEmployees(let least): say("required.min_employees", ["needed": String(least)])
    case .foundedBefore(let year): say("required.founded_before", ["needed": String(year)])
    }
  }

  /// What a solver would ask next of a thin problem.
  func openQuestions(_ problem: Problem) -> Node {
    let questions = problem.openQuestions
    return questions.isEmpty
      ? .nothing
      : ul { for member in questions { li(text: word(OpenQuestion.list, member)) } }
  }
}
