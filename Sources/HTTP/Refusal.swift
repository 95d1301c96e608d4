/// Why the server answers a request by itself, before any handler sees it.
package struct Refusal: Error, Sendable, Equatable {
  /// What is answered.
  package let status: Status
  /// What was wrong and what would be taken, for the person who wrote the client.
  package let detail: String
  /// Whether the connection must end, because where this request stops is in doubt.
  package let closesConnection: Bool

  /// Makes a refusal; the connection stays open unless asked.
  package init(_ status: Status, _ detail: String, closesConnection: Bool = false) {
    self.status = status
    self.detail = detail
    self.closesConnection = closesConnection
  }

  /// The answer: a problem (RFC 9457) with the identity of the request.
  package func response(requestID: String) -> Response {
    let code = String(status.reason.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 })
    var response = ProblemDetails(
      status: status, detail: detail,
      extensions: [("code", .string(code)), ("request_id", .string(requestID))]
    ).response
    response.headers["X-Request-Id"] = requestID
    response.closesConnection = closesConnection
    return response
  }
}
