import Domain
import HTML
import HTTP
import UseCases

/// `/my/members`: who belongs to one's organisation; `/invitation`, where invitations lead; and
/// how somebody claims an organisation that nobody acts for.
extension Site {
  /// The table of these pages.
  var myMemberPages: [Route] {
    let base = "/my/members"
    return [
      Route(.GET, base, page(member(listMyMembers))),
      Route(.POST, base, submission(member(inviteMember))),
      Route(.POST, base + "/role", submission(member(changeMyMember))),
      Route(.POST, base + "/end", submission(member(endMyMember))),
      Route(.POST, base + "/withdraw", submission(member(withdrawMyInvitation))),
      Route(.GET, "/invitation", page(showInvitation)),
      Route(.POST, "/invitation", submission(acceptInvitation)),
      Route(.GET, "/organisations/{id}/claim", page(showClaim)),
      Route(.POST, "/my/claims/{id}/withdraw", submission(withdrawMyClaim)),
    ]
  }

  private func inviting(_ visit: Visit) -> Form {
    Form(
      name: "invite",
      fields: [
        FormField(member: "email", kind: .email, isRequired: true),
        FormField(
          member: "role", kind: .choice(visit.choices(of: Membership.Role.self)),
          isRequired: true),
      ])
  }

  func listMyMembers(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    visit.show(try membersPage(visit, own, FormState(form: inviting(visit))))
  }

  private func membersPage(
    _ visit: Visit, _ own: Organisation, _ state: FormState
  ) throws(DomainError) -> WebPage {
    let members = try registry.members(of: own.id.text, by: visit.actor)
    let open = try registry.invitations(to: own.id.text, by: visit.actor)
    let governs = visit.actor.governs(own.id)
    var page = WebPage(visit.say("members.title"), lead: own.profile.name) {
      visit.problems(of: state)
      visit.dataTable(
        ["members.name", "members.email", "account.role", "account.since", "members.step"],
        caption: visit.say("members.title"),
        rows: members.map { visit.memberRow($0, governs: governs) })
      if !open.isEmpty {
        section {
          h2(text: visit.say("members.invited"))
          ul(.class("plain")) {
            for invitation in open {
              li(.class("actions")) {
                span(text: "\(invitation.email) – \(visit.word(invitation.role))")
                span {
                  visit.say("members.until") + " "
                  visit.moment(invitation.expiresAt)
                }
                if governs {
                  visit.step(
                    "/my/members/withdraw", "members.withdraw",
                    [("invitation", invitation.id.text)])
                }
              }
            }
          }
        }
      }
      if governs {
        section {
          h2(text: visit.say("members.invite"))
          visit.postForm("/my/members") {
            visit.fields(of: state)
            button(text: visit.say("members.invite.button"))
          }
        }
      }
    }
    page.trail = [("/my", visit.say("nav.my")), ("/my/organisation", own.profile.name)]
    return page
  }

  func inviteMember(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let form = inviting(visit)
    do throws(DomainError) {
      _ = try registry.invite(
        to: own.id.text, form.record(from: FormValues(visit.posted)), by: visit.actor,
        key: visit.formKey)
    } catch {
      return try visit.again(form, error) { state throws(DomainError) in
        try membersPage(visit, own, state)
      }
    }
    return try visit.goOn(to: "/my/members", done: "member_invited")
  }

  func changeMyMember(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    guard let role = visit.filled("role").flatMap(Membership.Role.init(rawValue:)) else {
      return try visit.goOn(to: "/my/members")
    }
    do throws(DomainError) {
      _ = try registry.changeMember(
        ID(visit.filled("account") ?? ""), of: own.id.text, to: role, by: visit.actor)
    } catch {
      return try refusedMember(visit, own, error)
    }
    return try visit.goOn(to: "/my/members", done: "saved")
  }

  func endMyMember(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let account = ID<Account>(visit.filled("account") ?? "")
    do throws(DomainError) {
      try registry.endMembership(of: account, in: own.id.text, by: visit.actor)
    } catch {
      return try refusedMember(visit, own, error)
    }
    return try visit.goOn(
      to: account == visit.actor.account ? "/my" : "/my/members", done: "member_ended")
  }

  private func refusedMember(
    _ visit: Visit, _ own: Organisation, _ error: DomainError
  ) throws(DomainError) -> Response {
    var state = try FormState(form: inviting(visit)).refused(error, visit.posted)
    state.values = FormValues()
    return visit.showRefused(try membersPage(visit, own, state), error)
  }

  func withdrawMyInvitation(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    try registry.withdrawInvitation(
      ID(visit.filled("invitation") ?? ""), to: own.id.text, by: visit.actor)
    return try visit.goOn(to: "/my/members", done: "saved")
  }

  func showInvitation(_ visit: Visit) throws(DomainError) -> Response {
    guard visit.actor.isKnown else { throw .unauthenticated }
    return visit.show(invitationPage(visit, visit.request.query["token"] ?? "", nil))
  }

