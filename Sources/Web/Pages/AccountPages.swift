import Domain
import HTML
import HTTP
import UseCases

/// `/account`: who somebody is here, and for which organisation they act.
extension Site {
  /// The table of these pages.
  var accountPages: [Route] {
    [
      Route(.GET, "/account", page(showAccount)),
      Route(.POST, "/account", submission(submitAccount)),
      Route(.POST, "/account/password", submission(submitPassword)),
      Route(.POST, "/account/organisation", submission(chooseOrganisation)),
      Route(.GET, "/account/notifications", page(showNotificationChoices)),
      Route(.POST, "/account/notifications", submission(submitNotificationChoices)),
    ] + securityPages + tokenPages + personalDataPages
  }

  private func accountForm(_ visit: Visit) -> Form {
    Form(
      name: "account",
      fields: [
        FormField(member: "name", kind: .line(most: 200), isRequired: true),
        FormField(member: "language", kind: .choice(visit.choices(of: Language.self))),
      ])
  }

  private static let passwordForm = Form(
    name: "account",
    fields: [
      FormField(member: "old_password", kind: .password(isNew: false), isRequired: true),
      FormField(member: "password", kind: .password(isNew: true), isRequired: true),
    ])

  func showAccount(_ visit: Visit) throws(DomainError) -> Response {
    visit.show(try accountPage(visit))
  }

  private func accountPage(
    _ visit: Visit, _ state: FormState? = nil, password: FormState? = nil
  ) throws(DomainError) -> WebPage {
    let view = try registry.me(by: visit.actor)
    let form = accountForm(visit)
    let own =
      state ?? FormState(form: form, values: FormValues(record: view.account.json, form: form))
    let other = password ?? FormState(form: Self.passwordForm)
    let memberships = try visit.memberships(of: view)
    return WebPage(visit.say("account.title")) {
      visit.accountTabs
      visit.problems(of: own)
      visit.problems(of: other)
      visit.part("account.memberships", [memberships])
      section {
        h2(text: visit.say("account.person"))
        p(text: visit.say("account.email", ["email": view.account.email]))
        visit.postForm("/account") {
          visit.versionField(view.account.version)
          visit.fields(of: own)
          button(text: visit.say("account.save"))
        }
      }
      section {
        h2(text: visit.say("account.password"))
        visit.postForm("/account/password") {
          visit.versionField(view.account.version)
          visit.fields(of: other)
          button(text: visit.say("account.password.button"))
        }
      }
    }
  }

  func submitAccount(_ visit: Visit) throws(DomainError) -> Response {
    let form = accountForm(visit)
    do throws(DomainError) {
      let view = try registry.me(by: visit.actor)
      let typed = FormValues(visit.posted)
      let missing = form.missing(in: typed)
      guard missing.isEmpty else { throw .invalid(missing) }
      _ = try registry.updateMe(
        form.patch(from: typed, of: view.account.json),
        expecting: visit.expectedVersion, keeping: visit.session?.id, by: visit.actor)
    } catch {
      return try visit.again(form, error) { state throws(DomainError) in
        try accountPage(visit, state)
      }
    }
    return try visit.goOn(to: "/account", done: "saved")
  }

  func submitPassword(_ visit: Visit) throws(DomainError) -> Response {
    do throws(DomainError) {
      _ = try registry.updateMe(
        Self.passwordForm.record(from: FormValues(visit.posted)),
        expecting: visit.expectedVersion, keeping: visit.session?.id, by: visit.actor)
    } catch {
      return try visit.again(Self.passwordForm, error) { state throws(DomainError) in
        try accountPage(visit, password: state)
      }
    }
    return try visit.goOn(to: "/account", done: "password_changed")
  }

  /// Keeps for which organisation somebody acts, if they belong to it.
  func chooseOrganisation(_ visit: Visit) throws(DomainError) -> Response {
    let view = try registry.me(by: visit.actor)
    if visit.filled("office") != nil {
      // Without a choice, whoever has an office acts in it.
      var response = try visit.goOn(to: "/account", done: "in_office")
      try response.drop(Self.organisationCookie)
      return response
    }
    let chosen = visit.filled("organisation")
    guard let chosen, view.memberships.contains(where: { $0.organisation.text == chosen }) else {
      throw .notFound(aggregate: "organisation", id: chosen ?? "")
    }
    var response = try visit.goOn(to: "/my", done: "acting")
    guard var cookie = SetCookie(Self.organisationCookie, chosen) else {
      throw .internalFault("cookie")
    }
    cookie.maxAge = 31_536_000
    response.headers.append("Set-Cookie", cookie.headerValue)
    return response
  }

