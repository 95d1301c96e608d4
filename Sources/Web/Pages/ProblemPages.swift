import Domain
import HTML
import HTTP
import Matching
import UseCases

/// `/problems`: the catalogue of big problems, for everybody.
extension Site {
  func listProblems(_ visit: Visit) throws(DomainError) -> Response {
    let browse = Browse(
      type: .problem, facets: [.field, .problemStatus, .technology, .province])
    let hits = try visit.browse(browse) { hit throws(DomainError) in
      guard let problem = try? registry.problem(hit.id, by: visit.actor) else { return nil }
      return article(.class("card")) {
        h2 { a(.href(problem.path)) { visit.heading(hit) } }
        visit.problemLine(problem)
        visit.snippets(hit)
      }
    }
    return visit.show(
      WebPage(visit.say("problems.title"), lead: visit.say("problems.lead")) { hits })
  }

  func showProblem(_ visit: Visit) throws(DomainError) -> Response {
    let problem = try registry.problem(visit.parameter("id"), by: visit.actor)
    let statement = problem.statement
    let answers = try registry.answers(
      on: problem.id.text, page: PageRequest(limit: 50, after: nil), by: visit.actor)
    let document: IssuingDocument? =
      if let id = problem.document { try registry.document(id, by: visit.actor) } else { nil }
    let steps = try visit.memberSteps(problem)
    var page = WebPage(statement.title) {
      visit.problemLine(problem)
      steps
      problem.statusReason.map { p(.class("notice"), text: $0) }
      visit.part("problem.description", statement.description.map { [visit.paragraphs($0)] } ?? [])
      visit.part(
        "problem.expected_result",
        statement.expectedResult.map { [visit.paragraphs($0)] } ?? [])
      visit.part("problem.facts", [visit.problemFacts(problem, document)])
      visit.part("problem.required", [visit.requirements(statement.required)])
      visit.part("problem.questions_to_ask", [visit.openQuestions(problem)])
      visit.part("problem.answers", answers.page.items.map(visit.answer))
      if problem.publishedAt != nil {
        p {
          a(
            .class("button"), .href(problem.path + "/matches"), text: visit.say("problem.matches"))
        }
      }
    }
    page.trail = [("/problems", visit.say("nav.problems"))]
    return visit.show(page)
  }
}

extension Problem {
  /// Its page.
  var path: String { "/problems/" + (code ?? id.text) }
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
          time(.datetime(deadline.rfc3339InVietnam), text: deadline.deadlineTextInVietnam)
        }
      }
    }
  }

  /// What is known of a problem beside its texts.
  func problemFacts(_ problem: Problem, _ document: IssuingDocument?) -> Node {
    let statement = problem.statement
    return facts([
      ("problem.owner", statement.owner.map(Node.text)),
      ("problem.field", statement.field.map { .text(word($0)) }),
      (
        "problem.technologies",
        statement.technologies.isEmpty ? nil : tags(statement.technologies)
      ),
      ("problem.mechanism", statement.mechanism.map { .text(word($0)) }),
      ("problem.budget", statement.budgetVND.map { .text(money($0)) }),
      ("problem.province", statement.province.map { .text(place($0)) }),
      ("problem.grounds", statement.grounds.map(Node.text)),
      ("problem.document", document.map { .text($0.particulars.number) }),
      ("problem.published_at", problem.publishedAt.map(moment)),
    ])
  }

  /// What a solver must fulfil, in sentences.
  func requirements(_ required: [Requirement]) -> Node {
    required.isEmpty
      ? .nothing
      : ul { for requirement in required { li(text: sentence(requirement)) } }
  }

  private func sentence(_ requirement: Requirement) -> String {
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

  /// A question with its answer, as everybody reads them.
  func answer(_ question: Question) -> Node {
    div(.class("answer")) {
      p(.class("question"), text: question.wording ?? "")
      question.answer.map { paragraphs($0) }
    }
  }
}
