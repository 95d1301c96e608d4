import Domain
import HTML
import HTTP
import UseCases

/// `/desk/engagements`: how awarded work goes on, milestone by milestone.
extension Site {
  /// The table of these pages.
  var deskEngagementPages: [Route] {
    let (base, one) = ("/desk/engagements", "/desk/engagements/{id}")
    return [
      Route(.GET, base, page(officer(listEngagements))),
      Route(.GET, base + "/new", page(officer(showNewEngagement))),
      Route(.POST, base + "/new", submission(officer(submitNewEngagement))),
      Route(.POST, base + "/award", submission(officer(recordAwardByHand))),
      Route(.GET, one, page(officer(showEngagement))),
      Route(.POST, one, submission(officer(submitEngagement))),
      Route(.POST, one + "/step", submission(officer(moveEngagement))),
    ]
  }

  func listEngagements(_ visit: Visit) throws(DomainError) -> Response {
    var query = QueryReader(visit.request.query)
    _ = query.text("done")
    let problem = query.text("problem", most: 100)
    let statuses = query.codes("status", Engagement.Status.self)
    let overdue = query.codes("overdue", of: ["true"])
    let found = try registry.engagements(
      problem: problem, statuses: statuses, overdueOnly: !overdue.isEmpty,
      page: try query.page(of: "engagements"), by: visit.actor)
    let names = try visit.names(of: found.items.map(\.engagement.organisation))
    let problems = try registry.problems(
      Array(Set(found.items.map(\.engagement.problem))), by: visit.actor)
    let rows: [[Node]] = found.items.map { item in
      let engagement = item.engagement
      let accepted = engagement.milestones.filter { $0.status == .accepted }.count
      return [
        a(.href("/desk/engagements/" + engagement.id.text)) {
          visit.text(names[engagement.organisation] ?? "–")
        },
        visit.text(problems[engagement.problem]?.statement.title ?? "–"),
        .group([visit.badge(engagement.status), " ", visit.trialEnd(item)]),
        .text("\(accepted)/\(engagement.milestones.count)"),
        engagement.nextDue.map { day in
          span(.class(item.isOverdue ? "late" : "")) {
            (item.isOverdue ? visit.say("desk.overdue_since") + " " : "") + Figures.day(day)
          }
        } ?? "–",
      ]
    }
    let next = found.next.map { Cursor.encode("engagements", $0) }
    var page = WebPage(visit.say("engagements.title"), lead: visit.say("engagements.lead")) {
      p(.class("actions")) {
        a(.href("/desk/engagements"), text: visit.say("list.all"))
        a(.href("/desk/engagements?overdue=true"), text: visit.say("desk.overdue"))
        a(
          .class("button second"), .href("/desk/engagements/new"),
          text: visit.say("engagements.new"))
      }
      if rows.isEmpty {
        p(.class("nothing"), text: visit.say("engagements.none"))
      } else {
        visit.dataTable(
          [
            "engagements.solver", "desk.problem.name", "proposals.status",
            "engagements.milestones", "engagements.next",
          ], caption: visit.say("engagements.title"), rows: rows)
        visit.nextPage(next)
      }
    }
    page.trail = [("/desk", visit.say("nav.desk"))]
    return visit.show(page)
  }

  private func engagementForm(_ problem: Problem) -> Form {
    return Form(
      name: "engagement",
      fields: [
        FormField(member: "amount_vnd", kind: .money),
        FormField(member: "outcome", kind: .text(most: 20_000)),
        FormField(
          member: "measures",
          kind: .rows(
            [
              FormField(member: "name", kind: .line(most: 300)),
              FormField(member: "target", kind: .line(most: 1000)),
              FormField(member: "result", kind: .line(most: 1000)),
            ], most: 50)),
      ] + problem.sandboxFields)
  }

  func showEngagement(_ asked: Visit) throws(DomainError) -> Response {
    let record = try registry.engagement(ID(asked.parameter("id")), by: asked.actor)
    let visit = try asked.deciding(on: record.engagement)
    let problem = try registry.problem(record.engagement.problem.text, by: visit.actor)
    let form = engagementForm(problem)
    return visit.show(
      try engagementPage(
        visit, record, problem,
        FormState(form: form, values: FormValues(record: record.json, form: form))))
  }

