import Domain
import HTML
import UseCases

/// What is to be done next with a problem, as every page of it on the desk says it.
struct NextStep: Sendable, Equatable {
  /// Names its sentence below `now`.
  let name: String
  /// The step of the problem that can be taken with one click, once the rest is done.
  var event: Problem.Event?
  /// Whether the proposals are to be opened with one click.
  var isOpening = false
  /// Where the work stands that comes before, with the words that lead there.
  var places: [Place] = []

  /// A page where something is to be done.
  struct Place: Sendable, Equatable {
    /// Its path, below that of the problem on the desk or a whole one.
    let path: String
    /// The key of its name.
    let key: String
  }

  /// What comes next; nil for a problem that has ended. `isOpened` tells whether the proposals have
  /// been opened, `isOpenForProposals` whether more may come.
  init?(_ problem: Problem, isOpened: Bool, isOpenForProposals: Bool) {
    let work = Place(
      path: "/desk/engagements?problem=" + problem.id.text, key: "engagements.title")
    switch problem.status {
    case .draft, .submitted:
      name = problem.status.rawValue
      places = [Place(path: "#steps", key: "now.publish")]
    case .published where isOpenForProposals:
      name = "published"
      places = [Place(path: "/shortlist", key: "desk.tab.shortlist")]
    case .published:
      (name, event) = ("over", .close)
    case .suspended: (name, event) = ("suspended", .resume)
    case .closed where !isOpened: (name, isOpening) = ("closed", true)
    case .closed:
      (name, event) = ("opened", .review)
      places = [
        Place(path: "/proposals", key: "desk.tab.proposals"),
        Place(path: "/review", key: "desk.tab.review"),
      ]
    case .reviewing:
      (name, event) = ("reviewing", .award)
      places = [Place(path: "/review", key: "desk.tab.review")]
    case .awarded: (name, event, places) = ("awarded", .start, [work])
    case .inProgress: (name, event, places) = ("in_progress", .solve, [work])
    case .solved, .failed, .noAward, .cancelled: return nil
    }
  }
}

extension Visit {
  /// What is to be done next with a problem, with its button, for one of its pages.
  func nextStep(of problem: Problem, on page: String) throws(DomainError) -> Node {
    let isJudged = problem.status == .closed || problem.status == .reviewing
    let isOpened = isJudged ? try site.opening(of: problem, self) != nil : false
    let events = Problem.lifecycle.events(
      from: problem.status, as: actor.parties(towards: problem.author))
    guard
      let next = NextStep(
        problem, isOpened: isOpened, isOpenForProposals: problem.isOpen(at: site.registry.now))
    else { return .nothing }
    // The page of the proposals says by itself that they are sealed, and opens them.
    if next.isOpening, page == "/proposals" { return .nothing }
    return div(.class("notice now")) {
      p {
        strong(text: say("now") + " ")
        say("now." + next.name)
      }
      div(.class("steps")) {
        for place in next.places where place.path != page {
          a(
            .class("button second"),
            .href(place.path.hasPrefix("/desk") ? place.path : problem.deskPath + place.path),
            text: say(place.key))
        }
        if next.isOpening {
          if problem.mayBeOpened(at: site.registry.now) {
            stepForm(
              StepForm(
                id: "open", path: problem.deskPath + "/open", label: say("opened.open"),
                isMain: true))
          } else {
            a(
              .class("button second"), .href(problem.deskPath + "/proposals"),
              text: say("desk.tab.proposals"))
          }
        }
        if let event = next.event, events.contains(event) {
          stepForm(
            StepForm(
              id: "now", path: problem.deskPath + "/step", label: word(event),
              hidden: [("act", event.rawValue), ("version", String(problem.version))],
              isMain: true))
        }
      }
    }
  }
}

extension Problem.Event {
  /// Where the next thing is to be done after it, below the problem's own page on the desk.
  func landing(of problem: Problem) -> String {
    switch self {
    case .publish: problem.deskPath + "/shortlist"
    case .close: problem.deskPath + "/proposals"
    case .review: problem.deskPath + "/review"
    case .award, .start: "/desk/engagements?problem=" + problem.id.text
    case .submit, .return, .noAward, .cancel, .suspend, .resume, .solve, .fail: problem.deskPath
    }
  }
}
