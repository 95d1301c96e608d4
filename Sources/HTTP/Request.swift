package import FoundationEssentials

/// A request that has arrived whole and keeps every rule of the protocol.
package struct Request: Sendable {
  /// The method, which need not be one of ``Method/known``.
  package let method: Method
  /// Path and query, decoded.
  package let target: RequestTarget
  /// The header fields.
  package let headers: Headers
  /// The whole body, empty where there was none.
  package let body: [UInt8]
  /// The fields of a `multipart/form-data` body; nil where there is none that can be read.
  package let parts: [FormPart]?
  /// The peer's numeric IP address, without a port.
  package let remoteAddress: String
  /// Identifies the request in logs and answers; see ``RequestID``.
  package let requestID: String
  /// When the header section was complete.
  package let receivedAt: Date
  /// `http` or `https`, as the client reached this process.
  package let scheme: String

  /// Makes a request; tests make theirs from a target's text.
  package init(
    method: Method, target: RequestTarget, headers: Headers = Headers(), body: [UInt8] = [],
    parts: [FormPart]? = nil, remoteAddress: String = "127.0.0.1", requestID: String,
    receivedAt: Date, scheme: String = "http"
  ) {
    self.method = method
    self.target = target
    self.headers = headers
    self.body = body
    self.parts = parts
    self.remoteAddress = remoteAddress
    self.requestID = requestID
    self.receivedAt = receivedAt
    self.scheme = scheme
  }

  /// The same request with other parameters.
  package func asking(_ query: Query) -> Request {
    Request(
      method: method, target: target.asking(query), headers: headers, body: body, parts: parts,
      remoteAddress: remoteAddress, requestID: requestID, receivedAt: receivedAt, scheme: scheme)
  }

  /// The decoded path segments.
  package var path: [String] { target.segments }

  /// The path as sent, without the query.
  package var rawPath: String { target.rawPath }

  /// The decoded query.
  package var query: Query { target.query }

  /// The cookies.
  package var cookies: Cookies { Cookies(headers) }

  /// Host and port as the client named them; `nil` for an HTTP/1.0 client that named none.
  package var host: String? { target.authority ?? headers["Host"] }

  /// The media type of the body, without parameters and in lower case.
  package var contentType: MediaType? {
    headers["Content-Type"].flatMap(MediaType.init)
  }
}
