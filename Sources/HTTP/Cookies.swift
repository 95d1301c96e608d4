/// The cookies of a request (RFC 6265 §4.2), in the order they were sent.
package struct Cookies: Sendable, Equatable {
  private let pairs: [Query.Item]

  /// Reads every `Cookie` line. What is not `name=value` is skipped, as RFC 6265 asks of servers.
  package init(_ headers: Headers) {
    var pairs: [Query.Item] = []
    for line in headers.all("Cookie") {
      for part in line.split(separator: ";") {
        guard let equals = part.firstIndex(of: "=") else { continue }
        let name = Self.trim(part[..<equals])
        var value = Self.trim(part[part.index(after: equals)...])
        if value.count >= 2, value.first == "\"", value.last == "\"" {
          value = value.dropFirst().dropLast()
        }
        guard Headers.isToken(String(name)) else { continue }
        pairs.append(Query.Item(name: String(name), value: String(value)))
      }
    }
    self.pairs = pairs
  }

  /// The value of the first cookie of this name, which is the one with the longest path.
  package subscript(name: String) -> String? {
    pairs.first { $0.name == name }?.value
  }

  private static func trim(_ text: Substring) -> Substring {
    var text = text
    while text.first == " " || text.first == "\t" { text.removeFirst() }
    while text.last == " " || text.last == "\t" { text.removeLast() }
    return text
  }
}

/// A cookie to set (RFC 6265 §4.1).
package struct SetCookie: Sendable, Equatable {
  /// When the browser sends the cookie along with requests from other sites.
  package enum SameSite: String, Sendable {
    /// Never.
    case strict = "Strict"
    /// Only when a person follows a link.
    case lax = "Lax"
  }

  /// The name; `__Host-` asks the browser to insist on `Secure`, `Path=/` and no `Domain`.
  package let name: String
  /// The value: letters, digits and punctuation but `"`, `,`, `;` and `\`.
  package let value: String
  /// Seconds until the browser drops it; `nil` until it closes, 0 drops it at once.
  package var maxAge: Int?
  /// Whether it is sent over TLS only.
  package var isSecure = true
  /// Whether scripts cannot read it.
  package var isHTTPOnly = true
  /// What other sites may do.
  package var sameSite = SameSite.lax

  /// Makes a cookie for the whole site, safe by default.
  ///
  /// - Returns: `nil` where name or value cannot stand in a cookie.
  package init?(_ name: String, _ value: String) {
    let isValue = value.utf8.allSatisfy { byte in
      byte > 0x20 && byte < 0x7F && !"\",;\\".utf8.contains(byte)
    }
    guard Headers.isToken(name), isValue else { return nil }
    self.name = name
    self.value = value
  }

  /// The text of a `Set-Cookie` line.
  package var headerValue: String {
    var text = "\(name)=\(value); Path=/"
    if let maxAge { text += "; Max-Age=\(maxAge)" }
    if isSecure { text += "; Secure" }
    if isHTTPOnly { text += "; HttpOnly" }
    return text + "; SameSite=\(sameSite.rawValue)"
  }
}
