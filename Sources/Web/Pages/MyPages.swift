import Domain
import HTML
import HTTP
import Matching
import UseCases

/// `/my`: where somebody's work begins, and what is to be done next.
extension Site {
  /// The table of the pages for members.
  var myPages: [Route] {
    [
      Route(.GET, "/my", page(showMy)),
      Route(.POST, "/my/invitations", submission(member(declineInvitation))),
    ]
  }

  /// How many of each list are shown here.
  private static let few = 5
  /// How many of its own proposals are looked through for answers to invitations.
  private static let mostAnswers = 1000

  func showMy(_ visit: Visit) throws(DomainError) -> Response {
    guard visit.actor.isKnown else { throw .unauthenticated }
    if visit.actor.isOfficer || visit.actor.role == .reviewer {
      return try visit.goOn(to: Navigation.start(of: visit.actor))
    }
    guard visit.actor.role == .member, let id = visit.actor.organisation else {
      return visit.show(welcome(visit))
    }
    let own = try registry.organisation(id.text, by: visit.actor)
    let first = PageRequest(limit: Self.few)
    let proposals = try registry.proposals(
      problem: nil, organisation: nil, page: first, by: visit.actor)
    let waiting = try registry.introductions(
      statuses: [.requested], page: first, by: visit.actor
    ).items.filter { $0.introduction.recipient == own.id && $0.status == .requested }
    let unread = try registry.notifications(
      unreadOnly: true, page: PageRequest(limit: 1), by: visit.actor
    ).unread
    let milestones = try dueMilestones(visit, own)
    let rows = try proposalRows(visit, proposals.items)
    let between = try MyWaiting(visit, own)
    let invitations = try invitations(visit, own)
    let matches =
      OrganisationKind.solvers.contains(own.profile.kind)
      ? try registry.problems(
        forOrganisation: own.id.text, limit: Self.few, by: visit.actor
      ).list.matches : []
    return visit.show(
      WebPage(visit.say("nav.my")) {
        p(.class("line")) {
          strong { visit.text(own.profile.name) }
          visit.badge(own.status)
        }
        visit.nextSteps(own, milestones, between, waiting: waiting.count, unread: unread)
        visit.part("my.invitations", invitations.map { visit.invitation($0, own) })
        visit.part("my.proposals", [rows])
        visit.part(
          "my.matches",
          matches.isEmpty
            ? []
            : [
              ol(.class("hits")) {
                for matched in matches {
                  li {
                    article(.class("card")) {
                      h3 {
                        a(.href(matched.record.path)) { visit.text(matched.record.statement.title) }
                      }
                      visit.problemLine(matched.record)
                      visit.scoreLine(matched.match.score, matched.match.summary)
                    }
                  }
                }
              },
              p { a(.href("/my/matches"), text: visit.say("my.matches.all")) },
            ])
        visit.part("my.doors", [visit.doors(own)])
      })
  }

  /// How many days ahead milestones are told of.
  private static let milestoneDays = 7

  /// The milestones that are this organisation's turn, due soon or overdue, the first due first.
  private func dueMilestones(
    _ visit: Visit, _ own: Organisation
  ) throws(DomainError) -> [(engagement: Engagement, milestone: Milestone)] {
    let active = try registry.engagements(
      statuses: [.active], page: PageRequest(limit: 50), by: visit.actor)
    let horizon = CalendarDay(inVietnam: registry.now).adding(days: Self.milestoneDays).description
    return active.items.map(\.engagement).filter { $0.organisation == own.id }
      .flatMap { engagement in
        engagement.milestones.filter { $0.isOpen && $0.terms.due <= horizon }
          .map { (engagement: engagement, milestone: $0) }
      }
      .sorted { $0.milestone.terms.due < $1.milestone.terms.due }
  }

  /// The problems for which DOST has invited this organisation, as far as it can still say yes or
  /// no. A proposal of its own, be it a draft, is its answer.
  private func invitations(
    _ visit: Visit, _ own: Organisation
  ) throws(DomainError) -> [Problem] {
    let outcomes = try registry.outcomes(
      problem: nil, organisation: own.id.text, page: PageRequest(limit: 50), by: visit.actor
    ).items
    let settled = Set(outcomes.filter { $0.kind != .invited }.map(\.problem))
    let invited = outcomes.filter { $0.kind == .invited && !settled.contains($0.problem) }
    guard !invited.isEmpty else { return [] }
    let answered = Set(
      try registry.proposals(
        problem: nil, organisation: own.id.text, page: PageRequest(limit: Self.mostAnswers),
        by: visit.actor
      ).items.filter { $0.status != .withdrawn }.map(\.problem))
    var problems: [Problem] = []
    for outcome in invited where !answered.contains(outcome.problem) {
      let problem = try registry.problem(outcome.problem.text, by: visit.actor)
      if visit.takesProposals(problem) { problems.append(problem) }
    }
    return problems
  }

  /// Says no to an invitation.
  func declineInvitation(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    _ = try registry.recordOutcome(
      forProblem: visit.filled("problem") ?? "",
      visit.record(["note"]).merging(["kind": "refused", "organisation": .string(own.id.text)]),
      by: visit.actor, key: visit.formKey)
    return try visit.goOn(to: "/my", done: "invitation_declined")
  }

