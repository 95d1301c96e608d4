import Domain
import HTTP

/// Why a request is refused for its outer form, before any action looks at it.
enum RequestRefusal: String, CaseIterable {
  case unsupportedMedia = "unsupported_media"
  case noRoute = "no_route"
  /// A change by a session without the token that its pages know.
  case csrfToken = "csrf_token"
  /// A change by a token for reading.
  case readOnlyToken = "read_only_token"
  case methodNotAllowed = "method_not_allowed"
  /// The body of a form that is not encoded as forms are.
  case unreadableForm = "unreadable_form"

  /// The status that tells a program what happened.
  var status: Status {
    switch self {
    case .unsupportedMedia: .unsupportedMediaType
    case .noRoute: .notFound
    case .csrfToken, .readOnlyToken: .forbidden
    case .methodNotAllowed: .methodNotAllowed
    case .unreadableForm: .badRequest
    }
  }
}

extension Site {
  /// Refuses a body whose media type is not taken; nil where it is, or where there is no body.
  func unsupportedMedia(_ request: Request, _ language: Language) -> Response? {
    guard !request.body.isEmpty else { return nil }
    let accepted: [MediaType] =
      request.method == .PATCH ? [.mergePatchJSON, .json] : [.json]
    if let type = request.contentType, accepted.contains(type) { return nil }
    let found = request.headers["Content-Type"] ?? "–"
    let names = accepted.map(\.essence)
    return refuse(
      .unsupportedMedia, request, language,
      ["found": String(found.prefix(80)), "accepted": names.joined(separator: ", ")],
      ("accepted", names))
  }

  /// Tells in the errors' own form that no route takes a request, which the router finds out.
  func answerUnrouted(_ response: Response, _ request: Request, _ router: Router) -> Response {
    guard response.route == nil else { return response }
    let path = String(request.rawPath.prefix(80))
    if !request.rawPath.hasPrefix("/api/"), response.status == .notFound,
      request.method == .GET, wantsPage(request)
    {
      // Who is logged in stays so, with their menu and language, where there is nothing.
      return page { visit throws(DomainError) in visit.refusal(.noRoute, ["path": path]) }(
        request, PathParameters())
    }
    if response.status == .methodNotAllowed, request.method == .GET, wantsPage(request),
      !request.rawPath.hasPrefix("/api/"), let above = Self.pageAbove(request, router)
    {
      return .redirect(to: above)
    }
    let language = Self.language(of: request)
    switch response.status {
    case .notFound: return refuse(.noRoute, request, language, ["path": path])
    case .methodNotAllowed:
      let allow = response.headers["Allow"] ?? ""
      var refusal = refuse(
        .methodNotAllowed, request, language,
        ["path": path, "method": request.method.name, "allow": allow],
        ("allow", allow.split(separator: ", ").map(String.init)))
      refusal.headers["Allow"] = allow
      return refusal
    default: return response
    }
  }

  /// The page that a form which is sent to a path of its own stands on, by the paths' order: the
  /// nearest above. Somebody comes to the form's path who loads the answer to it anew.
  private static func pageAbove(_ request: Request, _ router: Router) -> LocalPath? {
    var (path, text) = (request.path[...], request.rawPath[...])
    while let slash = text.lastIndex(of: "/"), slash != text.startIndex {
      text = text[..<slash]
      path = path.dropLast()
      if router.answers(.GET, at: path) { return LocalPath(String(text)) }
    }
    return nil
  }

  /// Whether a browser asks, which reads pages rather than documents.
  func wantsPage(_ request: Request) -> Bool {
    guard let accepted = request.headers.joined("Accept") else { return false }
    return Accept(accepted).best(of: [.problemJSON, .html]) == .html
  }

  /// Tells a refusal in the errors' own form.
  func refuse(
    _ refusal: RequestRefusal, _ request: Request, _ language: Language,
    _ values: [String: String], _ list: (name: String, values: [String])? = nil
  ) -> Response {
    let key = refusal.rawValue
    var extensions: [(name: String, value: JSONValue)] = [
      ("code", .string(key)), ("request_id", .string(request.requestID)),
    ]
    if let list { extensions.append((list.name, .array(list.values.map { .string($0) }))) }
    var response = ProblemDetails(
      type: "urn:innoreg:error:" + key, title: messages("error.\(key).title", language),
      status: refusal.status, detail: messages("error.\(key).detail", language, values),
      extensions: extensions
    ).response
    response.headers["Content-Language"] = language.rawValue
    response.headers["Vary"] = Self.varying
    return response
  }
}
