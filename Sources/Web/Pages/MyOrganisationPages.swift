import Domain
import HTML
import HTTP
import Matching
import UseCases

/// `/my/organisation`: how an organisation is registered, completed and handed in.
extension Site {
  /// The table of these pages.
  var myOrganisationPages: [Route] {
    let base = "/my/organisation"
    return [
      Route(.GET, base + "/new", page(showNewOrganisation)),
      Route(.POST, base + "/new", submission(submitNewOrganisation)),
      Route(.GET, base, page(member(showMyOrganisation))),
      Route(.GET, base + "/edit", page(member(editMyOrganisation))),
      Route(.POST, base, submission(member(submitMyOrganisation))),
      Route(.POST, base + "/submit", submission(member(handInMyOrganisation))),
      Route(.POST, base + "/withdraw", submission(member(withdrawMyOrganisation))),
      Route(.POST, base + "/confirm", submission(member(confirmMyOrganisation))),
      Route(.POST, base + "/revision", submission(member(withdrawMyRevision))),
      Route(.GET, base + "/evidence", page(member(showMyEvidence))),
    ]
  }

  /// A page for somebody who acts for an organisation; who belongs to none is led to where they
  /// register one.
  func member(
    _ action: @escaping @Sendable (Visit, Organisation) throws(DomainError) -> Response
  ) -> PageAction {
    { visit throws(DomainError) in
      guard visit.actor.isKnown else { throw .unauthenticated }
      guard let id = visit.actor.organisation, visit.actor.role == .member else {
        return try visit.goOn(to: "/my")
      }
      return try action(visit, try registry.organisation(id.text, by: visit.actor))
    }
  }

  /// A page for somebody who acts for an organisation of that kind; others are led to where their
  /// own work begins.
  func member(
    of kind: OrganisationKind,
    _ action: @escaping @Sendable (Visit, Organisation) throws(DomainError) -> Response
  ) -> PageAction {
    member { visit, own throws(DomainError) in
      guard own.profile.kind == kind else { return try visit.goOn(to: "/my") }
      return try action(visit, own)
    }
  }

  /// How many seconds after the last key a draft is saved by itself.
  private static let autosavePause = "5"

  func showNewOrganisation(_ visit: Visit) throws(DomainError) -> Response {
    guard visit.actor.isKnown else { throw .unauthenticated }
    let coming = visit.request.cookies[Self.comingCookie].flatMap { Self.comings[$0] }
    let asked = visit.request.query["kind"].flatMap(OrganisationKind.init(rawValue:))
    guard let kind = asked else { return visit.show(kindPage(visit, coming)) }
    let form = OrganisationForm(kind, visit)
    let state = FormState(form: form.form, values: OrganisationForm.first(kind))
    return visit.show(newOrganisationPage(visit, kind, form, state))
  }

  /// The first question: what the organisation is. The rest of the form follows from it.
  private func kindPage(_ visit: Visit, _ coming: OrganisationKind?) -> WebPage {
    let kinds = OrganisationKind.allCases
    let sorted = coming.map { first in [first] + kinds.filter { $0 != first } } ?? kinds
    return WebPage(visit.say("organisation.new"), lead: visit.say("organisation.new.kind")) {
      ul(.class("doors")) {
        for kind in sorted {
          li {
            a(.href("/my/organisation/new?kind=" + kind.rawValue)) {
              strong(text: visit.word(kind))
              span(text: visit.say("organisation.kind.\(kind.rawValue)"))
            }
          }
        }
      }
    }
  }

  private func newOrganisationPage(
    _ visit: Visit, _ kind: OrganisationKind, _ form: OrganisationForm, _ state: FormState
  ) -> WebPage {
    var page = WebPage(visit.say("organisation.new"), lead: visit.say("organisation.new.lead")) {
      visit.problems(of: state)
      visit.postForm("/my/organisation/new", .data("autosave", Self.autosavePause)) {
        visit.hiddenField("kind", kind.rawValue)
        p {
          visit.say("organisation.kind") + ": "
          strong(text: visit.word(kind))
          " "
          a(.href("/my/organisation/new"), text: visit.say("organisation.kind.other"))
        }
        visit.organisationFields(form, state)
        visit.savedLine
        visit.savingButtons
      }
    }
    page.trail = [("/my", visit.say("nav.my"))]
    return page
  }