  private func engagementPage(
    _ visit: Visit, _ record: EngagementRecord, _ problem: Problem, _ state: FormState
  ) throws(DomainError) -> WebPage {
    let engagement = record.engagement
    let names = try visit.names(of: [engagement.organisation] + engagement.partners)
    let isActive = engagement.status == .active
    var files: [ID<StoredFile>: String] = [:]
    for id in engagement.milestones.flatMap({ $0.evidence?.files ?? [] }) {
      files[id] = try registry.file(id, by: visit.actor).name
    }
    var page = WebPage(
      names[engagement.organisation] ?? visit.say("engagements.title"),
      lead: problem.statement.title
    ) {
      visit.refusedStep
      visit.problems(of: state)
      p(.class("line")) {
        visit.badge(engagement.status)
        a(.href(problem.deskPath), text: visit.say("proposal.to_problem"))
        if !engagement.partners.isEmpty {
          span(
            text: visit.say("proposal.partners") + ": "
              + engagement.partners.map { names[$0] ?? "–" }.joined(separator: ", "))
        }
      }
      visit.barredNotice
      visit.engagementFacts(record)
      visit.part("engagements.milestones", visit.milestones(record, files))
      if isActive, !visit.isBarred {
        section {
          h2(text: visit.say("engagements.terms"))
          visit.postForm("/desk/engagements/" + engagement.id.text, .data("keep", "true")) {
            visit.versionField(engagement.version)
            visit.fields(of: state)
            button(.class("second"), text: visit.say("organisation.save"))
          }
        }
      } else {
        visit.part(
          "form.engagement.outcome",
          engagement.terms.outcome.map { [visit.paragraphs($0)] } ?? [])
      }
      if !visit.isBarred { visit.part("desk.steps", [visit.engagementSteps(engagement)]) }
    }
    page.trail = [
      ("/desk", visit.say("nav.desk")), ("/desk/engagements", visit.say("engagements.title")),
    ]
    return page
  }

  func submitEngagement(_ asked: Visit) throws(DomainError) -> Response {
    let record = try registry.engagement(ID(asked.parameter("id")), by: asked.actor)
    let visit = try asked.deciding(on: record.engagement)
    let problem = try registry.problem(record.engagement.problem.text, by: visit.actor)
    let form = engagementForm(problem)
    do throws(DomainError) {
      _ = try registry.updateEngagement(
        record.engagement.id,
        patch: form.patch(from: FormValues(visit.posted), of: record.json),
        expecting: visit.expectedVersion, by: visit.actor)
    } catch {
      return try visit.again(form, error) { state throws(DomainError) in
        try engagementPage(visit, record, problem, state)
      }
    }
    return try visit.goOn(
      to: "/desk/engagements/" + record.engagement.id.text, done: "draft_saved")
  }

  /// Ends the work, or does something to one of its milestones.
  func moveEngagement(_ visit: Visit) throws(DomainError) -> Response {
    try take(visit, again: showEngagement) { () throws(DomainError) in
      let id = ID<Engagement>(visit.parameter("id"))
      let milestone = ID<Milestone>(visit.filled("milestone") ?? "")
      let (version, reason) = (visit.expectedVersion, visit.filled("reason"))
      let typed = Form(name: "step", fields: Visit.milestoneFields)
        .record(from: FormValues(visit.posted))
      switch visit.filled("act") {
      case "add":
        _ = try registry.addMilestone(
          to: id, typed, expecting: version, by: visit.actor, key: visit.formKey)
      case "change":
        _ = try registry.updateMilestone(
          milestone, of: id, patch: typed, expecting: version, by: visit.actor)
      case "remove":
        _ = try registry.removeMilestone(
          milestone, of: id, expecting: version, by: visit.actor)
      case let act:
        if let event = act.flatMap(Milestone.Event.init(rawValue:)), event != .submit {
          _ = try registry.judgeMilestone(
            milestone, of: id, event, reason: reason, expecting: version, by: visit.actor)
        } else if let event = act.flatMap(Engagement.Event.init(rawValue:)) {
          _ = try registry.moveEngagement(
            id, event, reason: reason, expecting: version, by: visit.actor)
        } else {
          throw .invalid([Fault("/act", .missing)])
        }
      }
      return try visit.goOn(
        to: "/desk/engagements/" + id.text, done: Visit.doneWithWork(visit.filled("act")))
    }
  }
}

extension Visit {
  /// What an engagement is about in figures, for officers and solvers alike.
  func engagementFacts(_ record: EngagementRecord, more: [(key: String, value: Node?)] = []) -> Node
  {
    let engagement = record.engagement
    return facts(
      [
        ("engagements.amount", engagement.terms.amountVND.map { .text(money($0)) }),
        ("engagements.planned", .text(money(engagement.plannedVND))),
        ("engagements.accepted", .text(money(engagement.acceptedVND))),
        ("engagements.sandbox", engagement.terms.sandbox.map { _ in trialEnd(record) }),
        ("organisation.reason", engagement.statusReason.map(text)),
      ] + more)
  }

