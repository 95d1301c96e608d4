import Domain
import HTML
import HTTP
import UseCases

/// Pieces of the pages with reports.
extension Visit {
  /// What a report on a period is called.
  func title(of period: ReportPeriod) -> String {
    let values = [
      "number": period.number.map(String.init) ?? "",
      "year": period.year.map(String.init) ?? "",
      "from": Figures.day(period.first.description), "to": Figures.day(period.last.description),
    ]
    let key = period.kind == .half ? "half.\(period.number ?? 1)" : period.kind.rawValue
    return say("report.title.\(key)", values)
  }

  /// A frozen report by its title and the day on which it was frozen.
  func name(of report: IssuedReport) -> String {
    say(
      "report.name",
      [
        "title": title(of: report.period),
        "day": Figures.day(report.issuedAt.dayInVietnam),
      ])
  }

  /// What is owed next, and how many days are left.
  func dueReports(_ due: [(due: ReportDue, issued: IssuedReport?)]) -> Node {
    guard !due.isEmpty else { return .nothing }
    let today = CalendarDay(inVietnam: site.registry.now)
    return part(
      "report.due",
      [
        dataTable(
          ["report.due.report", "report.due.last", "report.due.left", "report.due.basis"],
          caption: say("report.due"),
          rows: due.map { entry in
            return [
              today < entry.due.period.first
                ? .text(title(of: entry.due.period))
                : a(.href(entry.due.period.deskPath), text: title(of: entry.due.period)),
              time(
                .datetime(entry.due.last.description),
                text: Figures.day(entry.due.last.description)),
              entry.issued.map { report in
                a(.href(report.path), text: say("report.due.done"))
              }
                ?? .text(daysLeft(entry.due, on: today)),
              .group([
                text(entry.due.rule.source), .text(": " + language.pick(entry.due.rule.text)),
              ]),
            ]
          })
      ])
  }

  /// Ways to other periods.
  func reportChoices(_ period: ReportPeriod, _ due: [ReportPeriod]) -> Node {
    let calendar = site.registry.reportCalendar
    let today = CalendarDay(inVietnam: site.registry.now)
    let running = due.filter { $0.first <= today }
    let last = [ReportPeriod.Kind.month, .quarter].compactMap { kind in
      calendar.period(kind, holding: today).flatMap(calendar.before)
    }
    var shown: [ReportPeriod] = []
    for other in running + last + [calendar.before(period)].compactMap({ $0 })
    where !shown.contains(other) { shown.append(other) }
    return section {
      h2(text: say("report.period"))
      ul(.class("tags")) {
        for other in shown {
          li {
            if other == period {
              a(.href(other.deskPath), .aria("current", "true"), text: title(of: other))
            } else {
              a(.href(other.deskPath), text: title(of: other))
            }
          }
        }
      }
      form(.class("period"), .action("/desk/reports")) {
        queryField("from", period.first.description, type: "date", isRequired: true)
        queryField("to", min(period.last, today).description, type: "date", isRequired: true)
        button(.class("second"), text: say("report.show"))
      }
    }
  }

  /// What stands above the figures: who tells of what, up to when, and how it is known again.
  func reportHead(
    _ table: ReportTable, isFrozen: Bool, due: ReportDue? = nil, report: IssuedReport? = nil,
    digests: [(key: String, digest: String)] = []
  ) -> Node {
    func span(_ days: (first: String, last: String)) -> Node {
      .text(
        say(
          "report.span", ["from": Figures.day(days.first), "to": Figures.day(days.last)]))
    }
    let letter = report?.letter.map { letter in
      Node.text(
        letter.number
          + (letter.date.map { ", " + say("report.letter.of", ["day": Figures.day($0)]) } ?? ""))
    }
    return .group([
      facts(
        [
          ("report.by", .text(say("report.organisation"))),
          ("report.days", span(table.days)),
          ("report.compared", table.compared.map(span)),
          (
            "report.until",
            table.until.map { until in
              table.isRunning
                ? .group([moment(until), .text(" – " + say("report.running"))]) : moment(until)
            }
          ),
          ("report.made", table.madeAt.map(moment)),
          (
            "report.owed",
            due.map { due in
              .text(
                say(
                  "report.owed.text",
                  [
                    "before": Figures.day(due.before.description),
                    "last": Figures.day(due.last.description),
                  ]))
            }
          ),
          ("report.letter", letter),
          ("proposals.status", report.map { badge($0.status) }),
        ] + digests.map { ($0.key, code(.class("digest"), text: $0.digest)) }),
      isFrozen ? .nothing : p(.class("help"), text: say("report.not_frozen")),
    ])
  }

  /// The figures, a table for each part.
  func reportTables(_ table: ReportTable) -> Node {
    .group(
      table.sections.map { part in
        section(.class("report")) {
          h2(text: language.pick(part.name))
          reportTable(part)
          part.note.map { note in div(.class("note")) { paragraphs(note) } }
        }
      } + [p(.class("help"), text: say("report.columns"))])
  }

  private func reportTable(_ part: ReportTable.Section) -> Node {
    let name = language.pick(part.name)
    var (rows, last): ([Node], String) = ([], "")
    for line in part.lines {
      rows += reportLines(line, after: last)
      last = line.figure
    }
    return div(
      .class("scroll"), .role("region"), .aria("label", name), .attribute("tabindex", "0")
    ) {
      HTML.table(.class("report")) {
        caption(.class("hidden"), text: name)
        thead {
          tr {
            th(.attribute("scope", "col"), text: say("report.head.figure"))
            for head in ReportTable.heads {
              th(.class("amount"), .attribute("scope", "col"), text: say(head))
            }
          }
        }
        tbody { rows }
      }
    }
  }

  /// A line; above the first of several kinds without a line for all stands what they are of.
  private func reportLines(_ line: ReportTable.Line, after last: String) -> [Node] {
    let name = line.kind.map { ReportTable.name(of: $0, site.messages, language) }
    var rows: [Node] = []
    if name != nil, line.figure != last {
      rows.append(
        tr {
          th(
            .attribute("scope", "rowgroup"), .attribute("colspan", "4"),
            text: language.pick(line.name))
        })
    }
    rows.append(
      tr {
        th(
          .class(name == nil ? "" : "part"), .attribute("scope", "row"),
          text: name ?? language.pick(line.name))
        for cell in line.cells { td(.class("amount"), text: reportCell(cell)) }
      })
    return rows
  }

  private func reportCell(_ cell: ReportTable.Cell) -> String {
    switch cell {
    case .none: return "–"
    case .withheld: return ReportTable.withheld(site.messages, language)
    case .number(let number, let basis):
      let text = Figures.grouped(number, language)
      guard let basis, basis > 0 else { return text }
      return text + " " + say("report.basis", ["count": String(basis)])
    }
  }

  /// Frozen reports, the newest first.
  func issuedReports(_ reports: [IssuedReport]) -> Node {
    guard !reports.isEmpty else { return p(.class("nothing"), text: say("reports.none")) }
    return dataTable(
      ["report.due.report", "report.issued_on", "report.letter", "proposals.status"],
      caption: say("report.issued"),
      rows: reports.map { report in
        [
          a(.href(report.path), text: title(of: report.period)), moment(report.issuedAt),
          .text(report.letter?.number ?? "–"), badge(report.status),
        ]
      })
  }
}

extension ReportPeriod {
  /// How it is asked for.
  var wish: ReportWish {
    kind == .days
      ? ReportWish(.days, first.description, to: last.description) : ReportWish(kind, name)
  }

  /// Where officers see the figures on it.
  var deskPath: String { "/desk/reports?" + Query(wish.parameters).encoded }
}