  private func invitationPage(_ visit: Visit, _ token: String, _ refusal: DomainError?) -> WebPage {
    WebPage(visit.say("invitation.title"), lead: visit.say("invitation.lead")) {
      if refusal != nil {
        div(.class("faults"), .id("faults"), .role("alert"), .attribute("tabindex", "-1")) {
          h2(text: visit.say("link.ended"))
          p(text: visit.say("invitation.refused"))
        }
      }
      visit.postForm("/invitation") {
        visit.hiddenField("token", token)
        button(text: visit.say("invitation.accept"))
      }
    }
  }

  /// Accepts an invitation, and acts for that organisation from then on.
  func acceptInvitation(_ visit: Visit) throws(DomainError) -> Response {
    let token = visit.posted["token"] ?? ""
    let joined: Member
    do throws(DomainError) {
      joined = try registry.acceptInvitation(["token": .string(token)], by: visit.actor)
    } catch {
      switch error {
      case .invalid, .forbidden:
        return visit.showRefused(invitationPage(visit, token, error), error)
      default: throw error
      }
    }
    var response = try visit.goOn(to: "/my", done: "member_joined")
    guard let cookie = SetCookie(Self.organisationCookie, joined.membership.organisation.text)
    else { throw .internalFault("cookie") }
    response.headers.append("Set-Cookie", cookie.headerValue)
    return response
  }

  private static let claiming = Form(
    name: "claim",
    fields: [
      FormField(member: "grounds", kind: .text(most: 5000), isRequired: true),
      FormField(member: "file", kind: .file),
    ])

  func showClaim(_ visit: Visit) throws(DomainError) -> Response {
    guard visit.actor.isKnown else { throw .unauthenticated }
    let organisation = try registry.organisation(visit.parameter("id"), by: visit.actor)
    return visit.show(
      try claimPage(visit, organisation, FormState(form: Self.claiming)))
  }

  private func claimPage(
    _ visit: Visit, _ organisation: Organisation, _ state: FormState
  ) throws(DomainError) -> WebPage {
    let path = "/organisations/" + organisation.id.text
    let own = try registry.claims(
      organisation: organisation.id.text, statuses: [], page: PageRequest(limit: 10),
      by: visit.actor
    ).items.filter { $0.account == visit.actor.account }
    var page = WebPage(visit.say("claim.title"), lead: organisation.profile.name) {
      p(text: visit.say("claim.help"))
      visit.problems(of: state)
      for claim in own { visit.claim(claim) }
      if !own.contains(where: { $0.status == .open }) {
        visit.fileForm("/my/files", [("claim", organisation.id.text)], button: "claim.button") {
          visit.fields(of: state)
        }
      }
    }
    page.trail = [
      ("/organisations", visit.say("nav.organisations")), (path, organisation.profile.name),
    ]
    return page
  }

  /// Takes a claim with the paper that bears it out, where there is one.
  func submitClaim(_ visit: Visit, on name: String) throws(DomainError) -> Response {
    guard visit.actor.isKnown else { throw .unauthenticated }
    let organisation = try registry.organisation(name, by: visit.actor)
    do throws(DomainError) {
      let typed = FormValues(visit.posted)
      let missing = Self.claiming.missing(in: typed)
      guard missing.isEmpty else { throw .invalid(missing) }
      var claim = Self.claiming.record(from: typed)
      if let file = try storeFileIfAny(visit) {
        claim = claim.merging(["file": .string(file.id.text)])
      }
      _ = try registry.claim(organisation.id.text, claim, by: visit.actor, key: visit.formKey)
    } catch {
      return try visit.again(Self.claiming, error) { state throws(DomainError) in
        try claimPage(visit, organisation, state)
      }
    }
    return try visit.goOn(
      to: "/organisations/\(organisation.id)/claim", done: "claimed")
  }

  func withdrawMyClaim(_ visit: Visit) throws(DomainError) -> Response {
    let claim = try registry.moveClaim(ID(visit.parameter("id")), .withdraw, by: visit.actor)
    return try visit.goOn(to: "/organisations/\(claim.organisation)/claim", done: "saved")
  }
}

extension Visit {
  fileprivate func memberRow(_ member: Member, governs: Bool) -> [Node] {
    let id = member.account.id
    let isSelf = id == actor.account
    let others = Membership.Role.allCases.filter { $0 != member.membership.role }
    return [
      .text(member.account.name), .text(member.account.email),
      .text(word(member.membership.role)), moment(member.membership.since),
      .group([
        governs
          ? div(.class("actions")) {
            for role in others {
              postForm("/my/members/role", .class("inline")) {
                hiddenField("account", id.text)
                hiddenField("role", role.rawValue)
                button(
                  .class("second"), text: say("members.make", ["role": word(role)]))
              }
            }
          } : .nothing,
        governs || isSelf
          ? step(
            "/my/members/end", isSelf ? "members.leave" : "members.end",
            [("account", id.text)]) : .nothing,
      ]),
    ]
  }

  fileprivate func claim(_ claim: Claim) -> Node {
    let events = Claim.lifecycle.events(from: claim.status, as: actor.parties(towards: claim))
    return article(.class("card")) {
      p(.class("line")) {
        badge(claim.status)
        moment(claim.createdAt)
      }
      paragraphs(claim.grounds)
      claim.statusReason.map { p(.class(Tone(claim.status).box()), text: $0) }
      if events.contains(.withdraw) {
        step("/my/claims/\(claim.id)/withdraw", "claim.withdraw")
      }
    }
  }
}
