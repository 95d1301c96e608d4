/// A response status (RFC 9110 §15).
package struct Status: Hashable, Sendable, CustomStringConvertible {
  /// The code, 200 to 599.
  package let code: Int

  /// A code outside 200...599 becomes 500: the server must never send what clients cannot read.
  package init(_ code: Int) {
    self.code = (200...599).contains(code) ? code : 500
  }

  /// 200: the request succeeded.
  package static let ok = Status(200)
  /// 201: a resource was made; `Location` names it.
  package static let created = Status(201)
  /// 202: taken, not yet done.
  package static let accepted = Status(202)
  /// 204: done, with nothing to say.
  package static let noContent = Status(204)
  /// 301: the resource has a new address, for good.
  package static let movedPermanently = Status(301)
  /// 302: the resource is elsewhere for now.
  package static let found = Status(302)
  /// 303: read the outcome at `Location` with `GET`.
  package static let seeOther = Status(303)
  /// 304: what the client holds is still right.
  package static let notModified = Status(304)
  /// 307: repeat the same request at `Location`.
  package static let temporaryRedirect = Status(307)
  /// 308: as 307, for good.
  package static let permanentRedirect = Status(308)
  /// 400: the request cannot be understood.
  package static let badRequest = Status(400)
  /// 401: credentials are missing or wrong.
  package static let unauthorized = Status(401)
  /// 403: understood and refused.
  package static let forbidden = Status(403)
  /// 404: there is nothing at this address.
  package static let notFound = Status(404)
  /// 405: the resource does not take this method; `Allow` lists those it takes.
  package static let methodNotAllowed = Status(405)
  /// 406: no representation fits `Accept`.
  package static let notAcceptable = Status(406)
  /// 408: the request did not arrive in time.
  package static let requestTimeout = Status(408)
  /// 409: the request does not fit the resource's state.
  package static let conflict = Status(409)
  /// 410: there was something here; it is gone for good.
  package static let gone = Status(410)
  /// 412: `If-Match` or `If-None-Match` does not hold.
  package static let preconditionFailed = Status(412)
  /// 413: the body is larger than the server takes.
  package static let contentTooLarge = Status(413)
  /// 414: the request target is longer than the server takes.
  package static let uriTooLong = Status(414)
  /// 415: the body's media type is not taken here.
  package static let unsupportedMediaType = Status(415)
  /// 417: `Expect` asks for what the server does not do.
  package static let expectationFailed = Status(417)
  /// 422: well-formed, but the content breaks a rule.
  package static let unprocessableContent = Status(422)
  /// 428: the request must be conditional (RFC 6585 §3).
  package static let preconditionRequired = Status(428)
  /// 429: too many requests; `Retry-After` says when to come back (RFC 6585 §4).
  package static let tooManyRequests = Status(429)
  /// 431: the header section is larger than the server takes (RFC 6585 §5).
  package static let headerFieldsTooLarge = Status(431)
  /// 500: the server failed.
  package static let internalServerError = Status(500)
  /// 501: the server does not know the method or transfer coding.
  package static let notImplemented = Status(501)
  /// 503: not now; `Retry-After` says when.
  package static let serviceUnavailable = Status(503)

  /// The registered reason phrase (RFC 9110 §15, RFC 6585), or a word for the class of an
  /// unlisted code. Serves as the title of a problem whose type is `about:blank`.
  package var reason: String {
    Self.reasons[code] ?? Self.classes[code / 100] ?? "Unknown"
  }

  /// `2xx`, `3xx`, `4xx` or `5xx`: what metrics count by.
  package var classLabel: String { "\(code / 100)xx" }

  /// Whether a response with this status never has content (RFC 9110 §6.4.1).
  package var forbidsBody: Bool { code == 204 || code == 304 }

  package var description: String { "\(code) \(reason)" }

  private static let classes = [
    2: "Success", 3: "Redirection", 4: "Client Error", 5: "Server Error",
  ]

  private static let reasons = [
    200: "OK", 201: "Created", 202: "Accepted", 204: "No Content", 206: "Partial Content",
    300: "Multiple Choices", 301: "Moved Permanently", 302: "Found", 303: "See Other",
    304: "Not Modified", 307: "Temporary Redirect", 308: "Permanent Redirect",
    400: "Bad Request", 401: "Unauthorized", 402: "Payment Required", 403: "Forbidden",
    404: "Not Found", 405: "Method Not Allowed", 406: "Not Acceptable",
    407: "Proxy Authentication Required", 408: "Request Timeout", 409: "Conflict", 410: "Gone",
    411: "Length Required", 412: "Precondition Failed", 413: "Content Too Large",
    414: "URI Too Long", 415: "Unsupported Media Type", 416: "Range Not Satisfiable",
    417: "Expectation Failed", 421: "Misdirected Request", 422: "Unprocessable Content",
    423: "Locked", 424: "Failed Dependency", 425: "Too Early", 426: "Upgrade Required",
    428: "Precondition Required", 429: "Too Many Requests",
    431: "Request Header Fields Too Large", 451: "Unavailable For Legal Reasons",
    500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway",
    503: "Service Unavailable", 504: "Gateway Timeout", 505: "HTTP Version Not Supported",
    507: "Insufficient Storage", 511: "Network Authentication Required",
  ]
}
