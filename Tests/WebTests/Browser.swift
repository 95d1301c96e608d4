import Domain
import HTTP
import Testing
import UseCases

/// A browser in which somebody has logged in.
struct Browser {
  let service: Service
  let cookie: String
  let csrf: String

  static let password = "một câu dài dễ nhớ"

  /// Makes an account as an administrator does, sets its password and logs in.
  init(
    _ service: Service, _ email: String = "an@example.vn", role: Role? = nil
  ) throws {
    let made = try service.registry.createAccountByHand(
      email: email, name: "An", language: .vi, role: role, by: .commandLine)
    let set = try service.post(
      "/api/v1/password-resets/complete",
      ["token": .string(made.secret), "password": .string(Self.password)])
    try #require(set.status == 204, "\(set.text)")
    try self.init(signingInto: service, email)
  }

  init(signingInto service: Service, _ email: String) throws {
    let reply = try service.post(
      "/api/v1/sessions", ["email": .string(email), "password": .string(Self.password)])
    try #require(reply.status == 201, "\(reply.text)")
    let line = try #require(reply.headers["Set-Cookie"])
    self.service = service
    cookie = String(line.prefix { $0 != ";" })
    csrf = try #require(reply.json["csrf_token"]?.text)
  }

  /// The identifier of the account.
  func id() throws -> String { try send(.GET, "/api/v1/me").id }

  /// Sends a request as a page of this site does.
  @discardableResult
  func send(
    _ method: Method, _ target: String, _ body: JSON? = nil, csrf: String? = nil,
    headers: [(String, String)] = [], at location: SourceLocation = #_sourceLocation
  ) throws -> Reply {
    var fields = headers + [("Cookie", cookie)]
    if !method.isSafe { fields.append(("X-CSRF-Token", csrf ?? self.csrf)) }
    return try service.send(method, target, headers: fields, body: body, at: location)
  }
}
