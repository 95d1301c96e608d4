import Domain
import HTML
import HTTP
import UseCases

/// A form as it stands in a page: what is filled in, and why it was not taken when it was sent.
struct FormState: Sendable {
  /// Its fields.
  let form: Form
  /// What stands in them.
  var values = FormValues()
  /// What is wrong with single fields.
  var faults: [Fault] = []
  /// Why it was not taken as a whole; nil where that is a matter of single fields.
  var refusal: DomainError?
  /// What an officer has said of single fields.
  var remarks: [FieldReason] = []

  /// The same form with what was typed, after it was refused.
  ///
  /// - Throws: the error itself where it says nothing of what was typed.
  func refused(_ error: DomainError, _ typed: Query) throws(DomainError) -> FormState {
    var state = FormState(form: form, values: FormValues(typed), remarks: remarks)
    switch error {
    case .invalid(let faults): state.faults = faults
    case .conflict(let field, let value, _) where form.fields.contains { $0.member == field }:
      state.faults = [Fault("/" + field, .repeated, found: value)]
    case .badCredentials, .throttled, .lastHolder, .refused, .stale, .conflict, .ineligible,
      .deadlinePassed, .tooEarly, .pending, .obstructed, .unavailable:
      state.refusal = error
    case .notJSON, .notFound, .unauthenticated, .forbidden, .secondFactorRequired,
      .versionRequired, .keyReused, .badCursor, .internalFault:
      throw error
    }
    return state
  }
}

extension Visit {
  /// What was wrong when a form was sent; nothing where nothing was.
  func problems(of state: FormState) -> Node {
    .group([
      state.refusal.map(refusalBox) ?? .nothing, faultList(state.faults, in: state.form),
    ])
  }

  /// The fields of a form with what stands in them.
  func fields(of state: FormState) -> [Node] {
    fields(of: state.form, state.values, state.faults, state.remarks)
  }

  /// Why something was not done, as people read it; where somebody else has written meanwhile, with
  /// the way to what they wrote.
  func refusalBox(_ error: DomainError) -> Node {
    div(.class("faults"), .id("faults"), .role("alert"), .attribute("tabindex", "-1")) {
      h2(text: site.errors.title(error, language))
      p(text: site.errors.detail(error, language, requestID: request.requestID))
      if case .stale = error { p { a(.href(formPage), text: say("form.read_again")) } }
    }
  }

  /// The page that a form was sent from, as far as the browser says; else the path it was sent to,
  /// which leads there.
  private var formPage: String {
    guard let sender = request.headers["Referer"],
      let host = sender.firstRange(of: "://")?.upperBound,
      let start = sender[host...].firstIndex(of: "/"),
      let page = LocalPath(String(sender[start...]))
    else { return request.rawPath }
    return page.text
  }

  /// A page with a form that was refused.
  func showRefused(_ page: WebPage, _ error: DomainError) -> Response {
    let told = site.errors.response(error, language, requestID: request.requestID)
    // 401 would ask for a scheme of HTTP, which pages do not use.
    let status = told.status == .unauthorized ? Status.unprocessableContent : told.status
    var visit = self
    visit.refusal = error
    var response = visit.show(page, status: status)
    response.headers["Retry-After"] = told.headers["Retry-After"]
    return response
  }

  /// The page of a form that was refused, with what was typed and why.
  ///
  /// - Throws: the error itself where it says nothing of what was typed.
  func again(
    _ form: Form, _ error: DomainError, _ page: (FormState) throws(DomainError) -> WebPage
  ) throws(DomainError) -> Response {
    let state = try FormState(form: form).refused(error, posted)
    return showRefused(try page(state), error)
  }

  /// A button that does one thing, as a form of its own.
  func step(
    _ path: String, _ key: String, _ hidden: [(name: String, value: String)] = [],
    isMain: Bool = false
  ) -> Node {
    postForm(path, .class("inline")) {
      for (name, value) in hidden { hiddenField(name, value) }
      button(.class(isMain ? "" : "second"), text: say(key))
    }
  }

  /// The texts of these fields as a record, those that were left empty left out.
  func record(_ names: [String]) -> JSON {
    .object(JSONObject(names.compactMap { name in filled(name).map { (name, .string($0)) } }))
  }

  /// A value that goes along with a form.
  func hiddenField(_ name: String, _ value: String) -> Node {
    input(.type("hidden"), .name(name), .value(value))
  }

  /// A text from the register, marked as Vietnamese where the page is in another language.
  func text(_ text: String) -> Node {
    language.mustMark(text) ? span(.lang("vi"), text: text) : .text(text)
  }
}

extension Language {
  /// Whether a text has letters of Vietnamese and the page is in another language, so that it must
  /// be marked for those who have it read aloud (WCAG 2.2, 3.1.2).
  func mustMark(_ text: String) -> Bool {
    self != .vi && Folding.fold(text) != text.lowercased()
  }
}
