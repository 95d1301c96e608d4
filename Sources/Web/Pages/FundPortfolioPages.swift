import Domain
import HTML
import HTTP
import UseCases

/// `/my/portfolio`: what a fund has invested in, and which of it everybody may know.
extension Site {
  /// The table of these pages.
  var fundPortfolioPages: [Route] {
    let base = "/my/portfolio"
    return [
      Route(.GET, base, page(member(of: .fund, showPortfolio))),
      Route(.GET, base + "/new", page(member(of: .fund, showNewInvestment))),
      Route(.POST, base + "/new", submission(member(of: .fund, submitNewInvestment))),
      Route(.GET, base + "/{id}", page(member(of: .fund, editInvestment))),
      Route(.POST, base + "/{id}", submission(member(of: .fund, submitInvestment))),
    ]
  }

  /// What funds invest in.
  private static let backed = OrganisationKind.allCases.filter { $0 != .fund && $0 != .agency }

  private func investmentForm(_ visit: Visit) -> Form {
    Form(
      name: "investment",
      fields: [
        FormField(member: "organisation", kind: .organisation(Self.backed)),
        FormField(member: "name", kind: .line(most: TextLimit.name)),
        FormField(member: "date", kind: .day, isRequired: true),
        FormField(member: "amount_vnd", kind: .money),
        FormField(member: "share_after", kind: .percent),
        FormField(member: "instrument", kind: .choice(visit.choices(of: Instrument.self))),
        FormField(member: "public", kind: .flag),
        FormField(member: "note", kind: .text(most: 5000)),
      ])
  }

  func showPortfolio(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    var query = QueryReader(visit.request.query)
    _ = query.text("done")
    let page = try registry.investments(
      ofFund: own.id.text, page: try query.page(of: "investments"), by: visit.actor)
    let next = page.next.map { Cursor.encode("investments", $0) }
    let firms = try registry.organisations(
      page.items.compactMap(\.investment.terms.organisation), by: visit.actor)
    let mayEdit = visit.actor.parties(towards: own.id).contains(.owner)
    let rules = visit.rules(for: own.profile.fund?.fundKind)
    return visit.show(
      WebPage(visit.say("portfolio.title"), lead: visit.say("portfolio.lead")) {
        if mayEdit {
          p { a(.class("button"), .href("/my/portfolio/new"), text: visit.say("portfolio.new")) }
        }
        if page.items.isEmpty {
          p(.class("nothing"), text: visit.say("portfolio.none"))
        } else {
          visit.investmentTable(page.items, firms, mayEdit: mayEdit)
        }
        visit.nextPage(next)
        rules
      })
  }

  func showNewInvestment(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let form = investmentForm(visit)
    let chosen = visit.request.query["organisation"].map { Query([("organisation", $0)]) }
    return visit.show(
      investmentPage(
        visit, nil, FormState(form: form, values: chosen.map { FormValues($0) } ?? .init())))
  }

  private func investmentPage(
    _ visit: Visit, _ investment: Investment?, _ state: FormState
  ) -> WebPage {
    let path = "/my/portfolio/" + (investment?.id.text ?? "new")
    var page = WebPage(visit.say(investment == nil ? "portfolio.new" : "portfolio.edit")) {
      visit.problems(of: state)
      visit.postForm(path, .data("keep", "true")) {
        investment.map { visit.versionField($0.version) }
        visit.fields(of: state)
        button(text: visit.say("organisation.save"))
      }
    }
    page.trail = [("/my/portfolio", visit.say("portfolio.title"))]
    return page
  }

  func submitNewInvestment(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let form = investmentForm(visit)
    do throws(DomainError) {
      _ = try registry.createInvestment(
        ofFund: own.id.text, form.record(from: visit.typed(form)), by: visit.actor,
        key: visit.formKey)
    } catch {
      return try visit.again(form, error.withPercents) { investmentPage(visit, nil, $0) }
    }
    return try visit.goOn(to: "/my/portfolio", done: "saved")
  }

