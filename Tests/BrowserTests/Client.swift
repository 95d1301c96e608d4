import Domain
import HTTP
import Testing

/// A person with an account who calls the service by a program: fills the register with what pages
/// are to show.
struct Client: Sendable {
  let site: RunningSite
  /// The address they log in with.
  let person: Person
  /// The session, as the cookie that browsers send.
  let cookie: String
  private let formToken: String

  /// Makes the account as an operator does, sets its password and logs in.
  init(_ site: RunningSite, _ email: String, _ role: Role?) throws {
    self.site = site
    person = Person(email: email)
    let secret = try site.secret(of: email, role: role)
    let set = try site.client.send(
      .POST, "/api/v1/password-resets/complete", headers: [("Content-Type", "application/json")],
      body: Array(
        (["token": .string(secret), "password": .string(Person.password)] as JSON).compact.utf8))
    try #require(set.status == 204, "\(set.text)")
    let session = try site.client.send(
      .POST, "/api/v1/sessions", headers: [("Content-Type", "application/json")],
      body: Array(
        (["email": .string(email), "password": .string(Person.password)] as JSON).compact.utf8))
    let line = try #require(session.headers["Set-Cookie"], "\(session.text)")
    cookie = String(line.prefix { $0 != ";" })
    formToken = try #require(try JSONParser.parse(session.body)["csrf_token"]?.text)
  }

  /// Sends a request that must succeed.
  @discardableResult
  func send(
    _ method: HTTP.Method, _ path: String, _ body: JSON? = nil, type: String? = nil,
    bytes: [UInt8]? = nil, at location: SourceLocation = #_sourceLocation
  ) throws -> JSON {
    var headers = [("Cookie", cookie), ("Host", "127.0.0.1:\(site.port)")]
    if method != .GET { headers.append(("X-CSRF-Token", formToken)) }
    if method == .PATCH || path.hasSuffix("/attachments") { headers.append(("If-Match", "*")) }
    if body != nil || bytes != nil {
      let json = method == .PATCH ? "application/merge-patch+json" : "application/json"
      headers.append(("Content-Type", type ?? json))
    }
    let answer = try site.client.send(
      method, "/api/v1" + path, headers: headers,
      body: bytes ?? body.map { Array($0.compact.utf8) } ?? [])
    try #require(
      (200...204).contains(answer.status), "\(method.name) \(path): \(answer.text)",
      sourceLocation: location)
    return (try? JSONParser.parse(answer.body)) ?? .null
  }

  /// Sends a request that makes something.
  /// - Returns: its identifier.
  func make(
    _ path: String, _ body: JSON, at location: SourceLocation = #_sourceLocation
  ) throws -> String {
    let made = try send(.POST, path, body, at: location)
    return try #require(made["id"]?.text, "\(path): \(made.compact)", sourceLocation: location)
  }

  /// Hands a small file in.
  func file(_ name: String) throws -> String {
    let made = try send(
      .POST, "/files?name=" + name, type: "application/pdf",
      bytes: Array("%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\nstartxref\n9\n%%EOF\n".utf8))
    return try #require(made["id"]?.text)
  }
}