  private func choicesForm(_ visit: Visit) -> Form {
    let choices = visit.choices(of: MailChoice.self)
    return Form(
      name: "notifications",
      fields: [FormField(member: "mail", kind: .choice(choices), isRequired: true)]
        + NoticeTopic.allCases.filter(\.canBeChosen).map {
          FormField(member: "topics." + $0.rawValue, kind: .choice(choices))
        })
  }

  func showNotificationChoices(_ visit: Visit) throws(DomainError) -> Response {
    visit.show(try choicesPage(visit))
  }

  private func choicesPage(
    _ visit: Visit, _ state: FormState? = nil
  ) throws(DomainError) -> WebPage {
    let settings = try registry.notificationSettings(by: visit.actor)
    let form = choicesForm(visit)
    let state =
      state ?? FormState(form: form, values: FormValues(record: settings.json, form: form))
    return WebPage(
      visit.say("account.notifications"), lead: visit.say("account.notifications.lead")
    ) {
      visit.accountTabs
      visit.problems(of: state)
      visit.postForm("/account/notifications") {
        visit.versionField(settings.version)
        visit.fields(of: state)
        button(text: visit.say("account.save"))
      }
    }
  }

  func submitNotificationChoices(_ visit: Visit) throws(DomainError) -> Response {
    let form = choicesForm(visit)
    do throws(DomainError) {
      let held = try registry.notificationSettings(by: visit.actor)
      _ = try registry.updateNotificationSettings(
        patch: form.patch(from: FormValues(visit.posted), of: held.json),
        expecting: visit.expectedVersion, by: visit.actor)
    } catch {
      return try visit.again(form, error) { state throws(DomainError) in
        try choicesPage(visit, state)
      }
    }
    return try visit.goOn(to: "/account/notifications", done: "saved")
  }
}

extension Visit {
  /// The pages about one's account.
  var accountTabs: Node {
    let tabs = [
      ("/account", "account.tab.person"), ("/account/security", "account.tab.security"),
      ("/account/tokens", "account.tab.tokens"),
      ("/account/notifications", "account.tab.notifications"),
      ("/account/data", "account.tab.data"),
    ]
    return nav(.class("tabs"), .aria("label", say("account.title"))) {
      ul {
        for (path, key) in tabs {
          li {
            a(
              .href(path), request.rawPath == path ? .aria("current", "page") : .flag("", false),
              text: say(key))
          }
        }
      }
    }
  }

  /// Where somebody belongs, and for which of these they act.
  fileprivate func memberships(of view: AccountView) throws(DomainError) -> Node {
    var rows: [[Node]] = []
    for membership in view.memberships {
      let id = membership.organisation
      let name = try site.registry.organisation(id.text, by: acting(for: membership)).profile.name
      let isChosen = actor.organisation == id
      rows.append([
        text(name), .text(word(membership.role)), moment(membership.since),
        isChosen
          ? strong(text: say("account.acting"))
          : step("/account/organisation", "account.act", [("organisation", id.text)]),
      ])
    }
    guard !rows.isEmpty else {
      return p {
        say("account.no_memberships") + " "
        a(.href("/my/organisation/new"), text: say("my.register"))
      }
    }
    let table = dataTable(
      ["account.organisation", "account.role", "account.since", "account.acting_for"],
      caption: say("account.memberships"), rows: rows)
    guard view.account.role != nil, actor.organisation != nil else { return table }
    return .group([
      table, step("/account/organisation", "account.act_in_office", [("office", "true")]),
    ])
  }

  /// The visitor as they would act for another of their organisations, to read its name.
  private func acting(for membership: Membership) -> Actor {
    Actor(
      name: actor.name, role: .member, organisation: membership.organisation,
      membership: membership.role, account: actor.account)
  }
}
