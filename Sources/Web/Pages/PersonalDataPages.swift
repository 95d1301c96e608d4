import Domain
import HTML
import HTTP
import UseCases

/// `/account/data`: what is kept on somebody, what they have agreed to, and what they ask for.
extension Site {
  /// The table of these pages.
  var personalDataPages: [Route] {
    let base = "/account/data"
    return [
      Route(.GET, base, page(showPersonalData)),
      Route(.GET, base + "/download", page(downloadPersonalData)),
      Route(.POST, base + "/consents", submission(decideConsent)),
      Route(.POST, base + "/requests", submission(submitDataRequest)),
      Route(.POST, base + "/requests/{id}/withdraw", submission(withdrawMyDataRequest)),
    ]
  }

  private func requestForm(_ visit: Visit) -> Form {
    Form(
      name: "data_request",
      fields: [
        FormField(
          member: "kind", kind: .choice(visit.choices(of: DataRequest.Kind.self)),
          isRequired: true),
        FormField(member: "purpose", kind: .choice(visit.choices(of: ConsentPurpose.self))),
        FormField(member: "details", kind: .text(most: 5000)),
      ])
  }

  func showPersonalData(_ visit: Visit) throws(DomainError) -> Response {
    visit.show(try dataPage(visit, FormState(form: requestForm(visit))))
  }

  private func dataPage(_ visit: Visit, _ state: FormState) throws(DomainError) -> WebPage {
    let consents = try registry.consents(by: visit.actor)
    var filter = DataRequestFilter()
    filter.account = visit.actor.account
    let requests = try registry.dataRequests(
      filter, page: PageRequest(limit: 20), by: visit.actor
    ).items
    return WebPage(visit.say("account.tab.data"), lead: visit.say("data.lead")) {
      visit.accountTabs
      visit.problems(of: state)
      p { a(.href("/account/data/download"), text: visit.say("data.download")) }
      section {
        h2(text: visit.say("data.consents"))
        for consent in consents { visit.consent(consent) }
      }
      if !requests.isEmpty {
        section {
          h2(text: visit.say("data.requests"))
          for request in requests { visit.dataRequest(request) }
        }
      }
      section {
        h2(text: visit.say("data.new"))
        visit.postForm("/account/data/requests") {
          visit.fields(of: state)
          button(text: visit.say("data.button"))
        }
      }
    }
  }

  /// Everything that is kept on the visitor, as a file.
  func downloadPersonalData(_ visit: Visit) throws(DomainError) -> Response {
    var response = Response.private(try registry.personalData(by: visit.actor))
    response.headers["Content-Disposition"] = ContentDisposition.attachment("innoreg-data.json")
    return response
  }

  func decideConsent(_ visit: Visit) throws(DomainError) -> Response {
    var decision = visit.record(["purpose"])
    let isGiven = visit.filled("given") == "true"
    if isGiven { decision = decision.merging(visit.record(["version"])) }
    _ = try registry.decide(
      decision.merging(["given": .bool(isGiven)]), by: visit.actor)
    return try visit.goOn(to: "/account/data", done: "saved")
  }

  func submitDataRequest(_ visit: Visit) throws(DomainError) -> Response {
    let form = requestForm(visit)
    do throws(DomainError) {
      _ = try registry.createDataRequest(
        form.record(from: FormValues(visit.posted)), by: visit.actor, key: visit.formKey)
    } catch {
      return try visit.again(form, error) { state throws(DomainError) in
        try dataPage(visit, state)
      }
    }
    return try visit.goOn(to: "/account/data", done: "data_requested")
  }

  func withdrawMyDataRequest(_ visit: Visit) throws(DomainError) -> Response {
    _ = try registry.moveDataRequest(ID(visit.parameter("id")), .withdraw, by: visit.actor)
    return try visit.goOn(to: "/account/data", done: "saved")
  }
}

extension Visit {
  fileprivate func consent(_ view: ConsentView) -> Node {
    article(.class("card")) {
      h3(text: word(view.text.purpose))
      p(text: language.pick(view.text.text))
      p(.class("line")) {
        span(text: say(view.isGiven ? "data.given" : "data.not_given"))
        view.last.map { moment($0.at) }
      }
      step(
        "/account/data/consents", view.isGiven ? "data.take_back" : "data.give",
        [
          ("purpose", view.text.purpose.rawValue), ("version", view.text.version),
          ("given", view.isGiven ? "false" : "true"),
        ])
    }
  }

  fileprivate func dataRequest(_ request: DataRequest) -> Node {
    article(.class("card")) {
      h3(text: "\(request.number) – \(word(request.kind))")
      p(.class("line")) {
        badge(request.status)
        moment(request.receivedAt)
        if let due = request.dueAt {
          span {
            say("data.due") + " "
            moment(due)
          }
        }
      }
      request.details.map { paragraphs($0) }
      request.reply.map { reply in div(.class("notice")) { paragraphs(reply) } }
      request.statusReason.map { p(.class(Tone(request.status).box()), text: $0) }
      if request.status == .received || request.status == .answered {
        step("/account/data/requests/\(request.id)/withdraw", "data.withdraw")
      }
    }
  }
}
