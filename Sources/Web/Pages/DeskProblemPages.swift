import Domain
import HTML
import HTTP
import UseCases

/// `/desk/problems`: problems as officers write and lead them.
extension Site {
  /// The table of these pages.
  var deskProblemPages: [Route] {
    let (base, one) = ("/desk/problems", "/desk/problems/{id}")
    return [
      Route(.GET, base, page(officer(listDeskProblems))),
      Route(.GET, base + "/new", page(officer(showNewProblem))),
      Route(.POST, base + "/new", submission(officer(submitNewProblem))),
      Route(.POST, "/desk/preview", submission(officer(previewSolvers))),
      Route(.GET, one, page(officer(showDeskProblem))),
      Route(.POST, one, submission(officer(submitProblem))),
      Route(.POST, one + "/step", submission(officer(moveDeskProblem))),
    ]
  }

  func listDeskProblems(_ visit: Visit) throws(DomainError) -> Response {
    var query = QueryReader(visit.request.query)
    _ = query.text("done")
    var filter = ProblemFilter()
    filter.statuses = query.codes("status", Problem.Status.self)
    filter.fields = query.codes("field", Field.self)
    filter.provinces = query.provinces("province", registry.places)
    let page = try registry.problems(
      filter, page: try query.page(of: "desk-problems"), by: visit.actor)
    var counts: [(Problem.Status, Int)] = []
    for status in Problem.Status.allCases {
      var one = filter
      one.statuses = [status]
      let count = try registry.problems(one, page: PageRequest(limit: 1), by: visit.actor).total
      if count > 0 || filter.statuses.contains(status) { counts.append((status, count)) }
    }
    let rows: [[Node]] = page.items.map { problem in
      [
        a(.href(problem.deskPath)) { visit.text(problem.statement.title) },
        span(.class("code"), text: problem.code ?? "–"), visit.badge(problem.status),
        .text(problem.statement.field.map(visit.word) ?? "–"),
        problem.statement.deadline.map(visit.deadline) ?? "–",
        .text("\(problem.statement.completeness)\u{A0}%"),
      ]
    }
    let next = page.next.map { Cursor.encode("desk-problems", $0) }
    var shown = WebPage(visit.say("nav.desk_problems"), lead: visit.say("desk.problem.lead")) {
      p(.class("actions")) {
        a(.class("button"), .href("/desk/problems/new"), text: visit.say("desk.problem.new"))
      }
      div(.class("browse")) {
        visit.problemFacets(filter, counts)
        div(.id("results"), .class("results")) {
          p(
            .class("count"), .role("status"),
            text: visit.say(
              "list.total", ["count": Figures.grouped(Int64(page.total), visit.language)]))
          if rows.isEmpty {
            p(.class("nothing"), text: visit.say("list.nothing"))
          } else {
            visit.dataTable(
              [
                "desk.problem.name", "proposals.code", "proposals.status", "problem.field",
                "proposals.deadline", "desk.problem.grade",
              ],
              caption: visit.say("nav.desk_problems"), rows: rows)
            visit.nextPage(next)
          }
        }
      }
    }
    shown.trail = [("/desk", visit.say("nav.desk"))]
    shown.isWide = true
    return visit.show(shown)
  }

  func showNewProblem(_ visit: Visit) throws(DomainError) -> Response {
    let form = ProblemForm(visit).form
    return visit.show(newProblemPage(visit, FormState(form: form), preview: nil))
  }

  private func newProblemPage(
    _ visit: Visit, _ state: FormState, preview: JSON?
  ) -> WebPage {
    var page = WebPage(visit.say("desk.problem.new"), lead: visit.say("desk.problem.new.lead")) {
      visit.problems(of: state)
      visit.problemEditor("/desk/problems/new", state, preview: preview, hidden: .nothing)
    }
    page.trail = [
      ("/desk", visit.say("nav.desk")), ("/desk/problems", visit.say("nav.desk_problems")),
    ]
    page.isWide = true
    return page
  }

  func submitNewProblem(_ visit: Visit) throws(DomainError) -> Response {
    let form = ProblemForm(visit)
    let typed = FormValues(visit.posted)
    let record = form.record(from: typed)
    if visit.posted["then"] == "preview" {
      let state = FormState(form: form.form, values: typed)
      return visit.show(newProblemPage(visit, state, preview: record))
    }
    do throws(DomainError) {
      let made = try registry.createProblem(record, by: visit.actor, key: visit.formKey).record
      return try visit.goOn(to: made.deskPath, done: "draft_saved")
    } catch {
      return try visit.again(form.form, form.own(error)) { state in
        newProblemPage(visit, state, preview: record)
      }
    }
  }

  /// Who would match what is being typed, for the script that refreshes it beside the form.
  func previewSolvers(_ visit: Visit) throws(DomainError) -> Response {
    let record = ProblemForm(visit).record(from: FormValues(visit.posted))
    return visit.show(
      WebPage(visit.say("desk.preview")) { visit.preview(of: record) })
  }

  func showDeskProblem(_ asked: Visit) throws(DomainError) -> Response {
    let problem = try registry.problem(asked.parameter("id"), by: asked.actor)
    let visit = try asked.deciding(on: problem)
    let documents = try visit.issuedDocuments()
    let form = ProblemForm(visit, isPublic: problem.publishedAt != nil, documents: documents)
    var state = FormState(form: form.form, values: form.values(of: problem))
    if problem.publishedAt != nil, let document = visit.request.query["document"] {
      state.values[FormField(member: "document", kind: .choice(documents))] = [document]
    }
    return visit.show(try deskProblemPage(visit, problem, state, documents, preview: nil))
  }

