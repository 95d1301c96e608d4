import Domain
import HTML
import HTTP
import Matching
import UseCases

/// `/my/proposals`: what one's organisation has offered, and what it has a part in.
extension Site {
  /// The table of these pages, confidential all of them: how many proposals there are and when
  /// they came is sealed too.
  var myProposalPages: [Route] {
    let (base, one) = ("/my/proposals", "/my/proposals/{id}")
    func route(_ method: Method, _ path: String, _ handler: @escaping Handler) -> Route {
      Route(method, path, isConfidential: true, handler)
    }
    return [
      route(.GET, base, page(member(listMyProposals))),
      route(.GET, one, page(member(showMyProposal))),
      route(.POST, one, submission(member(submitMyProposal))),
      route(.POST, one + "/move", submission(member(moveMyProposal))),
      route(.POST, one + "/partners", submission(member(changePartners))),
      route(.POST, one + "/partnership", submission(member(answerMyPartnership))),
      route(.POST, one + "/detach", submission(member(detachMyFile))),
      route(.GET, one + "/receipt", page(member(showMyReceipt))),
      route(.GET, one + "/receipt/file", page(member(downloadMyReceipt))),
    ]
  }

  private func proposalForm(_ visit: Visit) -> Form {
    Form(
      name: "proposal",
      fields: [
        FormField(member: "approach", kind: .text(most: 50_000)),
        FormField(member: "trl", kind: .scale(visit.readinessLevels)),
        FormField(member: "cost_vnd", kind: .money),
        FormField(member: "duration_months", kind: .number(1...240)),
      ])
  }

  func listMyProposals(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    var query = QueryReader(visit.request.query)
    _ = query.text("done")
    let page = try registry.proposals(
      problem: nil, organisation: nil, page: try query.page(of: "proposals"), by: visit.actor)
    let rows = try proposalRows(visit, page.items)
    let next = page.next.map { Cursor.encode("proposals", $0) }
    return visit.show(
      WebPage(visit.say("nav.my_proposals"), lead: visit.say("proposals.lead")) {
        if page.items.isEmpty {
          p(.class("nothing"), text: visit.say("proposals.none"))
          p { a(.href("/my/matches"), text: visit.say("nav.my_matches")) }
        } else {
          rows
          visit.nextPage(next)
        }
        p { a(.href("/my/engagements"), text: visit.say("engagements.own")) }
      })
  }

  private func proposal(_ visit: Visit) throws(DomainError) -> Proposal {
    try registry.proposal(ID(visit.parameter("id")), by: visit.actor)
  }

  func showMyProposal(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let proposal = try proposal(visit)
    return visit.show(try proposalPage(visit, own, proposal, proposalState(visit, proposal)))
  }

  /// The form of a proposal with what it holds.
  func proposalState(_ visit: Visit, _ proposal: Proposal) -> FormState {
    let form = proposalForm(visit)
    return FormState(form: form, values: FormValues(record: proposal.json, form: form))
  }

  /// The page of a proposal; `fileRefusal` says why a file was not taken.
  func proposalPage(
    _ visit: Visit, _ own: Organisation, _ proposal: Proposal, _ state: FormState,
    isSaved: Bool = false, fileRefusal: DomainError? = nil
  ) throws(DomainError) -> WebPage {
    let problem = try registry.problem(proposal.problem.text, by: visit.actor)
    let lead = try registry.organisation(proposal.organisation.text, by: visit.actor)
    let found = visit.isEditable(proposal) ? partnersFound(visit, proposal) : []
    let partners = try partnerNames(visit, proposal)
    let feedback = try feedbackPart(visit, proposal)
    var page = WebPage(visit.say("proposal.title"), lead: problem.statement.title) {
      p(.class("line")) {
        visit.badge(proposal.status)
        a(.href(problem.path), text: visit.say("proposal.to_problem"))
        problem.code.map { span(.class("code"), text: $0) }
        if let deadline = problem.statement.deadline {
          span {
            visit.say("problem.until") + " "
            time(.datetime(deadline.rfc3339InVietnam), text: deadline.deadlineOnPages)
          }
        }
      }
      if isSaved { p(.class("done"), .role("status"), text: visit.say("organisation.kept")) }
      visit.problems(of: state)
      fileRefusal.map(visit.refusalOfFile)
      visit.proposalStanding(proposal, own, lead)
      feedback
      visit.partnershipSteps(proposal, own)
      if visit.isEditable(proposal) {
        section {
          h2(text: visit.say("proposal.offer"))
          visit.postForm("/my/proposals/" + proposal.id.text, .data("keep", "true")) {
            visit.versionField(proposal.version)
            visit.fields(of: state)
            button(text: visit.say("organisation.save"))
          }
        }
      } else {
        visit.part("proposal.offer", [visit.offer(proposal)])
      }
      visit.attachments(proposal)
      visit.partners(proposal, names: partners, found: found)
      visit.proposalSteps(proposal, problem)
    }
    page.trail = [("/my", visit.say("nav.my")), ("/my/proposals", visit.say("nav.my_proposals"))]
    return page
  }

