import Domain
import HTTP
import UseCases

/// `/unsubscribe?token=…`, where the links in messages lead. The token is in the query, since
/// paths are logged and queries are not.
extension Site {
  /// Asks whether mail is to end; a look alone ends nothing, for programs that check mail follow
  /// links.
  func showUnsubscribe(_ call: Call) throws(DomainError) -> Response {
    let wanted = try registry.unsubscription(token: try token(call.request))
    return page(
      "unsubscribe.question", wanted, call.language,
      form: messages("unsubscribe.button", call.language))
  }

  /// Ends mail at once (RFC 8058); the body, which any mail program may send, says nothing more.
  func unsubscribe(_ request: Request, _ parameters: PathParameters) -> Response {
    let language = Self.language(of: request)
    do throws(DomainError) {
      let ended = try registry.unsubscribe(
        token: try token(request), from: request.remoteAddress)
      return page("unsubscribe.done", ended, language, form: nil)
    } catch {
      return answer(error, request, language)
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
    _ sentence: String, _ wanted: Unsubscription, _ language: Language, form button: String?
  ) -> Response {
    let title = escaped(messages("unsubscribe.title", language))
    let text = escaped(
      messages(sentence, language, ["topic": notices.topic(wanted.topic, language)]))
    let form = button.map { "<form method=\"post\"><button>\(escaped($0))</button></form>\n" } ?? ""
    var response = Response.text(
      """
      <!doctype html>
      <html lang="\(language.rawValue)">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>\(title)</title>
      <h1>\(title)</h1>
      <p>\(text)</p>
      \(form)</html>

      """, type: .html)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Content-Language"] = language.rawValue
    response.headers["Vary"] = "Accept-Language"
    return response
  }

  private func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }
}
