/// What a handler answers.
package struct Response: Sendable {
  /// Gives the next page of a body, or `nil` after the last; an empty page is skipped. When it
  /// throws, the connection ends without the end mark, so the client knows the body is cut.
  package typealias Producer = @Sendable () throws -> [UInt8]?

  /// The content.
  package enum Body: Sendable {
    /// None.
    case empty
    /// Bytes in memory.
    case bytes([UInt8])
    /// Text, sent as UTF-8.
    case text(String)
    /// Pages that are pulled one by one while the client reads, so that a large export never
    /// stands in memory.
    case stream(Producer)
  }

  /// The status.
  package var status: Status
  /// The header fields. `Content-Length`, `Transfer-Encoding`, `Connection` and `Date` are the
  /// server's and are not taken from here.
  package var headers: Headers
  /// The content. With status 204 or 304 it is not sent, but a 304 tells its length.
  package var body: Body
  /// The pattern of the route that answered, which metrics and logs count by; set by ``Router``.
  package var route: String?
  /// Whether logs and metrics leave out which route answered and how; set by ``Router``.
  package var isConfidential = false
  /// Whether the connection ends after this response.
  package var closesConnection = false

  /// Makes a response.
  package init(_ status: Status, headers: Headers = Headers(), body: Body = .empty) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// Bytes of a media type.
  package static func bytes(
    _ bytes: [UInt8], type: MediaType, status: Status = .ok
  ) -> Response {
    var response = Response(status, body: .bytes(bytes))
    response.headers["Content-Type"] = type.headerValue
    return response
  }

  /// A JSON document that is already encoded.
  package static func json(_ bytes: [UInt8], status: Status = .ok) -> Response {
    .bytes(bytes, type: .json, status: status)
  }

  /// Text, plain unless another type is given.
  package static func text(
    _ text: String, type: MediaType = .text, status: Status = .ok
  ) -> Response {
    var response = Response(status, body: .text(text))
    response.headers["Content-Type"] = type.headerValue
    return response
  }

  /// Pages of a media type.
  package static func stream(
    type: MediaType, status: Status = .ok, _ producer: @escaping Producer
  ) -> Response {
    var response = Response(status, body: .stream(producer))
    response.headers["Content-Type"] = type.headerValue
    return response
  }

  /// Sends the client to another page of this site; 303 unless another status is given.
  package static func redirect(to path: LocalPath, status: Status = .seeOther) -> Response {
    var response = Response(status)
    response.headers["Location"] = path.text
    return response
  }

  /// How many bytes the body has; `nil` where only the end of a stream tells.
  package var contentLength: Int? {
    switch body {
    case .empty: 0
    case .bytes(let bytes): bytes.count
    case .text(let text): text.utf8.count
    case .stream: nil
    }
  }
}

/// A path on this site that is safe to redirect to, wherever the text came from.
package struct LocalPath: Sendable, Equatable {
  /// The path, with query and fragment where there are any.
  package let text: String

  /// Takes a path that begins with one `/`.
  ///
  /// - Returns: `nil` for `//host`, `/\host` (which browsers read as `//host`), and for anything
  ///   with white space, control characters, a backslash or bytes that are not ASCII.
  package init?(_ text: String) {
    guard text.hasPrefix("/"), !text.hasPrefix("//"),
      text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") })
    else { return nil }
    self.text = text
  }
}
