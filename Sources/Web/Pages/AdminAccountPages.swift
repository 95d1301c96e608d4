import Domain
import HTML
import HTTP
import UseCases

/// `/admin/accounts`: who can log in, with which role, and the way back in for whoever lost it.
extension Site {
  /// The table of these pages.
  var adminAccountPages: [Route] {
    let base = "/admin/accounts"
    return [
      Route(.GET, base, page(administrator(listAccountsPage))),
      Route(.POST, base, submission(administrator(submitNewAccount))),
      Route(.GET, base + "/{id}", page(administrator(showAccountPage))),
      Route(.POST, base + "/{id}", submission(administrator(submitAccountChange))),
      Route(.POST, base + "/{id}/reset", submission(administrator(submitAccountReset))),
    ]
  }

  /// A page for administrators alone.
  func administrator(_ action: @escaping PageAction) -> PageAction {
    { visit throws(DomainError) in
      guard visit.actor.isKnown else { throw .unauthenticated }
      guard visit.actor.role == .admin else {
        throw .forbidden(action: "page.admin", needs: ["admin"])
      }
      return try action(visit)
    }
  }

  private func newAccountForm(_ visit: Visit) -> Form {
    Form(
      name: "new_account",
      fields: [
        FormField(member: "email", kind: .email, isRequired: true),
        FormField(member: "name", kind: .line(most: 200), isRequired: true),
        FormField(member: "role", kind: .choice(visit.accountRoles)),
        FormField(
          member: "language", kind: .choice(visit.choices(of: Language.self)), isRequired: true),
      ])
  }

  func listAccountsPage(_ visit: Visit) throws(DomainError) -> Response {
    visit.show(try accountsPage(visit, FormState(form: newAccountForm(visit))))
  }

  private func accountsPage(
    _ visit: Visit, _ state: FormState
  ) throws(DomainError) -> WebPage {
    var query = QueryReader(visit.request.query)
    _ = query.text("done")
    var filter = AccountFilter()
    filter.roles = query.codes("role", Role.self)
    filter.statuses = query.codes("status", Account.Status.self)
    let name = query.text("email", most: 254)?.trimmed ?? ""
    let page = try registry.accounts(
      filter, page: try query.page(of: "accounts"), by: visit.actor)
    var accounts = page.items
    if !name.isEmpty {
      do throws(DomainError) {
        accounts = [try registry.account(name, by: visit.actor).account]
      } catch {
        guard case .notFound = error else { throw error }
        accounts = []
      }
    }
    let next = name.isEmpty ? page.next.map { Cursor.encode("accounts", $0) } : nil
    return WebPage(visit.say("accounts.title"), lead: visit.say("accounts.lead")) {
      visit.problems(of: state)
      visit.accountFilter(filter, name)
      if accounts.isEmpty {
        p(.class("nothing"), text: visit.say("list.nothing"))
      } else {
        visit.accountTable(accounts)
      }
      visit.nextPage(next)
      section {
        h2(text: visit.say("accounts.new"))
        visit.postForm("/admin/accounts") {
          visit.fields(of: state)
          button(text: visit.say("accounts.create"))
        }
      }
    }
  }

  func submitNewAccount(_ visit: Visit) throws(DomainError) -> Response {
    let form = newAccountForm(visit)
    let made: Account
    do throws(DomainError) {
      made = try registry.createAccount(
        email: visit.filled("email") ?? "", name: visit.filled("name") ?? "",
        language: visit.filled("language").flatMap(Language.init(rawValue:)) ?? .vi,
        role: visit.filled("role").flatMap(Role.init(rawValue:)), by: visit.actor)
    } catch {
      return try visit.again(form, error) { state throws(DomainError) in
        try accountsPage(visit, state)
      }
    }
    return try visit.goOn(to: "/admin/accounts/" + made.id.text, done: "link_sent")
  }

  func showAccountPage(_ visit: Visit) throws(DomainError) -> Response {
    visit.show(try accountPage(visit, nil))
  }

  private func accountPage(_ visit: Visit, _ refusal: FormState?) throws(DomainError) -> WebPage {
    let view = try registry.account(visit.parameter("id"), by: visit.actor)
    let firms = try registry.organisations(view.memberships.map(\.organisation), by: visit.actor)
    var page = WebPage(view.account.name, lead: view.account.email) {
      refusal.map(visit.problems)
      visit.accountFacts(view, firms)
      visit.accountSteps(view)
    }
    page.trail = [("/admin/accounts", visit.say("accounts.title"))]
    return page
  }

  func submitAccountChange(_ visit: Visit) throws(DomainError) -> Response {
    let id = visit.parameter("id")
    do throws(DomainError) {
      let change: Account.Change
      switch visit.filled("change") {
      case "role": change = Account.Change(role: visit.filled("role").flatMap(Role.init(rawValue:)))
      case "disable": change = Account.Change(status: .disabled, reason: visit.filled("reason"))
      case "enable": change = Account.Change(status: .active, reason: nil)
      default: return try visit.goOn(to: "/admin/accounts/" + id)
      }
      _ = try registry.changeAccount(
        id, change, expecting: visit.expectedVersion, by: visit.actor)
    } catch {
      let state = try FormState(form: Form(name: "account", fields: []))
        .refused(error, visit.posted)
      return visit.showRefused(try accountPage(visit, state), error)
    }
    return try visit.goOn(to: "/admin/accounts/" + id, done: "saved")
  }

