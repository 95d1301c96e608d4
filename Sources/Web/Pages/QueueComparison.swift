import Domain
import HTML
import HTTP
import UseCases

/// `/desk/queue/{id}/compare`: two records that may stand for the same organisation, side by side.
extension Site {
  func compareQueued(_ visit: Visit) throws(DomainError) -> Response {
    var query = QueryReader(visit.request.query)
    let name = query.text("with", most: 100) ?? ""
    try query.finish()
    let record = try registry.organisation(visit.parameter("id"), by: visit.actor)
    let other = try registry.organisation(name, by: visit.actor)
    var page = WebPage(visit.say("queue.compare.title"), lead: visit.say("queue.compare.lead")) {
      visit.comparison(of: record, and: other)
      if visit.actor.role == .admin {
        visit.part(
          "queue.merge",
          [
            p(.class("help"), text: visit.say("queue.merge.help")),
            div(.class("steps")) {
              visit.merging(record, into: other, "a")
              visit.merging(other, into: record, "b")
            },
          ])
      }
    }
    page.trail = [
      ("/desk", visit.say("nav.desk")), ("/desk/queue", visit.say("nav.queue")),
      ("/desk/queue/" + record.id.text, record.profile.name),
    ]
    page.isWide = true
    return visit.show(page)
  }
}

extension Visit {
  /// The members of two records in three columns; what differs says so.
  fileprivate func comparison(of record: Organisation, and other: Organisation) -> Node {
    let (left, right) = (members(of: record), members(of: other))
    let pointers =
      left.map(\.pointer)
      + right.map(\.pointer).filter { name in
        !left.contains { $0.pointer == name }
      }
    func value(_ members: [(pointer: String, value: JSON)], _ pointer: String) -> JSON? {
      members.first { $0.pointer == pointer }?.value
    }
    return div(
      .class("scroll"), .role("region"), .aria("label", say("queue.compare.title")),
      .attribute("tabindex", "0")
    ) {
      HTML.table {
        caption(.class("hidden"), text: say("queue.compare.title"))
        thead {
          tr {
            th(.attribute("scope", "col"), text: say("queue.compare.member"))
            th(.attribute("scope", "col")) { head(of: record) }
            th(.attribute("scope", "col")) { head(of: other) }
          }
        }
        tbody {
          for pointer in pointers {
            let (one, two) = (value(left, pointer), value(right, pointer))
            tr {
              th(.attribute("scope", "row")) {
                memberName(pointer)
                if one != two {
                  " "
                  span(.class("badge badge-draft"), text: say("queue.compare.no"))
                }
              }
              td(.data("head", record.profile.name)) { memberValue(one, pointer) }
              td(.data("head", other.profile.name)) { memberValue(two, pointer) }
            }
          }
        }
      }
    }
  }

  /// The members of a record, those of the part of its kind each by itself.
  private func members(of record: Organisation) -> [(pointer: String, value: JSON)] {
    record.profile.members.flatMap { member -> [(pointer: String, value: JSON)] in
      guard case .object(let part) = member.1 else { return [("/" + member.0, member.1)] }
      return part.members.map { ("/\(member.0)/\($0.name)", $0.value) }
    }
  }

  private func head(of record: Organisation) -> Node {
    .group([
      a(.href("/desk/queue/" + record.id.text)) { text(record.profile.name) }, " ",
      badge(record.status),
    ])
  }

  fileprivate func merging(
    _ record: Organisation, into other: Organisation, _ name: String
  ) -> Node {
    guard record.registration.mergedInto == nil, other.registration.mergedInto == nil else {
      return .nothing
    }
    return stepForm(
      StepForm(
        id: "merge-" + name, path: "/desk/queue/" + record.id.text,
        label: say(
          "queue.merge.into", ["name": record.profile.name, "other": other.profile.name]),
        hidden: [
          ("act", "merge"), ("into", other.id.text), ("version", String(record.version)),
        ], fields: [Self.reasonField()]))
  }
}

extension Organisation {
  /// Where an officer compares it with another record.
  func comparePath(with other: ID<Organisation>) -> String {
    "/desk/queue/\(id)/compare?" + Query([("with", other.text)]).encoded
  }
}
