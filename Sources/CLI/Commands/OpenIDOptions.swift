import FoundationEssentials
import Outbound
import UseCases

/// The options of `serve` that say which identity provider people may log in with.
enum OpenIDOptions {
  static let all: [Option] = [
    .value(
      "oidc-issuer", "URL", help: "The identity provider's issuer identifier.",
      environment: "INNOREG_OIDC_ISSUER"),
    .value(
      "oidc-client-id", "ID", help: "What the identity provider knows this service as.",
      environment: "INNOREG_OIDC_CLIENT_ID"),
    .value(
      "trusted-proxy", "ADDRESS", help: "A proxy whose X-Forwarded-For is believed.",
      environment: "INNOREG_TRUSTED_PROXY", isRepeatable: true),
  ]

  /// Where the client's secret is looked for: an option would show in the list of processes.
  private static let secretVariable = "INNOREG_OIDC_CLIENT_SECRET"

  /// The provider that the options name, if they name one.
  static func provider(_ invocation: Invocation) throws(Failure) -> OpenIDProvider? {
    let issuer = try invocation.optionalString("oidc-issuer")
    let client = try invocation.optionalString("oidc-client-id")
    switch (issuer, client) {
    case (nil, nil): return nil
    case (nil, _), (_, nil):
      throw Failure(.usage, "--oidc-issuer and --oidc-client-id belong together")
    case (let issuer?, let client?):
      guard var base = try invocation.optionalString("public-url") else {
        throw Failure(.usage, "--oidc-issuer needs --public-url, where people are sent back to")
      }
      while base.hasSuffix("/") { base.removeLast() }
      for (option, url) in [("oidc-issuer", issuer), ("public-url", base)] {
        guard url.hasPrefix("https://") || Self.isLocal(url) else {
          throw invocation.notAccepted(
            option, found: url, accepted: "https://…, or http://127.0.0.1:… for tests")
        }
      }
      guard Curl.prepare() else { throw Failure(.software, "libcurl cannot be used") }
      let secret = ProcessInfo.processInfo.environment[secretVariable]
      return OpenIDProvider(
        OpenIDProvider.Configuration(
          issuer: issuer, clientID: client, clientSecret: secret.flatMap { $0.isEmpty ? nil : $0 },
          redirectURI: base + "/login/oidc/callback")
      ) { request in
        var fetch = Fetch(request.url)
        fetch.form = request.form
        fetch.headers = request.headers
        return try? fetch.run()
      }
    }
  }

  private static func isLocal(_ url: String) -> Bool {
    ["http://127.0.0.1", "http://localhost", "http://[::1]"].contains { host in
      url == host || url.hasPrefix(host + ":") || url.hasPrefix(host + "/")
    }
  }
}
