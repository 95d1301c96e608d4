import Domain
import HTML
import HTTP
import UseCases

/// What people read where something could not be done.
extension Site {
  /// An error as a page; faults of the program are logged with their detail.
  func errorPage(
    _ error: DomainError, _ request: Request, _ language: Language, _ visit: Visit? = nil
  ) -> Response {
    // The same document that programs get says which status and which fields go with the error.
    let told = answer(error, request, language)
    let visit = visit ?? stranger(request, language)
    var response = visit.show(
      WebPage(errors.title(error, language)) {
        p(text: errors.detail(error, language, requestID: request.requestID))
        if case .invalid(let faults) = error {
          ul {
            for fault in faults { li(text: "\(fault.path): \(errors.text(of: fault, language))") }
          }
        }
        switch error {
        case .unauthenticated, .badCredentials:
          p { a(.class("button"), .href("/login"), text: messages("nav.login", language)) }
        default: Node.nothing
        }
        p(.class("help"), text: messages("page.request", language, ["id": request.requestID]))
      }, status: told.status)
    response.headers["Retry-After"] = told.headers["Retry-After"]
    return response
  }

  /// A refusal of a request's outer form as a page.
  func refusalPage(
    _ refusal: RequestRefusal, _ request: Request, _ language: Language,
    _ values: [String: String] = [:]
  ) -> Response {
    stranger(request, language).refusal(refusal, values)
  }

  /// A visit of which nothing is known but its language.
  func stranger(_ request: Request, _ language: Language) -> Visit {
    Visit(
      request: request, parameters: PathParameters(), actor: .anonymous, session: nil, person: nil,
      language: language, formToken: "", posted: Query(), files: [], site: self)
  }
}

extension Visit {
  /// A refusal of a request's outer form, told to whom is known.
  func refusal(_ refusal: RequestRefusal, _ values: [String: String] = [:]) -> Response {
    show(
      WebPage(say("error.\(refusal.rawValue).title")) {
        p(text: say("error.\(refusal.rawValue).page", values))
      }, status: refusal.status)
  }
}