  func submitMyProposal(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let before = try proposal(visit)
    let form = proposalForm(visit)
    do throws(DomainError) {
      _ = try registry.updateProposal(
        before.id, patch: form.patch(from: FormValues(visit.posted), of: before.json),
        expecting: visit.expectedVersion, by: visit.actor)
    } catch {
      return try visit.again(form, error) { state throws(DomainError) in
        try proposalPage(visit, own, before, state)
      }
    }
    return try visit.goOn(to: "/my/proposals/" + before.id.text, done: "draft_saved")
  }

  /// Hands a proposal in, takes it back or makes a draft of it again.
  func moveMyProposal(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let before = try proposal(visit)
    let path = "/my/proposals/" + before.id.text
    let events: [String: Proposal.Event] = [
      "submit": .submit, "withdraw": .withdraw, "reopen": .reopen,
    ]
    guard let event = visit.filled("event").flatMap({ events[$0] }) else {
      return try visit.goOn(to: path)
    }
    do throws(DomainError) {
      _ = try registry.moveProposal(
        before.id, event, expecting: visit.expectedVersion, by: visit.actor)
    } catch {
      let form = proposalForm(visit)
      var state = try FormState(form: form).refused(error, visit.posted)
      state.values = FormValues(record: before.json, form: form)
      return visit.showRefused(try proposalPage(visit, own, before, state), error)
    }
    return try visit.goOn(
      to: event == .submit ? path + "/receipt" : path, done: "proposal_\(event.rawValue)")
  }

  /// Adds or removes a partner.
  func changePartners(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let before = try proposal(visit)
    var partners = (before.offer?.partners ?? []).map(\.text)
    if let added = visit.filled("add") { partners.append(added) }
    if let removed = visit.filled("remove") { partners.removeAll { $0 == removed } }
    let form = proposalForm(visit)
    do throws(DomainError) {
      _ = try registry.updateProposal(
        before.id, patch: ["partners": .array(partners.map(JSON.string))],
        expecting: visit.expectedVersion, by: visit.actor)
    } catch {
      var state = try FormState(form: form).refused(error, visit.posted)
      state.values = FormValues(record: before.json, form: form)
      return visit.showRefused(try proposalPage(visit, own, before, state), error)
    }
    return try visit.goOn(to: "/my/proposals/" + before.id.text, done: "partners_asked")
  }

  func answerMyPartnership(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let event: Partnership.Event = visit.filled("event") == "refuse" ? .refuse : .confirm
    let id = ID<Proposal>(visit.parameter("id"))
    _ = try registry.answerPartnership(in: id, event, by: visit.actor)
    return try visit.goOn(
      to: event == .refuse ? "/my/proposals" : "/my/proposals/" + id.text,
      done: "partnership_\(event.rawValue)")
  }

  /// Organisations that a search for partners finds.
  private func partnersFound(_ visit: Visit, _ proposal: Proposal) -> [Hit] {
    guard let words = visit.request.query["partner"]?.trimmed, !words.isEmpty else { return [] }
    var query = SearchQuery(text: String(words.prefix(200)), limit: 8)
    query.types = [.organisation]
    query.kinds = OrganisationKind.solvers
    let taken = Set((proposal.offer?.partners ?? []).map(\.text) + [proposal.organisation.text])
    return registry.search(query).hits.filter { !taken.contains($0.id) }
  }

  private func partnerNames(
    _ visit: Visit, _ proposal: Proposal
  ) throws(DomainError) -> [String: String] {
    var names: [String: String] = [:]
    for partnership in proposal.partnerships {
      let id = partnership.organisation.text
      names[id] = try? registry.organisation(id, by: visit.actor).profile.name
    }
    return names
  }

  /// What was submitted, to print and keep.
  func showMyReceipt(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let proposal = try proposal(visit)
    let receipt = try registry.receipt(of: proposal.id, by: visit.actor)
    let problem = try registry.problem(proposal.problem.text, by: visit.actor)
    let lead = try registry.organisation(proposal.organisation.text, by: visit.actor)
    var page = WebPage(visit.say("receipt.title"), lead: visit.say("receipt.lead")) {
      visit.facts([
        ("receipt.problem", visit.text(problem.statement.title)),
        ("proposals.code", problem.code.map { .text($0) }),
        ("receipt.organisation", visit.text(lead.profile.name)),
        (
          "receipt.submitted",
          proposal.submittedAt.map {
            time(.datetime($0.rfc3339InVietnam), text: $0.deadlineOnPages)
          }
        ),
        (
          "receipt.files",
          proposal.attachments.isEmpty
            ? nil
            : ul {
              for file in proposal.attachments {
                li { file.name + " – " + visit.fileSize(file.size) }
              }
            }
        ),
        ("receipt.digest", code(.class("secret"), text: receipt.digest)),
      ])
      p(text: visit.say("receipt.help"))
      details {
        summary(text: visit.say("receipt.whole"))
        pre { code(text: receipt.json.compact) }
      }
      p(.class("actions")) {
        a(
          .class("button"), .href("/my/proposals/\(proposal.id)/receipt/file"),
          text: visit.say("receipt.download"))
        a(.href("/my/proposals/" + proposal.id.text), text: visit.say("receipt.back"))
      }
    }
    page.trail = [
      ("/my/proposals", visit.say("nav.my_proposals")),
      ("/my/proposals/" + proposal.id.text, visit.say("proposal.title")),
    ]
    return visit.show(page)
  }
}
