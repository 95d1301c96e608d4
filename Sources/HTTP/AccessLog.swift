/// One line per answered request: who asked what (without the query, which may hold what a person
/// searched for), and how it went.
package enum AccessLog {
  /// Logs after the handler is done. 5xx is an error, 408, 413 and 429 a warning, the rest
  /// information. `bytes` is the body's length; a stream has none yet and is left out. Of a
  /// confidential request nothing is told but that there was one, unless the program failed.
  package static func middleware(_ logger: Logger) -> Middleware {
    { request, next in
      let start = ContinuousClock.now
      let response = next(request)
      record(
        logger, requestID: request.requestID, method: request.method.name, path: request.rawPath,
        response: response, duration: start.duration(to: .now), remote: request.remoteAddress)
      return response
    }
  }

  /// Writes the line of one request; the server uses it for requests that no handler sees.
  static func record(
    _ logger: Logger, requestID: String, method: String, path: String, response: Response,
    duration: Duration, remote: String
  ) {
    if response.isConfidential, response.status.code < 500 {
      logger.log(
        .info, "confidential request",
        [("request_id", .string(requestID)), ("remote", .string(remote))])
      return
    }
    var fields: [(String, JSONValue)] = [
      ("request_id", .string(requestID)), ("method", .string(method)), ("path", .string(path)),
      ("status", .int(Int64(response.status.code))),
    ]
    if let route = response.route { fields.append(("route", .string(route))) }
    if let bytes = response.contentLength {
      let sent = method == Method.HEAD.name ? 0 : bytes
      fields.append(("bytes", .int(Int64(sent))))
    }
    fields.append(("duration_ms", .number(Self.milliseconds(duration))))
    fields.append(("remote", .string(remote)))
    logger.log(level(of: response.status), "request", fields)
  }

  private static func level(of status: Status) -> Logger.Level {
    switch status.code {
    case 500...: .error
    case 408, 413, 429: .warning
    default: .info
    }
  }

  /// Milliseconds with three decimals, enough for microseconds.
  private static func milliseconds(_ duration: Duration) -> Double {
    let (seconds, attoseconds) = duration.components
    let microseconds = Double(seconds) * 1_000_000 + Double(attoseconds) / 1_000_000_000_000
    return microseconds.rounded() / 1000
  }
}
