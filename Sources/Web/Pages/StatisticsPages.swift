import Domain
import HTML
import HTTP
import UseCases

/// `/statistics` and its numbers as CSV.
extension Site {
  var statisticsPages: [Route] {
    [
      Route(.GET, "/statistics", page(showStatistics)),
      Route(.GET, "/statistics/{file}", page(showStatisticsFile)),
    ]
  }

  private func showStatistics(_ visit: Visit) throws(DomainError) -> Response {
    let statistics = try registry.statistics()
    let reports = try registry.issuedReports(page: PageRequest(limit: 5), by: .anonymous)
    var page = WebPage(visit.say("statistics.title"), lead: visit.say("statistics.lead")) {
      for chart in visit.charts(of: statistics) {
        section {
          h2(text: chart.table.caption)
          chart.lead.map { p(text: $0) }
          if chart.table.rows.isEmpty {
            p(.class("nothing"), text: visit.say("statistics.nothing"))
          } else if chart.isCourse {
            visit.course(chart.table.rows, chart.table.caption)
            details {
              summary(text: visit.say("statistics.numbers"))
              visit.chart(chart.table)
            }
          } else {
            visit.chart(chart.table)
          }
          p {
            a(.href("/statistics/\(chart.name).csv")) {
              visit.say("statistics.csv")
              span(.class("hidden"), text: " – " + chart.table.caption)
            }
          }
        }
      }
      if !reports.items.isEmpty {
        section {
          h2(text: visit.say("reports.title"))
          ul {
            for report in reports.items {
              li { a(.href(report.path), text: visit.name(of: report)) }
            }
          }
          if reports.next != nil {
            p { a(.href("/reports"), text: visit.say("reports.all")) }
          }
        }
      }
      p(
        .class("help"),
        text: visit.say("statistics.as_of", ["time": registry.now.textInVietnam]))
    }
    page.alternates = visit.charts(of: statistics).map {
      ("/statistics/\($0.name).csv", .csv, $0.table.caption)
    }
    return visit.show(page)
  }

  private func showStatisticsFile(_ visit: Visit) throws(DomainError) -> Response {
    let file = visit.parameter("file")
    let charts = visit.charts(of: try registry.statistics())
    guard let chart = charts.first(where: { $0.name + ".csv" == file }) else {
      throw .notFound(aggregate: "statistics", id: file)
    }
    let table = chart.table
    var text = "\u{FEFF}" + CSV.line([table.head] + table.parts)
    for row in table.rows { text += CSV.line([row.name] + row.counts.map(String.init)) }
    var response = Response.text(text, type: .csv)
    response.headers["Content-Disposition"] = ContentDisposition.attachment(file)
    return response
  }
}

/// One part of the statistics.
struct StatisticsChart: Sendable {
  /// Its name in the address of its CSV.
  let name: String
  /// Its numbers.
  let table: Chart
  /// What has to be known to read it.
  var lead: String?
  /// Whether it goes on over time.
  var isCourse = false
}

extension Visit {
  /// Everything that the statistics tell, in order.
  func charts(of statistics: Statistics) -> [StatisticsChart] {
    var waits = StatisticsChart(
      name: "time-to-award", table: chart("waits", ["statistics.days"], waitRows(statistics.waits)))
    waits.lead = statistics.waits.map {
      say("statistics.waits.lead", ["count": String($0.count), "days": String($0.median)])
    }
    return [
      StatisticsChart(
        name: "problems",
        table: chart(
          "problems", ProblemStage.allCases.map { "statistics.stage.\($0.rawValue)" },
          problemRows(statistics))),
      StatisticsChart(
        name: "publications",
        table: chart(
          "publications", ["statistics.count"],
          statistics.publications.map { ChartRow(name: monthName($0.month), counts: [$0.count]) }),
        isCourse: true),
      StatisticsChart(
        name: "organisations-by-kind",
        table: chart(
          "kinds", ["statistics.count"],
          statistics.kinds.map { kind, count in
            ChartRow(
              name: word(kind), path: "/organisations?kind=\(kind.rawValue)", counts: [count])
          })),
      StatisticsChart(
        name: "organisations-by-technology",
        table: chart(
          "technologies", ["statistics.count"],
          statistics.technologies.map { technology, count in
            ChartRow(
              name: word(technology), path: "/organisations?technology=\(technology.rawValue)",
              counts: [count])
          })),
      StatisticsChart(
        name: "matches",
        table: chart(
          "matches", ["statistics.count"],
          statistics.matches.map { ChartRow(name: word($0.of), counts: [$0.count]) })),
      waits,
    ]
  }

  private func chart(_ name: String, _ parts: [String], _ rows: [ChartRow]) -> Chart {
    Chart(
      caption: say("statistics.\(name)"), head: say("statistics.\(name).head"),
      parts: parts.map { say($0) }, rows: rows)
  }

  /// Fields with problems, the fullest first; those without a field last.
  private func problemRows(_ statistics: Statistics) -> [ChartRow] {
    func counts(_ field: Field?) -> [Int] {
      ProblemStage.allCases.map { stage in
        statistics.problems.filter { $0.field == field && stage.states.contains($0.status) }
          .reduce(0) { $0 + $1.count }
      }
    }
    let fields = Field.allCases.map { field in
      ChartRow(
        name: word(field), path: "/problems?field=\(field.rawValue)", counts: counts(field))
    }.sorted { $0.total > $1.total }
    let others = ChartRow(name: say("statistics.no_field"), counts: counts(nil))
    return (fields + [others]).filter { $0.total > 0 }
  }

  private func waitRows(_ waits: Statistics.Waits?) -> [ChartRow] {
    guard let waits else { return [] }
    return [
      ("lower", waits.lowerQuartile), ("median", waits.median), ("upper", waits.upperQuartile),
    ].map { ChartRow(name: say("statistics.waits.\($0)"), counts: [$1]) }
  }

  /// A month, kept as yyyy-mm: `12/2026`.
  private func monthName(_ month: String) -> String {
    month.split(separator: "-").reversed().joined(separator: "/")
  }
}

/// How far problems have come, coarsely enough to be seen at a glance.
enum ProblemStage: String, CaseIterable, Sendable {
  case open, assessed, solving, solved, ended

  /// The states that belong to it.
  var states: Set<Problem.Status> {
    switch self {
    case .open: [.published, .suspended]
    case .assessed: [.closed, .reviewing]
    case .solving: [.awarded, .inProgress]
    case .solved: [.solved]
    case .ended: [.failed, .noAward, .cancelled, .draft, .submitted]
    }
  }
}