  private func deskProblemPage(
    _ visit: Visit, _ problem: Problem, _ state: FormState, _ documents: [FormField.Choice],
    preview: JSON?
  ) throws(DomainError) -> WebPage {
    let document = try visit.document(of: problem)
    let history = try visit.history(of: problem)
    let next = try visit.nextStep(of: problem, on: "")
    let record = ProblemForm(visit).record(from: state.values)
    var page = WebPage(problem.statement.title) {
      visit.refusedStep
      visit.problems(of: state)
      visit.problemLine(problem)
      visit.problemTabs(problem, "")
      visit.barredNotice
      next
      visit.standing(of: problem)
      visit.completeness(of: problem)
      visit.problemStepsPart(problem, documents)
      if problem.isEditable, !visit.isBarred {
        section {
          h2(text: visit.say("desk.problem.edit"))
          if problem.publishedAt != nil {
            p(.class("notice"), text: visit.say("desk.problem.amend.help"))
          }
          visit.problemEditor(
            problem.deskPath, state, preview: preview ?? record,
            hidden: visit.versionField(problem.version))
        }
      } else {
        visit.part(
          "problem.description",
          problem.statement.description.map { [visit.paragraphs($0)] } ?? [])
        visit.part(
          "problem.expected_result",
          problem.statement.expectedResult.map { [visit.paragraphs($0)] } ?? [])
        visit.part("problem.facts", [visit.problemFacts(problem)])
        visit.part("problem.required", [visit.requirements(problem.statement.required)])
      }
      visit.part("problem.document", [document])
      visit.part("problem.history", [history])
    }
    page.trail = [
      ("/desk", visit.say("nav.desk")), ("/desk/problems", visit.say("nav.desk_problems")),
    ]
    page.isWide = true
    return page
  }

  func submitProblem(_ asked: Visit) throws(DomainError) -> Response {
    let problem = try registry.problem(asked.parameter("id"), by: asked.actor)
    let visit = try asked.deciding(on: problem)
    let isPublic = problem.publishedAt != nil
    let documents = try visit.issuedDocuments()
    let form = ProblemForm(visit, isPublic: isPublic, documents: documents)
    let typed = FormValues(visit.posted)
    if visit.posted["then"] == "preview" {
      let state = FormState(form: form.form, values: typed)
      return visit.show(
        try deskProblemPage(
          visit, problem, state, documents, preview: form.record(from: typed)))
    }
    do throws(DomainError) {
      if isPublic {
        _ = try registry.amendProblem(
          problem.id.text, form.amendment(from: typed, of: problem),
          expecting: visit.expectedVersion, by: visit.actor)
      } else {
        let missing = form.form.missing(in: typed)
        guard missing.isEmpty else { throw .invalid(missing) }
        _ = try registry.updateProblem(
          problem.id.text, patch: form.patch(from: typed, of: problem),
          expecting: visit.expectedVersion, by: visit.actor)
      }
    } catch {
      return try visit.again(form.form, form.own(error)) { state throws(DomainError) in
        try deskProblemPage(visit, problem, state, documents, preview: nil)
      }
    }
    return try visit.goOn(to: problem.deskPath, done: isPublic ? "amended" : "draft_saved")
  }

  /// Takes a problem a step further, or plans one, and leads to where the next is to be taken. What
  /// is missing before a decision is told where it can be made up for.
  func moveDeskProblem(_ visit: Visit) throws(DomainError) -> Response {
    let act = visit.filled("act") ?? ""
    let event = Problem.Event(rawValue: act)
    let isJudging = event.map { [.review, .award, .noAward].contains($0) } ?? false
    return try take(visit, again: isJudging ? showReviewing : showDeskProblem) {
      () throws(DomainError) in
      let problem = try registry.problem(visit.parameter("id"), by: visit.actor)
      try move(problem, visit)
      return try visit.goOn(
        to: event?.landing(of: problem) ?? problem.deskPath, done: "problem_" + act)
    }
  }

  private func move(_ problem: Problem, _ visit: Visit) throws(DomainError) {
    let (id, version, actor) = (problem.id.text, visit.expectedVersion, visit.actor)
    let typed = FormValues(visit.posted)
    switch visit.filled("act") {
    case "schedule":
      let body = Form(name: "step", fields: Visit.scheduleFields([])).record(from: typed)
      _ = try registry.scheduleProblem(id, body, expecting: version, by: actor)
    case "unschedule": try registry.unscheduleProblem(id, expecting: version, by: actor)
    case "extend":
      let body = Form(name: "step", fields: Visit.extensionFields([])).record(from: typed)
      _ = try registry.extendProblem(id, body, expecting: version, by: actor)
    case let act:
      guard let event = act.flatMap(Problem.Event.init(rawValue:)) else {
        throw .invalid([Fault("/act", .missing)])
      }
      let input = try Problem.StepInput(
        visit.record(["reason", "reason_code", "document"]), for: event)
      _ = try registry.moveProblem(
        id, event, reason: input.reason, code: input.code, document: input.document,
        expecting: version, by: actor)
    }
  }
}

extension Problem {
  /// Whether its statement may still be changed.
  var isEditable: Bool {
    [.draft, .submitted, .published, .suspended].contains(status)
  }
}
