import Domain
import HTML
import HTTP
import UseCases

/// `/desk/reports`, where officers make reports, and `/reports`, where everybody reads those that
/// were made public.
extension Site {
  /// The table of these pages.
  var reportPages: [Route] {
    let (desk, open, one) = ("/desk/reports", "/reports", "/reports/{id}")
    return [
      Route(.GET, desk, page(officer(showDeskReport))),
      Route(.POST, desk, submission(officer(submitReport))),
      Route(.GET, open, page(listReports)),
      Route(.GET, one, page(showReportPage)),
      Route(.GET, one + "/{file}", page(showReportFile)),
      Route(.POST, one + "/publish", submission(officer(publishReportPage))),
    ]
  }

  private static let reportForm = Form(
    name: "report",
    fields: ReportSection.allCases.map {
      FormField(
        member: "notes.\($0.rawValue)", kind: .text(most: IssuedReport.longestNote))
    } + [
      FormField(member: "letter.number", kind: .line(most: 100)),
      FormField(member: "letter.date", kind: .day),
    ])

  func showDeskReport(_ visit: Visit) throws(DomainError) -> Response {
    var query = QueryReader(visit.request.query)
    _ = query.text("done")
    let given = query.reportPeriod()
    let cursor = query.text("cursor", most: 2000)
    let format = query.codes("format", of: ["csv"]).first
    try query.finish()
    let wish = try given.get()
    if format != nil {
      let report = try registry.report(on: wish, by: visit.actor, at: "?")
      return try csv(
        report.json(registry.codes), named: report.period.fileName, visit.language)
    }
    return visit.show(
      try deskReport(visit, wish, cursor, FormState(form: Self.reportForm)))
  }

  private func deskReport(
    _ visit: Visit, _ wish: ReportWish?, _ cursor: String?, _ state: FormState
  ) throws(DomainError) -> WebPage {
    let report = try registry.report(on: wish, by: visit.actor, at: "?")
    let due = try registry.reportsDue(by: visit.actor)
    let before = try registry.issuedReport(on: report.period, by: visit.actor)
    let after: (key: SortKey, id: String)? =
      if let cursor { try Cursor.decode(cursor, "reports", .time) } else { nil }
    let issued = try registry.issuedReports(
      page: PageRequest(limit: 20, after: after), by: visit.actor)
    let own = Query(report.period.wish.parameters).encoded
    guard let table = ReportTable(report.json(registry.codes)) else {
      throw .internalFault("report \(report.period.key)")
    }
    var page = WebPage(visit.title(of: report.period)) {
      visit.refusedStep
      div(.class("onscreen")) {
        visit.dueReports(due)
        visit.reportChoices(report.period, due.map(\.due.period))
      }
      visit.reportHead(table, isFrozen: false, due: report.due)
      visit.reportTables(table)
      p(.class("actions")) {
        a(
          .class("button second"), .href("/desk/reports?" + own + "&format=csv"),
          text: visit.say("report.csv"))
      }
      section(.class("onscreen"), .id("issue")) {
        h2(text: visit.say("report.issue"))
        p(.class("help"), text: visit.say("report.issue.help"))
        before.map { before in
          p(.class("notice")) {
            visit.say("report.issue.again") + " "
            a(.href(before.path), text: visit.name(of: before))
          }
        }
        visit.problems(of: state)
        details(
          .class("step"), .flag("open", !state.faults.isEmpty || state.refusal != nil)
        ) {
          summary(text: visit.say("report.issue.write"))
          visit.postForm("/desk/reports", .data("keep", "true")) {
            for (name, value) in report.period.wish.parameters { visit.hiddenField(name, value) }
            before.map { visit.hiddenField("supersedes", $0.id.text) }
            visit.fields(of: state)
            button(text: visit.say("report.issue"))
          }
        }
      }
      section(.class("onscreen")) {
        h2(text: visit.say("report.issued"))
        visit.issuedReports(issued.items)
        visit.nextPage(issued.next.map { Cursor.encode("reports", $0) })
      }
    }
    page.trail = [("/desk", visit.say("nav.desk"))]
    page.isWide = true
    return page
  }

