import Domain
import HTML
import HTTP
import UseCases

/// `/desk/engagements/new`: the engagement of an award that was decided elsewhere, recorded by hand.
extension Site {
  private func problemForm(_ problems: [Problem]) -> Form {
    Form(
      name: "engagement",
      fields: [
        FormField(
          member: "problem",
          kind: .choice(
            problems.map { problem in
              FormField.Choice(
                code: problem.id.text,
                name: [problem.code, problem.statement.title].compactMap { $0 }
                  .joined(separator: " – "))
            }), isRequired: true)
      ])
  }

  private func newEngagementForm(_ problem: Problem, _ awarded: [FormField.Choice]) -> Form {
    Form(
      name: "engagement",
      fields: [
        FormField(member: "organisation", kind: .choice(awarded), isRequired: true),
        FormField(member: "amount_vnd", kind: .money),
      ] + problem.sandboxFields)
  }

  private static let awardForm = Form(
    name: "award",
    fields: [
      FormField(
        member: "awarded", kind: .organisation(Array(OrganisationKind.solvers)), isRequired: true,
        scope: "a"),
      FormField(member: "note", kind: .text(most: 2000), scope: "a"),
    ])

  func showNewEngagement(_ visit: Visit) throws(DomainError) -> Response {
    visit.show(try newEngagementPage(visit, visit.request.query["problem"] ?? "", nil, nil))
  }

  /// First the problem is chosen, then who was awarded it.
  private func newEngagementPage(
    _ visit: Visit, _ name: String, _ state: FormState?, _ award: FormState?
  ) throws(DomainError) -> WebPage {
    var filter = ProblemFilter()
    filter.statuses = [.awarded, .inProgress]
    let open = try registry.problems(filter, page: PageRequest(limit: 100), by: visit.actor).items
    let problem = open.first { $0.id.text == name }
    let choice = problemForm(open)
    var awarded: [FormField.Choice] = []
    if let problem { awarded = try awardedWithoutEngagement(visit, problem) }
    let (firms, held) = (awarded, FormValues(Query([("problem", name)])))
    var page = WebPage(visit.say("engagements.new"), lead: visit.say("engagements.new.lead")) {
      state.map(visit.problems(of:))
      award.map(visit.problems(of:))
      if open.isEmpty {
        p(.class("nothing"), text: visit.say("engagements.new.none"))
      } else {
        HTML.form(.action("/desk/engagements/new")) {
          visit.fields(of: choice, held)
          button(.class("second"), text: visit.say("engagements.new.choose"))
        }
      }
      if let problem {
        section {
          h2(text: visit.say("engagements.new.of"))
          if firms.isEmpty {
            p(.class("nothing"), text: visit.say("engagements.new.nobody"))
          } else {
            visit.postForm("/desk/engagements/new", .data("keep", "true")) {
              visit.hiddenField("problem", problem.id.text)
              visit.fields(of: state ?? FormState(form: newEngagementForm(problem, firms)))
              button(text: visit.say("engagements.new.button"))
            }
          }
        }
        section {
          h2(text: visit.say("engagements.award"))
          p(.class("help"), text: visit.say("engagements.award.help"))
          visit.postForm("/desk/engagements/award") {
            visit.hiddenField("problem", problem.id.text)
            visit.fields(of: award ?? FormState(form: Self.awardForm))
            button(.class("second"), text: visit.say("engagements.award.button"))
          }
        }
      }
    }
    page.trail = [
      ("/desk", visit.say("nav.desk")), ("/desk/engagements", visit.say("engagements.title")),
    ]
    return page
  }

  /// Those to whom a problem was awarded and who have no engagement for it.
  private func awardedWithoutEngagement(
    _ visit: Visit, _ problem: Problem
  ) throws(DomainError) -> [FormField.Choice] {
    let most = PageRequest(limit: 100)
    let awards = try registry.outcomes(
      problem: problem.id.text, organisation: nil, kinds: [.awarded], page: most, by: visit.actor
    ).items
    let held = try registry.engagements(problem: problem.id.text, page: most, by: visit.actor)
      .items.map(\.engagement.organisation)
    let free = awards.map(\.organisation).filter { !held.contains($0) }
    let names = try visit.names(of: free)
    return free.map { FormField.Choice(code: $0.text, name: names[$0] ?? $0.text) }
  }

  func submitNewEngagement(_ visit: Visit) throws(DomainError) -> Response {
    let problem = try registry.problem(visit.filled("problem") ?? "", by: visit.actor)
    let form = newEngagementForm(problem, try awardedWithoutEngagement(visit, problem))
    do throws(DomainError) {
      let made = try registry.createEngagement(
        form.record(from: FormValues(visit.posted)).merging(visit.record(["problem"])),
        by: visit.actor, key: visit.formKey)
      return try visit.goOn(
        to: "/desk/engagements/" + made.engagement.id.text, done: "engagement_made")
    } catch {
      return try visit.again(form, error) { state throws(DomainError) in
        try newEngagementPage(visit, problem.id.text, state, nil)
      }
    }
  }

  /// Records that a problem was awarded to somebody elsewhere, as a tender ends.
  func recordAwardByHand(_ visit: Visit) throws(DomainError) -> Response {
    let problem = try registry.problem(visit.filled("problem") ?? "", by: visit.actor)
    do throws(DomainError) {
      let typed = Self.awardForm.recordTyped(in: visit)
      guard let firm = typed["awarded"] else { throw .invalid([Fault("/awarded", .missing)]) }
      let outcome = visit.record(["note"]).merging(["kind": "awarded", "organisation": firm])
      _ = try registry.recordOutcome(
        forProblem: problem.id.text, outcome, by: visit.actor, key: visit.formKey)
    } catch {
      return try visit.again(Self.awardForm, error.ofAward) { state throws(DomainError) in
        try newEngagementPage(visit, problem.id.text, nil, state)
      }
    }
    return try visit.goOn(
      to: "/desk/engagements/new?problem=" + problem.id.text, done: "award_recorded")
  }
}

extension DomainError {
  /// The same error told of the field in which the organisation was named.
  fileprivate var ofAward: DomainError {
    switch self {
    case .notFound(aggregate: "organisation", let name):
      .invalid([Fault("/awarded", .notFound, found: name)])
    case .invalid(let faults):
      .invalid(
        faults.map { fault in
          fault.path == "/organisation"
            ? Fault("/awarded", fault.rule, found: fault.found, accepted: fault.accepted) : fault
        })
    default: self
    }
  }
}

extension Problem {
  /// What is agreed on for a trial under supervision; nothing where it is solved in another way.
  var sandboxFields: [FormField] {
    guard statement.mechanism == .sandbox else { return [] }
    return [
      FormField(member: "sandbox.scope", kind: .text(most: 10_000)),
      FormField(member: "sandbox.place", kind: .line(most: 1000)),
      FormField(member: "sandbox.safeguards", kind: .text(most: 10_000)),
      FormField(member: "sandbox.supervisor", kind: .line(most: 300)),
      FormField(member: "sandbox.start", kind: .day),
      FormField(member: "sandbox.end", kind: .day),
    ]
  }
}