  /// Until when a controlled trial goes on, or since when it is over; nothing without one.
  func trialEnd(_ record: EngagementRecord) -> Node {
    guard let end = record.engagement.terms.sandbox?.end else { return .nothing }
    let isOver = record.hasSandboxEnded
    return span(
      .class(isOver ? "late" : ""),
      text: say(
        isOver ? "engagements.sandbox.ended" : "engagements.sandbox.until",
        ["day": Figures.day(end)]))
  }

  /// What is said after a step of an engagement or one of its milestones.
  fileprivate static func doneWithWork(_ act: String?) -> String {
    let act = act ?? ""
    let isOfAll = Engagement.Event(rawValue: act) != nil
    return (isOfAll ? "engagement_" : "milestone_") + act
  }

  /// What a milestone is made of.
  static let milestoneFields = [
    FormField(member: "title", kind: .line(most: 500), isRequired: true),
    FormField(member: "due", kind: .day, isRequired: true),
    FormField(member: "amount_vnd", kind: .money),
  ]

  fileprivate func milestones(
    _ record: EngagementRecord, _ files: [ID<StoredFile>: String]
  ) -> [Node] {
    let engagement = record.engagement
    let path = "/desk/engagements/\(engagement.id)/step"
    let version = (name: "version", value: String(engagement.version))
    let items = engagement.milestones.map { milestone in
      milestoneCard(milestone, engagement, path, version, files)
    }
    guard engagement.status == .active else { return items }
    return items + [
      stepForm(
        StepForm(
          id: "add", path: path, label: say("engagements.add"), hidden: [("act", "add"), version],
          fields: Self.milestoneFields))
    ]
  }

  private func milestoneCard(
    _ milestone: Milestone, _ engagement: Engagement, _ path: String,
    _ version: (name: String, value: String), _ files: [ID<StoredFile>: String]
  ) -> Node {
    let today = site.registry.now.dayInVietnam
    let isLate = milestone.isOpen && milestone.terms.due < today
    let events =
      engagement.status == .active
      ? Milestone.lifecycle.events(from: milestone.status, as: actor.parties(towards: nil)) : []
    func step(_ act: String, _ label: String, _ fields: [FormField], isMain: Bool = false) -> Node {
      var values = FormValues()
      if act == "change" {
        values[Self.milestoneFields[0]] = [milestone.terms.title]
        values[Self.milestoneFields[1]] = [milestone.terms.due]
        values[Self.milestoneFields[2]] = [
          milestone.terms.amountVND.map { Figures.grouped($0, .vi) } ?? ""
        ]
      }
      return stepForm(
        StepForm(
          id: "\(act)-\(milestone.id)", path: path, label: label,
          hidden: [("act", act), ("milestone", milestone.id.text), version], fields: fields,
          values: values, isMain: isMain))
    }
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
      milestone.statusReason.map { paragraphs($0) }
      if let evidence = milestone.evidence {
        evidence.text.map { paragraphs($0) }
        ul(.class("plain")) {
          for file in evidence.files {
            li { a(.href("/desk/files/" + file.text), text: files[file] ?? say("queue.paper")) }
          }
        }
      }
      div(.class("steps")) {
        for event in events where event != .submit {
          step(
            event.rawValue, word(event), event == .return ? [Self.reasonField()] : [],
            isMain: event == .accept)
        }
        if engagement.status == .active, milestone.isOpen {
          step("change", say("engagements.change"), Self.milestoneFields)
          step("remove", say("engagements.remove"), [])
        }
      }
    }
  }

  fileprivate func engagementSteps(_ engagement: Engagement) -> Node {
    let owed = engagement.owed
    let events = Engagement.lifecycle.events(
      from: engagement.status, as: actor.parties(towards: nil))
    return div(.class("steps")) {
      if events.contains(.complete) {
        for what in owed { p(.class("help"), text: say("engagements.owed.\(what.rawValue)")) }
      }
      for event in events where event != .complete || owed.isEmpty {
        stepForm(
          StepForm(
            id: event.rawValue, path: "/desk/engagements/\(engagement.id)/step",
            label: word(event),
            hidden: [("act", event.rawValue), ("version", String(engagement.version))],
            fields: event == .terminate ? [Self.reasonField()] : [], isMain: event == .complete))
      }
    }
  }
}
