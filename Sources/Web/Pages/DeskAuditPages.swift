import Domain
import HTML
import HTTP
import UseCases

/// `/desk/audit`: who did what, the newest first.
extension Site {
  /// The table of these pages.
  var deskAuditPages: [Route] {
    [Route(.GET, "/desk/audit", page(officer(listActs)))]
  }

  func listActs(_ visit: Visit) throws(DomainError) -> Response {
    // A form sends what was left empty, too.
    let asked = Query(
      visit.request.query.items.filter { !$0.value.isEmpty && $0.name != "done" }
        .map { ($0.name, $0.value) })
    var query = QueryReader(asked)
    var wanted = AuditQuery()
    wanted.actor = query.text("actor", most: 200)
    wanted.action = query.text("action", most: 100)
    wanted.aggregate = query.codes("aggregate", of: AuditQuery.aggregates).first
    wanted.record = query.text("record", most: 100)
    wanted.since = query.instant("since")
    wanted.until = query.instant("until", atEnd: true)
    let found = try registry.acts(wanted, page: try query.page(of: "audit"), by: visit.actor)
    let rows: [[Node]] = found.items.map { act in
      [
        visit.moment(act.at), .text(act.actor), code(text: act.action),
        .text(visit.say("aggregate.\(act.aggregate)")), code(text: act.record),
        act.payload.map { payload in
          details {
            summary(text: visit.say("audit.show"))
            pre { code(text: Self.shortened(payload.compact)) }
          }
        } ?? "–",
      ]
    }
    let next = found.next.map { Cursor.encode("audit", $0) }
    var page = WebPage(visit.say("nav.audit"), lead: visit.say("audit.lead")) {
      div(.class("browse")) {
        visit.auditFilter(asked)
        div(.id("results"), .class("results")) {
          if rows.isEmpty {
            p(.class("nothing"), text: visit.say("list.nothing"))
          } else {
            visit.dataTable(
              [
                "audit.at", "audit.actor", "audit.action", "audit.kind", "audit.record",
                "audit.what",
              ], caption: visit.say("nav.audit"), rows: rows)
            visit.nextPage(next)
          }
        }
      }
    }
    page.trail = [("/desk", visit.say("nav.desk"))]
    page.isWide = true
    return visit.show(page)
  }

  /// As much of an entry as a page shows; the API has the whole.
  private static func shortened(_ text: String) -> String {
    text.count > 1200 ? text.prefix(1200) + "…" : text
  }
}

extension Visit {
  fileprivate func auditFilter(_ asked: Query) -> Node {
    HTML.form(
      .class("narrow"), .action("/desk/audit"), .data("live", "results"),
      .aria("label", say("list.narrow"))
    ) {
      for (name, type) in [
        ("actor", "text"), ("action", "text"), ("record", "text"), ("since", "date"),
        ("until", "date"),
      ] {
        queryField(name, asked[name] ?? "", type: type)
      }
      picker(
        "aggregate", say("audit.kind"),
        AuditQuery.aggregates.map {
          FormField.Choice(code: $0, name: say("aggregate.\($0)"))
        }, asked["aggregate"])
      button(text: say("list.apply"))
      if !asked.items.isEmpty {
        a(.class("reset"), .href(request.rawPath), text: say("list.reset"))
      }
    }
  }
}