  func submitNewOrganisation(_ visit: Visit) throws(DomainError) -> Response {
    guard let kind = visit.filled("kind").flatMap(OrganisationKind.init(rawValue:)) else {
      return try visit.goOn(to: "/my/organisation/new")
    }
    let form = OrganisationForm(kind, visit)
    let typed = FormValues(visit.posted)
    func create(_ values: FormValues) throws(DomainError) -> Organisation {
      let record = form.form.record(from: values).merging(["kind": .string(kind.rawValue)])
      return try registry.createOrganisation(record, by: visit.actor, key: visit.formKey).record
    }
    let (made, refusal): (Organisation, DomainError?)
    do throws(DomainError) {
      (made, refusal) = try Self.sparing(form.form, typed, instead: FormValues(), create)
    } catch {
      return try visit.again(form.form, wholly(error, form, typed, kind, visit)) {
        newOrganisationPage(visit, kind, form, $0)
      }
    }
    let owner = visit.acting(for: made)
    var response = try saved(owner, made, form, typed, refusal)
    guard let cookie = SetCookie(Self.organisationCookie, made.id.text) else {
      throw .internalFault("cookie")
    }
    response.headers.append("Set-Cookie", cookie.headerValue)
    try response.drop(Self.comingCookie)
    return response
  }

  /// Keeps what can be kept: where single fields are refused, the rest is stored, with `instead`
  /// in their place, so that nobody loses a long form to one wrong digit.
  /// - Returns: the record, and what was refused
  /// - Throws: the error where the rest is refused too.
  private static func sparing(
    _ form: Form, _ typed: FormValues, instead: FormValues,
    _ store: (FormValues) throws(DomainError) -> Organisation
  ) throws(DomainError) -> (Organisation, DomainError?) {
    do throws(DomainError) { return (try store(typed), nil) } catch {
      var rest = typed
      switch error {
      case .invalid(let faults):
        for fault in faults {
          guard let field = form.field(of: fault) else { throw error }
          rest.take(field, from: instead)
        }
      case .conflict(let member, _, _):
        guard let field = form.fields.first(where: { $0.member == member }) else { throw error }
        rest.take(field, from: instead)
      default: throw error
      }
      do throws(DomainError) { return (try store(rest), error) } catch _ { throw error }
    }
  }

  /// A refusal of a form that was to be handed in, with what is owed beside it, so that nobody is
  /// told the one and, after a second try, the other.
  private func wholly(
    _ error: DomainError, _ form: OrganisationForm, _ typed: FormValues, _ kind: OrganisationKind,
    _ visit: Visit
  ) -> DomainError {
    guard visit.posted["then"] == "submit", case .invalid(let faults) = error else { return error }
    var rest = typed
    for field in faults.compactMap(form.form.field) { rest.clear(field) }
    var record = form.form.record(from: rest).merging(["kind": .string(kind.rawValue)])
    if record["name"] == nil { record = record.merging(["name": "–"]) }
    guard let profile = try? OrganisationProfile.read(record, places: registry.places).profile
    else { return error }
    return .invalid(faults + profile.owed(beside: faults, in: form.form))
  }

  /// What follows once a form is stored, in part or in whole: the form again where something in it
  /// was refused or is still owed, else the organisation's page.
  private func saved(
    _ visit: Visit, _ record: Organisation, _ form: OrganisationForm, _ typed: FormValues,
    _ refusal: DomainError?
  ) throws(DomainError) -> Response {
    if let refusal {
      var state = try FormState(form: form.form, remarks: record.openRemarks)
        .refused(refusal, visit.posted)
      if visit.posted["then"] == "submit" {
        state.faults += record.profile.owed(beside: state.faults, in: form.form)
      }
      return visit.showRefused(editPage(visit, record, form, state, isSaved: true), refusal)
    }
    guard visit.posted["then"] == "submit" else {
      return try visit.goOn(to: "/my/organisation", done: "draft_saved")
    }
    // A form that comes twice finds the record handed in.
    guard record.status != .submitted else {
      return try visit.goOn(to: "/my/organisation", done: "handed_in")
    }
    return try handIn(visit, record)
  }

  private func handIn(_ visit: Visit, _ record: Organisation) throws(DomainError) -> Response {
    do throws(DomainError) {
      _ = try registry.moveOrganisation(
        record.id.text, .submit, expecting: record.version, by: visit.actor)
    } catch {
      let form = OrganisationForm(record.profile.kind, visit)
      var state = try FormState(form: form.form, remarks: record.openRemarks)
        .refused(error, visit.posted)
      state.values = FormValues(record: record.wish, form: form.form)
      return visit.showRefused(editPage(visit, record, form, state, isSaved: true), error)
    }
    return try visit.goOn(to: "/my/organisation", done: "handed_in")
  }

  func editMyOrganisation(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let form = OrganisationForm(own.profile.kind, visit)
    var state = FormState(form: form.form, values: FormValues(record: own.wish, form: form.form))
    state.remarks = own.openRemarks
    return visit.show(editPage(visit, own, form, state, isSaved: false))
  }

