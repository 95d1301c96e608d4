import Domain
import HTML
import HTTP
import UseCases

/// `/account/security`: sessions and the second factor; `/account/tokens`: access for programs.
///
/// Secrets are shown by the answer to the form itself, once, since they are kept nowhere.
extension Site {
  /// The table of the pages about logging in.
  var securityPages: [Route] {
    let base = "/account/security"
    return [
      Route(.GET, base, page(showSecurity)),
      Route(.POST, base + "/sessions/end", submission(endPageSession)),
      Route(.POST, base + "/sessions/end-others", submission(endOtherPageSessions)),
      Route(.POST, base + "/second-factor", submission(beginSecondFactor)),
      Route(.POST, base + "/second-factor/confirm", submission(confirmSecondFactorPage)),
      Route(.POST, base + "/second-factor/remove", submission(removeSecondFactorPage)),
    ]
  }

  private static let enrolment = Form(
    name: "second_factor",
    fields: [FormField(member: "password", kind: .password(isNew: false), isRequired: true)])
  private static let firstCode = Form(
    name: "second_factor", fields: [FormField(member: "code", kind: .oneTimeCode, isRequired: true)]
  )
  private static let removal = Form(
    name: "second_factor", fields: enrolment.fields + firstCode.fields)

  func showSecurity(_ visit: Visit) throws(DomainError) -> Response {
    visit.show(try securityPage(visit))
  }

  private func securityPage(
    _ visit: Visit, _ state: FormState? = nil
  ) throws(DomainError) -> WebPage {
    let view = try registry.me(by: visit.actor)
    let sessions = try registry.sessions(by: visit.actor)
    let state =
      state ?? FormState(form: view.hasSecondFactor ? Self.removal : Self.enrolment)
    return WebPage(visit.say("account.tab.security")) {
      visit.accountTabs
      visit.problems(of: state)
      section {
        h2(text: visit.say("security.second_factor"))
        if view.hasSecondFactor {
          p(text: visit.say("security.on", ["count": String(view.recoveryCodes)]))
          visit.postForm("/account/security/second-factor/remove") {
            visit.fields(of: state)
            button(.class("second"), text: visit.say("security.remove"))
          }
        } else {
          p(text: visit.say("security.off"))
          visit.postForm("/account/security/second-factor") {
            visit.fields(of: state)
            button(text: visit.say("security.begin"))
          }
        }
      }
      section {
        h2(text: visit.say("security.sessions"))
        visit.sessionTable(sessions)
        if sessions.count > 1 {
          visit.step("/account/security/sessions/end-others", "security.end_others")
        }
      }
    }
  }

  func endPageSession(_ visit: Visit) throws(DomainError) -> Response {
    let id = ID<LoginSession>(visit.filled("session") ?? "")
    try registry.endSession(id, by: visit.actor)
    return try visit.goOn(to: "/account/security", done: "session_ended")
  }

  func endOtherPageSessions(_ visit: Visit) throws(DomainError) -> Response {
    try registry.endOtherSessions(than: visit.session?.id, by: visit.actor)
    return try visit.goOn(to: "/account/security", done: "session_ended")
  }

  func beginSecondFactor(_ visit: Visit) throws(DomainError) -> Response {
    do throws(DomainError) {
      let offer = try registry.enrolSecondFactor(
        Self.enrolment.record(from: FormValues(visit.posted)), by: visit.actor)
      return visit.show(enrolPage(visit, offer, FormState(form: Self.firstCode)))
    } catch {
      return try visit.again(Self.enrolment, error) { state throws(DomainError) in
        try securityPage(visit, state)
      }
    }
  }

  private func enrolPage(
    _ visit: Visit, _ offer: SecondFactorOffer?, _ state: FormState
  ) -> WebPage {
    var page = WebPage(visit.say("security.enrol"), lead: visit.say("security.enrol.lead")) {
      visit.problems(of: state)
      if let offer {
        ol {
          li {
            p(text: visit.say("security.secret"))
            p { code(.class("secret"), text: Self.grouped(offer.secret)) }
            details {
              summary(text: visit.say("security.url"))
              p { code(.class("secret"), text: offer.url) }
            }
          }
          li { p(text: visit.say("security.then")) }
        }
      }
      visit.postForm("/account/security/second-factor/confirm") {
        visit.fields(of: state)
        button(text: visit.say("security.confirm"))
      }
    }
    page.trail = [("/account/security", visit.say("account.tab.security"))]
    return page
  }

  /// A secret in groups of four, as people copy it.
  private static func grouped(_ secret: String) -> String {
    var text = ""
    for (index, character) in secret.enumerated() {
      if index > 0, index.isMultiple(of: 4) { text += " " }
      text.append(character)
    }
    return text
  }

  func confirmSecondFactorPage(_ visit: Visit) throws(DomainError) -> Response {
    let codes: [String]
    do throws(DomainError) {
      codes = try registry.confirmSecondFactor(
        ["code": .string((visit.filled("code") ?? "").filter { $0 != " " })],
        keeping: visit.session?.id, by: visit.actor)
    } catch {
      return try visit.again(Self.firstCode, error) { enrolPage(visit, nil, $0) }
    }
    var page = WebPage(visit.say("security.codes"), lead: visit.say("security.codes.lead")) {
      ul(.class("secrets")) { for text in codes { li { code(text: text) } } }
      p {
        a(.class("button"), .href("/account/security"), text: visit.say("security.codes.kept"))
      }
    }
    page.trail = [("/account/security", visit.say("account.tab.security"))]
    return visit.show(page)
  }

