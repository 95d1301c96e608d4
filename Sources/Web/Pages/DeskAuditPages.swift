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
        visit.moment(act.at), visit.person(of: act), .text(visit.deed(act)),
        .text(visit.say("aggregate.\(act.aggregate)")), visit.record(of: act),
        details {
          summary(text: visit.say("audit.show"))
          // What the log calls them, by which it can be narrowed.
          p { code(text: "\(act.actor) \(act.action) \(act.record)") }
          act.payload.map { payload in pre { code(text: Self.shortened(payload.compact)) } }
            ?? Node.nothing
        },
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

extension AuditedAct {
  /// What was done, without the kind of record.
  fileprivate var verb: String { String(action.dropFirst(aggregate.count + 1)) }

  /// The page of its record that an officer reads; nil where it has none.
  fileprivate func path(for reader: Actor) -> String? {
    switch Aggregate(rawValue: aggregate) {
    case .organisation: "/organisations/\(record)"
    case .problem, .question: problem.map { "/desk/problems/\($0)" }
    case .proposal: problem.map { "/desk/problems/\($0)/proposals" }
    case .review: problem.map { "/desk/problems/\($0)/review" }
    case .engagement: "/desk/engagements/\(record)"
    case .document: "/desk/documents/\(record)"
    case .dataRequest: "/desk/data-requests/\(record)"
    case .report: "/reports/\(record)"
    case .account: reader.role == .admin ? "/admin/accounts/\(record)" : nil
    default: nil
    }
  }
}

extension Visit {
  /// Who acted, by name; a system or the service by what the log calls it.
  fileprivate func person(of act: AuditedAct) -> Node {
    if let name = act.actorName { return text(name) }
    if act.actor == Actor.clock.name { return .text(say("audit.service")) }
    return code(text: act.actor)
  }

  /// What was done, in words; the log's own name of what has none.
  fileprivate func deed(_ act: AuditedAct) -> String {
    let event = word("\(act.aggregate)_events", act.verb)
    if event != act.verb { return event }
    let key = "act." + act.verb
    let told = say(key)
    return told == key ? act.action : told
  }

  /// The record by its name, leading to its page.
  fileprivate func record(of act: AuditedAct) -> Node {
    let name = act.recordName.map(text) ?? code(text: act.record)
    return act.path(for: actor).map { path in a(.href(path)) { name } } ?? name
  }

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
