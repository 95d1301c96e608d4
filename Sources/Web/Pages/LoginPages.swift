import Domain
import HTML
import HTTP
import UseCases

/// `/login` and `/logout`.
extension Site {
  /// The table of these pages.
  var loginPages: [Route] {
    [
      Route(.GET, "/login", openPage(showLogin)),
      Route(.POST, "/login", submission(submitLogin)),
      Route(.GET, "/login/code", openPage(showLoginCode)),
      Route(.POST, "/login/code", submission(submitLoginCode)),
      Route(.POST, "/logout", submission(submitLogout)),
    ]
  }

  private static let login = Form(
    name: "login",
    fields: [
      FormField(member: "email", kind: .email, isRequired: true),
      FormField(member: "password", kind: .password(isNew: false), isRequired: true),
    ])
  private static let loginCode = Form(
    name: "login", fields: [FormField(member: "code", kind: .oneTimeCode, isRequired: true)])

  func showLogin(_ visit: Visit) throws(DomainError) -> Response {
    let next = LocalPath(visit.request.query["next"] ?? "")
    if visit.person != nil {
      return try visit.goOn(to: next?.text ?? Navigation.start(of: visit.actor))
    }
    return visit.show(loginPage(visit, FormState(form: Self.login), next: next?.text))
  }

  private func loginPage(_ visit: Visit, _ state: FormState, next: String?) -> WebPage {
    WebPage(visit.say("login.title"), lead: next == nil ? nil : visit.say("login.next")) {
      visit.problems(of: state)
      visit.postForm("/login") {
        if let next { visit.hiddenField("next", next) }
        visit.fields(of: state)
        div(.class("actions")) {
          button(text: visit.say("login.button"))
          a(.href("/reset"), text: visit.say("login.forgotten"))
        }
      }
      if openID != nil {
        p {
          a(
            .class("button second"),
            .href("/login/oidc?" + Query([("return_to", next ?? "/my")]).encoded),
            text: visit.say("login.openid"))
        }
      }
      p {
        visit.say("login.none") + " "
        a(.href("/register"), text: visit.say("nav.register"))
      }
    }
  }

  func submitLogin(_ visit: Visit) throws(DomainError) -> Response {
    let next = visit.filled("next").flatMap(LocalPath.init)?.text
    let signedIn: SignedIn
    do throws(DomainError) {
      signedIn = try registry.signIn(
        Self.login.record(from: FormValues(visit.posted)), inSteps: true, from: visit.origin)
    } catch {
      return try visit.again(Self.login, error) { loginPage(visit, $0, next: next) }
    }
    return try landed(signedIn, next)
  }

  /// Gives the browser its session, and leads on: to the second factor where it is owed, else to
  /// where the visitor wanted to be, else to where their work is.
  private func landed(_ signedIn: SignedIn, _ next: String?) throws(DomainError) -> Response {
    let caller =
      signedIn.session.isPending
      ? nil : try registry.caller(session: signedIn.secret, organisation: nil)
    let wanted = next ?? caller.map { Navigation.start(of: $0.actor) } ?? "/my"
    guard let path = Self.landing(signedIn, wanted) else { throw .internalFault("next") }
    var response = Response.redirect(to: path)
    try response.set(Self.sessionCookie, signedIn.secret, for: signedIn.session)
    return response
  }

  func showLoginCode(_ visit: Visit) throws(DomainError) -> Response {
    let next = LocalPath(visit.request.query["next"] ?? "")?.text
    return visit.show(loginCodePage(visit, FormState(form: Self.loginCode), next: next))
  }

  private func loginCodePage(_ visit: Visit, _ state: FormState, next: String?) -> WebPage {
    WebPage(visit.say("login.code.title"), lead: visit.say("login.code.lead")) {
      visit.problems(of: state)
      visit.postForm("/login/code") {
        if let next { visit.hiddenField("next", next) }
        visit.fields(of: state)
        button(text: visit.say("login.button"))
      }
    }
  }

  func submitLoginCode(_ visit: Visit) throws(DomainError) -> Response {
    let next = visit.filled("next").flatMap(LocalPath.init)?.text
    let signedIn: SignedIn
    do throws(DomainError) {
      signedIn = try registry.finishSignIn(
        session: visit.request.cookies[Self.sessionCookie],
        ["code": .string(visit.filled("code") ?? "")], from: visit.origin)
    } catch {
      // The ten minutes for the code are over, or there was no password: it begins anew.
      if case .unauthenticated = error { return try visit.goOn(to: "/login") }
      return try visit.again(Self.loginCode, error) { loginCodePage(visit, $0, next: next) }
    }
    return try landed(signedIn, next)
  }

  func submitLogout(_ visit: Visit) throws(DomainError) -> Response {
    if let session = visit.session { try registry.endSession(session.id, by: visit.actor) }
    var response = try visit.goOn(to: "/", done: "logged_out")
    try response.drop(Self.sessionCookie)
    try response.drop(Self.organisationCookie)
    return response
  }
}

extension Navigation {
  /// Where somebody's work is.
  static func start(of actor: Actor) -> String {
    switch actor.role {
    case .dost, .admin: "/desk"
    case .reviewer: "/reviews"
    case .member, nil: "/my"
    }
  }
}
