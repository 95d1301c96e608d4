import Domain
import HTML
import HTTP
import UseCases

/// `/desk/problems/{id}/proposals`: sealed until they are opened, then all of them.
extension Site {
  /// The table of these pages, confidential all of them, as the proposals are.
  var deskProposalPages: [Route] {
    let one = "/desk/problems/{id}"
    func route(_ method: Method, _ path: String, _ handler: @escaping Handler) -> Route {
      Route(method, path, isConfidential: true, handler)
    }
    return [
      route(.GET, one + "/proposals", page(officer(showProposals))),
      route(.POST, one + "/open", submission(officer(openSealed))),
      route(.POST, one + "/proposals", submission(officer(judgeProposal))),
      route(.GET, "/desk/files/{id}", page(officer(handOutDeskFile))),
      route(.POST, "/desk/files", submission(officer(submitDeskFile))),
    ]
  }

  /// The act of opening; nil while everything is sealed.
  func opening(of problem: Problem, _ visit: Visit) throws(DomainError) -> Opening? {
    do throws(DomainError) {
      return try registry.opening(of: problem.id.text, by: visit.actor)
    } catch {
      guard case .notFound = error else { throw error }
      return nil
    }
  }

  func showProposals(_ asked: Visit) throws(DomainError) -> Response {
    let problem = try registry.problem(asked.parameter("id"), by: asked.actor)
    let visit = try asked.deciding(on: problem)
    let now = try visit.nextStep(of: problem, on: "/proposals")
    guard let opening = try opening(of: problem, visit) else {
      return visit.show(sealedPage(visit, problem, now))
    }
    let isKept = try registry.isCompetitionKept(from: visit.actor, of: problem.id)
    var query = QueryReader(visit.request.query)
    _ = query.text("done")
    let found = try registry.proposals(
      problem: problem.id.text, organisation: nil,
      page: try query.page(of: "desk-proposals"), by: visit.actor)
    let names = try visit.names(
      of: found.items.flatMap { [$0.organisation] + $0.partnerships.map(\.organisation) })
    let digests = Dictionary(
      opening.proposals.map { ($0.proposal, $0.digest) }, uniquingKeysWith: { first, _ in first })
    let next = found.next.map { Cursor.encode("desk-proposals", $0) }
    let opener = try registry.names(ofActors: [opening.by], by: visit.actor)[opening.by]
    var page = WebPage(visit.say("opened.title"), lead: problem.statement.title) {
      visit.refusedStep
      visit.problemLine(problem)
      visit.problemTabs(problem, "/proposals")
      visit.barredNotice
      now
      if isKept { p(.class("notice"), text: visit.say("review.tied")) }
      p(.class("notice")) {
        visit.say(
          "opened.at", ["count": String(opening.proposals.count), "by": opener ?? opening.by]) + " "
        visit.moment(opening.at)
      }
      if found.items.isEmpty { p(.class("nothing"), text: visit.say("opened.none")) }
      for proposal in found.items {
        visit.opened(proposal, names, digest: digests[proposal.id] ?? nil, problem)
      }
      visit.nextPage(next)
    }
    page.trail = visit.trail(of: problem)
    return visit.show(page)
  }

  /// What can be said of sealed proposals: that they are, and when they can be opened.
  private func sealedPage(_ visit: Visit, _ problem: Problem, _ now: Node) -> WebPage {
    let mayOpen = problem.mayBeOpened(at: registry.now)
    var page = WebPage(visit.say("opened.title"), lead: problem.statement.title) {
      visit.refusedStep
      visit.problemLine(problem)
      visit.problemTabs(problem, "/proposals")
      visit.barredNotice
      now
      div(.class("notice")) {
        p { strong(text: visit.say("opened.sealed")) }
        p(text: visit.say("opened.sealed.help"))
        if mayOpen, !visit.isBarred {
          p(text: visit.say("opened.open.help"))
          visit.stepForm(
            StepForm(
              id: "open", path: problem.deskPath + "/open", label: visit.say("opened.open"),
              isMain: true))
        } else if !mayOpen {
          p(text: visit.say("opened.too_early"))
        }
      }
    }
    page.trail = visit.trail(of: problem)
    return page
  }

