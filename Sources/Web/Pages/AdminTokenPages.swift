import Domain
import HTML
import HTTP
import UseCases

/// `/admin/tokens`: every token of the API, and those that act by themselves.
extension Site {
  /// The table of these pages.
  var adminTokenPages: [Route] {
    [
      Route(.GET, "/admin/tokens", page(administrator(listAllTokens))),
      Route(.POST, "/admin/tokens", submission(administrator(submitSystemToken))),
      Route(.POST, "/admin/tokens/revoke", submission(administrator(revokeAnyToken))),
    ]
  }

  private func tokenForm(_ visit: Visit) -> Form {
    Form(
      name: "system_token",
      fields: [
        FormField(member: "label", kind: .line(most: 200), isRequired: true),
        FormField(member: "role", kind: .choice(visit.choices(of: Role.self)), isRequired: true),
        FormField(
          member: "scope", kind: .choice(visit.choices(of: Token.Scope.self)), isRequired: true),
        FormField(member: "organisation", kind: .organisation([])),
        FormField(member: "expires", kind: .day),
      ])
  }

  func listAllTokens(_ visit: Visit) throws(DomainError) -> Response {
    visit.show(try allTokensPage(visit, FormState(form: tokenForm(visit))))
  }

  /// The newest are what is looked after.
  private static let shownTokens = 200

  private func allTokensPage(_ visit: Visit, _ state: FormState) throws(DomainError) -> WebPage {
    let tokens = Array(try registry.tokens(by: visit.actor).prefix(Self.shownTokens))
    let firms = try registry.organisations(tokens.compactMap(\.organisation), by: visit.actor)
    var page = WebPage(visit.say("admin.tokens"), lead: visit.say("admin.tokens.lead")) {
      visit.problems(of: state)
      if tokens.isEmpty {
        p(.class("nothing"), text: visit.say("tokens.none"))
      } else {
        visit.allTokens(tokens, firms, now: registry.now)
      }
      section {
        h2(text: visit.say("tokens.new"))
        visit.postForm("/admin/tokens") {
          visit.fields(of: state)
          button(text: visit.say("tokens.button"))
        }
      }
    }
    page.isWide = true
    return page
  }

  func submitSystemToken(_ visit: Visit) throws(DomainError) -> Response {
    // The secret is shown once, also where its form comes twice.
    if let earlier = try visit.landed() { return earlier }
    let form = tokenForm(visit)
    let secret: String
    do throws(DomainError) {
      let missing = form.missing(in: FormValues(visit.posted))
      guard missing.isEmpty, let role = visit.filled("role").flatMap(Role.init(rawValue:)),
        let scope = visit.filled("scope").flatMap(Token.Scope.init(rawValue:))
      else { throw .invalid(missing) }
      secret = try registry.createToken(
        role: role, organisation: form.record(from: visit.typed(form))["organisation"]?.text,
        label: visit.filled("label"),
        expiresAt: try expiry(visit.filled("expires")), scope: scope, by: visit.actor
      ).secret
    } catch {
      var told = error
      if case .notFound(_, let id) = error {
        told = .invalid([Fault("/organisation", .notFound, found: id)])
      }
      return try visit.again(form, told) { state throws(DomainError) in
        try allTokensPage(visit, state)
      }
    }
    visit.lands(at: "/admin/tokens?done=token_made_before")
    var page = WebPage(visit.say("tokens.made"), lead: visit.say("tokens.made.lead")) {
      p { code(.class("secret"), text: secret) }
      pre { code(text: "Authorization: Bearer \(secret)") }
      p { a(.class("button"), .href("/admin/tokens"), text: visit.say("tokens.kept")) }
    }
    page.trail = [("/admin/tokens", visit.say("admin.tokens"))]
    return visit.show(page)
  }

  /// The end of the last day on which a token counts.
  private func expiry(_ typed: String?) throws(DomainError) -> Instant? {
    guard let typed else { return nil }
    guard let day = VietnameseDay.read(typed), let end = Instant(rfc3339: day + "T23:59:59+07:00")
    else {
      throw .invalid([Fault("/expires", .badFormat, found: typed, accepted: "dd/mm/yyyy")])
    }
    return end
  }

  func revokeAnyToken(_ visit: Visit) throws(DomainError) -> Response {
    try registry.revokeToken(visit.filled("token") ?? "", by: visit.actor)
    return try visit.goOn(to: "/admin/tokens", done: "token_revoked")
  }
}

extension Visit {
  fileprivate func allTokens(
    _ tokens: [Token], _ firms: [ID<Organisation>: Organisation], now: Instant
  ) -> Node {
    dataTable(
      [
        "tokens.label", "tokens.prefix", "accounts.role", "admin.tokens.for", "tokens.scope",
        "tokens.until", "tokens.used", "tokens.step",
      ],
      caption: say("admin.tokens"),
      rows: tokens.map { token in
        let ended = token.expiresAt.map { $0 <= now } ?? false
        return [
          .text(token.label ?? "–"), code(text: token.prefix + "…"), .text(word(token.role)),
          token.organisation.map { id in text(firms[id]?.profile.name ?? id.text) }
            ?? .text(say(token.account == nil ? "admin.tokens.system" : "admin.tokens.person")),
          .text(word(token.scope)), token.expiresAt.map(moment) ?? "–",
          .text(token.lastUsed.map(Figures.day) ?? "–"),
          token.revokedAt != nil
            ? .text(say("tokens.revoked"))
            : ended
              ? .text(say("admin.tokens.ended"))
              : step("/admin/tokens/revoke", "tokens.revoke", [("token", token.id.text)]),
        ]
      })
  }
}
