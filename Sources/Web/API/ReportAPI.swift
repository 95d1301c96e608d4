import Domain
import HTTP
import UseCases

/// `/reports`: figures on a period, and the reports that officers have frozen.
extension Site {
  /// The URLs of reports.
  var reports: [Route] {
    let base = "/api/v1/reports"
    return [
      Route(.GET, base, call(showReport)),
      Route(.POST, base, call(issueReport)),
      Route(.GET, base + "/issued", call(listIssuedReports)),
      Route(.GET, base + "/{id}", call(showIssuedReport)),
      Route(.GET, base + "/{id}/content", call(showReportContent)),
      Route(.POST, base + "/{id}/publish", call(publishReport)),
    ]
  }

  func showReport(_ call: Call) throws(DomainError) -> Response {
    var query = QueryReader(call.request.query)
    let wish = query.reportPeriod()
    let format = query.codes("format", of: ["json", "csv"]).first
    try query.finish()
    let report = try registry.report(on: try wish.get(), by: call.actor, at: "?")
    let figures = report.json(registry.codes)
    if format == "csv" {
      return try csv(figures, named: report.period.fileName, call.language)
    }
    let today = CalendarDay(inVietnam: registry.now)
    let due = try registry.reportsDue(by: call.actor)
    let issued = try registry.issuedReport(on: report.period, by: call.actor)
    var response = Response.json(
      figures.merging(
        [
          "issued": JSON(issued?.id.text),
          "calendar": .array(
            due.map { entry in
              entry.due.json(on: today).merging(
                ["issued": JSON(entry.issued?.id.text)], keepingNull: true)
            }),
        ], keepingNull: true))
    response.headers["Cache-Control"] = "no-store"
    return response
  }

  func issueReport(_ call: Call) throws(DomainError) -> Response {
    let report = try registry.issueReport(
      try call.body(), by: call.actor, key: try call.idempotencyKey(Credentials.digest))
    var response = Response.record(
      report.whole(for: .officers), version: report.version, for: call.request, status: .created)
    response.headers["Location"] = "/api/v1/reports/\(report.id)"
    return response
  }

  func listIssuedReports(_ call: Call) throws(DomainError) -> Response {
    let reader = Visibility.reader(call.actor)
    let page = try registry.issuedReports(page: try call.page("reports"), by: call.actor)
    return call.list(page.json("reports") { $0.json(for: reader) })
  }

  func showIssuedReport(_ call: Call) throws(DomainError) -> Response {
    let report = try registry.issuedReport(ID(call.parameter("id")), by: call.actor)
    return .record(
      report.whole(for: Visibility.reader(call.actor)), version: report.version,
      for: call.request)
  }

  /// What the digest of a report is of, byte by byte, or the same as a table.
  func showReportContent(_ call: Call) throws(DomainError) -> Response {
    var query = QueryReader(call.request.query)
    let format = query.codes("format", of: ["json", "csv"]).first
    try query.finish()
    let report = try registry.issuedReport(ID(call.parameter("id")), by: call.actor)
    let content = report.content(for: Visibility.reader(call.actor))
    if format == "csv" {
      return try csv(content.json, named: report.period.fileName, call.language)
    }
    return .json(Array(content.text.utf8))
  }

  func publishReport(_ call: Call) throws(DomainError) -> Response {
    let id = ID<IssuedReport>(call.parameter("id"))
    try call.requireEmptyBody()
    let report = try registry.publishReport(
      id,
      expecting: try call.expectedVersion { () throws(DomainError) in
        try registry.issuedReport(id, by: call.actor).version
      }, by: call.actor, key: try call.idempotencyKey(Credentials.digest))
    return .record(
      report.json(for: Visibility.reader(call.actor)), version: report.version,
      for: call.request)
  }

  /// A report's table as CSV.
  func csv(
    _ json: JSON, named name: String, _ language: Language
  ) throws(DomainError) -> Response {
    guard let table = ReportTable(json) else { throw .internalFault("report \(name)") }
    var response = Response.text(table.csv(messages, language), type: .csv)
    response.headers["Content-Disposition"] = ContentDisposition.attachment(name + ".csv")
    return response
  }
}

extension QueryReader {
  /// The period that is asked for by `month`, `quarter`, `half`, `year`, or `from` and `to`; nil
  /// where none is.
  mutating func reportPeriod() -> Result<ReportWish?, DomainError> {
    var given: [String: String] = [:]
    for name in ReportWish.names { given[name] = text(name, most: 20) }
    if given.isEmpty { return .success(nil) }
    if let wish = ReportWish(given) { return .success(wish) }
    let names = given.keys.sorted()
    return .failure(
      .invalid([
        Fault(
          "?" + (names.first ?? "from"), .notAccepted, found: names.joined(separator: ", "),
          accepted: ReportWish.accepted)
      ]))
  }
}

extension ReportPeriod {
  /// What a file with a report on it is called, without its ending.
  var fileName: String {
    "report-" + (kind == .days ? "\(first)-\(last)" : "\(kind.rawValue)-\(name)")
  }
}
