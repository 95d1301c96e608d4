import Domain
import HTML
import HTTP
import UseCases

/// `/my/engagements`: the work that one's organisation was awarded, and its milestones.
extension Site {
  /// The table of these pages.
  var myEngagementPages: [Route] {
    [
      Route(.GET, "/my/engagements", page(member(listMyEngagements))),
      Route(.GET, "/my/engagements/{id}", page(member(showMyEngagement))),
    ]
  }

  func listMyEngagements(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    var query = QueryReader(visit.request.query)
    _ = query.text("done")
    let found = try registry.engagements(
      page: try query.page(of: "my-engagements"), by: visit.actor)
    let problems = try registry.problems(
      Array(Set(found.items.map(\.engagement.problem))), by: visit.actor)
    let rows: [[Node]] = found.items.map { item in
      let engagement = item.engagement
      let accepted = engagement.milestones.filter { $0.status == .accepted }.count
      return [
        a(.href("/my/engagements/" + engagement.id.text)) {
          visit.text(problems[engagement.problem]?.statement.title ?? "–")
        },
        .group([visit.badge(engagement.status), " ", visit.trialEnd(item)]),
        .text("\(accepted)/\(engagement.milestones.count)"),
        engagement.nextDue.map { day in
          span(.class(item.isOverdue ? "late" : "")) {
            (item.isOverdue ? visit.say("desk.overdue_since") + " " : "") + Figures.day(day)
          }
        } ?? "–",
      ]
    }
    let next = found.next.map { Cursor.encode("my-engagements", $0) }
    var page = WebPage(visit.say("engagements.own"), lead: visit.say("engagements.own.lead")) {
      if rows.isEmpty {
        p(.class("nothing"), text: visit.say("engagements.own.none"))
        p { a(.href("/my/proposals"), text: visit.say("nav.my_proposals")) }
      } else {
        visit.dataTable(
          [
            "proposals.problem", "proposals.status", "engagements.milestones",
            "engagements.next",
          ], caption: visit.say("engagements.own"), rows: rows)
        visit.nextPage(next)
      }
    }
    page.trail = [("/my", visit.say("nav.my"))]
    return visit.show(page)
  }

  func showMyEngagement(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let record = try registry.engagement(ID(visit.parameter("id")), by: visit.actor)
    return visit.show(try myEngagementPage(visit, record))
  }

  private func myEngagementPage(
    _ visit: Visit, _ record: EngagementRecord
  ) throws(DomainError) -> WebPage {
    let engagement = record.engagement
    let problem = try registry.problem(engagement.problem.text, by: visit.actor)
    let names = try visit.names(of: [engagement.organisation] + engagement.partners)
    var files: [ID<StoredFile>: String] = [:]
    for id in engagement.milestones.flatMap({ $0.evidence?.files ?? [] }) {
      files[id] = try registry.file(id, by: visit.actor).name
    }
    var page = WebPage(problem.statement.title, lead: visit.say("engagements.own.one")) {
      visit.refusedStep
      p(.class("line")) {
        visit.badge(engagement.status)
        a(.href(problem.path), text: visit.say("proposal.to_problem"))
        span {
          visit.say("engagements.solver") + ": "
          visit.text(names[engagement.organisation] ?? "–")
        }
        if !engagement.partners.isEmpty {
          span(
            text: visit.say("proposal.partners") + ": "
              + engagement.partners.map { names[$0] ?? "–" }.joined(separator: ", "))
        }
      }
      visit.engagementFacts(
        record,
        more: [("form.engagement.outcome", engagement.terms.outcome.map { visit.paragraphs($0) })])
      visit.part(
        "engagements.milestones",
        engagement.milestones.isEmpty
          ? [p(.class("nothing"), text: visit.say("engagements.own.planning"))]
          : engagement.milestones.map { visit.ownMilestone($0, engagement, files) })
    }
    page.trail = [
      ("/my", visit.say("nav.my")), ("/my/engagements", visit.say("engagements.own")),
    ]
    return page
  }

  /// Hands in what shows that a milestone is done.
  func handInMilestone(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    var shown = visit
    shown.parameters = PathParameters(["id": visit.filled("engagement") ?? ""])
    let again: PageAction = { visit throws(DomainError) in try showMyEngagement(visit, own) }
    return try take(shown, again: again) { () throws(DomainError) in
      let id = ID<Engagement>(shown.parameter("id"))
      // Nothing is stored for somebody who may not know of the engagement.
      _ = try registry.engagement(id, by: visit.actor)
      var files: [JSON] = []
      for part in visit.files where part.name == "files" && !part.bytes.isEmpty {
        files.append(.string(try store(part, visit).id.text))
      }
      var evidence = visit.record(["text"])
      if !files.isEmpty { evidence = evidence.merging(["files": .array(files)]) }
      _ = try registry.submitMilestone(
        ID(visit.filled("milestone") ?? ""), of: id, evidence, expecting: visit.expectedVersion,
        by: visit.actor)
      return try visit.goOn(to: "/my/engagements/" + id.text, done: "milestone_handed_in")
    }
  }
}

extension Visit {
  /// A milestone with what was handed in for it; on the solver's turn with the form for that.
  fileprivate func ownMilestone(
    _ milestone: Milestone, _ engagement: Engagement, _ files: [ID<StoredFile>: String]
  ) -> Node {
    let isLate = milestone.isOpen && milestone.terms.due < site.registry.now.dayInVietnam
    let isOurs =
      engagement.status == .active
      && Milestone.lifecycle.events(
        from: milestone.status, as: actor.parties(towards: engagement.organisation)
      ).contains(.submit)
    return article(.class("card")) {
      h3 { text(milestone.terms.title) }
      p(.class("line")) {
        badge(milestone.status)
        span(.class(isLate ? "late" : "")) {
          (isLate ? say("desk.overdue_since") : say("desk.due")) + " "
            + Figures.day(milestone.terms.due)
        }
        milestone.terms.amountVND.map { span(text: money($0)) }
      }
      milestone.statusReason.map { reason in
        p(.class("notice")) {
          strong(text: say("engagements.returned") + " ")
          text(reason)
        }
      }
      if let evidence = milestone.evidence {
        p(.class("line")) {
          span(text: say("engagements.handed_in"))
          moment(evidence.at)
        }
        evidence.text.map { paragraphs($0) }
        if !evidence.files.isEmpty {
          ul(.class("plain")) {
            for file in evidence.files {
              li { a(.href("/my/files/" + file.text), text: files[file] ?? say("queue.paper")) }
            }
          }
        }
      }
      if isOurs { handingIn(milestone, engagement) }
    }
  }

  private func handingIn(_ milestone: Milestone, _ engagement: Engagement) -> Node {
    let step = "m-" + milestone.id.text
    let isTried = refusal != nil && posted[StepForm.marker] == step
    let form = Form(
      name: "milestone",
      fields: [
        FormField(member: "text", kind: .text(most: 20_000), scope: step),
        FormField(member: "files", kind: .files, scope: step),
      ])
    var state = FormState(form: form, values: isTried ? FormValues(posted) : FormValues())
    if isTried, case .invalid(let faults)? = refusal { state.faults = faults }
    return details(.class("step"), .flag("open", isTried || milestone.status == .returned)) {
      summary(text: say("engagements.hand_in"))
      fileForm(
        "/my/files",
        [
          (StepForm.marker, step), ("engagement", engagement.id.text),
          ("milestone", milestone.id.text), ("version", String(engagement.version)),
        ], button: "engagements.hand_in"
      ) { fields(of: state) }
    }
  }
}
