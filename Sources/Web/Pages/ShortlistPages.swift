import Domain
import HTML
import HTTP
import Matching
import UseCases

/// `/desk/problems/{id}/shortlist`: who could solve a problem, side by side, and inviting them.
extension Site {
  /// The table of these pages.
  var shortlistPages: [Route] {
    let one = "/desk/problems/{id}"
    return [
      Route(.GET, one + "/shortlist", page(officer(showShortlist))),
      Route(.GET, one + "/compare", page(officer(compareSolvers))),
      Route(.POST, one + "/invite", submission(officer(inviteSolver))),
    ]
  }

  /// As many as are worth reading with their reasons.
  private static let mostListed = 12
  /// As many as stand side by side on a screen.
  private static let mostCompared = 4

  func showShortlist(_ asked: Visit) throws(DomainError) -> Response {
    let (problem, list) = try registry.solvers(
      forProblem: asked.parameter("id"), limit: Self.mostListed, kinds: nil, by: asked.actor)
    let visit = try asked.deciding(on: problem)
    let states = try outcomes(of: problem, visit)
    let next = try visit.nextStep(of: problem, on: "/shortlist")
    var page = WebPage(visit.say("desk.shortlist"), lead: problem.statement.title) {
      visit.refusedStep
      visit.problemLine(problem)
      visit.problemTabs(problem, "/shortlist")
      visit.barredNotice
      next
      if list.matches.isEmpty {
        p(.class("nothing"), text: visit.say("solvers.none"))
      } else {
        HTML.form(
          .id("compare"), .class("actions"), .action(problem.deskPath + "/compare")
        ) {
          button(.class("second"), text: visit.say("desk.compare"))
          p(.class("help"), text: visit.say("desk.compare.help"))
        }
        visit.matchReading("problem")
        ol(.class("hits")) {
          for (place, matched) in list.matches.enumerated() {
            li {
              visit.listed(
                matched, place + 1, problem, states[matched.record.id] ?? .none)
            }
          }
        }
      }
      visit.part(
        "solvers.excluded",
        [
          list.excluded.isEmpty
            ? .nothing
            : ul(.class("barred")) {
              for excluded in list.excluded {
                visit.barred(
                  excluded.record.profile.name, path: excluded.record.path,
                  excluded.exclusion.reasons.map(\.text))
              }
            }
        ])
      p(.class("help"), text: visit.say("solvers.weights", ["version": list.weightsVersion]))
    }
    page.trail = visit.trail(of: problem)
    return visit.show(page)
  }

  /// What has come of each pair so far.
  private func outcomes(
    of problem: Problem, _ visit: Visit
  ) throws(DomainError) -> [ID<Organisation>: Outcome.State] {
    let found = try registry.outcomes(
      problem: problem.id.text, organisation: nil, page: PageRequest(limit: 100), by: visit.actor)
    return Dictionary(grouping: found.items, by: \.organisation)
      .mapValues { Outcome.State(after: Set($0.map(\.kind))) }
  }

  func compareSolvers(_ visit: Visit) throws(DomainError) -> Response {
    let chosen = Array(visit.request.query.all("firm").prefix(Self.mostCompared))
    let (problem, list) = try registry.solvers(
      forProblem: visit.parameter("id"), limit: Self.mostListed, kinds: nil, by: visit.actor)
    let found = list.matches.filter { chosen.contains($0.record.id.text) }
    var page = WebPage(visit.say("desk.compare"), lead: problem.statement.title) {
      visit.problemLine(problem)
      if found.count < 2 {
        p(.class("notice"), text: visit.say("desk.compare.help"))
      } else {
        visit.comparison(found, problem)
      }
      p {
        a(.href(problem.deskPath + "/shortlist"), text: visit.say("desk.compare.back"))
      }
    }
    page.trail =
      visit.trail(of: problem) + [(problem.deskPath + "/shortlist", visit.say("desk.shortlist"))]
    page.isWide = true
    return visit.show(page)
  }

  func inviteSolver(_ visit: Visit) throws(DomainError) -> Response {
    try take(visit, again: showShortlist) { () throws(DomainError) in
      let id = visit.parameter("id")
      _ = try registry.recordOutcome(
        forProblem: id,
        visit.record(["organisation", "note"]).merging(["kind": "invited"]), by: visit.actor,
        key: visit.formKey)
      return try visit.goOn(to: "/desk/problems/\(id)/shortlist", done: "invited")
    }
  }
}