  func openSealed(_ visit: Visit) throws(DomainError) -> Response {
    try take(visit, again: showProposals) { () throws(DomainError) in
      let id = visit.parameter("id")
      _ = try registry.openProposals(for: id, by: visit.actor)
      return try visit.goOn(to: "/desk/problems/\(id)/proposals", done: "opened")
    }
  }

  func judgeProposal(_ visit: Visit) throws(DomainError) -> Response {
    let back = "/desk/problems/\(visit.parameter("id"))/"
    let isReview = visit.filled("on") == "review"
    return try take(visit, again: isReview ? showReviewing : showProposals) {
      () throws(DomainError) in
      let events: [Proposal.Event] = [.admit, .reject, .shortlist, .select, .decline]
      guard let event = visit.filled("act").flatMap(Proposal.Event.init(rawValue:)),
        events.contains(event)
      else { throw .invalid([Fault("/act", .missing)]) }
      _ = try registry.moveProposal(
        ID(visit.filled("proposal") ?? ""), event, reason: visit.filled("reason"),
        expecting: visit.expectedVersion, by: visit.actor)
      return try visit.goOn(to: back + (isReview ? "review" : "proposals"), done: "decided")
    }
  }

  func handOutDeskFile(_ visit: Visit) throws(DomainError) -> Response {
    try fileResponse(try registry.content(of: ID(visit.parameter("id")), by: visit.actor))
  }
}

extension Visit {
  /// The steps that this officer may take with an opened proposal now; `isFirst` where it has the
  /// first place alone, so that selecting it is what is usually done.
  func judgements(_ proposal: Proposal, on page: String, isFirst: Bool = false) -> Node {
    let events = Proposal.lifecycle.events(from: proposal.status, as: actor.parties(towards: nil))
    return div(.class("steps")) {
      for event in events {
        stepForm(
          StepForm(
            id: "\(event.rawValue)-\(proposal.id)",
            path: "/desk/problems/\(proposal.problem)/proposals", label: word(event),
            hidden: [
              ("act", event.rawValue), ("proposal", proposal.id.text), ("on", page),
              ("version", String(proposal.version)),
            ],
            fields: event == .admit ? [] : [Self.reasonField()],
            isMain: event == .admit || event == .select && isFirst))
      }
    }
  }

  fileprivate func opened(
    _ proposal: Proposal, _ names: [ID<Organisation>: String], digest: String?, _ problem: Problem
  ) -> Node {
    article(.class("card"), .id("p-" + proposal.id.text)) {
      h2 {
        a(.href("/organisations/" + proposal.organisation.text)) {
          text(names[proposal.organisation] ?? "–")
        }
      }
      p(.class("line")) {
        badge(proposal.status)
        proposal.submittedAt.map { at in
          span {
            say("proposal.submitted_at") + " "
            deadline(at)
          }
        }
      }
      proposal.statusReason.map { reason in
        p {
          strong(text: say("organisation.reason") + " ")
          text(reason)
        }
      }
      if !proposal.partnerships.isEmpty {
        p {
          say("proposal.partners") + ": "
          proposal.partnerships.map { names[$0.organisation] ?? "–" }.joined(separator: ", ")
        }
      }
      details(.flag("open", proposal.status == .submitted)) {
        summary(text: say("proposal.offer"))
        offer(proposal)
        fileList(proposal.attachments.map { ($0.file.text, $0.name, $0.size) }, at: "/desk/files/")
        digest.map { digest in
          p(.class("help")) {
            say("receipt.digest") + ": "
            code(.class("secret"), text: digest)
          }
        }
      }
      judgements(proposal, on: "proposals")
    }
  }

  /// Files with their sizes, to download.
  func fileList(_ files: [(id: String, name: String, size: Int)], at path: String) -> Node {
    guard !files.isEmpty else { return .nothing }
    return .group([
      p { strong(text: say("proposal.files")) },
      ul(.class("plain")) {
        for file in files {
          li(.class("line")) {
            a(.href(path + file.id), text: file.name)
            span(.class("number"), text: fileSize(file.size))
          }
        }
      },
    ])
  }
}