  func submitReport(_ visit: Visit) throws(DomainError) -> Response {
    var given: [String: String] = [:]
    for name in ReportWish.names { given[name] = visit.filled(name) }
    let wish = ReportWish(given)
    var order = Self.reportForm.record(from: FormValues(visit.posted))
    if !given.isEmpty {
      let period = JSON.object(
        JSONObject(given.sorted { $0.key < $1.key }.map { ($0, .string($1)) }))
      order = order.merging(["period": period])
    }
    order = order.merging(visit.record(["supersedes"]))
    do throws(DomainError) {
      let report = try registry.issueReport(order, by: visit.actor, key: visit.formKey)
      return try visit.goOn(to: report.path, done: "report_issued")
    } catch {
      return try visit.again(Self.reportForm, error) { state throws(DomainError) in
        try deskReport(visit, wish, nil, state)
      }
    }
  }

  func listReports(_ visit: Visit) throws(DomainError) -> Response {
    var query = QueryReader(visit.request.query)
    let found = try registry.issuedReports(
      page: try query.page(of: "reports"), by: visit.actor)
    return visit.show(
      WebPage(visit.say("reports.title"), lead: visit.say("reports.lead")) {
        visit.issuedReports(found.items)
        visit.nextPage(found.next.map { Cursor.encode("reports", $0) })
      })
  }

  func showReportPage(_ visit: Visit) throws(DomainError) -> Response {
    let report = try registry.issuedReport(ID(visit.parameter("id")), by: visit.actor)
    let content = report.content(for: Visibility.reader(visit.actor))
    guard let table = ReportTable(content.json) else {
      throw .internalFault("report \(report.id): content")
    }
    // One that has taken its place may not be public yet.
    let next = report.supersededBy.flatMap { try? registry.issuedReport($0, by: visit.actor) }
    let steps = IssuedReport.lifecycle.events(
      from: report.status, as: visit.actor.parties(towards: nil))
    var page = WebPage(visit.title(of: report.period)) {
      visit.refusedStep
      if report.status == .superseded {
        p(.class("notice")) {
          visit.say("report.superseded") + " "
          next.map { a(.href($0.path), text: visit.name(of: $0)) }
        }
      }
      visit.reportHead(
        table, isFrozen: true, report: report,
        digests: visit.actor.isOfficer
          ? [
            ("report.digest.whole", content.digest),
            ("report.digest.public", report.content(for: .everybody).digest),
          ] : [("report.digest.public", content.digest)])
      if steps.contains(.publish) {
        section(.class("onscreen")) {
          h2(text: visit.say("report.publish"))
          p(.class("help"), text: visit.say("report.publish.help"))
          visit.step(
            report.path + "/publish", "report.publish", [("version", String(report.version))],
            isMain: true)
        }
      }
      visit.reportTables(table)
      if !visit.actor.isOfficer { p(.class("help"), text: visit.say("report.withheld.help")) }
      p(.class("actions")) {
        a(
          .class("button second"), .href(report.path + "/report.csv"),
          text: visit.say("report.csv"))
        a(
          .class("button second"), .href(report.path + "/report.json"),
          text: visit.say("report.json"))
      }
      p(
        .class("help"),
        text: visit.say("report.digest.help")
          + (visit.actor.isOfficer ? " " + visit.say("report.digest.help.officer") : ""))
    }
    page.trail =
      visit.actor.isOfficer
      ? [("/desk", visit.say("nav.desk")), ("/desk/reports", visit.say("nav.reports"))]
      : [("/statistics", visit.say("nav.statistics")), ("/reports", visit.say("reports.title"))]
    page.isWide = true
    page.alternates = [(report.path + "/report.json", .json, visit.say("report.json"))]
    return visit.show(page)
  }

  /// What a report says as a file: `report.json`, byte by byte what its digest is of, or
  /// `report.csv`.
  func showReportFile(_ visit: Visit) throws(DomainError) -> Response {
    let report = try registry.issuedReport(ID(visit.parameter("id")), by: visit.actor)
    let content = report.content(for: Visibility.reader(visit.actor))
    switch visit.parameter("file") {
    case "report.csv":
      return try csv(content.json, named: report.period.fileName, visit.language)
    case "report.json":
      var response = Response.json(Array(content.text.utf8))
      response.headers["Content-Disposition"] = ContentDisposition.attachment(
        report.period.fileName + ".json")
      return response
    default: throw .notFound(aggregate: "report", id: visit.parameter("file"))
    }
  }

  func publishReportPage(_ visit: Visit) throws(DomainError) -> Response {
    try take(visit, again: showReportPage) { () throws(DomainError) in
      let id = ID<IssuedReport>(visit.parameter("id"))
      let report = try registry.publishReport(
        id, expecting: visit.expectedVersion, by: visit.actor, key: visit.formKey)
      return try visit.goOn(to: report.path, done: "report_published")
    }
  }
}

extension IssuedReport {
  /// Where it is read.
  var path: String { "/reports/" + id.text }
}
