import Domain
import HTML
import HTTP
import UseCases

/// `/register`, `/confirm` and `/reset`: how somebody comes to an account, and back into it.
extension Site {
  /// The table of these pages.
  var registrationPages: [Route] {
    [
      Route(.GET, "/register", openPage(showRegister)),
      Route(.POST, "/register", submission(submitRegister)),
      Route(.GET, "/confirm", openPage(showConfirm)),
      Route(.POST, "/confirm", submission(submitConfirm)),
      Route(.GET, "/reset", openPage(showReset)),
      Route(.POST, "/reset", submission(submitReset)),
      Route(.POST, "/reset/complete", submission(submitNewPassword)),
    ]
  }

  /// The cookie that keeps as what somebody came, until they register an organisation.
  static let comingCookie = "innoreg-as"
  /// As what people come, and which kind of organisation that makes; see the home page's doors.
  static let comings: [String: OrganisationKind] = [
    "startup": .startup, "solver": .technologyFirm, "fund": .fund, "incubator": .incubator,
    "agency": .agency,
  ]

  private func registration(_ visit: Visit) -> Form {
    Form(
      name: "register",
      fields: [
        FormField(member: "name", kind: .line(most: 200), isRequired: true),
        FormField(member: "email", kind: .email, isRequired: true),
        FormField(member: "password", kind: .password(isNew: true), isRequired: true),
        FormField(member: "language", kind: .choice(visit.choices(of: Language.self))),
      ])
  }

  func showRegister(_ visit: Visit) throws(DomainError) -> Response {
    var state = FormState(form: registration(visit))
    state.values = FormValues(Query([("language", visit.language.rawValue)]))
    return visit.show(registerPage(visit, state, coming: visit.request.query["as"]))
  }

  private func registerPage(_ visit: Visit, _ state: FormState, coming: String?) -> WebPage {
    WebPage(visit.say("register.title"), lead: visit.say("register.lead")) {
      visit.problems(of: state)
      if let coming, Self.comings[coming] != nil {
        p(.class("notice"), text: visit.say("register.as.\(coming)"))
      }
      visit.postForm("/register") {
        if let coming { visit.hiddenField("as", coming) }
        visit.fields(of: state)
        button(text: visit.say("register.button"))
      }
      p {
        visit.say("register.have") + " "
        a(.href("/login"), text: visit.say("nav.login"))
      }
    }
  }

  func submitRegister(_ visit: Visit) throws(DomainError) -> Response {
    let form = registration(visit)
    let coming = visit.filled("as").flatMap { Self.comings[$0] == nil ? nil : $0 }
    do throws(DomainError) {
      try registry.register(form.record(from: FormValues(visit.posted)), from: visit.origin)
    } catch {
      return try visit.again(form, error) { registerPage(visit, $0, coming: coming) }
    }
    var response = try visit.goOn(to: "/confirm", done: "registered")
    if let coming {
      guard var cookie = SetCookie(Self.comingCookie, coming) else {
        throw .internalFault("cookie")
      }
      cookie.maxAge = 86_400
      response.headers.append("Set-Cookie", cookie.headerValue)
    }
    return response
  }

  private static let confirmation = Form(
    name: "confirm",
    fields: [FormField(member: "password", kind: .password(isNew: false), isRequired: true)])

  func showConfirm(_ visit: Visit) throws(DomainError) -> Response {
    guard let token = visit.request.query["token"] else {
      return visit.show(
        WebPage(visit.say("confirm.sent.title")) {
          p(text: visit.say("confirm.sent"))
          p(.class("help"), text: visit.say("confirm.sent.help"))
        })
    }
    return visit.show(confirmPage(visit, FormState(form: Self.confirmation), token: token))
  }

  private func confirmPage(_ visit: Visit, _ state: FormState, token: String) -> WebPage {
    WebPage(visit.say("confirm.title"), lead: visit.say("confirm.lead")) {
      visit.linkProblems(of: state)
      visit.postForm("/confirm") {
        visit.hiddenField("token", token)
        visit.fields(of: state)
        button(text: visit.say("confirm.button"))
      }
    }
  }

