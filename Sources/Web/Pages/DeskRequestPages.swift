import Domain
import HTML
import HTTP
import UseCases

/// `/desk/data-requests`: what people ask about their data, with the clock of the law.
extension Site {
  /// The table of these pages.
  var deskRequestPages: [Route] {
    let (base, one) = ("/desk/data-requests", "/desk/data-requests/{id}")
    return [
      Route(.GET, base, page(officer(listRequests))),
      Route(.GET, base + "/new", page(officer(showPaperRequest))),
      Route(.POST, base + "/new", submission(officer(submitPaperRequest))),
      Route(.GET, one, page(officer(showRequest))),
      Route(.POST, one, submission(officer(moveRequest))),
    ]
  }

  func listRequests(_ visit: Visit) throws(DomainError) -> Response {
    var query = QueryReader(visit.request.query)
    _ = query.text("done")
    var filter = DataRequestFilter()
    filter.statuses = query.codes("status", DataRequest.Status.self)
    let due = query.codes("due", of: ["open", "overdue"])
    let isDue = !due.isEmpty || filter.statuses.isEmpty
    filter.due = (isDue, due == ["overdue"] ? registry.now : nil)
    let list = isDue ? "data-requests-due" : "data-requests"
    let found = try registry.dataRequests(filter, page: try query.page(of: list), by: visit.actor)
    let rows: [[Node]] = found.items.map { request in
      [
        a(.href("/desk/data-requests/" + request.id.text), text: request.number),
        .text(visit.word(request.kind)), visit.badge(request.status),
        visit.moment(request.receivedAt), visit.clock(of: request),
      ]
    }
    let next = found.next.map { Cursor.encode(list, $0) }
    var page = WebPage(visit.say("desk.requests"), lead: visit.say("requests.lead")) {
      p(.class("actions")) {
        a(
          .class("button"), .href("/desk/data-requests/new"), text: visit.say("requests.new"))
      }
      visit.stateTabs(
        "/desk/data-requests",
        [DataRequest.Status.received, .answered, .completed, .refused, .withdrawn],
        filter.statuses)
      if rows.isEmpty {
        p(.class("nothing"), text: visit.say("requests.none"))
      } else {
        visit.dataTable(
          [
            "requests.number", "requests.kind", "proposals.status", "requests.received",
            "requests.due",
          ], caption: visit.say("desk.requests"), rows: rows)
        visit.nextPage(next)
      }
    }
    page.trail = [("/desk", visit.say("nav.desk"))]
    return visit.show(page)
  }

  func showRequest(_ visit: Visit) throws(DomainError) -> Response {
    let request = try registry.dataRequest(ID(visit.parameter("id")), by: visit.actor)
    let rule = registry.dataRights.rule(for: request.kind, on: request.receivedAt.dayInVietnam)
    var page = WebPage(
      visit.say("requests.title", ["number": request.number]), lead: visit.word(request.kind)
    ) {
      visit.refusedStep
      p(.class("line")) {
        visit.badge(request.status)
        visit.clock(of: request)
      }
      visit.facts([
        ("requests.applicant", request.applicant.map(visit.text)),
        ("claims.account", request.account.map { id in code(text: id.text) }),
        ("requests.received", visit.moment(request.receivedAt)),
        ("requests.reply_due", visit.deadline(request.replyDueAt)),
        ("requests.act_due", visit.deadline(request.actDueAt)),
        ("requests.extended", request.extendedBecause.map(visit.text)),
        ("requests.law", rule.map { .text(visit.language.pick($0.text)) }),
      ])
      visit.part("requests.details", request.details.map { [visit.paragraphs($0)] } ?? [])
      visit.part("requests.reply", request.reply.map { [visit.paragraphs($0)] } ?? [])
      visit.part("organisation.reason", request.statusReason.map { [visit.paragraphs($0)] } ?? [])
      visit.part("desk.steps", [visit.requestSteps(request)])
    }
    page.trail = [
      ("/desk", visit.say("nav.desk")), ("/desk/data-requests", visit.say("desk.requests")),
    ]
    return visit.show(page)
  }

  func moveRequest(_ visit: Visit) throws(DomainError) -> Response {
    try take(visit, again: showRequest) { () throws(DomainError) in
      let id = visit.parameter("id")
      guard let event = visit.filled("act").flatMap(DataRequest.Event.init(rawValue:)) else {
        throw .invalid([Fault("/act", .missing)])
      }
      let text =
        switch event {
        case .answer: try DataRequest.reply(visit.record(["reply"]), isOwed: true)
        case .complete: try DataRequest.reply(visit.record(["reply"]), isOwed: false)
        case .extend, .refuse, .withdraw: visit.filled("reason")
        }
      _ = try registry.moveDataRequest(
        ID(id), event, text: text, expecting: visit.expectedVersion, by: visit.actor)
      return try visit.goOn(to: "/desk/data-requests/" + id, done: "decided")
    }
  }
}

extension Visit {
  fileprivate func requestSteps(_ request: DataRequest) -> Node {
    let events = DataRequest.lifecycle.events(
      from: request.status, as: actor.parties(towards: nil))
    let reply = FormField(member: "reply", kind: .text(most: 5000))
    return div(.class("steps")) {
      for event in events where event != .withdraw {
        stepForm(
          StepForm(
            id: event.rawValue, path: "/desk/data-requests/" + request.id.text,
            label: word(event),
            hidden: [("act", event.rawValue), ("version", String(request.version))],
            fields: event == .answer || event == .complete ? [reply] : [Self.reasonField()],
            isMain: event == .answer))
      }
    }
  }
}