  func removeSecondFactorPage(_ visit: Visit) throws(DomainError) -> Response {
    do throws(DomainError) {
      try registry.removeSecondFactor(
        Self.removal.record(from: FormValues(visit.posted)), by: visit.actor)
    } catch {
      return try visit.again(Self.removal, error) { state throws(DomainError) in
        try securityPage(visit, state)
      }
    }
    return try visit.goOn(to: "/account/security", done: "second_factor_off")
  }

  /// The table of the pages about tokens.
  var tokenPages: [Route] {
    [
      Route(.GET, "/account/tokens", page(showTokens)),
      Route(.POST, "/account/tokens", submission(submitToken)),
      Route(.POST, "/account/tokens/revoke", submission(revokeOwnToken)),
    ]
  }

  private func tokenForm(_ visit: Visit) throws(DomainError) -> Form {
    var choices: [FormField.Choice] = []
    if let id = visit.actor.organisation {
      let own = try registry.organisation(id.text, by: visit.actor)
      choices.append(FormField.Choice(code: id.text, name: own.profile.name))
    }
    return Form(
      name: "token",
      fields: [
        FormField(member: "label", kind: .line(most: 200)),
        FormField(
          member: "scope", kind: .choice(visit.choices(of: Token.Scope.self)), isRequired: true),
        FormField(member: "organisation", kind: .choice(choices)),
        FormField(member: "expires_at", kind: .day, isRequired: true),
      ])
  }

  func showTokens(_ visit: Visit) throws(DomainError) -> Response {
    visit.show(try tokensPage(visit))
  }

  private func tokensPage(
    _ visit: Visit, _ state: FormState? = nil
  ) throws(DomainError) -> WebPage {
    let account = try registry.me(by: visit.actor).account.id
    let tokens = try registry.tokens(by: visit.actor).filter { $0.account == account }
    let form = try tokenForm(visit)
    let state = state ?? FormState(form: form)
    return WebPage(visit.say("account.tab.tokens"), lead: visit.say("tokens.lead")) {
      visit.accountTabs
      visit.problems(of: state)
      visit.part("tokens.list", [visit.tokenTable(tokens)])
      section {
        h2(text: visit.say("tokens.new"))
        visit.postForm("/account/tokens") {
          visit.fields(of: state)
          button(text: visit.say("tokens.button"))
        }
      }
    }
  }

  func submitToken(_ visit: Visit) throws(DomainError) -> Response {
    if let earlier = try visit.landed() { return earlier }
    let form = try tokenForm(visit)
    let secret: String
    do throws(DomainError) {
      secret = try registry.createOwnToken(
        form.record(from: FormValues(visit.posted)), by: visit.actor
      ).secret
    } catch {
      return try visit.again(form, error) { state throws(DomainError) in
        try tokensPage(visit, state)
      }
    }
    visit.lands(at: "/account/tokens?done=token_made_before")
    var page = WebPage(visit.say("tokens.made"), lead: visit.say("tokens.made.lead")) {
      p { code(.class("secret"), text: secret) }
      pre { code(text: "Authorization: Bearer \(secret)") }
      p { a(.class("button"), .href("/account/tokens"), text: visit.say("tokens.kept")) }
    }
    page.trail = [("/account/tokens", visit.say("account.tab.tokens"))]
    return visit.show(page)
  }

  func revokeOwnToken(_ visit: Visit) throws(DomainError) -> Response {
    let account = try registry.me(by: visit.actor).account.id
    let id = visit.filled("token") ?? ""
    guard
      try registry.tokens(by: visit.actor).contains(where: {
        $0.id.text == id && $0.account == account
      })
    else { throw .notFound(aggregate: "token", id: id) }
    try registry.revokeToken(id, by: visit.actor)
    return try visit.goOn(to: "/account/tokens", done: "token_revoked")
  }
}

extension Visit {
  fileprivate func sessionTable(_ sessions: [LoginSession]) -> Node {
    dataTable(
      ["security.since", "security.used", "security.from", "security.step"],
      caption: say("security.sessions"),
      rows: sessions.map { session in
        [
          moment(session.createdAt), moment(session.usedAt),
          .text([session.address, session.userAgent].compactMap { $0 }.joined(separator: " · ")),
          session.id == self.session?.id
            ? strong(text: say("security.current"))
            : step(
              "/account/security/sessions/end", "security.end",
              [("session", session.id.text)]),
        ]
      })
  }

  fileprivate func tokenTable(_ tokens: [Token]) -> Node {
    guard !tokens.isEmpty else { return p(text: say("tokens.none")) }
    return dataTable(
      [
        "tokens.label", "tokens.prefix", "tokens.scope", "tokens.until", "tokens.used",
        "tokens.step",
      ],
      caption: say("tokens.list"),
      rows: tokens.map { token in
        [
          .text(token.label ?? "–"), code(text: token.prefix + "…"), .text(word(token.scope)),
          token.expiresAt.map(moment) ?? "–", .text(token.lastUsed.map(Figures.day) ?? "–"),
          token.revokedAt == nil
            ? step("/account/tokens/revoke", "tokens.revoke", [("token", token.id.text)])
            : .text(say("tokens.revoked")),
        ]
      })
  }
}
