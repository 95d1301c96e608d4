/// The head of a request, checked against the protocol and the limits.
struct RequestHead: Sendable, Equatable {
  /// What the library read, before any judgement.
  struct Raw: Sendable, Equatable {
    /// The method's bytes.
    var method: [UInt8]
    /// The request target, cut at one byte more than the limit.
    var target: [UInt8]
    /// `HTTP/1.1` or `HTTP/1.0`.
    var version: String
    /// Names and values as they stand, in order; at most one more than the limit.
    var fields: [(name: [UInt8], value: [UInt8])]
    /// Bytes of request line and header section.
    var size: Int
    /// Whether every byte is accounted for; if not, there was a NUL or a folded line.
    var isContiguous: Bool

    static func == (left: Raw, right: Raw) -> Bool {
      left.method == right.method && left.target == right.target && left.version == right.version
        && left.size == right.size && left.isContiguous == right.isContiguous
        && left.fields.elementsEqual(right.fields) { $0.name == $1.name && $0.value == $1.value }
    }
  }

  let method: Method
  let target: RequestTarget
  let headers: Headers
  /// What `Content-Length` promises; `nil` for a chunked body or none.
  let contentLength: UInt64?
  /// Whether a body follows.
  let hasBody: Bool
  /// Whether the client waits for leave to send its body.
  let expectsContinue: Bool

  /// Checks a head.
  ///
  /// - Throws: a ``Refusal``. Where the end of the request is in doubt, the refusal closes the
  ///   connection, because what follows could be read as a request that nobody sent (request
  ///   smuggling, RFC 9112 §11.2).
  init(_ raw: Raw, limits: ServerConfiguration) throws(Refusal) {
    guard raw.isContiguous else {
      throw Refusal(
        .badRequest, "The header section holds a NUL or a folded line.", closesConnection: true)
    }
    let headers = try Self.headers(raw, limits: limits)
    try Self.checkFraming(headers, version: raw.version)
    guard let name = String(validating: raw.method, as: UTF8.self), Headers.isToken(name) else {
      throw Refusal(.badRequest, "The method is not a token.", closesConnection: true)
    }
    let method = Method(name)
    if raw.target.count > limits.maxURIBytes {
      throw Refusal(.uriTooLong, "The request target is longer than \(limits.maxURIBytes) bytes.")
    }
    let expectation = headers.joined("Expect")?.lowercased()
    guard expectation == nil || expectation == "100-continue" else {
      throw Refusal(.expectationFailed, "Only the expectation 100-continue is known here.")
    }
    self.method = method
    self.headers = headers
    target = try RequestTarget(raw.target, method: method)
    contentLength = headers["Content-Length"].flatMap { UInt64($0) }
    hasBody = headers.contains("Transfer-Encoding") || (contentLength ?? 0) > 0
    expectsContinue = expectation != nil && hasBody
  }

  private static func headers(
    _ raw: Raw, limits: ServerConfiguration
  ) throws(Refusal) -> Headers {
    guard raw.fields.count <= limits.maxHeaderCount else {
      throw Refusal(
        .headerFieldsTooLarge, "There are more than \(limits.maxHeaderCount) header lines.",
        closesConnection: true)
    }
    guard raw.size <= limits.maxHeaderBytes || raw.target.count > limits.maxURIBytes else {
      throw Refusal(
        .headerFieldsTooLarge, "The header section has more than \(limits.maxHeaderBytes) bytes.",
        closesConnection: true)
    }
    var headers = Headers()
    for (position, field) in raw.fields.enumerated() {
      guard let name = String(validating: field.name, as: UTF8.self), Headers.isToken(name) else {
        throw Refusal(
          .badRequest, "The name of header line \(position + 1) is not a token.",
          closesConnection: true)
      }
      guard let value = String(validating: trim(field.value), as: UTF8.self),
        headers.append(name, value)
      else {
        throw Refusal(
          .badRequest,
          "The value of \(name.prefix(64)) is not UTF-8 text without control characters.",
          closesConnection: true)
      }
    }
    return headers
  }

  private static func checkFraming(_ headers: Headers, version: String) throws(Refusal) {
    let hosts = headers.all("Host")
    guard hosts.count == 1 || (hosts.isEmpty && version == "HTTP/1.0") else {
      throw Refusal(.badRequest, "There must be one Host line.", closesConnection: true)
    }
    guard hosts.allSatisfy({ HostName.isValid($0) || $0.isEmpty }) else {
      throw Refusal(
        .badRequest, "Host is not a host with an optional port.", closesConnection: true)
    }
    let lengths = headers.all("Content-Length")
    let codings = headers.all("Transfer-Encoding")
    guard lengths.count + codings.count <= 1 else {
      throw Refusal(
        .badRequest, "There must be one Content-Length or one Transfer-Encoding line, not more.",
        closesConnection: true)
    }
    guard let coding = codings.first else { return }
    guard version != "HTTP/1.0" else {
      throw Refusal(
        .badRequest, "HTTP/1.0 has no Transfer-Encoding.", closesConnection: true)
    }
    guard coding.lowercased() == "chunked" else {
      throw Refusal(
        .badRequest, "Only the transfer coding chunked is known here.", closesConnection: true)
    }
  }

  private static func trim(_ value: [UInt8]) -> ArraySlice<UInt8> {
    var value = value[...]
    while value.first == 0x20 || value.first == 0x09 { value.removeFirst() }
    while value.last == 0x20 || value.last == 0x09 { value.removeLast() }
    return value
  }
}
