import Domain
import HTML
import HTTP
import Matching
import UseCases

/// `/my/matches` and `/my/funds`: what fits one's organisation, and why.
extension Site {
  /// The table of these pages.
  var myMatchPages: [Route] {
    [
      Route(.GET, "/my/matches", page(member(showMyMatches))),
      Route(.GET, "/my/funds", page(member(showMyFunds))),
    ]
  }

  /// As many as a page holds with all their reasons.
  private static let shown = 12

  func showMyMatches(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let list = try registry.problems(
      forOrganisation: own.id.text, limit: Self.shown, by: visit.actor
    ).list
    return visit.show(
      WebPage(visit.say("matches.title"), lead: visit.say("matches.lead")) {
        if own.status != .verified {
          p(.class("notice"), text: visit.say("matches.unverified"))
        }
        if list.matches.isEmpty {
          p(.class("nothing"), text: visit.say("matches.none"))
          p { a(.href("/my/organisation"), text: visit.say("my.next.look")) }
        } else {
          visit.matchReading("organisation")
          ol(.class("hits")) {
            for (place, matched) in list.matches.enumerated() {
              li { visit.match(matched, for: own, isFirst: place == 0) }
            }
          }
        }
        if !list.excluded.isEmpty {
          section {
            h2(text: visit.say("matches.barred"))
            p(text: visit.say("matches.barred.help"))
            ul(.class("barred")) {
              for excluded in list.excluded {
                visit.barred(
                  excluded.record.statement.title, path: excluded.record.path,
                  excluded.exclusion.reasons.map(\.text))
              }
            }
          }
        }
        visit.matchFoot(list.weightsVersion)
      })
  }

  func showMyFunds(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let asked = visit.request.query["kind"].flatMap { text in
      Self.supports.first { $0.rawValue == text }
    }
    let open = Self.supports.filter { $0.audience.contains(own.profile.kind) }
    guard let kind = asked.flatMap({ open.contains($0) ? $0 : nil }) ?? open.first else {
      return visit.show(
        WebPage(visit.say("support.title")) {
          p(.class("nothing"), text: visit.say("support.not_for_kind"))
        })
    }
    let list = try registry.mandates(
      kind, forOrganisation: own.id.text, limit: Self.shown, by: visit.actor
    ).list
    return visit.show(
      WebPage(visit.say("support.title"), lead: visit.say("support.lead")) {
        nav(.class("tabs"), .aria("label", visit.say("support.title"))) {
          ul {
            for other in open {
              li {
                a(
                  .href("/my/funds?kind=" + other.rawValue),
                  other == kind ? .aria("current", "page") : .flag("", false),
                  text: visit.say("support.\(other.rawValue)"))
              }
            }
          }
        }
        if list.matches.isEmpty {
          p(.class("nothing"), text: visit.say("support.none"))
        } else {
          visit.mandateReading
          ol(.class("hits")) {
            for (place, (record, match)) in list.matches.enumerated() {
              li { visit.support(record, match, kind, for: own, isFirst: place == 0) }
            }
          }
        }
        if !list.excluded.isEmpty {
          section {
            h2(text: visit.say("matches.barred"))
            p(text: visit.say("support.barred.help"))
            ul(.class("barred")) {
              for (record, exclusion) in list.excluded {
                visit.barred(
                  record.name, path: record.path, exclusion.reasons.map(\.text))
              }
            }
          }
        }
        visit.matchFoot(list.weightsVersion)
      })
  }

  private static let supports: [MandateKind] = [.fund, .programme, .mentor]
}

extension MandateRecord {
  /// The page where it is described.
  var path: String { "/organisations/" + organisation.id.text }
}

extension Visit {
  fileprivate func match(
    _ matched: MatchedRecord<Problem>, for own: Organisation, isFirst: Bool
  ) -> Node {
    let (problem, match) = (matched.record, matched.match)
    return article(.class("card")) {
      h2 { a(.href(problem.path)) { text(problem.statement.title) } }
      problemLine(problem)
      scoreLine(match.score, match.summary)
      details(.flag("open", isFirst)) {
        summary(text: say("match.why"))
        scoreBars(match.components.map(ScorePart.init), of: match.score)
        meetings(
          match.evidence.map { Meeting($0, own, problem) }, own: say("match.own"),
          other: say("match.problem"))
        missing(match.missing)
      }
    }
  }

  fileprivate func support(
    _ record: MandateRecord, _ match: MandateMatch, _ kind: MandateKind, for own: Organisation,
    isFirst: Bool
  ) -> Node {
    let side = say("match.side.\(kind.rawValue)")
    func pairs(_ evidence: [MandateEvidence]) -> [Meeting] {
      evidence.map { Meeting($0, own, record) }
    }
    return article(.class("card")) {
      h2 { a(.href(record.path)) { text(record.name) } }
      if kind != .fund { p(.class("line")) { text(record.organisation.profile.name) } }
      scoreLine(match.score, match.summary)
      details(.flag("open", isFirst)) {
        summary(text: say("match.why"))
        scoreBars(match.components.map(ScorePart.init), of: match.score)
        meetings(pairs(match.evidence), own: say("match.own"), other: side)
        if !match.against.isEmpty {
          p(.class("fault"), text: say("match.against"))
          meetings(pairs(match.against), own: say("match.own"), other: side)
        }
        missing(match.missing)
      }
      supportSteps(record, kind, for: own)
    }
  }

  /// What a firm can do about somebody who supports it.
  private func supportSteps(
    _ record: MandateRecord, _ kind: MandateKind, for own: Organisation
  ) -> Node {
    guard own.status == .verified, actor.parties(towards: own.id).contains(.owner) else {
      return .nothing
    }
    let id = record.organisation.id.text
    switch kind {
    case .fund:
      return p { introductionStep(to: record.organisation, from: own) }
    case .programme:
      return p { a(.href("/my/applications"), text: say("applications.open")) }
    case .mentor:
      let query = Query([("incubator", id), ("mentor", record.mentor?.id ?? "")]).encoded
      return p {
        a(
          .class("button second"), .href("/my/mentor-requests/new?" + query),
          text: say("mentors.ask"))
      }
    }
  }

  fileprivate func matchFoot(_ weights: String) -> Node {
    p(.class("help"), text: say("match.foot", ["version": weights]))
  }
}
