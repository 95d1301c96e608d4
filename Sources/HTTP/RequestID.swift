/// The identity of a request in answers and logs, so that a person can quote it.
package enum RequestID {
  /// Takes the client's `X-Request-Id` if it has 1 to 64 characters of `[A-Za-z0-9._-]`, so that it
  /// can go into any log; else makes 16 random hexadecimal digits.
  package static func choose(
    _ headers: Headers, using random: inout some RandomNumberGenerator
  ) -> String {
    if let offered = headers["X-Request-Id"], isValid(offered) { return offered }
    return make(using: &random)
  }

  /// Makes an identity of 16 hexadecimal digits.
  package static func make(using random: inout some RandomNumberGenerator) -> String {
    let digits = String(UInt64.random(in: .min ... .max, using: &random), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// Answers every request with its identity in `X-Request-Id`.
  package static let middleware: Middleware = { request, next in
    var response = next(request)
    response.headers["X-Request-Id"] = request.requestID
    return response
  }

  private static func isValid(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "."), UInt8(ascii: "_"),
          UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }
}
