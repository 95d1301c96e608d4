import Domain
import HTML
import UseCases

/// What is to be done next with a problem, as every page of it on the desk says it.
struct NextStep: Sendable, Equatable {
  /// Names its sentence below `now`.
  private(set) var name: String
  /// Who is to do it, or what it is to be done to, as far as the sentence says so.
  private(set) var whose: [String] = []
  /// The step of the problem that comes next.
  private(set) var event: Problem.Event?
  /// Whether something is owed before that step, so that it cannot be taken yet.
  private(set) var isOwed = false
  /// Whether the proposals are to be opened with one click.
  private(set) var isOpening = false
  /// Where the work stands that comes before, with the words that lead there.
  private(set) var places: [Place] = []

  /// A page where something is to be done.
  struct Place: Sendable, Equatable {
    /// Its path, below that of the problem on the desk or a whole one.
    let path: String
    /// The key of its name.
    let key: String

    fileprivate static let proposals = Place(path: "/proposals", key: "desk.tab.proposals")
    fileprivate static let review = Place(path: "/review", key: "desk.tab.review")
    fileprivate static let steps = Place(path: "#steps", key: "desk.steps")
  }

  /// What comes next; nil for a problem that has ended. `isOpened` tells whether the proposals have
  /// been opened, `isOpenForProposals` whether more may come, `unexamined` whose proposals are
  /// neither admitted nor rejected, and `owed` what is owed before the work is awarded, begins or
  /// ends.
  init?(
    _ problem: Problem, isOpened: Bool, isOpenForProposals: Bool, unexamined: [String] = [],
    owed: [Pending] = []
  ) {
    let work = Place(
      path: "/desk/engagements?problem=" + problem.id.text, key: "engagements.title")
    switch problem.status {
    case .draft, .submitted:
      let isWhole = problem.status == .draft && problem.statement.openQuestions.isEmpty
      name = isWhole ? "draft_whole" : problem.status.rawValue
      places = [Place(path: "#steps", key: "now.publish")]
    case .published where isOpenForProposals:
      name = "published"
      places = [Place(path: "/shortlist", key: "desk.tab.shortlist")]
    case .published:
      (name, event) = ("over", .close)
    case .suspended: (name, event) = ("suspended", .resume)
    case .closed where !isOpened: (name, isOpening) = ("closed", true)
    case .closed:
      (name, event, places) = ("opened", .review, [.proposals, .review])
      if !unexamined.isEmpty {
        (name, whose, places, isOwed) = ("examine", unexamined, [.proposals], true)
      } else if !take([.reviewers], of: owed), owed.map(\.what) == [.selection] {
        (name, event, places) = ("no_proposals", nil, [.steps])
      }
    case .reviewing where !unexamined.isEmpty:
      (name, event, isOwed) = ("examine", .award, true)
      (whose, places) = (unexamined, [.proposals, .review])
    case .reviewing:
      (name, event, places) = ("award", .award, [.review])
      isOwed = !owed.isEmpty
      _ = take(
        [.reviewers, .review, .scores, .consensus, .decision, .feedback, .selection], of: owed)
      if name == "selection" { places.append(.steps) }
    case .awarded:
      (name, event, places, isOwed) = ("awarded", .start, [work], !owed.isEmpty)
      _ = take([.engagement, .milestone, .sandbox], of: owed)
    case .inProgress:
      (name, event, places, isOwed) = ("in_progress", .solve, [work], !owed.isEmpty)
      _ = take([.outcome, .completion], of: owed)
    case .solved, .failed, .noAward, .cancelled: return nil
    }
  }

  /// Makes the first of these things the next one that something owed is of.
  private mutating func take(_ order: [Pending.What], of owed: [Pending]) -> Bool {
    guard let what = order.first(where: { what in owed.contains { $0.what == what } }) else {
      return false
    }
    name = what.rawValue
    whose = owed.filter { $0.what == what }.map { $0.name ?? $0.record }
    return true
  }
}

extension Visit {
  /// What is to be done next with a problem, with its button, for one of its pages.
  func nextStep(of problem: Problem, on page: String) throws(DomainError) -> Node {
    let events = Problem.lifecycle.events(
      from: problem.status, as: actor.parties(towards: problem.author))
    // It names rivals, reviewers and decisions, none of which is for who has a tie.
    guard !isBarred, let next = try nextStep(of: problem) else { return .nothing }
    // The page of the proposals says by itself that they are sealed, and opens them.
    if next.isOpening, page == "/proposals" { return .nothing }
    let mayBeTaken =
      next.event.map { events.contains($0) && !next.isOwed && next.whose.isEmpty } ?? false
    return div(.class("notice now")) {
      p {
        strong(text: say("now") + " ")
        say(
          "now." + next.name,
          ["whose": listed(next.whose)])
      }
      div(.class("steps")) {
        for (number, place) in next.places.enumerated() where place.path != page {
          a(
            .class(number == 0 && !mayBeTaken ? "button" : "button second"),
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
        if let event = next.event, !next.isOwed, events.contains(event) {
          stepForm(
            StepForm(
              id: "now", path: problem.deskPath + "/step", label: word(event),
              hidden: [("act", event.rawValue), ("version", String(problem.version))],
              isMain: mayBeTaken))
        }
      }
    }
  }

  private func nextStep(of problem: Problem) throws(DomainError) -> NextStep? {
    let isOpen = problem.isOpen(at: site.registry.now)
    func step(
      isOpened: Bool = false, unexamined: [String] = [], owed: [Pending] = []
    ) -> NextStep? {
      NextStep(
        problem, isOpened: isOpened, isOpenForProposals: isOpen, unexamined: unexamined, owed: owed)
    }
    func owed(_ event: Problem.Event) throws(DomainError) -> [Pending] {
      try site.registry.owed(before: event, of: problem.id.text, by: actor)
    }
    switch problem.status {
    case .closed, .reviewing:
      // What is reviewed has been opened.
      if problem.status == .closed, try site.opening(of: problem, self) == nil { return step() }
      return step(
        isOpened: true,
        unexamined: try site.registry.unexamined(of: problem.id.text, by: actor),
        owed: try owed(.award))
    case .awarded: return step(owed: try owed(.start))
    case .inProgress: return step(owed: try owed(.solve))
    default: return step()
    }
  }

  /// A few names, and how many more there are.
  private func listed(_ names: [String]) -> String {
    var told: [String] = []
    for name in names where !told.contains(name) { told.append(name) }
    let few = told.prefix(5).joined(separator: ", ")
    return told.count > 5 ? few + say("now.more", ["count": String(told.count - 5)]) : few
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