  func submitAccountReset(_ visit: Visit) throws(DomainError) -> Response {
    let account: Account
    do throws(DomainError) {
      account = try registry.resetAccount(
        visit.parameter("id"), withoutSecondFactor: visit.filled("factor") != nil,
        by: visit.actor)
    } catch {
      let state = try FormState(form: Form(name: "account", fields: []))
        .refused(error, visit.posted)
      return visit.showRefused(try accountPage(visit, state), error)
    }
    return try visit.goOn(to: "/admin/accounts/" + account.id.text, done: "link_sent")
  }
}

extension Visit {
  /// The roles that an administrator gives; members get theirs from their organisation.
  fileprivate var accountRoles: [FormField.Choice] {
    choices(of: Role.self).filter { $0.code != Role.member.rawValue }
  }

  fileprivate func accountFilter(_ filter: AccountFilter, _ name: String) -> Node {
    func select(_ parameter: String, _ choices: [FormField.Choice], _ chosen: String?) -> Node {
      div(.class("field")) {
        label(.for("by-" + parameter), text: say("accounts.\(parameter)"))
        HTML.select(.id("by-" + parameter), .name(parameter)) {
          option(.value(""), text: say("accounts.any"))
          for choice in choices {
            option(
              .value(choice.code), .flag("selected", choice.code == chosen), text: choice.name)
          }
        }
      }
    }
    return HTML.form(
      .class("actions"), .action("/admin/accounts"), .aria("label", say("list.narrow"))
    ) {
      queryField("email", name, type: "search", most: 254)
      select("role", accountRoles, filter.roles.first?.rawValue)
      select("status", choices(of: Account.Status.self), filter.statuses.first?.rawValue)
      button(.class("second"), text: say("list.apply"))
    }
  }

  fileprivate func accountTable(_ accounts: [Account]) -> Node {
    dataTable(
      ["accounts.name", "accounts.email", "accounts.role", "accounts.status", "accounts.made"],
      caption: say("accounts.title"),
      rows: accounts.map { account in
        [
          a(.href("/admin/accounts/" + account.id.text)) { text(account.name) },
          .text(account.email), account.role.map { .text(word($0)) } ?? "–",
          badge(account.status), moment(account.createdAt),
        ]
      })
  }

  fileprivate func accountFacts(
    _ view: AccountView, _ firms: [ID<Organisation>: Organisation]
  ) -> Node {
    let memberships =
      view.memberships.isEmpty
      ? nil
      : ul(.class("plain")) {
        for membership in view.memberships {
          li {
            a(.href("/organisations/" + membership.organisation.text)) {
              text(firms[membership.organisation]?.profile.name ?? membership.organisation.text)
            }
            " (" + word(membership.role) + ")"
          }
        }
      }
    return facts([
      ("accounts.status", badge(view.account.status)),
      ("accounts.role", .text(view.account.role.map(word) ?? say("accounts.no_role"))),
      ("accounts.made", moment(view.account.createdAt)),
      ("accounts.factor", .text(say(view.hasSecondFactor ? "accounts.yes" : "accounts.no"))),
      ("accounts.memberships", memberships),
    ])
  }

  /// What can be done to an account in its state.
  fileprivate func accountSteps(_ view: AccountView) -> Node {
    let account = view.account
    let path = "/admin/accounts/" + account.id.text
    let events = Account.lifecycle.events(from: account.status, as: actor.parties(towards: nil))
    let isLive = account.status == .active || account.status == .unconfirmed
    return .group([
      isLive
        ? section {
          h2(text: say("accounts.change_role"))
          postForm(path) {
            versionField(account.version)
            hiddenField("change", "role")
            div(.class("field")) {
              label(.for("role"), text: say("accounts.role"))
              select(.id("role"), .name("role")) {
                option(.value(""), text: say("accounts.no_role"))
                for choice in accountRoles {
                  option(
                    .value(choice.code), .flag("selected", choice.code == account.role?.rawValue),
                    text: choice.name)
                }
              }
            }
            button(.class("second"), text: say("organisation.save"))
          }
        } : .nothing,
      isLive
        ? section {
          h2(text: say("accounts.reset"))
          p(.class("help"), text: say("accounts.reset.help"))
          postForm(path + "/reset") {
            if view.hasSecondFactor {
              label {
                input(.type("checkbox"), .name("factor"), .value("off"))
                " " + say("accounts.reset.factor")
              }
            }
            p { button(.class("second"), text: say("accounts.reset")) }
          }
        } : .nothing,
      events.contains(.enable)
        ? step(
          path, "accounts.enable", [("change", "enable"), ("version", String(account.version))],
          isMain: true) : .nothing,
      events.contains(.disable)
        ? details(.class("danger")) {
          summary(text: say("accounts.disable"))
          p(.class("help"), text: say("accounts.disable.help"))
          postForm(path) {
            versionField(account.version)
            hiddenField("change", "disable")
            remark("reason", id: "reason", isRequired: true)
            button(.class("second"), text: say("accounts.disable"))
          }
        } : .nothing,
    ])
  }
}
