import Domain
import HTML
import HTTP
import UseCases

/// `/accessibility` and `/privacy`: what this site promises.
extension Site {
  var aboutPages: [Route] {
    [
      Route(.GET, "/accessibility", page(showAccessibility)),
      Route(.GET, "/privacy", page(showPrivacy)),
    ]
  }

  private func showAccessibility(_ visit: Visit) throws(DomainError) -> Response {
    visit.show(
      WebPage(
        visit.say("page.accessibility"), lead: visit.say("about.accessibility.standard")
      ) {
        visit.about("accessibility.measures", 6)
        visit.about("accessibility.limits", 2)
        visit.about("accessibility.ask", 1)
      })
  }

  private func showPrivacy(_ visit: Visit) throws(DomainError) -> Response {
    visit.show(
      WebPage(visit.say("page.privacy"), lead: visit.say("about.privacy.law")) {
        visit.about("privacy.kept", 7)
        visit.about("privacy.purpose", 3)
        visit.about("privacy.seen", 4)
        visit.about("privacy.time", 7)
        visit.about("privacy.cookies", 4)
        visit.about("privacy.rights", 4)
        visit.part(
          "about.privacy.deadlines",
          [
            ul {
              for right in DataRequest.Kind.allCases.compactMap({
                registry.dataRights.rule(for: $0, on: registry.now.dayInVietnam)
              }) {
                li(text: "\(visit.language.pick(right.text)) (\(right.document))")
              }
            }
          ])
      })
  }
}

extension Visit {
  /// A section of which `count` points are told.
  fileprivate func about(_ key: String, _ count: Int) -> Node {
    section {
      h2(text: say("about.\(key)"))
      ul { for number in 1...count { li(text: say("about.\(key).\(number)")) } }
    }
  }
}
