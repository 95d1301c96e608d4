import Domain
import HTML
import HTTP
import Matching
import UseCases

/// `/my/startups` and `/my/watch`: the startups that fit a fund, and those that it keeps an eye on.
extension Site {
  /// The table of these pages.
  var fundStartupPages: [Route] {
    [
      Route(.GET, "/my/startups", page(member(of: .fund, showStartups))),
      Route(.GET, "/my/startups/compare", page(member(of: .fund, compareStartups))),
      Route(.GET, "/my/watch", page(member(of: .fund, showWatchList))),
      Route(.POST, "/my/watch", submission(member(of: .fund, changeWatch))),
    ]
  }

  /// How many startups are ranked and counted.
  static let rankedStartups = 100
  /// As many as a page holds with all their reasons.
  private static let shown = 10

  func showStartups(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let narrowing = try StartupNarrowing(visit)
    let list = try registry.startups(
      forFund: own.id.text, limit: Self.rankedStartups, by: visit.actor
    ).list
    let found = list.matches.filter { narrowing.admits($0.record.organisation.profile) }
    let shown = found.dropFirst(narrowing.start).prefix(Self.shown)
    let barred = list.excluded.filter { narrowing.admits($0.record.organisation.profile) }
    let next = narrowing.start + Self.shown
    let profiles = list.matches.map(\.record.organisation.profile)
    return visit.show(
      WebPage(visit.say("startups.title"), lead: visit.say("startups.lead")) {
        if own.profile.fund?.thesis == nil {
          p(.class("notice")) {
            visit.say("startups.no_thesis") + " "
            a(.href("/my/mandate"), text: visit.say("mandate.title"))
          }
        }
        div(.class("browse")) {
          visit.narrowing(narrowing, profiles)
          div(.id("results"), .class("results")) {
            p(
              .class("count"), .role("status"),
              text: visit.say("list.total", ["count": String(found.count)]))
            if shown.isEmpty { p(.class("nothing"), text: visit.say("startups.none")) }
            if !shown.isEmpty {
              visit.mandateReading
              visit.compareForm
            }
            ol(.class("hits")) {
              for (record, match) in shown {
                li {
                  visit.startup(
                    record, match, for: own,
                    isFirst: record.organisation.id
                      == shown.first?
                      .record.organisation.id)
                }
              }
            }
            visit.nextPage(next < found.count ? String(next) : nil)
            if !barred.isEmpty {
              section {
                h2(text: visit.say("startups.barred"))
                p(text: visit.say("startups.barred.help"))
                ul(.class("barred")) {
                  for (record, exclusion) in barred.prefix(Self.shown) {
                    visit.barred(
                      record.name, path: record.path, exclusion.reasons.map(\.text))
                  }
                }
              }
            }
          }
        }
        if visit.actor.parties(towards: own.id).contains(.owner) {
          visit.startupAlert(visit.say("startups.title"))
        }
        p(.class("help"), text: visit.say("match.foot", ["version": list.weightsVersion]))
      })
  }

  func showWatchList(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    var query = QueryReader(visit.request.query)
    _ = query.text("done")
    let page = try registry.watches(
      ofFund: own.id.text, page: try query.page(of: "watch"), by: visit.actor)
    let next = page.next.map { Cursor.encode("watch", $0) }
    let firms = try registry.organisations(page.items.map(\.watch.organisation), by: visit.actor)
    return visit.show(
      WebPage(visit.say("watch.title"), lead: visit.say("watch.lead")) {
        if page.items.isEmpty {
          p(.class("nothing"), text: visit.say("watch.none"))
          p { a(.href("/my/startups"), text: visit.say("mandate.startups")) }
        } else {
          visit.compareForm
        }
        for item in page.items { visit.watched(item.watch, firms, own) }
        visit.nextPage(next)
      })
  }

  /// Watches an organisation, or no longer.
  func changeWatch(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let id = visit.filled("organisation") ?? ""
    let stops = visit.filled("stop") != nil
    do throws(DomainError) {
      if stops {
        try registry.stopWatching(id, byFund: own.id.text, actor: visit.actor)
      } else {
        _ = try registry.startWatching(id, byFund: own.id.text, actor: visit.actor)
      }
    } catch {
      // A second click on the same button finds nothing to stop.
      guard stops, case .notFound(aggregate: "watch", _) = error else { throw error }
    }
    let back = visit.filled("back") ?? ""
    return try visit.goOn(
      to: back == "/my/startups" || back.hasPrefix("/my/startups?") ? back : "/my/watch",
      done: stops ? "watch_stopped" : "watch_started")
  }
}

