import Domain
import HTML
import HTTP
import Matching
import UseCases

/// `/problems/{id}/matches`: who could solve a problem, and why.
extension Site {
  func showProblemMatches(_ visit: Visit) throws(DomainError) -> Response {
    let found = try registry.solvers(
      forProblem: visit.parameter("id"), limit: Self.mostMatchesShown, kinds: nil,
      by: visit.actor)
    let (problem, list) = found
    var page = WebPage(visit.say("solvers.title"), lead: visit.say("solvers.lead")) {
      p {
        a(.href(problem.path)) { visit.text(problem.statement.title) }
      }
      if list.matches.isEmpty { p(.class("nothing"), text: visit.say("solvers.none")) }
      if !list.matches.isEmpty { visit.matchReading("problem") }
      for (place, matched) in list.matches.enumerated() {
        visit.match(matched, place + 1, for: problem)
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
      p(
        .class("help"),
        text: visit.say("solvers.weights", ["version": list.weightsVersion]))
    }
    page.trail = [
      ("/problems", visit.say("nav.problems")),
      (problem.path, problem.code ?? visit.say("nav.problem")),
    ]
    page.alternates = [
      ("/api/v1\(problem.path)/matches", .json, visit.say("page.as_json"))
    ]
    return visit.show(page)
  }

  /// As many as are worth reading with all their reasons.
  private static let mostMatchesShown = 10
}

extension Visit {
  fileprivate func match(
    _ matched: MatchedRecord<Organisation>, _ place: Int, for problem: Problem
  ) -> Node {
    let (organisation, match) = (matched.record, matched.match)
    return article(.class("card")) {
      h2 {
        "\(place). "
        a(.href(organisation.path)) { text(organisation.profile.name) }
      }
      publicLine(of: organisation)
      scoreLine(match.score, match.summary)
      scoreBars(match.components.map(ScorePart.init), of: match.score)
      meetings(
        match.evidence.map { Meeting($0, problem, organisation) },
        own: say("match.problem_says"), other: say("match.organisation_says"))
      missing(match.missing)
    }
  }
}

extension Meeting {
  /// A meeting as those see it who look for somebody to solve a problem.
  init(_ evidence: Evidence, _ problem: Problem, _ organisation: Organisation) {
    own = Phrase(
      evidence.problemPhrase, in: problem.statement.evidenceText(evidence.problemField),
      at: evidence.problemOffset)
    other = Phrase(
      evidence.organisationPhrase,
      in: organisation.profile.evidenceText(evidence.organisationField),
      at: evidence.organisationOffset)
    concept = evidence.conceptLabel
  }
}
