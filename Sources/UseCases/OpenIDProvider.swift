private import Crypto
import Domain
private import Synchronization

/// An identity provider that people may log in with (OpenID Connect Core 1.0, code flow), and what
/// is known of it.
package final class OpenIDProvider: Sendable {
  /// What the operator sets.
  package struct Configuration: Sendable {
    /// Its issuer identifier, exactly as it names itself.
    package let issuer: String
    /// What it knows this service as.
    package let clientID: String
    /// What proves that to it; nil for a public client.
    package let clientSecret: String?
    /// Where it sends people back to; registered with it.
    package let redirectURI: String

    /// Settings.
    package init(issuer: String, clientID: String, clientSecret: String?, redirectURI: String) {
      self.issuer = issuer
      self.clientID = clientID
      self.clientSecret = clientSecret
      self.redirectURI = redirectURI
    }
  }

  /// A request to the provider.
  package struct Request: Sendable {
    /// Where.
    package let url: String
    /// The fields of a form to post; nil reads.
    package var form: [(name: String, value: String)]?
    /// Header fields.
    package var headers: [(name: String, value: String)] = []
  }

  /// Asks the provider; nil where no answer with status 200 came.
  package typealias Fetch = @Sendable (Request) -> [UInt8]?

  /// Where the provider is to be asked what.
  struct Endpoints: Sendable {
    let authorization: String
    let token: String
    let keys: String
    let takesBasic: Bool
  }

  private struct Known {
    var endpoints: (value: Endpoints, until: Instant)?
    var keys: (value: [String], at: Instant)?
  }

  package let configuration: Configuration
  private let fetch: Fetch
  private let known = Mutex(Known())
  /// How many wait for the provider at a time: each holds a thread that answers requests.
  private let asking = Permits(2, of: "identity provider")

  /// Seconds for which what the provider says of itself is believed.
  private static let discoveryLife: Int64 = 3600
  /// Keys are asked for again, for one that is unknown, no more often than this, in seconds.
  private static let keysPause: Int64 = 60
  private static let mostKeys = 50

  /// A provider and the way to reach it.
  package init(_ configuration: Configuration, fetch: @escaping Fetch) {
    self.configuration = configuration
    self.fetch = fetch
  }

  /// Where to ask, from the discovery document (OpenID Connect Discovery 1.0 §4).
  /// - Throws: `.unavailable` where it cannot be had, or is of another issuer.
  func endpoints(at now: Instant) throws(DomainError) -> Endpoints {
    let cached = known.withLock { $0.endpoints }
    if let cached, now < cached.until { return cached.value }
    let base =
      configuration.issuer.hasSuffix("/")
      ? String(configuration.issuer.dropLast()) : configuration.issuer
    let document = try json(Request(url: base + "/.well-known/openid-configuration"))
    guard document["issuer"]?.text == configuration.issuer,
      let authorization = document["authorization_endpoint"]?.text,
      let token = document["token_endpoint"]?.text, let keys = document["jwks_uri"]?.text,
      Self.mayBeVisited(authorization)
    else { throw Self.unreachable }
    let methods = document["token_endpoint_auth_methods_supported"]?.elements?
      .compactMap(\.text)
    let endpoints = Endpoints(
      authorization: authorization, token: token, keys: keys,
      takesBasic: methods?.contains("client_secret_basic") ?? true)
    known.withLock { $0.endpoints = (endpoints, now + Self.discoveryLife) }
    return endpoints
  }

  /// The address to send a browser to.
  func authorization(
    state: String, nonce: String, verifier: String, at now: Instant
  ) throws(DomainError) -> String {
    let endpoint = try endpoints(at: now).authorization
    let fields = [
      ("response_type", "code"), ("client_id", configuration.clientID),
      ("redirect_uri", configuration.redirectURI), ("scope", "openid email profile"),
      ("state", state), ("nonce", nonce),
      ("code_challenge", Base64URL.encode(SHA256.digest(Array(verifier.utf8)))),
      ("code_challenge_method", "S256"),
    ]
    let query = fields.map { $0.0 + "=" + Self.escape($0.1) }.joined(separator: "&")
    return endpoint + (endpoint.contains("?") ? "&" : "?") + query
  }

  /// Exchanges a code for an identity token, which is returned as it came.
  /// - Throws: `.badCredentials` where the provider refuses the code.
  func token(code: String, verifier: String, at now: Instant) throws(DomainError) -> String {
    let endpoints = try endpoints(at: now)
    var request = Request(url: endpoints.token)
    var form = [
      ("grant_type", "authorization_code"), ("code", code),
      ("redirect_uri", configuration.redirectURI), ("code_verifier", verifier),
    ]
    if let secret = configuration.clientSecret, endpoints.takesBasic {
      let pair = Self.escape(configuration.clientID) + ":" + Self.escape(secret)
      request.headers = [("Authorization", "Basic " + Base64.encode(Array(pair.utf8)))]
    } else {
      form.append(("client_id", configuration.clientID))
      if let secret = configuration.clientSecret { form.append(("client_secret", secret)) }
    }
    request.form = form.map { (name: $0.0, value: $0.1) }
    request.headers.append(("Accept", "application/json"))
    let asked = request
    let bytes = try asking.holding { () throws(DomainError) in fetch(asked) }
    guard let bytes, let answer = try? JSONParser.parse(bytes),
      let token = answer["id_token"]?.text
    else { throw .badCredentials }
    return token
  }

  /// What the provider signed in a token.
  /// - Throws: `.badCredentials` where it did not sign it.
  func payload(of token: String, at now: Instant) throws(DomainError) -> JSON {
    for isSecond in [false, true] {
      let keys = try keys(at: now, again: isSecond)
      do throws(JSONWebSignature.Failure) {
        let bytes = try JSONWebSignature.payload(of: token, signedBy: keys)
        guard let json = try? JSONParser.parse(bytes) else { throw .malformed }
        return json
      } catch {
        // The provider may have begun to sign with another key.
        guard error == .unknownKey || error == .signature, !isSecond else {
          throw .badCredentials
        }
      }
    }
    throw .badCredentials
  }

  private func keys(at now: Instant, again: Bool) throws(DomainError) -> [String] {
    let cached = known.withLock { $0.keys }
    if let cached, now < cached.at + (again ? Self.keysPause : Self.discoveryLife) {
      return cached.value
    }
    let set = try json(Request(url: try endpoints(at: now).keys))
    let keys = (set["keys"]?.elements ?? []).prefix(Self.mostKeys)
      .filter { $0["use"]?.text ?? "sig" == "sig" }.map(\.compact)
    known.withLock { $0.keys = (keys, now) }
    return keys
  }

  private func json(_ request: Request) throws(DomainError) -> JSON {
    let bytes = try asking.holding { () throws(DomainError) in fetch(request) }
    guard let bytes, let json = try? JSONParser.parse(bytes) else {
      throw Self.unreachable
    }
    return json
  }

  private static let unreachable = DomainError.unavailable("identity provider")

  /// Whether a browser may be sent there: what stands in a header must be one address.
  private static func mayBeVisited(_ url: String) -> Bool {
    (url.hasPrefix("https://") || url.hasPrefix("http://")) && !url.contains("#")
      && url.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
  }

  /// Everything but unreserved characters as `%XX` (RFC 3986 §2.3).
  static func escape(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF")
    return text.utf8.reduce(into: "") { result, byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."), UInt8(ascii: "~"):
        result.append(Character(Unicode.Scalar(byte)))
      default: result += "%" + String([digits[Int(byte >> 4)], digits[Int(byte & 15)]])
      }
    }
  }
}
