import Domain
import HTML
import HTTP
import UseCases

/// What people who have logged in do on the page of a problem: follow it, ask, propose.
extension Site {
  /// The table of these forms.
  var problemMemberPages: [Route] {
    let base = "/problems/{id}"
    return [
      Route(.POST, base + "/follow", submission(followOnPage)),
      Route(.POST, base + "/unfollow", submission(unfollowOnPage)),
      Route(.GET, base + "/ask", page(showAsk)),
      Route(.POST, base + "/ask", submission(submitQuestion)),
      Route(.POST, base + "/propose", isConfidential: true, submission(startProposal)),
    ]
  }

  private static let question = Form(
    name: "question", fields: [FormField(member: "text", kind: .text(most: 5000), isRequired: true)]
  )

  func followOnPage(_ visit: Visit) throws(DomainError) -> Response {
    let problem = try registry.problem(visit.parameter("id"), by: visit.actor)
    _ = try registry.followProblem(problem.id.text, by: visit.actor)
    return try visit.goOn(to: problem.path, done: "following")
  }

  func unfollowOnPage(_ visit: Visit) throws(DomainError) -> Response {
    let problem = try registry.problem(visit.parameter("id"), by: visit.actor)
    try registry.unfollowProblem(problem.id.text, by: visit.actor)
    return try visit.goOn(to: problem.path, done: "not_following")
  }

  func showAsk(_ visit: Visit) throws(DomainError) -> Response {
    guard visit.actor.isKnown else { throw .unauthenticated }
    let problem = try registry.problem(visit.parameter("id"), by: visit.actor)
    return visit.show(try askPage(visit, problem, FormState(form: Self.question)))
  }

  private func askPage(
    _ visit: Visit, _ problem: Problem, _ state: FormState
  ) throws(DomainError) -> WebPage {
    let asked = try registry.questions(
      problem: problem.id.text, page: PageRequest(limit: 20), by: visit.actor)
    var page = WebPage(visit.say("ask.title"), lead: visit.say("ask.lead")) {
      visit.problems(of: state)
      visit.postForm(problem.path + "/ask", .data("keep", "true")) {
        visit.fields(of: state)
        button(text: visit.say("ask.button"))
      }
      if !asked.items.isEmpty {
        section {
          h2(text: visit.say("ask.own"))
          for question in asked.items {
            div(.class("answer")) {
              p(.class("line")) {
                visit.badge(question.status)
                visit.moment(question.createdAt)
              }
              visit.paragraphs(question.text)
              question.answer.map { visit.paragraphs($0) }
              question.statusReason.map { p(.class(Tone(question.status).box()), text: $0) }
            }
          }
        }
      }
    }
    page.trail = [
      ("/problems", visit.say("nav.problems")), (problem.path, problem.statement.title),
    ]
    return page
  }

  func submitQuestion(_ visit: Visit) throws(DomainError) -> Response {
    let problem = try registry.problem(visit.parameter("id"), by: visit.actor)
    do throws(DomainError) {
      _ = try registry.askQuestion(
        about: problem.id.text, Self.question.record(from: FormValues(visit.posted)),
        by: visit.actor, key: visit.formKey)
    } catch {
      return try visit.again(Self.question, error) { state throws(DomainError) in
        try askPage(visit, problem, state)
      }
    }
    return try visit.goOn(to: problem.path + "/ask", done: "asked")
  }

  /// Starts a proposal, or leads to the one that there is.
  func startProposal(_ visit: Visit) throws(DomainError) -> Response {
    let problem = try registry.problem(visit.parameter("id"), by: visit.actor)
    let id: String
    do throws(DomainError) {
      id = try registry.createProposal(
        ["problem": .string(problem.id.text)], by: visit.actor, key: visit.formKey
      ).id.text
    } catch {
      guard case .conflict(_, _, let holder?) = error else { throw error }
      id = holder
    }
    return try visit.goOn(to: "/my/proposals/" + id)
  }
}

extension Visit {
  /// Whether proposals for a problem are taken at this moment.
  func takesProposals(_ problem: Problem) -> Bool {
    problem.status == .published
      && problem.statement.deadline.map { site.registry.now <= $0 } ?? true
  }

  /// What this visitor can do about a problem; nothing where they can do nothing.
  func memberSteps(_ problem: Problem) throws(DomainError) -> Node {
    guard problem.publishedAt != nil else { return .nothing }
    let now = site.registry.now
    let isOpen = takesProposals(problem)
    guard actor.isKnown else {
      guard isOpen else { return .nothing }
      let query = Query([("next", problem.path)]).encoded
      return p {
        a(.class("button"), .href("/login?" + query), text: say("problem.log_in_to_propose"))
      }
    }
    let isFollowed =
      actor.account == nil
      ? nil : try site.registry.follows(problem.id.text, by: actor) != nil
    let own = try organisationThatProposes()
    return div(.class("actions")) {
      if isOpen, own != nil {
        step(problem.path + "/propose", "problem.propose", isMain: true)
      }
      if problem.status == .published, let own, own.status == .verified,
        problem.statement.lastQuestionAt.map({ now <= $0 }) ?? true
      {
        a(.class("button second"), .href(problem.path + "/ask"), text: say("problem.ask"))
      }
      if let isFollowed {
        isFollowed
          ? step(problem.path + "/unfollow", "problem.unfollow")
          : step(problem.path + "/follow", "problem.follow")
      }
    }
  }

  /// The organisation for which this visitor may ask and propose; nil where there is none.
  private func organisationThatProposes() throws(DomainError) -> Organisation? {
    guard actor.role == .member, let id = actor.organisation, actor.membership != .viewer else {
      return nil
    }
    let own = try site.registry.organisation(id.text, by: actor)
    return OrganisationKind.solvers.contains(own.profile.kind) ? own : nil
  }
}