extension Visit {
  /// A startup that fits a fund, with its reasons and what can be done.
  fileprivate func startup(
    _ record: MandateRecord, _ match: MandateMatch, for own: Organisation, isFirst: Bool
  ) -> Node {
    let firm = record.organisation
    func pairs(_ evidence: [MandateEvidence]) -> [Meeting] {
      evidence.map { Meeting($0, mandateOf: own, firm) }
    }
    let sides = (own: say("startups.own"), other: say("startups.other"))
    return article(.class("card")) {
      h2 { a(.href(firm.path)) { text(firm.profile.name) } }
      publicLine(of: firm)
      scoreLine(match.score, match.summary)
      record.conflict.map { conflictNote($0) }
      details(.flag("open", isFirst)) {
        summary(text: say("match.why"))
        scoreBars(match.components.map(ScorePart.init), of: match.score)
        meetings(pairs(match.evidence), own: sides.own, other: sides.other)
        if !match.against.isEmpty {
          p(.class("fault"), text: say("startups.against"))
          meetings(pairs(match.against), own: sides.own, other: sides.other)
        }
        missing(match.missing)
      }
      firmSteps(firm, own)
    }
  }

  /// That a startup competes with a firm of the fund's portfolio.
  func conflictNote(_ conflict: PortfolioConflict) -> Node {
    p(.class("notice")) {
      say("startups.conflict") + " "
      a(.href(conflict.firm.path)) { text(conflict.firm.profile.name) }
      " (" + say("startups.likeness", ["share": Figures.percent(conflict.likeness)]) + ")"
    }
  }

  /// What a fund can do about a firm: watch it, ask to meet it, take it along for comparison.
  private func firmSteps(_ firm: Organisation, _ own: Organisation) -> Node {
    let mayAct = actor.parties(towards: own.id).contains(.owner)
    return div(.class("actions")) {
      compareBox(firm)
      if mayAct {
        watchButton(firm)
        introductionStep(to: firm, from: own, isMain: true)
      }
    }
  }

  private func watchButton(_ firm: Organisation) -> Node {
    let isWatched =
      actor.organisation.map { fund in
        (try? site.registry.watch(of: firm.id.text, byFund: fund.text, actor: actor)) != nil
      } ?? false
    return postForm("/my/watch", .class("inline")) {
      hiddenField("organisation", firm.id.text)
      hiddenField("back", here)
      if isWatched { hiddenField("stop", "true") }
      button(
        .class("second"),
        .aria(
          "label", say(isWatched ? "watch.stop.of" : "watch.start.of", ["name": firm.profile.name])),
        text: say(isWatched ? "watch.stop" : "watch.start"))
    }
  }

  /// The address of this page without what was said on it.
  private var here: String {
    let kept = Query(request.query.items.filter { $0.name != "done" }.map { ($0.name, $0.value) })
    return request.rawPath + (kept.items.isEmpty ? "" : "?" + kept.encoded)
  }

  private func compareBox(_ firm: Organisation) -> Node {
    label(.class("tick")) {
      input(
        .type("checkbox"), .name("startup"), .value(firm.id.text), .attribute("form", "compare"))
      " " + say("startups.tick")
      span(.class("hidden"), text: ": " + firm.profile.name)
    }
  }

  /// The button to which the ticks of a list belong.
  fileprivate var compareForm: Node {
    HTML.form(.id("compare"), .class("inline compare"), .action("/my/startups/compare")) {
      button(.class("second"), text: say("startups.compare"))
      span(.class("help"), text: say("startups.compare.help"))
    }
  }

  /// An entry of the watch list; a firm that is not public any more has only its step.
  fileprivate func watched(
    _ watch: Watch, _ firms: [ID<Organisation>: Organisation], _ own: Organisation
  ) -> Node {
    let firm = firms[watch.organisation]
    return article(.class("card")) {
      h2 {
        if let firm {
          a(.href(firm.path)) { text(firm.profile.name) }
        } else {
          text(say("organisation.not_public"))
        }
      }
      firm.map { publicLine(of: $0) }
      p(.class("line")) {
        span {
          say("watch.since") + " "
          moment(watch.since)
        }
      }
      firm.map { excerpt($0.profile.description) }
      if let firm {
        firmSteps(firm, own)
      } else if actor.parties(towards: own.id).contains(.owner) {
        step(
          "/my/watch", "watch.stop", [("organisation", watch.organisation.text), ("stop", "true")])
      }
    }
  }
}

extension Meeting {
  /// A meeting as somebody sees it who looks for startups: their own mandate first.
  init(_ evidence: MandateEvidence, mandateOf owner: Organisation, _ firm: Organisation) {
    self.init(
      evidence, mandate: owner.profile.evidenceText(evidence.mandateField), firm)
  }

  /// The same for a programme of an incubator.
  init(_ evidence: MandateEvidence, programme: Programme, _ firm: Organisation) {
    self.init(
      evidence,
      mandate: evidence.mandateField == "title" ? programme.title : programme.description, firm)
  }

  private init(_ evidence: MandateEvidence, mandate: String?, _ firm: Organisation) {
    own = Phrase(evidence.mandatePhrase, in: mandate, at: evidence.mandateOffset)
    other = Phrase(
      evidence.organisationPhrase,
      in: firm.profile.evidenceText(evidence.organisationField), at: evidence.organisationOffset)
    concept = evidence.conceptLabel
  }
}