  func editInvestment(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let (form, entry) = (investmentForm(visit), try entry(visit, own))
    return visit.show(
      investmentPage(
        visit, entry.investment,
        FormState(form: form, values: FormValues(record: entry.json, form: form))))
  }

  private func entry(_ visit: Visit, _ own: Organisation) throws(DomainError) -> PortfolioEntry {
    try registry.investment(ID(visit.parameter("id")), ofFund: own.id.text, by: visit.actor)
  }

  func submitInvestment(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let (form, before) = (investmentForm(visit), try entry(visit, own))
    do throws(DomainError) {
      _ = try registry.updateInvestment(
        before.investment.id, ofFund: own.id.text,
        patch: form.patch(from: visit.typed(form), of: before.json),
        expecting: visit.expectedVersion, by: visit.actor)
    } catch {
      return try visit.again(form, error.withPercents) {
        investmentPage(visit, before.investment, $0)
      }
    }
    return try visit.goOn(to: "/my/portfolio", done: "saved")
  }
}

extension DomainError {
  /// The same error with shares in per cent, as they are typed, where the record counts hundredths
  /// of them.
  fileprivate var withPercents: DomainError {
    guard case .invalid(let faults) = self else { return self }
    return .invalid(
      faults.map { fault in
        guard fault.path == "/share_after" else { return fault }
        return Fault(
          fault.path, fault.rule, found: fault.found.map(Self.percents),
          accepted: fault.accepted.map(Self.percents))
      })
  }

  private static func percents(_ text: String) -> String {
    var (result, digits) = ("", "")
    func flushed(_ digits: String) -> String {
      Int(digits).map { FormField.percentText($0) + " %" } ?? digits
    }
    // What stands in brackets is the source of a rule, with numbers of its own.
    let end = text.firstIndex(of: "(") ?? text.endIndex
    for character in text[..<end] {
      if character.isASCII, character.isNumber {
        digits.append(character)
      } else {
        result += (digits.isEmpty ? "" : flushed(digits)) + String(character)
        digits = ""
      }
    }
    return result + (digits.isEmpty ? "" : flushed(digits)) + text[end...]
  }
}

extension Visit {
  fileprivate func investmentTable(
    _ entries: [PortfolioEntry], _ firms: [ID<Organisation>: Organisation], mayEdit: Bool
  ) -> Node {
    dataTable(
      [
        "investment.firm", "investment.date", "investment.amount", "investment.share",
        "investment.instrument", "investment.public", "investment.marks",
      ],
      caption: say("portfolio.title"),
      rows: entries.map { entry in
        let terms = entry.investment.terms
        let firm = terms.organisation.flatMap { firms[$0] }
        let name = firm?.profile.name ?? terms.name ?? say("organisation.not_public")
        let path = "/my/portfolio/" + entry.investment.id.text
        return [
          mayEdit ? a(.href(path)) { text(name) } : text(name), .text(Figures.day(terms.date)),
          terms.amountVND.map { .text(money($0)) } ?? "–",
          terms.shareAfter.map { .text(FormField.percentText($0) + "\u{A0}%") } ?? "–",
          terms.instrument.map { .text(word($0)) } ?? "–",
          .text(say(terms.isPublic ? "portfolio.public" : "portfolio.private")),
          marks(entry.warnings),
        ]
      })
  }

  /// The rules that an investment is marked as breaking, each with its source.
  private func marks(_ warnings: [FundRule.Breach]) -> Node {
    warnings.isEmpty
      ? "–"
      : ul(.class("plain")) {
        for warning in warnings {
          li {
            strong(text: say("portfolio.marked") + " ")
            text(language.pick(warning.rule.text))
            " "
            small { inVietnamese(warning.rule.source, .text(warning.rule.source)) }
          }
        }
      }
  }
}
