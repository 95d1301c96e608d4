import Domain
import HTML
import HTTP
import Matching
import UseCases

/// `/my/startups/compare`: up to four startups side by side.
extension Site {
  /// More would not be read beside each other.
  private static let mostCompared = 4

  func compareStartups(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let asked = visit.request.query.all("startup")
    let list = try registry.startups(
      forFund: own.id.text, limit: Self.rankedStartups, by: visit.actor
    ).list
    var compared: [Compared] = []
    for name in asked.prefix(Self.mostCompared)
    where !compared.contains(where: { $0.firm.id.text == name }) {
      if let (record, match) = list.matches.first(where: { $0.record.organisation.id.text == name })
      {
        compared.append(
          Compared(firm: record.organisation, match: match, conflict: record.conflict))
      } else {
        let barred = list.excluded.first { $0.record.organisation.id.text == name }
        var firm = barred?.record.organisation
        if firm == nil { firm = try registry.organisation(name, by: visit.actor) }
        if let firm { compared.append(Compared(firm: firm, exclusion: barred?.exclusion)) }
      }
    }
    var page = WebPage(visit.say("compare.title"), lead: visit.say("compare.lead")) {
      if asked.count > Self.mostCompared {
        p(.class("notice"), text: visit.say("compare.most"))
      }
      if compared.isEmpty {
        p(.class("nothing"), text: visit.say("compare.none"))
      } else {
        visit.comparison(compared)
      }
    }
    page.isWide = true
    page.trail = [
      ("/my", visit.say("nav.my")), ("/my/startups", visit.say("startups.title")),
    ]
    return visit.show(page)
  }
}

/// One column of a comparison.
private struct Compared {
  /// The firm.
  let firm: Organisation
  /// How well it fits; nil where it is not among those that do.
  var match: MandateMatch?
  /// Why it is barred, if it is.
  var exclusion: MandateExclusion?
  /// With whom of the portfolio it competes.
  var conflict: PortfolioConflict?
}

extension Visit {
  fileprivate func comparison(_ compared: [Compared]) -> Node {
    let rows: [(key: String, cell: (Compared) -> Node)] = [
      ("compare.score", score), ("compare.reasons", reasons),
      (
        "compare.stage", { $0.firm.profile.startup?.stage.map { .text(self.word($0)) } ?? .nothing }
      ),
      (
        "compare.raising",
        { $0.firm.profile.startup?.raisingVND.map { .text(self.money($0)) } ?? .nothing }
      ),
      ("compare.traction", { self.excerpt($0.firm.profile.startup?.traction) }),
      ("compare.place", { $0.firm.profile.province.map { .text(self.place($0)) } ?? .nothing }),
      ("compare.founded", { $0.firm.profile.founded.map { .text(String($0)) } ?? .nothing }),
      ("compare.employees", { $0.firm.profile.employees.map { .text(String($0)) } ?? .nothing }),
      ("compare.fields", { self.tags($0.firm.profile.fields) }),
      ("compare.technologies", { self.tags($0.firm.profile.technologies) }),
      ("compare.trl", { $0.firm.profile.trl.map { .text(self.say("trl.\($0)")) } ?? .nothing }),
      ("compare.legal", { self.tags($0.firm.profile.legal.map(\.status)) }),
      ("compare.products", { self.few($0.firm.profile.products) }),
      ("compare.projects", { self.few($0.firm.profile.pastProjects.map(\.title)) }),
      ("compare.conflict", { $0.conflict.map { self.conflictNote($0) } ?? .nothing }),
      ("compare.missing", { $0.match.map { self.missing($0.missing) } ?? .nothing }),
    ]
    let kept = rows.map { row in (row.key, compared.map(row.cell)) }
      .filter { row in row.1.contains { $0 != .nothing } }
    return div(
      .class("scroll"), .role("region"), .aria("label", say("compare.title")),
      .attribute("tabindex", "0")
    ) {
      HTML.table(.class("compared")) {
        caption(.class("hidden"), text: say("compare.title"))
        thead {
          tr {
            th(.attribute("scope", "col")) { span(.class("hidden"), text: say("compare.what")) }
            for item in compared {
              th(.attribute("scope", "col")) {
                a(.href(item.firm.path)) { text(item.firm.profile.name) }
              }
            }
          }
        }
        tbody {
          for (key, cells) in kept {
            tr {
              th(.attribute("scope", "row"), text: say(key))
              for (item, cell) in zip(compared, cells) {
                td(.data("head", item.firm.profile.name)) { cell == .nothing ? "–" : cell }
              }
            }
          }
        }
      }
    }
  }

  private func score(_ item: Compared) -> Node {
    item.match.map { strong(text: Figures.percent($0.score)) }
      ?? .text(say(item.exclusion == nil ? "compare.no_match" : "compare.barred"))
  }

  private func reasons(_ item: Compared) -> Node {
    if let match = item.match { return p(text: language.pick(match.summary)) }
    guard let exclusion = item.exclusion else { return .nothing }
    return ul { for reason in exclusion.reasons { li(text: language.pick(reason.text)) } }
  }

  /// The first texts of a list.
  private func few(_ texts: [String]) -> Node {
    texts.isEmpty ? .nothing : ul { for text in texts.prefix(4) { li { self.text(text) } } }
  }
}
