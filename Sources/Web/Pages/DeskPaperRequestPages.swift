import Domain
import HTML
import HTTP
import UseCases

/// `/desk/data-requests/new`: a request about personal data that came on paper (Law 91/2025/QH15),
/// entered by an officer; its clock runs from the moment at which it came in.
extension Site {
  private func paperForm(_ visit: Visit) -> Form {
    Form(
      name: "paper_request",
      fields: [
        FormField(
          member: "kind", kind: .choice(visit.choices(of: DataRequest.Kind.self)),
          isRequired: true),
        FormField(member: "applicant", kind: .text(most: 1000)),
      ]
        // Officers of DOST do not look people's accounts up.
        + (visit.actor.role == .admin ? [FormField(member: "account", kind: .email)] : []) + [
          FormField(member: "received_at", kind: .moment),
          FormField(member: "purpose", kind: .choice(visit.choices(of: ConsentPurpose.self))),
          FormField(member: "details", kind: .text(most: 5000)),
        ])
  }

  func showPaperRequest(_ visit: Visit) throws(DomainError) -> Response {
    visit.show(paperPage(visit, FormState(form: paperForm(visit))))
  }

  private func paperPage(_ visit: Visit, _ state: FormState) -> WebPage {
    let today = registry.now.dayInVietnam
    let rules: [(DataRequest.Kind, DataRight)] = DataRequest.Kind.allCases.compactMap { kind in
      registry.dataRights.rule(for: kind, on: today).map { (kind, $0) }
    }
    var page = WebPage(visit.say("requests.new"), lead: visit.say("requests.new.lead")) {
      visit.problems(of: state)
      visit.postForm("/desk/data-requests/new", .data("keep", "true")) {
        visit.fields(of: state)
        button(text: visit.say("requests.new.button"))
      }
      visit.part(
        "requests.clock",
        [
          visit.dataTable(
            ["requests.kind", "requests.reply_within", "requests.act_within", "requests.law"],
            caption: visit.say("requests.clock"),
            rows: rules.map { kind, rule in
              [
                .text(visit.word(kind)),
                .text(
                  visit.say("requests.working_days", ["count": String(rule.replyWorkingDays)])),
                .text(visit.say("requests.days", ["count": String(rule.actDays)])),
                .text(visit.language.pick(rule.text)),
              ]
            })
        ])
    }
    page.trail = [
      ("/desk", visit.say("nav.desk")), ("/desk/data-requests", visit.say("desk.requests")),
    ]
    return page
  }

  func submitPaperRequest(_ visit: Visit) throws(DomainError) -> Response {
    let form = paperForm(visit)
    do throws(DomainError) {
      var record = form.record(from: FormValues(visit.posted))
      // Without somebody named it would count as the officer's own.
      if record["applicant"] == nil, record["account"] == nil {
        throw .invalid([Fault("/applicant", .missing)])
      }
      if let address = record["account"]?.text {
        record = record.merging(["account": .string(try accountID(of: address, visit))])
      }
      let made = try registry.createDataRequest(record, by: visit.actor, key: visit.formKey)
      return try visit.goOn(to: "/desk/data-requests/" + made.id.text, done: "request_entered")
    } catch {
      return try visit.again(form, error) { paperPage(visit, $0) }
    }
  }

  private func accountID(of address: String, _ visit: Visit) throws(DomainError) -> String {
    do throws(DomainError) {
      return try registry.account(address, by: visit.actor).account.id.text
    } catch {
      guard case .notFound = error else { throw error }
      throw .invalid([Fault("/account", .notFound, found: address)])
    }
  }
}
