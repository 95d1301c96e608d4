import Domain
import HTML
import HTTP
import UseCases

/// `/unsubscribe?token=…`, where the links in messages lead. The token is in the query, since
/// paths are logged and queries are not.
extension Site {
  /// Asks whether mail is to end; a look alone ends nothing, for programs that check mail follow
  /// links.
  func showUnsubscribe(_ call: Call) throws(DomainError) -> Response {
    try tellingBrowsers(call) { () throws(DomainError) in
      let token = try token(call.request)
      let wanted = try registry.unsubscription(token: token)
      return page(
        call.request, "unsubscribe.question", wanted,
        to: "/unsubscribe?" + Query([("token", token)]).encoded)
    }
  }

  /// Ends mail at once (RFC 8058); the body, which any mail program may send, says nothing more.
  /// The token of the link is what shows that whoever sends it may.
  func unsubscribe(_ request: Request, _ parameters: PathParameters) -> Response {
    do throws(DomainError) {
      let ended = try registry.unsubscribe(
        token: try token(request), from: request.remoteAddress)
      return page(request, "unsubscribe.done", ended, to: nil)
    } catch {
      return wantsPage(request)
        ? errorPage(error, request, pageLanguage(of: request, account: nil))
        : answer(error, request, Self.language(of: request))
    }
  }

  private func token(_ request: Request) throws(DomainError) -> String {
    var query = QueryReader(request.query)
    let token = query.text("token", most: 200)
    try query.finish()
    guard let token else { throw .notFound(aggregate: "notification_settings", id: "") }
    return token
  }

  private func page(
    _ request: Request, _ sentence: String, _ wanted: Unsubscription, to path: String?
  ) -> Response {
    let visit = stranger(request, pageLanguage(of: request, account: nil))
    let topic = notices.topic(wanted.topic, visit.language)
    var response = visit.show(
      WebPage(visit.say("unsubscribe.title")) {
        p(text: visit.say(sentence, ["topic": topic]))
        if let path {
          HTML.form(.attribute("method", "post"), .action(path)) {
            button(text: visit.say("unsubscribe.button"))
          }
        }
      })
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Content-Language"] = visit.language.rawValue
    response.headers["Vary"] = "Cookie, Accept-Language"
    return response
  }
}