  private func editPage(
    _ visit: Visit, _ own: Organisation, _ form: OrganisationForm, _ state: FormState,
    isSaved: Bool
  ) -> WebPage {
    var page = WebPage(visit.say("organisation.edit", ["name": own.profile.name])) {
      if isSaved { p(.class("done"), .role("status"), text: visit.say("organisation.kept")) }
      visit.problems(of: state)
      if own.status == .verified {
        p(.class("notice"), text: visit.say("organisation.edit.verified"))
      }
      // What is verified changes when its members say so, not while they write.
      visit.postForm(
        "/my/organisation",
        visit.maySubmit(own)
          ? .data("autosave", Self.autosavePause) : .data("keep", "true")
      ) {
        visit.versionField(own.version)
        visit.organisationFields(form, state)
        if visit.maySubmit(own) {
          visit.savedLine
          visit.savingButtons
        } else {
          button(text: visit.say("organisation.save"))
        }
      }
    }
    page.trail = [("/my", visit.say("nav.my")), ("/my/organisation", own.profile.name)]
    return page
  }

  func submitMyOrganisation(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    let form = OrganisationForm(own.profile.kind, visit)
    let typed = FormValues(visit.posted)
    func update(_ values: FormValues) throws(DomainError) -> Organisation {
      try registry.updateOrganisation(
        own.id.text, patch: own.keepingPapers(form.form.patch(from: values, of: own.wish)),
        expecting: visit.expectedVersion, by: visit.actor
      ).record
    }
    let (record, refusal): (Organisation, DomainError?)
    do throws(DomainError) {
      (record, refusal) = try Self.sparing(
        form.form, typed, instead: FormValues(record: own.wish, form: form.form), update)
    } catch {
      let whole = wholly(error, form, typed, own.profile.kind, visit)
      let state = try FormState(form: form.form, remarks: own.openRemarks)
        .refused(whole, visit.posted)
      return visit.showRefused(editPage(visit, own, form, state, isSaved: false), error)
    }
    return try saved(visit, record, form, typed, refusal)
  }

  func handInMyOrganisation(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    try handIn(visit, own)
  }

  func withdrawMyOrganisation(_ visit: Visit, _ own: Organisation) throws(DomainError) -> Response {
    guard visit.filled("sure") != nil else {
      return try visit.goOn(to: "/my/organisation")
    }
    _ = try registry.moveOrganisation(
      own.id.text, .withdraw, expecting: visit.expectedVersion, by: visit.actor)
    return try visit.goOn(to: "/my/organisation", done: "organisation_withdrawn")
  }
}

extension OrganisationProfile {
  /// What is owed before it can be handed in, but for the fields that something else is wrong with.
  fileprivate func owed(beside faults: [Fault], in form: Form) -> [Fault] {
    let wrong = Set(faults.compactMap { form.field(of: $0)?.member })
    return (submissionFaults + contradictions).filter { fault in
      form.field(of: fault).map { !wrong.contains($0.member) } ?? true
    }
  }
}

extension Visit {
  /// The same visit by somebody who has just become the owner of an organisation.
  fileprivate func acting(for organisation: Organisation) -> Visit {
    let owner = Actor(
      name: actor.name, role: .member, organisation: organisation.id, membership: .owner,
      account: actor.account, address: actor.address)
    return Visit(
      request: request, parameters: parameters, actor: owner, session: session, person: person,
      kind: organisation.profile.kind, language: language, formToken: formToken, posted: posted,
      files: files, site: site)
  }

  /// Whether this visitor may hand an organisation in now.
  func maySubmit(_ own: Organisation) -> Bool { may(.submit, own) }

  /// Whether this visitor may take an organisation that step now.
  func may(_ event: Organisation.Event, _ own: Organisation) -> Bool {
    Organisation.lifecycle.events(from: own.status, as: actor.parties(towards: own.id))
      .contains(event)
  }

  /// Where the script says that a draft was saved by itself.
  fileprivate var savedLine: Node {
    p(
      .class("help"), .role("status"), .data("saved", say("organisation.autosaved")),
      .data("partly", say("organisation.autosaved.partly")),
      .data("failed", say("organisation.autosave.failed")))
  }

  fileprivate var savingButtons: Node {
    div(.class("actions")) {
      button(
        .class("second"), .name("then"), .value("save"), text: say("organisation.save"))
      button(.name("then"), .value("submit"), text: say("organisation.submit"))
      p(.class("help"), text: say("organisation.save.help"))
    }
  }

  fileprivate func organisationFields(_ form: OrganisationForm, _ state: FormState) -> [Node] {
    form.parts.map { part in
      section {
        h2(text: say(part.key))
        fields(of: part.form, state.values, state.faults, state.remarks)
      }
    }
  }
}
