import Domain
import HTTP
import UseCases

/// The session by which a browser calls.
package struct CurrentSession: Sendable {
  /// Its identifier.
  let id: ID<LoginSession>
  /// Its secret, as the cookie holds it.
  let secret: String

  /// What changes by this session must carry in `X-CSRF-Token`.
  var csrfToken: String { Credentials.csrfToken(ofSession: secret) }
}

/// `/sessions` and `/login/oidc`.
extension Site {
  /// The cookie that holds a session's secret; browsers send it over TLS, to this host alone.
  static let sessionCookie = "__Host-innoreg"
  /// The cookie that binds a login at the identity provider to the browser that began it.
  static let loginCookie = "__Host-innoreg-login"
  /// The header that shows that a change comes from a page of this site.
  static let csrfHeader = "X-CSRF-Token"
  /// The header that chooses among the caller's organisations.
  static let organisationHeader = "Innoreg-Organisation"

  func signIn(_ call: Call) throws(DomainError) -> Response {
    try call.requireNoIdempotencyKey()
    return try signedIn(try registry.signIn(try call.body(), from: call.origin))
  }

  func finishSignIn(_ call: Call) throws(DomainError) -> Response {
    try call.requireNoIdempotencyKey()
    return try signedIn(
      try registry.finishSignIn(
        session: call.request.cookies[Self.sessionCookie], try call.body(), from: call.origin))
  }

  private func signedIn(_ signedIn: SignedIn) throws(DomainError) -> Response {
    let current = CurrentSession(id: signedIn.session.id, secret: signedIn.secret)
    var response = Response.private(
      signedIn.session.json(isCurrent: true).merging([
        "csrf_token": .string(current.csrfToken)
      ]), status: .created)
    try response.set(Self.sessionCookie, signedIn.secret, for: signedIn.session)
    return response
  }

  func listSessions(_ call: Call) throws(DomainError) -> Response {
    try QueryReader(call.request.query).finish()
    let sessions = try registry.sessions(by: call.actor)
    return .private([
      "items": .array(sessions.map { $0.json(isCurrent: $0.id == call.session?.id) }),
      "total": JSON(sessions.count),
    ])
  }

  func endSession(_ call: Call) throws(DomainError) -> Response {
    let id = ID<LoginSession>(call.parameter("id"))
    try registry.endSession(id, by: call.actor)
    var response = Response(.noContent)
    if id == call.session?.id { try response.drop(Self.sessionCookie) }
    return response
  }

  func endOtherSessions(_ call: Call) throws(DomainError) -> Response {
    try registry.endOtherSessions(than: call.session?.id, by: call.actor)
    return Response(.noContent)
  }

  func beginOpenID(_ call: Call) throws(DomainError) -> Response {
    try tellingBrowsers(call) { () throws(DomainError) in try begunOpenID(call) }
  }

  func finishOpenID(_ call: Call) throws(DomainError) -> Response {
    try tellingBrowsers(call) { () throws(DomainError) in try finishedOpenID(call) }
  }

  /// Who comes by a link with a browser, such as back from a provider, reads a page where something
  /// failed.
  func tellingBrowsers(
    _ call: Call, _ body: () throws(DomainError) -> Response
  ) throws(DomainError) -> Response {
    do throws(DomainError) { return try body() } catch {
      guard wantsPage(call.request) else { throw error }
      return errorPage(error, call.request, pageLanguage(of: call.request, account: nil))
    }
  }

  private func begunOpenID(_ call: Call) throws(DomainError) -> Response {
    let provider = try provider()
    var query = QueryReader(call.request.query)
    let written = query.text("return_to", most: 500)
    try query.finish()
    guard let path = LocalPath(written ?? "/") else {
      throw .invalid([Fault("?return_to", .badFormat, found: written, accepted: "/…")])
    }
    let begun = try registry.beginOpenID(
      provider, returnTo: path.text, from: call.origin)
    var response = Response(.seeOther)
    response.headers["Location"] = begun.location
    response.headers["Cache-Control"] = "no-store"
    guard var cookie = SetCookie(Self.loginCookie, begun.browser) else {
      throw .internalFault("cookie")
    }
    cookie.maxAge = Int(Registry.openIDLife)
    response.headers.append("Set-Cookie", cookie.headerValue)
    return response
  }

  private func finishedOpenID(_ call: Call) throws(DomainError) -> Response {
    let provider = try provider()
    // Providers may add parameters of their own, so unknown ones are no fault here.
    let query = call.request.query
    let finished = try registry.finishOpenID(
      provider, code: query.all("code").only, state: query.all("state").only,
      issuer: query.all("iss").only, browser: call.request.cookies[Self.loginCookie],
      from: call.origin)
    guard let path = Self.landing(finished.signedIn, finished.returnTo) else {
      throw .internalFault("return_to")
    }
    var response = Response.redirect(to: path)
    response.headers["Cache-Control"] = "no-store"
    try response.drop(Self.loginCookie)
    try response.set(
      Self.sessionCookie, finished.signedIn.secret, for: finished.signedIn.session)
    return response
  }

  /// Where a browser goes once its password or identity was right: on, or to the second factor.
  static func landing(_ signedIn: SignedIn, _ wanted: String) -> LocalPath? {
    signedIn.session.isPending
      ? LocalPath("/login/code?" + Query([("next", wanted)]).encoded) : LocalPath(wanted)
  }

  private func provider() throws(DomainError) -> OpenIDProvider {
    guard let openID else { throw .notFound(aggregate: "setting", id: "oidc-issuer") }
    return openID
  }
}

extension Response {
  /// Gives the browser a session's secret, for as long as the session can last.
  mutating func set(
    _ name: String, _ secret: String, for session: LoginSession
  ) throws(DomainError) {
    guard var cookie = SetCookie(name, secret) else { throw .internalFault("cookie") }
    cookie.maxAge = Int(session.endsAt.seconds - session.createdAt.seconds)
    headers.append("Set-Cookie", cookie.headerValue)
  }

  /// Takes a cookie from the browser.
  mutating func drop(_ name: String) throws(DomainError) {
    guard var cookie = SetCookie(name, "") else { throw .internalFault("cookie") }
    cookie.maxAge = 0
    headers.append("Set-Cookie", cookie.headerValue)
  }
}

extension Array where Element == String {
  /// The only element that is not empty; nil also where there are several.
  fileprivate var only: String? { count == 1 && !self[0].isEmpty ? self[0] : nil }
}