  /// Confirms the account and logs its person in, who has just shown their password.
  func submitConfirm(_ visit: Visit) throws(DomainError) -> Response {
    let (token, password) = (visit.posted["token"] ?? "", visit.posted["password"] ?? "")
    let account: Account
    do throws(DomainError) {
      account = try registry.confirm(
        ["token": .string(token), "password": .string(password)], from: visit.origin)
    } catch {
      return try visit.again(Self.confirmation, error) { confirmPage(visit, $0, token: token) }
    }
    let signedIn = try registry.signIn(
      ["email": .string(account.email), "password": .string(password)], inSteps: true,
      from: visit.origin)
    var response = try visit.goOn(to: "/my", done: "confirmed")
    try response.set(Self.sessionCookie, signedIn.secret, for: signedIn.session)
    return response
  }

  private static let forgotten = Form(
    name: "reset", fields: [FormField(member: "email", kind: .email, isRequired: true)])
  private static let renewal = Form(
    name: "reset",
    fields: [FormField(member: "password", kind: .password(isNew: true), isRequired: true)])

  func showReset(_ visit: Visit) throws(DomainError) -> Response {
    if let token = visit.request.query["token"] {
      guard let link = try registry.passwordLink(token) else {
        let state = try FormState(form: Self.forgotten).refused(Self.ended, visit.posted)
        return visit.show(resetPage(visit, state))
      }
      return visit.show(renewalPage(visit, FormState(form: Self.renewal), link, token: token))
    }
    return visit.show(resetPage(visit, FormState(form: Self.forgotten)))
  }

  /// Said above the form that asks for a new link.
  private static let ended = DomainError.invalid([Fault("/token", .ended)])

  private func resetPage(_ visit: Visit, _ state: FormState) -> WebPage {
    WebPage(visit.say("reset.title"), lead: visit.say("reset.lead")) {
      visit.linkProblems(of: state)
      visit.postForm("/reset") {
        visit.fields(of: state)
        button(text: visit.say("reset.button"))
      }
    }
  }

  func submitReset(_ visit: Visit) throws(DomainError) -> Response {
    do throws(DomainError) {
      try registry.requestPasswordReset(
        Self.forgotten.record(from: FormValues(visit.posted)), from: visit.origin)
    } catch {
      return try visit.again(Self.forgotten, error) { resetPage(visit, $0) }
    }
    return try visit.goOn(to: "/reset", done: "reset_sent")
  }

  private func renewalPage(
    _ visit: Visit, _ state: FormState, _ link: PasswordLink, token: String
  ) -> WebPage {
    let (title, lead) =
      link == .first
      ? (visit.say("reset.first.title"), visit.say("reset.first.lead"))
      : (visit.say("reset.new.title"), visit.say("reset.new.lead"))
    return WebPage(title, lead: lead) {
      visit.linkProblems(of: state)
      visit.postForm("/reset/complete") {
        visit.hiddenField("token", token)
        visit.fields(of: state)
        button(text: visit.say("reset.new.button"))
      }
    }
  }

  func submitNewPassword(_ visit: Visit) throws(DomainError) -> Response {
    let token = visit.posted["token"] ?? ""
    do throws(DomainError) {
      try registry.completePasswordReset(
        ["token": .string(token), "password": .string(visit.posted["password"] ?? "")],
        from: visit.origin)
    } catch {
      guard let link = try registry.passwordLink(token) else {
        return try visit.again(Self.forgotten, Self.ended) { resetPage(visit, $0) }
      }
      return try visit.again(Self.renewal, error) {
        renewalPage(visit, $0, link, token: token)
      }
    }
    return try visit.goOn(to: "/login", done: "password_set")
  }
}

extension Visit {
  /// What was wrong with a form behind a link; of the link itself it says that in words, since it
  /// is no field that anybody fills in.
  fileprivate func linkProblems(of state: FormState) -> Node {
    var state = state
    let isEnded = state.faults.contains { $0.path == "/token" }
    state.faults.removeAll { $0.path == "/token" }
    return .group([
      isEnded
        ? div(.class("faults"), .role("alert")) {
          h2(text: say("link.ended"))
          p(text: say("link.ended.help"))
        } : .nothing,
      problems(of: state),
    ])
  }
}
