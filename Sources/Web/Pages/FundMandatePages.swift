import Domain
import HTML
import HTTP
import UseCases

/// `/my/mandate`: what a fund looks for, described once and matched ever after.
extension Site {
  /// The table of these pages.
  var fundMandatePages: [Route] {
    [
      Route(.GET, "/my/mandate", page(member(of: .fund, showMandate))),
      Route(.POST, "/my/mandate", submission(member(of: .fund, submitMandate))),
    ]
  }

  private func mandateForm(_ visit: Visit) -> Form {
    Form(
      name: "mandate",
      fields: [
        FormField(member: "fund.open", kind: .flag),
        FormField(member: "fund.thesis", kind: .text(most: TextLimit.text)),
        FormField(member: "fund.fields", kind: .choices(visit.choices(of: Field.self))),
        FormField(
          member: "fund.technologies", kind: .choices(visit.choices(of: Technology.self))),
        FormField(member: "fund.stages", kind: .choices(visit.choices(of: Stage.self))),
        FormField(member: "fund.ticket_min_vnd", kind: .money),
        FormField(member: "fund.ticket_max_vnd", kind: .money),
        FormField(member: "fund.instruments", kind: .choices(visit.choices(of: Instrument.self))),
        FormField(member: "fund.fund_kind", kind: .choice(visit.choices(of: FundKind.self))),
        FormField(member: "fund.provinces", kind: .choices(visit.provinces)),
      ])
  }

  func showMandate(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let form = mandateForm(visit)
    return visit.show(
      mandatePage(
        visit, own, FormState(form: form, values: FormValues(record: own.json, form: form))))
  }

  private func mandatePage(_ visit: Visit, _ own: Organisation, _ state: FormState) -> WebPage {
    let rules = visit.rules(for: own.profile.fund?.fundKind)
    return WebPage(visit.say("mandate.title"), lead: visit.say("mandate.lead")) {
      visit.problems(of: state)
      div(.class("beside")) {
        if visit.actor.parties(towards: own.id).contains(.owner) {
          visit.postForm("/my/mandate", .data("keep", "true")) {
            visit.versionField(own.version)
            visit.fields(of: state)
            button(text: visit.say("mandate.save"))
          }
        } else {
          section { visit.mandate(own.profile.fund) }
        }
        aside {
          rules
          p { a(.href("/my/startups"), text: visit.say("mandate.startups")) }
        }
      }
    }
  }

  func submitMandate(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let form = mandateForm(visit)
    do throws(DomainError) {
      _ = try registry.updateOrganisation(
        own.id.text, patch: form.patch(from: FormValues(visit.posted), of: own.json),
        expecting: visit.expectedVersion, by: visit.actor)
    } catch {
      return try visit.again(form, error) { mandatePage(visit, own, $0) }
    }
    return try visit.goOn(to: "/my/mandate", done: "mandate_saved")
  }
}

extension Visit {
  /// What the law sets for a kind of fund today, each rule with its document and clause.
  func rules(for kind: FundKind?) -> Node {
    let rules = site.registry.fundRules.inForce(for: kind, on: site.registry.now.dayInVietnam)
    return section(.class("notice")) {
      h2(text: say("mandate.rules"))
      if let kind {
        p { strong(text: word(kind)) }
      } else {
        p(text: say("mandate.rules.no_kind"))
      }
      if kind != nil, rules.isEmpty { p(text: say("mandate.rules.none")) }
      ul {
        for rule in rules {
          li {
            text(language.pick(rule.text))
            " "
            small {
              inVietnamese(rule.source, .text(rule.source))
              " · " + say("mandate.rules.since", ["day": Figures.day(rule.validFrom)])
                + " · " + word(rule.effect)
            }
          }
        }
      }
    }
  }
}
