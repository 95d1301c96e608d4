import Domain
import HTML
import HTTP
import UseCases

/// `/desk/members`: people who say that a registered organisation is theirs.
extension Site {
  /// The table of these pages.
  var deskMemberPages: [Route] {
    [
      Route(.GET, "/desk/members", page(officer(listClaims))),
      Route(.POST, "/desk/members/{id}", submission(officer(decideClaim))),
    ]
  }

  func listClaims(_ visit: Visit) throws(DomainError) -> Response {
    var query = QueryReader(visit.refusal == nil ? visit.request.query : Query())
    _ = query.text("done")
    let statuses = query.codes("status", Claim.Status.self)
    let wanted = statuses.isEmpty ? [Claim.Status.open] : statuses
    let found = try registry.claims(
      organisation: nil, statuses: wanted, page: try query.page(of: "desk-claims"),
      by: visit.actor)
    let names = try visit.names(of: found.items.map(\.organisation))
    var barred: Set<ID<Claim>> = []
    for claim in found.items where claim.status == .open {
      let isTied = try registry.isBarred(visit.actor, towards: claim.organisation)
      if isTied || visit.actor.account == claim.account { barred.insert(claim.id) }
    }
    let records = try registry.records(of: found.items, by: visit.actor)
    let next = found.next.map { Cursor.encode("desk-claims", $0) }
    var page = WebPage(visit.say("desk.claims"), lead: visit.say("claims.lead")) {
      visit.refusedStep
      visit.stateTabs("/desk/members", [Claim.Status.open, .accepted, .refused], wanted)
      if found.items.isEmpty { p(.class("nothing"), text: visit.say("claims.none")) }
      for record in records {
        visit.claimed(
          record, names[record.claim.organisation], isBarred: barred.contains(record.claim.id))
      }
      visit.nextPage(next)
      p(.class("help"), text: visit.say("claims.merge.help"))
    }
    page.trail = [("/desk", visit.say("nav.desk"))]
    return visit.show(page)
  }

  func decideClaim(_ visit: Visit) throws(DomainError) -> Response {
    try take(visit, again: listClaims) { () throws(DomainError) in
      let event: Claim.Event = visit.filled("act") == "accept" ? .accept : .refuse
      _ = try registry.moveClaim(
        ID(visit.parameter("id")), event, reason: visit.filled("reason"),
        expecting: visit.expectedVersion, by: visit.actor)
      return try visit.goOn(to: "/desk/members", done: "decided")
    }
  }
}

extension Visit {
  fileprivate func claimed(_ record: ClaimRecord, _ name: String?, isBarred: Bool) -> Node {
    let claim = record.claim
    var visit = self
    visit.isBarred = isBarred
    let path = "/desk/members/" + claim.id.text
    let version = (name: "version", value: String(claim.version))
    let events = Claim.lifecycle.events(from: claim.status, as: actor.parties(towards: claim))
      .filter { $0 == .accept || $0 == .refuse }
    return article(.class("card")) {
      h2 {
        a(.href("/desk/queue/" + claim.organisation.text)) {
          text(name ?? claim.organisation.text)
        }
      }
      p(.class("line")) {
        badge(claim.status)
        moment(claim.createdAt)
        span {
          say("claims.claimant") + " "
          if let claimant = record.claimant {
            if !claimant.name.isEmpty {
              strong { text(claimant.name) }
              " "
            }
            code(text: claimant.email)
          } else {
            code(text: claim.account.text)
          }
        }
      }
      paragraphs(claim.grounds)
      claim.file.map { file in
        p { a(.href("/desk/files/" + file.text), text: say("queue.paper.open")) }
      }
      claim.statusReason.map { reason in
        p {
          strong(text: say("organisation.reason") + " ")
          text(reason)
        }
      }
      visit.barredNotice
      div(.class("steps")) {
        for event in events {
          visit.stepForm(
            StepForm(
              id: "\(event.rawValue)-\(claim.id)", path: path, label: word(event),
              hidden: [("act", event.rawValue), version],
              fields: event == .refuse ? [Self.reasonField()] : [], isMain: event == .accept))
        }
      }
    }
  }
}
