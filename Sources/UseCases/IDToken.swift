import Domain

/// What an identity provider says of a person, checked against what was asked.
struct IDToken {
  let subject: String
  /// In lower case, and only where the provider has verified it.
  let email: String?
  let name: String?

  /// How far two clocks may be apart, in seconds.
  private static let leeway: Int64 = 60
  /// A token that was made longer ago than this is none of the login at hand.
  private static let oldest: Int64 = 600

  /// Checks the claims of a signed token (OpenID Connect Core 1.0 §3.1.3.7).
  /// - Returns: nil where any of them does not hold
  init?(
    _ claims: JSON, issuer: String, clientID: String, nonce: String, at now: Instant
  ) {
    guard claims["iss"]?.text == issuer, let subject = claims["sub"]?.text,
      (1...255).contains(subject.utf8.count), !subject.contains("\0"),
      claims["nonce"]?.text == nonce
    else { return nil }
    let audience: [String]
    switch claims["aud"] {
    case .string(let one): audience = [one]
    case .array(let several): audience = several.compactMap(\.text)
    default: return nil
    }
    guard audience.contains(clientID) else { return nil }
    // With several audiences the token may have been made for another of them.
    if audience.count > 1 || claims["azp"] != nil, claims["azp"]?.text != clientID { return nil }
    guard let ends = Self.seconds(claims["exp"]), now.seconds < ends + Self.leeway,
      let made = Self.seconds(claims["iat"]), made <= now.seconds + Self.leeway,
      now.seconds - made <= Self.oldest
    else { return nil }
    if let notBefore = claims["nbf"] {
      guard let start = Self.seconds(notBefore), start <= now.seconds + Self.leeway else {
        return nil
      }
    }
    self.subject = subject
    let written: JSON = ["email": claims["email"] ?? .null]
    var reader = ObjectReader(written, log: FaultLog())
    email = claims["email_verified"] == .bool(true) ? reader?.email("email") : nil
    var named = ObjectReader(["name": claims["name"] ?? .null], log: FaultLog())
    name = named?.line("name", most: 200)
  }

  private static func seconds(_ json: JSON?) -> Int64? {
    switch json {
    case .integer(let whole) where (0...253_402_300_799).contains(whole): whole
    case .number(let number) where (0...253_402_300_799).contains(number): Int64(number)
    default: nil
    }
  }
}
