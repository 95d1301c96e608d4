import Domain
import HTML

/// The minutes of how the proposals for a problem were judged, as a page to print and sign.
///
/// Whatever people wrote is text here and never markup, see `Node`.
struct MinutesPage {
  let deliberation: Deliberation
  let messages: Messages
  let codes: CodeBook
  let language: Language

  private static let html = Tag("html")
  private static let head = Tag("head")
  private static let meta = Tag("meta")
  private static let link = Tag("link")
  private static let title = Tag("title")
  private static let body = Tag("body")
  private static let main = Tag("main")
  private static let div = Tag("div")
  private static let section = Tag("section")
  private static let h1 = Tag("h1")
  private static let h2 = Tag("h2")
  private static let h3 = Tag("h3")
  private static let p = Tag("p")
  private static let strong = Tag("strong")
  private static let table = Tag("table")
  private static let thead = Tag("thead")
  private static let tbody = Tag("tbody")
  private static let tr = Tag("tr")
  private static let th = Tag("th")
  private static let td = Tag("td")
  private static let ol = Tag("ol")
  private static let li = Tag("li")

  /// The page as it is sent.
  var bytes: [UInt8] { Renderer.page(root) }

  private var problem: Problem { deliberation.problem }
  private var plan: ReviewPlan { deliberation.plan }

  private var root: Node {
    Self.html(.lang(language.rawValue)) {
      Self.head {
        Self.meta(.attribute("charset", "utf-8"))
        Self.meta(
          .name("viewport"), .attribute("content", "width=device-width, initial-scale=1"))
        Self.meta(.name("color-scheme"), .attribute("content", "light dark"))
        Self.link(.rel("stylesheet"), .href(StaticFile.style.path))
        Self.link(.rel("icon"), .type("image/svg+xml"), .href(StaticFile.icon.path))
        Self.title(text: phrase("title") + " – " + (problem.code ?? problem.statement.title))
      }
      Self.body {
        Self.main(.class("minutes")) {
          Self.h1(text: phrase("title"))
          Self.p { Self.strong(text: phrase("not_tender")) }
          opening
          criteria
          ranking
          for entry in deliberation.cases { proposal(entry) }
          acts
          signatures
        }
      }
    }
  }

  private var opening: Node {
    Self.section {
      Self.h2(text: phrase("problem"))
      grid(
        phrase("problem"),
        [
          (
            phrase("problem"),
            [problem.code, problem.statement.title].compactMap(\.self).joined(separator: " – ")
          ),
          (phrase("document"), document),
          (phrase("mechanism"), problem.statement.mechanism.map { label($0) }),
          (phrase("status"), label(problem.status)),
          (phrase("reason"), problem.statusReason ?? problem.ending.map(reason)),
          (
            phrase("opened"),
            "\(deliberation.opening.at.textInVietnam), \(deliberation.name(of: deliberation.opening.by)), "
              + messages(
                "minutes.proposals", language,
                ["count": String(deliberation.opening.proposals.count)])
          ),
          (phrase("made_at"), deliberation.at.textInVietnam),
        ])
      if !deliberation.isComplete { Self.p { Self.strong(text: phrase("incomplete")) } }
    }
  }

  private var document: String? {
    deliberation.document.map { document in
      let terms = document.particulars
      return [terms.number, Figures.day(terms.date), terms.issuer].compactMap(\.self).joined(
        separator: ", ")
    }
  }

  private var criteria: Node {
    Self.section {
      Self.h2(text: phrase("criteria"))
      rows(
        phrase("criteria"),
        [phrase("criterion"), phrase("weight"), phrase("max_points"), phrase("guidance")],
        plan.criteria.map {
          [$0.title(language), "\($0.weight) %", String($0.maxPoints), $0.guidance(language) ?? ""]
        })
      if plan.isBlindToSolver { Self.p(text: phrase("blind")) }
    }
  }

  private var ranking: Node {
    Self.section {
      Self.h2(text: phrase("ranking"))
      Self.p(text: phrase("rules"))
      rows(
        phrase("ranking"),
        [
          phrase("rank"), phrase("proposal"), phrase("status"), phrase("score"), phrase("mean"),
          phrase("spread"),
          phrase("counted"), phrase("cost"),
        ],
        deliberation.cases.map { entry in
          let standing = entry.standing
          return [
            standing?.rank.map {
              String($0) + (standing?.isTied == true ? " (\(phrase("tied")))" : "")
            }
              ?? "–",
            entry.organisation, label(entry.proposal.status), number(standing?.score),
            number(standing?.mean), spread(standing),
            String(standing?.totals.count ?? 0)
              + (standing?.isThin == true ? " (\(phrase("thin")))" : ""),
            entry.proposal.offer?.costVND.map { Figures.moneyTold($0, language) } ?? "",
          ]
        })
    }
  }

  private func spread(_ standing: Ranking.Standing?) -> String {
    guard let standing, let min = standing.min, let max = standing.max else { return "" }
    return "\(number(min))–\(number(max)); σ \(number(standing.deviation))"
  }