extension Visit {
  /// The way back from the pages of a problem on the desk.
  func trail(of problem: Problem) -> [(path: String, name: String)] {
    [
      ("/desk", say("nav.desk")), ("/desk/problems", say("nav.desk_problems")),
      (problem.deskPath, problem.code ?? say("nav.problem")),
    ]
  }

  /// A match on the shortlist, with its reasons and the steps towards it.
  fileprivate func listed(
    _ matched: MatchedRecord<Organisation>, _ place: Int, _ problem: Problem,
    _ state: Outcome.State
  ) -> Node {
    let (organisation, match) = (matched.record, matched.match)
    let id = organisation.id.text
    let mayInvite =
      problem.isOpen(at: site.registry.now) && !isBarred
      && Outcome.lifecycle.events(from: state, as: actor.parties(towards: nil)).contains(.invited)
    return article(.class("card")) {
      h2 {
        "\(place). "
        a(.href(organisation.path)) { text(organisation.profile.name) }
      }
      publicLine(of: organisation)
      scoreLine(match.score, match.summary)
      concepts(match)
      details {
        summary(text: say("desk.reasons"))
        scoreBars(match.components.map(ScorePart.init), of: match.score)
        meetings(
          match.evidence.prefix(2).map { Meeting($0, problem, organisation) },
          own: say("match.problem_says"), other: say("match.organisation_says"))
        missing(match.missing)
      }
      div(.class("actions")) {
        HTML.label {
          input(
            .type("checkbox"), .name("firm"), .value(id), .attribute("form", "compare"))
          " " + say("desk.compare.tick")
          span(.class("hidden"), text: " " + organisation.profile.name)
        }
        if state != .none { badge(state) }
        if mayInvite {
          stepForm(
            StepForm(
              id: "invite-" + id, path: problem.deskPath + "/invite", label: say("desk.invite"),
              hidden: [("organisation", id)],
              fields: [FormField(member: "note", kind: .text(most: 2000))]))
        }
      }
    }
  }

  /// Organisations side by side: what speaks for each, and what is known of it.
  fileprivate func comparison(
    _ found: [MatchedRecord<Organisation>], _ problem: Problem
  ) -> Node {
    let rows: [(String, (MatchedRecord<Organisation>) -> Node)] = [
      (say("match.score"), { self.scoreLine($0.match.score, $0.match.summary) }),
      (
        say("desk.compare.parts"),
        { self.scoreBars($0.match.components.map(ScorePart.init), of: $0.match.score) }
      ),
      (say("match.evidence"), { self.concepts($0.match) }),
      (say("organisation.kind"), { .text(self.word($0.record.profile.kind)) }),
      (
        say("organisation.place"),
        { .text($0.record.profile.province.map(self.place) ?? "–") }
      ),
      (say("organisation.trl"), { .text($0.record.profile.trl.map(String.init) ?? "–") }),
      (
        say("organisation.employees"),
        { .text($0.record.profile.employees.map(String.init) ?? "–") }
      ),
      (say("organisation.founded"), { .text($0.record.profile.founded.map(String.init) ?? "–") }),
      (say("organisation.technologies"), { self.tags($0.record.profile.technologies) }),
      (
        say("organisation.past_projects"),
        { matched in
          ul {
            for project in matched.record.profile.pastProjects.prefix(4) {
              li { self.text(project.title) }
            }
          }
        }
      ),
      (
        say("match.missing"),
        { matched in
          ul { for item in matched.match.missing { li(text: self.language.pick(item.text)) } }
        }
      ),
    ]
    return div(
      .class("scroll"), .role("region"), .aria("label", say("desk.compare")),
      .attribute("tabindex", "0")
    ) {
      HTML.table(.class("compare")) {
        thead {
          tr {
            td()
            for matched in found {
              th(.attribute("scope", "col")) {
                a(.href(matched.record.path)) { text(matched.record.profile.name) }
              }
            }
          }
        }
        tbody {
          for (name, cell) in rows {
            tr {
              th(.attribute("scope", "row"), text: name)
              for matched in found {
                td(.data("head", matched.record.profile.name)) { cell(matched) }
              }
            }
          }
        }
      }
    }
  }
}
