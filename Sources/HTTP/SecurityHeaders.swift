/// Header fields that tell browsers what a page of this site never does. A handler's own field of
/// the same name wins.
package struct SecurityHeaders: Sendable {
  /// `Content-Security-Policy`: by default everything from this site only, no inline script, no
  /// plug-ins, no foreign frames and no form that posts elsewhere.
  package var contentSecurityPolicy =
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    + "frame-ancestors 'none'"
  /// Seconds for which browsers insist on TLS (RFC 6797), sent over TLS only; `nil` sends none.
  package var strictTransportSeconds: Int? = 31_536_000
  /// Whether a proxy in front ends TLS, so that the rule above holds though this hop is plain.
  package var isBehindTLSProxy = false

  /// Makes the safe defaults.
  package init() {}

  /// Adds the fields to every response.
  package var middleware: Middleware {
    let settings = self
    return { request, next in
      var response = next(request)
      response.headers.setDefault("Content-Security-Policy", settings.contentSecurityPolicy)
      response.headers.setDefault("X-Content-Type-Options", "nosniff")
      response.headers.setDefault("Referrer-Policy", "same-origin")
      response.headers.setDefault("Cross-Origin-Opener-Policy", "same-origin")
      response.headers.setDefault(
        "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
      if let seconds = settings.strictTransportSeconds,
        request.scheme == "https" || settings.isBehindTLSProxy
      {
        response.headers.setDefault("Strict-Transport-Security", "max-age=\(seconds)")
      }
      return response
    }
  }
}