  private func proposal(_ entry: Deliberation.Case) -> Node {
    Self.section {
      Self.h2(text: phrase("proposal") + ": " + entry.organisation)
      grid(
        phrase("proposal") + ": " + entry.organisation,
        [
          (phrase("identifier"), entry.proposal.id.text),
          (
            phrase("partners"),
            entry.partners.isEmpty ? nil : entry.partners.joined(separator: "; ")
          ),
          (phrase("status"), label(entry.proposal.status)),
          (phrase("feedback"), entry.feedback?.text),
        ])
      Self.h3(text: phrase("reviewers"))
      rows(
        phrase("reviewers") + ": " + entry.organisation,
        [
          phrase("reviewer"), phrase("declaration"), phrase("status"), phrase("reason"),
          phrase("total"),
        ],
        entry.reviews.map { review, name in
          [
            name, declaration(of: review), label(review.status),
            review.bar.map { label($0.kind) } ?? review.statusReason ?? "",
            review.lockedAt == nil ? "" : number(review.scorecard.total(by: plan)),
          ]
        })
      scores(of: entry)
      Self.h3(text: phrase("decisions"))
      rows(
        phrase("decisions") + ": " + entry.organisation,
        [phrase("date"), phrase("decision"), phrase("reason"), phrase("by")],
        entry.decisions.map {
          [$0.at.textInVietnam, label($0.event), $0.reason ?? "", deliberation.name(of: $0.by)]
        })
    }
  }

  private func declaration(of review: Review) -> String {
    guard let declaration = review.declaration else { return "–" }
    let grounds = declaration.grounds.map { ": " + $0 } ?? ""
    return label(declaration.conflict) + grounds + " (\(declaration.at.textInVietnam))"
  }

  /// One line for each criterion: what each reviewer gave, and every version of the consensus.
  private func scores(of entry: Deliberation.Case) -> Node {
    let given = entry.reviews.filter { $0.review.lockedAt != nil }
    let heads =
      [phrase("criterion")] + given.map(\.reviewer)
      + entry.consensus.map { "\(phrase("consensus")) \($0.version)" }
    var lines = plan.criteria.map { criterion in
      [criterion.title(language)]
        + given.map { scored($0.review.scorecard, criterion) }
        + entry.consensus.map { scored($0.scorecard, criterion) }
    }
    lines.append(
      [phrase("total")] + given.map { number($0.review.scorecard.total(by: plan)) }
        + entry.consensus.map { number($0.scorecard.total(by: plan)) })
    lines.append(
      [phrase("remark")] + given.map { $0.review.scorecard.remark ?? "" }
        + entry.consensus.map { $0.scorecard.remark ?? "" })
    return .group(
      [
        Self.h3(text: phrase("scores")),
        rows(phrase("scores") + ": " + entry.organisation, heads, lines),
      ]
        + entry.consensus.compactMap { version in
          version.reason.map {
            Self.p(
              text: "\(phrase("consensus")) \(version.version), \(version.at.textInVietnam), "
                + "\(deliberation.name(of: version.by)): \($0)")
          }
        })
  }

  private func scored(_ card: Scorecard, _ criterion: Criterion) -> String {
    guard let score = card.scores.first(where: { $0.criterion == criterion.key }) else { return "" }
    return number(score.points) + (score.remark.map { ": " + $0 } ?? "")
  }

  private var acts: Node {
    Self.section {
      Self.h2(text: phrase("acts"))
      rows(
        phrase("acts"), [phrase("date"), phrase("decision"), phrase("reason")],
        deliberation.acts.map {
          [$0.at.textInVietnam, label($0.kind), $0.reason ?? reason(of: $0) ?? ""]
        })
    }
  }

  private var signatures: Node {
    let people = deliberation.cases.flatMap(\.counted).map(\.reviewer)
    var names: [String] = []
    for name in people where !names.contains(name) { names.append(name) }
    return Self.section {
      Self.h2(text: phrase("signatures"))
      rows(
        phrase("signatures"), [phrase("role"), phrase("name"), phrase("signature")],
        [[phrase("chair"), "", ""], [phrase("secretary"), "", ""]]
          + names.map { [phrase("reviewer"), $0, ""] })
      Self.p(text: phrase("not_tender"))
    }
  }

  /// A table that can be scrolled where it is wider than the page, under the name of its part.
  private func framed(_ name: String, _ table: Node) -> Node {
    Self.div(
      .class("scroll"), .role("region"), .aria("label", name), .attribute("tabindex", "0")
    ) { table }
  }

  private func grid(_ name: String, _ pairs: [(String, String?)]) -> Node {
    let table = Self.table {
      Self.tbody {
        for (name, value) in pairs {
          if let value, !value.isEmpty {
            Self.tr {
              Self.th(.attribute("scope", "row"), text: name)
              cell(value)
            }
          }
        }
      }
    }
    return framed(name, table)
  }

  private func rows(_ name: String, _ heads: [String], _ lines: [[String]]) -> Node {
    guard !lines.isEmpty else { return Self.p(text: phrase("none")) }
    let table = Self.table {
      Self.thead {
        Self.tr { for head in heads { Self.th(.attribute("scope", "col"), text: head) } }
      }
      Self.tbody {
        for line in lines { Self.tr { for value in line { cell(value) } } }
      }
    }
    return framed(name, table)
  }

  private func cell(_ text: String) -> Node {
    language.mustMark(text) ? Self.td(.lang("vi"), text: text) : Self.td(text: text)
  }

  private func phrase(_ key: String) -> String { messages("minutes.\(key)", language) }

  /// The coded reason of an ending, in words.
  private func reason(_ ending: Problem.Ending) -> String {
    switch ending {
    case .noAward(let reason): label(reason)
    case .cancelled(let reason): label(reason)
    case .closedEarly(let reason): label(reason)
    }
  }

  private func reason(of act: ProblemAct) -> String? {
    act.code.map { language.pick(codes.label(act.kind.reasons, $0)) }
  }

  private func label<C: Code>(_ code: C) -> String { language.pick(codes.label(code)) }

  private func number(_ number: Hundredths?) -> String {
    let text = number?.description ?? ""
    return language == .vi ? text.replacing(".", with: ",") : text
  }
}