  /// Own proposals with their states and deadlines.
  func proposalRows(_ visit: Visit, _ proposals: [Proposal]) throws(DomainError) -> Node {
    guard !proposals.isEmpty else { return .nothing }
    var rows: [[Node]] = []
    for proposal in proposals {
      let problem = try registry.problem(proposal.problem.text, by: visit.actor)
      rows.append([
        a(.href("/my/proposals/" + proposal.id.text)) { visit.text(problem.statement.title) },
        .text(problem.code ?? ""), visit.badge(proposal.status),
        problem.statement.deadline.map {
          time(.datetime($0.rfc3339InVietnam), text: $0.deadlineOnPages)
        } ?? "–",
        visit.moment(proposal.updatedAt),
      ])
    }
    return visit.dataTable(
      [
        "proposals.problem", "proposals.code", "proposals.status", "proposals.deadline",
        "proposals.updated",
      ],
      caption: visit.say("my.proposals"), rows: rows)
  }

  /// For somebody who belongs to no organisation yet.
  private func welcome(_ visit: Visit) -> WebPage {
    let coming = visit.request.cookies[Self.comingCookie].flatMap { Self.comings[$0] }
    let path = "/my/organisation/new" + (coming.map { "?kind=" + $0.rawValue } ?? "")
    return WebPage(visit.say("my.welcome"), lead: visit.say("my.welcome.lead")) {
      ul(.class("doors")) {
        li {
          a(.href(path)) {
            strong(text: visit.say("my.register"))
            span(text: visit.say("my.register.help"))
          }
        }
        li {
          a(.href("/organisations")) {
            strong(text: visit.say("my.find"))
            span(text: visit.say("my.find.help"))
          }
        }
        li {
          a(.href("/problems")) {
            strong(text: visit.say("my.look"))
            span(text: visit.say("my.look.help"))
          }
        }
      }
    }
  }
}

extension Visit {
  /// What waits for this visitor, the most urgent first.
  fileprivate func nextSteps(
    _ own: Organisation, _ milestones: [(engagement: Engagement, milestone: Milestone)],
    _ between: MyWaiting, waiting: Int, unread: Int
  ) -> Node {
    let today = site.registry.now.dayInVietnam
    return section(.class("next")) {
      h2(text: say("my.next"))
      standing(of: own)
      ul {
        for (engagement, milestone) in milestones {
          let due = milestone.terms.due
          let key = due < today ? "overdue" : due == today ? "today" : "soon"
          li {
            a(
              .class(due < today ? "late" : ""), .href("/my/engagements/" + engagement.id.text),
              text: say(
                "my.next.milestone.\(key)",
                ["title": milestone.terms.title, "day": Figures.day(due)]))
          }
        }
        if maySubmit(own) {
          let lacking = own.profile.submissionFaults.count
          li {
            a(
              .href("/my/organisation"),
              text: lacking == 0
                ? say("my.next.submit") : say("my.next.complete", ["count": String(lacking)]))
          }
        } else {
          li { a(.href("/my/organisation"), text: say("my.next.look")) }
        }
        for step in between.steps { li { a(.href(step.path), text: step.text) } }
        if waiting > 0 {
          li {
            a(
              .href("/my/introductions"),
              text: say("my.next.introductions", ["count": String(waiting)]))
          }
        }
        if unread > 0 {
          li {
            a(
              .href("/notifications?unread=true"),
              text: say("notifications.unread", ["count": String(unread)]))
          }
        }
      }
    }
  }

  /// A problem for which this organisation was invited, with yes and no.
  fileprivate func invitation(_ problem: Problem, _ own: Organisation) -> Node {
    article(.class("card")) {
      h3 { a(.href(problem.path)) { text(problem.statement.title) } }
      problemLine(problem)
      if actor.parties(towards: own.id).contains(.owner) {
        div(.class("actions")) { step(problem.path + "/propose", "problem.propose", isMain: true) }
        details {
          summary(text: say("invitation.decline"))
          postForm("/my/invitations") {
            hiddenField("problem", problem.id.text)
            remark(id: "n-\(problem.id)", most: 2000)
            button(.class("second"), text: say("invitation.decline"))
          }
        }
      }
    }
  }

  /// Where a member of an organisation of that kind goes from here.
  fileprivate func doors(_ own: Organisation) -> Node {
    var doors: [(String, String)] = []
    switch own.profile.kind {
    case .startup, .technologyFirm:
      doors = [
        ("/my/matches", "matches"), ("/my/funds", "funds"), ("/my/applications", "applications"),
        ("/my/mentor-requests", "mentors"), ("/my/introductions", "introductions"),
        ("/my/proposals", "proposals"), ("/my/engagements", "engagements"),
      ]
    case .researchInstitute, .university:
      doors = [
        ("/my/matches", "matches"), ("/my/proposals", "proposals"),
        ("/my/engagements", "engagements"),
      ]
    case .fund:
      doors = [
        ("/my/mandate", "mandate"), ("/my/startups", "startups"), ("/my/watch", "watch"),
        ("/my/introductions", "introductions"), ("/my/portfolio", "portfolio"),
      ]
    case .incubator:
      doors = [
        ("/my/programmes", "programmes"), ("/my/cohorts", "cohorts"),
        ("/my/mentors", "own_mentors"),
      ]
    case .agency: doors = [("/problems", "problems")]
    }
    doors += [("/my/searches", "searches"), ("/my/members", "members")]
    return ul(.class("doors")) {
      for (path, key) in doors {
        li {
          a(.href(path)) {
            strong(text: say("my.door.\(key)"))
            span(text: say("my.door.\(key).help"))
          }
        }
      }
    }
  }
}
